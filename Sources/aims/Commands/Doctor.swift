import ArgumentParser
import Foundation
import Reports
import Results
import Runner
import Targets

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the set-up of a target before a run: description, secrets, reach, clock, and what would be tested.",
    discussion: "Nothing is judged. What would not be tested is listed with the reason: a capability that nobody claims, or a gap in the description.")

  @Option(help: ArgumentHelp("The description of the server under test.", valueName: "file"), completion: .file(extensions: ["yaml"]))
  var target: String?

  @OptionGroup(title: "What is run") var selection: SelectionOptions
  @OptionGroup var vectors: VectorOptions

  func run() async throws {
    let library = try vectors.library()
    let out = Terminal.output
    out.print("suite         \(Library.version), vectors \(library.digest), \(library.corpus.scenarios.count) scenarios")
    guard let target else {
      let embedded = try await EmbeddedTarget.start(.init())
      do {
        try await examine(embedded.description, library)
        await embedded.stop()
      } catch {
        await embedded.stop()
        throw error
      }
      return
    }
    try await examine(target, library)
  }

  private func examine(_ path: String, _ library: Library) async throws {
    let out = Terminal.output
    let description = try DescriptionFile.read(path, parser: try library.targetParser())
    out.print("description   \(path): \(description.name) \(description.version)")
    let secrets = SecretStore(description)
    let unreadable = secrets.resolveAll()
    out.print("secrets       " + (unreadable.isEmpty ? "all can be read" : out.paint("\(unreadable.count) cannot be read", .red)))
    for error in unreadable { out.print("              \(error)") }
    out.print("speaks to     \(description.allowedOrigins.origins.sorted().map(\.description).joined(separator: ", "))")
    if !unreadable.isEmpty { throw ExitStatus.usage }
    let session = Session(
      corpus: try library.sound(), catalogue: library.catalogue, target: description, secrets: SecretSource { try secrets.text($0) },
      options: RunOptions(selection: selection.selection, suite: .init(version: Library.version, vectors: library.digest)))
    let survey: Survey
    do {
      survey = try await session.survey()
    } catch {
      throw Failure(.notJudged, "error: \(error)")
    }
    show(survey)
    if survey.checkup.contains(where: \.isFault) { throw ExitStatus.usage }
  }

  private func show(_ survey: Survey) {
    let out = Terminal.output
    out.print("clock         " + (survey.clockOffset == 0 ? "agrees" : "off by \(survey.clockOffset) ms, which is corrected"))
    for remark in survey.remarks { out.print("remark        \(remark)") }
    for origin in [RunResult.NameInForce.Origin.declared, .advertised, .implied] {
      let names = survey.names.all.filter { $0.origin == origin }.map { $0.name + ($0.number.map { ": \($0)" } ?? "") }
      guard !names.isEmpty else { continue }
      let text = wrapped(names.joined(separator: ", "), indent: 14, width: max(out.width, 60))
      out.print(origin.rawValue.padded(14) + text.dropFirst(14))
    }
    for finding in survey.checkup {
      out.print(finding.subject.padded(26) + (finding.isFault ? out.paint(finding.text, .red) : finding.text))
      if let help = finding.help { out.print(String(repeating: " ", count: 26) + "help: " + help) }
    }
    let live = survey.planned.filter { $0.skip == nil }
    out.print("\n\(live.count) of \(survey.planned.count) scenarios apply")
    show(survey.planned.filter { $0.skip?.reason == .fixture }, "left out for a gap in the description")
    show(survey.planned.filter { $0.skip != nil && $0.skip?.reason != .fixture }, "not claimed by this target")
  }

  private func show(_ skipped: [PlannedScenario], _ title: String) {
    guard !skipped.isEmpty else { return }
    Terminal.output.print("\n\(skipped.count) \(title):")
    let reasons = Dictionary(grouping: skipped) { $0.skip?.text ?? "" }
    for (reason, scenarios) in reasons.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
      Terminal.output.print("  \(reason)")
      for scenario in scenarios { Terminal.output.print("      \(scenario.id)") }
    }
  }
}
