/// The values of structured fields (RFC 8941) as far as signatures and digests use them.
enum BareItem: Sendable, Hashable {
  case integer(Int)
  case decimal(String)
  case string(String)
  case token(String)
  case bytes([UInt8])
  case boolean(Bool)

  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var string: String? { if case .string(let value) = self { value } else { nil } }
  var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
  var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// Strict serialization (section 4.1.3).
  var text: String {
    switch self {
    case .integer(let value): String(value)
    case .decimal(let value): value
    case .string(let value): "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .token(let value): value
    case .bytes(let value): ":" + Base64.encode(value) + ":"
    case .boolean(let value): value ? "?1" : "?0"
    }
  }
}

/// Parameters in their order; a later one of the same name has replaced the earlier.
struct FieldParameters: Sendable, Hashable {
  private(set) var all: [Parameter] = []

  struct Parameter: Sendable, Hashable {
    var name: String
    var value: BareItem
  }

  subscript(name: String) -> BareItem? { all.first { $0.name == name }?.value }

  mutating func set(_ name: String, _ value: BareItem) {
    if let index = all.firstIndex(where: { $0.name == name }) {
      all[index].value = value
    } else {
      all.append(.init(name: name, value: value))
    }
  }

  /// Section 4.1.1.2: a true Boolean is its name alone.
  var text: String { all.map { ";" + $0.name + ($0.value == .boolean(true) ? "" : "=" + $0.value.text) }.joined() }
}

struct FieldItem: Sendable, Hashable {
  var value: BareItem
  var parameters = FieldParameters()
  var text: String { value.text + parameters.text }
}

/// A member of a dictionary.
enum FieldMember: Sendable, Hashable {
  case item(FieldItem)
  case list([FieldItem], FieldParameters)

  var text: String {
    switch self {
    case .item(let item): item.text
    case .list(let items, let parameters): "(" + items.map(\.text).joined(separator: " ") + ")" + parameters.text
    }
  }
}

/// A dictionary (section 3.2) in its order.
struct FieldDictionary: Sendable {
  private(set) var members: [(name: String, value: FieldMember)] = []

  subscript(name: String) -> FieldMember? { members.first { $0.name == name }?.value }
  var names: [String] { members.map(\.name) }

  /// All lines of one field, joined as section 4.2 says; nil if it is not well-formed. An empty field is an empty dictionary.
  init?(lines: [String]) {
    var parser = FieldParser(lines.joined(separator: ", "))
    parser.skip(" ")
    while !parser.isAtEnd {
      guard let key = parser.key() else { return nil }
      let value: FieldMember
      if parser.take("=") {
        guard let member = parser.member() else { return nil }
        value = member
      } else {
        guard let parameters = parser.parameters() else { return nil }
        value = .item(FieldItem(value: .boolean(true), parameters: parameters))
      }
      if let index = members.firstIndex(where: { $0.name == key }) { members[index].value = value } else { members.append((key, value)) }
      parser.skip(" ", "\t")
      if parser.isAtEnd { return }
      guard parser.take(",") else { return nil }
      parser.skip(" ", "\t")
      if parser.isAtEnd { return nil }
    }
  }
}

/// The parsing algorithms of section 4.2, strictly.
private struct FieldParser {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) {
    var bytes = Array(text.utf8)
    while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    self.bytes = bytes
  }

  var isAtEnd: Bool { index >= bytes.count }
  private var next: UInt8? { isAtEnd ? nil : bytes[index] }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func skip(_ characters: Unicode.Scalar...) {
    while let byte = next, characters.contains(where: { UInt8(ascii: $0) == byte }) { index += 1 }
  }

  private mutating func takeWhile(_ test: (UInt8) -> Bool) -> String {
    let start = index
    while let byte = next, test(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }

  mutating func key() -> String? {
    guard let first = next, Self.isLower(first) || first == UInt8(ascii: "*") else { return nil }
    return takeWhile { Self.isLower($0) || Self.isDigit($0) || "_-.*".utf8.contains($0) }
  }

  mutating func member() -> FieldMember? {
    guard next == UInt8(ascii: "(") else { return item().map(FieldMember.item) }
    index += 1
    var items: [FieldItem] = []
    while true {
      skip(" ")
      if take(")") { return parameters().map { .list(items, $0) } }
      guard let one = item() else { return nil }
      items.append(one)
      guard next == UInt8(ascii: " ") || next == UInt8(ascii: ")") else { return nil }
    }
  }

  private mutating func item() -> FieldItem? {
    guard let value = bareItem(), let parameters = parameters() else { return nil }
    return FieldItem(value: value, parameters: parameters)
  }

  mutating func parameters() -> FieldParameters? {
    var parameters = FieldParameters()
    while take(";") {
      skip(" ")
      guard let name = key() else { return nil }
      var value = BareItem.boolean(true)
      if take("=") {
        guard let given = bareItem() else { return nil }
        value = given
      }
      parameters.set(name, value)
    }
    return parameters
  }

  private mutating func bareItem() -> BareItem? {
    guard let first = next else { return nil }
    switch first {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: ":"): return byteSequence()
    case UInt8(ascii: "?"):
      index += 1
      if take("1") { return .boolean(true) }
      return take("0") ? .boolean(false) : nil
    case UInt8(ascii: "-"), 0x30...0x39: return number()
    case let byte where Self.isLetter(byte) || byte == UInt8(ascii: "*"):
      return .token(takeWhile { Self.isLetter($0) || Self.isDigit($0) || "!#$%&'*+-.^_`|~:/".utf8.contains($0) })
    default: return nil
    }
  }

  private mutating func number() -> BareItem? {
    let sign = take("-") ? "-" : ""
    let whole = takeWhile(Self.isDigit)
    guard !whole.isEmpty else { return nil }
    guard take(".") else { return whole.count <= 15 ? Int(sign + whole).map(BareItem.integer) : nil }
    let fraction = takeWhile(Self.isDigit)
    guard whole.count <= 12, (1...3).contains(fraction.count) else { return nil }
    return .decimal("\(sign)\(whole).\(fraction)")
  }

  private mutating func string() -> BareItem? {
    index += 1
    var out: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return .string(String(decoding: out, as: UTF8.self))
      case UInt8(ascii: "\\"):
        guard let escaped = next, escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else { return nil }
        out.append(escaped)
        index += 1
      case 0x20...0x7E: out.append(byte)
      default: return nil
      }
    }
    return nil
  }

  private mutating func byteSequence() -> BareItem? {
    index += 1
    let text = takeWhile { $0 != UInt8(ascii: ":") }
    guard take(":"), let bytes = Base64.decode(text) else { return nil }
    return .bytes(bytes)
  }
}

/// RFC 4648 section 4 with padding, as byte sequences have it.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String {
    let text = Base64URL.encode(bytes).replacing("-", with: "+").replacing("_", with: "/")
    return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
  }

  /// Padded or not (RFC 8941 section 4.2.7 asks parsers not to insist); nil for anything else.
  static func decode(_ text: String) -> [UInt8]? {
    guard !text.contains("-"), !text.contains("_") else { return nil }
    let url = text.replacing("+", with: "-").replacing("/", with: "_")
    let padding = url.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding == 0 || (padding < 3 && text.utf8.count % 4 == 0) else { return nil }
    return Base64URL.decode(url.dropLast(padding))
  }
}
