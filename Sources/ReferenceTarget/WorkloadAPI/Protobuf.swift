/// Writes the wire format of Protocol Buffers (proto3), as much as the Workload API uses: what is empty is left out.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A length-delimited field, present even if empty: an element of a repeated field, or a message.
  mutating func element(_ number: Int, _ content: [UInt8]) {
    varint(UInt64(number) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func field(_ number: Int, _ content: [UInt8]) { if !content.isEmpty { element(number, content) } }
  mutating func field(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }

  /// An entry of a map with text keys.
  mutating func entry(_ number: Int, _ key: String, _ value: [UInt8]) {
    var entry = ProtobufWriter()
    entry.field(1, key)
    entry.field(2, value)
    element(number, entry.bytes)
  }

  static func message(_ write: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var writer = ProtobufWriter()
    write(&writer)
    return writer.bytes
  }
}

extension ProtobufWriter {
  /// `google.protobuf.Struct`.
  static func structure(_ object: JSONObject) -> [UInt8] {
    message { writer in for member in object.members { writer.entry(1, member.name, value(member.value)) } }
  }

  /// `google.protobuf.Value`; a member of a oneof is written even when it has its default.
  private static func value(_ json: JSONValue) -> [UInt8] {
    message { writer in
      switch json {
      case .null: writer.scalar(1, 0)
      case .bool(let flag): writer.scalar(4, flag ? 1 : 0)
      case .string(let text): writer.element(3, Array(text.utf8))
      case .object(let object): writer.element(5, structure(object))
      case .array(let elements):
        writer.element(6, message { list in for element in elements { list.element(1, value(element)) } })
      case .number(let number):
        writer.varint(2 << 3 | 1)
        var bits = (Double(number.text) ?? 0).bitPattern
        for _ in 0..<8 {
          writer.bytes.append(UInt8(bits & 0xFF))
          bits >>= 8
        }
      }
    }
  }

  private mutating func scalar(_ number: Int, _ value: UInt64) {
    varint(UInt64(number) << 3)
    varint(value)
  }
}

/// Reads the wire format: the length-delimited fields of a message, in order. Other kinds are skipped, as unknown fields are.
enum ProtobufReader {
  struct Malformed: Error {}

  static func fields(_ bytes: [UInt8]) throws(Malformed) -> [(number: Int, content: [UInt8])] {
    var rest = bytes[...]
    var fields: [(Int, [UInt8])] = []
    while !rest.isEmpty {
      let tag = try varint(&rest)
      guard tag >> 3 > 0, tag >> 3 <= 0x1FFF_FFFF else { throw Malformed() }
      switch tag & 7 {
      case 0: _ = try varint(&rest)
      case 1: try skip(8, &rest)
      case 5: try skip(4, &rest)
      case 2:
        let count = try varint(&rest)
        guard count <= UInt64(rest.count) else { throw Malformed() }
        fields.append((Int(tag >> 3), Array(rest.prefix(Int(count)))))
        rest = rest.dropFirst(Int(count))
      default: throw Malformed()
      }
    }
    return fields
  }

  /// The texts of a field.
  static func texts(_ number: Int, in fields: [(number: Int, content: [UInt8])]) throws(Malformed) -> [String] {
    var texts: [String] = []
    for field in fields where field.number == number {
      guard let text = String(validating: field.content, as: UTF8.self) else { throw Malformed() }
      texts.append(text)
    }
    return texts
  }

  private static func skip(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(Malformed) {
    guard rest.count >= count else { throw Malformed() }
    rest = rest.dropFirst(count)
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw Malformed() }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw Malformed()
  }
}
