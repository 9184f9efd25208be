/// How to make an X.509 certificate, correct or not: nothing is checked, what is said is written.
public struct CertificateRecipe: Sendable {
  /// Who signs.
  public enum Issuer: Sendable {
    /// The certificate's own key.
    case itself
    /// A certificate authority; the issuer's name and key identifier are taken from its certificate.
    case authority(Certificate, key: Key)
  }

  public var subject: DistinguishedName
  /// Big-endian bytes of the serial number; random if nil.
  public var serial: [UInt8]?
  /// Unix seconds.
  public var notBefore: Int
  /// Unix seconds.
  public var notAfter: Int
  /// Subject alternative names, in order. None: no such extension.
  public var alternativeNames: [AlternativeName] = []
  /// Nil: critical if the subject is empty, as RFC 5280 section 4.2.1.6 says.
  public var alternativeNamesCritical: Bool?
  /// Nil: no basic constraints extension.
  public var isCA: Bool?
  public var pathLength: Int?
  /// Nil: no key usage extension.
  public var keyUsage: Set<KeyUsage>?
  public var keyUsageCritical = true
  /// Dotted identifiers, see `ExtendedKeyUsage`. None: no such extension.
  public var extendedKeyUsage: [String] = []
  /// Whether subject and authority key identifiers are written.
  public var keyIdentifiers = true
  /// Further extensions, written after the others even if that repeats one.
  public var extensions: [CertificateExtension] = []
  /// The key that is certified.
  public var key: Key
  public var issuer: Issuer
  /// Signs in place of the issuer's key: the names fit, the signature does not.
  public var signingKey: Key?
  /// How it is signed; the signing key's own algorithm if nil.
  public var algorithm: Algorithm?

  /// A recipe with neither names nor extensions beyond the key identifiers.
  public init(subject: DistinguishedName = .init(), key: Key, issuer: Issuer, notBefore: Int, notAfter: Int) {
    self.subject = subject
    self.key = key
    self.issuer = issuer
    self.notBefore = notBefore
    self.notAfter = notAfter
  }

  /// A self-signed certificate authority.
  public static func authority(
    _ commonName: String, key: Key, notBefore: Int, notAfter: Int, uri: String? = nil
  ) -> CertificateRecipe {
    var recipe = CertificateRecipe(
      subject: .init(commonName: commonName), key: key, issuer: .itself, notBefore: notBefore, notAfter: notAfter)
    recipe.isCA = true
    recipe.keyUsage = [.keyCertSign, .cRLSign]
    recipe.uriSANs = uri.map { [$0] } ?? []
    return recipe
  }

  /// A leaf for a workload: one URI, digital signature, usable as client and server (X.509-SVID, WIMSE mutual TLS).
  public static func workload(
    _ uri: String, key: Key, issuer: Issuer, notBefore: Int, notAfter: Int, subject: DistinguishedName = .init()
  ) -> CertificateRecipe {
    var recipe = CertificateRecipe(subject: subject, key: key, issuer: issuer, notBefore: notBefore, notAfter: notAfter)
    recipe.isCA = false
    recipe.keyUsage = [.digitalSignature]
    recipe.extendedKeyUsage = [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]
    recipe.uriSANs = [uri]
    return recipe
  }

  /// The URIs among the alternative names. Setting replaces them and puts them first.
  public var uriSANs: [String] {
    get { alternativeNames.compactMap { if case .uri(let text) = $0 { text } else { nil } } }
    set { alternativeNames = newValue.map { .uri($0) } + alternativeNames.filter { if case .uri = $0 { false } else { true } } }
  }

  /// The DNS names among the alternative names. Setting replaces them and puts them last.
  public var dnsSANs: [String] {
    get { alternativeNames.compactMap { if case .dns(let text) = $0 { text } else { nil } } }
    set { alternativeNames = alternativeNames.filter { if case .dns = $0 { false } else { true } } + newValue.map { .dns($0) } }
  }

  /// The mail addresses among the alternative names. Setting replaces them and puts them last.
  public var emailSANs: [String] {
    get { alternativeNames.compactMap { if case .email(let text) = $0 { text } else { nil } } }
    set { alternativeNames = alternativeNames.filter { if case .email = $0 { false } else { true } } + newValue.map { .email($0) } }
  }

  /// The IP addresses among the alternative names, as their bytes. Setting replaces them and puts them last.
  public var ipSANs: [[UInt8]] {
    get { alternativeNames.compactMap { if case .ip(let bytes) = $0 { bytes } else { nil } } }
    set { alternativeNames = alternativeNames.filter { if case .ip = $0 { false } else { true } } + newValue.map { .ip($0) } }
  }

  /// Makes the certificate.
  /// - Throws: `CertificateError.impossible` if a key cannot sign in that way or an identifier is none.
  public func build() throws(CertificateError) -> Certificate {
    let signer: Key
    let issuerName: [UInt8]
    let authorityKeyIdentifier: [UInt8]?
    switch issuer {
    case .itself:
      (signer, issuerName, authorityKeyIdentifier) = (signingKey ?? key, try subject.encoded(), nil)
    case .authority(let certificate, let authorityKey):
      (signer, issuerName) = (signingKey ?? authorityKey, certificate.encodedSubject)
      authorityKeyIdentifier = certificate.subjectKeyIdentifier
    }
    let algorithm = algorithm ?? signer.algorithm
    guard let identifier = algorithm.x509Identifier else { throw .impossible("\(algorithm.rawValue) in a certificate") }
    let publicKey = try Self.publicKey(key)
    let all = try self.allExtensions(authorityKeyIdentifier: authorityKeyIdentifier)
    var encodedExtensions: [[UInt8]] = []
    for one in all { encodedExtensions.append(try one.encoded()) }
    // A positive number of at most 20 bytes (RFC 5280 section 4.1.2.2).
    let serial = serial ?? [0x01] + Random.bytes(15)
    let body = DER.sequence(
      [
        DER.tagged(0xA0, DER.integer(2)), DER.integer(serial), identifier, issuerName,
        DER.sequence([DER.time(notBefore), DER.time(notAfter)]), try subject.encoded(), publicKey,
      ] + (all.isEmpty ? [] : [DER.tagged(0xA3, DER.sequence(encodedExtensions))]))
    let signature = try signer.signX509(body, as: algorithm)
    return try Certificate(der: DER.sequence([body, identifier, DER.bits(signature)]))
  }

  static func publicKey(_ key: Key) throws(CertificateError) -> [UInt8] {
    do {
      return try key.publicDER
    } catch {
      throw .impossible(error.description)
    }
  }

  /// The extensions that the recipe asks for, without key identifiers and further ones.
  func namedExtensions() throws(CertificateError) -> [CertificateExtension] {
    var found: [CertificateExtension] = []
    if let isCA {
      let parts = (isCA ? [DER.boolean(true)] : []) + (pathLength.map { [DER.integer($0)] } ?? [])
      found.append(.init(oid: CertificateExtension.basicConstraints, critical: true, value: DER.sequence(parts)))
    }
    if let keyUsage {
      found.append(.init(oid: CertificateExtension.keyUsage, critical: keyUsageCritical, value: KeyUsage.encoded(keyUsage)))
    }
    if !extendedKeyUsage.isEmpty {
      var identifiers: [[UInt8]] = []
      for name in extendedKeyUsage {
        guard let oid = ExtendedKeyUsage.oid(name).flatMap(DER.oid) else { throw .impossible("\(name) is not an object identifier") }
        identifiers.append(oid)
      }
      found.append(.init(oid: CertificateExtension.extendedKeyUsage, critical: false, value: DER.sequence(identifiers)))
    }
    if !alternativeNames.isEmpty {
      let critical = alternativeNamesCritical ?? subject.attributes.isEmpty
      let value = DER.sequence(alternativeNames.map(\.encoded))
      found.append(.init(oid: CertificateExtension.subjectAltName, critical: critical, value: value))
    }
    return found
  }

  private func allExtensions(authorityKeyIdentifier: [UInt8]?) throws(CertificateError) -> [CertificateExtension] {
    var found = try namedExtensions()
    if keyIdentifiers {
      // RFC 7093 section 2, method 1, over the whole SubjectPublicKeyInfo (method 4 of the same section).
      let value = DER.octets(Array(Digest.sha256(try Self.publicKey(key)).prefix(20)))
      found.append(.init(oid: CertificateExtension.subjectKeyIdentifier, critical: false, value: value))
      if let authorityKeyIdentifier {
        let value = DER.sequence([DER.tagged(0x80, authorityKeyIdentifier)])
        found.append(.init(oid: CertificateExtension.authorityKeyIdentifier, critical: false, value: value))
      }
    }
    return found + extensions
  }
}
