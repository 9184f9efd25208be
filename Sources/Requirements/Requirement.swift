import Documents

/// One thing that a text asks of somebody, in our words, with the place where the text says it.
public struct Requirement: Sendable, Hashable, Identifiable {
  /// Stable for ever: `AIMS-OBS-5`, `RFC9449-4.3-6`, `policy.never-widen`.
  public var id: String
  public var paraphrase: String
  /// In the newest revision that has the statement.
  public var level: Level
  /// Who has to meet it; at least one.
  public var parties: [Party]
  /// The id of its document: `aims`, `rfc9449`, `policy`.
  public var document: String
  /// The section that states it, in the newest revision that has it; empty for policies and for mere proposals.
  public var section: String
  /// Further sections of the same document that say it too.
  public var alsoIn: [String]
  /// The section in each revision that has the statement; only the draft itself has revisions here.
  public var sections: [Revision: String]
  /// Levels of revisions in which it differs from `level`.
  public var levels: [Revision: Level]
  /// What a revision changed about the statement, in our words.
  public var changes: [Revision: String]
  /// Texts to which the statement leaves the detail: document ids, or names where the suite has no such document.
  public var delegates: [String]
  /// Requirements of those texts whose checks show whether this statement is met, where no check cites the statement itself.
  public var through: [String]
  public var testability: Testability
  /// Why the testability is what it is, or how it is tested.
  public var reason: String?
  /// The name in force without which the requirement does not bind: `doc.rfc9449`, `profile.wpt-02`, `policy.never-widen`.
  public var binds: String
  /// The keyword that carries it, nil where the text uses none.
  public var keyword: Keyword?
  /// Keywords of revisions in which it differs from `keyword`; a nil inside says "without a keyword".
  public var keywords: [Revision: Keyword?]
  /// The requirement with which it shares one use of a keyword (the items of a list, the halves of a sentence).
  public var sharesKeywordWith: String?
  /// Names under which research notes know it.
  public var aliases: [String]
  /// Where it is proposed, for text that no published revision has.
  public var proposed: String?
  public var place: Place

  /// Whether it is a statement of the draft itself.
  public var isOfTheDraft: Bool { document == SpecDocument.draftID }
  /// Whether it is a promise of the operator and no text's.
  public var isPolicy: Bool { document == SpecDocument.policyID }
  /// The first revision of the draft that has it; nil outside the draft.
  public var since: Revision? { sections.keys.min() }
  /// The last revision of the draft that has it; nil outside the draft.
  public var until: Revision? { sections.keys.max() }

  /// Whether the statement stands in a revision of the draft. A requirement of another document stands in all.
  public func isPresent(in revision: Revision) -> Bool { isOfTheDraft ? sections[revision] != nil : true }

  /// The level in a revision; nil where the revision lacks the statement.
  public func level(in revision: Revision) -> Level? { isPresent(in: revision) ? levels[revision] ?? level : nil }

  /// The keyword in a revision; nil where the revision lacks the statement or states it without one.
  public func keyword(in revision: Revision) -> Keyword? {
    guard isPresent(in: revision) else { return nil }
    if let exception = keywords[revision] { return exception }
    return keyword
  }
}
