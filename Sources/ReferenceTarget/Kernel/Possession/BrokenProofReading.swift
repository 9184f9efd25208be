import Crypto
import Foundation

/// The wrong ways of reading a proof, in one place, so that the right way stays readable. Nothing of it happens without a defect.
enum BrokenProofReading {
  /// The compact form of a flattened JSON serialization (RFC 7515 section 7.2.2).
  static func compact(_ field: String) -> String {
    guard case .object(let object)? = try? JSONValue(parsing: Array(field.utf8)), let header = object["protected"]?.string,
      let payload = object["payload"]?.string, let signature = object["signature"]?.string
    else { return field }
    return "\(header).\(payload).\(signature)"
  }

  /// Whether a careless verifier would be content.
  static func verifies(_ proof: CompactJWT, _ key: PublicKey, _ defects: Defects) -> Bool {
    let name = proof.header["alg"]?.string
    let unsigned = proof.signature.isEmpty
    if defects.has(.algNone), name == "none", unsigned { return true }
    if defects.has(.algNoneAnyCase), name != "none", name?.lowercased() == "none", unsigned { return true }
    if defects.has(.macWithPublicKey), name == "HS256", isMAC(proof, key) { return true }
    if defects.has(.zeroSignature), name == "ES256", !unsigned, proof.signature.allSatisfy({ $0 == 0 }) { return true }
    let good = key.verifies(proof.signature, of: proof.signingInput, by: key.defaultAlgorithm)
    if defects.has(.algOptional), proof.header["alg"] == nil, good { return true }
    if defects.has(.algOfKey), proof.header["crit"] == nil, name.flatMap(Algorithm.init) != nil, good { return true }
    if defects.has(.criticalIgnored), name == key.defaultAlgorithm.rawValue, good { return true }
    guard defects.has(.derSignature), case .p256(let native) = key.material,
      let signature = try? P256.Signing.ECDSASignature(derRepresentation: Data(proof.signature))
    else { return false }
    return native.isValidSignature(signature, for: Data(proof.signingInput))
  }

  /// An ECDSA signature in DER.
  static func verifiesDER(_ signature: [UInt8], _ text: [UInt8], _ key: PublicKey) -> Bool {
    guard case .p256(let native) = key.material, let read = try? P256.Signing.ECDSASignature(derRepresentation: Data(signature)) else {
      return false
    }
    return native.isValidSignature(read, for: Data(text))
  }

  /// Whether it is an HMAC-SHA-256 under a key that everybody knows.
  static func isMAC(_ signature: [UInt8], _ text: [UInt8], _ secret: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: text, using: SymmetricKey(data: secret))
  }

  /// HS256 under any of the forms in which the public key may lie about.
  private static func isMAC(_ proof: CompactJWT, _ key: PublicKey) -> Bool {
    guard case .p256(let native) = key.material else { return false }
    let pem = native.pemRepresentation
    let secrets = [Data(pem.utf8), Data((pem + "\n").utf8), native.derRepresentation, Data(JSONValue.object(key.jwk()).bytes)]
    return secrets.contains { secret in
      HMAC<SHA256>.isValidAuthenticationCode(proof.signature, authenticating: proof.signingInput, using: SymmetricKey(data: secret))
    }
  }

  /// Whether a careless comparison finds two URIs the same.
  static func isSame(_ claim: URIReference, _ own: URIReference, _ request: Incoming, _ defects: Defects) -> Bool {
    let sameAuthority = claim.host == own.host && claim.port == own.port
    if defects.has(.hostIgnored), claim.scheme == own.scheme, claim.path == own.path { return true }
    if defects.has(.pathIgnored), claim.scheme == own.scheme, sameAuthority { return true }
    if defects.has(.schemeIgnored), sameAuthority, claim.path == own.path { return true }
    if defects.has(.pathPrefix), claim.scheme == own.scheme, sameAuthority {
      return claim.path.hasPrefix(own.path) || own.path.hasPrefix(claim.path)
    }
    if defects.has(.forwardedHost), let host = forwardedHost(request) { return claim.host == host && claim.path == own.path }
    return false
  }

  private static func forwardedHost(_ request: Incoming) -> String? {
    if let host = request.values("x-forwarded-host").first { return host.lowercased() }
    let pairs = request.values("forwarded").first?.split(separator: ";").map(\.trimmingSpaces) ?? []
    return pairs.first { $0.lowercased().hasPrefix("host=") }?.dropFirst(5).lowercased()
  }
}
