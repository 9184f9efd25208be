import ArgumentParser
import OrderedJSON
import Scenarios

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List scenarios, checks, and names that a target description can put in force.")

  @OptionGroup var options: VectorOptions

  @Option(help: ArgumentHelp("Only this area.", valueName: "area"))
  var area: [Area] = []

  @Flag(help: "The checks and probes of each scenario too.")
  var checks = false

  @Flag(help: "The names in force: capabilities, signals, hooks, profiles, policies.")
  var names = false

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let library = try options.library()
    if names { return listNames(library) }
    let scenarios = library.corpus.scenarios.filter { area.isEmpty || area.contains($0.area) }
      .sorted { ($0.area, $0.id) < ($1.area, $1.id) }
    if json { return Terminal.output.print(JSON.array(scenarios.map(described)).pretty) }
    let out = Terminal.output
    var current: Area?
    for scenario in scenarios {
      if scenario.area != current {
        if current != nil { out.print() }
        out.print(out.paint(scenario.area.rawValue, .bold))
        current = scenario.area
      }
      let checks = scenario.reported
      out.print("  \(scenario.id)  \(out.paint("\(checks.count) checks, \(scenario.role.rawValue)", .dim))")
      out.print(wrapped(scenario.title, indent: 4, width: out.width))
      if self.checks {
        for judgement in checks {
          out.print("      \(judgement.id ?? "")\(judgement.title.map { "  " + out.paint($0, .dim) } ?? "")")
        }
      }
    }
    out.print("\n\(scenarios.count) scenarios, \(scenarios.reduce(0) { $0 + $1.reported.count }) checks")
  }

  private func described(_ scenario: Scenario) -> JSON {
    [
      "id": .string(scenario.id), "area": .string(scenario.area.rawValue), "role": .string(scenario.role.rawValue),
      "title": .string(scenario.title),
      "checks": .array(
        scenario.reported.map { judgement in
          .object(of: [
            "id": .string("\(scenario.id)/\(judgement.id ?? "")"), "title": judgement.title.map { .string($0) },
            "requirements": .array(judgement.requirements.map { .string($0) }),
          ])
        }),
    ]
  }

  private func listNames(_ library: Library) {
    let entries =
      library.corpus.capabilities.entries.map { ($0.name, $0.about) }
      + library.catalogue.profiles.map { ($0.id, $0.about) }
      + library.catalogue.requirements.filter(\.isPolicy).map { ($0.id, $0.paraphrase) }
    if json {
      return Terminal.output.print(JSON.array(entries.map { ["name": .string($0.0), "about": .string($0.1)] }).pretty)
    }
    for (name, about) in entries {
      Terminal.output.print(name)
      Terminal.output.print(wrapped(about, indent: 4, width: Terminal.output.width))
    }
  }
}

extension Area: ExpressibleByArgument {}

extension Scenario {
  /// Judgements that a report shows: checks and probes.
  var reported: [Judgement] { allJudgements.filter { $0.id != nil } }
}
