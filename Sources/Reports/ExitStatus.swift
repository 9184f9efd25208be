import Results

/// The exit status of a run, the only thing that many pipelines look at.
public enum ExitStatus: Int32, Sendable {
  /// Nothing failed or is unproven beyond the baseline.
  case success = 0
  /// Something failed, or is unproven; in a strict run also a warning or an outdated entry of the baseline.
  case failure = 1
  /// Wrong usage, or files that cannot be used.
  case usage = 2
  /// The target could not be reached, nothing could be judged, or the run was cut off before its end.
  case notJudged = 3
  /// An error of the suite.
  case suiteError = 4

  /// The status of a run that took place.
  ///
  /// A proven failure comes first, so that no retry of "the suite had a problem" can hide it. An error of the suite comes before
  /// unproven checks, which are often its consequence. A run that was cut off is never a success.
  /// - Parameters:
  ///   - strict: counts warnings, and entries of the baseline that are no longer true.
  public static func of(_ run: RunResult, baseline: BaselineOutcome? = nil, strict: Bool = false) -> Int32 {
    status(of: run, baseline: baseline, strict: strict).rawValue
  }

  /// `of`, as a value.
  public static func status(of run: RunResult, baseline: BaselineOutcome? = nil, strict: Bool = false) -> ExitStatus {
    let known = baseline?.knownIDs ?? []
    let fresh = Tally(run.checks.filter { !known.contains($0.id) })
    if fresh[.failed] > 0 { return .failure }
    if fresh[.errored] > 0 { return .suiteError }
    if Tally(run.checks).judged == 0 || run.interrupted != nil { return .notJudged }
    if fresh[.unproven] > 0 { return .failure }
    if strict, fresh[.warning] > 0 || baseline?.isOutdated == true { return .failure }
    return .success
  }
}
