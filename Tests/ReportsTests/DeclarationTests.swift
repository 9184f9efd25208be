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
      (file("AIMS-ATT-2"), "declarations.yaml:2:18", "cannot be declared"), (file("AIMS-CRED-9"), "declarations.yaml:2:18", "unknown requirement"),
      (file(answer: "passed"), "declarations.yaml:3:13", "unknown answer"), (file(date: "yesterday"), "declarations.yaml:6:11", "expected a day"),
    ]) func mistakes(file: SourceFile, place: String, message: String) throws {
    let catalogue = try SmallCatalogue.load()
    let problems = #expect(throws: Diagnostics.self) { try DeclarationFile.read(file, catalogue: catalogue) }
    #expect(problems?.description.contains(place) == true)
    #expect(problems?.description.contains(message) == true)
  }

  @Test("Declared as met stays declared; declared as not met is not met", arguments: [(Declaration.Answer.met, RequirementStatus.declared), (.notMet, .notMet)])
  func gapReport(answer: Declaration.Answer, status: RequirementStatus) throws {
    var run = Fixture.run { _ in true }
    run.declared = [.init(requirement: "AIMS-CRED-3", answer: answer, statement: "So it is.", by: "Operations", date: "2026-11-25", evidence: [])]
    let finding = ImplementationGapReport(run, catalogue: try SmallCatalogue.load()).findings.first { $0.requirement.id == "AIMS-CRED-3" }
    #expect(finding?.status == status)
    #expect(finding?.reason.contains("declared by Operations") == true)
    #expect(try JSONReport.decode(JSONReport.encode(run)).declared == run.declared)
    #expect(MarkdownReport.render(run).contains("Declared by the operator"))
  }

  @Test("The questions name what can only be declared, and nothing else") func template() throws {
    let text = DeclarationFile.template(try SmallCatalogue.load(), revision: .newest)
    #expect(text.contains("requirement: AIMS-CRED-3"))
    #expect(!text.contains("AIMS-ATT-2"))
  }
}
