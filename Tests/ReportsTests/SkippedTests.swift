import OrderedJSON
import Results
import Testing

@testable import Reports

@Suite("What was skipped") struct SkippedTests {
  /// A target that claims little: most is skipped, for few reasons.
  private static func run(_ reasons: [(SkipReason?, String, Int)], areas: [String] = ["issuance", "possession"]) -> RunResult {
    var run = Fixture.run
    run.scenarios = areas.map { area in
      var checks = [
        CheckResult(id: "\(area).a/passes", kind: .check, title: "It passes", verdict: .passed, reason: "as expected", place: "a.yaml:1")
      ]
      for (index, (kind, reason, count)) in reasons.enumerated() {
        for number in 0..<count {
          checks.append(
            CheckResult(
              id: "\(area).a/skipped-\(index)-\(number)", kind: .check, title: "Skipped", verdict: .skipped, skipReason: kind,
              reason: reason,
              place: "a.yaml:2"))
        }
      }
      return ScenarioResult(id: "\(area).a", area: area, title: "A thing", role: "resource-server", file: "a.yaml", checks: checks)
    }
    return run
  }

  private static let large = run([
    (.capability, "the target neither declares nor advertises dpop", 300), (.fixture, "fixture missing: client agent-2", 200),
    (.revision, "the target does not declare profile.a; the target does not declare profile.b", 250),
  ])

  @Test("a reason is one line, however many checks it has, in each report") func folded() throws {
    let markdown = MarkdownReport.render(Self.large), html = HTMLReport.render(Self.large), terminal = TerminalReport().render(Self.large)
    for report in [markdown, html, terminal] {
      #expect(!report.contains("skipped-0-7"))
      #expect(report.components(separatedBy: "the target neither declares nor advertises dpop").count == 2)
      #expect(report.contains("1500 of 1502 checks"))
      #expect(report.count < 20_000)
    }
    #expect(
      markdown.contains("| 600 | the target neither declares nor advertises dpop | issuance 300, possession 300 | `declares: [dpop]` |"))
    #expect(markdown.contains("| 400 | fixture missing: client agent-2 | issuance 200, possession 200 | `describe clients.agent-2` |"))
    let page = HTMLReportTests.elements(try XMLReader.parse(html, void: HTMLReportTests.void))
    #expect(page.count { $0.name == "tr" } > 3)
  }

  @Test("an area of which everything was skipped is no link that leads nowhere") func links() throws {
    var run = Self.large
    run.scenarios[1].checks.removeAll { $0.verdict != .skipped }
    let page = HTMLReportTests.elements(try XMLReader.parse(HTMLReport.render(run), void: HTMLReportTests.void))
    let ids = page.compactMap { $0.attributes["id"] }
    for link in page.compactMap({ $0.attributes["href"] }) { #expect(ids.contains(String(link.dropFirst())), "\(link)") }
  }

  @Test("the JSON has every check with its reason") func kept() {
    let checks = (JSONReport.encode(Self.large)["scenarios"]?.array ?? []).flatMap { $0["checks"]?.array ?? [] }
    #expect(checks.count { $0["verdict"]?.string == "skipped" } == 1500)
    #expect(checks.count { $0["reason"]?.string == "fixture missing: client agent-2" } == 400)
  }

  @Test("the operator's gaps come first, then the most frequent reasons") func order() {
    #expect(Self.large.skippedGroups.map(\.kind) == [.fixture, .capability, .revision])
    let two = Self.run([(.capability, "x", 1), (.capability, "y", 2)], areas: ["issuance"]).skippedGroups
    #expect(two.map(\.reason) == ["y", "x"])
    #expect(two.map(\.areasText) == ["issuance", "issuance"])
  }

  @Test(
    "each says what to write, where that helps",
    arguments: [
      (SkipReason.capability, "the target neither declares nor advertises dpop", "declares: [dpop]"),
      (.capability, "delegation-depth is below 3", "declares: [{delegation-depth: 3}]"),
      (.capability, "the target neither declares nor advertises policy.replay-cache", "policies: [policy.replay-cache]"),
      (
        .capability, "the target neither declares nor advertises a; the target neither declares nor advertises b",
        "declares: [a] or declares: [b]"
      ),
      (.revision, "the target does not declare profile.hs-07", "profiles: [profile.hs-07]"),
      (.revision, "profile.fapi2 is in force, under which another answer is right", nil),
      (.fixture, "fixture missing: client agent-2", "describe clients.agent-2"),
      (.fixture, "fixture missing: hook decide", "describe hooks.decide"),
      (.fixture, "fixture missing: hook.set-clock", "describe hooks.set-clock"),
      (.fixture, "fixture missing: clients.agent-2.id", "describe clients.agent-2.id"),
      (.fixture, "fixture missing: an https address; the target is described at http://a", nil),
      (.notVisible, "not visible: fixture missing: $target.clients.agent-2.id", "describe clients.agent-2.id"),
      (.notVisible, "not visible: the access token is opaque", nil), (.notRun, "the run ended before it", nil),
    ] as [(SkipReason, String, String?)])
  func remedies(kind: SkipReason, reason: String, remedy: String?) {
    #expect(Self.run([(kind, reason, 1)], areas: ["issuance"]).skippedGroups.first?.remedy == remedy)
  }

  @Test("a run without a skip speaks of none") func none() {
    let run = Self.run([])
    #expect(!MarkdownReport.render(run).contains("Skipped"))
    #expect(!HTMLReport.render(run).contains("id=\"skipped\""))
    #expect(!TerminalReport().render(run).contains("skipped"))
  }

  @Test("the variant stands in the result, and comes back") func variant() throws {
    var run = Fixture.run
    run.scenarios[0].variant = ["binding": "dpop", "client": "agent"]
    let again = try JSONReport.decode(JSONReport.encode(run))
    #expect(again.scenarios[0].variant == run.scenarios[0].variant)
    #expect(again.scenarios[1].variant == ["depth": "2.0"] && again.scenarios[2].variant.isEmpty)
    #expect(MarkdownReport.render(run).contains("variant binding dpop, client agent"))
    #expect(HTMLReport.render(run).contains("binding dpop, client agent"))
  }
}
