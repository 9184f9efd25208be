/// Why a text is not acceptable JSON.
enum JSONParseError: Error, Hashable {
  case notUTF8, syntax, duplicateMember(String), tooDeep, tooLarge, loneSurrogate
}

extension JSONValue {
  /// Parses RFC 8259 text strictly: UTF-8 without byte order mark, no duplicate members at any depth, no lone surrogates, nothing
  /// after the value, at most 24 levels and `limit` bytes.
  /// - Parameter keepFirst: the defect of keeping the first of duplicate members instead of refusing them.
  init(parsing bytes: some Collection<UInt8>, limit: Int = 256 * 1024, keepFirst: Bool = false) throws(JSONParseError) {
    guard bytes.count <= limit else { throw .tooLarge }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var parser = JSONParser(bytes: Array(bytes), keepFirst: keepFirst)
    self = try parser.document()
  }

  init(parsing text: String) throws(JSONParseError) {
    try self.init(parsing: Array(text.utf8))
  }
}

private struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private static let maximumDepth = 24

  private let keepFirst: Bool

  init(bytes: [UInt8], keepFirst: Bool) {
    self.bytes = bytes
    self.keepFirst = keepFirst
  }

  mutating func document() throws(JSONParseError) -> JSONValue {
    let result = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw .syntax }
    return result
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func take(_ character: Character) throws(JSONParseError) {
    guard current == character.asciiValue else { throw .syntax }
    position += 1
  }

  private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
    guard depth <= Self.maximumDepth else { throw .tooDeep }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func literal(_ word: String, _ result: JSONValue) throws(JSONParseError) -> JSONValue {
    for byte in word.utf8 {
      guard current == byte else { throw .syntax }
      position += 1
    }
    return result
  }

  private mutating func object(depth: Int) throws(JSONParseError) -> JSONObject {
    try take("{")
    var result = JSONObject()
    var seen = Set<String>()
    skipSpace()
    if current == UInt8(ascii: "}") { position += 1; return result }
    while true {
      skipSpace()
      let name = try text()
      let isNew = seen.insert(name).inserted
      guard isNew || keepFirst else { throw .duplicateMember(name) }
      skipSpace()
      try take(":")
      let member = try value(depth: depth + 1)
      if isNew { result.append(new: name, member) }
      skipSpace()
      if current == UInt8(ascii: ",") { position += 1; continue }
      try take("}")
      return result
    }
  }

  private mutating func array(depth: Int) throws(JSONParseError) -> [JSONValue] {
    try take("[")
    var result: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") { position += 1; return result }
    while true {
      result.append(try value(depth: depth + 1))
      skipSpace()
      if current == UInt8(ascii: ",") { position += 1; continue }
      try take("]")
      return result
    }
  }

  private mutating func number() throws(JSONParseError) -> JSONNumber {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if current == UInt8(ascii: ".") { position += 1; try digits() }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() throws(JSONParseError) {
    let start = position
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw .syntax }
  }

  private mutating func text() throws(JSONParseError) -> String {
    try take("\"")
    var result: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case 0..<0x20: throw .syntax
      case UInt8(ascii: "\\"): try escape(into: &result)
      default: result.append(byte)
      }
    }
    throw .syntax
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONParseError) {
    guard let byte = current else { throw .syntax }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard current == UInt8(ascii: "\\") else { throw .loneSurrogate }
        position += 1
        guard current == UInt8(ascii: "u") else { throw .loneSurrogate }
        position += 1
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw .loneSurrogate }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw .loneSurrogate }
      result.append(contentsOf: Character(scalar).utf8)
    default: throw .syntax
    }
  }

  private mutating func hexadecimal() throws(JSONParseError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw .syntax }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
