import Results
import Scenarios

/// Judges a `watch`: every exchange of one action in the whole run; the worst decides.
struct WatchJudge {
  let planned: PlannedScenario
  let watch: Watch
  let context: JudgeContext
  /// Every performance of the run with the action it performed.
  let performances: [(performance: Performance, action: Action)]

  func judge() -> ScenarioResult {
    let scenario = planned.scenario
    let own = ScenarioJudge(planned: planned, performances: [], given: .object([]), context: context)
    let watched = performances.filter { entry in
      entry.action == watch.action && watch.outcome.map { $0 == entry.performance.outcome } ?? true && entry.performance.fault == nil
        // Not one exchange of this action: the answer at which a chain stopped, or the sum of several copies.
        && entry.performance.facts[Performance.stoppedAt] == nil && entry.performance.facts["answers"] == nil
    }
    let checks = watch.checks.compactMap { judgement -> CheckResult? in
      if let skip = planned.skip ?? context.names.unmet(judgement.needs) { return own.skipped(judgement, skip) }
      let results = watched.map { entry -> CheckResult in
        let judge = ScenarioJudge(planned: planned, performances: [], given: .object([]), context: context)
        return JudgementEvaluation(
          judge: judge, judgement: judgement, common: nil, performance: entry.performance, controls: nil, edits: .init(), prefix: ""
        ).result()
      }
      guard var worst = results.min(by: { Self.rank($0.verdict) < Self.rank($1.verdict) }) else {
        return own.skipped(judgement, Skip(.notRun, "no such exchange was made in this run"))
      }
      let count = results.count
      if worst.verdict == .passed {
        worst.reason = "as expected in all \(count) exchanges"
        worst.exchanges = []
      } else {
        worst.reason += " (in \(results.count { $0.verdict == worst.verdict }) of \(count) exchanges)"
      }
      return worst
    }
    return ScenarioResult(
      id: planned.id, area: scenario.area.rawValue, title: scenario.title, about: scenario.about, role: scenario.role.rawValue,
      catalogue: scenario.catalogue, file: scenario.file.path, variant: planned.variant,
      checks: checks.filter { context.selection.includes(check: $0.id) })
  }

  private static func rank(_ verdict: Verdict) -> Int {
    switch verdict {
    case .failed: 0
    case .errored: 1
    case .warning: 2
    case .unproven: 3
    case .noted: 4
    case .passed: 5
    case .skipped: 6
    }
  }
}
