extension DescriptionWriter {
  /// Sections beside servers, resources and clients.
  static func sections(_ writer: DescriptionWriter) -> [String] {
    [
      """
      suite:
        issuers:
          i1: {issuer: "\(Roster.suiteIssuer("i1"))", key: {file: i1.jwk}, subjects: {alice: u-alice, bob: u-bob}}
          i2: {issuer: "\(Roster.suiteIssuer("i2"))", key: {file: i2.jwk}, subjects: {alice: u-alice, bob: u-bob}}
      """,
    ]
  }

  /// Names that the later parts of the target declare.
  static func furtherCapabilities(_ writer: DescriptionWriter) -> [String] {
    ["token-exchange", "delegation", "{delegation-depth: \(ActorChain.maximumDepth)}", "jwt-bearer", "identity-chaining"]
  }
}
