import Foundation

/// The running target: an authorization server in two domains, their resources, a credential issuer and a control port, in one process.
public final class ReferenceTarget: Sendable {
  /// How it is started.
  public struct Options: Sendable {
    /// The folder for keys, certificates and the target description.
    public var state: String
    /// 0: any free port.
    public var port: Int
    public var defects: Defects
    public var presets: Presets
    /// One line for each exchange, to standard error; never a token or key.
    public var log: Bool
    /// Authorization servers of others as further domains.
    public var partners: [Partner]

    public init(
      state: String, port: Int = 0, defects: Defects, presets: Presets, log: Bool = false, partners: [Partner] = []
    ) {
      self.partners = partners
      self.state = state
      self.port = port
      self.defects = defects
      self.presets = presets
      self.log = log
    }
  }

  /// Where everything begins, `https://localhost:PORT`.
  public let url: String
  /// The target description that was written.
  public let description: String
  private let servers: [Server]
  private let sockets: WorkloadSockets

  private init(url: String, description: String, servers: [Server], sockets: WorkloadSockets) {
    self.url = url
    self.description = description
    self.servers = servers
    self.sockets = sockets
  }

  /// Starts everything and writes the target description.
  /// - Throws: when the port is taken or the folder cannot be written.
  public static func start(_ options: Options) async throws -> ReferenceTarget {
    let clock = Clock()
    let folder = try StateFolder(options.state)
    let cast = try Cast(now: clock.date)
    let secret = Random.identifier()
    let deployment = Locked<Deployment?>(nil)
    let audit = AuditLog(clock: clock, defects: options.defects)
    audit.open(folder.path + "/" + (try folder.write("", to: "audit.jsonl")))
    let control = try await Server.start(port: 0, identity: nil) { _ in
      var endpoints = Endpoints()
      ControlPort(
        clock: clock, secret: secret, transmitter: { deployment.withLock { $0 }?.transmitter },
        verify: { url, stream in await deployment.withLock { $0 }?.askForVerification(at: url, stream: stream) },
        backends: { deployment.withLock { $0 }?.backends },
        decide: { id, approve in deployment.withLock { $0 }?.home.backchannel.decide(id, approve: approve) ?? false },
        rotate: { role in deployment.withLock { $0 }?.rotateKeys(of: role) ?? false },
        follow: { domain, url in deployment.withLock { $0 }?.follow(domain, at: url) ?? false }
      ).mount(on: &endpoints)
      let mounted = endpoints
      return { await mounted.answer($0) }
    }
    let documents = try DocumentClient(
      authority: cast.serverAuthority.certificate.pem, verifies: !options.defects.has(.hostedBundleUnverified))
    let push = try PushClient(
      authority: cast.serverAuthority.certificate.pem, verifies: !options.defects.has(.pushUnverified),
      verifiesName: !options.defects.has(.pushNameUnverified))
    var identity = try cast.serverIdentity(now: clock.date)
    identity.allowsOldVersions = options.defects.has(.oldTLS)
    identity.refusesNewVersions = options.defects.has(.noNewTLS)
    identity.refusesVersion12 = options.defects.has(.onlyNewTLS)
    let server = try await Server.start(port: options.port, identity: identity) { port in
      let environment = Environment(
        base: "https://localhost:\(port)", clock: clock, defects: options.defects, presets: options.presets, audit: audit,
        outbound: push)
      let made = Deployment(
        environment: environment, cast: cast, push: push, partners: options.partners, documents: documents, log: options.log)
      deployment.withLock { $0 = made }
      return made.answerer
    }
    guard let deployment = deployment.withLock({ $0 }) else { throw ServerError.cannotListen(options.port) }
    try folder.write(secret, to: "control-secret")
    let sockets = try await WorkloadSockets.open(deployment: deployment, folder: folder)
    let writer = DescriptionWriter(
      deployment: deployment, folder: folder, controlURL: "http://127.0.0.1:\(control.port)/control/clock", sockets: sockets.paths)
    try writer.write()
    return ReferenceTarget(
      url: deployment.environment.base, description: folder.path + "/" + DescriptionWriter.name, servers: [server, control],
      sockets: sockets)
  }

  /// Closes the ports and sockets.
  public func stop() async {
    for server in servers { await server.stop() }
    await sockets.close()
  }
}

/// The parties, wired.
struct Deployment: Sendable {
  let environment: Environment
  let cast: Cast
  let roster: Roster
  let partners: [Partner]
  let backends = Backends()
  let receiver: SignalReceiver
  private let push: PushClient
  let home: AuthorizationServer
  let abroad: AuthorizationServer
  let issuer: CredentialIssuer
  let transmitter: SignalTransmitter
  let answerer: Answerer

  init(environment: Environment, cast: Cast, push: PushClient, partners: [Partner] = [], documents: DocumentClient? = nil, log: Bool) {
    self.partners = partners
    self.environment = environment
    self.cast = cast
    let roster = Roster(base: environment.base, cast: cast)
    self.roster = roster
    let home = AuthorizationServer(
      environment: environment, path: "/home", clients: roster.homeClients, resources: roster.homeResources, users: Roster.users,
      clientAuthority: cast.clientAuthority.certificate, chainsTo: Set([environment.base + "/abroad"] + partners.map(\.issuer)),
      agreements: [environment.base + "/abroad": roster.agreement],
      subjectIssuers: roster.subjectIssuers, untrustedKeys: roster.untrustedAbroad,
      trustBundles: roster.trustBundles, trustAuthorities: roster.trustAuthorities, registration: roster.registration,
      documents: documents.map { ClientDocuments(client: $0, allowed: ["localhost"]) },
      bundles: documents.map { HostedBundles(client: $0) },
      passwordSeed: cast.passwordSeed)
    let abroad = AuthorizationServer(
      environment: environment, path: "/abroad", clients: roster.abroadClients, resources: roster.abroadResources, users: Roster.users,
      clientAuthority: cast.clientAuthority.certificate, trustedIssuers: roster.trustedAbroad(home: home) + partners.map(\.trusted),
      untrustedKeys: roster.untrustedAbroad)
    self.home = home
    self.abroad = abroad
    let issuer = CredentialIssuer(
      environment: environment, trustDomain: Cast.trustDomain, authority: cast.workloadAuthority, root: cast.attesterRoot.publicKey,
      cluster: cast.cluster.publicKey,
      workloads: Roster.workloads)
    self.issuer = issuer
    let transmitter = SignalTransmitter(server: home, push: push)
    self.transmitter = transmitter
    var endpoints = Endpoints()
    issuer.mount(on: &endpoints)
    for server in [home, abroad] {
      server.mount(on: &endpoints)
      for resource in server.resources {
        ResourceServer(environment: environment, description: resource, server: server).mount(on: &endpoints)
      }
    }
    receiver = SignalReceiver(server: home, transmitters: roster.trustedTransmitters(home: home))
    self.push = push
    receiver.mount(on: &endpoints)
    AskingResource(
      environment: environment, backends: backends, client: push,
      credentials: (Cast.Role.rsA.clientID, cast.secrets[.rsA] ?? Random.identifier())
    ).mount(on: &endpoints)
    transmitter.mount(on: &endpoints)
    InternalWorkload(server: home, backends: backends, client: push).mount(on: &endpoints)
    DeputyResource(server: home, backends: backends, client: push).mount(on: &endpoints)
    TrustingResource(
      environment: environment, issuer: Roster.suiteIssuer("i1"),
      keys: [cast.suiteIssuers["i1"].flatMap { try? PublicKey(jwk: $0.publicJWK) }].compactMap { $0 },
      proofs: DPoPValidator(environment: environment)
    ).mount(on: &endpoints)
    WorkloadResource(
      environment: environment, path: Roster.peerPath, marker: Roster.peerMarker, anchors: cast.trustAnchors, issuer: issuer.witKey,
      trustDomain: Cast.trustDomain, admitted: Roster.peerCaller
    ).mount(on: &endpoints)
    let mounted = endpoints
    let base = environment.base
    answerer = { request in
      var request = request
      request.base = base
      let answer = await mounted.answer(request)
      if log { ExchangeLog.note(request, answer) }
      return answer
    }
  }
}

extension Deployment {
  /// Takes the bundle of a trust domain from an address. False if it is not one whose bundle is fetched.
  func follow(_ domain: String, at url: String) -> Bool {
    guard Cast.hostedDomains.contains(domain), let bundles = home.bundles else { return false }
    bundles.set(domain, url: url)
    return true
  }

  /// False if there is no server of that role.
  func rotateKeys(of role: String) -> Bool {
    guard let server = ["home": home, "abroad": abroad][role] else { return false }
    server.rotateKey()
    return true
  }

  func askForVerification(at url: String, stream: String) async {
    await receiver.askForVerification(at: url, stream: stream, by: push)
  }
}

/// One line for each exchange: method, path without query, status. Nothing that was sent in a header or body.
enum ExchangeLog {
  static func note(_ request: Incoming, _ answer: Outgoing) {
    let path = request.path.prefix(200).filter { $0.isASCII && !$0.isNewline }
    FileHandle.standardError.write(Data("\(request.method.prefix(16)) \(path) \(answer.status)\n".utf8))
  }
}
