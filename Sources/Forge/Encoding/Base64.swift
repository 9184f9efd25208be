/// Why a text is not base64 or base64url.
public struct EncodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, in words.
  public var problem: String
  public var description: String { problem }
}

/// What a tolerant decoding found.
public struct LenientlyDecoded: Sendable, Hashable {
  /// The bytes that most tolerant decoders would read.
  public var bytes: [UInt8]
  /// What a strict decoder refuses; empty if the text was canonical.
  public var problems: [String]
}

/// base64url without padding, as JOSE uses it (RFC 7515 section 2, RFC 4648 section 5).
public enum Base64URL {
  /// Encodes without padding.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String { Alphabet.url.encode(bytes, padded: false) }

  /// Decodes strictly: no padding, no white space, no foreign characters, and unused bits of the last character are zero.
  public static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
    let found = Alphabet.url.decode(text, padded: false)
    guard let found else { throw EncodingError(problem: "not base64url") }
    if let problem = found.problems.first { throw EncodingError(problem: problem) }
    return found.bytes
  }

  /// Decodes as tolerant implementations do (padding, the standard alphabet, white space, stray bits in the last character), and
  /// says what was tolerated. Nil if no decoder could read it.
  public static func decodeLeniently(_ text: String) -> LenientlyDecoded? { Alphabet.url.decode(text, padded: false) }
}

/// Standard base64 with padding (RFC 4648 section 4).
public enum Base64 {
  /// Encodes with padding.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String { Alphabet.standard.encode(bytes, padded: true) }

  /// Decodes strictly: padding required, no white space, no foreign characters, and unused bits of the last character are zero.
  public static func decode(_ text: String) throws(EncodingError) -> [UInt8] {
    let found = Alphabet.standard.decode(text, padded: true)
    guard let found else { throw EncodingError(problem: "not base64") }
    if let problem = found.problems.first { throw EncodingError(problem: problem) }
    return found.bytes
  }

  /// Decodes tolerantly and says what was tolerated. Nil if no decoder could read it.
  public static func decodeLeniently(_ text: String) -> LenientlyDecoded? { Alphabet.standard.decode(text, padded: true) }
}

private struct Alphabet: Sendable {
  static let url = Alphabet("-", "_", name: "base64url")
  static let standard = Alphabet("+", "/", name: "base64")

  let name: String
  let characters: [UInt8]
  /// The value of each character in either alphabet, 0xFF for others.
  let values: [UInt8]

  init(_ sixtyTwo: Unicode.Scalar, _ sixtyThree: Unicode.Scalar, name: String) {
    self.name = name
    characters =
      Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + [UInt8(ascii: sixtyTwo), UInt8(ascii: sixtyThree)]
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
    for (character, value) in [(UInt8(ascii: "-"), UInt8(62)), (UInt8(ascii: "+"), 62), (UInt8(ascii: "_"), 63), (UInt8(ascii: "/"), 63)] {
      values[Int(character)] = value
    }
    self.values = values
  }

  func encode(_ bytes: some Sequence<UInt8>, padded: Bool) -> String {
    var out: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        out.append(characters[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { out.append(characters[Int(bits << UInt32(6 - count) & 63)]) }
    while padded, out.count % 4 != 0 { out.append(UInt8(ascii: "=")) }
    return String(decoding: out, as: UTF8.self)
  }

  func decode(_ text: String, padded: Bool) -> LenientlyDecoded? {
    var problems: [String] = []
    func note(_ problem: String) { if !problems.contains(problem) { problems.append(problem) } }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var length = 0
    var padding = 0
    for byte in text.utf8 {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: note("white space inside \(name)")
      case UInt8(ascii: "="): padding += 1
      default:
        let value = values[Int(byte)]
        guard value != 0xFF, padding == 0 else { return nil }
        if characters[Int(value)] != byte { note("a character of the other base64 alphabet in \(name)") }
        bits = bits << 6 | UInt32(value)
        count += 6
        length += 1
        if count >= 8 {
          count -= 8
          bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        bits &= 0xFFFF
      }
    }
    guard length % 4 != 1, padding <= 2 else { return nil }
    if bits & ((1 << UInt32(count)) - 1) != 0 { note("unused bits of the last \(name) character are not zero") }
    if padded {
      if (length + padding) % 4 != 0 || padding > 2 { note("wrong padding in base64") }
    } else if padding > 0 {
      note("padding in base64url")
    }
    return LenientlyDecoded(bytes: bytes, problems: problems)
  }
}
