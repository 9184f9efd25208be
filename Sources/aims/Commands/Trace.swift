import ArgumentParser
import OrderedJSON
import Reports
import Requirements
import Results
import Scenarios

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which checks hold which requirement, and which requirements nothing holds.",
    discussion: """
      With the result of a run each check comes with its verdict. Fails where a requirement that could be tested has neither a check \
      nor a written reason.
      """)

  @Argument(help: "report.json of a run.", completion: .file(extensions: ["json"]))
  var result: String?

  @OptionGroup var options: VectorOptions

  @Option(help: ArgumentHelp("The draft revision; the newest otherwise.", valueName: "rev"))
  var draft: Revision = .newest

  @Option(help: ArgumentHelp("Only this document (aims, rfc9449, …).", valueName: "document"))
  var document: String?

  @Flag(help: "Only those that no check holds.")
  var untested = false

  @Flag(help: "Only the figures: requirements by revision and level, blocks of the catalogue by area and priority.")
  var coverage = false

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let library = try options.library()
    if let document, library.catalogue.document(document) == nil {
      throw Failure(
        .usage, "error: no document is called \(document); there are \(library.catalogue.documents.map(\.id).joined(separator: ", "))")
    }
    let citations = library.corpus.citations
    if coverage {
      let written = Set(library.corpus.scenarios.flatMap(\.catalogue))
      return Terminal.output.write(CoverageReport(library.catalogue, citedBy: citations, written: written).markdown)
    }
    let verdicts = try result.map { Self.verdicts(try ReportFile.read($0)) }
    let trace = Traceability(library.catalogue, citedBy: citations, revision: draft)
    let rows = trace.rows.filter { row in
      (document == nil || row.requirement.document == document) && (!untested || row.checks.isEmpty && row.through.isEmpty)
    }
    if json { return Terminal.output.print(JSON.array(rows.map { described($0, verdicts) }).pretty) }
    for row in rows { show(row, library.catalogue, verdicts) }
    let out = Terminal.output
    let held = rows.count { !$0.checks.isEmpty }
    let through = rows.count { $0.checks.isEmpty && !$0.through.isEmpty }
    out.print(
      "\n\(rows.count) requirements: \(held) held by checks, \(through) through details of other texts, \(rows.count - held - through) not")
    let holes = trace.unexplained.filter { document == nil || $0.requirement.document == document }
    for id in trace.unknown { Terminal.error.print("error: a check cites \(id), which is no requirement") }
    if !holes.isEmpty {
      Terminal.error.print("\(holes.count) requirements could be tested, and nobody wrote down why they are not: aims trace --untested")
    }
    if !holes.isEmpty || !trace.unknown.isEmpty { throw ExitStatus.failure }
  }

  private func show(_ row: Traceability.Row, _ catalogue: Catalogue, _ verdicts: [String: [String]]?) {
    let out = Terminal.output
    let requirement = row.requirement
    let source = catalogue.sourceText(of: requirement, in: draft) ?? requirement.document
    let checks = row.checks.isEmpty ? row.through : row.checks
    let mark = checks.isEmpty ? out.paint("—", .yellow) : out.paint("✓", .green)
    let later = catalogue.isLater(requirement, in: draft) ? " (catalogued after the freeze: does not count)" : ""
    out.print(
      "\(mark) \(out.paint(requirement.id, .bold))  \(requirement.level(in: draft)?.rawValue ?? requirement.level.rawValue), \(source)\(later)"
    )
    out.print(wrapped(requirement.paraphrase, indent: 4, width: out.width))
    if row.checks.isEmpty, !checks.isEmpty { out.print("      through \(requirement.through.joined(separator: ", ")):") }
    for check in checks {
      let told = verdicts.map { ": \($0[check]?.joined(separator: ", ") ?? "not in this result")" } ?? ""
      out.print("      \(check)\(told)")
    }
    if checks.isEmpty {
      out.print(wrapped("no check: \(row.reason ?? requirement.reason ?? requirement.testability.rawValue)", indent: 6, width: out.width))
    }
  }

  private func described(_ row: Traceability.Row, _ verdicts: [String: [String]]?) -> JSON {
    .object(of: [
      "id": .string(row.requirement.id), "document": .string(row.requirement.document), "section": .string(row.requirement.section),
      "level": .string(row.requirement.level.rawValue), "testability": .string(row.requirement.testability.rawValue),
      "checks": .array(row.checks.map { .string($0) }), "through": .array(row.through.map { .string($0) }),
      "verdicts": verdicts.map { verdicts in
        .object(
          (row.checks.isEmpty ? row.through : row.checks).map { check in .init(check, .array((verdicts[check] ?? []).map { .string($0) })) }
        )
      }, "reason": row.reason.map { .string($0) },
    ])
  }

  /// What became of each check, by its id without the variant; worst first, each verdict once.
  private static func verdicts(_ run: RunResult) -> [String: [String]] {
    var found: [String: Set<Verdict>] = [:]
    for check in run.checks {
      // `scenario[variant]/check` and `scenario/check[variant]` are both of `scenario/check`.
      found[check.id.replacing(/\[[^\]]*\]/, with: ""), default: []].insert(check.verdict)
    }
    let order: [Verdict] = [.failed, .errored, .unproven, .warning, .noted, .passed, .skipped]
    return found.mapValues { verdicts in order.filter(verdicts.contains).map(\.rawValue) }
  }
}

extension Revision: ExpressibleByArgument {}
