import Foundation
import OrderedJSON
import Results
import Testing

@testable import Reports

@Suite("HTML reports") struct HTMLReportTests {
  static let void: Set<String> = ["meta", "br", "input"]

  static func elements(_ element: XMLReader.Element) -> [XMLReader.Element] { [element] + element.children.flatMap(elements) }

  @Test("The page is well-formed, loads nothing and runs nothing") func page() throws {
    let page = Self.elements(try XMLReader.parse(HTMLReport.render(Fixture.run), void: Self.void))
    #expect(page.count { $0.name == "details" && $0.attributes["class"]?.hasPrefix("check ") == true } > 5)
    #expect(page.allSatisfy { !["script", "link", "img", "iframe", "object", "base"].contains($0.name) })
    #expect(page.allSatisfy { element in !element.attributes.keys.contains { $0.hasPrefix("on") || $0 == "src" } })
    #expect(page.compactMap { $0.attributes["href"] }.allSatisfy { $0.hasPrefix("#") })
  }

  @Test("Every link leads to a place, and no place has the name of another") func links() throws {
    let page = Self.elements(try XMLReader.parse(HTMLReport.render(Fixture.run), void: Self.void))
    let ids = page.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for link in page.compactMap({ $0.attributes["href"] }) { #expect(ids.contains(String(link.dropFirst())), "\(link)") }
  }

  @Test("Every check of the run that was judged is on the page, and the reason of every other") func complete() {
    let page = HTMLReport.render(Fixture.run)
    for check in Fixture.run.checks where check.verdict == .skipped { #expect(page.contains(check.reason)) }
    for check in Fixture.run.checks where check.verdict != .skipped { #expect(page.contains(check.id)) }
  }

  @Test("No text becomes an element, an attribute or a second page", arguments: Hostile.texts.filter { !$0.isEmpty })
  func hostile(text: String) throws {
    let honest = Self.elements(try XMLReader.parse(HTMLReport.render(Hostile.run("honest")), void: Self.void))
    let page = Self.elements(try XMLReader.parse(HTMLReport.render(Hostile.run(text)), void: Self.void))
    #expect(page.map(\.name) == honest.map(\.name))
    #expect(page.map { $0.attributes.keys.sorted() } == honest.map { $0.attributes.keys.sorted() })
  }

  /// Writes what the other checks of this folder look at, with tools that Swift lacks: set `AIMS_REPORT_SAMPLES` to a folder.
  @Test("Samples for other tools", .enabled(if: ProcessInfo.processInfo.environment["AIMS_REPORT_SAMPLES"] != nil)) func samples() throws {
    let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["AIMS_REPORT_SAMPLES"]))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ run: RunResult, _ name: String) throws {
      for (text, ending) in [
        (HTMLReport.render(run), "html"), (MarkdownReport.render(run), "md"), (MarkdownReport.summary(run), "summary.md"),
        (JSONReport.encode(run).pretty, "json"), (JUnitReport.render(run), "xml"),
        (JUnitReport.render(run, dialect: .jenkinsXUnit), "jenkins.xml"), (TerminalReport(colour: true).render(run), "txt"),
      ] {
        try Data(text.utf8).write(to: folder.appending(path: "\(name).\(ending)"))
      }
    }
    try write(Fixture.run, "fixture")
    for (index, text) in Hostile.texts.enumerated() { try write(Hostile.run(text), "hostile-\(index)") }
  }
}
