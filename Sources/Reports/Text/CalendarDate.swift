/// A day of the Gregorian calendar, in UTC.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int
  public let month: Int
  public let day: Int

  /// The day on which a moment falls.
  public init(unixMilliseconds: Int) { self.init(daysSinceEpoch: floorDivision(unixMilliseconds, 86_400_000)) }

  /// A day written as `2027-01-31`; nil for anything else, and for days that no month has.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), day >= 1, day <= CalendarDate.days(in: month, of: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// By the usual arithmetic on eras of 400 years that begin in March.
  private init(daysSinceEpoch: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = floorDivision(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }
  public var description: String {
    "\(String(year).zeroPadded(to: 4))-\(String(month).zeroPadded(to: 2))-\(String(day).zeroPadded(to: 2))"
  }
}

/// Moments and spans as reports print them.
enum Time {
  /// `2026-11-25T02:42:16Z`.
  static func moment(_ unixMilliseconds: Int) -> String {
    let seconds = floorDivision(unixMilliseconds, 1000)
    let ofDay = seconds - floorDivision(seconds, 86_400) * 86_400
    let clock = [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { String($0).zeroPadded(to: 2) }.joined(separator: ":")
    return "\(CalendarDate(unixMilliseconds: unixMilliseconds))T\(clock)Z"
  }

  /// Seconds with three decimals, `0.042`, whatever the locale.
  static func seconds(_ milliseconds: Int) -> String {
    let value = max(0, milliseconds)
    return "\(value / 1000).\(String(value % 1000).zeroPadded(to: 3))"
  }

  /// `42 ms`, `3.1 s`, `2 min 5 s`.
  static func span(_ milliseconds: Int) -> String {
    let value = max(0, milliseconds)
    if value < 1000 { return "\(value) ms" }
    if value < 60_000 { return "\(value / 1000).\(value % 1000 / 100) s" }
    return "\(value / 60_000) min \(value / 1000 % 60) s"
  }
}

extension String {
  func zeroPadded(to width: Int) -> String { String(repeating: "0", count: Swift.max(0, width - count)) + self }
}

private func floorDivision(_ a: Int, _ b: Int) -> Int { a / b - (a % b < 0 ? 1 : 0) }
