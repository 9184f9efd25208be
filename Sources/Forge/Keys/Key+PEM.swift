import COpenSSLShims
import OrderedJSON

extension Key {
  /// From the first private key, public key or certificate in a PEM text. Encrypted keys are refused.
  public convenience init(pem: String, algorithm: Algorithm? = nil, kid: String? = nil) throws(JOSEError) {
    let bytes = pem.utf8.map { CChar(bitPattern: $0) }
    guard let native = NativeKey(owning: forge_read_pem_key(bytes, bytes.count)) else {
      throw .key("no unencrypted private key, public key or certificate in the PEM text")
    }
    try self.init(native: native, algorithm: algorithm, kid: kid)
    if let algorithm, !family.fits(algorithm) { throw .key("\(algorithm.rawValue) does not fit this key") }
  }

  /// From PKCS#8 in DER, unencrypted.
  /// - Throws: `JOSEError.key` for anything else, keys in other forms included.
  public convenience init(pkcs8 der: [UInt8]) throws(JOSEError) {
    try self.init(pem: PEM.text(der, label: "PRIVATE KEY"))
    guard isPrivate else { throw .key("no private key in PKCS#8") }
  }

  /// PKCS#8 in PEM.
  /// - Throws: `JOSEError.key` if there is no private half, or no PEM form (a shared secret).
  public var privatePEM: String {
    get throws(JOSEError) {
      guard isPrivate, case .native(let native) = material, let pem = native.pem(private: true) else {
        throw .key("this key has no private half that PEM can hold")
      }
      return pem
    }
  }

  /// SubjectPublicKeyInfo in PEM.
  /// - Throws: `JOSEError.key` for a shared secret.
  public var publicPEM: String {
    get throws(JOSEError) {
      guard case .native(let native) = material, let pem = native.pem(private: false) else {
        throw .key("a shared secret has no public half")
      }
      return pem
    }
  }

  /// SubjectPublicKeyInfo in DER.
  /// - Throws: `JOSEError.key` for a shared secret.
  public var publicDER: [UInt8] {
    get throws(JOSEError) {
      guard case .native(let native) = material, let der = native.subjectPublicKeyInfo else {
        throw .key("a shared secret has no public half")
      }
      return der
    }
  }

  /// The public half alone.
  /// - Throws: `JOSEError.key` for a shared secret.
  public func publicOnly() throws(JOSEError) -> Key {
    try Key(pem: publicPEM, kid: kid).withAlgorithm(algorithm)
  }

  /// What an attacker takes for the secret in the attack in which a verifier uses a public key as an HMAC secret (RFC 8725
  /// section 2.1).
  public enum Confusion: String, CaseIterable, Sendable {
    /// The PEM text, final line feed included.
    case publicPEM = "public-pem"
    case publicDER = "public-der"
    /// The public JWK as compact JSON.
    case publicJWK = "public-jwk"
  }

  /// The shared secret that a confused verifier would use in place of this public key.
  public func confused(as form: Confusion = .publicPEM, algorithm: Algorithm = .hs256) throws(JOSEError) -> Key {
    let secret =
      switch form {
      case .publicPEM: Array(try publicPEM.utf8)
      case .publicDER: try publicDER
      case .publicJWK: publicJWK.bytes
      }
    return Key(secret: secret, algorithm: algorithm, kid: kid)
  }
}
