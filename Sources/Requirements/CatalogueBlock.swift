import Documents

/// A block of the catalogue of tests: something that an area plans to test, written or not.
public struct CatalogueBlock: Sendable, Hashable, Identifiable {
  /// `pop.dpop-rs.replay`; scenarios name it under `catalogue`.
  public var id: String
  /// `possession`.
  public var area: String
  public var priority: Priority
  public var title: String
  /// What implements it in place of a scenario, a sentence: nothing that is sent to a target.
  public var otherwise: String?
  public var place: Place

  /// How soon it is wanted. A family of cases has the priority of its most urgent row.
  public enum Priority: String, Sendable, Hashable, CaseIterable {
    case first = "P1"
    case second = "P2"
    case third = "P3"
  }
}

/// The statements of the draft that count in a revision. What the catalogue learns later is reported, and does not count: a result
/// against an old revision stays comparable.
public struct FrozenSet: Sendable, Hashable {
  /// When it was frozen, `2026-11-25`.
  public var on: String
  /// Where each requirement id is listed.
  public var places: [String: Place]
}
