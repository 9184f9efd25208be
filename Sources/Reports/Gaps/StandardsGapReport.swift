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

  /// The same as JSON: gap by gap the places, what measures it, what each implementation answered, and whether they diverge.
  public static func json(_ runs: [RunResult], catalogue: Catalogue) -> JSON {
    let names = displayNames(runs)
    let answers = ProbeAnswers.collect(runs, gaps: catalogue.gaps)
    let gaps = catalogue.gaps.map { gap in
      let fed = answers.filter { $0.feeds(gap) }
      return JSON.object(of: [
        "id": .string(gap.id), "title": .string(gap.title), "places": .array(gap.places.map { .string($0.description) }),
        "why": .string(gap.why), "issues": .array(gap.issues.map { .integer($0) }),
        "experiments": .array(gap.experiments.map(JSON.string)), "suggestion": gap.suggestion.map(JSON.string),
        "state": .string(GapState(fed).rawValue), "unmeasured": gap.unmeasured.map(JSON.string),
        "measurements": .array(fed.map { encode($0, names) }),
      ])
    }
    return .object(of: [
      "format": "aims-standards-gaps/1",
      "runs": .array(
        zip(names, runs).map { name, run in
          .object(of: [
            "name": .string(name), "revision": .string(run.revision), "profiles": .array(run.profiles.map(JSON.string)),
            "vectors": .string(run.suite.vectors), "started": .integer(run.started),
          ])
        }),
      "gaps": .array(gaps),
    ])
  }

  private static func encode(_ probe: ProbeAnswers, _ names: [String]) -> JSON {
    .object(of: [
      "id": .string(probe.id), "question": .string(probe.question), "diverges": .bool(probe.diverges),
      "answers": .array(
        zip(names, probe.answers).compactMap { name, answer in
          answer.map { answer in
            .object(of: [
              "name": .string(name),
              "values": .object(
                probe.paths.compactMap { path in answer.values[path].map { .init(path, (try? JSON.parse($0)) ?? .string($0)) } }),
              "missing": answer.values.isEmpty ? .string(answer.missing) : nil,
            ])
          }
        }),
    ])
  }
}

/// What the runs say about a gap.
enum GapState: String, CaseIterable {
  case diverging, agreeing
  /// One implementation answered.
  case single = "one-implementation"
  /// The suite has a probe, and none of these implementations could answer it.
  case unanswered
  case unmeasured

  init(_ probes: [ProbeAnswers]) {
    if probes.isEmpty {
      self = .unmeasured
    } else if probes.contains(where: \.diverges) {
      self = .diverging
    } else if probes.contains(where: { $0.answered > 1 }) {
      self = .agreeing
    } else {
      self = probes.contains { $0.answered == 1 } ? .single : .unanswered
    }
  }

  var words: String {
    switch self {
    case .diverging: "**they diverge**"
    case .agreeing: "they agree"
    case .single: "one implementation"
    case .unanswered: "nobody answered"
    case .unmeasured: "not measured"
    }
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
    answers = ProbeAnswers.collect(runs, gaps: catalogue.gaps)
    draftName = (runs.first.flatMap { Revision(rawValue: $0.revision) } ?? .newest).draftName
  }

  func report() -> String {
    var out = "# What the texts leave open: \(draftName) and what it composes\n\n"
    let fed = catalogue.gaps.map { gap in (gap, answers.filter { $0.feeds(gap) }) }
    let states = fed.map { GapState($0.1) }
    func number(_ state: GapState) -> Int { states.count { $0 == state } }
    out += "Each gap is a place where two implementations that both follow the texts may not work together. "
    out += "The answers below were measured; a probe has no right answer, and none of this is a verdict on anybody.\n\n"
    out +=
      "\(counted(catalogue.gaps.count, "gap")): on **\(number(.diverging)) the implementations diverge**, on \(number(.agreeing)) they "
    out += "agree, \(number(.single)) could be measured at one implementation only, on \(number(.unanswered)) none of them answered, and "
    out += "\(number(.unmeasured)) are not measured, each with the reason. "
    out += "Answers count as different where they differ in more than hosts, random values, times and prose for developers.\n\n"
    if !runs.isEmpty {
      out +=
        "Measured: "
        + zip(names, runs).map { "\(Markdown.text($0)) (\(CalendarDate(unixMilliseconds: $1.started)))" }
        .joined(separator: ", ") + ".\n\n"
    }
    out += overview(fed)
    out += measured(fed)
    out += unmeasured(fed.filter { $0.1.isEmpty }.map(\.0))
    return out + unassigned()
  }

  private typealias Fed = [(Gap, [ProbeAnswers])]

  /// One line a gap, for editors who look for theirs.
  private func overview(_ fed: Fed) -> String {
    guard !fed.isEmpty else { return "" }
    var out = "## Overview\n\n" + Markdown.head(["gap", "tracker", "experiment", "measurements", "implementations"])
    for (gap, probes) in fed {
      out += Markdown.row([
        "[\(Markdown.text(gap.id))](#\(anchor(gap))) \(Markdown.text(gap.title))",
        gap.issues.isEmpty ? "·" : gap.issues.map(String.init).joined(separator: ", "),
        gap.experiments.isEmpty ? "·" : Markdown.text(gap.experiments.joined(separator: ", ")),
        probes.isEmpty ? "·" : "\(probes.count)", GapState(probes).words,
      ])
    }
    return out + "\n"
  }

  /// Gaps with measurements: those on which implementations diverge first.
  private func measured(_ fed: Fed) -> String {
    var out = ""
    for (title, states) in [
      ("Where implementations diverge", [GapState.diverging]), ("Measured, without a divergence", [.agreeing, .single, .unanswered]),
    ] {
      let gaps = fed.filter { states.contains(GapState($0.1)) }
      guard !gaps.isEmpty else { continue }
      out += "## \(title)\n\n"
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
    if let reason = gap.unmeasured { facts.append("Why nothing measures it: \(sentence(Markdown.text(reason)))") }
    out += facts.map { "- \($0)\n" }.joined() + "\n"
    out += measurements(probes)
    if let suggestion = gap.suggestion { out += "**What the text might say:** \(sentence(Markdown.text(suggestion)))\n\n" }
    return out
  }

  /// Divergent answers first; where there are many, those that do not differ are folded.
  private func measurements(_ probes: [ProbeAnswers]) -> String {
    let divergent = probes.filter(\.diverges), others = probes.filter { !$0.diverges }
    let rest = others.map(table).joined()
    guard others.count > 3 else { return divergent.map(table).joined() + rest }
    return divergent.map(table).joined()
      + "<details><summary>\(counted(others.count, "measurement")) without a divergence</summary>\n\n\(rest)</details>\n\n"
  }

  private func table(_ probe: ProbeAnswers) -> String {
    let verdict = probe.diverges ? " **They diverge.**" : probe.answered > 1 ? " They agree." : ""
    var out = "\(sentence(Markdown.text(probe.question)))\(verdict) (\(Markdown.code(probe.id)))\n\n"
    var silent: [(reason: String, names: [String])] = []
    for (name, answer) in zip(names, probe.answers) {
      guard let answer, answer.values.isEmpty else { continue }
      if let index = silent.firstIndex(where: { $0.reason == answer.missing }) {
        silent[index].names.append(name)
      } else {
        silent.append((answer.missing, [name]))
      }
    }
    let told = silent.map {
      "No answer from \($0.names.map { Markdown.text($0) }.joined(separator: ", ")) (\(Markdown.text($0.reason))).\n\n"
    }.joined()
    guard probe.answered > 0 else { return out + told }
    out += Markdown.head(["implementation"] + probe.paths.map { Markdown.code($0, inTable: true) })
    for (name, answer) in zip(names, probe.answers) {
      guard let answer, !answer.values.isEmpty else { continue }
      let cells = probe.paths.map { path in
        answer.values[path].map { Markdown.code($0, limit: 240, inTable: true) } ?? Markdown.text(answer.missing)
      }
      out += Markdown.row([Markdown.text(name)] + cells)
    }
    return out + "\n" + told
  }

  private func unassigned() -> String {
    let rest = answers.filter { answer in !catalogue.gaps.contains { answer.feeds($0) } }
    guard !rest.isEmpty else { return "" }
    return "## Other measurements\n\nProbes that belong to no gap yet.\n\n" + measurements(rest)
  }
}
