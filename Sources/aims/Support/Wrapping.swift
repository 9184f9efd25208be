/// Text broken into lines of a width, each indented; words are never cut.
func wrapped(_ text: String, indent: Int, width: Int) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    lines.append(margin + line)
  }
  return lines.joined(separator: "\n")
}

extension String {
  /// The text, with spaces behind it up to a width.
  func padded(_ width: Int) -> String { count < width ? self + String(repeating: " ", count: width - count) : self }
}
