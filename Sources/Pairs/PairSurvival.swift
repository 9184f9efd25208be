import OrderedJSON

/// The survival sheet: what becomes of a claim from the user's token at A over the grant to the token at B.
public struct PairSurvival: Sendable {
  /// What became of a claim in one hop.
  public enum Fate: String, Sendable, CaseIterable {
    case kept, changed, dropped, added
    /// On neither side of the hop.
    case absent
    /// One end of the hop cannot be looked into (an opaque token that nobody introspects), or was never reached.
    case unknown
  }

  /// One claim over both hops.
  public struct Row: Sendable {
    public var claim: String
    public var atA: JSON?
    public var inGrant: JSON?
    public var atB: JSON?
    /// From A's token to the grant.
    public var outward: Fate
    /// From the grant to B's token.
    public var inward: Fate
  }

  public var rows: [Row]

  /// Claims that say who, for whom, by whom, since when and how far.
  public static let claims = [
    "sub", "client_id", "azp", "act", "may_act", "scope", "authorization_details", "aud", "cnf", "auth_time", "acr", "amr", "txn", "tenant",
    "email", "name", "groups",
  ]

  /// Compares the claims hop by hop. A document that is nil cannot be looked into.
  public init(atA: JSON?, grant: JSON?, atB: JSON?) {
    rows = Self.claims.compactMap { claim in
      let first = atA?[claim], middle = grant?[claim], last = atB?[claim]
      guard first != nil || middle != nil || last != nil else { return nil }
      return Row(
        claim: claim, atA: first, inGrant: middle, atB: last, outward: Self.fate(first, middle, isKnown: atA != nil && grant != nil),
        inward: Self.fate(middle, last, isKnown: grant != nil && atB != nil))
    }
  }

  private static func fate(_ before: JSON?, _ after: JSON?, isKnown: Bool) -> Fate {
    guard isKnown else { return .unknown }
    switch (before, after) {
    case (let before?, let after?): return before.sameValue(as: after) ? .kept : .changed
    case (_?, nil): return .dropped
    case (nil, _?): return .added
    case (nil, nil): return .absent
    }
  }

  /// Rows of the report.
  public var json: JSON {
    .array(
      rows.map { row in
        .object(of: [
          "claim": .string(row.claim), "at-a": row.atA, "grant": row.inGrant, "at-b": row.atB, "outward": .string(row.outward.rawValue),
          "inward": .string(row.inward.rawValue),
        ])
      })
  }
}
