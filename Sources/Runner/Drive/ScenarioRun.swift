import Forge
import Foundation
import OrderedJSON
import Results
import Scenarios
import Targets

/// Drives one planned scenario: performs its steps in file order and records every performance. Judges nothing but what the story
/// needs to go on.
final class ScenarioRun {
  let planned: PlannedScenario
  let context: RunContext
  let judging: JudgeContext
  private let record: (Performance) -> Void
  private(set) var performances: [Performance] = []
  private var performer: ActionPerformer
  /// Step → number of its latest performance in force.
  private var sees: [String: Int] = [:]
  /// When each step ended, last.
  private var ended: [String: ContinuousClock.Instant] = [:]
  let given: GivenStore
  /// Set by a ladder.
  private(set) var learnt: JSON?

  /// - Parameter record: takes each performance as it is made.
  init(planned: PlannedScenario, context: RunContext, judging: JudgeContext, record: @escaping (Performance) -> Void) throws {
    self.planned = planned
    self.context = context
    self.judging = judging.inVariant(of: planned)
    self.record = record
    given = try GivenStore.make(planned.scenario.given, variant: planned.variant, context: context)
    performer = ActionPerformer(context: context, given: given, looksAtView: planned.scenario.looksAtView)
  }

  private var scenario: Scenario { planned.scenario }

  func run() async {
    await perform()
    await performer.cleanUp()
  }

  private func perform() async {
    for step in scenario.steps {
      guard !Task.isCancelled, let id = step.id, planned.skippedSteps[id] == nil else { continue }
      switch step.head {
      case .perform(let action):
        let goesOn = await story(step, id, action)
        if !goesOn { return }
      case .vary(let base):
        await variation(step, id, of: base)
      }
    }
  }

  // MARK: The story

  private func story(_ step: Step, _ id: String, _ action: Action) async -> Bool {
    let performance: Performance
    if let mode = step.mode {
      performance = await perform(mode: mode, step, id, action, edits: .init(), row: 0, part: .base)
    } else {
      performance = await climb(step, id, action)
    }
    sees[id] = performance.number
    let judge = judge
    return judge.evaluate(judge.storyExpectation(step), alsoAccept: step.judgement.alsoAccept, performance).isMet
  }

  /// The base, and where it is refused each rung of its ladder, until one is accepted.
  private func climb(_ step: Step, _ id: String, _ action: Action) async -> Performance {
    var performance = await perform(action, with: step.with, edits: .init(), step: id, part: .base)
    guard !step.ladder.isEmpty else { return performance }
    if performance.outcome == "accepted" {
      learnt = .object([])
      return performance
    }
    for rung in step.ladder where performance.outcome != "accepted" {
      performance = await perform(action, with: step.with, edits: rung.edits, step: id, part: .base)
      guard performance.outcome == "accepted" else { continue }
      learnt = .object(
        rung.edits.change.map { change in
          .init(change.path.description, (try? RecipeResolver(scope: scope(now: context.now)).data(change.value)) ?? .null)
        })
    }
    return performance
  }

  private var judge: ScenarioJudge {
    ScenarioJudge(planned: planned, performances: performances, given: given.facts, context: judging)
  }

  // MARK: Variations

  private func variation(_ step: Step, _ id: String, of base: String) async {
    guard let baseStep = scenario.steps.first(where: { $0.id == base }), let action = baseStep.action else { return }
    let judge = judge
    var wantsControl = false
    for (index, row) in step.rows.enumerated() {
      guard !Task.isCancelled else { return }
      if judging.names.unmet(row.needs) != nil || judging.fixtures.missing(row.edits) != nil { continue }
      if planned.missingEffect(of: step, judging.fixtures) != nil { continue }
      var named = Set<String>()
      row.edits.collectSteps(into: &named)
      if named.contains(where: { planned.skippedSteps[$0] != nil }) { continue }
      let edits = step.edits.merging(row.edits)
      let saved = sees
      if let mode = step.mode {
        _ = await perform(mode: mode, baseStep, id, action, edits: edits, row: index, part: .row(index), from: step.from)
      } else {
        await performVaried(baseStep, action, edits: edits, step: id, part: .row(index), row: index, from: step.from)
      }
      wantsControl = wantsControl || judge.needsControl(row, step)
      // The effect shows on what the case was performed with, which `from` made anew.
      sees = performances.last?.sees ?? saved
      await effects(step, id, row: index)
      sees = saved
    }
    let standsBefore = performances.contains { $0.step == base && $0.part == .base }
    if wantsControl, standsBefore, !step.controlBeforeOnly, !Task.isCancelled {
      await performVaried(baseStep, action, edits: .init(), step: id, part: .control, row: -1, from: step.from)
    }
  }

  /// The steps under `then`: they look at the effect of a case.
  private func effects(_ step: Step, _ id: String, row: Int) async {
    for (index, inner) in step.then.enumerated() where planned.missing(effect: inner, judging.fixtures) == nil {
      let action: Action?
      let with: [Value.Member]
      switch inner.head {
      case .perform(let own): (action, with) = (own, inner.with)
      case .vary(let base):
        let baseStep = scenario.steps.first { $0.id == base }
        (action, with) = (baseStep?.action, baseStep?.with ?? [])
      }
      guard let action else { continue }
      _ = await perform(action, with: with, edits: inner.edits, step: id, part: .then(row: row, index: index))
    }
  }

  /// The base's recipe, edited; with `from`, after everything between that step and the base was done again.
  private func performVaried(
    _ baseStep: Step, _ action: Action, edits: Edits, step: String, part: Performance.Part, row: Int, from: String?
  ) async {
    let saved = sees
    defer { sees = saved }
    if let from, !(await redo(from: from, to: baseStep, edits: edits, row: row, step: step, part: part)) { return }
    _ = await perform(action, with: baseStep.with, edits: edits, step: step, part: part)
  }

  /// Does again what stands between `from` and the base, as far as the base depends on it. The chain stops at the first refusal,
  /// which is then the answer of the case.
  private func redo(from: String, to base: Step, edits: Edits, row: Int, step: String, part: Performance.Part) async -> Bool {
    guard let start = scenario.steps.firstIndex(where: { $0.id == from }),
      let end = scenario.steps.firstIndex(where: { $0.id == base.id }), start < end
    else { return true }
    let needed = scenario.dependencies(of: base)
    for inner in scenario.steps[start..<end] {
      guard let id = inner.id, let action = inner.action, needed.contains(id) || id == from else { continue }
      let performance = await perform(action, with: inner.with, edits: edits, step: id, part: .again(row: row), editsOf: id)
      if performance.outcome != "accepted" {
        // The same exchange is the answer of the case.
        var answer = performance
        answer.number = performances.count
        answer.step = step
        answer.part = part
        answer.facts[Performance.stoppedAt] = .string(id)
        keep(answer)
        return false
      }
      sees[id] = performance.number
    }
    return true
  }

  // MARK: Modes

  private func perform(
    mode: Mode, _ baseStep: Step, _ id: String, _ action: Action, edits: Edits, row: Int, part: Performance.Part, from: String? = nil
  ) async -> Performance {
    let saved = sees
    defer { sees = saved }
    if let from, !(await redo(from: from, to: baseStep, edits: edits, row: row, step: id, part: part)) {
      return performances[performances.count - 1]
    }
    switch mode {
    case .race(let count): return await copies(count, atOnce: true, baseStep, id, action, edits: edits, part: part)
    case .repeat(let count): return await copies(count, atOnce: false, baseStep, id, action, edits: edits, part: part)
    case .await(let wish): return await sample(wish, baseStep, id, action, edits: edits, row: row, part: part)
    }
  }

  /// Copies at once or in turn; the facts count their outcomes.
  private func copies(
    _ count: Int, atOnce: Bool, _ baseStep: Step, _ id: String, _ action: Action, edits: Edits, part: Performance.Part
  ) async -> Performance {
    let now = context.now
    var answers: [Performed] = []
    var fault: Performance.Fault?
    if atOnce {
      do {
        let overlay = try self.overlay(baseStep.with, edits, now: now, editsOf: nil)
        answers = try await performer.race(action, overlay, copies: count)
      } catch {
        fault = Self.fault(error)
      }
    } else {
      for _ in 0..<count {
        do {
          answers.append(try await performer.perform(action, try overlay(baseStep.with, edits, now: context.now, editsOf: nil)))
        } catch {
          fault = Self.fault(error)
        }
      }
    }
    let outcomes = answers.map { $0.facts["outcome"]?.string ?? "none" }
    let facts: JSON = [
      "outcome": .string(outcomes.contains("accepted") ? "accepted" : outcomes.contains("refused") ? "refused" : outcomes.first ?? "none"),
      "accepted": .integer(outcomes.count { $0 == "accepted" }), "refused": .integer(outcomes.count { $0 == "refused" }),
      "broke": .integer(outcomes.count { $0 == "broke" }), "answers": .array(answers.map(\.facts)),
    ]
    return keep(
      Performance(
        number: performances.count, scenario: planned.id, step: id, part: part, now: now,
        elapsedMilliseconds: answers.map(\.elapsedMilliseconds).max() ?? 0, facts: facts, sees: sees,
        exchanges: answers.flatMap(\.exchanges), fault: fault))
  }

  /// Performs again and again until the expectation holds, or as long as it must hold. Bounded by the target's limits.
  private func sample(
    _ wish: Mode.Await, _ baseStep: Step, _ id: String, _ action: Action, edits: Edits, row: Int, part: Performance.Part
  ) async -> Performance {
    let step = scenario.steps.first { $0.id == id } ?? baseStep
    let expectation = step.judgement.expect ?? .accepted(at: step.place)
    let bound = span(wish.span)
    let limit = min(bound ?? 5_000, context.target.limits.maxWait)
    let begin = ContinuousClock.now
    // Times are counted from the end of the step that `since` names.
    let start = wish.since.flatMap { ended[$0] } ?? begin
    var samples = 0, flaps = 0
    var firstHeld: Int?, lastNotHeld: Int?
    var last = Performed(facts: ["outcome": "none"])
    var fault: Performance.Fault?
    var besideMet = true
    var wasHeld: Bool?
    func elapsed() -> Int { Int((ContinuousClock.now - start) / .milliseconds(1)) }
    func spent() -> Int { Int((ContinuousClock.now - begin) / .milliseconds(1)) }
    repeat {
      do {
        last = try await performer.perform(action, try overlay(baseStep.with, edits, now: context.now, editsOf: nil))
      } catch {
        fault = Self.fault(error)
        break
      }
      samples += 1
      let probe = Performance(
        number: performances.count, scenario: planned.id, step: id, part: part, now: context.now, facts: last.facts, sees: sees)
      let holds = judge.evaluate(expectation, alsoAccept: step.judgement.alsoAccept, probe).isMet
      if holds { firstHeld = firstHeld ?? elapsed() } else { lastNotHeld = elapsed() }
      if let wasHeld, wasHeld, !holds { flaps += 1 }
      wasHeld = holds
      if let beside = wish.beside, samples % 5 == 1 { besideMet = await isMet(beside) && besideMet }
      if wish.goal == .within, holds { break }
      if wish.goal == .throughout, !holds { break }
      // Dense at first and thinner later, never more than a twentieth of the window apart: what happens at once is measured well, and
      // what takes long is not hammered for.
      if spent() < limit { try? await Task.sleep(for: .milliseconds(max(10, min(limit / 20, spent() / 4)))) }
    } while spent() < limit && !Task.isCancelled
    var facts = last.facts
    facts["samples"] = .integer(samples)
    facts["flaps"] = .integer(flaps)
    facts["first-held"] = firstHeld.map { .integer($0) }
    facts["last-not-held"] = lastNotHeld.map { .integer($0) }
    facts["bound"] = bound.map { .integer($0) } ?? SpecialFact.unknown("no bound is promised")
    if !besideMet, fault == nil { fault = .missing("step \(wish.beside ?? ""), which ran beside it, was not met") }
    return keep(
      Performance(
        number: performances.count, scenario: planned.id, step: id, part: part, now: context.now, elapsedMilliseconds: elapsed(),
        facts: facts,
        sees: sees, exchanges: last.exchanges, fault: fault))
  }

  private func span(_ value: Value) -> Int? {
    if let text = value.text { return Span(text)?.milliseconds }
    guard case .found(let data) = scope(now: context.now).resolve(value) else { return nil }
    return data.integer
  }

  private func isMet(_ id: String) async -> Bool {
    guard let step = scenario.steps.first(where: { $0.id == id }), let action = step.action else { return true }
    let performance = await perform(action, with: step.with, edits: .init(), step: id, part: .sample(row: 0, number: performances.count))
    return judge.evaluate(judge.storyExpectation(step), alsoAccept: step.judgement.alsoAccept, performance).isMet
  }

  // MARK: One performance

  private func scope(now: Int) -> JudgementScope {
    JudgementScope(
      own: .object([]), steps: sees.mapValues { performances[$0].facts }, given: given.facts, target: context.target.document,
      bounds: context.target.bounds, variant: planned.variant, now: now)
  }

  private func overlay(_ with: [Value.Member], _ edits: Edits, now: Int, editsOf: String?) throws -> Overlay {
    // Only an audit has `for`: it names the step whose record is looked up.
    if let name = with.first(where: { $0.name == "for" })?.value.text { performer.audited = performances.last { $0.step == name }?.facts }
    return try RecipeResolver(scope: scope(now: now)).overlay(with: with, edits: edits, step: editsOf)
  }

  @discardableResult
  private func perform(
    _ action: Action, with: [Value.Member], edits: Edits, step: String, part: Performance.Part, editsOf: String? = nil
  ) async -> Performance {
    let now = context.now
    do {
      let performed = try await performer.perform(action, try overlay(with, edits, now: now, editsOf: editsOf))
      return keep(
        Performance(
          number: performances.count, scenario: planned.id, step: step, part: part, now: now,
          elapsedMilliseconds: performed.elapsedMilliseconds, facts: performed.facts, sees: sees, exchanges: performed.exchanges))
    } catch {
      return keep(
        Performance(
          number: performances.count, scenario: planned.id, step: step, part: part, now: now, facts: ["outcome": "none"], sees: sees,
          fault: Self.fault(error)))
    }
  }

  @discardableResult
  private func keep(_ performance: Performance) -> Performance {
    performances.append(performance)
    switch performance.part {
    case .base, .row: ended[performance.step] = .now
    case .control, .then, .sample, .again: break
    }
    record(performance)
    return performance
  }

  static func fault(_ error: any Error) -> Performance.Fault {
    switch error {
    case RecipeProblem.suite(let message): .suite(message)
    case RecipeProblem.missing(let message): .missing(message)
    case RecipeProblem.notVisible(let message): .notVisible(message)
    default: .suite("\(error)")
    }
  }
}

extension Scenario {
  /// The steps that a step depends on, over any number of others.
  func dependencies(of step: Step) -> Set<String> {
    var found = Set<String>(), open = step.dependencies
    while let id = open.popFirst() {
      guard found.insert(id).inserted, let next = steps.first(where: { $0.id == id }) else { continue }
      open.formUnion(next.dependencies)
    }
    return found
  }

  /// Whether anything in the file asks for `view`.
  var looksAtView: Bool { file.text.contains("view") }
}

extension ScenarioRun {
  /// In a preflight scenario: what the first accepted rung changed, as data; an empty object where the base was accepted.
  var dialect: JSON? { learnt }
}
