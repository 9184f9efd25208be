/// Decompression of the ZLIB format (RFC 1950) with DEFLATE (RFC 1951), for status lists. Written out here because it is small, has to
/// say what is wrong with what it reads, and must not be made to fill the memory.
public enum Inflate {
  /// What the compressed octets stand for.
  /// - Parameter limit: octets of the result; more is refused.
  /// - Throws: `EncodingError` that says what is wrong: header, checksum, structure, or size.
  public static func zlib(_ bytes: [UInt8], limit: Int = 16 << 20) throws(EncodingError) -> [UInt8] {
    guard bytes.count >= 6 else { throw EncodingError(problem: "too short for ZLIB") }
    guard bytes[0] & 0x0F == 8, (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0 else { throw EncodingError(problem: "no ZLIB header") }
    guard bytes[1] & 0x20 == 0 else { throw EncodingError(problem: "a preset dictionary is needed") }
    var reader = BitReader(bytes: bytes, position: 2)
    var out: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = try reader.bits(1) == 1
      switch try reader.bits(2) {
      case 0: try stored(&reader, &out, limit)
      case 1: try coded(&reader, &out, limit, Self.fixed.literals, Self.fixed.distances)
      case 2:
        let (literals, distances) = try dynamicCodes(&reader)
        try coded(&reader, &out, limit, literals, distances)
      default: throw EncodingError(problem: "an unknown kind of block")
      }
    }
    reader.align()
    var checksum = 0
    for _ in 0..<4 { checksum = checksum << 8 | Int(try reader.byte()) }
    guard checksum == adler(out) else { throw EncodingError(problem: "the checksum is wrong") }
    return out
  }

  private struct BitReader {
    let bytes: [UInt8]
    var position: Int
    private var held = 0
    private var count = 0

    init(bytes: [UInt8], position: Int) {
      self.bytes = bytes
      self.position = position
    }

    mutating func bits(_ wanted: Int) throws(EncodingError) -> Int {
      while count < wanted {
        held |= Int(try next()) << count
        count += 8
      }
      defer {
        held >>= wanted
        count -= wanted
      }
      return held & (1 << wanted - 1)
    }

    mutating func align() { (held, count) = (0, 0) }
    mutating func byte() throws(EncodingError) -> UInt8 { try next() }

    private mutating func next() throws(EncodingError) -> UInt8 {
      guard position < bytes.count else { throw EncodingError(problem: "the compressed data ends too early") }
      defer { position += 1 }
      return bytes[position]
    }
  }

  /// A canonical Huffman code: how many codes each length has, and the symbols in order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      for length in 1..<16 { for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) } }
    }

    func symbol(_ reader: inout BitReader) throws(EncodingError) -> Int {
      var code = 0, first = 0, index = 0
      for length in 1..<16 {
        code |= try reader.bits(1)
        let count = counts[length]
        if code - first < count { return symbols[index + code - first] }
        index += count
        first = (first + count) << 1
        code <<= 1
      }
      throw EncodingError(problem: "a code that stands for nothing")
    }
  }

  private static let fixed: (literals: Code, distances: Code) = (
    Code(lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }), Code(lengths: [Int](repeating: 5, count: 30))
  )
  private static let lengthBase = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
  private static let distanceBase = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385,
    24_577,
  ]
  private static let distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]
  /// The order in which the lengths of the code for lengths are written (RFC 1951 section 3.2.7).
  private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private static func stored(_ reader: inout BitReader, _ out: inout [UInt8], _ limit: Int) throws(EncodingError) {
    reader.align()
    let length = Int(try reader.byte()) | Int(try reader.byte()) << 8
    let complement = Int(try reader.byte()) | Int(try reader.byte()) << 8
    guard length == complement ^ 0xFFFF else { throw EncodingError(problem: "the length of a stored block is wrong") }
    guard out.count + length <= limit else { throw EncodingError(problem: "more than \(limit) octets") }
    for _ in 0..<length { out.append(try reader.byte()) }
  }

  private static func dynamicCodes(_ reader: inout BitReader) throws(EncodingError) -> (Code, Code) {
    let literals = try reader.bits(5) + 257
    let distances = try reader.bits(5) + 1
    let count = try reader.bits(4) + 4
    guard literals <= 286, distances <= 30 else { throw EncodingError(problem: "too many codes") }
    var lengths = [Int](repeating: 0, count: 19)
    for place in lengthOrder.prefix(count) { lengths[place] = try reader.bits(3) }
    let code = Code(lengths: lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      let symbol = try code.symbol(&reader)
      switch symbol {
      case 0..<16: all.append(symbol)
      case 16:
        guard let last = all.last else { throw EncodingError(problem: "nothing to repeat") }
        all += [Int](repeating: last, count: try reader.bits(2) + 3)
      case 17: all += [Int](repeating: 0, count: try reader.bits(3) + 3)
      default: all += [Int](repeating: 0, count: try reader.bits(7) + 11)
      }
    }
    guard all.count == literals + distances else { throw EncodingError(problem: "too many lengths") }
    return (Code(lengths: Array(all[..<literals])), Code(lengths: Array(all[literals...])))
  }

  private static func coded(
    _ reader: inout BitReader, _ out: inout [UInt8], _ limit: Int, _ literals: Code, _ distances: Code
  ) throws(EncodingError) {
    while true {
      let symbol = try literals.symbol(&reader)
      if symbol == 256 { return }
      guard out.count < limit else { throw EncodingError(problem: "more than \(limit) octets") }
      if symbol < 256 {
        out.append(UInt8(symbol))
        continue
      }
      guard symbol - 257 < lengthBase.count else { throw EncodingError(problem: "an unknown length") }
      let length = lengthBase[symbol - 257] + (try reader.bits(lengthExtra[symbol - 257]))
      let place = try distances.symbol(&reader)
      guard place < distanceBase.count else { throw EncodingError(problem: "an unknown distance") }
      let distance = distanceBase[place] + (try reader.bits(distanceExtra[place]))
      guard distance <= out.count else { throw EncodingError(problem: "a distance before the beginning") }
      guard out.count + length <= limit else { throw EncodingError(problem: "more than \(limit) octets") }
      for _ in 0..<length { out.append(out[out.count - distance]) }
    }
  }

  private static func adler(_ bytes: [UInt8]) -> Int {
    var a = 1, b = 0
    for byte in bytes {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}
