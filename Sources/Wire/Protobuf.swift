/// The wire format of Protocol Buffers, as much as a client of the SPIFFE Workload API needs. Seven messages with a handful of text
/// and byte fields do not carry a code generator.
public enum Protobuf {
  /// A field as it stands on the wire.
  public struct Field: Sendable, Hashable {
    public var number: Int
    public var value: Value
  }

  /// What a field holds.
  public enum Value: Sendable, Hashable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    /// Text, bytes, messages, entries of maps.
    case bytes([UInt8])
  }

  /// The octets are no message.
  public struct Malformed: Error, Sendable, Hashable {}

  /// The fields of a message in their order, repeated and unknown ones included.
  public static func fields(_ message: [UInt8]) throws(Malformed) -> [Field] {
    var reader = Reader(rest: message[...])
    var fields: [Field] = []
    while !reader.rest.isEmpty {
      let tag = try reader.varint()
      let number = tag >> 3
      guard number > 0, number < 1 << 29 else { throw Malformed() }
      let value: Value =
        switch tag & 7 {
        case 0: .varint(try reader.varint())
        case 1: .fixed64(try reader.fixed(8))
        case 2: .bytes(try reader.bytes(try reader.varint()))
        case 5: .fixed32(UInt32(try reader.fixed(4)))
        default: throw Malformed()
        }
      fields.append(Field(number: Int(number), value: value))
    }
    return fields
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func varint() throws(Malformed) -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while shift < 64 {
        guard let octet = rest.popFirst() else { throw Malformed() }
        value |= UInt64(octet & 0x7F) << shift
        if octet < 0x80 { return value }
        shift += 7
      }
      throw Malformed()
    }

    mutating func fixed(_ count: Int) throws(Malformed) -> UInt64 {
      try bytes(UInt64(count)).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func bytes(_ count: UInt64) throws(Malformed) -> [UInt8] {
      guard count <= UInt64(rest.count) else { throw Malformed() }
      defer { rest = rest.dropFirst(Int(count)) }
      return Array(rest.prefix(Int(count)))
    }
  }

  /// A message of length-delimited fields. An empty one is written too: whether a default is left out is the caller's business.
  public static func message(_ fields: [(number: Int, content: [UInt8])]) -> [UInt8] {
    fields.flatMap { varint(UInt64($0.number) << 3 | 2) + varint(UInt64($0.content.count)) + $0.content }
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }
}

extension [Protobuf.Field] {
  /// All contents of a repeated length-delimited field.
  public func all(_ number: Int) -> [[UInt8]] {
    compactMap { if $0.number == number, case .bytes(let bytes) = $0.value { bytes } else { nil } }
  }

  /// The content of a singular field; the last counts. Empty if it is absent.
  public func bytes(_ number: Int) -> [UInt8] { all(number).last ?? [] }

  /// The same as text.
  /// - Throws: `Protobuf.Malformed` for what is no UTF-8.
  public func text(_ number: Int) throws(Protobuf.Malformed) -> String {
    guard let text = String(validating: bytes(number), as: UTF8.self) else { throw Protobuf.Malformed() }
    return text
  }

  /// A map with text keys.
  public func map(_ number: Int) throws(Protobuf.Malformed) -> [(key: String, value: [UInt8])] {
    var entries: [(String, [UInt8])] = []
    for entry in all(number) {
      let fields = try Protobuf.fields(entry)
      entries.append((try fields.text(1), fields.bytes(2)))
    }
    return entries
  }
}
