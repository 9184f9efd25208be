import OrderedJSON
import Results

extension HTMLWriter {
  mutating func results() -> String {
    var out = wrong()
    for area in areas { out += section(area) }
    return out + declared() + probes() + skipped()
  }

  /// A line for each thing that is wrong, leading to it.
  private mutating func wrong() -> String {
    let limit = 40
    let verdicts: [Verdict] = [.failed, .errored, .unproven, .warning]
    let checks = verdicts.flatMap { verdict in
      run.scenarios.flatMap { scenario in
        scenario.checks.filter { $0.verdict == verdict && known[$0.id] == nil }.map { ($0, scenario.area) }
      }
    }
    guard !checks.isEmpty else { return "" }
    var items = ""
    for (check, area) in checks.prefix(limit) {
      let link = tag("a", attribute(check.title), "href=\"#\(anchors.name(for: check.id))\"")
      let text = "\(badge(check.verdict)) \(link): \(attribute(cut(check.reason, to: 240)))"
      items += tag("li", text, "class=\"group v-\(check.verdict.rawValue) \(areaClass(area))\"")
    }
    if checks.count > limit { items += tag("li", "and \(checks.count - limit) more, below") }
    return tag("section", tag("h2", "What is wrong") + tag("ul", items, "class=\"plain\"")) + "\n"
  }

  /// The checks of an area that are neither skipped nor answered probes, worst first, else in the order of the files.
  private mutating func section(_ area: String) -> String {
    var rows: [(CheckResult, ScenarioResult)] = []
    for scenario in run.scenarios(in: area) {
      for check in scenario.checks where check.hasRow { rows.append((check, scenario)) }
    }
    guard !rows.isEmpty else { return "" }
    let isFew = run.count(.failed) + run.count(.errored) <= 8
    let heading = attribute(area.prefix(1).uppercased() + area.dropFirst())
    var out = tag("h2", heading + tag("span", attribute(Tally(rows.map(\.0)).sentence), "class=\"quiet\""))
    for verdict in Verdict.byUrgency {
      for (check, scenario) in rows where check.verdict == verdict {
        let isOpen = isFew && (verdict == .failed || verdict == .errored)
        out += "\n" + row(check, scenario, isOpen: isOpen)
      }
    }
    return tag("section", out, "class=\"\(areaClass(area))\" id=\"\(areaClass(area))\"") + "\n"
  }

  private mutating func row(_ check: CheckResult, _ scenario: ScenarioResult, isOpen: Bool) -> String {
    let name = anchors.name(for: check.id)
    let isKnown = known[check.id] != nil ? tag("span", "known", "class=\"badge\"") : ""
    let summary = badge(check.verdict) + isKnown + tag("span", attribute(check.title), "class=\"title\"") + code(check.id)
    // The place is inside, because browsers open what a link's target lies in.
    let content = tag("summary", summary) + tag("div", body(check, scenario, name), "class=\"body\" id=\"\(name)\"")
    return tag("details", content, "class=\"check v-\(check.verdict.rawValue)\"" + (isOpen ? " open=\"open\"" : ""))
  }

  private func body(_ check: CheckResult, _ scenario: ScenarioResult, _ name: String) -> String {
    var out = tag("p", attribute(sentence(check.reason)), "class=\"reason\"")
    if let entry = known[check.id] {
      let until = entry.expires.map { " until \($0)" } ?? ""
      out += tag("p", tag("strong", "Known\(until): ") + attribute(sentence(entry.reason)), "class=\"alert\"")
    }
    out += comparison(check)
    let remedies = Blocks.remedies(check)
    if !remedies.isEmpty {
      out += tag("div", tag("h3", "What to change") + tag("ul", remedies.map { tag("li", attribute($0)) }.joined()), "class=\"remedy\"")
    }
    var pairs: [(String, String)] = []
    if let why = check.why { pairs.append(("Why it matters", attribute(sentence(why)))) }
    for requirement in check.requirements {
      let bound = requirement.binds ? requirement.severity.keyword : "\(requirement.severity.keyword), not in force here"
      let text = tag("strong", attribute(requirement.id)) + " (\(bound); \(attribute(requirement.source))): "
      pairs.append(("Requirement", text + attribute(sentence(requirement.paraphrase))))
    }
    if let note = check.note { pairs.append(("Latitude", attribute(sentence(note)))) }
    if !check.edits.isEmpty { pairs.append(("Changed", check.edits.map { code($0) }.joined(separator: "<br/>"))) }
    if !check.controls.isEmpty {
      let items = check.controls.map { control in
        tag("span", control.isMet ? "✓" : "✗", "aria-hidden=\"true\"") + " " + attribute(Blocks.control(control))
      }
      pairs.append(("Controls", items.joined(separator: "<br/>")))
    }
    for record in check.records { pairs.append((code(record.path), code(record.value.compact))) }
    pairs.append(("Scenario", attribute(scenario.title) + " " + code(scenario.id)))
    if let variant = scenario.variantText { pairs.append(("Variant", attribute(variant))) }
    let elapsed = check.elapsedMilliseconds > 0 ? ", \(Time.span(check.elapsedMilliseconds))" : ""
    pairs.append(
      (
        "Place",
        (check.place.isEmpty ? code(scenario.file) : code(check.place)) + elapsed + " "
          + tag("a", "link", "href=\"#\(name)\" aria-label=\"Link to this check\"")
      ))
    out += tag("dl", pairs.map { tag("dt", $0.0) + tag("dd", $0.1) }.joined(), "class=\"facts\"")
    return out + exchanges(check)
  }

  private func comparison(_ check: CheckResult) -> String {
    var rows = check.mismatches.map { [code($0.path), code($0.expected), code($0.seen, limit: 600)] }
    if rows.isEmpty, !check.expected.isEmpty || !check.seen.isEmpty {
      if check.verdict == .passed && check.expected == check.seen { return "" }
      rows = [["", code(check.expected), check.seen.isEmpty ? "" : code(check.seen, limit: 600)]]
    }
    if rows.isEmpty { return "" }
    let isNamed = !check.mismatches.isEmpty
    var head = isNamed ? tag("th", "Fact", "scope=\"col\"") : ""
    head += tag("th", "Expected", "scope=\"col\"") + tag("th", "Seen", "scope=\"col\"")
    let body = rows.map { row in
      tag("tr", (isNamed ? tag("th", row[0], "scope=\"row\"") : "") + tag("td", row[1]) + tag("td", row[2], "class=\"seen\""))
    }
    return tag("div", tag("table", tag("thead", tag("tr", head)) + tag("tbody", body.joined()), "class=\"comparison\""), "class=\"scroll\"")
  }

  private func exchanges(_ check: CheckResult) -> String {
    check.exchanges.map { exchange in
      let answer = exchange.status.map { "\($0)" } ?? "no answer"
      var body = pre(Blocks.exchange(exchange))
      for artefact in exchange.artefacts { body += tag("h4", attribute(artefact.name)) + pre(artefact.content.pretty) }
      return tag("details", tag("summary", "\(code("\(exchange.method) \(exchange.url)")) → \(answer)") + body, "class=\"exchange\"")
    }.joined()
  }

  // MARK: Probes and skipped checks

  private mutating func probes() -> String {
    var rows = ""
    for area in areas {
      for probe in run.checks(in: area) where probe.kind == .probe && probe.verdict == .noted {
        let name = anchors.name(for: probe.id)
        let answer =
          probe.records.isEmpty
          ? attribute(cut(probe.seen.isEmpty ? probe.reason : probe.seen, to: 600))
          : probe.records.map { "\(code($0.path)) = \(code($0.value.compact))" }.joined(separator: "<br/>")
        let question = attribute(probe.question ?? probe.title) + "<br/>" + code(probe.id)
        rows += tag("tr", tag("td", question) + tag("td", answer + exchanges(probe)), "class=\"\(areaClass(area))\" id=\"\(name)\"")
      }
    }
    if rows.isEmpty { return "" }
    let head = tag("thead", tag("tr", tag("th", "Question", "scope=\"col\"") + tag("th", "Answer", "scope=\"col\"")))
    let intro = tag("p", "Where the specifications leave something open: what this implementation does. None of it is right or wrong.")
    let table = tag("div", tag("table", head + tag("tbody", rows), "class=\"probes\""), "class=\"scroll\"")
    return tag("section", tag("h2", "Probes") + intro + table, "class=\"v-noted group\"") + "\n"
  }

  /// One row for each reason; the checks themselves are in the JSON.
  private func skipped() -> String {
    let groups = run.skippedGroups
    var out = ""
    for kind in SkipReason.inReports.map(Optional.some) + [nil] {
      let mine = groups.filter { $0.kind == kind }
      guard !mine.isEmpty else { continue }
      let helps = mine.contains { $0.remedy != nil }
      var head = tag("th", "Checks", "scope=\"col\"") + tag("th", "Why", "scope=\"col\"") + tag("th", "Area", "scope=\"col\"")
      if helps { head += tag("th", "To run them", "scope=\"col\"") }
      let rows = mine.map { group in
        tag(
          "tr",
          tag("td", "\(group.count)", "class=\"count\"") + tag("td", attribute(cut(group.reason, to: 300)))
            + tag("td", attribute(group.areasText))
            + (helps ? tag("td", group.remedy.map { code($0) } ?? "") : ""))
      }
      let table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows.joined()), "class=\"reasons\"")
      let advice = kind.map { tag("p", $0.advice) } ?? ""
      let summary =
        tag("span", kind?.heading ?? "For another reason", "class=\"title\"")
        + tag("span", "\(counted(mine.reduce(0) { $0 + $1.count }, "check")), \(counted(mine.count, "reason"))", "class=\"quiet\"")
      out += tag(
        "details", tag("summary", summary) + tag("div", advice + tag("div", table, "class=\"scroll\""), "class=\"body\""),
        "class=\"check v-skipped\"")
    }
    guard !out.isEmpty else { return "" }
    let sentence = "\(run.count(.skipped)) of \(counted(run.checks.count, "check")) were skipped, for \(counted(groups.count, "reason")). "
    let intro = tag("p", sentence + "Each check and its reason: " + code("report.json") + ".", "class=\"quiet\"")
    return tag("section", tag("h2", "Skipped") + intro + out, "class=\"v-skipped group\" id=\"skipped\"") + "\n"
  }
}

extension CheckResult {
  /// Whether it has a row among the results of its area: what was skipped and answered probes have places of their own.
  var hasRow: Bool { verdict != .skipped && !(kind == .probe && verdict == .noted) }
}
