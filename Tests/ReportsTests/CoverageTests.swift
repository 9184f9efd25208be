import Documents
import OrderedJSON
import Requirements
import Results
import Testing

@testable import Reports

@Suite("What counts, and what is judged through other texts") struct CoverageTests {
  /// A statement of the draft that is judged through two requirements of DPoP, and one that was catalogued after the freeze.
  static func load() throws -> Catalogue {
    let draft = """
      document: aims
      name: draft-ietf-wimse-aims
      title: AI Identity Management System
      revision: "as published"
      prefix: AIMS-
      always: true
      revisions:
        klrc-03: {date: "2026-07", sections: {"9": "Proofs"}, keywords: {}}
        aims-00: {date: "2026-07-06", sections: {"9": "Proofs"}, keywords: {}}
      requirements:
        - {id: AIMS-AUTHN-1, text: "A proof is bound.", level: statement, role: [client], sections: {klrc-03: "9", aims-00: "9"},
           test: active, delegates: [rfc9449], through: [RFC9449-4.3-1, RFC9449-4.3-2]}
        - {id: AIMS-AUTHN-2, text: "Late.", level: must, role: [client], sections: {aims-00: "9"}, test: active}
        - {id: AIMS-AUTHN-3, text: "Inside.", level: must, role: [operator], sections: {aims-00: "9"}, test: declared}
      """
    let frozen = """
      frozen:
        aims-00: {on: "2026-11-25", requirements: [AIMS-AUTHN-1, AIMS-AUTHN-3]}
      """
    let blocks = """
      blocks:
        - {id: pop.a, area: possession, priority: P1, title: "A"}
        - {id: pop.b, area: possession, priority: P1, title: "B"}
        - {id: pop.c, area: possession, priority: P3, title: "C"}
        - {id: obs.d, area: observability, priority: P1, title: "D", otherwise: "A command does it."}
      """
    return try Catalogue(
      files: [draft, SmallCatalogue.dpop, frozen, blocks].enumerated().map { SourceFile(path: "\($0.offset).yaml", text: $0.element) })
  }

  private func finding(_ id: String, _ run: RunResult) throws -> RequirementFinding? {
    ImplementationGapReport(run, catalogue: try Self.load()).findings.first { $0.requirement.id == id }
  }

  @Test(
    "A statement is judged through the details that it names, and nothing is rounded up",
    arguments: [
      ([(Verdict.passed, nil)], RequirementStatus.met), ([(.passed, nil), (.failed, nil)], .notMet),
      ([(.passed, nil), (.warning, nil)], .metInPart), ([(.passed, nil), (.unproven, nil)], .unproven),
      ([(.skipped, .capability)], .notApplicable),
    ] as [([(Verdict, SkipReason?)], RequirementStatus)])
  func through(verdicts: [(Verdict, SkipReason?)], expected: RequirementStatus) throws {
    let found = try #require(try finding("AIMS-AUTHN-1", SmallCatalogue.run(verdicts, "RFC9449-4.3-2", .must)))
    #expect(found.status == expected)
    #expect(found.origin == .delegated)
    #expect(found.evidence.count == verdicts.count)
  }

  @Test("Details that are not in force say that the statement is not applicable") func throughUnbound() throws {
    let run = SmallCatalogue.run([(.failed, nil)], "RFC9449-4.3-2", .must, binds: false, names: [])
    #expect(try finding("AIMS-AUTHN-1", run)?.status == .notApplicable)
  }

  @Test("What was catalogued after the freeze is shown and not counted, and binds nobody") func later() throws {
    let catalogue = try Self.load()
    let late = try #require(catalogue["AIMS-AUTHN-2"])
    #expect(catalogue.isLater(late, in: .aims00) && !catalogue.isLater(late, in: .klrc03))
    #expect(!catalogue.binds(late, in: .aims00) { _ in true })
    let report = ImplementationGapReport(SmallCatalogue.run([(.failed, nil)], "AIMS-AUTHN-2", .must, binds: false), catalogue: catalogue)
    let found = try #require(report.findings.first { $0.requirement.id == "AIMS-AUTHN-2" })
    #expect(found.isLater && found.status == .notMet)
    #expect(report.count(.own, .must, .notMet) == 0)
    #expect(report.markdown.contains("catalogued after this revision was frozen: not counted"))
  }

  @Test("A declaration answers what nobody outside can see, never what a check judged") func declarations() throws {
    var run = SmallCatalogue.run([(.failed, nil)], "RFC9449-4.3-2", .must)
    #expect(try finding("AIMS-AUTHN-3", run)?.status == .undeclared)
    run.declared = ["AIMS-AUTHN-3", "AIMS-AUTHN-1"].map {
      .init(
        requirement: $0, answer: .met, statement: "Kept in a vault.", by: "Operations", date: "2026-11-25", evidence: ["https://a.example"])
    }
    let declared = try finding("AIMS-AUTHN-3", run)
    #expect(declared?.status == .declared)
    #expect(declared?.reason == "met, declared by Operations on 2026-11-25: Kept in a vault. (evidence: https://a.example)")
    #expect(try finding("AIMS-AUTHN-1", run)?.status == .notMet)
    #expect(try finding("AIMS-AUTHN-1", run)?.declaration == nil)
  }

  @Test("Figures are counted by revision and level, and blocks by area and priority") func figures() throws {
    let report = CoverageReport(try Self.load(), citedBy: ["RFC9449-4.3-1": ["a.b/c"]], written: ["pop.a", "unknown"])
    let line = try #require(report.lines.first { $0.revision == .aims00 })
    #expect(line.testable[.statement] == .init(held: 1, all: 1))
    #expect(line.testable[.must] == nil)
    #expect(line.declared == 1 && line.later == 1 && line.all == 2)
    #expect(report.composed[.must] == .init(held: 1, all: 2))
    #expect(report.blocks.first?.shares[.first] == .init(held: 1, all: 2))
    #expect(report.unwritten.map(\.id) == ["pop.b", "pop.c"])
    #expect(report.blocks.last?.shares[.first] == .init(held: 1, all: 1))
    #expect(report.markdown.contains("| possession | 1/2 | · | 0/1 | 1/3 |"))
  }

  @Test(
    "Hosts, random values, times and prose do not make a divergence; outcomes do",
    arguments: [
      ("https://a.example:1/x", "https://b.example/y", true), ("outcome accepted, status 302", "outcome accepted, status 303", true),
      (#""AbCdEfGhIjKlMnOpQrSt""#, #""0123456789abcdefghij-_""#, true),
      ("1760000000", "1764000000", true), (#"{"error":"a","error_description":"x"}"#, #"{"error":"a","error_description":"y"}"#, true),
      (#""refused""#, #""accepted""#, false), ("https://a.example/x", "https://a.example/x/", false), ("300", "3600", false),
      ("outcome refused, status 400", "outcome refused, status 401", false),
    ])
  func comparable(a: String, b: String, same: Bool) {
    #expect((ProbeAnswers.comparable(a) == ProbeAnswers.comparable(b)) == same)
  }

  @Test("A check that a gap names feeds it with what was seen; one that is withheld says so") func lenientChecks() throws {
    let gap = """
      gaps:
        - {id: GAP-A-1, title: "T", places: ["rfc9449#4.3"], why: "W", probes: ["a.b/*"]}
        - {id: GAP-A-2, title: "U", places: ["rfc9449#4.3"], why: "W", unmeasured: "Nobody can see it."}
      """
    let catalogue = try Catalogue(files: [SourceFile(path: "d.yaml", text: SmallCatalogue.dpop), SourceFile(path: "g.yaml", text: gap)])
    func run(_ name: String, _ seen: String) -> RunResult {
      var run = SmallCatalogue.run([(.passed, nil)], "RFC9449-4.3-1", .must)
      run.target.name = name
      run.scenarios[0].checks[0].seen = seen
      return run
    }
    func state(_ runs: [RunResult]) -> String? {
      StandardsGapReport.json(runs, catalogue: catalogue)["gaps"]?.array?.first?["state"]?.string
    }
    #expect(state([run("A", "outcome refused, status 400"), run("B", "outcome refused, status 401")]) == "diverging")
    #expect(state([run("A", "outcome refused"), run("B", "outcome refused")]) == "agreeing")
    #expect(state([run("A", "outcome refused"), run("B", "withheld until it is disclosed")]) == "one-implementation")
    #expect(state([]) == "unmeasured")
    let text = StandardsGapReport.render([run("A", "outcome refused")], catalogue: catalogue)
    #expect(text.contains("Why nothing measures it: Nobody can see it."))
  }
}
