import COpenSSL
import COpenSSLShims

extension Key {
  /// Signs, in the form that JOSE uses (ECDSA as R||S). The algorithm need not be one that the standards allow with this key: any
  /// that is mathematically possible will do, for instance ES256 with a P-384 key, or HS256 with a public key's PEM as the secret.
  /// - Parameter algorithm: how to sign; the key's own algorithm if nil. `none` gives an empty signature.
  /// - Throws: `JOSEError.key` if there is no private half, `JOSEError.unsupported` if it is impossible.
  public func sign(_ bytes: [UInt8], as algorithm: Algorithm? = nil) throws(JOSEError) -> [UInt8] {
    let algorithm = algorithm ?? self.algorithm
    if Random.fixed != nil, let bytes = standIn(algorithm, for: bytes) { return bytes }
    switch (algorithm.scheme, material, family) {
    case (.nothing, _, _): return []
    case (.hmac, .secret(let secret), _): return HMAC.code(algorithm.digest ?? .sha256, key: secret, over: bytes)
    case (.hmac, .native, _): return try confused(algorithm: algorithm).sign(bytes)
    case (.ecdsa, .native(let native), .ec(let curve)):
      let der = try native.sign(bytes, digest: algorithm.digest, pss: false)
      var raw = [UInt8](repeating: 0, count: 2 * curve.width)
      guard forge_ecdsa_to_raw(der, der.count, &raw, Int32(curve.width)) == 1 else { throw .crypto("OpenSSL made no ECDSA signature") }
      return raw
    case (.pkcs1, .native(let native), .rsa): return try native.sign(bytes, digest: algorithm.digest, pss: false)
    case (.pss, .native(let native), .rsa): return try native.sign(bytes, digest: algorithm.digest, pss: true)
    case (.edDSA, .native(let native), .ed25519): return try native.sign(bytes, digest: nil, pss: false)
    case (.ecdsa, _, _), (.pkcs1, _, _), (.pss, _, _), (.edDSA, _, _):
      throw .unsupported("\(algorithm.rawValue) cannot be computed with this kind of key")
    }
  }

  /// In place of a signature that is different each time (ECDSA, PSS): bytes of its length that depend on key and content alone.
  private func standIn(_ algorithm: Algorithm, for bytes: [UInt8]) -> [UInt8]? {
    let length: Int
    switch (algorithm.scheme, family) {
    case (.ecdsa, .ec(let curve)): length = 2 * curve.width
    case (.pss, .rsa(let bits)): length = (bits + 7) / 8
    default: return nil
    }
    guard isPrivate else { return nil }
    let digest = Base64URL.encode(Digest.sha256(bytes))
    return FixedRandom(seed: "\(thumbprint) \(algorithm.rawValue) \(digest)").next(length)
  }

  /// Whether this is a signature of the bytes by this key. Strict: the algorithm must be one that the standards allow with this
  /// key, an ECDSA signature must be R||S of exact length, and `none` is never valid.
  /// - Parameter algorithm: the key's own algorithm if nil.
  public func verify(_ signature: [UInt8], over bytes: [UInt8], as algorithm: Algorithm? = nil) -> Bool {
    let algorithm = algorithm ?? self.algorithm
    guard family.fits(algorithm) else { return false }
    switch (material, family) {
    case (.secret(let secret), _):
      return HMAC.equal(signature, HMAC.code(algorithm.digest ?? .sha256, key: secret, over: bytes))
    case (.native(let native), .ec(let curve)):
      guard signature.count == 2 * curve.width else { return false }
      var der = [UInt8](repeating: 0, count: signature.count + 16)
      let length = forge_ecdsa_to_der(signature, signature.count, &der, der.count)
      guard length > 0 else { return false }
      return native.verify(Array(der.prefix(length)), over: bytes, digest: algorithm.digest, pss: false)
    case (.native(let native), .rsa(let bits)):
      guard signature.count == (bits + 7) / 8 else { return false }
      return native.verify(signature, over: bytes, digest: algorithm.digest, pss: algorithm.scheme == .pss)
    case (.native(let native), .ed25519): return native.verify(signature, over: bytes, digest: nil, pss: false)
    case (.native, .symmetric): return false
    }
  }
}

extension NativeKey {
  /// - Parameter salt: length of the PSS salt in bytes; that of the digest if nil.
  func sign(_ bytes: [UInt8], digest: Digest?, pss: Bool, salt: Int? = nil) throws(JOSEError) -> [UInt8] {
    guard hasPrivate else { throw .key("a public key cannot sign") }
    var out = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(handle)))
    var length = out.count
    guard forge_sign(handle, digest?.rawValue, pss ? 1 : 0, Int32(salt ?? -1), bytes, bytes.count, &out, &length) == 1 else {
      throw .crypto("OpenSSL refuses to sign with this key")
    }
    return Array(out.prefix(length))
  }

  func verify(_ signature: [UInt8], over bytes: [UInt8], digest: Digest?, pss: Bool, salt: Int? = nil) -> Bool {
    forge_verify(handle, digest?.rawValue, pss ? 1 : 0, Int32(salt ?? -1), bytes, bytes.count, signature, signature.count) == 1
  }
}
