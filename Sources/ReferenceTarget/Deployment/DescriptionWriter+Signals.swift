extension DescriptionWriter {
  /// What the receiver of security events takes and acts on.
  static let signalCapabilities = [
    "ssf-receiver", "critical-subject-members", "ssf-push", "ssf-transmitter", "ssf-poll", "ssf-subjects", "status-list",
    "signal.session-revoked", "signal.account-disabled", "signal.account-enabled", "signal.risk-level-change",
    "signal.token-claims-change", "signal.credential-change", "signal.assurance-level-change", "signal.device-compliance-change",
  ]

  func writeTransmitters() throws {
    for transmitter in cast.transmitters {
      try folder.write(transmitter.key, to: "\(transmitter.role).jwk")
      try folder.write(transmitter.bearer, to: "\(transmitter.role).secret")
    }
  }

  /// The transmitter of the target, as a resource whose management takes access tokens.
  var events: String {
    let issuer = deployment.transmitter.issuer
    let url = deployment.environment.base + StreamManagement.configuration
    let naming = deployment.environment.presets.has(.audienceOnly) ? ", named-by: audience" : ""
    return
      "  events: {server: home, url: \"\(url)\", identifier: \"\(issuer)\", method: GET, scopes: {read: ssf.read, write: ssf.manage}\(naming)}"
  }

  /// The transmitter of the target.
  var transmitter: String {
    let issuer = deployment.transmitter.issuer
    // The client has no other resource, and `resource` is refused there.
    let resource = deployment.environment.presets.has(.audienceOnly) ? "" : ", resource: \"\(issuer)\""
    return """
      transmitters:
        home:
          {issuer: "\(issuer)", metadata: discover, client: receiver, scopes: [ssf.read, ssf.manage]\(resource),
           subjects: {\(subjects)}}
      """
  }

  private var subjects: String {
    let users = Roster.users.values.map { ($0.hint, $0.subject) } + [("pool", "user-pool")]
    return users.sorted { $0.0 < $1.0 }.map { "\($0.0): {format: iss_sub, iss: \"\(deployment.home.issuer)\", sub: \($0.1)}" }.joined(
      separator: ", ")
  }

  private var devices: String {
    Roster.users.keys.sorted().map { "\($0): {format: opaque, id: \(EventSubjectReader.device)\($0)}" }.joined(separator: ", ")
  }

  /// What the suite's own listener presents.
  func writeSuiteIdentities() throws {
    for identity in try cast.suiteIdentities(now: deployment.environment.clock.date) {
      try folder.write(identity.certificate, to: "\(identity.file).pem")
      try folder.write(identity.key, to: "\(identity.file)-key.pem")
    }
  }

  /// The suite as transmitters: a section of `suite`.
  var transmitters: String {
    let receiver = deployment.environment.base + SignalReceiver.path
    return cast.transmitters.map { transmitter in
      """
            \(transmitter.role):
              {issuer: "\(Roster.suiteIssuer(transmitter.role))", receiver: "\(receiver)", audience: "\(receiver)",
               key: {file: \(transmitter.role).jwk}, authorization: {file: \(transmitter.role).secret}, subjects: {\(subjects)}, devices: {\(devices)}}
      """
    }.joined(separator: "\n")
  }
}
