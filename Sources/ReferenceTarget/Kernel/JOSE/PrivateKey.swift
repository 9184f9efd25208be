import Crypto
import Foundation

/// An ES256 signing key of the target or of a party it sets up.
struct PrivateKey: Sendable {
  let key: P256.Signing.PrivateKey
  let publicKey: PublicKey
  let kid: String

  init() {
    self.init(key: P256.Signing.PrivateKey())
  }

  private init(key: P256.Signing.PrivateKey) {
    self.key = key
    let point = Array(key.publicKey.x963Representation)
    let members: JSONObject = [
      "kty": "EC", "crv": "P-256",
      "x": .string(Base64URL.encode(point[1..<33])), "y": .string(Base64URL.encode(point[33..<65])),
    ]
    // A point that the library just made is on the curve.
    // swift-format-ignore: NeverUseForceTry
    publicKey = try! PublicKey(jwk: members)
    kid = publicKey.thumbprint
  }

  /// RFC 7517 with the private member: only for files in the state folder.
  var privateJWK: JSONObject {
    var jwk = publicJWK
    jwk["d"] = .string(Base64URL.encode(key.rawRepresentation))
    return jwk
  }

  var publicJWK: JSONObject { publicKey.jwk(alg: Algorithm.es256.rawValue, use: "sig", kid: kid) }

  func sign(_ input: [UInt8]) -> [UInt8] {
    // Signing with a software P-256 key has no way to fail.
    // swift-format-ignore: NeverUseForceTry
    Array(try! key.signature(for: Data(input)).rawRepresentation)
  }
}
