/// What became of a check.
public enum Verdict: String, Sendable, CaseIterable, Codable {
  /// The expectation held, and so did its control.
  case passed
  /// A MUST was not met.
  case failed
  /// A SHOULD was not met.
  case warning
  /// An observation, or a MAY.
  case noted
  /// Not applicable.
  case skipped
  /// Applicable, but its control or a prerequisite failed.
  case unproven
  /// The suite itself failed.
  case errored
}

/// How strongly a requirement binds.
public enum Severity: String, Sendable, CaseIterable, Codable {
  case must, should, may
}

/// Why a check was skipped; operators and vendors read these apart.
public enum SkipReason: String, Sendable, CaseIterable, Codable {
  /// A capability that the target neither declares nor advertises.
  case capability
  /// Something that the target description leaves out: the operator's gap.
  case fixture
  /// A fact that this target does not show.
  case notVisible = "not-visible"
  /// Another revision or profile is judged.
  case revision
  /// The run was ended or narrowed before it.
  case notRun = "not-run"
}
