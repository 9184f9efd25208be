/// A distinguished name (RFC 5280 section 4.1.2.4), as far as certificates of workloads and clients use it.
public struct DistinguishedName: Sendable, Hashable, CustomStringConvertible {
  /// One attribute; several make a name, in the order of the certificate.
  public struct Attribute: Sendable, Hashable {
    /// Dotted object identifier.
    public var oid: String
    public var value: String

    public init(oid: String, value: String) {
      self.oid = oid
      self.value = value
    }
  }

  public var attributes: [Attribute]

  public init(_ attributes: [Attribute] = []) { self.attributes = attributes }

  /// A name of nothing but a common name.
  public init(commonName: String) { attributes = [.init(oid: "2.5.4.3", value: commonName)] }

  /// From the text form of RFC 4514, for instance `CN=agent,O=Example` (the last attribute of the certificate comes first).
  /// - Throws: `CertificateError.malformed` if an attribute has no known name or no value.
  public init(_ text: String) throws(CertificateError) {
    attributes = []
    var part: [Character] = []
    var parts: [[Character]] = []
    var escaped = false
    for character in text {
      if escaped {
        part.append(character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else if character == "," || character == "+" {
        parts.append(part)
        part = []
      } else {
        part.append(character)
      }
    }
    if !text.isEmpty { parts.append(part) }
    for part in parts.reversed() {
      let part = Array(part.drop { $0 == " " })
      guard let equals = part.firstIndex(of: "=") else { throw .malformed("no '=' in \(String(part)) of the name \(text)") }
      let name = String(part[..<equals]).uppercased()
      guard let oid = Self.names.first(where: { $0.name == name })?.oid ?? (DER.oid(name) == nil ? nil : name) else {
        throw .malformed("unknown attribute \(name) in the name \(text)")
      }
      attributes.append(.init(oid: oid, value: String(part[(equals + 1)...])))
    }
  }

  private static let names: [(name: String, oid: String)] = [
    ("CN", "2.5.4.3"), ("SERIALNUMBER", "2.5.4.5"), ("C", "2.5.4.6"), ("L", "2.5.4.7"), ("ST", "2.5.4.8"), ("STREET", "2.5.4.9"),
    ("O", "2.5.4.10"), ("OU", "2.5.4.11"), ("DC", "0.9.2342.19200300.100.1.25"), ("UID", "0.9.2342.19200300.100.1.1"),
  ]

  /// The text form of RFC 4514.
  public var description: String {
    attributes.reversed().map { attribute in
      let name = Self.names.first { $0.oid == attribute.oid }?.name ?? attribute.oid
      var value = ""
      for (index, character) in attribute.value.enumerated() {
        if ",+\"\\<>;=".contains(character) || index == 0 && (character == "#" || character == " ") { value.append("\\") }
        value.append(character)
      }
      return "\(name)=\(value)"
    }.joined(separator: ",")
  }

  /// The common name, if there is one.
  public var commonName: String? { attributes.last { $0.oid == "2.5.4.3" }?.value }

  func encoded() throws(CertificateError) -> [UInt8] {
    var parts: [[UInt8]] = []
    for attribute in attributes {
      guard let oid = DER.oid(attribute.oid) else { throw .impossible("\(attribute.oid) is not an object identifier") }
      // Countries are PrintableString, domain components IA5String, all else UTF8String.
      let tag: UInt8 = attribute.oid == "2.5.4.6" ? 0x13 : attribute.oid == "0.9.2342.19200300.100.1.25" ? 0x16 : 0x0C
      parts.append(DER.set([DER.sequence([oid, DER.tagged(tag, Array(attribute.value.utf8))])]))
    }
    return DER.sequence(parts)
  }

  init(_ value: DERValue) throws(CertificateError) {
    attributes = []
    var names = value.reader
    while !names.isAtEnd {
      var set = try names.next(0x31, "a relative distinguished name").reader
      while !set.isAtEnd {
        var pair = try set.next(0x30, "an attribute").reader
        guard let oid = try pair.next(0x06, "an attribute's type").dotted else { throw .malformed("an attribute's type") }
        let found = try pair.next()
        attributes.append(.init(oid: oid, value: found.text ?? "#" + found.whole.map { String($0, radix: 16) }.joined()))
      }
    }
  }
}
