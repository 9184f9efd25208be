/// One difference of a requirement between two revisions of the draft.
public struct RequirementChange: Sendable, Hashable {
  public var id: String
  public var kind: Kind

  public enum Kind: Sendable, Hashable {
    case added(section: String)
    case removed(section: String)
    /// The same statement under another section number.
    case moved(from: String, to: String)
    case levelChanged(from: Level, to: Level)
    /// What a revision in between, or the later one, changed, in our words.
    case textChanged(in: Revision, note: String)
  }

  public init(id: String, kind: Kind) {
    self.id = id
    self.kind = kind
  }
}

extension Catalogue {
  /// What changed about the draft's own requirements from one revision to another, requirement by requirement in catalogue order.
  /// Backwards too: from a newer to an older revision, what the newer one added counts as removed; notes stay as they were written.
  public func diff(from: Revision, to: Revision) -> [RequirementChange] {
    let between = Revision.allCases.filter { $0 > min(from, to) && $0 <= max(from, to) }
    var changes: [RequirementChange] = []
    for requirement in requirements where requirement.isOfTheDraft {
      func add(_ kind: RequirementChange.Kind) { changes.append(.init(id: requirement.id, kind: kind)) }
      switch (requirement.sections[from], requirement.sections[to]) {
      case (nil, nil): continue
      case (nil, let section?): add(.added(section: section))
      case (let section?, nil): add(.removed(section: section))
      case (let old?, let new?):
        if old != new { add(.moved(from: old, to: new)) }
        if let before = requirement.level(in: from), let after = requirement.level(in: to), before != after {
          add(.levelChanged(from: before, to: after))
        }
      }
      // What the revision that brought a statement says about it is no change of the statement.
      for revision in between where revision != requirement.since {
        if let note = requirement.changes[revision] { add(.textChanged(in: revision, note: note)) }
      }
    }
    return changes
  }
}
