import Documents
import Results
import Testing

@testable import Reports

@Suite("Markdown and terminal reports") struct MarkdownReportTests {
  @Test("A failure is told with requirement, source, differences, edit, exchange and remedy") func failure() {
    let text = MarkdownReport.render(Fixture.run)
    for part in [
      "### ✗ FAILED: The proof was made a day ago", "**RFC9449-4.3-11** (MUST; RFC 9449, section 4.3)",
      "challenge[DPoP].error  \"invalid_dpop_proof\"  absent", "`change dpop.claims.iat: now-24h`", "POST https://rs.example/echo?x=1",
      "→ 200",
      "**What to change**", "aims run --target example.yaml", "Fixture missing from the target description (1)",
      "Capability not offered by the target (1)", "is typ compared as a media type?", "`good-proof[alg=ES256]`",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("Every link of the summary leads to a place in the report") func anchors() {
    let text = MarkdownReport.render(Fixture.run)
    let links = text.matches(of: /\]\(#([a-z0-9-]+)\)/).map { String($0.1) }
    #expect(links.count == 5)
    for link in links { #expect(text.contains("<a id=\"\(link)\"></a>"), "\(link)") }
  }

  @Test("Checks whose ids differ only in signs get places of their own") func collisions() {
    var anchors = Anchors()
    let names = ["a/b", "a.b", "a-b", "a/b"].map { anchors.name(for: $0) }
    #expect(names[0] == names[3])
    #expect(Set(names).count == 3)
  }

  @Test("The summary is short, and points to the report if it knows where that is") func summary() {
    let text = MarkdownReport.summary(Fixture.run, link: "https://ci.example/report.md")
    #expect(text.count < 3000)
    #expect(text.contains("(<https://ci.example/report.md#check-possession-dpop-resource-server-old>)"))
    #expect(!MarkdownReport.summary(Fixture.run).contains("#check-"))
    #expect(MarkdownReport.summary(Fixture.run, limit: 0).contains("… and 1 more"))
  }

  @Test("Known failures are not counted, and news of the baseline are told") func baseline() {
    let run = Fixture.run { $0.verdict == .passed || $0.verdict == .failed }
    let known = Baseline(entries: [
      .init(check: "possession.dpop.resource-server/old", verdict: .failed, reason: "next release"),
      .init(check: "possession.dpop.resource-server/good-proof[alg=ES256]", verdict: .failed, reason: "x"),
    ])
    let outcome = known.apply(to: run, today: CalendarDate("2026-11-25")!)
    let text = MarkdownReport.render(run, baseline: outcome)
    #expect(text.contains("✅ Nothing new failed. 1 known failure in the baseline."))
    #expect(text.contains("> Known: next release"))
    #expect(text.contains("is right again: take it out of the baseline"))
  }

  @Test("The same run gives the same text") func deterministic() {
    #expect(MarkdownReport.render(Fixture.run) == MarkdownReport.render(Fixture.run))
  }

  @Test("No text leaves its fence, its code span or its line", arguments: Hostile.texts.filter { !$0.isEmpty }) func hostile(text: String) {
    let honest = MarkdownStructure(MarkdownReport.render(Hostile.run("honest")))
    let rendered = MarkdownReport.render(Hostile.run(text))
    let structure = MarkdownStructure(rendered)
    #expect(structure.headings == honest.headings)
    #expect(structure.fences == honest.fences)
    #expect(structure.rows == honest.rows)
    #expect(structure.openTags == honest.openTags)
    #expect(!rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    #expect(!rendered.unicodeScalars.contains("\u{202E}"))
  }

  @Test(
    "Pieces of Markdown",
    arguments: [
      ("access_token", "access_token"), ("_x_", "\\_x\\_"), ("a*b", "a\\*b"), ("@you", "\\@&#8203;you"), ("1. x", "1\\. x"),
      ("- x", "\\- x"),
      ("https://x", "https:&#8203;//x"), ("a < b", "a &lt; b"), ("x 2.5", "x 2.5"),
    ])
  func pieces(text: String, markdown: String) { #expect(Markdown.text(text) == markdown) }

  @Test("Code spans", arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "(empty)"), ("a\nb", "`a b`")])
  func spans(text: String, markdown: String) { #expect(Markdown.code(text) == markdown) }
}

@Suite("Terminal reports") struct TerminalReportTests {
  @Test("A block names the place, the difference and the requirement") func block() throws {
    let failed = try #require(Fixture.run.checks.first { $0.verdict == .failed })
    let text = TerminalReport().block(failed)
    #expect(text.hasPrefix("failed: The proof was made a day ago\n  --> scenarios/possession/dpop/resource-server.yaml:27"))
    #expect(text.contains("outcome                refused               accepted"))
    #expect(text.contains("= must: RFC9449-4.3-11, RFC 9449, section 4.3"))
  }

  @Test("No server can steer the terminal", arguments: Hostile.texts, [false, true]) func hostile(text: String, colour: Bool) {
    let report = TerminalReport(colour: colour)
    let run = Hostile.run(text)
    var rendered = report.render(run) + run.checks.map(report.line).joined()
    if colour { rendered = rendered.replacing(/\u{1B}\[[0-9;]+m/, with: "") }
    #expect(!rendered.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    #expect(!rendered.unicodeScalars.contains { (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}" })
  }

  @Test("Without colour there is no escape sequence") func plain() { #expect(!TerminalReport().render(Fixture.run).contains("\u{1B}")) }

  @Test("The table counts every check") func table() {
    let text = TerminalReport().summary(Fixture.run)
    #expect(text.contains("1 failed, 1 errored, 1 unproven, 1 warning, 2 noted, 1 passed, 5 skipped"))
  }
}

/// What a reader of Markdown would take as structure: everything outside fences and code spans.
struct MarkdownStructure {
  var headings = 0, fences = 0, rows = 0
  /// Tags by name.
  var openTags: [String: Int] = [:]

  init(_ text: String) {
    var fence: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = fence {
        if line.allSatisfy({ $0 == "`" }), line.count >= open.count { fence = nil }
        continue
      }
      if line.hasPrefix("```"), let end = line.firstIndex(where: { $0 != "`" }), !line[end...].contains("`") {
        fence = String(line[..<end])
        fences += 1
        continue
      }
      if line.hasPrefix("#") { headings += 1 }
      let plain = Self.withoutSpans(String(line))
      if line.hasPrefix("|") { rows += plain.replacing("\\|", with: "").count { $0 == "|" } }
      for match in plain.matches(of: /<([a-z\/]+)/) { openTags[String(match.1), default: 0] += 1 }
    }
    if fence != nil { fences = -1 }
  }

  /// A line without its code spans, found as CommonMark says: a run of backticks closes at the next run of the same length.
  private static func withoutSpans(_ line: String) -> String {
    let characters = Array(line)
    var out = "", at = 0
    func run(_ index: Int) -> Int { characters[index...].prefix { $0 == "`" }.count }
    while at < characters.count {
      if characters[at] == "\\", at + 1 < characters.count {
        out += String(characters[at...at + 1])
        at += 2
        continue
      }
      guard characters[at] == "`" else {
        out.append(characters[at])
        at += 1
        continue
      }
      let length = run(at)
      var end = at + length
      while end < characters.count, characters[end] != "`" || run(end) != length { end += characters[end] == "`" ? run(end) : 1 }
      // A pipe inside a span still ends a cell unless it is escaped.
      if end < characters.count { out += String(characters[at..<end].filter { $0 == "|" || $0 == "\\" }) }
      at = end < characters.count ? end + length : at + length
    }
    return out
  }
}
