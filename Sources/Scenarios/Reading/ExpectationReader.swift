import Documents
import OrderedJSON

/// Reads expectations, matchers and rungs.
struct ExpectationReader {
  let findings: Findings
  var values: ValueReader { ValueReader(findings: findings) }

  /// The outcomes that may stand for `{outcome: …}`.
  static let outcomes = ["accepted", "refused", "broke"]

  func expectation(_ node: Node) -> Expectation? {
    switch node.content {
    case .text(let text, _):
      guard Self.outcomes.contains(text) else { return Expectation(name: text, at: node.place) }
      let outcome = Matcher(.equals(Value(.text(text), at: node.place)), at: node.place)
      return Expectation(members: [.init("outcome", at: node.place, outcome)], at: node.place)
    case .map(let entries):
      var result = Expectation(at: node.place)
      if let name = node["is"] { result.name = Fields.text(name, "is", findings) }
      if let branches = node["any"] {
        if branches.list?.isEmpty == false {
          result.any = branches.list!.compactMap(expectation)
        } else {
          findings.error("any takes a list of expectations", at: branches.place)
        }
      }
      result.members = facts(entries.filter { $0.key != "is" && $0.key != "any" })
      if entries.isEmpty { findings.error("an expectation that expects nothing", at: node.place) }
      return result
    case .null, .bool, .number, .list:
      findings.error(
        "an expectation is a name, accepted, refused or a map over facts, found \(node.kind)",
        help: "for instance {outcome: refused, status: 401}", at: node.place)
      return nil
    }
  }

  /// Members over an exchange's facts, where `status` has a notation of its own.
  func facts(_ entries: [Node.Entry]) -> [Matcher.Entry] {
    entries.map { entry in
      if entry.key == "status", let patterns = statusPatterns(entry.value) {
        return .init(entry.key, at: entry.keyPlace, Matcher(.status(patterns), at: entry.value.place))
      }
      return .init(entry.key, at: entry.keyPlace, matcher(entry.value))
    }
  }

  /// Nil where the node is no status (it may be an operator).
  private func statusPatterns(_ node: Node) -> [StatusPattern]? {
    switch node.content {
    case .number, .text:
      if node.text == "present" || node.text == "absent" { return nil }
      if let pattern = statusPattern(node) { return [pattern] }
    case .list(let nodes) where !nodes.isEmpty:
      let patterns = nodes.compactMap(statusPattern)
      if patterns.count == nodes.count { return patterns }
    case .map: return nil
    case .list, .null, .bool: break
    }
    findings.error("a status is a number, a family such as 4xx, or a list of them", at: node.place)
    return []
  }

  private func statusPattern(_ node: Node) -> StatusPattern? {
    if let code = node.integer, (100...599).contains(code) { return .code(code) }
    if let text = node.text, text.count == 3, text.hasSuffix("xx"), let digit = text.first?.wholeNumberValue, (1...5).contains(digit) {
      return .family(digit)
    }
    return nil
  }

  // MARK: - Matchers

  /// Operators, as maps with these keys write them.
  static let operators = [
    "ignoring-case", "one-of", "not", "any", "contains", "set", "subset-of", "count", "at-least", "at-most", "before", "after", "type",
    "pattern", "same-as", "only", "length",
  ]
  /// Operators that are names on the wire too; beside other members they are members.
  private static let alsoMembers: Set<String> = ["type", "count", "length", "set", "before", "after", "only"]
  static let jsonTypes = ["integer", "number", "string", "array", "object", "boolean"]

  func matcher(_ node: Node) -> Matcher {
    Matcher(content(node), at: node.place)
  }

  private func content(_ node: Node) -> Matcher.Content {
    switch node.content {
    case .text("present", plain: true): return .present
    case .text("absent", plain: true): return .absent
    case .null, .bool, .number, .text: return .equals(values.value(node))
    case .list(let nodes):
      let elements = nodes.map(matcher)
      let isData = elements.allSatisfy { if case .equals = $0.content { true } else { false } }
      return isData ? .equals(values.value(node)) : .list(elements)
    case .map(let entries): return mapContent(entries, node)
    }
  }

  private func mapContent(_ entries: [Node.Entry], _ node: Node) -> Matcher.Content {
    let found = entries.filter { isOperator($0) }
    if found.isEmpty || entries.isEmpty { return .map(members(entries)) }
    if found.count == entries.count {
      if entries.count == 1 { return operation(entries[0]) }
      return .all(entries.map { Matcher(operation($0), at: $0.keyPlace) })
    }
    for entry in found where !Self.alsoMembers.contains(entry.key) {
      findings.error(
        "the operator \(entry.key) stands beside members", help: "an operator has a map of its own: {name: {\(entry.key): …}}",
        at: entry.keyPlace)
    }
    return .map(members(entries))
  }

  private func isOperator(_ entry: Node.Entry) -> Bool {
    guard Self.operators.contains(entry.key) else { return false }
    // `{type: payment}` is a member, `{type: integer}` a question about one.
    return entry.key != "type" || entry.value.text.map(Self.jsonTypes.contains) == true
  }

  private func members(_ entries: [Node.Entry]) -> [Matcher.Entry] {
    entries.map { .init($0.key, at: $0.keyPlace, matcher($0.value)) }
  }

  private func operation(_ entry: Node.Entry) -> Matcher.Content {
    let node = entry.value
    switch entry.key {
    case "ignoring-case": return .ignoringCase(Fields.text(node, entry.key, findings) ?? "")
    case "one-of": return .oneOf(list(entry).map(values.value))
    case "not": return .not(matcher(node))
    case "any": return .any(list(entry).map(matcher))
    case "contains": return .contains(matcher(node))
    case "set", "subset-of":
      let value = values.value(node)
      if value.list == nil, value.reference == nil {
        findings.error("\(entry.key) takes a list or a reference, found \(node.kind)", at: node.place)
      }
      return entry.key == "set" ? .set(value) : .subset(value)
    case "count": return .count(matcher(node))
    case "length": return .length(matcher(node))
    case "at-least", "at-most":
      let value = values.value(node)
      if case .number = value.content {
      } else if value.reference == nil {
        findings.error("\(entry.key) takes a number or a reference, found \(node.text ?? node.kind)", at: node.place)
      }
      return entry.key == "at-least" ? .atLeast(value) : .atMost(value)
    case "before", "after":
      let value = values.value(node)
      if case .time = value.content {
      } else if value.reference == nil {
        findings.error("\(entry.key) takes a time such as now+60s or a reference, found \(node.text ?? node.kind)", at: node.place)
      }
      return entry.key == "before" ? .before(value) : .after(value)
    case "type": return .type(node.text ?? "")
    case "pattern": return Fields.choice(node, "pattern", findings).map(Matcher.Content.pattern) ?? .present
    case "same-as": return values.reference(node, "same-as").map(Matcher.Content.sameAs) ?? .present
    default:
      guard let entries = node.map else {
        findings.error("only takes a map, found \(node.kind)", at: node.place)
        return .present
      }
      return .only(members(entries))
    }
  }

  private func list(_ entry: Node.Entry) -> [Node] {
    if let nodes = entry.value.list, !nodes.isEmpty { return nodes }
    findings.error("\(entry.key) takes a list, found \(entry.value.kind)", at: entry.value.place)
    return []
  }

  // MARK: - Rungs

  func rungs(_ node: Node?) -> [Rung] {
    guard let node else { return [] }
    guard let nodes = node.list else {
      findings.error("also-accept is a list of rungs, found \(node.kind)", at: node.place)
      return []
    }
    return nodes.compactMap(rung)
  }

  private func rung(_ node: Node) -> Rung? {
    guard let entries = node.map else {
      findings.error("a rung is a map with a verdict and a note, found \(node.kind)", at: node.place)
      return nil
    }
    let own = ["verdict", "note", "when"]
    guard let fields = Fields(node, "a rung", keys: own + entries.map(\.key), findings) else { return nil }
    if !fields.has("verdict") {
      findings.error("a rung without verdict", help: "verdict: passed, noted or warning", at: node.place)
    }
    let verdict = fields.choice("verdict", Rung.Verdict.self) ?? .warning
    return Rung(
      members: facts(entries.filter { !own.contains($0.key) }), verdict: verdict, note: fields.optionalText("note") ?? "",
      when: NeedReader(findings: findings).needs(fields["when"]), at: node.place)
  }
}

/// Reads conditions on the names in force.
struct NeedReader {
  let findings: Findings

  func needs(_ node: Node?) -> [Need] {
    guard let node else { return [] }
    return (node.list ?? [node]).compactMap(need)
  }

  private func need(_ node: Node) -> Need? {
    switch node.content {
    case .text(let name, _) where !name.isEmpty: return .name(name, node.place)
    case .map(let entries) where entries.count == 1:
      let entry = entries[0]
      switch entry.key {
      case "any": return .any((entry.value.list ?? [entry.value]).compactMap(need))
      case "not": return Fields.text(entry.value, "not", findings).map { .not($0, entry.value.place) }
      default:
        if let number = entry.value.integer { return .atLeast(entry.key, number, entry.keyPlace) }
      }
    case .map, .text, .null, .bool, .number, .list: break
    }
    findings.error(
      "a need is a name, {name: 2}, {any: […]} or {not: name}", help: "put several needs in a list", at: node.place)
    return nil
  }
}
