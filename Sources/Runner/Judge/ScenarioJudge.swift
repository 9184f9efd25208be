import Documents
import Foundation
import OrderedJSON
import Requirements
import Results
import Scenarios
import Targets

/// Verdicts for one planned scenario from its performances. Pure: no network, no clock.
struct ScenarioJudge {
  let planned: PlannedScenario
  let performances: [Performance]
  let given: JSON
  let context: JudgeContext

  init(planned: PlannedScenario, performances: [Performance], given: JSON, context: JudgeContext) {
    self.planned = planned
    self.performances = performances
    self.given = given
    self.context = context.inVariant(of: planned)
  }

  private var scenario: Scenario { planned.scenario }

  func judge() -> ScenarioResult {
    var checks: [CheckResult] = []
    if let skip = planned.skip {
      checks = scenario.allJudgements.compactMap { skipped($0, skip) }
    } else {
      var ended: Ending?
      for step in scenario.steps { checks += judge(step, storyEnded: &ended) }
    }
    return ScenarioResult(
      id: planned.id, area: scenario.area.rawValue, title: scenario.title, about: scenario.about, role: scenario.role.rawValue,
      catalogue: scenario.catalogue, file: scenario.file.path, variant: planned.variant,
      checks: checks.filter { context.selection.includes(check: $0.id) })
  }

  // MARK: Steps

  /// Why what follows a step of the story cannot be judged.
  private enum Ending {
    case unproven(String)
    /// This target has no way to show it, so nothing is wrong with the target either.
    case skipped(Skip)

    init(_ id: String, _ story: Evaluation, _ performance: Performance) {
      if case .notVisible(let message) = story.fault {
        self = .skipped(Skip(.notVisible, "not visible: \(message)"))
      } else if story.fault == nil, case .unknown(let reason) = story.outcome {
        self = .skipped(Skip(.notVisible, "not visible: step \(id) cannot be judged, \(reason)"))
      } else {
        self = .unproven("step \(id) did not succeed: \(story.words(of: performance))")
      }
    }
  }

  private func judge(_ step: Step, storyEnded: inout Ending?) -> [CheckResult] {
    let id = step.id ?? ""
    if let skip = planned.skippedSteps[id] { return step.allJudgements.compactMap { skipped($0, skip) } }
    switch storyEnded {
    case .unproven(let reason): return unreached(step) { unproven($0, reason) }
    case .skipped(let skip): return unreached(step) { skipped($0, skip) }
    case nil: break
    }
    switch step.head {
    case .perform:
      let found = performances.filter { $0.step == id && $0.part == .base }
      guard let performance = step.mode == nil ? found.last : found.last ?? performances.last(where: { $0.step == id }) else {
        return step.allJudgements.compactMap { notRun($0) }
      }
      var results: [CheckResult] = []
      let story = evaluate(storyExpectation(step), alsoAccept: step.judgement.alsoAccept, performance)
      results += judgements(step.judgement, step.checks, performance, needs: step.needs, controls: nil, edits: .init(), common: nil)
      if !story.isMet { storyEnded = Ending(id, story, performance) }
      return results
    case .vary(let base):
      return judge(variation: step, of: base)
    }
  }

  /// The judgements of a step that was not reached. What would not have applied is skipped as it would have been.
  private func unreached(_ step: Step, _ result: (Judgement) -> CheckResult?) -> [CheckResult] {
    func each(_ judgements: [Judgement], _ needs: [Need]) -> [CheckResult] {
      judgements.compactMap { judgement in
        if let skip = context.names.unmet(needs) ?? context.names.unmet(judgement.needs) { return skipped(judgement, skip) }
        return result(judgement)
      }
    }
    let own =
      step.cases.isEmpty ? each([step.judgement] + step.checks, []) : step.cases.flatMap { each([$0.judgement] + $0.checks, $0.needs) }
    return own + step.then.flatMap { each([$0.judgement] + $0.checks, $0.needs) }
  }

  private func judge(variation step: Step, of base: String) -> [CheckResult] {
    let id = step.id ?? ""
    var results: [CheckResult] = []
    let rows = step.rows
    var spoiled: String?
    for (index, row) in rows.enumerated() {
      let all =
        (([row.judgement] + row.checks).map { ($0, "") }
          + step.then.flatMap { [$0.judgement] + $0.checks }.map { ($0, row.judgement.id.map { "\($0)." } ?? "") })
      if let skip = context.names.unmet(row.needs) ?? context.fixtures.missing(row.edits) ?? skipOfDependencies(row)
        ?? planned.missingEffect(of: step, context.fixtures)
      {
        results += all.compactMap { skipped($0.0, skip, prefix: $0.1) }
        continue
      }
      if let spoiled {
        results += all.compactMap { unproven($0.0, spoiled, prefix: $0.1) }
        continue
      }
      let mine = performances.filter { $0.step == id && ($0.part == .row(index) || $0.part.isSample(of: index)) }
      guard let performance = mine.last(where: { $0.part == .row(index) }) else {
        results += all.compactMap { notRun($0.0, prefix: $0.1) }
        continue
      }
      let controls = controls(for: step, base: base, at: performance)
      results += judgements(
        row.judgement, row.checks, performance, needs: row.needs, controls: controls, edits: step.edits.merging(row.edits),
        common: step.judgement)
      let effects = judge(effects: step, row: row, index: index, controls: controls, spoiled: &spoiled)
      if effects.isUnmet, let last = results.lastIndex(where: { $0.id == planned.checkID(row.judgement.id ?? "") }) {
        results[last] = effects.applied(to: results[last])
      }
      results += effects.results
    }
    return results
  }

  private func skipOfDependencies(_ row: Case) -> Skip? {
    var named = Set<String>()
    row.edits.collectSteps(into: &named)
    return named.sorted().lazy.compactMap { planned.skippedSteps[$0] }.first
  }

  // MARK: Effects (`then`)

  private struct Effects {
    var results: [CheckResult] = []
    /// A step under `then` without a check of its own that did not hold.
    var unmet: (verdict: Verdict, reason: String)?
    var isUnmet: Bool { unmet != nil }

    func applied(to result: CheckResult) -> CheckResult {
      guard let unmet, result.verdict == .passed || result.verdict == .noted || result.verdict == .warning else { return result }
      var result = result
      result.verdict = unmet.verdict
      result.reason = unmet.reason
      return result
    }
  }

  private func judge(effects step: Step, row: Case, index: Int, controls: [CheckResult.Control], spoiled: inout String?) -> Effects {
    var effects = Effects()
    for (position, inner) in step.then.enumerated() {
      if let skip = planned.missing(effect: inner, context.fixtures) {
        effects.results += ([inner.judgement] + inner.checks).compactMap {
          skipped($0, skip, prefix: row.judgement.id.map { "\($0)." } ?? "")
        }
        continue
      }
      guard let performance = performances.last(where: { $0.step == (step.id ?? "") && $0.part == .then(row: index, index: position) })
      else {
        effects.results += ([inner.judgement] + inner.checks).compactMap { notRun($0) }
        continue
      }
      let own = judgements(
        inner.judgement, inner.checks, performance, needs: inner.needs, controls: controls, edits: inner.edits, common: nil,
        prefix: row.judgement.id.map { "\($0)." } ?? "")
      effects.results += own
      let met = evaluate(inner.judgement.expect ?? .accepted(at: inner.place), alsoAccept: inner.judgement.alsoAccept, performance)
      if !met.isMet {
        if inner.judgement.id == nil {
          let binding = binding(row.judgement.requirements.isEmpty ? step.judgement.requirements : row.judgement.requirements)
          effects.unmet = (Self.verdict(binding.severity), "its effect was seen: \(met.words(of: performance))")
        }
        // With `from` each case has an artefact of its own, so the next one is not touched.
        if step.from == nil { spoiled = "an earlier case took effect, so this one proves nothing" }
      }
    }
    return effects
  }

  // MARK: Controls

  /// The base as it stood nearest before and after a performance, the twin that follows, and further steps that must be met.
  private func controls(for step: Step, base: String, at performance: Performance) -> [CheckResult.Control] {
    guard let baseStep = scenario.steps.first(where: { $0.id == base }) else { return [] }
    let expectation = storyExpectation(baseStep)
    func isMet(_ performance: Performance) -> Bool {
      evaluate(expectation, alsoAccept: baseStep.judgement.alsoAccept, performance).isMet
    }
    let bases = performances.filter {
      ($0.step == base && $0.part == .base) || ($0.step == (step.id ?? "") && $0.part == .control)
    }
    var controls: [CheckResult.Control] = []
    let baseStands = scenario.steps.firstIndex { $0.id == base } ?? 0
    let stepStands = scenario.steps.firstIndex { $0.id == step.id } ?? 0
    if baseStands < stepStands {
      if let before = bases.last(where: { $0.number < performance.number }) {
        controls.append(.init(step: base, position: .before, isMet: isMet(before)))
      }
      if !step.controlBeforeOnly {
        let after = bases.first { $0.number > performance.number && $0.step == (step.id ?? "") }
        if let after {
          controls.append(.init(step: base, position: .after, isMet: isMet(after)))
        } else if step.rows.contains(where: { needsControl($0, step) }) {
          controls.append(.init(step: base, position: .after, isMet: false))
        }
      }
    } else {
      let twin = performances.last { $0.step == base && $0.part == .base }
      controls.append(.init(step: base, position: .twin, isMet: twin.map(isMet) ?? false))
    }
    for id in step.provenBy {
      guard let proving = scenario.steps.first(where: { $0.id == id }) else { continue }
      let met = performances.last { $0.step == id && ($0.part == .base || $0.part == .row(0)) }.map {
        evaluate(storyExpectation(proving), alsoAccept: proving.judgement.alsoAccept, $0).isMet
      }
      controls.append(.init(step: id, position: .provenBy, isMet: met ?? false))
    }
    return controls
  }

  func needsControl(_ row: Case, _ step: Step) -> Bool {
    guard let expect = row.judgement.expect ?? step.judgement.expect else { return !row.checks.isEmpty }
    return Ladder(expectation: expect, own: [], named: context.expectations, names: context.names).needsControl
  }

  // MARK: Judgements

  private func judgements(
    _ main: Judgement, _ others: [Judgement], _ performance: Performance, needs: [Need], controls: [CheckResult.Control]?, edits: Edits,
    common: Judgement?, prefix: String = ""
  ) -> [CheckResult] {
    ([main] + others).compactMap { judgement in
      guard judgement.id != nil else { return nil }
      if let skip = context.names.unmet(judgement.needs) { return skipped(judgement, skip, prefix: prefix) }
      let isMain = judgement.place == main.place
      return JudgementEvaluation(
        judge: self, judgement: judgement, common: isMain ? common : nil, performance: performance, controls: controls, edits: edits,
        prefix: prefix
      ).result()
    }
  }

  func binding(_ ids: [String]) -> (cited: [CitedRequirement], severity: Severity?) {
    let cited = context.binding.cite(ids)
    return (cited, context.binding.severity(of: cited))
  }

  static func verdict(_ severity: Severity?) -> Verdict {
    switch severity {
    case .must: .failed
    case .should: .warning
    case .may, nil: .noted
    }
  }

  /// What a `do` must bring for the story to go on.
  func storyExpectation(_ step: Step) -> Expectation { step.judgement.expect ?? .accepted(at: step.place) }

  /// The result of an expectation over one performance.
  struct Evaluation {
    var outcome: Ladder.Outcome
    var fault: Performance.Fault?

    var isMet: Bool {
      if fault != nil { return false }
      switch outcome {
      case .met: return true
      case .rung(let rung, _): return rung.verdict != .failed
      case .missed, .unknown: return false
      }
    }

    /// Why it is not met, for a sentence.
    func words(of performance: Performance) -> String {
      switch fault {
      case .suite(let message), .missing(let message), .notVisible(let message): return message
      case nil: break
      }
      switch outcome {
      case .missed(let mismatches):
        let told = mismatches.prefix(2).map { "\($0.path) was \($0.seen), expected \($0.expected)" }.joined(separator: "; ")
        return told + (performance.failure.map { " (\($0))" } ?? "")
      case .unknown(let reason): return "it cannot be seen: \(reason)"
      case .met, .rung: return "it was met"
      }
    }
  }

  func evaluate(_ expectation: Expectation, alsoAccept: [Rung], _ performance: Performance) -> Evaluation {
    let ladder = Ladder(expectation: expectation, own: alsoAccept, named: context.expectations, names: context.names)
    return Evaluation(outcome: ladder.evaluate(Matching(scope: scope(of: performance))), fault: performance.fault)
  }

  func scope(of performance: Performance) -> JudgementScope {
    var steps: [String: JSON] = [:]
    for (step, number) in performance.sees where performances.indices.contains(number) { steps[step] = performances[number].facts }
    return JudgementScope(
      own: performance.facts, ownStep: performance.step, steps: steps, given: given, target: context.target.document,
      bounds: context.target.bounds, variant: planned.variant, now: performance.now)
  }

  // MARK: Verdicts without an exchange

  func skipped(_ judgement: Judgement, _ skip: Skip, prefix: String = "") -> CheckResult? {
    bare(judgement, .skipped, skip.text, skip.reason, prefix: prefix)
  }

  private func unproven(_ judgement: Judgement, _ reason: String, prefix: String = "") -> CheckResult? {
    bare(judgement, .unproven, reason, nil, prefix: prefix)
  }
  private func notRun(_ judgement: Judgement, prefix: String = "") -> CheckResult? {
    bare(judgement, .skipped, "the run ended before it", .notRun, prefix: prefix)
  }

  private func bare(_ judgement: Judgement, _ verdict: Verdict, _ reason: String, _ skip: SkipReason?, prefix: String = "") -> CheckResult?
  {
    guard let id = judgement.id else { return nil }
    let binding = binding(judgement.requirements)
    return CheckResult(
      id: planned.checkID(prefix + id), kind: judgement.resultKind, title: judgement.title ?? id.spelledOut, why: judgement.why,
      requirements: binding.cited, severity: binding.severity, verdict: verdict, skipReason: skip, reason: reason,
      question: judgement.question, expected: judgement.expect.map { Describe.expectation($0, named: context.expectations) } ?? "",
      place: "\(judgement.place.file.path):\(judgement.place.line)")
  }
}

extension Performance {
  /// Why no answer came, if none did.
  var failure: String? { facts["failure"]?.string ?? exchanges.last?.failure }
}

extension Performance.Part {
  func isSample(of row: Int) -> Bool { if case .sample(let mine, _) = self { mine == row } else { false } }
}

extension Judgement {
  var question: String? { if case .probe(_, let question) = kind { question } else { nil } }
  var resultKind: CheckResult.Kind { if case .probe = kind { .probe } else { .check } }
}

extension String {
  /// `no-jti` as words, for checks without a title.
  var spelledOut: String {
    let words = replacingOccurrences(of: "-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

extension Expectation {
  /// What is meant where nothing is said.
  static func accepted(at place: Place) -> Expectation {
    Expectation(
      members: [.init("outcome", at: place, Matcher(.equals(Value(.text("accepted"), at: place)), at: place))], at: place)
  }
}

extension Step {
  /// The cases of a `vary`; one without cases is a case itself.
  public var rows: [Case] {
    cases.isEmpty ? [Case(edits: .init(), judgement: judgement, checks: checks, at: place)] : cases
  }

  var allJudgements: [Judgement] {
    cases.isEmpty
      ? [judgement] + checks + then.flatMap { [$0.judgement] + $0.checks }
      : cases.flatMap { [$0.judgement] + $0.checks } + then.flatMap { [$0.judgement] + $0.checks }
  }
}

extension Edits {
  func merging(_ other: Edits) -> Edits {
    Edits(
      change: change + other.change, remove: remove + other.remove, rewrite: rewrite + other.rewrite,
      duplicate: duplicate + other.duplicate)
  }
}
