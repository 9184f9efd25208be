import Results

/// Several implementations side by side, as Markdown: one picture that shows where the world disagrees.
public enum MatrixReport {
  /// Renders implementations by areas, then by the requirements on which they differ.
  public static func render(_ runs: [RunResult]) -> String {
    let names = displayNames(runs)
    var out = "# Implementations compared\n\n"
    out += about(runs, names)
    out += areas(runs, names)
    out += requirements(runs, names)
    return out
  }

  private static func about(_ runs: [RunResult], _ names: [String]) -> String {
    var out = Markdown.head(["implementation", "judged by", "suite", "on", "exchanges", "verdicts"])
    for (run, name) in zip(runs, names) {
      let revision = Markdown.text(([run.revision] + run.profiles).joined(separator: ", "))
      let cutOff = run.interrupted == nil ? "" : " (cut off)"
      out += Markdown.row([
        Markdown.text(name), revision, Markdown.text("\(run.suite.version)") + " " + Markdown.code(run.suite.vectors, inTable: true),
        CalendarDate(unixMilliseconds: run.started).description + cutOff, "\(run.exchangeCount)", Tally(run.checks).sentence,
      ])
    }
    out += "\n"
    let bases = Set(runs.map { "\($0.suite.version) \($0.suite.vectors) \($0.revision)" })
    if bases.count > 1 {
      out += "> These runs used different versions of the suite, vectors or revisions; differences may come from that.\n\n"
    }
    return out
  }

  private static func areas(_ runs: [RunResult], _ names: [String]) -> String {
    var all: [String] = []
    for area in runs.flatMap(\.areas) where !all.contains(area) { all.append(area) }
    guard !all.isEmpty else { return "" }
    var out = "## By area\n\nPassed of judged; then what failed (✗), is unproven (?) or an error of the suite (‼), "
    out += "and warnings (!).\n\n"
    out += Markdown.head(["area"] + names.map(Markdown.text))
    for area in all {
      out += Markdown.row([Markdown.text(area)] + runs.map { cell(Tally($0.checks(in: area))) })
    }
    return out + Markdown.row(["**all**"] + runs.map { cell(Tally($0.checks)) }) + "\n"
  }

  private static func cell(_ tally: Tally) -> String {
    if tally.total == 0 { return "" }
    if tally.total == tally[.skipped] { return "– not offered or not run" }
    let judged = tally[.passed] + tally[.failed] + tally[.warning] + tally[.unproven] + tally[.errored]
    let signs = [Verdict.failed, .unproven, .errored, .warning].filter { tally[$0] > 0 }.map { verdict in
      verdict == .failed ? "**\(verdict.sign)\(tally[verdict])**" : "\(verdict.sign)\(tally[verdict])"
    }
    return (["\(tally[.passed])/\(judged)"] + signs).joined(separator: " ")
  }

  private static func requirements(_ runs: [RunResult], _ names: [String]) -> String {
    var order: [CitedRequirement] = []
    var seen: Set<String> = []
    // The worst verdict of the checks that cite a requirement, for each run. Skips count only where nothing else is there.
    let worst = runs.map { run in
      var verdicts: [String: Verdict] = [:]
      for check in run.checks where check.kind == .check {
        for requirement in check.requirements {
          if seen.insert(requirement.id).inserted { order.append(requirement) }
          let verdict = requirement.binds || check.verdict == .passed ? check.verdict : .skipped
          if let known = verdicts[requirement.id], known.urgency <= verdict.urgency { continue }
          verdicts[requirement.id] = verdict
        }
      }
      return verdicts
    }
    let differing = order.filter { requirement in
      Set(worst.compactMap { $0[requirement.id] }.filter { $0 != .skipped }).count > 1
    }
    guard !differing.isEmpty else { return runs.count > 1 ? "On every requirement that more than one was judged by, they agree.\n" : "" }
    var out = "## Where they differ\n\nThe worst verdict on each requirement, where two implementations that were judged by it differ.\n\n"
    out += Markdown.head(["requirement"] + names.map(Markdown.text))
    for requirement in differing {
      let text = "**\(Markdown.text(requirement.id))** \(Markdown.text(requirement.paraphrase))"
      out += Markdown.row(
        [text]
          + worst.map { verdicts in
            verdicts[requirement.id].map { "\($0.sign) \($0.rawValue)" } ?? ""
          })
    }
    return out + "\n"
  }
}
