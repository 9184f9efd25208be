import Documents
import Results

extension Baseline {
  /// Reads a baseline file.
  /// - Throws: everything that is wrong with it, with places.
  public init(file: SourceFile) throws(Diagnostics) {
    let root = try Node.parse(file)
    var problems: [Diagnostic] = []
    var entries: [Entry] = []
    for entry in root.map ?? [] where entry.key != "baseline" {
      problems.append(Self.unknown(entry, known: ["baseline"]))
    }
    if root.map == nil {
      problems.append(.init(.error, "expected a map with the key baseline, found \(root.kind)", at: root.place))
    } else if let list = root["baseline"] {
      if let nodes = list.list {
        for node in nodes {
          guard let entry = Self.entry(node, &problems) else { continue }
          if let other = entries.first(where: { $0.check == entry.check }) {
            let help = other.place.map { "the other entry is \($0)" }
            problems.append(.init(.error, "\(entry.check) stands twice", help: help, at: entry.place))
          }
          entries.append(entry)
        }
      } else {
        problems.append(.init(.error, "baseline is a list, found \(list.kind)", help: "an empty one is []", at: list.place))
      }
    } else {
      problems.append(.init(.error, "the key baseline is missing", at: root.place))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    self.init(entries: entries)
  }

  private static func unknown(_ entry: Node.Entry, known: [String]) -> Diagnostic {
    let help = nearest(entry.key, among: known).map { "did you mean \($0)?" } ?? "known keys are \(known.joined(separator: ", "))"
    return .init(.error, "unknown key \(entry.key)", help: help, at: entry.keyPlace)
  }

  private static func entry(_ node: Node, _ problems: inout [Diagnostic]) -> Entry? {
    guard let map = node.map else {
      problems.append(.init(.error, "an entry is a map, found \(node.kind)", at: node.place))
      return nil
    }
    let keys = ["check", "verdict", "reason", "expires"]
    for entry in map where !keys.contains(entry.key) { problems.append(unknown(entry, known: keys)) }
    let check = text("check", of: node, &problems)
    let reason = text("reason", of: node, &problems)
    let verdict = verdict(of: node, &problems)
    var expires: CalendarDate?
    if let value = node["expires"] {
      expires = value.text.flatMap { CalendarDate($0) }
      if expires == nil { problems.append(.init(.error, "expected a day", help: "as in 2027-01-31", at: value.place)) }
    }
    guard let check, let reason, let verdict else { return nil }
    return Entry(check: check, verdict: verdict, reason: reason, expires: expires, place: node["check"]?.place ?? node.place)
  }

  private static func text(_ key: String, of node: Node, _ problems: inout [Diagnostic]) -> String? {
    guard let value = node[key] else {
      let help = key == "reason" ? "say why the failure is tolerated" : nil
      problems.append(.init(.error, "\(key) is missing", help: help, at: node.place))
      return nil
    }
    guard let text = value.text, !text.allSatisfy(\.isWhitespace) else {
      problems.append(.init(.error, "\(key) is text, found \(value.text == nil ? value.kind : "nothing but space")", at: value.place))
      return nil
    }
    return text
  }

  private static func verdict(of node: Node, _ problems: inout [Diagnostic]) -> Verdict? {
    guard let text = text("verdict", of: node, &problems), let place = node["verdict"]?.place else { return nil }
    let known = Verdict.allCases.filter(mayBeKnown).map(\.rawValue)
    guard let verdict = Verdict(rawValue: text) else {
      let help = nearest(text, among: known).map { "did you mean \($0)?" } ?? "one of \(known.joined(separator: ", "))"
      problems.append(.init(.error, "unknown verdict \(text)", help: help, at: place))
      return nil
    }
    guard mayBeKnown(verdict) else {
      let message = verdict == .errored ? "an error of the suite is no known failure of a target" : "\(text) is no failure"
      problems.append(.init(.error, message, help: "one of \(known.joined(separator: ", "))", at: place))
      return nil
    }
    return verdict
  }
}
