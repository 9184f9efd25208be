import Documents

/// Takes what looks like a secret out of the source lines that messages show.
struct SecretMask {
  private let original: SourceFile
  private let masked: SourceFile

  /// - Parameter literals: where secrets were found written out.
  init(_ file: SourceFile, literals: [Place]) {
    original = file
    var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices { lines[index] = Self.mask(lines[index]) }
    for place in literals where lines.indices.contains(place.line - 1) {
      lines[place.line - 1] = lines[place.line - 1].prefix(place.column - 1) + stars
    }
    masked = SourceFile(path: file.path, text: lines.joined(separator: "\n"))
  }

  func apply(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      if diagnostic.place?.file === original { diagnostic.place?.file = masked }
      return diagnostic
    }
  }

  /// Masks the rest of a line behind a key that speaks of a secret, unless a reference, a list or an address follows.
  private static func mask(_ line: String) -> String {
    for colon in line.indices where line[colon] == ":" {
      let before = line[..<colon].reversed().drop { $0 == " " || $0 == "\"" || $0 == "'" }
      let key = String(before.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }.reversed()).lowercased()
      guard isSensitive(key) else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\"" || $0 == "'" }
      if value.isEmpty || value.hasPrefix("{") || value.hasPrefix("[") || value.hasPrefix("http") { continue }
      return line[...colon] + " " + stars
    }
    return line
  }

  private static func isSensitive(_ key: String) -> Bool {
    key == "d" || key == "k" || ["secret", "password", "authorization", "token", "cookie", "private"].contains { key.contains($0) }
  }
}

private let stars = String(repeating: "*", count: 8)
