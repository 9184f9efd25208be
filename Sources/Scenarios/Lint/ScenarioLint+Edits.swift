import Documents

/// Edits, and whether a base can be performed again (rules 1, 6, 7 and 8).
extension ScenarioLint {
  func checkEdits(_ step: Step, at index: Int) {
    guard let baseID = step.varied, let base = self.step(baseID), let action = base.performed else { return }
    for edits in [step.edits] + step.cases.map(\.edits) { check(edits, of: step, base: base, action) }
    for rung in base.ladder { check(rung.edits, of: base, base: base, action) }
    checkCount(step)
    checkRepeatable(step, base)
    if action.hasLastingEffect, let stands = positions[baseID], stands < index, !step.controlBeforeOnly, step.from == nil {
      findings.error(
        "\(baseID) changes the target for good, and stands before what varies it",
        help: "let it stand last, or say control: before", at: step.place)
    }
  }

  private func check(_ edits: Edits, of step: Step, base: Step, _ action: Action) {
    for change in edits.change {
      if let type = type(at: change.path, change.place, of: step, base: base, action) { check(change.value, type, change.path.description) }
    }
    for removal in edits.remove { _ = type(at: removal.path, removal.place, of: step, base: base, action) }
    for rewriting in edits.rewrite { _ = type(at: rewriting.path, rewriting.place, of: step, base: base, action) }
    for copy in edits.duplicate { _ = type(at: copy.path, copy.place, of: step, base: base, action) }
  }

  /// The type of what an edit's path leads to; nil (and a finding) where it leads nowhere.
  private func type(at path: Path, _ place: Place, of step: Step, base: Step, _ action: Action) -> FieldType? {
    var fields = action.fields
    var what = action.rawValue
    if let name = path.step {
      guard let from = step.from else {
        findings.error("\(path) edits the step \(name), which only from allows", help: "add from: \(name)", at: place)
        return nil
      }
      guard let other = self.step(name), let otherAction = other.performed else {
        findings.error(
          "\(path) edits \(name), which is no step that does something", help: suggestion(for: name, among: positions.keys), at: place)
        return nil
      }
      if name == base.id {
        findings.error(
          "\(path) names the step that is varied, whose own edits have no prefix",
          help: "write \(Path(path.segments)), without \(name)/", at: place)
      } else if let position = positions[name], let start = positions[from], let end = base.id.flatMap({ positions[$0] }),
        position < start || position > end
      {
        findings.error("\(path) edits \(name), which is not performed again", help: "from: \(name) would start there", at: place)
      }
      fields = otherAction.fields
      what = otherAction.rawValue
    }
    do {
      return try fields.type(at: path.segments[...])
    } catch {
      switch error {
      case .unknown(let name, let known):
        findings.error("no \(name) in \(what) at \(path)", help: suggestion(for: name, among: known), at: place)
      case .leaf(let name): findings.error("nothing stands below \(name) in \(path)", at: place)
      }
      return nil
    }
  }

  // MARK: - How many edits (rule 8)

  private func checkCount(_ step: Step) {
    if step.cases.isEmpty {
      if step.edits.isEmpty, step.mode == nil, step.from == nil, step.judgement.why == nil, step.judgement.kind != .none, !isLook(step) {
        findings.error("a vary without any edit", help: "say why it is performed again: why: …", at: step.place)
      }
      return
    }
    var seen: [String: Place] = [:]
    for row in step.cases {
      let count = row.edits.paths.count
      let why = row.judgement.why ?? (count == 0 ? step.judgement.why : nil)
      if count > 1, why == nil {
        findings.error("a case edits one path, found \(count)", help: "split it, or say why they belong together: why: …", at: row.place)
      } else if count == 0, step.edits.isEmpty, why == nil {
        findings.error("a case without any edit", help: "say why: …", at: row.place)
      }
      let key = row.edits.spelling + "|" + row.needs.map(\.spelling).sorted().joined(separator: ",")
      if let first = seen[key] {
        findings.error("the same edit stands in line \(first.line)", help: "one case can carry several checks", at: row.place)
      }
      seen[key] = row.place
    }
  }

  /// A step that only looks at what an earlier step has changed: `{vary: access, check: no-effect}` after a revocation.
  private func isLook(_ step: Step) -> Bool {
    guard let base = step.varied, let start = positions[base], let id = step.id, let end = positions[id], start < end else {
      return step.id == nil
    }
    return scenario.steps[start..<end].contains { $0.performed?.hasLastingEffect == true }
  }

  // MARK: - Single-use values (rule 6)

  private func checkRepeatable(_ step: Step, _ base: Step) {
    guard step.from == nil, step.judgement.why == nil, let name = singleUse(in: base) else { return }
    if !step.cases.isEmpty, step.cases.allSatisfy({ $0.judgement.why != nil }) { return }
    findings.error(
      "\(base.name) uses up \(name), which works once", help: "add from: \(name.dropFirst().prefix { $0 != "." }), or say why: …",
      at: step.place)
  }

  /// A reference in the step's recipe to something that is accepted once.
  private func singleUse(in step: Step) -> String? {
    for value in step.with.flatMap(\.value.all) {
      guard let reference = value.reference, case .step(let id) = reference.root, let other = self.step(id),
        let action = action(of: other), case .singleUse? = try? action.facts.type(at: reference.path.segments[...])
      else { continue }
      return reference.description
    }
    return nil
  }
}
