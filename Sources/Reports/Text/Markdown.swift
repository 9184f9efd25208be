/// Pieces of GitHub-flavoured Markdown that no text can break out of.
enum Markdown {
  /// Prose of one line, in which nothing is markup, a mention, an issue number or a link.
  static func text(_ text: String) -> String {
    let scalars = Array(visible(text).unicodeScalars)
    var out = ""
    for (index, scalar) in scalars.enumerated() {
      let before = index > 0 ? scalars[index - 1] : nil
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\\", "`", "*", "[", "]", "|", "~", "$": out += "\\\(scalar)"
      // Inside a word (access_token) an underscore is never markup.
      case "_": out += isWord(before) && isWord(after) ? "_" : "\\_"
      // A zero-width space keeps forges from mentioning people and linking issues.
      case "@", "#":
        if before == nil { out += "\\" }
        out += isWord(after) ? "\(scalar)&#8203;" : "\(scalar)"
      case ":": out += after == "/" ? ":&#8203;" : ":"
      case "." where isWWW(scalars, endingBefore: index): out += "&#8203;."
      case "-", "+", "=": out += before == nil ? "\\\(scalar)" : "\(scalar)"
      case ".", ")": out += isListNumber(scalars, endingAt: index) ? "\\\(scalar)" : "\(scalar)"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// A code span, with as many backticks as its content demands. Safe in table cells too.
  static func code(_ text: String, limit: Int = 400, inTable: Bool = false) -> String {
    var content = cut(visible(text), to: limit)
    if inTable { content = escapingPipes(content) }
    if content.allSatisfy({ $0 == " " }) { return content.isEmpty ? "(empty)" : "(blank)" }
    let ticks = String(repeating: "`", count: longestRun(of: "`", in: content) + 1)
    let pad = content.hasPrefix("`") || content.hasSuffix("`") ? " " : ""
    return ticks + pad + content + pad + ticks
  }

  /// A fenced block whose fence is longer than any in its content. Ends with a line feed.
  static func fence(_ text: String, _ language: String = "text", limit: Int = 6000) -> String {
    var content = cut(visible(text, multiline: true), to: limit)
    while content.hasSuffix("\n") { content.removeLast() }
    let ticks = String(repeating: "`", count: max(3, longestRun(of: "`", in: content) + 1))
    return "\(ticks)\(language)\n\(content)\n\(ticks)\n"
  }

  /// A row of a table; cells are Markdown already.
  static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// The head of a table. Columns after the first `left` ones are aligned to the right.
  static func head(_ cells: [String], left: Int = .max) -> String {
    row(cells) + "|" + cells.indices.map { $0 < left ? " --- |" : " ---: |" }.joined() + "\n"
  }

  private static func escapingPipes(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func longestRun(of scalar: Unicode.Scalar, in text: String) -> Int {
    var longest = 0, run = 0
    for each in text.unicodeScalars {
      run = each == scalar ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// "1. " would begin a list; "1.0" does not.
  private static func isListNumber(_ scalars: [Unicode.Scalar], endingAt index: Int) -> Bool {
    guard index > 0, index + 1 == scalars.count || scalars[index + 1] == " " else { return false }
    return scalars[..<index].allSatisfy(isDigit)
  }

  private static func isWWW(_ scalars: [Unicode.Scalar], endingBefore index: Int) -> Bool {
    index >= 3 && scalars[index - 3..<index].allSatisfy { $0 == "w" || $0 == "W" }
  }
  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x30 && scalar.value <= 0x39 }
  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isAlphabetic == true || scalar.map(isDigit) == true }
}

/// Names for places in a document, one for each key, in letters, digits and hyphens alone.
struct Anchors {
  private var byKey: [String: String] = [:]
  private var taken: Set<String> = []

  /// The same name for the same key, another one for another.
  mutating func name(for key: String) -> String {
    if let known = byKey[key] { return known }
    let stem = String(
      key.lowercased().unicodeScalars.prefix(120).map { scalar in
        switch scalar {
        case "a"..."z", "0"..."9": Character(scalar)
        default: Character("-")
        }
      })
    var name = "check-\(stem)"
    var number = 2
    while taken.contains(name) {
      name = "check-\(stem)-\(number)"
      number += 1
    }
    byKey[key] = name
    taken.insert(name)
    return name
  }
}
