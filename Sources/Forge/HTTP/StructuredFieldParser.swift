/// Parses structured fields strictly by RFC 8941 section 4.2.
struct StructuredFieldParser {
  let bytes: [UInt8]
  var at = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  func fail(_ problem: String) -> MessageSignatureError { .structuredField("\(problem) at byte \(at)") }
  var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    at += 1
    return true
  }

  mutating func skipSpaces() { while take(0x20) {} }
  mutating func skipWhitespace() { while take(0x20) || take(0x09) {} }

  mutating func end() throws(MessageSignatureError) {
    skipSpaces()
    guard current == nil else { throw fail("something follows the value") }
  }

  mutating func dictionary(into found: inout StructuredDictionary) throws(MessageSignatureError) {
    skipSpaces()
    while current != nil {
      let name = try key()
      let value: StructuredMember =
        if take(UInt8(ascii: "=")) { try member() } else { .item(.boolean(true), try parameters()) }
      if let index = found.members.firstIndex(where: { $0.name == name }) {
        found.repeated.append(name)
        found.members[index].value = value
      } else {
        found.members.append(.init(name, value))
      }
      skipWhitespace()
      guard current != nil else { return }
      guard take(UInt8(ascii: ",")) else { throw fail("expected ','") }
      skipWhitespace()
      guard current != nil else { throw fail("a comma at the end") }
    }
  }

  mutating func member() throws(MessageSignatureError) -> StructuredMember {
    guard current == UInt8(ascii: "(") else {
      let item = try item()
      return .item(item, try parameters())
    }
    at += 1
    var items: [StructuredItemWithParameters] = []
    while true {
      skipSpaces()
      if take(UInt8(ascii: ")")) { return .list(items, try parameters()) }
      let item = try item()
      items.append(.init(item, try parameters()))
      guard current == 0x20 || current == UInt8(ascii: ")") else { throw fail("expected a space or ')'") }
    }
  }

  mutating func parameters() throws(MessageSignatureError) -> [StructuredParameter] {
    var found: [StructuredParameter] = []
    while take(UInt8(ascii: ";")) {
      skipSpaces()
      let name = try key()
      let value = take(UInt8(ascii: "=")) ? try item() : .boolean(true)
      if let index = found.firstIndex(where: { $0.name == name }) {
        found[index].value = value
      } else {
        found.append(.init(name, value))
      }
    }
    return found
  }

  mutating func key() throws(MessageSignatureError) -> String {
    guard let first = current, isLower(first) || first == UInt8(ascii: "*") else { throw fail("expected a key") }
    let start = at
    while let byte = current, isLower(byte) || isDigit(byte) || "_-.*".utf8.contains(byte) { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  mutating func item() throws(MessageSignatureError) -> StructuredItem {
    guard let first = current else { throw fail("the text ends where an item should stand") }
    switch first {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: ":"): return .bytes(try byteSequence())
    case UInt8(ascii: "?"):
      at += 1
      if take(UInt8(ascii: "1")) { return .boolean(true) }
      if take(UInt8(ascii: "0")) { return .boolean(false) }
      throw fail("expected ?0 or ?1")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      guard isAlpha(first) || first == UInt8(ascii: "*") else { throw fail("no item begins with this byte") }
      let start = at
      while let byte = current, isAlpha(byte) || isDigit(byte) || "!#$%&'*+-.^_`|~:/".utf8.contains(byte) { at += 1 }
      return .token(String(decoding: bytes[start..<at], as: UTF8.self))
    }
  }

  private mutating func string() throws(MessageSignatureError) -> String {
    at += 1
    var out: [UInt8] = []
    while let byte = current {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let next = current, next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else { throw fail("unknown escape") }
        out.append(next)
        at += 1
      case 0x20...0x7E: out.append(byte)
      default: throw fail("a character that no string may hold")
      }
    }
    throw fail("the string is not closed")
  }

  private mutating func byteSequence() throws(MessageSignatureError) -> [UInt8] {
    at += 1
    guard let close = bytes[at...].firstIndex(of: UInt8(ascii: ":")) else { throw fail("the byte sequence is not closed") }
    let text = String(decoding: bytes[at..<close], as: UTF8.self)
    // RFC 8941 section 4.2.7 lets parsers read absent padding and stray bits, not foreign characters.
    guard let found = Base64.decodeLeniently(text), !text.utf8.contains(where: { "-_ \t\r\n".utf8.contains($0) }) else {
      throw fail("the byte sequence is not base64")
    }
    at = close + 1
    return found.bytes
  }

  private mutating func number() throws(MessageSignatureError) -> StructuredItem {
    let start = at
    if current == UInt8(ascii: "-") { at += 1 }
    let digits = at
    while let byte = current, isDigit(byte) { at += 1 }
    let whole = at - digits
    guard (1...15).contains(whole) else { throw fail("a number of \(whole) digits") }
    guard current == UInt8(ascii: ".") else {
      guard let value = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else { throw fail("no number") }
      return .integer(value)
    }
    at += 1
    let point = at
    while let byte = current, isDigit(byte) { at += 1 }
    guard whole <= 12, (1...3).contains(at - point) else { throw fail("a decimal with too many or no digits") }
    return .decimal(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private func isAlpha(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
