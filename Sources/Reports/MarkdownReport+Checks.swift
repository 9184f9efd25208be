import OrderedJSON
import Results

extension MarkdownWriter {
  // MARK: What is wrong, by area

  mutating func problems(in area: String) -> String {
    let order: [Verdict] = [.failed, .errored, .unproven, .warning, .noted]
    var out = ""
    for verdict in order {
      for scenario in run.scenarios(in: area) {
        // Probes have a section of their own.
        for check in scenario.checks where check.verdict == verdict && !(check.kind == .probe && verdict == .noted) {
          out += block(check, scenario)
        }
      }
    }
    return out.isEmpty ? "" : "## \(Markdown.text(area.prefix(1).uppercased() + area.dropFirst()))\n\n" + out
  }

  private mutating func block(_ check: CheckResult, _ scenario: ScenarioResult) -> String {
    var out = "<a id=\"\(anchors.name(for: check.id))\"></a>\n\n"
    out += "### \(check.verdict.sign) \(check.verdict.rawValue.uppercased()): \(Markdown.text(check.title))\n\n"
    let place = check.place.isEmpty ? scenario.file : check.place
    out +=
      "\(Markdown.code(check.id)) · \(Markdown.code(place)) · in “\(Markdown.text(scenario.title))”\(scenario.variantText.map { " · variant \(Markdown.text($0))" } ?? "")\n\n"
    if let entry = known[check.id] {
      let until = entry.expires.map { " until \($0)" } ?? ""
      out += "> Known\(until): \(Markdown.text(entry.reason))\n\n"
    }
    out += sentence(Markdown.text(check.reason)) + "\n\n"
    if let why = check.why { out += "*Why it matters:* \(sentence(Markdown.text(why)))\n\n" }
    out += requirements(check)
    out += comparison(check)
    if let note = check.note { out += "*Latitude:* \(sentence(Markdown.text(note)))\n\n" }
    if !check.edits.isEmpty {
      out += "Changed against the control:\n\n" + check.edits.map { "- \(Markdown.code($0))\n" }.joined() + "\n"
    }
    if !check.controls.isEmpty {
      let text = check.controls.map { Markdown.text(Blocks.control($0)) }.joined(separator: "; ")
      out += "Controls: \(text).\n\n"
    }
    out += records(check)
    let remedies = Blocks.remedies(check)
    if !remedies.isEmpty { out += "**What to change**\n\n" + remedies.map { "- \(Markdown.text($0))\n" }.joined() + "\n" }
    return out + exchanges(check)
  }

  private func requirements(_ check: CheckResult) -> String {
    guard !check.requirements.isEmpty else { return "" }
    return check.requirements.map { requirement in
      let bound = requirement.binds ? "" : ", not in force here"
      let head = "**\(Markdown.text(requirement.id))** (\(requirement.severity.keyword)\(bound); \(Markdown.text(requirement.source)))"
      return "- \(head): \(sentence(Markdown.text(requirement.paraphrase)))\n"
    }.joined() + "\n"
  }

  private func comparison(_ check: CheckResult) -> String {
    if !check.mismatches.isEmpty { return Markdown.fence(Blocks.mismatches(check.mismatches)) + "\n" }
    var out = ""
    if !check.expected.isEmpty { out += "expected  \(visible(check.expected))\n" }
    if !check.seen.isEmpty { out += "seen      \(visible(check.seen))\n" }
    return out.isEmpty ? "" : Markdown.fence(out) + "\n"
  }

  private func records(_ check: CheckResult) -> String {
    guard !check.records.isEmpty else { return "" }
    return check.records.map { "- \(Markdown.code($0.path)): \(Markdown.code($0.value.compact))\n" }.joined() + "\n"
  }

  private func exchanges(_ check: CheckResult) -> String {
    guard !check.exchanges.isEmpty else { return "" }
    let name = check.exchanges.count == 1 ? "The exchange" : "The \(check.exchanges.count) exchanges"
    var out = "<details><summary>\(name)</summary>\n\n"
    for exchange in check.exchanges {
      out += Markdown.fence(Blocks.exchange(exchange), "http") + "\n"
      for artefact in exchange.artefacts {
        out += "\(Markdown.text(artefact.name)):\n\n" + Markdown.fence(artefact.content.pretty, "json") + "\n"
      }
    }
    return out + "</details>\n\n"
  }

  // MARK: The rest

  mutating func probes() -> String {
    let probes = run.checks.filter { $0.kind == .probe && $0.verdict == .noted }
    guard !probes.isEmpty else { return "" }
    var out = "## Probes\n\nWhere the specifications leave something open: what this implementation does. None of it is right or wrong.\n\n"
    out += Markdown.head(["question", "answer", "probe"])
    for probe in probes {
      let question = Markdown.text(probe.question ?? probe.title)
      let answer =
        probe.records.isEmpty
        ? Markdown.text(cut(probe.seen.isEmpty ? probe.reason : probe.seen, to: 300))
        : probe.records.map { "\(Markdown.code($0.path, inTable: true)) = \(Markdown.code($0.value.compact, limit: 200, inTable: true))" }
          .joined(separator: "<br>")
      out += Markdown.row(["<a id=\"\(anchors.name(for: probe.id))\"></a>\(question)", answer, Markdown.code(probe.id, inTable: true)])
    }
    return out + "\n"
  }

  /// One line for each reason. Which checks they are is in the JSON: a target that claims little skips more than a thousand.
  func skipped() -> String {
    let groups = run.skippedGroups
    guard !groups.isEmpty else { return "" }
    var out = "<a id=\"skipped\"></a>\n\n## Skipped\n\n\(skippedSentence) Each check and its reason: \(Markdown.code("report.json")).\n\n"
    for kind in SkipReason.inReports.map(Optional.some) + [nil] {
      let mine = groups.filter { $0.kind == kind }
      guard !mine.isEmpty else { continue }
      out += "### \(kind?.heading ?? "For another reason") (\(mine.reduce(0) { $0 + $1.count }))\n\n"
      if let kind { out += kind.advice + "\n\n" }
      let helps = mine.contains { $0.remedy != nil }
      out += Markdown.row(["checks", "why", "area"] + (helps ? ["to run them"] : [])) + "| ---: | --- | --- |\(helps ? " --- |" : "")\n"
      for group in mine {
        let cells = ["\(group.count)", Markdown.text(cut(group.reason, to: 300)), Markdown.text(group.areasText)]
        out += Markdown.row(cells + (helps ? [group.remedy.map { Markdown.code($0, inTable: true) } ?? ""] : []))
      }
      out += "\n"
    }
    return out
  }

  /// How much did not apply: without it "nothing failed" says more than it should.
  var skippedSentence: String {
    let reasons = run.skippedGroups.count
    return "\(run.count(.skipped)) of \(counted(run.checks.count, "check")) were skipped, for \(counted(reasons, "reason"))."
  }

  func passed() -> String {
    guard run.count(.passed) > 0 else { return "" }
    var out = "## Passed\n\n"
    for area in run.areas {
      let scenarios = run.scenarios(in: area).map { ($0, $0.checks.filter { $0.verdict == .passed }) }.filter { !$0.1.isEmpty }
      guard !scenarios.isEmpty else { continue }
      let count = scenarios.reduce(0) { $0 + $1.1.count }
      out += "<details><summary>\(xml(area, multiline: false)): \(counted(count, "check"))</summary>\n\n"
      for (scenario, checks) in scenarios {
        let names = checks.map { Markdown.code($0.localID) }.joined(separator: ", ")
        out += "- **\(Markdown.text(scenario.title))** \(Markdown.code(scenario.id)): \(names)\n"
      }
      out += "\n</details>\n\n"
    }
    return out
  }

  func legend() -> String {
    let lines = Verdict.byUrgency.map { "**\($0.rawValue)** \($0.meaning)" }.joined(separator: " · ")
    return "---\n\n\(lines).\n\nTokens, proofs and secrets are replaced by fingerprints; the same fingerprint is the same value.\n"
  }
}
