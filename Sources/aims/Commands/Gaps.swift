import ArgumentParser
import OrderedJSON
import Reports
import Requirements
import Scenarios

struct Gaps: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show where the texts leave two honest implementations unable to work together, and what implementations do there.",
    discussion: """
      With results of one or more targets: the standards gap report, gap by gap what each implementation does and where they diverge, \
      as Markdown. Without: the list of gaps, and what measures them.
      """)

  @Argument(help: "report.json of each target.", completion: .file(extensions: ["json"]))
  var results: [String] = []

  @OptionGroup var options: VectorOptions

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let library = try options.library()
    let gaps = library.catalogue.gaps
    if !results.isEmpty {
      let runs = try results.map { try ReportFile.read($0) }
      let text =
        json
        ? StandardsGapReport.json(runs, catalogue: library.catalogue).pretty + "\n"
        : StandardsGapReport.render(runs, catalogue: library.catalogue)
      return Terminal.output.write(text)
    }
    if json {
      return Terminal.output.print(
        JSON.array(
          gaps.map { gap in
            .object(of: [
              "id": .string(gap.id), "title": .string(gap.title), "places": .array(gap.places.map { .string($0.description) }),
              "why": .string(gap.why), "probes": .array(gap.probes.map { .string($0) }),
              "unmeasured": gap.unmeasured.map { .string($0) }, "issues": .array(gap.issues.map { .integer($0) }),
              "experiments": .array(gap.experiments.map { .string($0) }), "suggestion": gap.suggestion.map { .string($0) },
            ])
          }
        ).pretty)
    }
    for gap in gaps {
      Self.show(gap, library)
      Terminal.output.print()
    }
    Terminal.output.print("\(gaps.count) gaps, \(gaps.count { !$0.probes.isEmpty }) of them shown by checks or probes")
  }

  static func show(_ gap: Gap, _ library: Library) {
    let out = Terminal.output
    out.print("\(out.paint(gap.id, .bold))  \(gap.title)")
    out.print("    \(gap.places.map(\.description).joined(separator: ", "))")
    out.print(wrapped(gap.why, indent: 4, width: out.width))
    if let suggestion = gap.suggestion { out.print(wrapped("could read: \(suggestion)", indent: 4, width: out.width)) }
    if !gap.probes.isEmpty { out.print("    shown by: \(gap.probes.joined(separator: ", "))") }
    if let reason = gap.unmeasured { out.print(wrapped("not measured: \(reason)", indent: 4, width: out.width)) }
    if !gap.experiments.isEmpty { out.print("    informs: \(gap.experiments.joined(separator: ", "))") }
  }
}
