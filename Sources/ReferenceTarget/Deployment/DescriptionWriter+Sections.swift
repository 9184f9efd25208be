extension DescriptionWriter {
  /// Sections beside servers, resources and clients.
  static func sections(_ writer: DescriptionWriter) -> [String] { [writer.users, writer.credentials, writer.suite] }

  static let userHints = ["alice", "bob", "pool"]

  private var users: String {
    func driver(_ hint: String) -> String {
      guard deployment.environment.presets.has(.signInForm) else { return "{auto: true, deny: {decision: deny}}" }
      return
        "{form: {fields: {username: \(hint), password: {file: \(hint).password}}, approve: {decision: approve}, deny: {decision: deny}}}"
    }
    return """
      users:
        alice: {hint: alice, subject: user-alice, driver: \(driver("alice"))}
        bob: {hint: bob, subject: user-bob, driver: \(driver("bob"))}
        pool: {hint: pool, size: 40, driver: \(driver("pool"))}
      """
  }

  private var credentials: String {
    let issuer = deployment.issuer
    let forms = CredentialForm.allCases.map(\.rawValue).joined(separator: ", ")
    return """
      issuers:
        credentials:
          {endpoint: "\(issuer.identifier)/attest", challenge: "\(issuer.identifier)/challenge",
           jwks: "\(issuer.identifier)/jwks",
           bundle: "\(issuer.identifier)/bundle", trust-domain: \(issuer.trustDomain), forms: [\(forms)], identifier: "\(issuer.identifier)"}
      attesters:
      \(attesters)
      \(projected)\(workloadAttesters)
      workloads:
      \(Roster.workloads.map { "  \($0.name): {identifier: \"\($0.identifier)\"}" }.joined(separator: "\n"))
        suite-agent: {identifier: "spiffe://\(Cast.suiteDomainNames[0].name)/agent"}
      """
  }

  /// One attester for each workload: the suite signs evidence about either.
  private var attesters: String {
    let issuer = deployment.issuer
    return zip(["appraised", "appraised-2"], Roster.workloads).map { role, good in
      """
        \(role):
          {kind: jwt-evidence, position: A, endpoint: "\(issuer.identifier)/attest", audience: "\(issuer.identifier)", root: {suite: r1},
           claims: {swname: \(good.name), swversion: "\(good.version)", measurement: "\(good.measurement)", dbgstat: disabled-permanently},
           forms: [\(CredentialForm.allCases.map(\.rawValue).joined(separator: ", "))], workload: \(good.name)}
      """
    }.joined(separator: "\n")
  }

  /// The suite as the cluster that projects a token into the agent's pod.
  private var projected: String {
    let issuer = deployment.issuer
    let account =
      "serviceaccount: {name: agent, uid: 6e4a7b4e-3b3f-4a3b-9c0a-6c2f6a1d0001}, pod: {name: agent-0, uid: 6e4a7b4e-3b3f-4a3b-9c0a-6c2f6a1d0002}"
    return """
        projected:
          {kind: projected-token, position: A, endpoint: "\(issuer.identifier)/attest", audience: "\(issuer.identifier)", root: {suite: cluster},
           claims: {sub: "system:serviceaccount:\(PlatformTokens.namespace):agent", kubernetes.io: {namespace: \(PlatformTokens.namespace), \(account)}},
           forms: [\(CredentialForm.allCases.map(\.rawValue).joined(separator: ", "))], workload: agent}
      """
  }

  /// The places where workloads fetch credentials without evidence.
  private var workloadAttesters: String {
    sockets.map { role, path in
      let workload = role == WorkloadSockets.stranger ? "" : ", workload: \(role)"
      return
        "\n  \(role): {kind: spiffe-workload-api, position: B, address: \"unix://\(path)\", forms: [x509-svid, jwt-svid, wit-svid]\(workload)}"
    }.joined()
  }

  private var suite: String {
    let domains = cast.trustDomains.map { domain in
      let role = domain.role
      return "\(role): {name: \(domain.name), key: {file: \(role).jwk}, ca: {file: \(role)-ca.pem}, ca-key: {file: \(role)-ca-key.pem}}"
    }.joined(separator: ",\n     ")
    return """
      suite:
        certificate: {file: suite.pem}
        key: {file: suite-key.pem}
        misnamed: {certificate: {file: suite-misnamed.pem}, key: {file: suite-misnamed-key.pem}}
        special-use: {host: "0.0.0.0", certificate: {file: suite-special-use.pem}, key: {file: suite-special-use-key.pem}}
        issuers:
          i1: {issuer: "\(Roster.suiteIssuer("i1"))", key: {file: i1.jwk}, subjects: {alice: u-alice, bob: u-bob, agent: u-agent}}
          i2: {issuer: "\(Roster.suiteIssuer("i2"))", key: {file: i2.jwk}, subjects: {alice: u-alice, bob: u-bob, agent: u-agent}}
        roots:
          r1: {key: {file: attester-root.jwk}, issuer: "https://attester.suite.example"}
          cluster: {key: {file: cluster.jwk}, issuer: "\(Roster.cluster)"}
        client-authority: {certificate: {file: client-ca.pem}, key: {file: client-ca-key.pem}}
        trust-domains:
          {\(domains),
           td3: {name: hosted-agents.example, key: {file: agent-hosted.jwk}}}
        transmitters:
      \(transmitters)
      """
  }

  /// What it declares of token exchange.
  private static func exchange(_ presets: Presets) -> [String] {
    var names = [
      "token-exchange", "jwt-subject-tokens", "idjag.issue", "idjag.accept", "txn.tts", "txn.replacement", "txn.workload",
    ]
    if !presets.has(.impersonationOnly), !presets.has(.lenientExchange) {
      names += ["delegation", "{delegation-depth: \(ActorChain.maximumDepth)}", "may-act", "actor-policy"]
    }
    if presets.has(.actFromClient) { return names + ["actor-from-client"] }
    return presets.has(.actorRequired) ? names : names + ["impersonation"]
  }

  /// Names that the parts beside the core declare.
  static func furtherCapabilities(_ writer: DescriptionWriter) -> [String] {
    let rotates = writer.deployment.environment.presets.has(.noRefreshRotation) ? [] : ["refresh-token-rotation"]
    let workloadAPI = writer.sockets.isEmpty ? [] : ["issuer-workload-api", "workload-api-federation"]
    let closed = writer.deployment.environment.presets.has(.registrationProtected) ? ["registration-protected"] : []
    return rotates + closed + workloadAPI + Self.signalCapabilities + exchange(writer.deployment.environment.presets) + [
      "authorization-code", "pkce",
      "par",
      "issuer-parameter", "dpop-jkt", "refresh-token", "jwt-bearer", "chaining.issue",
      "chaining.accept", "evidence-jwt", "attestation-challenge", "issuer-wit", "issuer-x509", "issuer-jwt", "x509-svid", "jwt-svid",
      "bundle-endpoint", "ciba", "attestation-client-auth", "spiffe-jwt", "spiffe-x509", "step-up", "spiffe-wildcard",
      "authorization-details", "confirmation", "userinfo", "wit-svid", "openid-configuration",
      "registration", "registration-management", "software-statement", "client-id-metadata", "platform-tokens",
    ]
  }
}
