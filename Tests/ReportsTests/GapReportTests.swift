import Documents
import Foundation
import OrderedJSON
import Requirements
import Results
import Testing

@testable import Reports

/// A catalogue of a few requirements, written as the files in `vectors/` are.
enum SmallCatalogue {
  static let draft = """
    document: aims
    name: draft-ietf-wimse-aims
    title: AI Identity Management System
    revision: "as published"
    prefix: AIMS-
    always: true
    revisions:
      aims-00:
        date: "2026-07-06"
        sections: {"7": "Agent Credentials", "10.2": "Use of Access Tokens", "9": "Attestation"}
        keywords: {}
    requirements:
      - {id: AIMS-TOK-1, text: "A token is bound.", level: must, role: [issuer], sections: {aims-00: "10.2"},
         test: active, delegates: [rfc9449]}
      - {id: AIMS-CRED-1, text: "A credential is short-lived.", level: should, role: [issuer], sections: {aims-00: "7"}, test: passive}
      - {id: AIMS-CRED-2, text: "A credential may carry further claims.", level: may, role: [issuer],
         sections: {aims-00: "7"}, test: active}
      - {id: AIMS-CRED-3, text: "Somebody watches.", level: statement, role: [operator], sections: {aims-00: "7"},
         test: declared, reason: "The operator says."}
      - {id: AIMS-ATT-1, text: "Keys stay inside.", level: must, role: [issuer], sections: {aims-00: "9"},
         test: not-observable, reason: "Inside."}
      - {id: AIMS-ATT-2, text: "Evidence is fresh.", level: must, role: [issuer], sections: {aims-00: "9"}, test: active}
    """
  static let dpop = """
    document: rfc9449
    name: RFC 9449
    title: DPoP
    revision: "RFC"
    prefix: RFC9449-
    implied-by: [dpop]
    sections: ["4.3"]
    requirements:
      - {id: RFC9449-4.3-1, text: "One proof.", level: must, role: [resource-server], section: "4.3", test: active}
      - {id: RFC9449-4.3-2, text: "A fresh proof.", level: must, role: [resource-server], section: "4.3", test: active}
    """
  static let gaps = """
    gaps:
      - {id: GAP-POSSESSION-1, title: "Comparing typ", places: ["rfc9449#4.3"], why: "One compares bytes, one media types",
         probes: ["possession.dpop.*/typ-*"], issues: [61], experiments: [EV-1], suggestion: "Say which"}
      - {id: GAP-POSSESSION-2, title: "Nobody measured this", places: ["rfc9449#4.3"], why: "It is open", experiments: [EV-12]}
    """

  static func load() throws -> Catalogue {
    try Catalogue(files: [draft, dpop, gaps].enumerated().map { SourceFile(path: "\($0.offset).yaml", text: $0.element) })
  }

  /// A run of one check for each verdict given, all citing one requirement.
  static func run(
    _ verdicts: [(Verdict, SkipReason?)], _ id: String, _ severity: Severity, binds: Bool = true, names: [String] = ["doc.rfc9449"]
  ) -> RunResult {
    let cited = CitedRequirement(id: id, paraphrase: "p", severity: severity, source: "s", binds: binds)
    let checks = verdicts.enumerated().map { index, verdict in
      CheckResult(
        id: "a.b/c\(index)", kind: .check, title: "t", requirements: [cited], severity: severity, verdict: verdict.0, skipReason: verdict.1,
        reason: "reason \(index)", place: "f:1")
    }
    return RunResult(
      suite: .init(version: "1", vectors: "v"), target: .init(name: "T", version: "1"), revision: "aims-00",
      namesInForce: names.map { .init(name: $0, number: nil, origin: .implied) }, started: 0, finished: 1,
      scenarios: [.init(id: "a.b", area: "a", title: "s", role: "issuer", file: "f", checks: checks)])
  }
}

@Suite("Gaps of an implementation") struct ImplementationGapTests {
  func status(_ id: String, _ run: RunResult) throws -> RequirementStatus? {
    ImplementationGapReport(run, catalogue: try SmallCatalogue.load()).findings.first { $0.requirement.id == id }?.status
  }

  @Test(
    "A status is the worst that its checks allow, and nothing is rounded up",
    arguments: [
      ([(Verdict.passed, nil)], Severity.must, RequirementStatus.met),
      ([(.passed, nil), (.failed, nil)], .must, .notMet),
      ([(.passed, nil), (.warning, nil)], .must, .metInPart),
      ([(.passed, nil), (.unproven, nil)], .must, .unproven),
      ([(.passed, nil), (.errored, nil)], .must, .unproven),
      ([(.passed, nil), (.skipped, .fixture)], .must, .unproven),
      ([(.passed, nil), (.skipped, .notVisible)], .must, .unproven),
      ([(.passed, nil), (.skipped, .notRun)], .must, .unproven),
      ([(.passed, nil), (.skipped, .capability)], .must, .met),
      ([(.skipped, .capability)], .must, .notApplicable),
      ([(.skipped, .revision), (.skipped, .capability)], .must, .notApplicable),
      ([(.noted, nil)], .must, .metInPart),
    ] as [([(Verdict, SkipReason?)], Severity, RequirementStatus)])
  func combines(verdicts: [(Verdict, SkipReason?)], severity: Severity, expected: RequirementStatus) throws {
    #expect(try status("AIMS-ATT-2", SmallCatalogue.run(verdicts, "AIMS-ATT-2", severity)) == expected)
  }

  @Test("A warning breaks a SHOULD, and a noted option is not taken") func levels() throws {
    #expect(try status("AIMS-CRED-1", SmallCatalogue.run([(.warning, nil)], "AIMS-CRED-1", .should)) == .notMet)
    #expect(try status("AIMS-CRED-2", SmallCatalogue.run([(.noted, nil)], "AIMS-CRED-2", .may)) == .optionNotTaken)
  }

  @Test("What no check cites is not declared, not testable or not tested, never met") func uncited() throws {
    let run = SmallCatalogue.run([], "none", .must)
    #expect(try status("AIMS-CRED-3", run) == .undeclared)
    #expect(try status("AIMS-ATT-1", run) == .notTestable)
    #expect(try status("AIMS-ATT-2", run) == .notTested)
    #expect(ImplementationGapReport(run, catalogue: try SmallCatalogue.load()).findings.allSatisfy { $0.status != .met })
  }

  @Test("A failed check says nothing about a requirement that does not bind") func unbound() throws {
    let run = SmallCatalogue.run([(.failed, nil)], "RFC9449-4.3-1", .must, binds: false, names: [])
    let report = ImplementationGapReport(run, catalogue: try SmallCatalogue.load())
    #expect(!report.findings.contains { $0.requirement.id == "RFC9449-4.3-1" })
    #expect(report.notInForce.map(\.document.id) == ["rfc9449"])
    #expect(report.notInForce.map(\.count) == [2])
  }

  @Test("Own, delegated and composed requirements are counted apart, sections in their order") func origins() throws {
    let run = SmallCatalogue.run([(.passed, nil)], "RFC9449-4.3-1", .must)
    let report = ImplementationGapReport(run, catalogue: try SmallCatalogue.load())
    #expect(
      report.findings.map(\.requirement.id) == [
        "AIMS-CRED-1", "AIMS-CRED-2", "AIMS-CRED-3", "AIMS-ATT-1", "AIMS-ATT-2", "AIMS-TOK-1", "RFC9449-4.3-1", "RFC9449-4.3-2",
      ])
    #expect(report.count(.composed, .must, .met) == 1)
    #expect(report.count(.composed, .must, .notTested) == 1)
    #expect(report.count(.delegated, .must, .notTested) == 1)
    #expect(report.count(.own, .should, .notTested) == 1)
    #expect(report.markdown.contains("delegated to RFC 9449 (1 met, 0 not met, 1 other)"))
    let total = report.json["totals"]?.members?.flatMap { $0.value.members ?? [] }.flatMap { $0.value.members ?? [] }
      .reduce(0) { $0 + ($1.value.integer ?? 0) }
    #expect(total == report.findings.count)
  }

  @Test("The report says what is not met, with evidence") func evidence() throws {
    let text = ImplementationGapReport(
      SmallCatalogue.run([(.failed, nil), (.passed, nil)], "AIMS-ATT-2", .must), catalogue: try SmallCatalogue.load()
    ).markdown
    #expect(text.contains("### AIMS-ATT-2: Evidence is fresh."))
    #expect(text.contains("- **failed** `a.b/c0`: reason 0."))
    #expect(text.contains("- 1 other check passed"))
    #expect(text.contains("**0 are met, 1 are not**"))
  }

  @Test("Hostile reasons cannot break it", arguments: Hostile.texts.filter { !$0.isEmpty }) func hostile(text: String) throws {
    func structure(_ text: String) throws -> MarkdownStructure {
      var run = SmallCatalogue.run([(.failed, nil), (.unproven, nil)], "AIMS-ATT-2", .must)
      run.scenarios[0].checks[0].reason = text
      run.scenarios[0].checks[0].note = text
      run.scenarios[0].checks[0].id += text
      run.target.name = text
      return MarkdownStructure(ImplementationGapReport(run, catalogue: try SmallCatalogue.load()).markdown)
    }
    let honest = try structure("honest"), other = try structure(text)
    #expect(other.headings == honest.headings)
    #expect(other.rows == honest.rows)
    #expect(other.openTags == honest.openTags)
  }
}

@Suite("Gaps of the texts, and implementations compared") struct StandardsGapTests {
  static func run(_ name: String, outcome: JSON, verdict: Verdict = .noted) -> RunResult {
    var run = Fixture.run { _ in true }
    run.target = .init(name: name, version: "1")
    run.scenarios[0].checks[2].records = [(path: "outcome", value: outcome)]
    run.scenarios[0].checks[2].verdict = verdict
    return run
  }

  @Test("Where answers differ, the report says that implementations diverge") func diverge() throws {
    let catalogue = try SmallCatalogue.load()
    let text = StandardsGapReport.render([Self.run("A", outcome: "accepted"), Self.run("B", outcome: "refused")], catalogue: catalogue)
    #expect(text.contains("**They diverge.**"))
    #expect(text.contains("| [GAP-POSSESSION-1](#gap-possession-1) Comparing typ | 61 | EV-1 |"))
    #expect(text.contains("| A 1 | `\"accepted\"` |"))
    #expect(text.contains("**What the text might say:** Say which."))
    #expect(text.contains("## Not measured in these runs"))
  }

  @Test("Where they agree, or one could not answer, it does not") func agree() throws {
    let catalogue = try SmallCatalogue.load()
    let same = StandardsGapReport.render([Self.run("A", outcome: "x"), Self.run("B", outcome: "x")], catalogue: catalogue)
    #expect(same.contains("They agree.") && !same.contains("They diverge."))
    let one = StandardsGapReport.render(
      [Self.run("A", outcome: "x"), Self.run("B", outcome: "y", verdict: .unproven)], catalogue: catalogue)
    #expect(!one.contains("They diverge.") && !one.contains("They agree."))
    #expect(one.contains("unproven: recorded"))
  }

  @Test("A question feeds the gap or experiment that it names, not one with a longer number") func names() throws {
    let gaps = try SmallCatalogue.load().gaps
    func feeds(_ question: String, _ gap: Int) -> Bool {
      ProbeAnswers(id: "x/y", question: question, paths: [], answers: []).feeds(gaps[gap])
    }
    #expect(feeds("EV-1: which?", 0) && !feeds("EV-1: which?", 1))
    #expect(feeds("EV-12: which?", 1) && !feeds("EV-12: which?", 0))
    #expect(feeds("which one (GAP-POSSESSION-2)?", 1))
  }

  @Test(
    "Globs",
    arguments: [
      ("a.*/b-*", "a.x/b-1", true), ("*", "", true), ("a", "ab", false), ("a*c", "abcbc", true), ("a*c", "ab", false), ("", "", true),
      ("", "a", false),
    ])
  func globs(glob: String, text: String, expected: Bool) { #expect(matches(glob: glob, text) == expected) }

  @Test("The matrix shows areas, and requirements only where implementations differ") func matrix() {
    let good = Fixture.run { $0.verdict == .passed }
    var bad = Fixture.run { $0.verdict == .failed }
    bad.target.name = "Other"
    let text = MatrixReport.render([good, bad])
    #expect(text.contains("| possession | 1/1 | 0/1 **✗1** |"))
    let requirement = "**RFC9449-4.3-11** The creation time of a proof lies within an acceptable window."
    #expect(text.contains("| \(requirement) | ✓ passed | ✗ failed |"))
    #expect(!text.contains("AIMS-CRED-9"))
    #expect(MatrixReport.render([good, good]).contains("they agree"))
  }

  @Test("An implementation without an area is no failure in it") func matrixSkips() {
    let skipped = Fixture.run { $0.verdict == .skipped }
    #expect(MatrixReport.render([skipped]).contains("– not offered or not run"))
  }

  @Test("Hostile texts break no cell", arguments: Hostile.texts.filter { !$0.isEmpty }) func hostile(text: String) throws {
    let catalogue = try SmallCatalogue.load()
    let honest = MarkdownStructure(MatrixReport.render([Hostile.run("honest"), Fixture.run]))
    let other = MarkdownStructure(MatrixReport.render([Hostile.run(text), Fixture.run]))
    #expect(other.headings == honest.headings && other.rows == honest.rows && other.openTags == honest.openTags)
    let gaps = MarkdownStructure(StandardsGapReport.render([Hostile.run(text), Fixture.run], catalogue: catalogue))
    let honestGaps = MarkdownStructure(StandardsGapReport.render([Hostile.run("honest"), Fixture.run], catalogue: catalogue))
    #expect(gaps.headings == honestGaps.headings && gaps.rows == honestGaps.rows && gaps.openTags == honestGaps.openTags)
  }

  @Test("The published catalogue gives both reports") func published() throws {
    var files: [SourceFile] = []
    for folder in ["requirements", "profiles", "gaps"] {
      let base = checkout.appending(path: "vectors/\(folder)")
      for path in try FileManager.default.subpathsOfDirectory(atPath: base.path()).sorted() where path.hasSuffix(".yaml") {
        files.append(SourceFile(path: path, text: try String(contentsOf: base.appending(path: path), encoding: .utf8)))
      }
    }
    let catalogue = try Catalogue(files: files)
    let report = ImplementationGapReport(Fixture.run, catalogue: catalogue)
    #expect(report.findings.count > 100)
    #expect(report.findings.first { $0.requirement.id == "RFC9449-4.3-11" }?.status == .notMet)
    let markdown = report.markdown
    // In a row of its own, or among those that do not apply for the same reason.
    #expect(report.findings.filter { !markdown.contains(Markdown.text($0.requirement.id)) }.map(\.requirement.id) == [])
    #expect(
      report.findings.filter { $0.status != .notApplicable && !markdown.contains("| **\(Markdown.text($0.requirement.id))** ") }.isEmpty)
    let text = StandardsGapReport.render([Fixture.run], catalogue: catalogue)
    #expect(text.matches(of: /### GAP-/).count == catalogue.gaps.count)
    if let folder = ProcessInfo.processInfo.environment["AIMS_REPORT_SAMPLES"] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(markdown.utf8).write(to: URL(filePath: "\(folder)/gaps.md"))
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/standards.md"))
      try Data(MatrixReport.render([Fixture.run, Fixture.run { $0.verdict != .failed }]).utf8).write(
        to: URL(filePath: "\(folder)/matrix.md"))
    }
  }
}
