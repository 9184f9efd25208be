import Crypto
import CryptoExtras
import Foundation

/// Why a JWK cannot be used.
enum JWKError: Error, Hashable {
  case malformed, unsupported, privateMember, notOnCurve, weak
}

/// A public key as RFC 7517 writes it.
struct PublicKey: Sendable {
  enum Material: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
  }

  let material: Material
  /// The members that RFC 7638 hashes.
  private let required: [(String, String)]
  let kid: String?
  let alg: String?
  let use: String?

  /// Reads a public JWK. A private or symmetric member, a point off the curve and an RSA key under 2048 bits are refused.
  init(jwk: JSONObject) throws(JWKError) {
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] where jwk[name] != nil { throw .privateMember }
    try self.init(publicMembersOf: jwk)
  }

  init(publicMembersOf jwk: JSONObject) throws(JWKError) {
    kid = jwk["kid"]?.string
    alg = jwk["alg"]?.string
    use = jwk["use"]?.string
    func bytes(_ name: String, _ count: Int? = nil) throws(JWKError) -> [UInt8] {
      guard let text = jwk[name]?.string, let bytes = Base64URL.decode(text), count == nil || bytes.count == count else { throw .malformed }
      return bytes
    }
    switch (jwk["kty"]?.string, jwk["crv"]?.string) {
    case ("EC", "P-256"):
      let (x, y) = (try bytes("x", 32), try bytes("y", 32))
      guard let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y) else { throw .notOnCurve }
      material = .p256(key)
      required = [("crv", "P-256"), ("kty", "EC"), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y))]
    case ("EC", "P-384"):
      let (x, y) = (try bytes("x", 48), try bytes("y", 48))
      guard let key = try? P384.Signing.PublicKey(x963Representation: [4] + x + y) else { throw .notOnCurve }
      material = .p384(key)
      required = [("crv", "P-384"), ("kty", "EC"), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y))]
    case ("OKP", "Ed25519"):
      let x = try bytes("x", 32)
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else { throw .malformed }
      material = .ed25519(key)
      required = [("crv", "Ed25519"), ("kty", "OKP"), ("x", Base64URL.encode(x))]
    case ("RSA", _):
      let (n, e) = (try bytes("n"), try bytes("e"))
      guard n.count >= 256, n.count <= 1024, n.first != 0, e.count <= 4 else { throw .weak }
      guard let key = try? _RSA.Signing.PublicKey(n: n, e: e), key.keySizeInBits >= 2048 else { throw .weak }
      material = .rsa(key)
      required = [("e", Base64URL.encode(e)), ("kty", "RSA"), ("n", Base64URL.encode(n))]
    default: throw .unsupported
    }
  }

  /// RFC 7638 with SHA-256.
  var thumbprint: String {
    let body = required.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
    return Digest.thumbprint("{" + body + "}")
  }

  /// The required members, and `kid`, `alg`, `use` where given.
  func jwk(alg: String? = nil, use: String? = nil, kid: String? = nil) -> JSONObject {
    var object = JSONObject()
    for (name, value) in required.sorted(by: { $0.0 == "kty" && $1.0 != "kty" }) { object[name] = .string(value) }
    if let alg { object["alg"] = .string(alg) }
    if let use { object["use"] = .string(use) }
    if let kid { object["kid"] = .string(kid) }
    return object
  }

  /// Whether the algorithm is one for this kind of key.
  func fits(_ algorithm: Algorithm) -> Bool {
    switch (material, algorithm) {
    case (.p256, .es256), (.p384, .es384), (.ed25519, .edDSA), (.ed25519, .ed25519), (.rsa, .ps256), (.rsa, .rs256): true
    default: false
    }
  }

  /// The algorithm that is used with this key when nobody says which.
  var defaultAlgorithm: Algorithm {
    switch material {
    case .p256: .es256
    case .p384: .es384
    case .ed25519: .edDSA
    case .rsa: .ps256
    }
  }

  /// Verifies a JWS signature; an algorithm of another kind of key never verifies.
  func verifies(_ signature: [UInt8], of input: [UInt8], by algorithm: Algorithm) -> Bool {
    guard fits(algorithm) else { return false }
    let data = Data(input)
    switch material {
    case .p256(let key):
      guard signature.count == 64, let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: data)
    case .p384(let key):
      guard signature.count == 96, let parsed = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: data)
    case .ed25519(let key):
      return signature.count == 64 && key.isValidSignature(signature, for: data)
    case .rsa(let key):
      let parsed = _RSA.Signing.RSASignature(rawRepresentation: signature)
      return key.isValidSignature(parsed, for: SHA256.hash(data: data), padding: algorithm == .ps256 ? .PSS : .insecurePKCS1v1_5)
    }
  }
}
