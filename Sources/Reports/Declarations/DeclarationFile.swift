import Documents
import Requirements
import Results

/// The operator's declarations, a YAML file: a list under `declarations`.
public enum DeclarationFile {
  private static let keys = ["requirement", "answer", "statement", "by", "date", "evidence"]

  /// Reads and checks a file. A question that is printed by `template` and left open is no answer and no mistake.
  /// - Throws: everything that is wrong with it, with places.
  public static func read(_ file: SourceFile, catalogue: Catalogue) throws(Diagnostics) -> [Declaration] {
    let root = try Node.parse(file)
    var problems: [Diagnostic] = []
    for entry in root.map ?? [] where entry.key != "declarations" { problems.append(unknown(entry, ["declarations"])) }
    guard let list = root["declarations"]?.list else {
      throw Diagnostics(
        problems + [.init(.error, "expected a list under the key declarations", at: root["declarations"]?.place ?? root.place)])
    }
    var found: [Declaration] = []
    for node in list where !isOpen(node) {
      guard let declaration = declaration(node, catalogue, &problems) else { continue }
      if found.contains(where: { $0.requirement == declaration.requirement }) {
        problems.append(.init(.error, "\(declaration.requirement) is answered twice", at: node["requirement"]?.place))
      }
      found.append(declaration)
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return found
  }

  private static func isOpen(_ node: Node) -> Bool {
    node["requirement"] != nil && ["answer", "statement", "by", "date"].allSatisfy { isEmpty(node[$0]) }
  }

  private static func isEmpty(_ node: Node?) -> Bool {
    guard let node else { return true }
    if case .null = node.content { return true }
    return false
  }

  private static func unknown(_ entry: Node.Entry, _ known: [String]) -> Diagnostic {
    let help = nearest(entry.key, among: known).map { "did you mean \($0)?" } ?? "known keys are \(known.joined(separator: ", "))"
    return .init(.error, "unknown key \(entry.key)", help: help, at: entry.keyPlace)
  }

  private static func declaration(_ node: Node, _ catalogue: Catalogue, _ problems: inout [Diagnostic]) -> Declaration? {
    guard let map = node.map else {
      problems.append(.init(.error, "a declaration is a map, found \(node.kind)", at: node.place))
      return nil
    }
    for entry in map where !keys.contains(entry.key) { problems.append(unknown(entry, keys)) }
    let requirement = text("requirement", node, &problems)
    if let requirement, let place = node["requirement"]?.place { check(requirement, catalogue, place, &problems) }
    let word = text("answer", node, &problems)
    let answer = word.flatMap(Declaration.Answer.init)
    if let word, answer == nil {
      let known = Declaration.Answer.allCases.map(\.rawValue)
      let help = nearest(word, among: known).map { "did you mean \($0)?" } ?? "one of \(known.joined(separator: ", "))"
      problems.append(.init(.error, "unknown answer \(word)", help: help, at: node["answer"]?.place))
    }
    let statement = text("statement", node, &problems)
    let by = text("by", node, &problems)
    let date = text("date", node, &problems)
    if let date, CalendarDate(date) == nil {
      problems.append(.init(.error, "expected a day", help: "as in 2027-01-31", at: node["date"]?.place))
    }
    var evidence: [String] = []
    if let value = node["evidence"] {
      evidence = (value.list ?? []).compactMap(\.text)
      if value.list == nil || evidence.count != value.list?.count {
        problems.append(.init(.error, "evidence is a list of addresses", at: value.place))
      }
    }
    guard let requirement, let answer, let statement, let by, let date else { return nil }
    return Declaration(requirement: requirement, answer: answer, statement: statement, by: by, date: date, evidence: evidence)
  }

  private static func check(_ id: String, _ catalogue: Catalogue, _ place: Place, _ problems: inout [Diagnostic]) {
    guard let requirement = catalogue.requirements.first(where: { $0.id == id }) else {
      let help = nearest(id, among: catalogue.requirements.map(\.id)).map { "did you mean \($0)?" }
      problems.append(.init(.error, "unknown requirement \(id)", help: help, at: place))
      return
    }
    if requirement.testability != .declared {
      problems.append(.init(.error, "\(id) cannot be declared: the suite tests it, or nobody can know", at: place))
    }
  }

  private static func text(_ key: String, _ node: Node, _ problems: inout [Diagnostic]) -> String? {
    guard let value = node[key] else {
      problems.append(.init(.error, "\(key) is missing", at: node.place))
      return nil
    }
    guard let text = value.text, !text.allSatisfy(\.isWhitespace) else {
      problems.append(.init(.error, "\(key) is text, and not empty", at: value.place))
      return nil
    }
    return text
  }

  /// A file to fill in: one entry for each requirement of a revision that can only be declared.
  public static func template(_ catalogue: Catalogue, revision: Revision) -> String {
    var out = "# Answer: met, not-met or not-applicable. What is left open counts as not declared.\ndeclarations:\n"
    for requirement in catalogue.requirements where requirement.testability == .declared && requirement.isPresent(in: revision) {
      let level = requirement.level(in: revision)?.rawValue ?? ""
      out += "  # \(requirement.paraphrase) (\(level), \(requirement.document) \(requirement.sections[revision] ?? requirement.section))\n"
      out += "  - requirement: \(requirement.id)\n    answer:\n    statement:\n    by:\n    date:\n    evidence: []\n"
    }
    return out
  }
}
