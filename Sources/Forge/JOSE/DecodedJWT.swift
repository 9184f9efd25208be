import OrderedJSON

/// A token in compact form, taken apart and not verified. Strict about the structure, tolerant of what can still be read: what a
/// strict reader refuses is listed in `problems`.
public struct DecodedJWT: Sendable, Hashable {
  /// The token as it came.
  public var compact: String
  /// The protected header, an object.
  public var header: JSON
  /// The claims, if the payload is a JSON object.
  public var claims: JSON?
  /// The payload's bytes.
  public var payload: [UInt8]
  /// The signature's bytes; empty if there is none.
  public var signature: [UInt8]
  /// The text that was signed: the first two parts as they came.
  public var signingInput: String
  /// What a strict reader refuses although it could be read, in words: base64 that is not canonical, members that occur twice,
  /// a payload that is not a JSON object.
  public var problems: [String]
  /// Members that occur more than once, as `header.alg` or `claims.cnf.jkt`.
  public var duplicates: [String]

  /// `alg` of the header.
  public var algorithmName: String? { header["alg"]?.string }
  /// `typ` of the header.
  public var type: String? { header["typ"]?.string }
  /// `kid` of the header.
  public var kid: String? { header["kid"]?.string }

  /// Takes a token apart.
  /// - Throws: `JOSEError.structure` if it has not three parts or its header is not a JSON object, `JOSEError.encoding` if a part
  ///   is not base64url by any reading.
  public static func decode(_ compact: String) throws(JOSEError) -> DecodedJWT {
    let parts = compact.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw .structure(parts.count == 5 ? "five parts: an encrypted token (JWE)" : "a compact token has three parts, not \(parts.count)")
    }
    var problems: [String] = []
    var decoded: [[UInt8]] = []
    for (name, part) in zip(["header", "payload", "signature"], parts) {
      guard let found = Base64URL.decodeLeniently(String(part)) else { throw .encoding("the \(name) is not base64url") }
      problems += found.problems.map { "\(name): \($0)" }
      decoded.append(found.bytes)
    }
    let header: JSON
    do {
      header = try JSON.parse(decoded[0])
    } catch {
      throw .structure("the header: \(error)")
    }
    guard header.members != nil else { throw .structure("the header is \(header.typeName), not an object") }
    var claims: JSON?
    do {
      let value = try JSON.parse(decoded[1])
      if value.members != nil {
        claims = value
      } else {
        problems.append("payload: \(value.typeName), not a JSON object")
      }
    } catch {
      problems.append("payload: \(error)")
    }
    let duplicates = header.duplicateMembers.map { "header.\($0)" } + (claims?.duplicateMembers.map { "claims.\($0)" } ?? [])
    problems += duplicates.map { "member \($0) occurs twice" }
    if header["alg"]?.string == nil { problems.append("header: no alg") }
    return DecodedJWT(
      compact: compact, header: header, claims: claims, payload: decoded[1], signature: decoded[2],
      signingInput: "\(parts[0]).\(parts[1])", problems: problems, duplicates: duplicates)
  }
}
