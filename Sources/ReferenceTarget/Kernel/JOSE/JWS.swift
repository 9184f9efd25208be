/// Why a compact JWS is not acceptable.
enum JWSError: Error, Hashable {
  case malformed(String)
  case algorithm(String)
  case critical
  case signature
  case unknownKey
}

/// A parsed JWS in compact form whose payload is a JSON object: header and claims are the only copy that anything later looks at.
struct CompactJWT: Sendable {
  let header: JSONObject
  let claims: JSONObject
  let signature: [UInt8]
  let signingInput: [UInt8]
  let compact: String

  static let limit = 16 * 1024

  /// Parses strictly (RFC 7515 section 5.2): three segments of canonical base64url, JSON objects without duplicate members.
  /// - Parameter keepFirst: the defect of keeping the first of duplicate members.
  init(_ compact: String, keepFirst: Bool = false) throws(JWSError) {
    guard compact.utf8.count <= Self.limit else { throw .malformed("too long") }
    let parts = compact.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed("not three segments") }
    guard let head = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]) else {
      throw .malformed("not base64url")
    }
    guard case .object(let header)? = try? JSONValue(parsing: head, keepFirst: keepFirst) else { throw .malformed("header") }
    guard case .object(let claims)? = try? JSONValue(parsing: body, keepFirst: keepFirst) else { throw .malformed("claims") }
    self.header = header
    self.claims = claims
    self.signature = signature
    signingInput = Array(parts[0].utf8) + [UInt8(ascii: ".")] + Array(parts[1].utf8)
    self.compact = compact
  }

  /// The algorithm, if it is one of `allowed`; `crit` and `b64` are refused, as nothing critical is understood here.
  /// - Parameter ignoringCritical: the defect of not looking at `crit`.
  func algorithm(among allowed: [Algorithm], ignoringCritical: Bool = false) throws(JWSError) -> Algorithm {
    guard ignoringCritical || (header["crit"] == nil && header["b64"] == nil) else { throw .critical }
    guard let name = header["alg"]?.string else { throw .algorithm("absent") }
    guard let algorithm = Algorithm(rawValue: name), allowed.contains(algorithm) else { throw .algorithm(name) }
    return algorithm
  }

  /// Verifies under one key.
  func verify(under key: PublicKey, allowed: [Algorithm] = Algorithm.accepted) throws(JWSError) {
    let algorithm = try algorithm(among: allowed)
    if let own = key.alg, own != algorithm.rawValue { throw .algorithm(algorithm.rawValue) }
    guard key.verifies(signature, of: signingInput, by: algorithm) else { throw .signature }
  }

  /// Verifies under a key set: with `kid` exactly that key, without it every key that fits the algorithm (RFC 7517 section 4.5).
  func verify(under keys: [PublicKey], allowed: [Algorithm] = Algorithm.accepted, ignoringCritical: Bool = false) throws(JWSError) {
    let algorithm = try algorithm(among: allowed, ignoringCritical: ignoringCritical)
    var candidates = keys
    if let member = header["kid"] {
      guard let kid = member.string else { throw .malformed("kid") }
      candidates = keys.filter { $0.kid == kid }
    }
    candidates = candidates.filter { $0.fits(algorithm) && ($0.use == nil || $0.use == "sig") }
    guard !candidates.isEmpty else { throw .unknownKey }
    guard candidates.contains(where: { $0.verifies(signature, of: signingInput, by: algorithm) }) else { throw .signature }
  }

  /// Whether `typ` names the media type `name` (RFC 7515 section 4.1.9: case-insensitive, `application/` may be left out).
  func hasType(_ name: String) -> Bool {
    guard let typ = header["typ"]?.string?.lowercased() else { return false }
    return typ == name || typ == "application/" + name
  }
}

/// Makes compact JWTs with ES256.
enum JWTBuilder {
  /// - Parameter named: whether the header names the key.
  static func sign(
    _ claims: JSONObject, by key: PrivateKey, typ: String?, kid: String? = nil, named: Bool = true, header extra: JSONObject = [:]
  ) -> String {
    var header: JSONObject = ["alg": "ES256"]
    if let typ { header["typ"] = .string(typ) }
    if named { header["kid"] = .string(kid ?? key.kid) }
    for member in extra.members { header[member.name] = member.value }
    let input = Base64URL.encode(JSONValue.object(header).text) + "." + Base64URL.encode(JSONValue.object(claims).text)
    return input + "." + Base64URL.encode(key.sign(Array(input.utf8)))
  }
}
