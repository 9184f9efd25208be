import OrderedJSON

/// How to make a signed token in compact form. Header and claims go out exactly as the ordered JSON says, duplicate members and
/// odd numbers included; nothing is added, nothing is checked.
public struct JWTRecipe: Sendable {
  /// The protected header, `alg` included: it says what the receiver is told, not how the token is signed.
  public var header: JSON
  /// The claims.
  public var claims: JSON
  /// Bytes to sign in place of the claims.
  public var payload: [UInt8]?
  /// The key that signs; nil leaves the signature empty.
  public var key: Key?
  /// How it is signed, whatever the header says. Nil: the key's own algorithm.
  public var algorithm: Algorithm?

  public init(header: JSON, claims: JSON, payload: [UInt8]? = nil, key: Key?, algorithm: Algorithm? = nil) {
    self.header = header
    self.claims = claims
    self.payload = payload
    self.key = key
    self.algorithm = algorithm
  }

  /// The text that is signed (RFC 7515 section 5.1).
  public var signingInput: String { "\(Base64URL.encode(header.bytes)).\(Base64URL.encode(payload ?? claims.bytes))" }

  /// The token in compact serialization (RFC 7515 section 7.1).
  /// - Throws: `JOSEError` if the key cannot sign in that way.
  public func compact() throws(JOSEError) -> String {
    let input = signingInput
    let signature = try key?.sign(Array(input.utf8), as: algorithm) ?? []
    return "\(input).\(Base64URL.encode(signature))"
  }

  /// Puts another header or other claims into a finished token and leaves its signature as it was.
  /// - Throws: `JOSEError.structure` if the token has not three parts.
  public static func replacing(header: JSON? = nil, claims: JSON? = nil, in compact: String) throws(JOSEError) -> String {
    let parts = compact.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { throw .structure("a compact token has three parts, not \(parts.count)") }
    let first = header.map { Base64URL.encode($0.bytes) } ?? parts[0]
    let second = claims.map { Base64URL.encode($0.bytes) } ?? parts[1]
    return "\(first).\(second).\(parts[2])"
  }
}
