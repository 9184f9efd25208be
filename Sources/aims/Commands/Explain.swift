import ArgumentParser
import Documents
import Requirements
import Scenarios

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a check does and what it stands on, or what a requirement asks and which checks hold it.")

  @Argument(help: "A check (possession.dpop.resource-server/good-proof, or its end), a scenario, a requirement or a gap.")
  var name: String

  @OptionGroup var options: VectorOptions

  func run() throws {
    let library = try options.library()
    if let requirement = library.catalogue[name] { return explain(requirement, library) }
    if let gap = library.catalogue.gaps.first(where: { $0.id == name }) { return Gaps.show(gap, library) }
    if let scenario = library.corpus[name] { return explain(scenario) }
    // Variants are no part of what a check says.
    let wanted = String(name.prefix { $0 != "[" })
    let all = library.corpus.scenarios.flatMap { scenario in
      scenario.reported.map { (scenario, $0, "\(scenario.id)/\($0.id ?? "")") }
    }
    var found = all.filter { $0.2 == wanted }
    if found.isEmpty { found = all.filter { $0.2.hasSuffix("/" + wanted) || $0.2.hasSuffix("." + wanted) } }
    if found.isEmpty {
      let known = all.map(\.2) + library.corpus.scenarios.map(\.id) + library.catalogue.ids
      let help =
        nearest(wanted, among: known).map { "\n  help: did you mean \($0)?" } ?? "\n  help: `aims list --checks` prints those that exist"
      throw Failure(.usage, "error: nothing is called \(name)\(help)")
    }
    for (index, (scenario, judgement, id)) in found.enumerated() {
      if index > 0 { Terminal.output.print() }
      explain(judgement, id, scenario, library)
    }
  }

  private func explain(_ scenario: Scenario) {
    let out = Terminal.output
    out.print(out.paint(scenario.id, .bold))
    out.print(wrapped(scenario.title, indent: 2, width: out.width))
    if let about = scenario.about { out.print(wrapped(about, indent: 2, width: out.width)) }
    out.print("  judged: \(scenario.role.rawValue)   file: \(scenario.file.path)")
    for judgement in scenario.reported { out.print("    \(judgement.id ?? "")  \(out.paint(judgement.title ?? "", .dim))") }
  }

  private func explain(_ judgement: Judgement, _ id: String, _ scenario: Scenario, _ library: Library) {
    let out = Terminal.output
    out.print(out.paint(id, .bold))
    if let title = judgement.title { out.print(wrapped(title, indent: 2, width: out.width)) }
    out.print("  in: \(scenario.title)")
    if let why = judgement.why { out.print(wrapped("why: " + why, indent: 2, width: out.width)) }
    if case .probe(_, let question) = judgement.kind {
      out.print(wrapped("a probe, without a right answer: \(question)", indent: 2, width: out.width))
    }
    for id in judgement.requirements {
      guard let requirement = library.catalogue[id] else {
        out.print("  \(id): not in the catalogue")
        continue
      }
      let source = library.catalogue.sourceText(of: requirement) ?? requirement.document
      out.print("  \(out.paint(id, .cyan))  \(requirement.level.rawValue), \(source)")
      out.print(wrapped(requirement.paraphrase, indent: 4, width: out.width))
    }
    out.print("  as written, \(judgement.place):")
    for line in excerpt(judgement.place) { out.print(out.paint("    " + line, .dim)) }
    out.print("  run it alone: aims run --check '\(id)'")
  }

  /// The lines of the file that belong to something: its first line, and those below that are indented more.
  private func excerpt(_ place: Place) -> [String] {
    func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }
    let first = place.file.line(place.line)
    var lines = [first]
    var number = place.line + 1
    while lines.count < 40 {
      let line = place.file.line(number)
      if line.isEmpty || indentation(line) <= indentation(first) { break }
      lines.append(line)
      number += 1
    }
    let margin = lines.map(indentation).min() ?? 0
    return lines.map { String($0.dropFirst(margin)) }
  }

  private func explain(_ requirement: Requirement, _ library: Library) {
    let out = Terminal.output
    let source = library.catalogue.sourceText(of: requirement) ?? requirement.document
    out.print("\(out.paint(requirement.id, .bold))  \(requirement.level.rawValue), \(source)")
    out.print(wrapped(requirement.paraphrase, indent: 2, width: out.width))
    out.print("  asked of: \(requirement.parties.map(\.rawValue).joined(separator: ", "))   binds under: \(requirement.binds)")
    let checks = library.corpus.citations[requirement.id] ?? []
    if checks.isEmpty {
      let reason = library.catalogue.untested[requirement.id]?.reason ?? requirement.reason ?? "nobody has written down why"
      out.print(wrapped("no check cites it: \(reason)", indent: 2, width: out.width))
    }
    for check in checks.sorted() { out.print("    \(check)") }
  }
}
