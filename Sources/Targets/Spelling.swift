/// How durations and rates are written.
public enum Spelling {
  /// `500ms`, `60s`, `10m`, `24h` in milliseconds; nil if it is none of them.
  public static func milliseconds(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count <= 9, let number = Int(digits) else { return nil }
    switch text.dropFirst(digits.count) {
    case "ms": return number
    case "s": return number * 1000
    case "m": return number * 60_000
    case "h": return number * 3_600_000
    default: return nil
    }
  }

  /// `20/s`; nil if it is not a positive rate.
  static func perSecond(_ text: String) -> Int? {
    guard text.hasSuffix("/s"), let number = Int(text.dropLast(2)), number > 0 else { return nil }
    return number
  }
}
