import Testing

@testable import Requirements

/// What was counted in the texts of the draft themselves, once and by somebody who did not write the catalogue. Neither the rows nor the
/// outline in `aims/document.yaml` can drift away from it together.
@Suite("The rows of the draft against counts of its texts") struct DraftKeywordTests {
  @Test(
    "Rows cover every use of each keyword in each revision, each use once",
    arguments: [
      (Revision.klrc00, [Keyword.must: 13, .mustNot: 2, .should: 15, .may: 14]),
      (.klrc01, [.must: 13, .mustNot: 2, .should: 15, .may: 14]),
      (.klrc02, [.must: 13, .mustNot: 2, .should: 18, .may: 14]), (.klrc03, [.must: 13, .mustNot: 3, .should: 15, .may: 14]),
      (.aims00, [.must: 13, .mustNot: 3, .should: 15, .may: 14]),
    ] as [(Revision, [Keyword: Int])])
  func uses(revision: Revision, counted: [Keyword: Int]) throws {
    let rows = try catalogue.get().requirements(in: revision).filter(\.isOfTheDraft)
    var found: [Keyword: Int] = [:]
    for row in rows where row.sharesKeywordWith == nil {
      if let keyword = row.keyword(in: revision) { found[keyword, default: 0] += 1 }
    }
    #expect(found == counted)
  }

  @Test("A row has the level of its keyword in each revision, and without one binds nobody", arguments: Revision.allCases)
  func levels(revision: Revision) throws {
    for row in try catalogue.get().requirements(in: revision) where row.isOfTheDraft {
      let level = row.level(in: revision)
      if let keyword = row.keyword(in: revision) {
        #expect(level == keyword.level, "\(row.id)")
      } else {
        #expect(level == .statement || level == .may, "\(row.id)")
      }
    }
  }

  @Test(
    "Rows that share a use of a keyword stand in the section of the row that has it, with the same keyword", arguments: Revision.allCases)
  func shares(revision: Revision) throws {
    let catalogue = try catalogue.get()
    for row in catalogue.requirements(in: revision) where row.isOfTheDraft {
      guard let id = row.sharesKeywordWith else { continue }
      let owner = try #require(catalogue[id])
      #expect(owner.sharesKeywordWith == nil && owner.sections[revision] == row.sections[revision], "\(row.id)")
      #expect(owner.keyword(in: revision) == row.keyword(in: revision), "\(row.id)")
    }
  }

  /// By what the catalogue calls them. SPIFFE is cited as a whole; its parts are among what is meant.
  private static let cited: Set<String> = [
    "caep", "ciba", "cimd", "fapi2", "http-signature", "id-jag", "identity-chaining", "mcp", "oidc-discovery", "rfc6749", "rfc7523",
    "rfc7591",
    "rfc7662", "rfc8414", "rfc8693", "rfc8705", "rfc9068", "rfc9421", "rfc9700", "rfc9728", "risc", "spiffe-client-auth", "spiffe-id",
    "spiffe-jwt-svid", "spiffe-wit-svid", "spiffe-workload-api", "spiffe-x509-svid", "ssf", "transaction-tokens", "txn-chaining",
    "wimse-arch",
    "wimse-identifier", "workload-creds", "wpt",
  ]

  @Test("A statement leaves its detail only to texts that the draft cites") func delegates() throws {
    for row in try catalogue.get().requirements where row.isOfTheDraft {
      #expect(Self.cited.isSuperset(of: row.delegates), "\(row.id): \(Set(row.delegates).subtracting(Self.cited))")
    }
  }
}
