import Results
import Testing

@testable import Reports

@Suite("JUnit reports") struct JUnitReportTests {
  @Test("Counts of a suite are those of its test cases", arguments: JUnitReport.Dialect.allCases)
  func counts(dialect: JUnitReport.Dialect) throws {
    let root = try XMLReader.parse(JUnitReport.render(Fixture.run, dialect: dialect))
    #expect(root.name == "testsuites")
    #expect(root.children.map { $0.attributes["name"] } == ["exchange", "possession", "discovery"])
    for suite in root.children {
      let cases = suite.children(named: "testcase")
      #expect(suite.attributes["tests"] == "\(cases.count)")
      for (attribute, element) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
        #expect(suite.attributes[attribute] == "\(cases.count { !$0.children(named: element).isEmpty })")
      }
    }
  }

  @Test(
    "Each verdict becomes what the architecture says",
    arguments: [
      ("old", ["failure"]), ("good-proof[alg=ES256]", []), ("dpop-algorithms", []), ("further-claims", []), ("nonce-missing", ["skipped"]),
      ("scope-regained[depth=2.0]", ["error"]), ("issuer", ["error"]),
    ])
  func verdicts(local: String, elements: [String]) throws {
    let root = try XMLReader.parse(JUnitReport.render(Fixture.run))
    let cases = root.children.flatMap { $0.children(named: "testcase") }
    let testCase = try #require(cases.first { $0.attributes["name"]?.hasPrefix(local + ": ") == true })
    #expect(testCase.children.map(\.name).filter { ["failure", "error", "skipped"].contains($0) } == elements)
  }

  @Test("A failure carries requirement, section, level, place and what was seen") func failure() throws {
    let root = try XMLReader.parse(JUnitReport.render(Fixture.run))
    let cases = root.children.flatMap { $0.children(named: "testcase") }
    let failed = try #require(cases.first { !$0.children(named: "failure").isEmpty })
    #expect(failed.attributes["classname"] == "possession.dpop.resource-server")
    #expect(failed.attributes["file"] == "scenarios/possession/dpop/resource-server.yaml")
    #expect(failed.attributes["line"] == "27")
    #expect(failed.attributes["time"] == "0.038")
    let properties = failed.children(named: "properties").flatMap(\.children).map { "\($0.attributes["name"]!)=\($0.attributes["value"]!)" }
    for expected in ["verdict=failed", "level=must", "requirement=RFC9449-4.3-11", "section=RFC 9449, section 4.3"] {
      #expect(properties.contains(expected))
    }
    let text = try #require(failed.children(named: "failure").first).text
    #expect(text.contains("challenge[DPoP].error  \"invalid_dpop_proof\"  absent"))
    #expect(try #require(failed.children(named: "system-out").first).text.contains("→ 200"))
  }

  @Test("A warning is a pass that says so") func warning() throws {
    let root = try XMLReader.parse(JUnitReport.render(Fixture.run))
    let warned = try #require(
      root.children.flatMap { $0.children(named: "testcase") }.first { $0.attributes["name"]!.hasPrefix("dpop-algorithms") })
    #expect(warned.children(named: "properties").flatMap(\.children).contains { $0.attributes["value"] == "warning" })
    #expect(try #require(warned.children(named: "system-out").first).text.hasPrefix("WARNING: "))
  }

  @Test("A full stop in a variant opens no further level of class names") func className() throws {
    let root = try XMLReader.parse(JUnitReport.render(Fixture.run))
    #expect(root.children[0].children(named: "testcase").first?.attributes["classname"] == "exchange.agents.narrowing[depth=2-0]")
  }

  @Test("Nothing that a server sends breaks the file or adds to it", arguments: Hostile.texts, JUnitReport.Dialect.allCases)
  func hostile(text: String, dialect: JUnitReport.Dialect) throws {
    let root = try XMLReader.parse(JUnitReport.render(Hostile.run(text), dialect: dialect))
    let cases = root.children.flatMap { $0.children(named: "testcase") }
    #expect(cases.count == Fixture.run.checks.count)
    #expect(!cases.contains { $0.attributes["name"] == "forged" })
  }
}
