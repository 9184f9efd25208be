import Documents
import Requirements

/// What the suite must notice of one defect of the reference target: a line of `vectors/defects/`.
///
/// ```yaml
/// defects:
///   - defect: dpop-signature-unchecked
///     about: The signature of a proof is not verified.
///     turns: ["possession.dpop.resource-server.proof/signature-*"]
///     unproves: []
/// ```
public struct DefectEntry: Sendable {
  public var defect: String
  public var about: String
  /// Globs over check ids: each of these checks must fail, or warn if no MUST binds it.
  public var turns: [String]
  /// Globs over check ids: each of these becomes a warning or a note, which is the worst that its latitude or its level lets it be.
  public var warns: [String]
  /// Globs over check ids: these may become unproven, because a control of theirs fails, or be gone, where they follow one that did.
  public var unproves: [String]
  /// Globs over check ids: whether these notice is chance, as where two requests race, and says nothing either way.
  public var may: [String]
  /// The defect reaches everywhere: no check that `turns` or `unproves` names may pass, and any other may change.
  public var reachesEverywhere: Bool
  /// Presets under which the defect shows.
  public var presets: [String]
  public var place: Place

  /// The defect, and the presets that it is tried under.
  public var name: String { presets.isEmpty ? defect : defect + " under " + presets.joined(separator: ", ") }

  /// The areas whose checks are designated; empty: all, because a pattern names none.
  public var areas: Set<String> {
    let named = (turns + warns + unproves).map { String($0.prefix { $0 != "." }) }
    return named.contains { $0.contains("*") } ? [] : Set(named)
  }

  /// Reads a file.
  /// - Throws: everything that is wrong with it.
  public static func parse(_ file: SourceFile) throws(Diagnostics) -> [DefectEntry] {
    let root = try Node.parse(file)
    var problems: [Diagnostic] = []
    guard let nodes = root.list ?? root["defects"]?.list else {
      throw Diagnostics([
        .init(.error, "a file of defects is a list", help: "defects: [{defect: NAME, about: …, turns: […]}]", at: root.place)
      ])
    }
    let entries = nodes.compactMap { entry($0, &problems) }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return entries
  }

  private static let keys = ["defect", "about", "turns", "warns", "unproves", "may", "anywhere", "presets"]

  private static func entry(_ node: Node, _ problems: inout [Diagnostic]) -> DefectEntry? {
    guard let members = node.map else {
      problems.append(.init(.error, "a defect is a map, and this is \(node.kind)", at: node.place))
      return nil
    }
    for member in members where !keys.contains(member.key) {
      let help = nearest(member.key, among: keys).map { "did you mean \($0)?" } ?? "the keys are \(keys.joined(separator: ", "))"
      problems.append(.init(.error, "unknown key \(member.key)", help: help, at: member.keyPlace))
    }
    func texts(_ key: String) -> [String] {
      guard let value = node[key] else { return [] }
      guard let list = value.list else {
        problems.append(.init(.error, "\(key) is a list of globs over check ids", at: value.place))
        return []
      }
      return list.compactMap { element in
        if element.text == nil { problems.append(.init(.error, "an entry of \(key) is text", at: element.place)) }
        return element.text
      }
    }
    guard let defect = node["defect"]?.text else {
      problems.append(.init(.error, "an entry names its defect", help: "add `defect`, a name of aims serve --list-defects", at: node.place))
      return nil
    }
    let turns = texts("turns"), warns = texts("warns")
    if turns.isEmpty, warns.isEmpty {
      problems.append(.init(.error, "\(defect) turns no check", help: "a defect that no check notices is a hole", at: node.place))
    }
    if let flag = node["anywhere"], flag.bool == nil { problems.append(.init(.error, "anywhere is true or false", at: flag.place)) }
    return DefectEntry(
      defect: defect, about: node["about"]?.text ?? "", turns: turns, warns: warns, unproves: texts("unproves"), may: texts("may"),
      reachesEverywhere: node["anywhere"]?.bool ?? false, presets: texts("presets"), place: node.place)
  }
}

/// A pattern over ids in which `*` stands for any characters. An id is meant with all its variants unless the pattern names one.
public struct Glob: Sendable {
  public let pattern: String
  public init(_ pattern: String) { self.pattern = pattern }

  /// Whether the pattern covers the id.
  public func matches(_ id: String) -> Bool {
    if Requirements.matches(glob: pattern, id) { return true }
    return !pattern.contains("[") && Requirements.matches(glob: pattern, String(id.prefix { $0 != "[" }))
  }
}
