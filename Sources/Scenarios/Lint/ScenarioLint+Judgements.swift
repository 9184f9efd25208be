import Documents
import Requirements

/// Controls, requirements, probes and expectations (rules 5, 10, 11, 12 and 13).
extension ScenarioLint {
  /// What outcomes an expectation can be met by; nil where it fixes none.
  private func outcomes(_ expectation: Expectation) -> Set<String>? {
    if let own = outcome(expectation.members) { return own }
    if let name = expectation.name, let named = corpus.expectations[name] { return outcome(named.members) }
    guard !expectation.any.isEmpty else { return nil }
    var result: Set<String> = []
    for branch in expectation.any {
      guard let outcomes = outcomes(branch) else { return nil }
      result.formUnion(outcomes)
    }
    return result
  }

  private func outcome(_ members: [Matcher.Entry]) -> Set<String>? {
    switch members.first(where: { $0.name == "outcome" })?.matcher.content {
    case .equals(let value)?: value.text.map { [$0] }
    case .oneOf(let values)?: Set(values.compactMap(\.text))
    default: nil
    }
  }

  private func canBeRefused(_ expectation: Expectation?) -> Bool {
    guard let expectation, let outcomes = outcomes(expectation) else { return false }
    return outcomes != ["accepted"]
  }

  // MARK: - Controls (rule 5)

  func checkControls(_ step: Step, at index: Int) {
    if step.performed != nil, step.judgement.id != nil, canBeRefused(step.judgement.expect), step.provenBy.isEmpty {
      findings.error(
        "a refusal can meet \(step.judgement.id ?? ""), and nothing shows that the right request is accepted",
        help: "vary a step that expects acceptance, or name one in proven-by", at: step.judgement.place)
    }
    if let baseID = step.varied, let base = self.step(baseID), canBeRefused(base.judgement.expect),
      ([step.judgement] + step.cases.map(\.judgement)).contains(where: { canBeRefused($0.expect ?? step.judgement.expect) }),
      step.provenBy.isEmpty
    {
      findings.error(
        "\(baseID) is the control of \(step.name), and may be refused itself", help: "vary a step that expects acceptance", at: step.place)
    }
    guard step.provenBy.isEmpty else { return }
    if case .await(let mode)? = step.mode, mode.goal == .throughout {
      findings.error(
        "throughout is met by a target that does nothing", help: "name in proven-by the step that shows an effect", at: step.place)
    }
    for judgement in [step.judgement] + step.checks {
      guard let entry = judgement.expect?.members.first(where: isAbsence), step.varied == nil || action(of: step) == .receive else {
        continue
      }
      findings.error(
        "\(entry.name) is met by a target that does nothing", help: "name in proven-by the step that shows an effect", at: entry.place)
    }
  }

  private func isAbsence(_ entry: Matcher.Entry) -> Bool {
    switch (entry.name, entry.matcher.content) {
    case ("count", .equals(let value)): value.spelling == "0"
    case ("requests", .absent), ("records", .absent): true
    case ("requests", .count(let inner)), ("records", .count(let inner)): inner.spelling == "=0"
    default: false
    }
  }

  // MARK: - Judgements

  func checkJudgements() {
    for judgement in scenario.watch?.checks ?? [] { check(judgement, inherited: nil) }
    for step in scenario.steps { check(step) }
  }

  private func check(_ step: Step) {
    check(step.judgement, inherited: nil)
    let probes = step.cases.contains { if case .probe = $0.judgement.kind { true } else { false } }
    for row in step.cases {
      if row.judgement.kind == .none, row.checks.isEmpty {
        findings.error("a case is a check or a probe", help: "check: an id in kebab-case", at: row.place)
      }
      check(row.judgement, inherited: step.judgement.expect)
      for judgement in row.checks { check(judgement, inherited: nil) }
    }
    for judgement in step.checks { check(judgement, inherited: nil) }
    if !step.cases.isEmpty, step.judgement.id != nil, !probes {
      findings.error("a step with cases has no check of its own", help: "its cases are the checks", at: step.judgement.place)
    }
    if step.varied != nil, step.cases.isEmpty, step.judgement.kind == .none, step.checks.isEmpty, step.then.isEmpty, step.id != nil,
      !isNamed(step.id ?? "")
    {
      findings.error("a vary that judges nothing", help: "give it a check", at: step.place)
    }
    for then in step.then { check(then) }
  }

  private func isNamed(_ id: String) -> Bool {
    scenario.steps.contains { step in
      if step.provenBy.contains(id) { return true }
      if case .await(let mode)? = step.mode { return mode.since == id || mode.beside == id }
      return false
    }
  }

  /// - Parameter inherited: the expectation of the step, where a case has none of its own.
  private func check(_ judgement: Judgement, inherited: Expectation?) {
    switch judgement.kind {
    case .none: break
    case .probe(let id, _):
      if judgement.record.isEmpty { findings.error("the probe \(id) records nothing", help: "record: [outcome]", at: judgement.place) }
      if judgement.expect != nil {
        findings.error("the probe \(id) has an expectation", help: "a probe has no right answer; a check has", at: judgement.place)
      }
      if !judgement.requirements.isEmpty {
        findings.error("the probe \(id) cites a requirement", help: "what a text requires is a check", at: judgement.place)
      }
    case .check(let id):
      if judgement.requirements.isEmpty {
        findings.error("the check \(id) cites no requirement", help: "requirement: [id], from requirements/", at: judgement.place)
      }
      checkBinding(judgement, id)
    }
    for (index, requirement) in judgement.requirements.enumerated() where catalogue[requirement] == nil {
      let place = judgement.requirementPlaces.count > index ? judgement.requirementPlaces[index] : judgement.place
      findings.error(
        "unknown requirement \(requirement)", help: catalogue.suggestion(for: requirement).map { "did you mean \($0)?" }, at: place)
    }
    if let expect = judgement.expect { check(expect) }
    checkLadder(judgement, judgement.expect ?? inherited)
  }

  /// Whether anything could put one of the cited requirements in force.
  private func checkBinding(_ judgement: Judgement, _ id: String) {
    let requirements = judgement.requirements.compactMap { catalogue[$0] }
    guard !requirements.isEmpty else { return }
    let excluded = Set((scenario.needs + judgement.needs).compactMap { if case .not(let name, _) = $0 { name } else { nil } })
    let canBind = requirements.contains { requirement in
      guard !excluded.contains(requirement.binds) else { return false }
      guard requirement.binds.hasPrefix("doc."), let document = catalogue.document(String(requirement.binds.dropFirst(4))) else {
        return true
      }
      return document.isAlwaysInForce || document.impliedBy.contains { !excluded.contains($0) }
    }
    if !canBind {
      findings.error("nothing that the check \(id) cites can bind under the scenario's needs", at: judgement.place)
    }
  }

  private func checkLadder(_ judgement: Judgement, _ expect: Expectation?) {
    var members = expect?.members
    if let expect, expect.any.isEmpty, let name = expect.name, let named = corpus.expectations[name] {
      members = expect.members.isEmpty ? named.members : expect.members + named.members
    } else if expect?.any.isEmpty == false {
      members = nil
    }
    LadderLint(findings: findings, isNamed: false).check(judgement.alsoAccept, after: members)
  }

  // MARK: - Expectations (rules 1 and 13)

  private func check(_ expectation: Expectation) {
    if let name = expectation.name, corpus.expectations[name] == nil {
      findings.error(
        "unknown expectation \(name)",
        help: nearest(name, among: corpus.expectations.keys).map { "did you mean \($0)?" } ?? "names are in expectations.yaml",
        at: expectation.place)
    }
    if let status = expectation.members.first(where: { $0.name == "status" }), case .status(let patterns) = status.matcher.content,
      patterns.contains(.family(4)) || patterns.contains(.family(5)), outcomes(expectation) == nil
    {
      findings.error("a bare \(status.name) says nothing", help: "say outcome: refused, and how", at: status.place)
    }
    if !expectation.any.isEmpty {
      let branches = expectation.any.map(outcomes)
      let isNegative = branches.contains { $0?.contains("refused") == true }
      if isNegative, outcomes(Expectation(members: expectation.members, at: expectation.place)) == nil {
        for (branch, outcome) in zip(expectation.any, branches)
        where outcome == nil && (branch.name == nil || corpus.expectations[branch.name!] != nil) {
          findings.error(
            "a branch that fixes no outcome", help: "say outcome: accepted or outcome: refused in each branch", at: branch.place)
        }
      }
    }
    for branch in expectation.any { check(branch) }
  }
}
