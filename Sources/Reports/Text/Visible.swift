/// What a server sent is hostile until shown otherwise: these functions make any text safe to print.

/// A text whose control characters, direction overrides and invisible characters are spelled out as `\u{1B}`, so that it cannot
/// steer a terminal, reorder a line or break an XML file. CR LF becomes LF.
/// - Parameter multiline: whether line feeds and tabs stay; otherwise each becomes one space.
func visible(_ text: String, multiline: Bool = false) -> String {
  var out = String.UnicodeScalarView()
  let scalars = text.unicodeScalars
  var index = scalars.startIndex
  while index < scalars.endIndex {
    let scalar = scalars[index]
    index = scalars.index(after: index)
    switch scalar.value {
    case 0x0A, 0x09: out.append(multiline ? scalar : " ")
    case 0x0D where index < scalars.endIndex && scalars[index] == "\n": continue
    case 0x00..<0x20, 0x7F..<0xA0, 0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      out.append(contentsOf: "\\u{\(hexadecimal(scalar.value))}".unicodeScalars)
    case let value where value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value):
      out.append(contentsOf: "\\u{\(hexadecimal(value))}".unicodeScalars)
    default: out.append(scalar)
    }
  }
  return String(out)
}

private func hexadecimal(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }

/// A text cut to a number of characters, saying how many were left out.
func cut(_ text: String, to limit: Int) -> String {
  // Counting scalars is linear and cannot be stretched by combining characters.
  let scalars = text.unicodeScalars
  guard scalars.count > limit else { return text }
  return String(String.UnicodeScalarView(scalars.prefix(limit))) + " … (\(scalars.count - limit) more characters)"
}

extension String {
  /// Padded with spaces on the right.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
  /// Padded with spaces on the left.
  func leftPadded(to width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}

/// `1 check`, `2 checks`.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A sentence with its full stop.
func sentence(_ text: String) -> String {
  guard let last = text.last else { return text }
  return ".!?:…".contains(last) ? text : text + "."
}
