/// Writes the few forms of DER (X.690) that certificates are made of. It writes what it is told, well-formed or not.
enum DER {
  static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    if content.count < 0x80 {
      length = [UInt8(content.count)]
    } else {
      var rest = content.count
      while rest > 0 {
        length.insert(UInt8(rest & 0xFF), at: 0)
        rest >>= 8
      }
      length.insert(0x80 | UInt8(length.count), at: 0)
    }
    return [tag] + length + content
  }

  static func sequence(_ parts: [[UInt8]]) -> [UInt8] { tagged(0x30, parts.flatMap(\.self)) }
  static func set(_ parts: [[UInt8]]) -> [UInt8] { tagged(0x31, parts.flatMap(\.self)) }
  static func boolean(_ value: Bool) -> [UInt8] { tagged(0x01, [value ? 0xFF : 0]) }
  static func octets(_ bytes: [UInt8]) -> [UInt8] { tagged(0x04, bytes) }
  static func bits(_ bytes: [UInt8], unused: UInt8 = 0) -> [UInt8] { tagged(0x03, [unused] + bytes) }
  static let null: [UInt8] = [0x05, 0x00]

  /// A non-negative integer from its big-endian bytes.
  static func integer(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = Array(bytes.drop { $0 == 0 })
    if bytes.first.map({ $0 >= 0x80 }) ?? true { bytes.insert(0, at: 0) }
    return tagged(0x02, bytes)
  }

  static func integer(_ value: Int) -> [UInt8] {
    integer(withUnsafeBytes(of: UInt64(max(0, value)).bigEndian) { Array($0) })
  }

  /// An object identifier from its dotted form; nil if that is not one.
  static func oid(_ dotted: String) -> [UInt8]? {
    let arcs = dotted.split(separator: ".", omittingEmptySubsequences: false).map { UInt64($0) }
    guard arcs.count >= 2, let first = arcs[0], let second = arcs[1], first <= 2, second < (first == 2 ? 1 << 32 : 40) else { return nil }
    var out: [UInt8] = []
    for arc in [first * 40 + second] + arcs.dropFirst(2) {
      guard var arc else { return nil }
      var bytes = [UInt8(arc & 0x7F)]
      arc >>= 7
      while arc > 0 {
        bytes.insert(UInt8(arc & 0x7F) | 0x80, at: 0)
        arc >>= 7
      }
      out += bytes
    }
    return tagged(0x06, out)
  }

  /// UTCTime up to 2049, GeneralizedTime outside (RFC 5280 section 4.1.2.5).
  static func time(_ seconds: Int) -> [UInt8] {
    // Outside of years 0 to 9999 there is nothing to write; the bounds keep the arithmetic from overflowing.
    let civil = CivilTime(unix: min(max(seconds, -1 << 40), 1 << 40))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let tail = [civil.month, civil.day, civil.hour, civil.minute, civil.second].map(two).joined() + "Z"
    if (1950..<2050).contains(civil.year) { return tagged(0x17, Array((two(civil.year % 100) + tail).utf8)) }
    let year = String(String(10_000 + min(max(civil.year, 0), 9999)).dropFirst())
    return tagged(0x18, Array((year + tail).utf8))
  }
}

/// A moment in the proleptic Gregorian calendar, UTC.
struct CivilTime: Sendable {
  var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int

  /// From Unix seconds. Days are counted from 1 March of year 0, so that the leap day ends a year.
  init(unix: Int) {
    let days = unix.floorDivided(by: 86_400)
    let rest = unix - days * 86_400
    let z = days + 719_468
    let era = z.floorDivided(by: 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
  }

  /// Unix seconds of a calendar time whose parts are in range.
  static func unix(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.floorDivided(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
  }
}

extension Int {
  fileprivate func floorDivided(by divisor: Int) -> Int { self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor) }
}

/// One value of a DER text.
struct DERValue: Sendable {
  var tag: UInt8
  var content: ArraySlice<UInt8>
  /// Tag, length and content.
  var whole: ArraySlice<UInt8>

  var reader: DERReader { DERReader(rest: content) }

  /// The dotted form of an object identifier.
  var dotted: String? {
    guard tag == 0x06, !content.isEmpty else { return nil }
    var arcs: [UInt64] = []
    var arc: UInt64 = 0
    for (index, byte) in content.enumerated() {
      guard arc < 1 << 56 else { return nil }
      arc = arc << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 == 0 {
        arcs.append(arc)
        arc = 0
      } else if index == content.count - 1 {
        return nil
      }
    }
    guard let first = arcs.first else { return nil }
    let leading: [UInt64] = first < 40 ? [0, first] : first < 80 ? [1, first - 40] : [2, first - 80]
    return (leading + arcs.dropFirst()).map(String.init).joined(separator: ".")
  }

  /// Text of the usual string types.
  var text: String? {
    switch tag {
    case 0x1E:
      guard content.count % 2 == 0 else { return nil }
      let bytes = Array(content)
      let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
      return String(decoding: units, as: UTF16.self)
    case 0x0C, 0x12, 0x13, 0x14, 0x16, 0x1A: return String(decoding: content, as: UTF8.self)
    default: return nil
    }
  }

  /// Unix seconds of UTCTime or GeneralizedTime in the only form that RFC 5280 allows.
  var time: Int? {
    let digits = content.dropLast().map { Int($0) - 0x30 }
    guard content.last == UInt8(ascii: "Z"), digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    let year: Int
    let at: Int
    switch (tag, digits.count) {
    case (0x17, 12):
      year = number(0..<2) < 50 ? 2000 + number(0..<2) : 1900 + number(0..<2)
      at = 2
    case (0x18, 14):
      year = number(0..<4)
      at = 4
    default: return nil
    }
    let parts = (0..<5).map { number(at + 2 * $0..<at + 2 * $0 + 2) }
    guard (1...12).contains(parts[0]), (1...31).contains(parts[1]), parts[2] < 24, parts[3] < 60, parts[4] < 61 else { return nil }
    return CivilTime.unix(year: year, month: parts[0], day: parts[1], hour: parts[2], minute: parts[3], second: parts[4])
  }
}

/// Reads DER values one after the other; never beyond the end.
struct DERReader: Sendable {
  var rest: ArraySlice<UInt8>

  init(rest: ArraySlice<UInt8>) { self.rest = rest }
  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }
  var nextTag: UInt8? { rest.first }

  /// The next value, whatever its tag.
  mutating func next() throws(CertificateError) -> DERValue {
    let start = rest
    guard let tag = rest.popFirst(), tag & 0x1F != 0x1F, let first = rest.popFirst() else { throw .malformed("DER ends too early") }
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...4).contains(count), rest.count >= count else { throw .malformed("a DER length of \(count) bytes") }
      length = 0
      for _ in 0..<count { length = length << 8 | Int(rest.removeFirst()) }
      guard length >= 0x80, count == 1 || length >> (8 * (count - 1)) > 0 else { throw .malformed("a DER length that is not minimal") }
    }
    guard rest.count >= length else { throw .malformed("DER ends too early") }
    let content = rest.prefix(length)
    rest = rest.dropFirst(length)
    return DERValue(tag: tag, content: content, whole: start.prefix(start.count - rest.count))
  }

  /// The next value, which must have this tag.
  mutating func next(_ tag: UInt8, _ what: String) throws(CertificateError) -> DERValue {
    let value = try next()
    guard value.tag == tag else { throw .malformed("\(what): tag \(value.tag), expected \(tag)") }
    return value
  }

  /// The next value if it has this tag.
  mutating func optional(_ tag: UInt8) throws(CertificateError) -> DERValue? {
    guard nextTag == tag else { return nil }
    return try next()
  }
}
