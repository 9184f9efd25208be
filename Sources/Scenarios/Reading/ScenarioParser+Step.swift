import Documents
import OrderedJSON

extension ScenarioParser {
  static let judgementKeys = [
    "check", "probe", "question", "title", "why", "requirement", "expect", "also-accept", "record", "checks",
  ]
  static let editKeys = ["change", "remove", "rewrite", "duplicate"]
  static let stepKeys =
    ["id", "do", "vary", "with", "needs", "from", "proven-by", "control", "race", "repeat", "await", "cases", "then", "ladder"]
    + editKeys + judgementKeys
  static let caseKeys = ["needs"] + editKeys + judgementKeys
  static let rungOfLadderKeys = ["needs", "note"] + editKeys

  /// - Parameter isThen: whether the step stands in a `then`, where it needs no id.
  func step(_ node: Node, isThen: Bool) -> Step? {
    guard let fields = Fields(node, "a step", keys: Self.stepKeys, findings), let head = head(fields) else { return nil }
    let id = fields.optionalText("id")
    if id == nil, !isThen {
      findings.error("a step has no id", help: "id: a name in kebab-case, unique in the file", at: node.place)
    }
    let isVary = if case .vary = head { true } else { false }
    checkKeys(fields, isVary: isVary, isThen: isThen)
    let cases = fields.list("cases").compactMap(testCase)
    if let node = fields["cases"], node.list?.isEmpty == true { findings.error("cases is empty", at: node.place) }
    return Step(
      id: id, head: head, with: values.members(fields.entries("with")), needs: needs.needs(fields["needs"]), edits: edits(fields),
      from: fields.optionalText("from"), provenBy: fields.texts("proven-by"), controlBeforeOnly: control(fields), mode: mode(fields),
      judgement: judgement(fields), checks: fields.list("checks").compactMap(judgement), cases: cases,
      then: fields.list("then").compactMap { step($0, isThen: true) }, ladder: fields.list("ladder").compactMap(ladderRung),
      at: node.place)
  }

  private func head(_ fields: Fields) -> Step.Head? {
    switch (fields["do"], fields["vary"]) {
    case (let action?, nil): return (Fields.choice(action, "action", findings) as Action?).map(Step.Head.perform)
    case (nil, let base?): return Fields.text(base, "vary", findings).map(Step.Head.vary)
    case (nil, nil): findings.error("a step has do or vary", at: fields.node.place)
    case (_?, let base?): findings.error("a step has do or vary, not both", at: base.place)
    }
    return nil
  }

  /// Keys that one of the two heads does not take.
  private func checkKeys(_ fields: Fields, isVary: Bool, isThen: Bool) {
    let misplaced = isVary ? ["with", "ladder"] : ["from", "control", "cases"] + Self.editKeys
    for key in misplaced {
      guard let entry = fields.node.entry(key) else { continue }
      let help = isVary ? "a vary takes its recipe from the step it varies; edit it" : "only a vary has edits, cases and controls"
      findings.error("\(key) does not go with \(isVary ? "vary" : "do")", help: help, at: entry.keyPlace)
    }
    if isThen {
      for key in ["cases", "then", "from", "control", "ladder"] {
        guard let entry = fields.node.entry(key) else { continue }
        findings.error("\(key) does not go into a then", help: "a then only looks at the effect of a case", at: entry.keyPlace)
      }
    }
  }

  private func control(_ fields: Fields) -> Bool {
    guard let text = fields.optionalText("control") else { return false }
    if text != "before" { findings.error("control knows only before", at: fields["control"]?.place) }
    return true
  }

  private func mode(_ fields: Fields) -> Mode? {
    let found = ["race", "repeat", "await"].filter(fields.has)
    guard let key = found.first, let node = fields[key] else { return nil }
    for other in found.dropFirst() {
      findings.error("a step has one mode, found \(key) and \(other)", at: fields.node.entry(other)?.keyPlace)
    }
    if key == "await" { return awaiting(node).map(Mode.await) }
    guard let count = node.integer, (2...100).contains(count) else {
      findings.error("\(key) takes a number of performances from 2 to 100", at: node.place)
      return nil
    }
    return key == "race" ? .race(count) : .repeat(count)
  }

  private func awaiting(_ node: Node) -> Mode.Await? {
    guard let fields = Fields(node, "await", keys: ["within", "throughout", "since", "beside"], findings) else { return nil }
    let goal: Mode.Await.Goal
    let span: Node
    switch (fields["within"], fields["throughout"]) {
    case (let node?, nil): (goal, span) = (.within, node)
    case (nil, let node?): (goal, span) = (.throughout, node)
    case (nil, nil), (_?, _?):
      findings.error("await takes either within or throughout", help: "for instance await: {within: 60s}", at: node.place)
      return nil
    }
    let value = values.value(span)
    if value.reference == nil, value.text.flatMap(Span.init) == nil {
      findings.error("\(goal.rawValue) takes a duration such as 60s, or a reference such as $bounds.introspection", at: span.place)
    }
    return .init(goal: goal, span: value, since: fields.optionalText("since"), beside: fields.optionalText("beside"))
  }

  private func testCase(_ node: Node) -> Case? {
    guard let fields = Fields(node, "a case", keys: Self.caseKeys, findings) else { return nil }
    return Case(
      edits: edits(fields), needs: needs.needs(fields["needs"]), judgement: judgement(fields),
      checks: fields.list("checks").compactMap(judgement), at: node.place)
  }

  /// A rung of a ladder is an edit with a note, kept as a case whose `why` is the note.
  private func ladderRung(_ node: Node) -> Case? {
    guard let fields = Fields(node, "a rung of a ladder", keys: Self.rungOfLadderKeys, findings) else { return nil }
    let note = fields.text("note")
    return Case(
      edits: edits(fields), needs: needs.needs(fields["needs"]), judgement: Judgement(kind: .none, why: note, at: node.place),
      at: node.place)
  }

  // MARK: - Edits

  func edits(_ fields: Fields) -> Edits {
    var edits = Edits()
    for entry in fields.entries("change") {
      guard let path = values.path(entry.key, at: entry.keyPlace) else { continue }
      edits.change.append(.init(path: path, value: values.value(entry.value), at: entry.keyPlace))
    }
    for node in fields.nodes("remove") {
      if let path = values.path(node, "remove") { edits.remove.append((path, node.place)) }
    }
    for entry in fields.entries("rewrite") {
      guard let path = values.path(entry.key, at: entry.keyPlace), let rewrite = rewrite(entry.value) else { continue }
      edits.rewrite.append(.init(path: path, rewrite: rewrite, at: entry.keyPlace))
    }
    if let entries = fields["duplicate"]?.map {
      for entry in entries {
        guard let path = values.path(entry.key, at: entry.keyPlace) else { continue }
        edits.duplicate.append(.init(path: path, value: values.value(entry.value), at: entry.keyPlace))
      }
    } else {
      for node in fields.nodes("duplicate") {
        if let path = values.path(node, "duplicate") { edits.duplicate.append(.init(path: path, value: nil, at: node.place)) }
      }
    }
    return edits
  }

  private func rewrite(_ node: Node) -> Rewrite? {
    guard let entries = node.map else {
      return (Fields.choice(node, "rewrite", findings) as Rewrite.Word?).map(Rewrite.word)
    }
    if entries.count == 1, entries[0].key == "append" {
      return Fields.text(entries[0].value, "append", findings).map(Rewrite.append)
    }
    if entries.count == 1, entries[0].key == "second-member", let inner = entries[0].value.map, inner.count == 1 {
      return .secondMember(name: inner[0].key, value: .init(inner[0].value.json.compact))
    }
    findings.error(
      "a rewrite is a word, {append: text} or {second-member: {name: value}}",
      help: "words: \(Rewrite.Word.allCases.map(\.rawValue).joined(separator: ", "))", at: node.place)
    return nil
  }

  // MARK: - Judgement

  /// An entry of `checks`.
  func judgement(_ node: Node) -> Judgement? {
    let keys = ["needs"] + Self.judgementKeys.filter { $0 != "checks" }
    guard let fields = Fields(node, "an entry of checks", keys: keys, findings) else { return nil }
    var result = judgement(fields)
    result.needs = needs.needs(fields["needs"])
    if result.kind == .none { findings.error("an entry of checks is a check or a probe", at: node.place) }
    return result
  }

  func judgement(_ fields: Fields) -> Judgement {
    var result = plainJudgement(fields)
    // Only texts became requirements; their places are in the same order.
    result.requirementPlaces = fields.nodes("requirement").filter { $0.text?.isEmpty == false }.map(\.place)
    return result
  }

  private func plainJudgement(_ fields: Fields) -> Judgement {
    let record = fields.nodes("record").compactMap { values.path($0, "record") }
    return Judgement(
      kind: kind(fields), title: fields.optionalText("title"), why: fields.optionalText("why"),
      requirements: fields.texts("requirement"), expect: fields["expect"].flatMap(expectations.expectation),
      alsoAccept: expectations.rungs(fields["also-accept"]), record: record,
      at: fields["check"]?.place ?? fields["probe"]?.place ?? fields.node.place)
  }

  private func kind(_ fields: Fields) -> Judgement.Kind {
    let check = fields.optionalText("check")
    if let probe = fields.optionalText("probe") {
      if check != nil { findings.error("a judgement is a check or a probe, not both", at: fields["probe"]?.place) }
      if !fields.has("question") {
        findings.error(
          "a probe has no question", help: "name the gap or experiment that it feeds: question: \"EV-5: …\"", at: fields["probe"]?.place)
      }
      return .probe(id: probe, question: fields.optionalText("question") ?? "")
    }
    if let entry = fields.node.entry("question") {
      findings.error("a question without a probe", help: "a check has a right answer; use probe instead", at: entry.keyPlace)
    }
    return check.map { .check(id: $0) } ?? .none
  }
}
