import OrderedJSON
import Results
import Scenarios

/// The verdict of one judgement over one exchange, with its reasons.
struct JudgementEvaluation {
  let judge: ScenarioJudge
  let judgement: Judgement
  /// The step's own judgement, whose expectation, requirement and ladder apply where a case says nothing.
  let common: Judgement?
  let performance: Performance
  /// Nil on a `do`, which needs none.
  let controls: [CheckResult.Control]?
  let edits: Edits
  let prefix: String

  private var expect: Expectation? { judgement.expect ?? common?.expect }
  private var rungs: [Rung] { judgement.alsoAccept + (common?.alsoAccept ?? []) }
  private var requirements: [String] { judgement.requirements.isEmpty ? common?.requirements ?? [] : judgement.requirements }

  func result() -> CheckResult {
    let binding = judge.binding(requirements)
    let matching = Matching(scope: judge.scope(of: performance))
    var result = CheckResult(
      id: judge.planned.checkID(prefix + (judgement.id ?? "")), kind: judgement.resultKind,
      title: judgement.title ?? (judgement.id ?? "").spelledOut, why: judgement.why ?? (common?.why), requirements: binding.cited,
      severity: binding.severity, verdict: .errored, reason: "", question: judgement.question,
      expected: expect.map { Describe.expectation($0, named: judge.context.expectations, matching) } ?? "",
      seen: seen, records: records(matching), controls: controls ?? [], exchanges: performance.exchanges, edits: Describe.edits(edits),
      place: "\(judgement.place.file.path):\(judgement.place.line)", elapsedMilliseconds: performance.elapsedMilliseconds)
    decide(&result, matching)
    return result
  }

  private var seen: String {
    var parts = ["outcome \(performance.outcome)"]
    if let status = performance.facts["status"]?.integer { parts.append("status \(status)") }
    if let error = performance.facts["body"]?["error"]?.string { parts.append("error \(error)") }
    if let challenges = performance.facts["challenge"]?.array, !challenges.isEmpty {
      let told = challenges.map { ($0["scheme"]?.string ?? "") + ($0["error"]?.string.map { " error \($0)" } ?? "") }
      parts.append("challenge \(told.joined(separator: ", "))")
    }
    if let failure = performance.failure { parts.append(failure) }
    return parts.joined(separator: ", ")
  }

  private func records(_ matching: Matching) -> [(path: String, value: JSON)] {
    (judgement.record + (common?.record ?? [])).map { path in
      switch Lookup.find(path, in: performance.facts) {
      case .found(let fact): (path.description, fact)
      case .missing: (path.description, .null)
      case .unknown(let reason): (path.description, SpecialFact.unknown(reason))
      }
    }
  }

  private func decide(_ result: inout CheckResult, _ matching: Matching) {
    switch performance.fault {
    case .suite(let message): return set(&result, .errored, message)
    case .missing(let message): return set(&result, .unproven, message)
    case .notVisible(let reason):
      result.skipReason = .notVisible
      return set(&result, .skipped, "not visible: \(reason)")
    case nil: break
    }
    if performance.outcome == "unreachable" || performance.outcome == "throttled" {
      return set(&result, .unproven, performance.failure ?? "the target could not be reached")
    }
    if case .probe = judgement.kind { return set(&result, .noted, "recorded: there is no right answer") }
    guard let expect else { return set(&result, .errored, "the check expects nothing") }

    let ladder = Ladder(expectation: expect, own: rungs, named: judge.context.expectations, names: judge.context.names)
    switch ladder.evaluate(matching) {
    case .unknown(let reason):
      result.skipReason = .notVisible
      set(&result, .skipped, "not visible: \(reason)")
    case .met:
      guard proven(&result, ladder) else { return }
      set(&result, .passed, passedReason(ladder))
    case .rung(let rung, let mismatches):
      result.note = rung.note
      if rung.verdict != .passed { result.mismatches = mismatches }
      switch rung.verdict {
      case .failed: set(&result, ScenarioJudge.verdict(result.severity), rungReason(rung, mismatches))
      case .passed, .noted, .warning:
        guard proven(&result, ladder) else { return }
        let verdict: Verdict = rung.verdict == .passed ? .passed : rung.verdict == .noted ? .noted : softened(result.severity)
        set(&result, verdict, rungReason(rung, mismatches))
      }
    case .missed(let mismatches):
      result.mismatches = mismatches
      missed(&result, mismatches, ladder)
    }
  }

  /// What was seen beside the right answer, then the text that grants or limits it: a citation alone tells a reader nothing.
  private func rungReason(_ rung: Rung, _ mismatches: [CheckResult.Mismatch]) -> String {
    switch rung.verdict {
    case .passed: return "another answer that a text allows: \(rung.note)"
    case .failed, .warning, .noted:
      let told = mismatches.first.map { "\($0.path) was \($0.seen), expected \($0.expected)" } ?? "the answer was \(seen)"
      return "\(told); \(rung.note)"
    }
  }

  /// A warning of the ladder stays a warning where a MUST or SHOULD binds, and is an observation elsewhere.
  private func softened(_ severity: Severity?) -> Verdict {
    switch severity {
    case .must, .should: .warning
    case .may, nil: .noted
    }
  }

  private func missed(_ result: inout CheckResult, _ mismatches: [CheckResult.Mismatch], _ ladder: Ladder) {
    let told = mismatches.first.map { "\($0.path) was \($0.seen), expected \($0.expected)" } ?? "the expectation did not hold"
    if performance.outcome == "broke", ladder.needsControl {
      // A bad message may be refused clumsily; it may not take the server down.
      if controls?.contains(where: { $0.position == .after && !$0.isMet }) == true {
        return set(&result, .failed, "the message broke the server: the control after it failed too")
      }
      return set(
        &result, softened(result.severity), "not accepted, but a bad message must not break the server (\(performance.failure ?? told))")
    }
    switch result.severity {
    case .must: set(&result, .failed, told)
    case .should: set(&result, .warning, told)
    case .may: set(&result, .noted, told)
    case nil: set(&result, .noted, "binding under \(unbound(result)): \(told)")
    }
  }

  private func unbound(_ result: CheckResult) -> String {
    result.requirements.isEmpty ? "nothing" : result.requirements.map(\.source).joined(separator: "; ")
  }

  /// A pass counts only if the controls were met; an acceptance proves itself.
  private func proven(_ result: inout CheckResult, _ ladder: Ladder) -> Bool {
    guard let controls, ladder.needsControl else { return true }
    guard let unmet = controls.first(where: { !$0.isMet }) else { return true }
    let words: String
    switch unmet.position {
    case .before: words = "its control, step \(unmet.step), was not met before it"
    case .after: words = "its control, step \(unmet.step), was not met after it"
    case .twin: words = "its twin, step \(unmet.step), was not met"
    case .provenBy: words = "step \(unmet.step), which must prove it, was not met"
    }
    set(&result, .unproven, words)
    return false
  }

  private func passedReason(_ ladder: Ladder) -> String {
    guard let controls, ladder.needsControl, !controls.isEmpty else { return "as expected" }
    return "as expected, and \(controls.count == 1 ? "its control was" : "its \(controls.count) controls were") met"
  }

  private func set(_ result: inout CheckResult, _ verdict: Verdict, _ reason: String) {
    result.verdict = verdict
    result.reason = reason
  }
}
