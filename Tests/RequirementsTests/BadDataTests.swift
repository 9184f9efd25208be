import Documents
import Requirements
import Testing

@Suite("Mistakes in the catalogue") struct BadDataTests {
  private static let document = """
    document: rfc1
    name: RFC 1
    title: Host Software
    revision: April 1969
    prefix: RFC1-
    sections: ["1", "2.1"]
    requirements:

    """

  private func complaints(_ texts: String...) -> [Diagnostic] {
    let files = texts.enumerated().map { SourceFile(path: "\($0.offset).yaml", text: $0.element) }
    do throws(Diagnostics) {
      _ = try Catalogue(files: files)
      return []
    } catch {
      return error.all
    }
  }

  @Test("A correct file is read") func correct() {
    #expect(complaints(Self.document + "  - {id: RFC1-2.1-1, text: A., level: must, role: [client], section: 2.1, test: active}").isEmpty)
  }

  @Test(
    "Each mistake is told with its place",
    arguments: [
      ("{id: RFC1-1-1, text: A., level: shall, role: [client], section: 1, test: active}", "unknown level shall", 8, 37),
      ("{id: RFC1-1-1, text: A., level: musst, role: [client], section: 1, test: active}", "unknown level musst", 8, 37),
      ("{id: RFC1-1-1, text: A., level: must, role: [cliant], section: 1, test: active}", "unknown role cliant", 8, 50),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], section: 3, test: active}", "RFC 1 has no section 3", 8, 68),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], section: 1, also: [9], test: active}", "has no section 9", 8, 77),
      ("{id: RFC2-1-1, text: A., level: must, role: [client], section: 1, test: active}", "begins with RFC1-", 8, 10),
      ("{id: RFC1-1-1, text: A., level: must, keyword: MAY, role: [client], section: 1, test: active}", "MAY is of level may", 8, 37),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: actively}", "unknown test actively", 8, 77),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], section: 1}", "test is missing", 8, 5),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active, binds: doc.rfc2}", "called doc.rfc2", 8, 92),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active, shares: RFC1-9}", "no requirement RFC1-9", 8, 93),
      ("{id: RFC1-1-1, text: A., levle: must, role: [client], section: 1, test: active}", "unknown key levle", 8, 30),
      ("{id: RFC1-1-1, text: [A], level: must, role: [client], section: 1, test: active}", "expected text, found a list", 8, 26),
      ("{id: RFC1-1-1, text: A., level: must, role: [client], test: active}", "section is missing", 8, 10),
    ])
  func mistakes(entry: String, says: String, line: Int, column: Int) throws {
    let found = complaints(Self.document + "  - " + entry)
    let match = try #require(found.first { $0.message.contains(says) }, "found \(found.map(\.rendered))")
    #expect(match.place?.line == line)
    #expect(match.place?.column == column, "\(match.rendered)")
  }

  @Test("A mistyped level is mended by its neighbour") func help() {
    let found = complaints(Self.document + "  - {id: RFC1-1-1, text: A., level: musst, role: [client], section: 1, test: active}")
    #expect(found.first?.help == "did you mean must?")
  }

  @Test("An id that stands twice is told at its second place, also across files") func duplicates() throws {
    let entry = "  - {id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active}\n"
    let found = complaints(Self.document + entry, "document: rfc1\nrequirements:\n" + entry)
    let problem = try #require(found.first)
    #expect(found.count == 1)
    #expect(problem.message == "the requirement RFC1-1-1 stands twice")
    #expect(problem.place?.description == "1.yaml:3:10")
    #expect(problem.help?.contains("0.yaml:8:10") == true)
  }

  @Test("Requirements of a document that nobody describes") func unknownDocument() throws {
    let found = complaints(
      Self.document + "  - {id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active}",
      "document: rfc11\nrequirements:\n  - {id: RFC1-1-2, text: A., level: must, role: [client], section: 1, test: active}")
    let problem = try #require(found.first { $0.message == "unknown document rfc11" })
    #expect(problem.place?.description == "1.yaml:1:11")
    #expect(problem.help == "did you mean rfc1?")
  }

  private static let draft = """
    document: aims
    name: draft
    title: The draft
    revision: "-03"
    prefix: AIMS-
    revisions:
      klrc-03: {date: "2026-07", sections: {"1": One}, keywords: {"1": {MUST: 1}}}
    requirements:

    """

  @Test(
    "A statement of the draft stands in sections that its revisions have",
    arguments: [
      ("{id: AIMS-A-1, text: A., level: must, role: [client], sections: {klrc-03: 2}, test: active}", "klrc-03 has no section 2", 79),
      ("{id: AIMS-A-1, text: A., level: must, role: [client], sections: {klrc-04: 1}, test: active}", "unknown revision klrc-04", 70),
      ("{id: AIMS-A-1, text: A., level: must, role: [client], sections: {klrc-02: 1}, test: active}", "outline of klrc-02 is missing", 79),
      ("{id: AIMS-A-1, text: A., level: must, role: [client], test: active}", "in which revisions", 10),
      (
        "{id: AIMS-A-1, text: A., level: must, role: [client], sections: {klrc-03: 1}, changes: {klrc-00: b}, test: active}",
        "a change in klrc-00", 10
      ),
    ])
  func draftSections(entry: String, says: String, column: Int) throws {
    let found = complaints(Self.draft + "  - " + entry)
    let match = try #require(found.first { $0.message.contains(says) }, "found \(found.map(\.rendered))")
    #expect(match.place?.line == 9)
    #expect(match.place?.column == column, "\(match.rendered)")
  }

  @Test(
    "Other kinds of files",
    arguments: [
      ("gaps:\n  - {id: GAP-1, title: A, places: [rfc1#7], why: B}", "RFC 1 has no section 7", "1.yaml:2:36"),
      ("gaps:\n  - {id: GAP-1, title: A, places: [rfc2#7], why: B}", "unknown document rfc2", "1.yaml:2:36"),
      ("gaps:\n  - {id: GAP-1, title: A, places: [rfc1], why: B, issues: [x]}", "an issue is a number", "1.yaml:2:60"),
      ("gaps:\n  - {id: GAP-1, title: A, why: B}", "which sections leave it open?", "1.yaml:2:10"),
      ("profiles:\n  - {id: hs-06, document: rfc1, revision: A, about: B}", "begins with profile.", "1.yaml:2:10"),
      (
        "profiles:\n  - {id: profile.a, document: rfc1, revision: A, about: B, excludes: [profile.b]}", "no profile profile.b",
        "1.yaml:2:10"
      ),
      ("policies:\n  - {id: never-widen, promise: A., role: [client]}", "begins with policy.", "1.yaml:2:10"),
      ("untested:\n  RFC1-9-9: Nobody can.\n", "no requirement RFC1-9-9", "1.yaml:2:3"),
      ("requirements: []\n", "nothing that the catalogue knows", "1.yaml:1:1"),
      ("gaps: []\nprofiles: []\n", "a file is of one kind", "1.yaml:1:1"),
    ])
  func otherKinds(text: String, says: String, place: String) throws {
    let found = complaints(Self.document + "  - {id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active}", text)
    let match = try #require(found.first { $0.message.contains(says) }, "found \(found.map(\.rendered))")
    #expect(match.place?.description == place, "\(match.rendered)")
  }
}
