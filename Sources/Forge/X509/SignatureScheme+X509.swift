extension Algorithm {
  /// The AlgorithmIdentifier of a signature in X.509 (RFC 5758, RFC 4055, RFC 8410); nil where there is none.
  var x509Identifier: [UInt8]? {
    func plain(_ oid: String, null: Bool = false) -> [UInt8]? { DER.oid(oid).map { DER.sequence([$0] + (null ? [DER.null] : [])) } }
    switch self {
    case .es256: return plain("1.2.840.10045.4.3.2")
    case .es384: return plain("1.2.840.10045.4.3.3")
    case .es512: return plain("1.2.840.10045.4.3.4")
    case .rs256: return plain("1.2.840.113549.1.1.11", null: true)
    case .rs384: return plain("1.2.840.113549.1.1.12", null: true)
    case .rs512: return plain("1.2.840.113549.1.1.13", null: true)
    case .ps256: return pss("2.16.840.1.101.3.4.2.1", salt: 32)
    case .ps384: return pss("2.16.840.1.101.3.4.2.2", salt: 48)
    case .ps512: return pss("2.16.840.1.101.3.4.2.3", salt: 64)
    case .edDSA: return plain("1.3.101.112")
    case .hs256, .hs384, .hs512, .unsigned: return nil
    }
  }

  private func pss(_ digest: String, salt: Int) -> [UInt8]? {
    guard let pss = DER.oid("1.2.840.113549.1.1.10"), let mgf = DER.oid("1.2.840.113549.1.1.8"), let digest = DER.oid(digest) else {
      return nil
    }
    let hash = DER.sequence([digest, DER.null])
    return DER.sequence([
      pss,
      DER.sequence([
        DER.tagged(0xA0, hash), DER.tagged(0xA1, DER.sequence([mgf, hash])), DER.tagged(0xA2, DER.integer(salt)),
      ]),
    ])
  }

  /// The algorithm whose identifier stands in a certificate.
  static func ofX509(_ identifier: some Collection<UInt8>) -> Algorithm? {
    allCases.first { $0.x509Identifier.map { $0.elementsEqual(identifier) } ?? false }
  }
}

extension Key {
  /// Signs in the form that X.509 uses: ECDSA as DER.
  func signX509(_ bytes: [UInt8], as algorithm: Algorithm) throws(CertificateError) -> [UInt8] {
    do {
      let signature = try sign(bytes, as: algorithm)
      return algorithm.scheme == .ecdsa ? try ECDSASignature.der(signature) : signature
    } catch {
      throw .impossible(error.description)
    }
  }

  func verifyX509(_ signature: [UInt8], over bytes: [UInt8], as algorithm: Algorithm) -> Bool {
    guard case .native(let native) = material else { return false }
    switch (family, algorithm.scheme) {
    // X.509 leaves curve and digest independent of each other.
    case (.ec, .ecdsa), (.rsa, .pkcs1), (.rsa, .pss), (.ed25519, .edDSA):
      return native.verify(signature, over: bytes, digest: algorithm.digest, pss: algorithm.scheme == .pss)
    case (.ec, _), (.rsa, _), (.ed25519, _), (.symmetric, _): return false
    }
  }
}
