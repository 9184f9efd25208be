import Results

/// A run against a broken target, held against the run on the sound one: did the designated checks notice, and only they?
public struct DefectComparison: Sendable {
  /// What is not as the entry says.
  public enum Problem: Sendable, Hashable, CustomStringConvertible {
    /// A pattern that no check of the run has.
    case matchesNothing(String)
    /// A designated check that did not turn.
    case notTurned(check: String, was: Verdict, now: Verdict?)
    /// A check that passed although the defect should have kept it from passing.
    case passes(check: String)
    /// A check that changed and is not designated.
    case changed(check: String, was: Verdict, now: Verdict?)

    public var description: String {
      switch self {
      case .matchesNothing(let pattern): "no check is called \(pattern)"
      case .notTurned(let check, let was, let now): "\(check) should notice, and is \(now?.rawValue ?? "gone") (was \(was.rawValue))"
      case .passes(let check): "\(check) passes, although nothing should"
      case .changed(let check, let was, let now): "\(check) was \(was.rawValue), is \(now?.rawValue ?? "gone"), and is not designated"
      }
    }
  }

  /// A check that has another verdict than on the sound target.
  public struct Change: Sendable, Hashable {
    public var check: String
    public var was: Verdict
    /// Nil: the check is gone.
    public var now: Verdict?
    /// Whether a MUST binds it.
    public var isMust: Bool
  }

  /// Every check that changed, designated or not, in the order of the run.
  public private(set) var changes: [Change] = []
  /// Checks that failed or warned as they should.
  public private(set) var turned: [String] = []
  /// Checks that became unproven, as they may.
  public private(set) var unproven: [String] = []
  public private(set) var problems: [Problem] = []

  /// - Parameters:
  ///   - sound: the run on the target without the defect, under the same presets.
  ///   - broken: the run on the target with it.
  public init(_ entry: DefectEntry, sound: RunResult, broken: RunResult) {
    let now = Dictionary(broken.checks.map { ($0.id, $0.verdict) }, uniquingKeysWith: { first, _ in first })
    let turns = entry.turns.map(Glob.init), unproves = entry.unproves.map(Glob.init), warns = entry.warns.map(Glob.init)
    let may = entry.may.map(Glob.init)
    for pattern in turns + unproves + warns + may where !sound.checks.contains(where: { pattern.matches($0.id) }) {
      problems.append(.matchesNothing(pattern.pattern))
    }
    changes = sound.checks.filter { now[$0.id] != $0.verdict }.map {
      Change(check: $0.id, was: $0.verdict, now: now[$0.id], isMust: $0.severity == .must)
    }
    for check in sound.checks where !may.contains(where: { $0.matches(check.id) }) {
      let mustTurn = turns.contains { $0.matches(check.id) }
      if !mustTurn, warns.contains(where: { $0.matches(check.id) }) {
        warn(check, now: now[check.id])
        continue
      }
      let mayBeUnproven = unproves.contains { $0.matches(check.id) }
      judge(check, now: now[check.id], mustTurn, mayBeUnproven, everywhere: entry.reachesEverywhere)
    }
  }

  /// A check whose worst is a warning or a note, by its own latitude or level.
  private mutating func warn(_ check: CheckResult, now: Verdict?) {
    let isWorse = now == .warning && check.verdict != .failed || now == .noted && check.verdict == .passed
    if isWorse { turned.append(check.id) } else { problems.append(.notTurned(check: check.id, was: check.verdict, now: now)) }
  }

  private mutating func judge(_ check: CheckResult, now: Verdict?, _ mustTurn: Bool, _ mayBeUnproven: Bool, everywhere: Bool) {
    let hasTurned = now == .failed || (now == .warning && check.severity != .must)
    if hasTurned, mustTurn { turned.append(check.id) }
    if now == .unproven, mayBeUnproven || (mustTurn && everywhere) { unproven.append(check.id) }
    if everywhere {
      // Probes and checks that did not apply say nothing either way.
      if mustTurn || mayBeUnproven, now == .passed { problems.append(.passes(check: check.id)) }
      return
    }
    if mustTurn {
      if !hasTurned { problems.append(.notTurned(check: check.id, was: check.verdict, now: now)) }
      return
    }
    if now == check.verdict || (now == .unproven && mayBeUnproven) { return }
    // What follows a check (`then`) does not exist where that check was never judged.
    if now == nil, mayBeUnproven { return }
    problems.append(.changed(check: check.id, was: check.verdict, now: now))
  }

  /// Whether the suite noticed the defect at all.
  public var isNoticed: Bool { !turned.isEmpty }
  /// Whether everything is as the entry says.
  public var isSound: Bool { problems.isEmpty && isNoticed }
}

/// Which checks have been seen to fail.
public struct DefectCoverage: Sendable {
  /// Checks with a right answer that passed on the sound target and that no defect turned.
  public let neverTurned: [String]
  /// Checks that never ran on the sound target, under no preset.
  public let neverRun: [String]

  /// - Parameters:
  ///   - soundRuns: the run without any preset, and those with presets.
  ///   - turned: ids that some defect turned.
  public init(soundRuns: [RunResult], turned: Set<String>) {
    var passed: [String] = [], all: [String] = []
    var ran = Set<String>(), known = Set<String>()
    for run in soundRuns {
      for check in run.checks where check.kind == .check {
        if known.insert(check.id).inserted { all.append(check.id) }
        guard check.verdict != .skipped else { continue }
        let isNew = ran.insert(check.id).inserted
        // What no MUST and no SHOULD asks for is only noted, whatever comes back.
        if isNew, check.verdict == .passed, check.severity == .must || check.severity == .should { passed.append(check.id) }
      }
    }
    // One variant that was seen to fail speaks for all: they are one check.
    let names = Set(turned.map { String($0.prefix { $0 != "[" }) })
    neverTurned = passed.filter { !names.contains(String($0.prefix { $0 != "[" })) }
    neverRun = all.filter { !ran.contains($0) }
  }
}
