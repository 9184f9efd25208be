import Results

/// A run as a Markdown document that people read: what is wrong first, each with what to do about it.
public enum MarkdownReport {
  /// Renders the whole report.
  /// - Parameter baseline: what was known; known failures are told apart.
  public static func render(_ run: RunResult, baseline: BaselineOutcome? = nil) -> String {
    var writer = MarkdownWriter(run: run, baseline: baseline)
    return writer.report()
  }

  /// The summary alone, short enough for a comment on a change: counts by area, and a line for each thing that is wrong.
  /// - Parameters:
  ///   - link: the address of the whole report, to which the lines then point.
  ///   - limit: how many lines of each kind are printed before the rest is only counted.
  public static func summary(_ run: RunResult, baseline: BaselineOutcome? = nil, link: String? = nil, limit: Int = 20) -> String {
    var writer = MarkdownWriter(run: run, baseline: baseline)
    return writer.summary(.comment(link: link), limit: limit)
  }
}

/// Where a summary stands, which decides what its lines point to.
enum SummaryPlace {
  /// On top of the report.
  case report
  /// Elsewhere, with the address of the report if there is one.
  case comment(link: String?)
}

/// Writes one report. It holds what the parts share: the names of places in the document.
struct MarkdownWriter {
  let run: RunResult
  let baseline: BaselineOutcome?
  let known: [String: Baseline.Entry]
  var anchors = Anchors()

  init(run: RunResult, baseline: BaselineOutcome?) {
    self.run = run
    self.baseline = baseline
    known = Dictionary((baseline?.known ?? []).map { ($0.check, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Checks with a verdict, leaving out known failures.
  func fresh(_ verdict: Verdict, kind: CheckResult.Kind? = nil) -> [CheckResult] {
    run.checks.filter { $0.verdict == verdict && known[$0.id] == nil && (kind == nil || $0.kind == kind) }
  }

  mutating func report() -> String {
    let title = Markdown.text("\(run.target.name) \(run.target.version)")
    var out = "# \(title): conformance report\n\n"
    out += summary(.report, limit: .max)
    out += header()
    for area in run.areas { out += problems(in: area) }
    out += declared()
    out += probes()
    out += skipped()
    out += passed()
    return out + legend()
  }

  // MARK: Summary

  mutating func summary(_ place: SummaryPlace, limit: Int) -> String {
    var out = ""
    switch place {
    case .report: break
    case .comment: out += "### \(Markdown.text("\(run.target.name) \(run.target.version)")): conformance\n\n"
    }
    out += "**\(headline)**\n\n"
    if let interrupted = run.interrupted {
      out += "> **The run was cut off:** \(sentence(Markdown.text(interrupted))) What follows is what was judged until then.\n\n"
    }
    out += table()
    if run.count(.skipped) > 0 {
      switch place {
      case .report: out += "\(skippedSentence) Why, and how to switch them on: [Skipped](#skipped).\n\n"
      case .comment: out += "\(skippedSentence)\n\n"
      }
    }
    for verdict in [Verdict.failed, .errored, .unproven, .warning] { out += lines(verdict, place, limit: limit) }
    out += baselineNews(place)
    return out
  }

  /// One sentence with the verdict on the whole.
  private var headline: String {
    let counts = Tally(run.checks.filter { known[$0.id] == nil })
    let suffix = known.isEmpty ? "" : " \(counted(known.count, "known failure")) in the baseline."
    if counts.judged == 0 && known.isEmpty { return "❓ Nothing could be judged." + suffix }
    if counts[.failed] > 0 { return "❌ \(counted(counts[.failed], "check")) of \(run.checks.count) failed." + suffix }
    if counts[.errored] > 0 { return "❓ The suite itself failed on \(counted(counts[.errored], "check"))." + suffix }
    if counts[.unproven] > 0 { return "❓ Nothing failed, but \(counted(counts[.unproven], "check")) could not be proven." + suffix }
    if counts[.warning] > 0 { return "⚠️ No MUST was broken; \(counted(counts[.warning], "warning"))." + suffix }
    return (known.isEmpty ? "✅ Nothing failed." : "✅ Nothing new failed.") + suffix
  }

  private func table() -> String {
    let columns: [Verdict] = [.failed, .errored, .unproven, .warning, .noted, .passed, .skipped].filter { verdict in
      verdict != .errored || run.count(.errored) > 0
    }
    func row(_ name: String, _ checks: [CheckResult]) -> String {
      let tally = Tally(checks)
      return Markdown.row(
        [name]
          + columns.map { verdict in
            switch (verdict, tally[verdict]) {
            case (_, 0): "·"
            case (.failed, let count), (.errored, let count), (.unproven, let count): "**\(count)**"
            case (_, let count): "\(count)"
            }
          })
    }
    var out = Markdown.head(["area"] + columns.map(\.rawValue), left: 1)
    for area in run.areas { out += row(Markdown.text(area), run.checks(in: area)) }
    if run.areas.count != 1 { out += row("**all**", run.checks) }
    return out + "\n"
  }

  private mutating func lines(_ verdict: Verdict, _ place: SummaryPlace, limit: Int) -> String {
    let checks = fresh(verdict)
    guard !checks.isEmpty else { return "" }
    var out = "**\(verdict.heading)**\n\n"
    for check in checks.prefix(limit) {
      let label = Markdown.code(check.id)
      let name: String
      switch place {
      case .report: name = "[\(label)](#\(anchors.name(for: check.id)))"
      case .comment(let link?): name = "[\(label)](<\(address(link))#\(anchors.name(for: check.id))>)"
      case .comment(nil): name = label
      }
      let requirement = check.governing.first.map { " (\(Markdown.text($0.id)))" } ?? ""
      out += "- \(name): \(Markdown.text(cut(check.reason, to: 200)))\(requirement)\n"
    }
    if checks.count > limit { out += "- … and \(checks.count - limit) more\n" }
    return out + "\n"
  }

  /// An address that cannot leave its brackets.
  private func address(_ link: String) -> String {
    String(visible(link).unicodeScalars.map { "<>\\ ".unicodeScalars.contains($0) ? "_" : Character($0) })
  }

  private mutating func baselineNews(_ place: SummaryPlace) -> String {
    guard let baseline else { return "" }
    var lines: [String] = []
    for entry in baseline.repaired {
      lines.append("\(Markdown.code(entry.check)) is right again: take it out of the baseline.")
    }
    for change in baseline.changed {
      let was = "was known as \(change.entry.verdict.rawValue) and is \(change.now.rawValue) now."
      lines.append("\(Markdown.code(change.entry.check)) \(was)")
    }
    for entry in baseline.expired {
      let day = entry.expires.map { " on \($0)" } ?? ""
      lines.append("\(Markdown.code(entry.check)): the entry expired\(day), so the check counts again.")
    }
    if !baseline.absent.isEmpty { lines.append("\(counted(baseline.absent.count, "entry", "entries")) of checks that did not run.") }
    guard !lines.isEmpty else { return "" }
    return "**Baseline**\n\n" + lines.map { "- \($0)\n" }.joined() + "\n"
  }

  // MARK: Header

  private func header() -> String {
    var rows: [(String, String)] = []
    rows.append(("target", Markdown.text("\(run.target.name) \(run.target.version)")))
    rows.append(("judged by", Markdown.text(([run.revision] + run.profiles).joined(separator: ", "))))
    let suite = Markdown.text("\(run.suite.name) \(run.suite.version)")
    rows.append(("suite", "\(suite), vectors \(Markdown.code(run.suite.vectors, inTable: true))"))
    rows.append(("run", "\(Time.moment(run.started)), \(Time.span(run.elapsed)), \(counted(run.exchangeCount, "exchange"))"))
    if run.clockOffset != 0 {
      let direction = run.clockOffset > 0 ? "ahead of" : "behind"
      rows.append(("target's clock", "\(Time.span(abs(run.clockOffset))) \(direction) the suite's"))
    }
    for origin in [RunResult.NameInForce.Origin.declared, .advertised, .implied] {
      let names = run.namesInForce.filter { $0.origin == origin }
      guard !names.isEmpty else { continue }
      let text = names.map { name in Markdown.code(name.number.map { "\(name.name): \($0)" } ?? name.name, inTable: true) }
      rows.append((origin.rawValue, text.joined(separator: " ")))
    }
    var out = "## About this run\n\n" + Markdown.head(["", ""])
    for row in rows { out += Markdown.row([row.0, row.1]) }
    out += "\n"
    if !run.remarks.isEmpty {
      out += "Remarks on the set-up:\n\n" + run.remarks.map { "- \(Markdown.text($0))\n" }.joined() + "\n"
    }
    if !run.reproduce.isEmpty { out += "To run it again:\n\n" + Markdown.fence(run.reproduce, "sh") + "\n" }
    return out
  }
}
