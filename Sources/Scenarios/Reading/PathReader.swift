import Documents

extension Path {
  /// Why a text is no path.
  public struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
  }

  /// Reads `dpop.claims.htm`, `signature.components[@method]`, `requests[0].body`, `claims."https://a.example/b"` or
  /// `redeem/form.code`.
  ///
  /// - Throws: `Malformed` with the reason.
  public init(parsing text: String) throws(Malformed) {
    var scanner = PathScanner(rest: text[...])
    step = scanner.takeStep()
    segments = try scanner.takeSegments()
  }
}

private struct PathScanner {
  var rest: Substring

  /// The step in front of the first slash, unless the slash stands in a quoted or bracketed part.
  mutating func takeStep() -> String? {
    guard let end = rest.firstIndex(where: { "/.[\"".contains($0) }), rest[end] == "/", end > rest.startIndex else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  mutating func takeSegments() throws(Path.Malformed) -> [Path.Segment] {
    var segments = [try takeName()]
    while let next = rest.first {
      rest.removeFirst()
      if next == "[" {
        segments.append(try takeBracket())
      } else if next == "." {
        segments.append(try takeName())
      } else {
        throw .init(description: "expected a dot or a bracket before \(next)\(rest)")
      }
    }
    return segments
  }

  private mutating func takeName() throws(Path.Malformed) -> Path.Segment {
    if rest.first == "\"" {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "\"") else { throw .init(description: "a quoted segment does not end") }
      defer { rest = rest[rest.index(after: end)...] }
      return .name(String(rest[..<end]))
    }
    let name = rest.prefix { $0 != "." && $0 != "[" }
    guard !name.isEmpty else { throw .init(description: "an empty segment") }
    if let bad = name.first(where: { $0.isWhitespace || $0 == "]" || $0 == "\"" }) {
      throw .init(description: "\(bad.isWhitespace ? "white space" : String(bad)) in the segment \(name)")
    }
    rest = rest[name.endIndex...]
    return .name(String(name))
  }

  private mutating func takeBracket() throws(Path.Malformed) -> Path.Segment {
    guard let end = rest.firstIndex(of: "]") else { throw .init(description: "a bracket does not close") }
    let inside = rest[..<end]
    guard !inside.isEmpty else { throw .init(description: "empty brackets") }
    rest = rest[rest.index(after: end)...]
    if inside.allSatisfy(\.isASCIIDigit), let index = Int(inside) { return .index(index) }
    return .element(String(inside))
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension Reference {
  /// The roots that are no steps.
  public static let rootNames = ["given", "target", "bounds", "variant"]

  /// Reads `$root.path`.
  ///
  /// - Throws: `Path.Malformed` with the reason.
  public init(parsing text: String) throws(Path.Malformed) {
    guard text.first == "$", text.count > 1 else { throw .init(description: "a reference begins with $ and a name") }
    let whole = try Path(parsing: String(text.dropFirst()))
    guard whole.step == nil else { throw .init(description: "a reference has no slash") }
    guard case .name(let name) = whole.segments[0] else { throw .init(description: "a reference begins with a name") }
    let root: Root =
      switch name {
      case "given": .given
      case "target": .target
      case "bounds": .bounds
      case "variant": .variant
      default: .step(name)
      }
    self.init(root: root, path: Path(Array(whole.segments.dropFirst())))
  }
}

extension TimeExpression {
  /// Reads `now`, `now-24h`, `$step.fact+60s`; nil for a text that is no time. A reference alone is no time expression.
  public init?(parsing text: String) {
    if text == "now" {
      self.init()
      return
    }
    guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }), let span = Span(String(text[text.index(after: sign)...]))
    else { return nil }
    let offset = text[sign] == "-" ? -span.milliseconds : span.milliseconds
    let start = String(text[..<sign])
    if start == "now" {
      self.init(offsetMilliseconds: offset)
    } else if start.hasPrefix("$"), let reference = try? Reference(parsing: start) {
      self.init(base: reference, offsetMilliseconds: offset)
    } else {
      return nil
    }
  }
}
