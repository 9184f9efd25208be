import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority with a P-256 key that the target makes at start.
struct CertificateAuthority: Sendable {
  let key: PrivateKey
  let certificate: Certificate

  /// What a leaf says.
  struct Leaf {
    var commonName: String?
    var names: [GeneralName]
    var publicKey: Certificate.PublicKey
    var notBefore: Date
    var notAfter: Date
    var isAuthority = false
    var usages: [ExtendedKeyUsage.Usage] = [.serverAuth, .clientAuth]
    var usage = KeyUsage(digitalSignature: true)
    var isUsageCritical = true
    /// nil: critical where the subject is empty (RFC 5280 section 4.1.2.6).
    var isNameCritical: Bool?
    /// nil: a random one.
    var serial: Certificate.SerialNumber?
    var further: [Certificate.Extension] = []
  }

  init(commonName: String, uri: String? = nil, notBefore: Date, notAfter: Date) throws {
    let key = PrivateKey()
    self.key = key
    let name = try DistinguishedName { CommonName(commonName) }
    certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.key.publicKey),
      notValidBefore: notBefore, notValidAfter: notAfter, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true, cRLSign: true))
        SubjectKeyIdentifier(hash: Certificate.PublicKey(key.key.publicKey))
        if let uri { SubjectAlternativeNames([.uniformResourceIdentifier(uri)]) }
      },
      issuerPrivateKey: Certificate.PrivateKey(key.key))
  }

  func issue(_ leaf: Leaf) throws -> Certificate {
    let subject = try DistinguishedName { if let name = leaf.commonName { CommonName(name) } }
    let usages = try ExtendedKeyUsage(leaf.usages)
    let names = SubjectAlternativeNames(leaf.names)
    let further = try Certificate.Extensions(leaf.further)
    return try Certificate(
      version: .v3, serialNumber: leaf.serial ?? Certificate.SerialNumber(), publicKey: leaf.publicKey,
      notValidBefore: leaf.notBefore, notValidAfter: leaf.notAfter, issuer: certificate.subject, subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        if leaf.isAuthority {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
          Critical(KeyUsage(digitalSignature: true, keyCertSign: true))
        } else {
          Critical(BasicConstraints.notCertificateAuthority)
          if leaf.isUsageCritical { Critical(leaf.usage) } else { leaf.usage }
        }
        usages
        if leaf.isNameCritical ?? (leaf.commonName == nil) { Critical(names) } else { names }
        further
        AuthorityKeyIdentifier(keyIdentifier: try? certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
        SubjectKeyIdentifier(hash: leaf.publicKey)
      },
      issuerPrivateKey: Certificate.PrivateKey(key.key))
  }

  /// A certificate that signs itself, for `self_signed_tls_client_auth`.
  static func selfSigned(commonName: String, key: PrivateKey, notBefore: Date, notAfter: Date) throws -> Certificate {
    let name = try DistinguishedName { CommonName(commonName) }
    return try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.key.publicKey),
      notValidBefore: notBefore, notValidAfter: notAfter, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.clientAuth])
      },
      issuerPrivateKey: Certificate.PrivateKey(key.key))
  }
}

extension Certificate {
  var der: [UInt8] {
    var serializer = DER.Serializer()
    // Serialising a certificate that was made or parsed here has no way to fail.
    // swift-format-ignore: NeverUseForceTry
    try! serializer.serialize(self)
    return serializer.serializedBytes
  }

  var pem: String { PEMDocument(type: "CERTIFICATE", derBytes: der).pemString + "\n" }
}

extension PublicKey {
  /// The same key for X.509; the kinds that the target certifies.
  var certificateKey: Certificate.PublicKey {
    switch material {
    case .p256(let key): Certificate.PublicKey(key)
    case .p384(let key): Certificate.PublicKey(key)
    case .ed25519(let key): Certificate.PublicKey(key)
    case .rsa(let key): Certificate.PublicKey(key)
    }
  }
}
