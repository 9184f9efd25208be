/// An extension of a certificate or request.
public struct CertificateExtension: Sendable, Hashable {
  /// Dotted object identifier.
  public var oid: String
  public var critical: Bool
  /// The DER inside the octet string.
  public var value: [UInt8]

  public init(oid: String, critical: Bool, value: [UInt8]) {
    self.oid = oid
    self.critical = critical
    self.value = value
  }

  static let subjectKeyIdentifier = "2.5.29.14"
  static let keyUsage = "2.5.29.15"
  static let subjectAltName = "2.5.29.17"
  static let basicConstraints = "2.5.29.19"
  static let authorityKeyIdentifier = "2.5.29.35"
  static let extendedKeyUsage = "2.5.29.37"

  func encoded() throws(CertificateError) -> [UInt8] {
    guard let oid = DER.oid(oid) else { throw .impossible("\(oid) is not an object identifier") }
    return DER.sequence([oid] + (critical ? [DER.boolean(true)] : []) + [DER.octets(value)])
  }

  /// Reads the SEQUENCE OF extensions.
  static func read(_ value: DERValue) throws(CertificateError) -> [CertificateExtension] {
    guard value.tag == 0x30 else { throw .malformed("the extensions are no sequence") }
    var list = value.reader
    var found: [CertificateExtension] = []
    while !list.isAtEnd {
      var one = try list.next(0x30, "an extension").reader
      guard let oid = try one.next(0x06, "an extension's identifier").dotted else { throw .malformed("an extension's identifier") }
      let critical = try one.optional(0x01)?.content.first.map { $0 != 0 } ?? false
      found.append(.init(oid: oid, critical: critical, value: Array(try one.next(0x04, "an extension's value").content)))
    }
    return found
  }
}

/// A bit of the key usage extension (RFC 5280 section 4.2.1.3), by its number.
public enum KeyUsage: Int, CaseIterable, Sendable, Hashable {
  case digitalSignature = 0
  case nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly

  /// The name in RFC 5280.
  public var name: String { String(describing: self) }

  public init?(name: String) {
    guard let found = KeyUsage.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// The extension's value.
  static func encoded(_ usages: Set<KeyUsage>) -> [UInt8] {
    var bytes: [UInt8] = [0, 0]
    for usage in usages { bytes[usage.rawValue / 8] |= 0x80 >> UInt8(usage.rawValue % 8) }
    // A list of named bits ends with its last set bit (X.690 section 11.2.2).
    while bytes.last == 0 { bytes.removeLast() }
    return DER.bits(bytes, unused: UInt8(bytes.last?.trailingZeroBitCount ?? 0))
  }

  static func read(_ value: [UInt8]) throws(CertificateError) -> Set<KeyUsage> {
    var reader = DERReader(value)
    let bits = Array(try reader.next(0x03, "key usage").content.dropFirst())
    return Set(KeyUsage.allCases.filter { $0.rawValue / 8 < bits.count && bits[$0.rawValue / 8] & 0x80 >> UInt8($0.rawValue % 8) != 0 })
  }
}

/// What a certificate may be used for (RFC 5280 section 4.2.1.12).
public enum ExtendedKeyUsage {
  public static let serverAuth = "1.3.6.1.5.5.7.3.1"
  public static let clientAuth = "1.3.6.1.5.5.7.3.2"

  /// `serverAuth`, `clientAuth` or a dotted identifier, as a dotted identifier.
  public static func oid(_ name: String) -> String? {
    switch name {
    case "serverAuth": serverAuth
    case "clientAuth": clientAuth
    default: DER.oid(name) == nil ? nil : name
    }
  }
}

/// A name in a subject alternative name extension (RFC 5280 section 4.2.1.6).
public enum AlternativeName: Sendable, Hashable {
  case uri(String)
  case dns(String)
  case email(String)
  /// Four bytes of an IPv4 or sixteen of an IPv6 address.
  case ip([UInt8])
  /// Any other kind: its tag and content.
  case other(tag: UInt8, [UInt8])

  var encoded: [UInt8] {
    switch self {
    case .email(let text): DER.tagged(0x81, Array(text.utf8))
    case .dns(let text): DER.tagged(0x82, Array(text.utf8))
    case .uri(let text): DER.tagged(0x86, Array(text.utf8))
    case .ip(let bytes): DER.tagged(0x87, bytes)
    case .other(let tag, let bytes): DER.tagged(tag, bytes)
    }
  }

  static func read(_ value: [UInt8]) throws(CertificateError) -> [AlternativeName] {
    var reader = DERReader(value)
    var list = try reader.next(0x30, "the subject alternative name").reader
    var found: [AlternativeName] = []
    while !list.isAtEnd {
      let name = try list.next()
      let text = String(decoding: name.content, as: UTF8.self)
      switch name.tag {
      case 0x81: found.append(.email(text))
      case 0x82: found.append(.dns(text))
      case 0x86: found.append(.uri(text))
      case 0x87: found.append(.ip(Array(name.content)))
      default: found.append(.other(tag: name.tag, Array(name.content)))
      }
    }
    return found
  }
}
