import Documents
import Results

/// Known failures of a target: a file that lets a pipeline be green while something is broken and somebody has said why.
///
/// ```yaml
/// baseline:
///   - check: possession.dpop.resource-server/old
///     verdict: failed
///     reason: "proofs are accepted for a day; the fix is in the next release"
///     expires: 2027-01-31
/// ```
public struct Baseline: Sendable {
  /// One known failure.
  public struct Entry: Sendable, Hashable {
    /// The id of the check, with its variant.
    public var check: String
    /// What the check is known to be: failed, unproven or warning.
    public var verdict: Verdict
    public var reason: String
    /// The last day on which the entry counts.
    public var expires: CalendarDate?
    public var place: Place?

    public init(check: String, verdict: Verdict, reason: String, expires: CalendarDate? = nil, place: Place? = nil) {
      self.check = check
      self.verdict = verdict
      self.reason = reason
      self.expires = expires
      self.place = place
    }
  }

  public var entries: [Entry]
  public init(entries: [Entry] = []) { self.entries = entries }

  /// What a known failure may be.
  static func mayBeKnown(_ verdict: Verdict) -> Bool {
    switch verdict {
    case .failed, .unproven, .warning: true
    case .passed, .noted, .skipped, .errored: false
    }
  }

  /// Compares a run with what was known.
  /// - Parameter today: entries whose day has passed count no longer.
  public func apply(to run: RunResult, today: CalendarDate) -> BaselineOutcome {
    var outcome = BaselineOutcome()
    let checks = Dictionary(run.checks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries {
      guard let check = checks[entry.check] else {
        outcome.absent.append(entry)
        continue
      }
      switch check.verdict {
      case .passed, .noted: outcome.repaired.append(entry)
      // A warning where a failure was known is progress, and still no news to anybody: only the entry is out of date.
      case .warning where entry.verdict != .warning: outcome.repaired.append(entry)
      case .skipped: outcome.absent.append(entry)
      case .failed, .warning, .unproven, .errored:
        if check.verdict != entry.verdict {
          outcome.changed.append(.init(entry: entry, now: check.verdict))
        } else if let expires = entry.expires, expires < today {
          outcome.expired.append(entry)
        } else {
          outcome.known.append(entry)
        }
      }
    }
    return outcome
  }

  /// A baseline file of everything that is wrong in a run, to be edited by somebody who knows the reasons.
  /// - Parameter includingWarnings: also warnings, for strict runs.
  public static func write(from run: RunResult, includingWarnings: Bool = false) -> String {
    var out = """
      # Known failures of \(visible(run.target.name)) \(visible(run.target.version)), judged by \(visible(run.revision)).
      # Each entry needs the reason why it is tolerated; `expires: 2027-01-31` ends it after that day. What stands here as reason
      # is what the suite saw: replace it by what you know.

      """
    let listed = run.checks.filter { mayBeKnown($0.verdict) && (includingWarnings || $0.verdict != .warning) }
    if listed.isEmpty { return out + "baseline: []\n" }
    out += "baseline:\n"
    for check in listed {
      out += "  - check: \(quoted(check.id))\n"
      out += "    verdict: \(check.verdict.rawValue)\n"
      out += "    reason: \(quoted(check.reason.isEmpty ? "no reason was given" : check.reason))\n"
    }
    return out
  }

  /// A YAML scalar in double quotes. Control characters are spelled out first, so that only two characters need an escape.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in visible(text).unicodeScalars {
      if scalar == "\"" || scalar == "\\" { out += "\\" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}

/// A run compared with its baseline.
public struct BaselineOutcome: Sendable {
  /// A check that is wrong in another way than was known.
  public struct Change: Sendable, Hashable {
    public var entry: Baseline.Entry
    public var now: Verdict
  }

  /// Entries that hold: their checks do not count.
  public var known: [Baseline.Entry] = []
  /// Entries whose check is right again, or less wrong: to be taken out.
  public var repaired: [Baseline.Entry] = []
  /// Entries whose check has become something else; it counts.
  public var changed: [Change] = []
  /// Entries whose day has passed; their checks count.
  public var expired: [Baseline.Entry] = []
  /// Entries whose check did not run or does not exist.
  public var absent: [Baseline.Entry] = []

  public init() {}

  /// Ids of the checks that do not count.
  public var knownIDs: Set<String> { Set(known.map(\.check)) }
  /// Whether the file says something that is not true any longer. Checks that did not run say nothing about that.
  public var isOutdated: Bool { !repaired.isEmpty || !expired.isEmpty || !changed.isEmpty }
}
