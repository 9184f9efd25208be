/// The signature algorithms that the target knows; everything else, `none` and the symmetric ones included, is refused by name.
enum Algorithm: String, Sendable, CaseIterable {
  case es256 = "ES256"
  case es384 = "ES384"
  case ps256 = "PS256"
  case rs256 = "RS256"
  case edDSA = "EdDSA"
  /// The fully specified name of RFC 9864.
  case ed25519 = "Ed25519"

  /// What is advertised and accepted wherever no narrower list is in force.
  static let accepted: [Algorithm] = [.es256, .es384, .ps256, .edDSA, .ed25519]

  static func names(_ algorithms: [Algorithm]) -> JSONValue { .array(algorithms.map { .string($0.rawValue) }) }
}
