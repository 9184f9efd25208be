import Documents
import Results
import Testing

@testable import Reports

@Suite("What the operator declares") struct DeclarationTests {
  private static func file(_ id: String = "AIMS-CRED-3", answer: String = "met", date: String = "2026-11-25") -> SourceFile {
    SourceFile(
      path: "declarations.yaml",
      text: """
        declarations:
          - requirement: \(id)
            answer: \(answer)
            statement: "Somebody does."
            by: Operations
            date: "\(date)"
            evidence: ["https://evidence.example/1"]
        """)
  }

  @Test("An answer is read with who gave it, when and where the evidence is") func reads() throws {
    let said = try DeclarationFile.read(Self.file(), catalogue: try SmallCatalogue.load())
    #expect(said.count == 1)
    #expect(said.first?.answer == .met)
    #expect(said.first?.evidence == ["https://evidence.example/1"])
  }

  @Test(
    "A mistake is shown at its place",
    arguments: [
      (file("AIMS-ATT-2"), "declarations.yaml:2:18", "cannot be declared"),
      (file("AIMS-CRED-9"), "declarations.yaml:2:18", "unknown requirement"),
      (file(answer: "passed"), "declarations.yaml:3:13", "unknown answer"),
      (file(date: "yesterday"), "declarations.yaml:6:11", "expected a day"),
    ]) func mistakes(file: SourceFile, place: String, message: String) throws
  {
    let catalogue = try SmallCatalogue.load()
    let problems = #expect(throws: Diagnostics.self) { try DeclarationFile.read(file, catalogue: catalogue) }
    #expect(problems?.description.contains(place) == true)
    #expect(problems?.description.contains(message) == true)
  }

  private static func said(_ answer: Declaration.Answer, _ statement: String = "So it is.") -> Declaration {
    .init(
      requirement: "AIMS-CRED-3", answer: answer, statement: statement, by: "Operations", date: "2026-11-25",
      evidence: ["https://evidence.example/1"])
  }

  private static func finding(_ run: RunResult) throws -> RequirementFinding? {
    ImplementationGapReport(run, catalogue: try SmallCatalogue.load()).findings.first { $0.requirement.id == "AIMS-CRED-3" }
  }

  @Test(
    "Declared as met, or as not applicable, stays declared; declared as not met is not met",
    arguments: [(Declaration.Answer.met, RequirementStatus.declared), (.notApplicable, .declared), (.notMet, .notMet)])
  func gapReport(answer: Declaration.Answer, status: RequirementStatus) throws {
    var run = Fixture.run { _ in true }
    run.declared = [Self.said(answer)]
    let finding = try #require(try Self.finding(run))
    #expect(finding.status == status)
    #expect(finding.reason.hasPrefix("\(answer.words), declared by Operations on 2026-11-25: So it is."))
    #expect(finding.reason.contains("https://evidence.example/1"))
    let report = ImplementationGapReport(run, catalogue: try SmallCatalogue.load())
    #expect(report.count(.own, .statement, status) == 1 && report.count(.own, .statement, .met) == 0)
    let written = report.json["requirements"]?.array?.first { $0["id"] == "AIMS-CRED-3" }
    #expect(written?["declaration"]?["answer"]?.string == answer.rawValue)
    #expect(report.markdown.contains("declared by Operations on 2026-11-25"))
  }

  @Test(
    "What a check judged is not changed by a declaration, except that whoever admits a fault is believed",
    arguments: [
      (Verdict.failed, nil, Declaration.Answer.met, RequirementStatus.notMet), (.passed, nil, .met, .met), (.passed, nil, .notMet, .notMet),
      (.unproven, nil, .met, .unproven), (.skipped, .capability, .met, .declared), (.skipped, .fixture, .met, .declared),
      (.skipped, .capability, .notMet, .notMet),
    ] as [(Verdict, SkipReason?, Declaration.Answer, RequirementStatus)])
  func judged(verdict: Verdict, reason: SkipReason?, answer: Declaration.Answer, status: RequirementStatus) throws {
    var run = SmallCatalogue.run([(verdict, reason)], "AIMS-CRED-3", .must)
    run.declared = [Self.said(answer)]
    #expect(try Self.finding(run)?.status == status)
  }

  @Test("Whoever supplies no log has still to say what logs hold") func skipped() throws {
    #expect(try Self.finding(SmallCatalogue.run([(.skipped, .capability)], "AIMS-CRED-3", .must))?.status == .undeclared)
    #expect(try Self.finding(SmallCatalogue.run([(.skipped, .notRun)], "AIMS-CRED-3", .must))?.status == .unproven)
  }

  @Test("A result keeps what was declared") func json() throws {
    var run = Fixture.run { _ in true }
    run.declared = [Self.said(.notMet)]
    #expect(try JSONReport.decode(JSONReport.encode(run)).declared == run.declared)
  }

  @Test("Every report for readers shows it, and none counts it as a check", arguments: Hostile.texts.filter { !$0.isEmpty } + ["So it is."])
  func reports(text: String) throws {
    let plain = Fixture.run { _ in true }
    var run = plain
    run.declared = [Self.said(.met, text)]
    #expect(MarkdownReport.render(run).contains("## Declared by the operator"))
    func cases(_ run: RunResult, _ dialect: JUnitReport.Dialect) throws -> [XMLReader.Element] {
      try XMLReader.parse(JUnitReport.render(run, dialect: dialect)).children.flatMap { $0.children(named: "testcase") }
    }
    for dialect in JUnitReport.Dialect.allCases {
      #expect(try cases(run, dialect).count == cases(plain, dialect).count)
      let root = try XMLReader.parse(JUnitReport.render(run, dialect: dialect))
      let suite = try #require(root.children.last)
      #expect(suite.attributes["tests"] == "0" && suite.attributes["name"] == "declared by the operator")
      let property = try #require(suite.children(named: "properties").first?.children.first)
      #expect(property.attributes["name"] == "AIMS-CRED-3")
      #expect(property.attributes["value"]?.hasPrefix("met, declared by Operations on 2026-11-25: ") == true)
    }
    func page(_ run: RunResult) throws -> [XMLReader.Element] {
      HTMLReportTests.elements(try XMLReader.parse(HTMLReport.render(run), void: HTMLReportTests.void))
    }
    let elements = try page(run)
    #expect(elements.contains { $0.name == "h2" && $0.text == "Declared by the operator" })
    #expect(elements.compactMap { $0.attributes["href"] }.allSatisfy { $0.hasPrefix("#") })
    var honest = plain
    honest.declared = [Self.said(.met, "honest")]
    #expect(elements.map(\.name) == (try page(honest)).map(\.name))
    #expect(!HTMLReport.render(plain).contains("Declared by the operator"))
    #expect(!JUnitReport.render(plain).contains("name=\"declared by the operator\""))
  }

  @Test("All that the operator wrote freely can be changed before it is shown") func texts() {
    let said = Self.said(.met, "The password is hunter22.").changingTexts {
      $0.replacing("hunter22", with: "[secret]").replacing("Operations", with: "Ops")
    }
    #expect(said.statement == "The password is [secret]." && said.by == "Ops" && said.requirement == "AIMS-CRED-3")
  }

  @Test("The questions name what can only be declared, and nothing else") func template() throws {
    let text = DeclarationFile.template(try SmallCatalogue.load(), revision: .newest)
    #expect(text.contains("requirement: AIMS-CRED-3"))
    #expect(!text.contains("AIMS-ATT-2"))
  }

  @Test("Questions that are left open are neither answers nor mistakes; one that is half answered is a mistake") func open() throws {
    let catalogue = try SmallCatalogue.load()
    let template = DeclarationFile.template(catalogue, revision: .newest)
    #expect(try DeclarationFile.read(SourceFile(path: "d.yaml", text: template), catalogue: catalogue).isEmpty)
    let half = SourceFile(path: "d.yaml", text: template.replacing("answer:\n", with: "answer: met\n"))
    let problems = #expect(throws: Diagnostics.self) { try DeclarationFile.read(half, catalogue: catalogue) }
    #expect(problems?.description.contains("statement is text, and not empty") == true)
  }
}
