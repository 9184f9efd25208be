import COpenSSL
import COpenSSLShims
import OrderedJSON

/// A key: a pair, only its public half, or a shared secret.
public final class Key: Sendable {
  /// The mathematics of a key.
  public enum Family: Sendable, Hashable {
    case ec(Curve)
    /// RSA with a modulus of so many bits.
    case rsa(bits: Int)
    case ed25519
    case symmetric
  }

  enum Material: Sendable {
    case native(NativeKey)
    case secret([UInt8])
  }

  public let family: Family
  /// What the key is meant to be used with: as generated, as its JWK says, or the usual algorithm of its family.
  public let algorithm: Algorithm
  /// The key identifier, if it has one.
  public let kid: String?
  /// Whether it can sign.
  public let isPrivate: Bool
  let material: Material
  /// The required public members in the lexicographic order of RFC 7638 (for a shared secret: the secret itself).
  let essentials: [JSON.Member]

  init(family: Family, algorithm: Algorithm, kid: String?, isPrivate: Bool, material: Material, essentials: [JSON.Member]) {
    self.family = family
    self.algorithm = algorithm
    self.kid = kid
    self.isPrivate = isPrivate
    self.material = material
    self.essentials = essentials
  }

  /// From an OpenSSL key; `algorithm` defaults to what the family is usually used with.
  convenience init(native: NativeKey, algorithm: Algorithm? = nil, kid: String? = nil) throws(JOSEError) {
    let family: Family
    let essentials: [JSON.Member]
    let type = EVP_PKEY_get_base_id(native.handle)
    switch type {
    case EVP_PKEY_EC:
      var name = [CChar](repeating: 0, count: 64)
      let known = forge_group_name(native.handle, &name, name.count) == 1
      let group = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard known, let curve = Curve(groupName: group) else { throw .unsupported("curve \(group)") }
      guard let x = native.ecPart("qx", width: curve.width), let y = native.ecPart("qy", width: curve.width) else {
        throw .key("the EC key has no public point")
      }
      family = .ec(curve)
      essentials = [
        .init("crv", .string(curve.rawValue)), .init("kty", "EC"), .init("x", .string(Base64URL.encode(x))),
        .init("y", .string(Base64URL.encode(y))),
      ]
    case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS:
      guard let n = native.rsaPart(FORGE_RSA_N), let e = native.rsaPart(FORGE_RSA_E) else {
        throw .key("the RSA key has no modulus or exponent")
      }
      family = .rsa(bits: Int(EVP_PKEY_get_bits(native.handle)))
      essentials = [.init("e", .string(Base64URL.encode(e))), .init("kty", "RSA"), .init("n", .string(Base64URL.encode(n)))]
    case EVP_PKEY_ED25519:
      guard let x = native.raw(private: false) else { throw .key("the Ed25519 key has no public half") }
      family = .ed25519
      essentials = [.init("crv", "Ed25519"), .init("kty", "OKP"), .init("x", .string(Base64URL.encode(x)))]
    default:
      throw .unsupported("a key that is neither EC, RSA nor Ed25519")
    }
    self.init(
      family: family, algorithm: algorithm ?? (type == EVP_PKEY_RSA_PSS ? .ps512 : family.usualAlgorithm), kid: kid,
      isPrivate: native.hasPrivate, material: .native(native), essentials: essentials)
  }

  /// A shared secret for HMAC.
  public convenience init(secret: [UInt8], algorithm: Algorithm = .hs256, kid: String? = nil) {
    self.init(
      family: .symmetric, algorithm: algorithm, kid: kid, isPrivate: true, material: .secret(secret),
      essentials: [.init("k", .string(Base64URL.encode(secret))), .init("kty", "oct")])
  }

  /// A fresh key for the algorithm. RSA keys are fixtures, handed out in turn (they repeat after six); a secret for HS256 has 32
  /// bytes, for HS384 48, for HS512 64.
  /// - Throws: `JOSEError.unsupported` for `none`.
  public static func generate(_ algorithm: Algorithm, kid: String? = nil) throws(JOSEError) -> Key {
    let handle: OpaquePointer?
    switch algorithm {
    case .es256: handle = forge_ec_generate("P-256")
    case .es384: handle = forge_ec_generate("P-384")
    case .es512: handle = forge_ec_generate("P-521")
    case .edDSA: handle = forge_ed25519_generate()
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512:
      return try Key(pem: RSAFixtures.next(), algorithm: algorithm, kid: kid)
    case .hs256, .hs384, .hs512:
      return Key(secret: Random.bytes(algorithm.digest?.length ?? 32), algorithm: algorithm, kid: kid)
    case .unsigned: throw .unsupported("a key for the algorithm none")
    }
    guard let native = NativeKey(owning: handle) else { throw .crypto(takeOpenSSLError()) }
    return try Key(native: native, algorithm: algorithm, kid: kid)
  }

  /// An RSA key of 1024 bits, which RFC 7518 section 3.3 forbids. Always the same one.
  public static func weakRSA(_ algorithm: Algorithm = .rs256, kid: String? = nil) throws(JOSEError) -> Key {
    try Key(pem: RSAFixtures.weak, algorithm: algorithm, kid: kid)
  }

  /// The same key under another key identifier (nil: none).
  public func withKid(_ kid: String?) -> Key {
    Key(family: family, algorithm: algorithm, kid: kid, isPrivate: isPrivate, material: material, essentials: essentials)
  }

  /// The same key, meant for another algorithm.
  public func withAlgorithm(_ algorithm: Algorithm) -> Key {
    Key(family: family, algorithm: algorithm, kid: kid, isPrivate: isPrivate, material: material, essentials: essentials)
  }

  /// The JWK thumbprint with SHA-256 (RFC 7638), base64url.
  public var thumbprint: String { Base64URL.encode(Digest.sha256(JSON.object(essentials).bytes)) }

  /// The JWK thumbprint as a URI (RFC 9278).
  public var thumbprintURI: String { "urn:ietf:params:oauth:jwk-thumbprint:sha-256:\(thumbprint)" }

  /// The bits of an RSA modulus that is shorter than RFC 7518 section 3.3 allows, else nil.
  public var shortModulus: Int? {
    switch family {
    case .rsa(let bits) where bits < 2048: bits
    case .rsa, .ec, .ed25519, .symmetric: nil
    }
  }

  /// Whether both are the same key, whatever their identifiers and whether private or not.
  public func isSameKey(as other: Key) -> Bool { essentials == other.essentials }
}

extension Key.Family {
  var usualAlgorithm: Algorithm {
    switch self {
    case .ec(let curve): curve.algorithm
    case .rsa: .rs256
    case .ed25519: .edDSA
    case .symmetric: .hs256
    }
  }

  /// Whether the algorithm is one that the standards allow with this kind of key.
  public func fits(_ algorithm: Algorithm) -> Bool {
    switch (self, algorithm.scheme) {
    case (.ec(let curve), .ecdsa): curve.algorithm == algorithm
    case (.rsa, .pkcs1), (.rsa, .pss), (.ed25519, .edDSA), (.symmetric, .hmac): true
    case (.ec, _), (.rsa, _), (.ed25519, _), (.symmetric, _): false
    }
  }
}
