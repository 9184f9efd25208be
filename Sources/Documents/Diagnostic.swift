/// What is wrong with something that somebody wrote: where, what, and what to do.
public struct Diagnostic: Sendable, Hashable, Error {
  /// Whether the file can be used all the same.
  public enum Severity: String, Sendable, Hashable {
    case error
    case warning
  }

  public var severity: Severity
  public var message: String
  /// What to do about it, a sentence.
  public var help: String?
  /// Nil where the fault is in no file (for instance a missing one).
  public var place: Place?

  public init(_ severity: Severity = .error, _ message: String, help: String? = nil, at place: Place?) {
    self.severity = severity
    self.message = message
    self.help = help
    self.place = place
  }

  /// The diagnostic as a compiler would print it: `file:line:column: error: …`, the source line, a caret and the help.
  public var rendered: String {
    guard let place else { return "\(severity.rawValue): \(message)" + (help.map { "\n  help: \($0)" } ?? "") }
    var out = "\(place): \(severity.rawValue): \(message)"
    let line = place.file.line(place.line)
    if !line.isEmpty {
      // A very long line is cut around the caret; tabs become one space so that the caret stands where it should.
      let characters = line.map { $0 == "\t" || $0.isNewline ? " " : $0 }
      let start = place.column > 100 ? place.column - 60 : 0
      let shown = String(characters.dropFirst(start).prefix(140))
      let column = max(0, place.column - 1 - start)
      let gutter = String(place.line)
      let carets = String(repeating: "^", count: max(1, min(place.length, max(1, shown.count - column))))
      out += "\n \(gutter) | \(shown)"
      out += "\n \(String(repeating: " ", count: gutter.count)) | \(String(repeating: " ", count: column))\(carets)"
    }
    if let help { out += "\n  help: \(help)" }
    return out
  }
}

/// Several diagnostics as one error.
public struct Diagnostics: Error, Sendable, CustomStringConvertible {
  public var all: [Diagnostic]
  public init(_ all: [Diagnostic]) { self.all = all }
  public var hasErrors: Bool { all.contains { $0.severity == .error } }
  public var description: String { all.map(\.rendered).joined(separator: "\n") }
}

/// The nearest of some known names to a mistyped one, for "did you mean …?".
public func nearest(_ name: String, among known: some Sequence<String>) -> String? {
  let limit = max(1, name.count / 3)
  return known.map { ($0, editDistance(name, $0)) }.filter { $0.1 <= limit }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased()), b = Array(b.lowercased())
  var beforeLast = [Int](), last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(last[j + 1], row[j], last[j] - (a[i] == b[j] ? 1 : 0)) + 1
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
