/// An X.509 certificate (RFC 5280), read but not trusted.
public struct Certificate: Sendable, Hashable {
  public let der: [UInt8]
  public let subject: DistinguishedName
  public let issuer: DistinguishedName
  /// Big-endian bytes of the serial number.
  public let serial: [UInt8]
  /// Unix seconds.
  public let notBefore: Int
  /// Unix seconds.
  public let notAfter: Int
  /// In the order of the certificate, repeated ones included.
  public let extensions: [CertificateExtension]
  public let alternativeNames: [AlternativeName]
  /// What the basic constraints say; nil if there are none.
  public let isCA: Bool?
  public let pathLength: Int?
  /// Nil if there is no such extension.
  public let keyUsage: Set<KeyUsage>?
  /// Dotted identifiers; nil if there is no such extension.
  public let extendedKeyUsage: [String]?
  /// What a strict reader refuses although it could be read, in words.
  public let problems: [String]

  let encodedSubject: [UInt8]
  let encodedIssuer: [UInt8]
  let encodedKey: [UInt8]
  let body: [UInt8]
  let signature: [UInt8]
  let signatureAlgorithm: Algorithm?

  /// Reads one certificate.
  /// - Throws: `CertificateError.malformed`.
  public static func parse(der: [UInt8]) throws(CertificateError) -> Certificate { try Certificate(der: der) }

  /// Reads all certificates of a PEM text, in order.
  /// - Throws: `CertificateError.malformed` if there is none or one of them is malformed.
  public static func parse(pem: String) throws(CertificateError) -> [Certificate] {
    var found: [Certificate] = []
    for block in PEM.blocks(pem, label: "CERTIFICATE") {
      guard let der = Base64.decodeLeniently(block)?.bytes else { throw .malformed("a PEM block is not base64") }
      found.append(try Certificate(der: der))
    }
    guard !found.isEmpty else { throw .malformed("no certificate in the PEM text") }
    return found
  }

  /// Reads certificates that stand one after the other, without anything between (as the SPIFFE Workload API gives them).
  /// - Throws: `CertificateError.malformed` if there is none or one of them is malformed.
  public static func parse(concatenated der: [UInt8]) throws(CertificateError) -> [Certificate] {
    var reader = DERReader(der)
    var found: [Certificate] = []
    while !reader.isAtEnd { found.append(try Certificate(der: Array(try reader.next(0x30, "a certificate").whole))) }
    guard !found.isEmpty else { throw .malformed("there is no certificate") }
    return found
  }

  init(der: [UInt8]) throws(CertificateError) {
    self.der = der
    var file = DERReader(der)
    var outer = try file.next(0x30, "the certificate").reader
    guard file.isAtEnd else { throw .malformed("something follows the certificate") }
    let tbs = try outer.next(0x30, "the certificate's body")
    let outerAlgorithm = try outer.next(0x30, "the signature algorithm")
    let bits = try outer.next(0x03, "the signature")
    body = Array(tbs.whole)
    signature = Array(bits.content.dropFirst())
    var problems: [String] = []
    var fields = tbs.reader
    let version = try fields.optional(0xA0)
    serial = Array(try fields.next(0x02, "the serial number").content)
    let innerAlgorithm = try fields.next(0x30, "the inner signature algorithm")
    let issuerName = try fields.next(0x30, "the issuer")
    var validity = try fields.next(0x30, "the validity").reader
    guard let from = try validity.next().time, let to = try validity.next().time else { throw .malformed("the validity") }
    let subjectName = try fields.next(0x30, "the subject")
    encodedKey = Array(try fields.next(0x30, "the public key").whole)
    if innerAlgorithm.whole != outerAlgorithm.whole { problems.append("the two signature algorithms differ") }
    signatureAlgorithm = innerAlgorithm.whole == outerAlgorithm.whole ? Algorithm.ofX509(outerAlgorithm.whole) : nil
    (notBefore, notAfter) = (from, to)
    (encodedIssuer, encodedSubject) = (Array(issuerName.whole), Array(subjectName.whole))
    issuer = try DistinguishedName(issuerName)
    subject = try DistinguishedName(subjectName)
    var extensions: [CertificateExtension] = []
    while !fields.isAtEnd {
      let field = try fields.next()
      guard field.tag == 0xA3 else { continue }
      var reader = field.reader
      extensions = try CertificateExtension.read(try reader.next())
    }
    if !extensions.isEmpty, version?.content.last != 2 { problems.append("extensions in a certificate that is not of version 3") }
    self.extensions = extensions
    let contents = try ExtensionContents(extensions)
    alternativeNames = contents.alternativeNames
    (isCA, pathLength) = (contents.isCA, contents.pathLength)
    keyUsage = contents.keyUsage
    extendedKeyUsage = contents.extendedKeyUsage
    self.problems = problems + contents.problems
  }

  /// The certificate in PEM.
  public var pem: String { PEM.text(der, label: "CERTIFICATE") }

  /// The certified key.
  /// - Throws: `JOSEError` if its type is not supported or it is malformed.
  public var publicKey: Key {
    get throws(JOSEError) { try Key(pem: PEM.text(encodedKey, label: "PUBLIC KEY")) }
  }

  /// `x5t#S256`: base64url of SHA-256 over the DER (RFC 7515 section 4.1.8, RFC 8705 section 3.1).
  public var thumbprintSHA256: String { Base64URL.encode(Digest.sha256(der)) }

  public var uriSANs: [String] { alternativeNames.compactMap { if case .uri(let text) = $0 { text } else { nil } } }
  public var dnsSANs: [String] { alternativeNames.compactMap { if case .dns(let text) = $0 { text } else { nil } } }
  public var emailSANs: [String] { alternativeNames.compactMap { if case .email(let text) = $0 { text } else { nil } } }
  /// The bytes of each address.
  public var ipSANs: [[UInt8]] { alternativeNames.compactMap { if case .ip(let bytes) = $0 { bytes } else { nil } } }

  /// Whether the key usage extension is marked critical.
  public var keyUsageCritical: Bool { extensions.contains { $0.oid == CertificateExtension.keyUsage && $0.critical } }

  /// Whether issuer and subject are the same name.
  public var isSelfIssued: Bool { encodedIssuer == encodedSubject }

  var subjectKeyIdentifier: [UInt8]? {
    guard let value = extensions.first(where: { $0.oid == CertificateExtension.subjectKeyIdentifier })?.value else { return nil }
    var reader = DERReader(value)
    return (try? reader.next(0x04, "key identifier")).map { Array($0.content) }
  }

  /// Whether the key made this certificate's signature. Names and validity are not looked at.
  public func isSigned(by key: Key) -> Bool {
    guard let signatureAlgorithm else { return false }
    return key.verifyX509(signature, over: body, as: signatureAlgorithm)
  }

  /// Whether the other certificate is the issuer: names fit and its key made the signature.
  public func isIssued(by other: Certificate) -> Bool {
    guard encodedIssuer == other.encodedSubject, let key = try? other.publicKey else { return false }
    return isSigned(by: key)
  }
}

/// What the extensions that matter here say.
struct ExtensionContents {
  var alternativeNames: [AlternativeName] = []
  var isCA: Bool?
  var pathLength: Int?
  var keyUsage: Set<KeyUsage>?
  var extendedKeyUsage: [String]?
  var problems: [String] = []

  init(_ extensions: [CertificateExtension]) throws(CertificateError) {
    var seen: Set<String> = []
    for one in extensions {
      if !seen.insert(one.oid).inserted { problems.append("extension \(one.oid) occurs twice") }
      switch one.oid {
      case CertificateExtension.subjectAltName: alternativeNames += try AlternativeName.read(one.value)
      case CertificateExtension.keyUsage: keyUsage = (keyUsage ?? []).union(try KeyUsage.read(one.value))
      case CertificateExtension.basicConstraints:
        var outer = DERReader(one.value)
        var fields = try outer.next(0x30, "basic constraints").reader
        isCA = try fields.optional(0x01)?.content.first.map { $0 != 0 } ?? false
        pathLength = try fields.optional(0x02).flatMap { $0.content.count < 5 ? $0.content.reduce(0) { $0 << 8 | Int($1) } : nil }
      case CertificateExtension.extendedKeyUsage:
        var outer = DERReader(one.value)
        var list = try outer.next(0x30, "extended key usage").reader
        var identifiers = extendedKeyUsage ?? []
        while !list.isAtEnd { identifiers.append(try list.next(0x06, "a purpose").dotted ?? "?") }
        extendedKeyUsage = identifiers
      default: continue
      }
    }
  }
}

/// PEM (RFC 7468).
enum PEM {
  static func text(_ der: [UInt8], label: String) -> String {
    let body = Array(Base64.encode(der).utf8)
    let lines = stride(from: 0, to: body.count, by: 64).map { String(decoding: body[$0..<min($0 + 64, body.count)], as: UTF8.self) }
    return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----", ""]).joined(separator: "\n")
  }

  /// The base64 between the lines of each block with that label.
  static func blocks(_ text: String, label: String) -> [String] {
    var found: [String] = []
    var block: String?
    for line in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map({ String(decoding: $0, as: UTF8.self) }) {
      switch line.trimmingPrefix(while: \.isWhitespace) {
      case "-----BEGIN \(label)-----": block = ""
      case "-----END \(label)-----":
        if let block { found.append(block) }
        block = nil
      default: block?.append(line)
      }
    }
    return found
  }
}
