import Foundation

/// Writes the target description and the files that it names, so that the suite can start at once.
struct DescriptionWriter: Sendable {
  let deployment: Deployment
  let folder: StateFolder
  let controlURL: String
  /// Paths of the Workload API's sockets, by the attester's role; empty where they could not be made.
  let sockets: [(role: String, path: String)]

  static let name = "target.yaml"

  var cast: Cast { deployment.cast }
  private var presets: Presets { deployment.environment.presets }

  func write() throws {
    try writeFiles()
    try folder.write(text, to: Self.name)
  }

  private func writeFiles() throws {
    try folder.write(cast.serverAuthority.certificate.pem, to: "ca.pem")
    try folder.write(cast.clientAuthority.certificate.pem, to: "client-ca.pem")
    try folder.write(cast.clientAuthority.key.key.pemRepresentation + "\n", to: "client-ca-key.pem")
    for (role, key) in cast.keys {
      try folder.write(key, to: "\(role.rawValue).jwk")
    }
    for (role, certificate) in [
      (Cast.Role.agentMTLS, cast.mtlsCertificate), (.agentSelfSigned, cast.selfSignedCertificate), (.agentSVID, cast.svidCertificate),
    ] {
      try folder.write(certificate.pem, to: "\(role.rawValue).pem")
      if let key = cast.keys[role] { try folder.write(key.key.pemRepresentation + "\n", to: "\(role.rawValue)-key.pem") }
    }
    for (role, secret) in cast.secrets { try folder.write(secret, to: "\(role.rawValue).secret") }
    if presets.has(.signInForm) {
      for hint in Self.userHints { try folder.write(SignIn.password(of: hint, seed: cast.passwordSeed), to: "\(hint).password") }
    }
    for (name, key) in cast.suiteIssuers { try folder.write(key, to: "\(name).jwk") }
    try folder.write(cast.attesterRoot, to: "attester-root.jwk")
    try folder.write(cast.cluster, to: "cluster.jwk")
    try folder.write(cast.initialToken, to: "initial-token")
    try writeTransmitters()
    try writeSuiteIdentities()
    try folder.write(cast.clientAttester, to: "client-attester.jwk")
    for domain in cast.trustDomains {
      try folder.write(domain.key, to: "\(domain.role).jwk")
      try folder.write(domain.authority.certificate.pem, to: "\(domain.role)-ca.pem")
      try folder.write(domain.authority.key.key.pemRepresentation + "\n", to: "\(domain.role)-ca-key.pem")
    }
  }

  private var text: String {
    ([target, declarations, profiles, servers, resources, clients, transmitter] + DescriptionWriter.sections(self) + [hooks]).joined(
      separator: "\n")
      + "\n"
  }

  private var target: String {
    """
    # Written by the reference target at start; good for as long as it runs.
    target: {name: Reference target, version: 0.1.0, contact: conformance@agents.example}
    tls: {ca: {file: ca.pem}}
    """
  }

  private var profiles: String {
    let proof = presets.has(.workloadProof01) ? "profile.wpt-01" : "profile.wpt-02"
    let signature = presets.has(.messageSignature06) ? "profile.hs-06" : "profile.hs-07"
    // The preset is the audience rule of RFC 7523 before its revision.
    let revised = presets.has(.assertionAudienceTokenEndpoint) ? "" : ", profile.rfc7523bis"
    return "profiles: [\(proof), \(signature), profile.attestation-10, profile.cimd-01\(revised), profile.spiffe-client-auth-02]"
  }

  private var declarations: String {
    "declares:\n" + capabilities.map { "  - \($0)\n" }.joined() + "policies: [\(policies.joined(separator: ", "))]"
  }

  private var capabilities: [String] {
    var names = [
      "metadata", "client-credentials", "private-key-jwt", "tls-client-auth", "self-signed-tls-client-auth", "public-client", "dpop",
      "bearer-tokens", "certificate-bound-tokens", "introspection", "revocation", "access-token-revocation",
      "protected-resource-metadata", "resource-challenge", "dpop-bound-client", "wit", "wpt", "http-signature", "http-signature-response",
      "mtls-identity",
      "suite-issued-tokens", "correlation",
    ]
    names.append(presets.has(.opaqueAccessTokens) ? "opaque-access-tokens" : "jwt-access-tokens")
    if !presets.has(.audienceOnly) { names.append("resource-indicators") }
    if presets.has(.dpopNonceOffered) { names.append("dpop-nonce-offered") }
    if presets.has(.dpopNonce) { names += ["dpop-nonce", "dpop-nonce-per-server"] }
    return names + DescriptionWriter.furtherCapabilities(self)
  }

  /// Promises beyond the texts that it keeps.
  private var policies: [String] {
    var names = [
      "single-use-assertions", "no-static-secrets", "x509-lifetime", "token-lifetime", "revocation-reaches-resources",
      "revocation-as-written", "session-revoked-ends-access", "account-disabled-ends-access", "risk-attenuates",
      "events-hit-their-subject", "streams-as-written", "revocation-is-signalled", "status-as-written", "events-only-attenuate",
      "credential-change-ends-access", "appraisal-decides", "attested-key-only", "challenge-names-metadata", "proof-at-issuance",
      "management-tokens-once", "rotation-without-loss",
      "inbound-token-stays", "acts-for-its-caller",
    ]
    if !presets.has(.lenientExchange) { names += ["never-widen", "never-extend", "own-audience-only", "audit-actors"] }
    if !presets.has(.grantReusable) { names.append("single-use-grants") }
    if !presets.has(.noReplayCache) { names.append("replay-cache") }
    return names.map { "policy." + $0 }
  }

  private var servers: String {
    let partners = deployment.partners.map { ", \"\($0.issuer)\"" }.joined()
    return """
      servers:
        home: {issuer: "\(deployment.home.issuer)", metadata: discover, trust-domain: \(TransactionTokenService.trustDomain), registration: {token: {file: initial-token}}}
        abroad: {issuer: "\(deployment.abroad.issuer)", metadata: discover, accepts-issuers: [i1, "\(deployment.home.issuer)"\(partners)]}
        suite: {issuer: "\(Roster.suiteIssuer("i1"))", suite: i1}
      """
  }

  private var resources: String {
    let entries = [(deployment.home, "home"), (deployment.abroad, "abroad")].flatMap { server, name in
      server.resources.filter { $0.path != SignalTransmitter.path }.map { resource in
        let scopes = resource.scopes.map { "\($0): \($0)" }.joined(separator: ", ")
        let naming = presets.has(.audienceOnly) && name == "home" ? ", named-by: audience" : ""
        let introspector = ["tool": "rs-a", "other-tool": "rs-b"][resource.role]
        return """
            \(resource.role):
              {server: \(name)\(resource.role == "tool" ? ", details: \(Self.details)" : ""), url: "\(resource.identifier)", identifier: "\(resource.identifier)", method: GET, scopes: {\(scopes)},\(objects(of: resource))
               marker: \(resource.marker), echo: {sub: /sub, client_id: /client_id, act: /act, actor: /act/sub, scope: /scope}\
          \(introspector.map { ", introspected-by: \($0)" } ?? "")\(naming)}
          """
      }
    }
    let peer = deployment.environment.base + Roster.peerPath
    let last = "  peer: {server: home, url: \"\(peer)\", method: GET, marker: \(Roster.peerMarker), echo: {sub: /sub}}"
    let path = deployment.environment.base + InternalWorkload.path
    let workload =
      "  internal: {server: home, url: \"\(path)\", method: GET, marker: \(InternalWorkload.marker), echo: {sub: /sub, txn: /txn}}"
    let asking = deployment.environment.base + AskingResource.path
    let askingLine =
      "  asking: {server: home, url: \"\(asking)\", identifier: \"\(asking)\", method: GET, scopes: {read: read}, "
      + "marker: \(AskingResource.marker), echo: {sub: /sub}}"
    let trusted = deployment.environment.base + TrustingResource.path
    let trusting =
      "  trusting: {server: suite, url: \"\(trusted)\", identifier: \"\(trusted)\", method: GET, scopes: {read: read, write: write}, "
      + "marker: \(TrustingResource.marker), echo: {sub: /sub, client_id: /client_id, scope: /scope}}"
    return "resources:\n" + (entries + [last, workload, trusting, askingLine, events]).joined(separator: "\n")
  }

  /// What belongs to single users behind a tool.
  private func objects(of resource: ResourceDescription) -> String {
    guard resource.role == DeputyResource.role else { return "" }
    let entries = Roster.users.keys.sorted().map { "\($0): \"\(resource.identifier)?object=\($0)\"" }
    return "\n       objects: {\(entries.joined(separator: ", "))},"
  }

  private var clients: String {
    let lines = Cast.Role.allCases.compactMap { role -> String? in
      guard role != .rsAbroad else { return nil }
      let server = role == .agentAbroad ? "abroad" : "home"
      guard let client = (role == .agentAbroad ? deployment.abroad : deployment.home).clients[role.clientID] else { return nil }
      let redirect = client.redirectURIs.first.map { ", redirect-uri: \"\($0)\"" } ?? ""
      return """
          \(role.rawValue): {server: \(server), id: "\(client.id)", authentication: \(authentication(role, client)), \
        scopes: [\(client.scopes.sorted().joined(separator: ", "))]\(redirect)}
        """
    }
    return "clients:\n" + lines.joined(separator: "\n")
  }

  /// Authorization details as the operator would write them for this target.
  private static let details =
    "{sample: '[{\"type\":\"payment\",\"amount\":10,\"currency\":\"EUR\"}]', larger: '[{\"type\":\"payment\",\"amount\":100,\"currency\":\"EUR\"}]', "
    + "unknown-field: '[{\"type\":\"payment\",\"amount\":10,\"currency\":\"EUR\",\"urgent\":true}]', "
    + "wrong-type: '[{\"type\":\"payment\",\"amount\":\"ten\",\"currency\":\"EUR\"}]', missing-field: '[{\"type\":\"payment\",\"currency\":\"EUR\"}]'}"

  private func authentication(_ role: Cast.Role, _ client: Client) -> String {
    let name = role.rawValue
    if role == .agentSecret { return "{method: client_secret_basic, secret: {file: \(name).secret}}" }
    switch client.method {
    case .privateKeyJWT: return "{method: private_key_jwt, key: {file: \(name).jwk}}"
    case .tlsClientAuth, .selfSigned: return "{method: \(client.method.name), certificate: {file: \(name).pem}, key: {file: \(name).jwk}}"
    case .spiffeX509(let trustDomain):
      return "{method: spiffe_x509, certificate: {file: \(name).pem}, key: {file: \(name).jwk}, trust-domain: \(trustDomain)}"
    case .spiffeJWT where role == .agentHosted: return "{method: spiffe_jwt, key: {file: \(name).jwk}, trust-domain: td3}"
    case .spiffeJWT(let trustDomain) where role == .agentPool:
      return
        "{method: spiffe_jwt, key: {file: \(trustDomain).jwk}, trust-domain: \(trustDomain), subject: \"\(Cast.poolPath)/1\", beside: \"\(Cast.poolPath)side/1\", above: \"\(Cast.poolPath)\"}"
    case .spiffeJWT(let trustDomain): return "{method: spiffe_jwt, key: {file: \(trustDomain).jwk}, trust-domain: \(trustDomain)}"
    case .secretBasic: return "{method: client_secret_basic, secret: {file: \(name).secret}}"
    case .attestation:
      return
        "{method: attest_jwt_client_auth, key: {file: \(name).jwk}, attester-key: {file: client-attester.jwk}, attester: \"https://attester.suite.example\"}"
    case .none: return "{method: none}"
    }
  }

  private var hooks: String {
    """
    audit:
      log:
        file: audit.jsonl
        map:
          time: /time
          component: /component
          agent: /agent
          subject: /subject
          resource: /resource
          action: /action
          decision: /decision
          correlation: /correlation
          token: /token
          parent: /parent
          request: /request
          actor: /actor
          cause: /cause
          posture: /posture
        integrity: {previous: /previous, digest: sha-256, encoding: base64url}
        flush-delay: 1s
        clock-skew: 5s
    hooks:
      set-clock: {post: "\(controlURL)", authorization: {file: control-secret}}
      decide: {post: "\(controlURL.replacing("/clock", with: "/decide"))", authorization: {file: control-secret}}
      emit-signal: {post: "\(controlURL.replacing("/clock", with: "/emit"))", authorization: {file: control-secret}}
      ask-for-verification: {post: "\(controlURL.replacing("/clock", with: "/verify"))", authorization: {file: control-secret}}
      point-backend: {post: "\(controlURL.replacing("/clock", with: "/backend"))", authorization: {file: control-secret}}
      change-stream: {post: "\(controlURL.replacing("/clock", with: "/stream"))", authorization: {file: control-secret}}
      rotate-keys: {post: "\(controlURL.replacing("/clock", with: "/keys"))", authorization: {file: control-secret}}
      set-bundle: {post: "\(controlURL.replacing("/clock", with: "/bundle"))", authorization: {file: control-secret}}
    bounds: {introspection: 0s, bundle-propagation: 0s, key-rotation: 0s, resource: 0s, signal-to-resource: 0s, status-list: 0s, cause-to-signal: 2s, silence: 200ms}
    limits: {max-wait: 10s, parallel: 16}
    """
  }
}
