import Requirements
import Results

/// Which requirements bind at a target, and how strongly.
struct RequirementBinding: Sendable {
  var catalogue: Catalogue
  var names: NamesInForce
  var revision: Revision

  /// The requirements of a judgement as a report cites them.
  func cite(_ ids: [String]) -> [CitedRequirement] {
    ids.compactMap { id in
      guard let requirement = catalogue[id] else { return nil }
      let level = requirement.level(in: revision) ?? requirement.level
      return CitedRequirement(
        id: id, paraphrase: requirement.paraphrase, severity: Self.severity(level),
        source: catalogue.sourceText(of: requirement, in: revision) ?? "not in this revision", binds: binds(requirement))
    }
  }

  /// The strongest level among those that bind; nil if none does.
  func severity(of cited: [CitedRequirement]) -> Severity? {
    cited.filter(\.binds).map(\.severity).min { Self.rank($0) < Self.rank($1) }
  }

  private func binds(_ requirement: Requirement) -> Bool {
    catalogue.binds(requirement, in: revision) { names.contains($0) }
  }

  static func severity(_ level: Level) -> Severity {
    switch level {
    case .must: .must
    case .should: .should
    case .may, .statement: .may
    }
  }

  private static func rank(_ severity: Severity) -> Int {
    switch severity {
    case .must: 0
    case .should: 1
    case .may: 2
    }
  }
}
