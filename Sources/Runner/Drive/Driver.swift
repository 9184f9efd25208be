import Foundation
import OrderedJSON
import Results
import Scenarios
import Wire

/// Drives the planned scenarios: many at a time, those that must be alone one after the other at the end.
struct Driver {
  let context: RunContext
  let judging: JudgeContext
  let writer: TranscriptWriter
  let events: @Sendable (RunEvent) -> Void

  /// What one scenario left behind.
  private struct Driven: Sendable {
    var result: ScenarioResult
    var performances: [(performance: Performance, action: Action)]
  }

  func drive(_ planned: [PlannedScenario]) async -> [ScenarioResult] {
    var results: [ScenarioResult] = []
    var seen: [(performance: Performance, action: Action)] = []
    func take(_ driven: Driven) {
      results.append(driven.result)
      seen += driven.performances
      events(.finished(driven.result))
    }
    let ordinary = planned.filter { $0.scenario.watch == nil }
    for plan in ordinary where plan.skip != nil { take(Driven(result: judge(plan, [], .object([])), performances: [])) }
    let live = ordinary.filter { $0.skip == nil }
    // What is learnt in preflight holds for all others.
    for plan in live where plan.scenario.preflight != nil { take(await drive(plan)) }
    let together = live.filter { $0.scenario.preflight == nil && !$0.isAlone }
    await withTaskGroup(of: Driven.self) { group in
      var waiting = together.makeIterator()
      for _ in 0..<max(1, context.target.limits.parallel) {
        guard let next = waiting.next() else { break }
        group.addTask { await drive(next) }
      }
      while let driven = await group.next() {
        take(driven)
        if let next = waiting.next() { group.addTask { await drive(next) } }
      }
    }
    for plan in live where plan.scenario.preflight == nil && plan.isAlone { take(await drive(plan)) }
    for plan in planned {
      guard let watch = plan.scenario.watch else { continue }
      take(Driven(result: WatchJudge(planned: plan, watch: watch, context: judging, performances: seen).judge(), performances: []))
    }
    return results
  }

  private func judge(_ plan: PlannedScenario, _ performances: [Performance], _ given: JSON) -> ScenarioResult {
    ScenarioJudge(planned: plan, performances: performances, given: given, context: judging).judge()
  }

  private func drive(_ plan: PlannedScenario) async -> Driven {
    if Task.isCancelled { return Driven(result: judge(plan, [], .object([])), performances: []) }
    events(.started(scenario: plan.id))
    let run: ScenarioRun
    do {
      run = try ScenarioRun(planned: plan, context: context, judging: judging) { [writer] in writer.write($0.json) }
    } catch {
      var result = judge(plan, [], .object([]))
      let fault = ScenarioRun.fault(error)
      for index in result.checks.indices {
        (result.checks[index].verdict, result.checks[index].reason, result.checks[index].skipReason) = Self.verdict(of: fault)
      }
      return Driven(result: result, performances: [])
    }
    writer.write(["type": "given", "scenario": .string(plan.id), "facts": run.given.facts])
    await run.run()
    if let dialect = plan.scenario.preflight, let learnt = run.dialect { context.learned(dialect: learnt, named: dialect) }
    let performances = run.performances
    return Driven(
      result: judge(plan, performances, run.given.facts),
      performances: performances.compactMap { performance in plan.scenario.action(of: performance).map { (performance, $0) } })
  }

  private static func verdict(of fault: Performance.Fault) -> (Verdict, String, SkipReason?) {
    switch fault {
    case .suite(let message): (.errored, message, nil)
    case .missing(let message): (.skipped, message, .fixture)
    case .notVisible(let message): (.skipped, message, .notVisible)
    }
  }
}
