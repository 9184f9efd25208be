import OrderedJSON
import Requirements
import Results

/// Where the texts leave something open, and what implementations do there: written for the editors of the draft.
public enum StandardsGapReport {
  /// Renders the gaps of a catalogue with the probes of some runs.
  ///
  /// A probe feeds a gap if the gap names it (by id or glob), or if the probe's question names the gap or one of its experiments.
  public static func render(_ runs: [RunResult], catalogue: Catalogue) -> String {
    let writer = StandardsGapWriter(runs: runs, catalogue: catalogue)
    return writer.report()
  }
}

private struct StandardsGapWriter {
  let runs: [RunResult]
  let catalogue: Catalogue
  let names: [String]
  let answers: [ProbeAnswers]
  let draftName: String

  init(runs: [RunResult], catalogue: Catalogue) {
    self.runs = runs
    self.catalogue = catalogue
    names = displayNames(runs)
    answers = ProbeAnswers.collect(runs)
    draftName = (runs.first.flatMap { Revision(rawValue: $0.revision) } ?? .newest).draftName
  }

  func report() -> String {
    var out = "# What the texts leave open: \(draftName) and what it composes\n\n"
    let fed = catalogue.gaps.map { gap in (gap, answers.filter { $0.feeds(gap) }) }
    let divergent = fed.count { $0.1.contains(where: \.diverges) }
    let silent = fed.filter { $0.1.isEmpty }
    out += "Each gap is a place where two implementations that both follow the texts may not work together. "
    out += "The answers below were measured; a probe has no right answer, and none of this is a verdict on anybody.\n\n"
    out += "\(counted(catalogue.gaps.count, "gap")); \(fed.count - silent.count) with measurements, "
    out += "on \(divergent) of them the implementations diverge.\n\n"
    if !runs.isEmpty {
      out +=
        "Measured: "
        + zip(names, runs).map { "\(Markdown.text($0)) (\(CalendarDate(unixMilliseconds: $1.started)))" }
        .joined(separator: ", ") + ".\n\n"
    }
    out += measured(fed)
    out += unassigned()
    return out + unmeasured(silent.map(\.0))
  }

  private typealias Fed = [(Gap, [ProbeAnswers])]

  /// Gaps with measurements: those on which implementations diverge first.
  private func measured(_ fed: Fed) -> String {
    let divergent = fed.filter { $0.1.contains(where: \.diverges) }
    let others = fed.filter { !$0.1.isEmpty && !$0.1.contains(where: \.diverges) }
    var out = ""
    for (title, gaps) in [("Where implementations diverge", divergent), ("Measured, without a divergence", others)] where !gaps.isEmpty {
      out += "## \(title)\n\n"
      for (gap, _) in gaps { out += "- [\(Markdown.text("\(gap.id): \(gap.title)"))](#\(anchor(gap)))\n" }
      out += "\n"
      for (gap, probes) in gaps { out += section(gap, probes) }
    }
    return out
  }

  private func unmeasured(_ gaps: [Gap]) -> String {
    guard !gaps.isEmpty else { return "" }
    var out = "## Not measured in these runs\n\n"
    for area in areas(gaps) {
      let inArea = gaps.filter { self.area(of: $0) == area }
      out += "<details><summary>\(attribute(area)): \(counted(inArea.count, "gap"))</summary>\n\n"
      for gap in inArea { out += section(gap, []) }
      out += "</details>\n\n"
    }
    return out
  }

  /// `GAP-POSSESSION-1` belongs to possession.
  private func area(of gap: Gap) -> String {
    let parts = gap.id.split(separator: "-").dropFirst().dropLast()
    let name = parts.joined(separator: " ").lowercased()
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  private func areas(_ gaps: [Gap]) -> [String] {
    var seen: [String] = []
    for gap in gaps where !seen.contains(area(of: gap)) { seen.append(area(of: gap)) }
    return seen
  }

  private func anchor(_ gap: Gap) -> String {
    String(gap.id.lowercased().map { ("a"..."z").contains($0) || ("0"..."9").contains($0) ? $0 : "-" })
  }

  private func section(_ gap: Gap, _ probes: [ProbeAnswers]) -> String {
    var out = "<a id=\"\(anchor(gap))\"></a>\n\n### \(Markdown.text(gap.id)): \(Markdown.text(gap.title))\n\n"
    out += sentence(Markdown.text(gap.why)) + "\n\n"
    var facts: [String] = []
    let places = gap.places.map { place in
      let name = catalogue.document(place.document)?.name ?? place.document
      return Markdown.text(place.section.map { "\(name), section \($0)" } ?? name)
    }
    if !places.isEmpty { facts.append("Left open by: \(places.joined(separator: "; "))") }
    if !gap.issues.isEmpty { facts.append("Working group tracker: \(gap.issues.map { "issue \($0)" }.joined(separator: ", "))") }
    if !gap.experiments.isEmpty {
      facts.append("Experiments that inform a decision: \(Markdown.text(gap.experiments.joined(separator: ", ")))")
    }
    out += facts.map { "- \($0)\n" }.joined() + "\n"
    for probe in probes { out += table(probe) }
    if let suggestion = gap.suggestion { out += "**What the text might say:** \(sentence(Markdown.text(suggestion)))\n\n" }
    return out
  }

  private func table(_ probe: ProbeAnswers) -> String {
    let verdict = probe.diverges ? " **They diverge.**" : probe.answered > 1 ? " They agree." : ""
    var out = "\(sentence(Markdown.text(probe.question)))\(verdict) (\(Markdown.code(probe.id)))\n\n"
    out += Markdown.head(["implementation"] + probe.paths.map { Markdown.code($0, inTable: true) })
    for (name, answer) in zip(names, probe.answers) {
      guard let answer else { continue }
      let cells = probe.paths.map { path in
        answer.values[path].map { Markdown.code($0, limit: 240, inTable: true) } ?? Markdown.text(answer.missing)
      }
      out += Markdown.row([Markdown.text(name)] + cells)
    }
    return out + "\n"
  }

  private func unassigned() -> String {
    let rest = answers.filter { answer in !catalogue.gaps.contains { answer.feeds($0) } }
    guard !rest.isEmpty else { return "" }
    return "## Other measurements\n\nProbes that belong to no gap yet.\n\n" + rest.map(table).joined()
  }
}
