import Documents
import Requirements

/// Checks one scenario.
struct ScenarioLint {
  let scenario: Scenario
  let corpus: Corpus
  let catalogue: Catalogue
  let findings: Findings
  /// Where each step stands in the file.
  let positions: [String: Int]

  init(_ scenario: Scenario, _ corpus: Corpus, _ catalogue: Catalogue, _ findings: Findings) {
    self.scenario = scenario
    self.corpus = corpus
    self.catalogue = catalogue
    self.findings = findings
    var positions: [String: Int] = [:]
    for (index, step) in scenario.steps.enumerated() {
      if let id = step.id, positions[id] == nil { positions[id] = index }
    }
    self.positions = positions
  }

  func check() {
    checkIds()
    NeedLint(corpus: corpus, catalogue: catalogue, findings: findings, variants: scenario.variantNames).check(allNeeds)
    checkVariants()
    for (index, step) in scenario.steps.enumerated() {
      checkNames(step, at: index)
      checkRecipe(step)
      checkReferences(step, at: index)
      checkEdits(step, at: index)
      checkControls(step, at: index)
      checkMode(step)
      for then in step.then {
        checkNames(then, at: index)
        checkRecipe(then)
        checkReferences(then, at: index)
        checkEdits(then, at: index)
        checkMode(then)
      }
    }
    checkProofCycles()
    checkJudgements()
    checkUse()
    checkLiterals()
    checkLadders()
  }

  // MARK: - Looking things up

  func step(_ id: String) -> Step? { positions[id].map { scenario.steps[$0] } }

  /// What the step performs: its own action, or that of the step it varies.
  func action(of step: Step) -> Action? { step.performed ?? step.varied.flatMap { self.step($0)?.performed } }

  private var allNeeds: [Need] {
    func needs(_ step: Step) -> [Need] {
      step.needs + step.cases.flatMap(\.needs) + step.ladder.flatMap(\.needs) + step.then.flatMap(needs)
    }
    let judgements = scenario.allJudgements
    return scenario.needs + scenario.variants.flatMap { $0.values.flatMap(\.needs) } + scenario.steps.flatMap(needs)
      + judgements.flatMap(\.needs)
      + judgements.flatMap { $0.alsoAccept.flatMap(\.when) }
  }

  // MARK: - Ids (rule 2)

  private func checkIds() {
    var steps: [String: Place] = [:]
    for step in scenario.steps {
      guard let id = step.id else { continue }
      checkId(id, "step", step.place)
      if let first = steps[id] { findings.error("the step \(id) stands twice", help: "the other is in line \(first.line)", at: step.place) }
      steps[id] = step.place
    }
    for given in scenario.given { checkId(given.name, "given", given.place) }
    var checks: [String: Place] = [:]
    func note(_ judgement: Judgement, in group: String = "") {
      guard let id = judgement.id else { return }
      checkId(id, "check", judgement.place)
      if let first = checks[group + id] {
        findings.error("the check \(id) stands twice", help: "the other is in line \(first.line)", at: judgement.place)
      }
      checks[group + id] = judgement.place
    }
    for judgement in scenario.watch?.checks ?? [] { note(judgement) }
    for step in scenario.steps {
      for judgement in [step.judgement] + step.checks + step.cases.flatMap({ [$0.judgement] + $0.checks }) { note(judgement) }
      // Those of a `then` are reported under the case.
      for judgement in step.then.flatMap(\.allJudgements) { note(judgement, in: "\(step.name)/") }
    }
  }

  func checkId(_ id: String, _ what: String, _ place: Place) {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    if !parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) } }) {
      findings.error("the id \(id) is not in kebab-case", help: "lower case letters and digits, joined by hyphens", at: place)
    } else if Reference.rootNames.contains(id), what == "step" {
      findings.error("a step cannot be called \(id), which is the root of references", at: place)
    } else if parts.count > 1, let last = parts.last, Span(String(last)) != nil, what == "step" {
      findings.error("a step cannot be called \(id), which reads like a time in references", at: place)
    }
  }

  // MARK: - Names of steps (rule 3)

  private func checkNames(_ step: Step, at index: Int) {
    let ids = scenario.steps.compactMap(\.id)
    func check(_ name: String, _ key: String) {
      if positions[name] == nil {
        findings.error("\(key) names the step \(name), which is not there", help: suggestion(for: name, among: ids), at: step.place)
      }
    }
    if let base = step.varied {
      check(base, "vary")
      if let found = self.step(base), found.performed == nil {
        findings.error("vary names \(base), which is itself a vary", help: "name the step that it varies", at: step.place)
      }
    }
    if let from = step.from {
      check(from, "from")
      if let base = step.varied, let start = positions[from], let end = positions[base], start >= end {
        findings.error("from names \(from), which does not stand before \(base)", at: step.place)
      }
    }
    for name in step.provenBy { check(name, "proven-by") }
    if case .await(let mode)? = step.mode {
      if let name = mode.since { check(name, "since") }
      if let name = mode.beside { check(name, "beside") }
    }
    if step.performed == .audit, let name = step.with.first(where: { $0.name == "for" })?.value.text { check(name, "for") }
  }

  private func checkProofCycles() {
    for step in scenario.steps {
      guard let id = step.id else { continue }
      var open = step.provenBy
      var seen: Set<String> = []
      while let next = open.popLast() {
        if next == id {
          findings.error("\(id) is proven by itself", help: "proven-by must lead to a step that stands on its own", at: step.place)
          break
        }
        if seen.insert(next).inserted { open += self.step(next)?.provenBy ?? [] }
      }
    }
  }

  // MARK: - Modes and ladders (rules 15 and 16)

  private func checkMode(_ step: Step) {
    guard let mode = step.mode else { return }
    if !step.cases.isEmpty { findings.error("a step with cases has no mode", help: "give each its own step", at: step.place) }
    guard case .await = mode, let action = action(of: step), !action.mayBeAwaited else { return }
    findings.error("\(action.rawValue) has side effects and cannot be awaited", help: "await a step that only looks", at: step.place)
  }

  private func checkLadders() {
    for step in scenario.steps where !step.ladder.isEmpty && scenario.preflight == nil {
      findings.error("ladder outside of a preflight scenario", help: "a ladder decides for the whole run", at: step.place)
    }
    if let dialect = scenario.preflight, !scenario.steps.contains(where: { !$0.ladder.isEmpty }) {
      findings.error("the preflight \(dialect) has no ladder", at: Place(file: scenario.file, line: 1, column: 1))
    }
  }
}
