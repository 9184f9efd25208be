import COpenSSL
import COpenSSLShims
import OrderedJSON

extension Key {
  /// Members of a JWK that carry private or symmetric key material (RFC 7518 sections 6.2.2, 6.3.2 and 6.4).
  public static let privateMembers: Set<String> = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

  /// From a JSON Web Key (RFC 7517): `EC` on P-256, P-384 or P-521, `RSA`, `OKP` with Ed25519, `oct`. Strict: members of full
  /// length in canonical base64url, the point on its curve, both halves belonging together, no member twice, `alg` (if present)
  /// fitting the key.
  public convenience init(jwk: JSON) throws(JOSEError) {
    guard let members = jwk.members else { throw .key("a JWK is an object, not \(jwk.typeName)") }
    if let twice = JSON.object(members.map { .init($0.name, .null) }).duplicateMembers.first {
      throw .key("the JWK has two members \(twice)")
    }
    guard let type = jwk["kty"]?.string else { throw .key("the JWK has no kty") }
    let kid = try JWKReader.optionalText("kid", in: jwk)
    var algorithm: Algorithm?
    if let name = try JWKReader.optionalText("alg", in: jwk) {
      guard let known = Algorithm(joseName: name) else { throw .unsupported("a JWK for the algorithm \(name)") }
      algorithm = known
    }
    switch type {
    case "EC", "OKP", "RSA":
      let native =
        switch type {
        case "EC": try JWKReader.ec(jwk)
        case "OKP": try JWKReader.ed25519(jwk)
        default: try JWKReader.rsa(jwk)
        }
      try self.init(native: native, algorithm: algorithm, kid: kid)
    case "oct":
      self.init(secret: try JWKReader.bytes("k", in: jwk), algorithm: algorithm ?? .hs256, kid: kid)
    default: throw .unsupported("a JWK of type \(type)")
    }
    if let algorithm, !family.fits(algorithm) { throw .key("alg \(algorithm.rawValue) does not fit a \(type) key") }
  }

  /// The public half, nothing but the members that define it. Of a shared secret only `kty`, because it has no public half.
  public var publicJWK: JSON {
    switch family {
    case .symmetric: .object([.init("kty", "oct")])
    case .ec, .rsa, .ed25519: .object(conventional(essentials))
    }
  }

  /// The public half with `kid`, `alg` and `use`, as it stands in a published JWK Set.
  public var publishedJWK: JSON { labelled(publicJWK, use: "sig") }

  /// The public half with `alg`, as a WIMSE credential confirms it (draft-ietf-wimse-workload-creds, `cnf.jwk`). Of a shared secret it is
  /// the secret, which no credential may confirm: whoever makes one wants to see it refused.
  public var confirmationJWK: JSON {
    var jwk = publicJWK
    if case .secret(let secret) = material { jwk["k"] = .string(Base64URL.encode(secret)) }
    jwk["alg"] = .string(algorithm.rawValue)
    return jwk
  }

  /// The whole key, private members included (the public half if there is no private one), with `kid` and `alg`.
  public var privateJWK: JSON { labelled(.object(conventional(essentials) + privateMembers), use: nil) }

  /// The private members alone, empty for a public key.
  var privateMembers: [JSON.Member] {
    guard isPrivate, case .native(let native) = material else { return [] }
    func member(_ name: String, _ bytes: [UInt8]?) -> JSON.Member? { bytes.map { .init(name, .string(Base64URL.encode($0))) } }
    switch family {
    case .ec(let curve): return [member("d", native.ecPart("priv", width: curve.width))].compactMap(\.self)
    case .ed25519: return [member("d", native.raw(private: true))].compactMap(\.self)
    case .rsa:
      return JWKReader.rsaParts.dropFirst(2).compactMap { member($0.name, native.rsaPart($0.part)) }
    case .symmetric: return []
    }
  }

  /// `kty` first, as people write it.
  private func conventional(_ members: [JSON.Member]) -> [JSON.Member] {
    members.filter { $0.name == "kty" } + members.filter { $0.name != "kty" && $0.name != "e" } + members.filter { $0.name == "e" }
  }

  private func labelled(_ jwk: JSON, use: String?) -> JSON {
    var jwk = jwk
    if let kid { jwk["kid"] = .string(kid) }
    jwk["alg"] = .string(algorithm.rawValue)
    if let use { jwk["use"] = .string(use) }
    return jwk
  }
}

/// Reads the members of a JWK.
enum JWKReader {
  /// The members of an RSA key in the order of the C shim.
  static let rsaParts: [(name: String, part: Int)] = [
    ("n", FORGE_RSA_N), ("e", FORGE_RSA_E), ("d", FORGE_RSA_D), ("p", FORGE_RSA_P), ("q", FORGE_RSA_Q), ("dp", FORGE_RSA_DP),
    ("dq", FORGE_RSA_DQ), ("qi", FORGE_RSA_QI),
  ]

  static func optionalText(_ name: String, in jwk: JSON) throws(JOSEError) -> String? {
    guard let value = jwk[name] else { return nil }
    guard let text = value.string else { throw .key("the JWK's \(name) is \(value.typeName), not a string") }
    return text
  }

  static func bytes(_ name: String, in jwk: JSON) throws(JOSEError) -> [UInt8] {
    guard let text = try optionalText(name, in: jwk) else { throw .key("the JWK has no \(name)") }
    do {
      return try Base64URL.decode(text)
    } catch {
      throw .key("the JWK's \(name): \(error)")
    }
  }

  static func bytes(_ name: String, in jwk: JSON, width: Int) throws(JOSEError) -> [UInt8] {
    let found = try bytes(name, in: jwk)
    guard found.count == width else { throw .key("the JWK's \(name) has \(found.count) bytes, not \(width)") }
    return found
  }

  static func ec(_ jwk: JSON) throws(JOSEError) -> NativeKey {
    guard let name = try optionalText("crv", in: jwk) else { throw .key("the JWK has no crv") }
    guard let curve = Curve(rawValue: name) else { throw .unsupported("curve \(name)") }
    let point = [4] + (try bytes("x", in: jwk, width: curve.width)) + (try bytes("y", in: jwk, width: curve.width))
    let scalar = jwk["d"] == nil ? nil : try bytes("d", in: jwk, width: curve.width)
    let handle = scalar.map { forge_ec_key(name, point, point.count, $0, $0.count) } ?? forge_ec_key(name, point, point.count, nil, 0)
    guard let native = NativeKey(owning: handle) else {
      throw .key(scalar == nil ? "the point is not on \(name)" : "the point is not on \(name), or d does not belong to it")
    }
    return native
  }

  static func ed25519(_ jwk: JSON) throws(JOSEError) -> NativeKey {
    guard let name = try optionalText("crv", in: jwk) else { throw .key("the JWK has no crv") }
    guard name == "Ed25519" else { throw .unsupported("curve \(name)") }
    let x = try bytes("x", in: jwk, width: 32)
    guard jwk["d"] != nil else {
      guard let native = NativeKey(owning: EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, x, x.count)) else {
        throw .crypto(takeOpenSSLError())
      }
      return native
    }
    let d = try bytes("d", in: jwk, width: 32)
    guard let native = NativeKey(owning: EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, d, d.count)) else {
      throw .crypto(takeOpenSSLError())
    }
    guard native.raw(private: false) == x else { throw .key("x does not belong to d") }
    return native
  }

  static func rsa(_ jwk: JSON) throws(JOSEError) -> NativeKey {
    guard jwk["oth"] == nil else { throw .unsupported("RSA keys of more than two primes") }
    var all: [UInt8] = []
    var lengths: [Int] = []
    for (name, _) in rsaParts {
      let part = jwk[name] == nil && name != "n" && name != "e" ? [] : try bytes(name, in: jwk)
      guard jwk[name] == nil || (1...2048).contains(part.count) else { throw .key("the JWK's \(name) has \(part.count) bytes") }
      all += part
      lengths.append(part.count)
    }
    guard let native = NativeKey(owning: forge_rsa_key(all, lengths)) else { throw .key("OpenSSL refuses the RSA key") }
    return native
  }
}
