/// A text that somebody wrote, with the name under which errors speak of it.
public final class SourceFile: Sendable, Hashable {
  /// The path as the user knows it.
  public let path: String
  public let text: String
  private let lines: [Substring]

  public init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The text of a line, counted from 1; empty past the end.
  public func line(_ number: Int) -> String {
    guard number >= 1, number <= lines.count else { return "" }
    let line = lines[number - 1]
    return line.hasSuffix("\r") ? String(line.dropLast()) : String(line)
  }

  public static func == (a: SourceFile, b: SourceFile) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A position in a source file. Lines and columns count from 1; a column counts characters.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  public var file: SourceFile
  public var line: Int
  public var column: Int
  /// How many characters the caret underlines, at least 1.
  public var length: Int

  public init(file: SourceFile, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// `file:line:column`.
  public var description: String { "\(file.path):\(line):\(column)" }
}
