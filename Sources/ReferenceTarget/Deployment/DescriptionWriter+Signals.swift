extension DescriptionWriter {
  /// What the receiver of security events takes and acts on.
  static let signalCapabilities = [
    "ssf-receiver", "ssf-push", "signal.session-revoked", "signal.account-disabled", "signal.account-enabled", "signal.risk-level-change",
  ]

  func writeTransmitters() throws {
    for transmitter in cast.transmitters {
      try folder.write(transmitter.key, to: "\(transmitter.role).jwk")
      try folder.write(transmitter.bearer, to: "\(transmitter.role).secret")
    }
  }

  /// The suite as transmitters: a section of `suite`.
  var transmitters: String {
    let receiver = deployment.environment.base + SignalReceiver.path
    let users = Roster.users.values.map { ($0.hint, $0.subject) } + [("pool", "user-pool")]
    let subjects = users.map { "\($0.0): {format: iss_sub, iss: \"\(deployment.home.issuer)\", sub: \($0.1)}" }.joined(separator: ", ")
    return cast.transmitters.map { transmitter in
      """
            \(transmitter.role):
              {issuer: "\(Roster.suiteIssuer(transmitter.role))", receiver: "\(receiver)", audience: "\(receiver)",
               key: {file: \(transmitter.role).jwk}, authorization: {file: \(transmitter.role).secret}, subjects: {\(subjects)}}
      """
    }.joined(separator: "\n")
  }
}
