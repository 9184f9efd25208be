import X509

/// Who is registered where, and which resources there are: the fixed content of the deployment.
struct Roster: Sendable {
  let base: String
  let cast: Cast

  func identifier(_ role: String) -> String { base + "/rs/" + role }

  private func resource(_ role: String, _ scopes: [String], sufficient: Set<String>? = nil) -> ResourceDescription {
    ResourceDescription(
      role: role, path: "/rs/" + role, identifier: identifier(role), scopes: scopes, sufficient: sufficient ?? Set(scopes),
      marker: "reference-" + role)
  }

  var homeResources: [ResourceDescription] {
    [
      resource("tool", ["read", "write", "one", "two", "three"], sufficient: ["read", "one", "two", "three"]),
      resource("other-tool", ["read"]),
      resource("downstream", ["read", "write"], sufficient: ["read"]),
      resource("agent-2-api", ["one", "two", "three"]),
      resource("agent-3-api", ["one", "two", "three"]),
      guarded, sensitive, userinfo, events, resource(Self.listed, ["read"]), deputy,
    ]
  }

  static let userinfoRole = "userinfo"
  /// A protected endpoint of the authorization server itself.
  private var userinfo: ResourceDescription {
    var userinfo = resource(Self.userinfoRole, ["read"])
    userinfo.path = "/home/userinfo"
    userinfo.identifier = base + userinfo.path
    return userinfo
  }

  /// Served for a minute after the user was there.
  private var sensitive: ResourceDescription {
    var sensitive = resource("sensitive", ["read", ConfirmationPolicy.scope], sufficient: ["read", ConfirmationPolicy.scope])
    sensitive.maximumAge = 60
    return sensitive
  }

  /// The tool with a service behind it.
  private var deputy: ResourceDescription {
    var deputy = resource(DeputyResource.role, ["read", "write"], sufficient: ["read"])
    deputy.isMountedElsewhere = true
    return deputy
  }

  /// The resource that goes by the status list.
  static let listed = "listed"

  /// Served to the third agent as current actor, and to nobody else.
  private var guarded: ResourceDescription {
    var guarded = resource("guarded", ["one", "two", "three"])
    guarded.actor = Cast.Role.agent3.clientID
    return guarded
  }

  /// The transmitter of security events as a resource: its management takes access tokens.
  private var events: ResourceDescription {
    ResourceDescription(
      role: "events", path: SignalTransmitter.path, identifier: base + SignalTransmitter.path, scopes: ["ssf.read", "ssf.manage"],
      sufficient: ["ssf.read", "ssf.manage"], marker: "reference-events")
  }

  /// A receiver of security events, which manages its streams.
  private func receiver(_ role: Cast.Role) -> Client {
    Client(
      id: role.clientID, method: cast.signingMethod(role), grants: [.clientCredentials], scopes: ["ssf.read", "ssf.manage"],
      resources: [base + SignalTransmitter.path])
  }

  var abroadResources: [ResourceDescription] { [resource("tool-abroad", ["read", "write"], sufficient: ["read"])] }

  /// The service that knows its callers by workload identity tokens.
  static let peerPath = "/rs/peer"
  static let peerMarker = "reference-peer"
  /// The workload that it serves: the agent of the suite's first trust domain.
  static let peerCaller = "spiffe://\(Cast.suiteDomainNames[0].name)/agent"

  static let redirectURI = "https://agent.example/callback"

  private func client(_ role: Cast.Role, _ method: ClientMethod, _ grants: Set<GrantType>, _ scopes: Set<String>, _ resources: [String])
    -> Client
  {
    Client(id: role.clientID, method: method, grants: grants, scopes: scopes, resources: resources.map(identifier))
  }

  var homeClients: [Client] {
    let all = ["tool", "other-tool", "downstream", "agent-2-api", "agent-3-api", "sensitive", Self.listed, DeputyResource.role]
    let chain: Set<String> = ["one", "two", "three", "read"]
    var agent = client(.agent, cast.signingMethod(.agent), Set(GrantType.allCases), chain.union(["write", ConfirmationPolicy.scope]), all)
    agent.redirectURIs = [Self.redirectURI]
    agent.resources.append(userinfo.identifier)
    var second = client(
      .agent2, cast.signingMethod(.agent2), Set(GrantType.allCases), chain, ["agent-3-api", "tool", "agent-2-api", "guarded"])
    second.actsFor = [identifier("agent-2-api")]
    second.redirectURIs = [Self.redirectURI]
    var third = client(
      .agent3, cast.signingMethod(.agent3), [.clientCredentials, .tokenExchange], chain,
      ["tool", "agent-3-api", "downstream", "agent-2-api", "guarded"])
    third.actsFor = [identifier("agent-3-api")]
    let mtls = client(
      .agentMTLS, .tlsClientAuth(uri: Cast.Role.agentMTLS.clientID), [.clientCredentials, .tokenExchange], ["read"], ["tool"])
    let selfSigned = client(.agentSelfSigned, .selfSigned([cast.selfSignedCertificate.der]), [.clientCredentials], ["read"], ["tool"])
    var open = client(.agentPublic, .none, [.authorizationCode, .refreshToken], ["read"], ["tool"])
    open.redirectURIs = [Self.redirectURI]
    var secret = client(.agentSecret, cast.signingMethod(.agentSecret), [.clientCredentials], ["read"], ["tool"])
    secret.staleSecret = cast.secrets[.agentSecret]
    let limited = client(.agentLimited, cast.signingMethod(.agentLimited), [.clientCredentials], ["read"], ["tool"])
    var bound = client(.agentBound, cast.signingMethod(.agentBound), [.clientCredentials], ["read"], ["tool"])
    bound.isAlwaysBound = true
    var tool = client(.tool, cast.signingMethod(.tool), [.clientCredentials, .tokenExchange], ["read"], ["downstream"])
    tool.actsFor = [identifier("tool")]
    let spiffe = client(.agentSPIFFE, .spiffeJWT(trustDomain: "td1"), [.clientCredentials], ["read"], ["tool"])
    let hosted = client(.agentHosted, .spiffeJWT(trustDomain: "hosted"), [.clientCredentials], ["read"], ["tool"])
    let svid = client(.agentSVID, .spiffeX509(trustDomain: "td1"), [.clientCredentials], ["read"], ["tool"])
    var pool = client(.agentPool, .spiffeJWT(trustDomain: "td1"), [.clientCredentials], ["read"], ["tool"])
    pool.spiffePattern = Cast.poolPath + "/*"
    let patient = client(
      .agentCIBA, cast.signingMethod(.agentCIBA), [.backchannel], ["read", ConfirmationPolicy.scope], ["tool", "sensitive"])
    var attested = client(
      .agentAttested, cast.attestedMethod(), [.clientCredentials, .authorizationCode, .refreshToken], ["read"], ["tool"])
    attested.redirectURIs = [Self.redirectURI]
    return [agent, second, third, patient, attested, mtls, selfSigned, spiffe, hosted, svid, pool, open, secret, limited, bound, tool] + [
      introspector(.rsA, "tool"), introspector(.rsB, "other-tool"), receiver(.receiver), receiver(.receiver2),
    ]
  }

  var abroadClients: [Client] {
    let agent = client(
      .agentAbroad, cast.signingMethod(.agentAbroad), [.clientCredentials, .jwtBearer], ["read", "write"], ["tool-abroad"])
    return [agent, introspector(.rsAbroad, "tool-abroad")]
  }

  /// What the home server knows of the second domain: how its clients are called there, its resources, and what it may grant.
  var agreement: CrossDomainAgreement {
    CrossDomainAgreement(
      clients: [Cast.Role.agent.clientID: Cast.Role.agentAbroad.clientID, Cast.Role.agent2.clientID: "agent-2-of-home"],
      resources: Set(abroadResources.map(\.identifier)), scopes: ["read"])
  }

  private func introspector(_ role: Cast.Role, _ resource: String) -> Client {
    var client = client(role, cast.secretMethod(role), [], [], [])
    client.actsFor = [identifier(resource)]
    client.mayIntrospect = true
    return client
  }

  /// Whose grants the second domain accepts: those of the first, and of the suite's issuer i1; users have other subjects there.
  func trustedAbroad(home: AuthorizationServer) -> [TrustedIssuer] {
    var fromHome: [String: String] = [:]
    for user in Self.users.values { fromHome[user.subject] = "abroad-" + user.subject }
    // Agents of the first domain may also come in their own name.
    for role in [Cast.Role.agent, .agent2, .agent3] { fromHome[role.clientID] = role.clientID }
    let known = TrustedIssuer(issuer: home.issuer, keys: home.verificationKeys, subjects: fromHome, scopes: ["read"])
    guard let key = cast.suiteIssuers["i1"], let jwk = try? PublicKey(jwk: key.publicJWK) else { return [known] }
    return [known, TrustedIssuer(issuer: Self.suiteIssuer("i1"), keys: [jwk], subjects: Self.suiteSubjects, scopes: ["read"])]
  }

  /// Whose users may be exchanged at home: those of the suite's issuer i1.
  var subjectIssuers: [TrustedIssuer] {
    guard let key = cast.suiteIssuers["i1"], let jwk = try? PublicKey(jwk: key.publicJWK) else { return [] }
    let subjects = Dictionary(uniqueKeysWithValues: Self.users.map { ("u-" + $0.key, $0.value.subject) })
    return [TrustedIssuer(issuer: Self.suiteIssuer("i1"), keys: [jwk], subjects: subjects, scopes: ["read"])]
  }

  /// The keys of the suite's trust domains, kept apart.
  var trustBundles: [String: [PublicKey]] {
    cast.trustDomains.reduce(into: [:]) { $0[$1.role] = [try? PublicKey(jwk: $1.key.publicJWK)].compactMap { $0 } }
  }

  /// The authorities of the suite's trust domains, kept apart.
  var trustAuthorities: [String: Certificate] { cast.trustDomains.reduce(into: [:]) { $0[$1.role] = $1.authority.certificate } }

  /// The key of the suite's issuer i2, which nobody trusts.
  var untrustedAbroad: [PublicKey] { cast.suiteIssuers["i2"].flatMap { try? PublicKey(jwk: $0.publicJWK) }.map { [$0] } ?? [] }

  /// The transmitters of the suite: the first may speak about users of the home server, the second about those of somebody else.
  func trustedTransmitters(home: AuthorizationServer) -> [TrustedTransmitter] {
    cast.transmitters.map { transmitter in
      TrustedTransmitter(
        issuer: Self.suiteIssuer(transmitter.role), keys: [try? PublicKey(jwk: transmitter.key.publicJWK)].compactMap { $0 },
        bearer: transmitter.bearer, authority: transmitter.role == "tx-1" ? [home.issuer] : [Self.suiteIssuer(transmitter.role)])
    }
  }

  /// How clients register themselves at home: for reading the tool, and with statements of the suite's issuer i1.
  var registration: RegistrationPolicy {
    func issuer(_ name: String) -> TrustedIssuer {
      let keys = [cast.suiteIssuers[name].flatMap { try? PublicKey(jwk: $0.publicJWK) }].compactMap { $0 }
      return TrustedIssuer(issuer: Self.suiteIssuer(name), keys: keys, subjects: [:], scopes: [])
    }
    return RegistrationPolicy(
      initialToken: cast.initialToken, statementIssuers: [issuer("i1")], unapprovedIssuers: [issuer("i2")], scopes: ["read"],
      resources: [identifier("tool")])
  }

  static func suiteIssuer(_ name: String) -> String { "https://\(name).suite.example" }
  /// The suite's subject → the subject in the second domain.
  static let suiteSubjects = ["u-alice": "abroad-user-alice", "u-bob": "abroad-user-bob", "u-agent": Cast.Role.agent.clientID]

  /// The issuer of the cluster whose tokens are evidence.
  static let cluster = "https://cluster.suite.example"

  /// What good evidence says of each workload.
  static let workloads: [ReferenceValues] = ["agent", "agent-2"].map { name in
    ReferenceValues(
      name: name, version: "1.4.2",
      measurement: Digest.sha256("software of \(name)".utf8).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined(), identifier: "spiffe://\(Cast.trustDomain)/\(name)")
  }

  static let users = ["alice": User(hint: "alice", subject: "user-alice"), "bob": User(hint: "bob", subject: "user-bob")]
}
