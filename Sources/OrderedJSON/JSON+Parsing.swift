extension JSON {
  /// Why a text is not JSON.
  public struct ParseError: Error, Sendable, CustomStringConvertible {
    /// Byte offset of the fault.
    public var offset: Int
    public var problem: String
    public var description: String { "not JSON at byte \(offset): \(problem)" }
  }

  /// Parses a JSON text strictly by RFC 8259: one value, UTF-8, no byte order mark, no trailing commas. Duplicate members are
  /// kept, and can be asked for with `duplicateMembers`.
  /// - Parameter depth: how deeply arrays and objects may nest.
  public static func parse(_ bytes: some Collection<UInt8>, depth: Int = 128) throws(ParseError) -> JSON {
    var parser = JSONParser(bytes: Array(bytes), depth: depth)
    return try parser.document()
  }

  public static func parse(_ text: String, depth: Int = 128) throws(ParseError) -> JSON {
    try parse(Array(text.utf8), depth: depth)
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  let depth: Int
  var at = 0

  init(bytes: [UInt8], depth: Int) {
    self.bytes = bytes
    self.depth = depth
  }

  func fail(_ problem: String) -> JSON.ParseError { .init(offset: at, problem: problem) }

  mutating func document() throws(JSON.ParseError) -> JSON {
    skipSpace()
    let value = try value(depth)
    skipSpace()
    guard at == bytes.count else { throw fail("something follows the value") }
    return value
  }

  mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  mutating func value(_ depth: Int) throws(JSON.ParseError) -> JSON {
    guard at < bytes.count else { throw fail("the text ends where a value should stand") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fail("no value begins with this byte")
    }
  }

  mutating func word(_ word: StaticString, _ value: JSON) throws(JSON.ParseError) -> JSON {
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[at...].starts(with: expected) else { throw fail("expected \(word)") }
    at += expected.count
    return value
  }

  mutating func object(_ depth: Int) throws(JSON.ParseError) -> JSON {
    guard depth > 0 else { throw fail("nested too deeply") }
    at += 1
    var members: [JSON.Member] = []
    skipSpace()
    if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
      at += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fail("expected a member name in quotes") }
      let name = try string()
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw fail("expected ':'") }
      at += 1
      skipSpace()
      members.append(.init(name, try value(depth - 1)))
      skipSpace()
      guard at < bytes.count else { throw fail("the object is not closed") }
      if bytes[at] == UInt8(ascii: "}") {
        at += 1
        return .object(members)
      }
      guard bytes[at] == UInt8(ascii: ",") else { throw fail("expected ',' or '}'") }
      at += 1
    }
  }

  mutating func array(_ depth: Int) throws(JSON.ParseError) -> JSON {
    guard depth > 0 else { throw fail("nested too deeply") }
    at += 1
    var elements: [JSON] = []
    skipSpace()
    if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
      at += 1
      return .array([])
    }
    while true {
      skipSpace()
      elements.append(try value(depth - 1))
      skipSpace()
      guard at < bytes.count else { throw fail("the array is not closed") }
      if bytes[at] == UInt8(ascii: "]") {
        at += 1
        return .array(elements)
      }
      guard bytes[at] == UInt8(ascii: ",") else { throw fail("expected ',' or ']'") }
      at += 1
    }
  }

  mutating func number() throws(JSON.ParseError) -> JSON {
    let start = at
    func isDigit(_ index: Int) -> Bool { index < bytes.count && bytes[index] >= 0x30 && bytes[index] <= 0x39 }
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    guard isDigit(at) else { throw fail("expected a digit") }
    if bytes[at] == UInt8(ascii: "0") {
      at += 1
      if isDigit(at) { throw fail("a number does not begin with 0") }
    } else {
      while isDigit(at) { at += 1 }
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard isDigit(at) else { throw fail("expected a digit after the point") }
      while isDigit(at) { at += 1 }
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: "e") || bytes[at] == UInt8(ascii: "E") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      guard isDigit(at) else { throw fail("expected a digit in the exponent") }
      while isDigit(at) { at += 1 }
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  mutating func string() throws(JSON.ParseError) -> String {
    at += 1
    var out: [UInt8] = []
    while true {
      guard at < bytes.count else { throw fail("the string is not closed") }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        guard let text = String(validating: out, as: UTF8.self) else { throw fail("the string is not UTF-8") }
        return text
      case UInt8(ascii: "\\"):
        at += 1
        try escape(into: &out)
      case 0x00..<0x20: throw fail("a control character stands unescaped in a string")
      default:
        out.append(byte)
        at += 1
      }
    }
  }

  mutating func escape(into out: inout [UInt8]) throws(JSON.ParseError) {
    guard at < bytes.count else { throw fail("the string is not closed") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try hex4()
      if (0xD800..<0xDC00).contains(unit) {
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
          throw fail("a high surrogate stands alone")
        }
        at += 2
        let low = try hex4()
        guard (0xDC00..<0xE000).contains(low) else { throw fail("a high surrogate stands alone") }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      } else if (0xDC00..<0xE000).contains(unit) {
        throw fail("a low surrogate stands alone")
      }
      out.append(contentsOf: Array(String(Character(Unicode.Scalar(unit)!)).utf8))
    default: throw fail("unknown escape")
    }
  }

  mutating func hex4() throws(JSON.ParseError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw fail("expected four hexadecimal digits") }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue else { throw fail("expected four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }
}
