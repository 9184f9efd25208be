import Results

extension Verdict {
  /// Worst news first: the order in which reports speak of verdicts.
  static let byUrgency: [Verdict] = [.failed, .errored, .unproven, .warning, .noted, .passed, .skipped]

  var urgency: Int { Verdict.byUrgency.firstIndex(of: self)! }

  /// One character for a table or a terminal.
  var sign: String {
    switch self {
    case .passed: "✓"
    case .failed: "✗"
    case .warning: "!"
    case .noted: "·"
    case .skipped: "–"
    case .unproven: "?"
    case .errored: "‼"
    }
  }

  /// What the verdict means, for a legend.
  var meaning: String {
    switch self {
    case .passed: "the expectation held, and so did its control"
    case .failed: "a MUST was not met"
    case .warning: "a SHOULD was not met"
    case .noted: "an observation, or a MAY"
    case .skipped: "not applicable"
    case .unproven: "applicable, but its control or a prerequisite failed"
    case .errored: "the suite itself failed"
    }
  }

  /// The verdict as a heading over the checks that have it.
  var heading: String {
    switch self {
    case .passed: "Passed"
    case .failed: "Failed"
    case .warning: "Warnings"
    case .noted: "Noted"
    case .skipped: "Skipped"
    case .unproven: "Unproven"
    case .errored: "Errors of the suite"
    }
  }
}

extension Severity {
  /// As texts print it.
  var keyword: String { rawValue.uppercased() }
}

extension SkipReason {
  /// Operators and vendors read these apart: what is missing, and whose it is.
  var heading: String {
    switch self {
    case .capability: "Capability not offered by the target"
    case .fixture: "Fixture missing from the target description"
    case .notVisible: "Not visible from outside on this target"
    case .revision: "Belongs to another revision or profile"
    case .notRun: "Not run"
    }
  }

  /// Whose move it is.
  var advice: String {
    switch self {
    case .capability: "Nothing to do, unless the target has the capability after all: then declare it."
    case .fixture: "The operator's gap, not the target's: add what is named to the target description, and these checks run."
    case .notVisible: "The fact that decides does not show here; introspection, an echo or direct TLS would show it."
    case .revision: "Judge by that revision or profile to run these."
    case .notRun: "The run ended or was narrowed before them."
    }
  }
}

extension CheckResult {
  /// The part of the id after the scenario: `good-proof[alg=ES256]`.
  var localID: String { id.firstIndex(of: "/").map { String(id[id.index(after: $0)...]) } ?? id }

  /// File and line of `place`; nil for what is missing.
  var location: (file: String, line: Int?) {
    var parts = place.split(separator: ":", omittingEmptySubsequences: false)
    // A place is `file:line` or `file:line:column`.
    var numbers: [Int] = []
    while parts.count > 1, numbers.count < 2, let number = Int(parts.last!) {
      numbers.insert(number, at: 0)
      parts.removeLast()
    }
    return (parts.joined(separator: ":"), numbers.first)
  }

  /// The requirements that bind here, or all if none does.
  var governing: [CitedRequirement] {
    let binding = requirements.filter(\.binds)
    return binding.isEmpty ? requirements : binding
  }
}

extension ScenarioResult {
  /// `binding dpop, client agent`; nil without variants.
  var variantText: String? {
    variant.isEmpty ? nil : variant.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}

/// How many checks have which verdict.
struct Tally: Sendable {
  private var counts: [Verdict: Int] = [:]

  init(_ checks: some Sequence<CheckResult>) {
    for check in checks { counts[check.verdict, default: 0] += 1 }
  }

  subscript(verdict: Verdict) -> Int { counts[verdict] ?? 0 }
  var total: Int { counts.values.reduce(0, +) }
  /// Checks on which the target was really measured.
  var judged: Int { self[.passed] + self[.failed] + self[.warning] + self[.noted] }

  /// `2 failed, 1 unproven, 40 passed`, worst first, zeros left out.
  var sentence: String {
    let parts = Verdict.byUrgency.filter { self[$0] > 0 }.map { verdict in
      verdict == .warning ? counted(self[verdict], "warning") : "\(self[verdict]) \(verdict.rawValue)"
    }
    return parts.isEmpty ? "no checks" : parts.joined(separator: ", ")
  }
}

extension RunResult {
  /// The area names in the order of the suite, then any other in order of appearance.
  var areas: [String] {
    let known = ["attestation", "issuance", "exchange", "possession", "revocation", "discovery", "observability"]
    var seen: [String] = []
    for scenario in scenarios where !seen.contains(scenario.area) { seen.append(scenario.area) }
    return known.filter(seen.contains) + seen.filter { !known.contains($0) }
  }

  func scenarios(in area: String) -> [ScenarioResult] { scenarios.filter { $0.area == area } }
  func checks(in area: String) -> [CheckResult] { scenarios(in: area).flatMap(\.checks) }

  /// The wall time of the run, in milliseconds.
  var elapsed: Int { max(0, finished - started) }
}
