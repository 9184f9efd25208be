import Foundation

/// RFC 7515 section 2: base64url without padding. Decoding is strict: no padding, no other alphabet, no white space, and no non-zero
/// bits in the unused end of the last character, so that every value has exactly one spelling.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values: [Int8] = {
    var table = [Int8](repeating: -1, count: 256)
    for (index, byte) in alphabet.enumerated() { table[Int(byte)] = Int8(index) }
    return table
  }()

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var out: [UInt8] = []
    var buffer = 0
    var bits = 0
    for byte in bytes {
      buffer = buffer << 8 | Int(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        out.append(alphabet[buffer >> bits & 63])
      }
      buffer &= (1 << bits) - 1
    }
    if bits > 0 { out.append(alphabet[buffer << (6 - bits) & 63]) }
    return String(decoding: out, as: UTF8.self)
  }

  static func encode(_ text: String) -> String { encode(text.utf8) }

  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count * 3 / 4)
    var buffer = 0
    var bits = 0
    for byte in text.utf8 {
      let value = values[Int(byte)]
      guard value >= 0 else { return nil }
      buffer = buffer << 6 | Int(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        out.append(UInt8(buffer >> bits & 255))
        buffer &= (1 << bits) - 1
      }
    }
    guard bits < 6, buffer == 0 else { return nil }
    return out
  }
}

/// Random bytes and digests in the spellings that the protocols use.
enum Random {
  static func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
  /// An unguessable identifier of `bits` bits.
  static func identifier(bits: Int = 192) -> String { Base64URL.encode(bytes(bits / 8)) }
}
