import Foundation
import X509

/// The keys and certificates of everybody whom the target knows: made at start, written for the suite, registered with the parties.
struct Cast: Sendable {
  /// The clients by their role, with the key each signs or connects with.
  enum Role: String, CaseIterable, Sendable {
    case agent, agent2 = "agent-2", agent3 = "agent-3", agentMTLS = "agent-mtls", agentSelfSigned = "agent-self-signed"
    case agentPublic = "agent-public", agentSecret = "agent-secret", agentLimited = "agent-limited", agentBound = "agent-bound", agentCIBA =
      "agent-ciba", agentAttested = "agent-attested",
      agentAbroad = "agent-abroad", tool, agentSPIFFE = "agent-spiffe", agentSVID = "agent-svid", agentPool = "agent-pool", agentHosted =
      "agent-hosted"
    case agentNext = "agent-next"
    case receiver, receiver2 = "receiver-2"
    case rsA = "rs-a", rsB = "rs-b", rsAbroad = "rs-abroad"

    /// Agents are named by workload identifiers; resource servers by plain names.
    var clientID: String {
      switch self {
      case .rsA, .rsB, .rsAbroad: rawValue
      case .agentPool: "https://agents.example/clients/pool"
      // The same client, with the next of its keys.
      case .agentNext: Role.agent.clientID
      case .agentHosted: "spiffe://hosted-agents.example/agent-hosted"
      case .agentSPIFFE, .agentSVID: "spiffe://\(Cast.suiteDomainNames[0].name)/\(rawValue)"
      default: "spiffe://\(Cast.trustDomain)/\(rawValue)"
      }
    }
  }

  static let trustDomain = "agents.example"
  /// Below it are the workloads that the client agent-pool may be.
  static let poolPath = "spiffe://\(suiteDomainNames[0].name)/pool"
  /// Trust domains whose bundle is fetched from where the operator says.
  static let hostedDomains = ["hosted"]
  /// What the trust domains that the suite plays are called, by role.
  static let suiteDomainNames = [(role: "td1", name: "suite-agents.example"), (role: "td2", name: "other-agents.example")]

  /// A trust domain of the suite: what signs its workloads' tokens, and what signs their certificates.
  struct SuiteDomain: Sendable {
    var role: String
    var name: String
    var key: PrivateKey
    var authority: CertificateAuthority
  }

  let keys: [Role: PrivateKey]
  let secrets: [Role: String]
  let serverAuthority: CertificateAuthority
  let clientAuthority: CertificateAuthority
  /// The authority of the trust domain, which signs X.509-SVIDs.
  let workloadAuthority: CertificateAuthority
  let mtlsCertificate: Certificate
  let selfSignedCertificate: Certificate
  let svidCertificate: Certificate
  let suiteIssuers: [String: PrivateKey]
  let attesterRoot = PrivateKey()
  /// Signs the tokens that a cluster projects into pods.
  let cluster = PrivateKey()
  /// From which the passwords of the users are made.
  let passwordSeed = Random.identifier()
  /// The suite as transmitters of security events, each with its key and what it shows to the receiver.
  let transmitters: [(role: String, key: PrivateKey, bearer: String)] = ["tx-1", "tx-2"].map { ($0, PrivateKey(), Random.identifier()) }
  /// What opens the registration endpoint.
  let initialToken = Random.identifier()
  /// Signs the attestations of clients.
  let clientAttester = PrivateKey()
  /// The trust domains that the suite plays.
  let trustDomains: [SuiteDomain]
  /// What a resource that knows workloads trusts.
  var trustAnchors: TrustAnchors {
    TrustAnchors(
      keys: trustDomains.reduce(into: [:]) { $0[$1.name] = [try? PublicKey(jwk: $1.key.publicJWK)].compactMap { $0 } },
      authorities: trustDomains.reduce(into: [:]) { $0[$1.name] = $1.authority.certificate })
  }

  init(now: Date) throws {
    let start = now.addingTimeInterval(-3600)
    let end = now.addingTimeInterval(30 * 86_400)
    let keys = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, PrivateKey()) })
    func key(_ role: Role) -> PrivateKey { keys[role] ?? PrivateKey() }
    self.keys = keys
    secrets = [.rsA: Random.identifier(), .rsB: Random.identifier(), .rsAbroad: Random.identifier(), .agentSecret: Random.identifier()]
    serverAuthority = try CertificateAuthority(commonName: "Reference target server authority", notBefore: start, notAfter: end)
    clientAuthority = try CertificateAuthority(commonName: "Reference target client authority", notBefore: start, notAfter: end)
    workloadAuthority = try CertificateAuthority(
      commonName: "Reference target workload authority", uri: "spiffe://\(Self.trustDomain)", notBefore: start,
      notAfter: now.addingTimeInterval(20 * 366 * 86_400))
    mtlsCertificate = try clientAuthority.issue(
      .init(
        commonName: "agent-mtls", names: [.uniformResourceIdentifier(Role.agentMTLS.clientID)],
        publicKey: Certificate.PublicKey(key(.agentMTLS).key.publicKey), notBefore: start, notAfter: end, usages: [.clientAuth]))
    selfSignedCertificate = try CertificateAuthority.selfSigned(
      commonName: "agent-self-signed", key: key(.agentSelfSigned), notBefore: start, notAfter: end)
    trustDomains = try Self.suiteDomainNames.map { role, name in
      let authority = try CertificateAuthority(commonName: name, uri: "spiffe://" + name, notBefore: start, notAfter: end)
      return SuiteDomain(role: role, name: name, key: PrivateKey(), authority: authority)
    }
    svidCertificate = try trustDomains[0].authority.issue(
      .init(
        commonName: "agent-svid", names: [.uniformResourceIdentifier(Role.agentSVID.clientID)],
        publicKey: Certificate.PublicKey(key(.agentSVID).key.publicKey), notBefore: start, notAfter: end, usages: [.clientAuth]))
    suiteIssuers = ["i1": PrivateKey(), "i2": PrivateKey()]
  }

  /// The identity of the TLS port: a leaf for localhost and 127.0.0.1.
  func serverIdentity(now: Date) throws -> Server.Identity {
    let key = PrivateKey()
    let leaf = try serverAuthority.issue(
      .init(
        commonName: "localhost", names: [.dnsName("localhost"), .ipAddress(.init(contentBytes: [127, 0, 0, 1]))],
        publicKey: Certificate.PublicKey(key.key.publicKey), notBefore: now.addingTimeInterval(-3600),
        notAfter: now.addingTimeInterval(30 * 86_400), usages: [.serverAuth]))
    return Server.Identity(certificates: [leaf.pem], key: key.key.pemRepresentation)
  }

  /// What the authorization server registers for a client that signs assertions: the public key alone.
  func signingMethod(_ role: Role) -> ClientMethod {
    let all = role == .agent ? [role, .agentNext] : [role]
    return .privateKeyJWT(all.compactMap { keys[$0] }.compactMap { try? PublicKey(jwk: $0.publicJWK) })
  }

  /// A client whose instances an attester vouches for.
  func attestedMethod() -> ClientMethod {
    guard let jwk = try? PublicKey(jwk: clientAttester.publicJWK) else { return .privateKeyJWT([]) }
    return .attestation(attester: jwk)
  }

  /// This machine under the address that stands for all of its own.
  private static let everywhere: [GeneralName] = [
    .ipAddress(.init(contentBytes: [0, 0, 0, 0])), .ipAddress(.init(contentBytes: [127, 0, 0, 1])),
  ]

  /// What the suite's own listener presents: a leaf for this machine, and one that names another.
  func suiteIdentities(now: Date) throws -> [(file: String, certificate: String, key: String)] {
    // The last one is reached under an address of special use that is not loopback, and leads to this machine all the same.
    try [("suite", "localhost"), ("suite-misnamed", "elsewhere.example"), ("suite-special-use", "0.0.0.0")].map { file, name in
      let key = PrivateKey()
      let names: [GeneralName] = file == "suite-special-use" ? Self.everywhere : [.dnsName(name)]
      let leaf = try serverAuthority.issue(
        .init(
          commonName: name, names: names, publicKey: Certificate.PublicKey(key.key.publicKey), notBefore: now.addingTimeInterval(-3600),
          notAfter: now.addingTimeInterval(30 * 86_400), usages: [.serverAuth]))
      return (file, leaf.pem, key.key.pemRepresentation + "\n")
    }
  }

  func secretMethod(_ role: Role) -> ClientMethod { .secretBasic(secrets[role] ?? Random.identifier()) }
}
