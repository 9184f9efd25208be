import Documents

/// A text that requirements come from.
public struct SpecDocument: Sendable, Hashable, Identifiable {
  /// The id of the draft that the suite judges by.
  public static let draftID = "aims"
  /// The id of the pseudo-document of the operators' promises.
  public static let policyID = "policy"

  /// `rfc9449`, `wpt`, `aims`.
  public var id: String
  /// As it is cited: "RFC 9449", "draft-ietf-wimse-wpt-02".
  public var name: String
  public var title: String
  /// Which revision of it was read, with its date.
  public var revision: String
  public var url: String?
  /// Ids of its requirements begin with it (some documents have more than one).
  public var prefixes: [String]
  /// Capabilities and profiles that put the document in force.
  public var impliedBy: [String]
  /// Whether it is in force for every target.
  public var isAlwaysInForce: Bool
  /// What a reader has to know about the text, such as how sure we are of it.
  public var note: String?
  /// Section numbers, in order.
  public var sections: [String]
  /// Section numbers of another revision that a profile pins, by the profile's name.
  public var editions: [String: Edition]
  /// Only the draft has these: its sections and keyword counts, revision by revision.
  public var revisions: [Revision: RevisionOutline]
  public var place: Place

  /// Another revision of the text, pinned by a profile.
  public struct Edition: Sendable, Hashable {
    /// As it is cited.
    public var name: String
    public var sections: [String]
  }

  /// The name that has to be in force for its requirements to bind.
  public var nameInForce: String { "doc.\(id)" }
}

/// What a revision of the draft consists of.
public struct RevisionOutline: Sendable, Hashable {
  /// Of publication, as `2026-07-06`, or only the month where the day is not known.
  public var date: String
  /// Titles by section number.
  public var sections: [String: String]
  /// How often each keyword is used, by section number; counted in the text, and compared with the catalogue by a test.
  public var keywords: [String: [Keyword: Int]]

  /// All uses of a keyword in the revision.
  public func count(of keyword: Keyword) -> Int { keywords.values.reduce(0) { $0 + ($1[keyword] ?? 0) } }
  /// All uses of any keyword in the revision.
  public var keywordCount: Int { keywords.values.reduce(0) { $0 + $1.values.reduce(0, +) } }
}

/// A pinned revision of a component draft whose wire format changed between revisions.
public struct Profile: Sendable, Hashable, Identifiable {
  /// `profile.wpt-02`.
  public var id: String
  /// The id of its document.
  public var document: String
  /// The pinned revision: "draft-ietf-wimse-wpt-02".
  public var revision: String
  /// What the profile means on the wire.
  public var about: String
  /// Profiles that a target cannot declare beside it for the same place of use.
  public var excludes: [String]
  /// What could not be read or is not certain.
  public var note: String?
  public var place: Place
}
