import Requirements
import Results

/// Where an implementation stands with one requirement. Nothing is rounded up: a requirement is met only if every check that
/// could run on this target passed, and none that should have run is missing.
public enum RequirementStatus: String, Sendable, CaseIterable {
  case notMet = "not-met"
  /// What matters held, with a reservation that the checks state.
  case metInPart = "met-in-part"
  /// Checks exist and apply, and some could not be judged.
  case unproven
  /// An option that the implementation does not take, as the text allows.
  case optionNotTaken = "option-not-taken"
  case met
  case notApplicable = "not-applicable"
  /// Only the operator can say, and did; the suite records what is declared, and proves nothing.
  case declared
  /// Only the operator can say, and no declaration answers it.
  case undeclared = "not-declared"
  /// It could be seen from outside, and this suite has no check for it.
  case notTested = "not-tested"
  /// Nobody outside can see it.
  case notTestable = "not-testable"

  /// In words.
  var words: String {
    switch self {
    case .notMet: "not met"
    case .metInPart: "met in part"
    case .unproven: "unproven"
    case .optionNotTaken: "option not taken"
    case .met: "met"
    case .notApplicable: "not applicable"
    case .declared: "declared"
    case .undeclared: "not declared"
    case .notTested: "not tested"
    case .notTestable: "not testable"
    }
  }
}

/// Whose requirement it is.
public enum RequirementOrigin: String, Sendable, CaseIterable {
  /// The draft states it and leaves the detail to no other text.
  case own
  /// The draft states it and leaves the detail to another text.
  case delegated
  /// A text that the draft composes, in force for this target.
  case composed
  /// A promise of the operator.
  case policy

  /// As a heading.
  var heading: String {
    switch self {
    case .own: "The draft's own requirements"
    case .delegated: "Requirements that the draft delegates to other texts"
    case .composed: "Requirements of the composed texts in force"
    case .policy: "Promises of the operator in force"
    }
  }
}

/// One requirement, judged by the checks of a run that cite it.
public struct RequirementFinding: Sendable {
  public var requirement: Requirement
  /// In the revision that was judged.
  public var level: Level
  public var origin: RequirementOrigin
  /// "RFC 9449, section 4.3".
  public var source: String
  public var status: RequirementStatus
  /// Why this status, a sentence.
  public var reason: String
  /// The checks that bear on it, worst first.
  public var evidence: [CheckResult]
  /// Whether the statement was catalogued after the set of its revision was frozen: shown, and not counted.
  public var isLater = false
  /// What the operator says of it, where the status rests on that.
  public var declaration: Declaration?
}

extension RequirementFinding {
  /// What a single check says about a requirement that binds: nil where the check has nothing to say.
  static func contribution(of check: CheckResult, level: Level) -> RequirementStatus {
    switch check.verdict {
    case .passed: return .met
    case .failed: return .notMet
    case .warning:
      // A warning breaks a SHOULD; of a MUST it says that what matters held, otherwise it would be a failure.
      return level == .must ? .metInPart : .notMet
    case .noted: return level == .may ? .optionNotTaken : .metInPart
    case .unproven, .errored: return .unproven
    case .skipped:
      switch check.skipReason {
      case .capability, .revision: return .notApplicable
      case .fixture, .notVisible, .notRun, nil: return .unproven
      }
    }
  }

  /// The status of a statement that is judged by the checks of details in other texts. The details have levels of their own: what
  /// breaks only a SHOULD of theirs leaves the statement met in part, and an option that they leave open says nothing about it.
  static func combine(_ checks: [CheckResult], through ids: [String]) -> (RequirementStatus, String) {
    let contributions = checks.map { check -> RequirementStatus in
      let severities = check.requirements.filter { ids.contains($0.id) && $0.binds }.map(\.severity)
      switch check.verdict {
      case .warning: return .metInPart
      case .noted: return severities.allSatisfy { $0 == .may } ? .optionNotTaken : .metInPart
      case .passed, .failed, .unproven, .errored, .skipped: return contribution(of: check, level: .must)
      }
    }
    let order: [RequirementStatus] = [.notMet, .metInPart, .unproven, .met, .optionNotTaken, .notApplicable]
    let status = order.first(where: contributions.contains) ?? .unproven
    let deciding = zip(checks, contributions).filter { $0.1 == status }.map(\.0)
    let share = "\(deciding.count) of \(counted(checks.count, "check")) of the texts that it leaves the detail to"
    if status == .met { return (status, "\(share) passed, and none that applies is open") }
    let first = deciding.first
    let source = first?.requirements.first { ids.contains($0.id) }.map { "\($0.source): " } ?? ""
    return (status, "\(status == .unproven ? "\(share) not judged: " : source)\(first?.reason ?? "")")
  }

  /// The status that all contributions together allow, and why.
  static func combine(_ checks: [CheckResult], level: Level) -> (RequirementStatus, String) {
    let contributions = checks.map { contribution(of: $0, level: level) }
    let order: [RequirementStatus] = [.notMet, .metInPart, .unproven, .optionNotTaken, .met, .notApplicable]
    let status = order.first(where: contributions.contains) ?? .unproven
    let deciding = zip(checks, contributions).filter { $0.1 == status }.map(\.0)
    let share = "\(deciding.count) of \(counted(checks.count, "check"))"
    switch status {
    case .met: return (status, checks.count == 1 ? "its check passed" : "\(share) passed, and none that applies is open")
    case .notMet: return (status, deciding.first?.reason ?? "")
    case .metInPart: return (status, deciding.first.map { $0.note ?? $0.reason } ?? "")
    case .unproven: return (status, "\(share) not judged: \(deciding.first?.reason ?? "")")
    case .optionNotTaken: return (status, deciding.first?.reason ?? "")
    case .notApplicable: return (status, deciding.first?.reason ?? "")
    case .declared, .undeclared, .notTested, .notTestable: return (status, "")
    }
  }
}
