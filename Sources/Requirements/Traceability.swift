/// Which requirements are covered by checks, which are not, and why not.
public struct Traceability: Sendable {
  /// A requirement and what covers it.
  public struct Row: Sendable, Hashable {
    public var requirement: Requirement
    /// The checks that cite it, sorted.
    public var checks: [String]
    /// The checks of the requirements through which it is judged, sorted; only looked at where no check cites it.
    public var through: [String]
    /// The written reason for having no check.
    public var reason: String?
  }

  /// In catalogue order.
  public let rows: [Row]
  /// Ids that checks cite and that are no requirements, sorted.
  public let unknown: [String]

  /// - Parameters:
  ///   - citedBy: check ids by the requirement id that they cite.
  ///   - revision: requirements of the draft that this revision lacks are left out.
  public init(_ catalogue: Catalogue, citedBy: [String: [String]], revision: Revision = .newest) {
    rows = catalogue.requirements.filter { $0.isPresent(in: revision) || $0.proposed != nil }.map { requirement in
      Row(
        requirement: requirement, checks: (citedBy[requirement.id] ?? []).sorted(),
        through: Set(requirement.through.flatMap { citedBy[$0] ?? [] }).sorted(),
        reason: catalogue.untested[requirement.id]?.reason)
    }
    unknown = citedBy.keys.filter { catalogue[$0] == nil }.sorted()
  }

  /// Requirements that no check cites, and through whose details none judges them, with or without a reason.
  public var untested: [Row] { rows.filter { $0.checks.isEmpty && $0.through.isEmpty } }

  /// Requirements that the suite could test actively or passively, that no check cites and that nobody gave a reason for: holes.
  public var unexplained: [Row] {
    untested.filter { row in
      guard row.reason == nil else { return false }
      switch row.requirement.testability {
      case .active, .passive: return true
      case .declared, .notObservable: return false
      }
    }
  }

  /// Reasons that have become untrue, because a check cites the requirement.
  public var staleReasons: [Row] { rows.filter { !($0.checks.isEmpty && $0.through.isEmpty) && $0.reason != nil } }
}
