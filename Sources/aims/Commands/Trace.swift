import ArgumentParser
import OrderedJSON
import Reports
import Requirements
import Scenarios

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which checks hold which requirement, and which requirements nothing holds.",
    discussion: "Fails where a requirement that could be tested has neither a check nor a written reason.")

  @OptionGroup var options: VectorOptions

  @Option(help: ArgumentHelp("The draft revision; the newest otherwise.", valueName: "rev"))
  var draft: Revision = .newest

  @Option(help: ArgumentHelp("Only this document (aims, rfc9449, …).", valueName: "document"))
  var document: String?

  @Flag(help: "Only those that no check holds.")
  var untested = false

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let library = try options.library()
    if let document, library.catalogue.document(document) == nil {
      throw Failure(.usage, "error: no document is called \(document); there are \(library.catalogue.documents.map(\.id).joined(separator: ", "))")
    }
    let trace = Traceability(library.catalogue, citedBy: Self.citations(library.corpus), revision: draft)
    let rows = trace.rows.filter { row in
      (document == nil || row.requirement.document == document) && (!untested || row.checks.isEmpty)
    }
    if json { return Terminal.output.print(JSON.array(rows.map(described)).pretty) }
    let out = Terminal.output
    for row in rows {
      let requirement = row.requirement
      let source = library.catalogue.sourceText(of: requirement, in: draft) ?? requirement.document
      let mark = row.checks.isEmpty ? out.paint("—", .yellow) : out.paint("✓", .green)
      out.print("\(mark) \(out.paint(requirement.id, .bold))  \(requirement.level(in: draft)?.rawValue ?? requirement.level.rawValue), \(source)")
      out.print(wrapped(requirement.paraphrase, indent: 4, width: out.width))
      for check in row.checks { out.print("      \(check)") }
      if row.checks.isEmpty {
        out.print(wrapped("no check: \(row.reason ?? requirement.reason ?? requirement.testability.rawValue)", indent: 6, width: out.width))
      }
    }
    let held = rows.count { !$0.checks.isEmpty }
    out.print("\n\(rows.count) requirements: \(held) held by checks, \(rows.count - held) not")
    let holes = trace.unexplained.filter { document == nil || $0.requirement.document == document }
    for id in trace.unknown { Terminal.error.print("error: a check cites \(id), which is no requirement") }
    if !holes.isEmpty {
      Terminal.error.print("\(holes.count) requirements could be tested, and nobody wrote down why they are not: aims trace --untested")
    }
    if !holes.isEmpty || !trace.unknown.isEmpty { throw ExitStatus.failure }
  }

  private func described(_ row: Traceability.Row) -> JSON {
    .object(of: [
      "id": .string(row.requirement.id), "document": .string(row.requirement.document), "section": .string(row.requirement.section),
      "level": .string(row.requirement.level.rawValue), "testability": .string(row.requirement.testability.rawValue),
      "checks": .array(row.checks.map { .string($0) }), "reason": row.reason.map { .string($0) },
    ])
  }

  /// Check ids by the requirement that they cite.
  static func citations(_ corpus: Corpus) -> [String: [String]] {
    var cited: [String: [String]] = [:]
    for scenario in corpus.scenarios {
      for judgement in scenario.reported {
        for requirement in judgement.requirements { cited[requirement, default: []].append("\(scenario.id)/\(judgement.id ?? "")") }
      }
    }
    return cited
  }
}

extension Revision: ExpressibleByArgument {}
