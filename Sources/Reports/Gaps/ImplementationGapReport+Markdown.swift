import OrderedJSON
import Requirements
import Results

extension ImplementationGapReport {
  /// The report as Markdown: totals, what is not met with evidence and remedy, then every requirement by section.
  public var markdown: String {
    let target = Markdown.text("\(run.target.name) \(run.target.version)")
    var out = "# \(target): gaps against \(revision.draftName)\n\n"
    out += intro()
    out += totalsTables()
    out += unmet()
    out += bySection()
    out += composed()
    return out
  }

  private func intro() -> String {
    var out = "Judged by \(Markdown.text("\(run.suite.name) \(run.suite.version)")), vectors \(Markdown.code(run.suite.vectors)), "
    out += "on \(CalendarDate(unixMilliseconds: run.started)).\n\n"
    if let interrupted = run.interrupted { out += "> **The run was cut off:** \(sentence(Markdown.text(interrupted)))\n\n" }
    let draft = findings.filter { $0.requirement.isOfTheDraft && !$0.isLater }
    let binding = draft.filter { $0.level == .must || $0.level == .should }
    let unmet = binding.filter { $0.status == .notMet }.count
    let met = binding.filter { $0.status == .met }.count
    out += "Of \(binding.count) MUST and SHOULD requirements of the draft, **\(met) are met, \(unmet) are not**, "
    out += "\(binding.count - met - unmet) are neither shown to be met nor not met. "
    out += "A requirement counts as met only if every check that applies to it passed; "
    out += "one that could not be judged is never counted as met, and neither is one that is only declared.\n\n"
    if !run.profiles.isEmpty { out += "Component drafts as pinned: \(run.profiles.map { Markdown.code($0) }.joined(separator: ", ")).\n\n" }
    if let frozen = catalogue.frozen[revision] {
      let later = findings.count(where: \.isLater)
      out += "The \(frozen.places.count) statements of this revision that count were frozen on \(Markdown.text(frozen.on)); "
      out += "\(later == 0 ? "none was" : "\(later) were") catalogued later, which would be shown without being counted.\n\n"
    }
    return out
  }

  private func totalsTables() -> String {
    var out = "## Totals\n\n"
    for origin in RequirementOrigin.allCases {
      let all = findings.filter { $0.origin == origin && !$0.isLater }
      guard !all.isEmpty else { continue }
      let columns = RequirementStatus.allCases.filter { status in all.contains { $0.status == status } }
      out += "**\(origin.heading)** (\(all.count))\n\n"
      out += Markdown.head(["level"] + columns.map(\.words), left: 1)
      for level in Level.allCases.sorted(by: >) where all.contains(where: { $0.level == level }) {
        out += Markdown.row(
          [level.words]
            + columns.map { status in
              let number = count(origin, level, status)
              return number == 0 ? "·" : "\(number)"
            })
      }
      out += "\n"
    }
    return out
  }

  private func unmet() -> String {
    var out = ""
    for status in [RequirementStatus.notMet, .metInPart] {
      let all = findings.filter { $0.status == status }.enumerated()
        .sorted { $0.element.level == $1.element.level ? $0.offset < $1.offset : $0.element.level > $1.element.level }.map(\.element)
      guard !all.isEmpty else { continue }
      out += "## \(status == .notMet ? "Not met" : "Met in part")\n\n"
      for finding in all { out += block(finding) }
    }
    return out
  }

  private func block(_ finding: RequirementFinding) -> String {
    let id = Markdown.text(finding.requirement.id)
    var out = "### \(id): \(Markdown.text(finding.requirement.paraphrase))\n\n"
    out += "\(finding.level.words) · \(Markdown.text(finding.source)) · \(finding.origin.rawValue)\n\n"
    for check in finding.evidence where check.verdict != .passed && check.verdict != .skipped {
      out += "- **\(check.verdict.rawValue)** \(Markdown.code(check.id)): \(sentence(Markdown.text(check.reason)))\n"
      if let answer = Blocks.expectedAnswer(check.mismatches) { out += "  What to change: \(Markdown.text(answer))\n" }
      if let note = check.note { out += "  Latitude: \(sentence(Markdown.text(note)))\n" }
    }
    if let said = finding.declaration { out += "- **declared** \(sentence(Markdown.text(said.sentence)))\n" }
    let passed = finding.evidence.count { $0.verdict == .passed }
    if passed > 0 { out += "- \(counted(passed, "other check")) passed\n" }
    return out + "\n"
  }

  // MARK: Everything

  private func bySection() -> String {
    let titles = catalogue.document(SpecDocument.draftID)?.revisions[revision]?.sections ?? [:]
    var out = "## The draft, section by section\n\n"
    var current: String?
    for finding in findings where finding.requirement.isOfTheDraft {
      let section = finding.requirement.sections[revision] ?? ""
      if section != current {
        if current != nil { out += "\n" }
        let title = titles[section].map { ": \(Markdown.text($0))" } ?? ""
        out += "### Section \(attribute(section))\(title)\n\n" + Markdown.head(["requirement", "level", "status", "why, and evidence"])
        current = section
      }
      out += row(finding)
    }
    return current == nil ? "" : out + "\n"
  }

  private func row(_ finding: RequirementFinding) -> String {
    // What somebody declares stands there whole: evidence that is cut off cannot be read.
    var why = Markdown.text(cut(finding.reason, to: finding.declaration == nil ? 300 : 2000))
    let checks = finding.evidence.prefix(4).map { Markdown.code($0.id, inTable: true) }
    if !checks.isEmpty {
      let more = finding.evidence.count - checks.count
      why += "<br>" + checks.joined(separator: " ") + (more > 0 ? " and \(more) more" : "")
    }
    if !finding.requirement.delegates.isEmpty { why += "<br>delegated to \(delegates(finding.requirement))" }
    if finding.isLater { why += "<br>catalogued after this revision was frozen: not counted" }
    let requirement = "**\(Markdown.text(finding.requirement.id))** \(Markdown.text(finding.requirement.paraphrase))"
    let status = finding.status == .notMet ? "**not met**" : finding.status.words
    return Markdown.row([requirement, finding.level.words, status, why])
  }

  /// A row for each requirement, and one for all that do not apply for the same reason: nothing is to be said of each.
  private func rows(_ findings: [RequirementFinding]) -> String {
    var out = ""
    var order: [String] = []
    var folded: [String: [RequirementFinding]] = [:]
    for finding in findings {
      guard finding.status == .notApplicable else {
        out += row(finding)
        continue
      }
      if folded[finding.reason] == nil { order.append(finding.reason) }
      folded[finding.reason, default: []].append(finding)
    }
    for reason in order {
      let group = folded[reason] ?? []
      if group.count == 1 {
        out += row(group[0])
      } else {
        let levels = Level.allCases.sorted(by: >).filter { level in group.contains { $0.level == level } }.map(\.words)
        let ids = group.map { Markdown.text($0.requirement.id) }.joined(separator: ", ")
        out += Markdown.row([
          "\(group.count) requirements: \(ids)", levels.joined(separator: ", "), group[0].status.words, Markdown.text(cut(reason, to: 300)),
        ])
      }
    }
    return out
  }

  /// The texts to which a requirement is delegated, each with how this target fares there.
  private func delegates(_ requirement: Requirement) -> String {
    requirement.delegates.map { id in
      let name = catalogue.document(id)?.name ?? id
      let there = findings.filter { $0.requirement.document == id }
      if there.isEmpty { return catalogue.document(id) == nil ? Markdown.text(name) : "\(Markdown.text(name)) (not in force here)" }
      let met = there.count { $0.status == .met }, unmet = there.count { $0.status == .notMet }
      return "\(Markdown.text(name)) (\(met) met, \(unmet) not met, \(there.count - met - unmet) other)"
    }.joined(separator: ", ")
  }

  private func composed() -> String {
    var out = ""
    for document in catalogue.documents where document.id != SpecDocument.draftID {
      let all = findings.filter { $0.requirement.document == document.id }
      guard !all.isEmpty else { continue }
      if out.isEmpty { out = "## What the draft composes\n\n" }
      let counts = RequirementStatus.allCases.compactMap { status in
        let number = all.count { $0.status == status }
        return number == 0 ? nil : "\(number) \(status.words)"
      }
      let summary = "\(document.name): \(document.title) (\(counts.joined(separator: ", ")))"
      out += "<details><summary>\(attribute(summary))</summary>\n\n"
      out += Markdown.head(["requirement", "level", "status", "why, and evidence"]) + rows(all)
      out += "\n</details>\n\n"
    }
    if !notInForce.isEmpty {
      let names = notInForce.map { "\(Markdown.text($0.document.name)) (\($0.count))" }.joined(separator: ", ")
      out += "Not in force for this target, with how many requirements each has: \(names).\n"
    }
    return out
  }
}

extension Level {
  /// As reports print it.
  var words: String {
    switch self {
    case .must: "MUST"
    case .should: "SHOULD"
    case .may: "MAY"
    case .statement: "statement"
    }
  }
}
