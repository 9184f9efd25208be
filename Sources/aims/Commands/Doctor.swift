import ArgumentParser
import Documents
import Foundation
import Reports
import Results
import Runner
import Scenarios
import Targets

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Check the set-up of a target before a run: description, secrets, keys, reach, clock, clients, users, and what would be tested.",
    discussion: """
      Nothing is judged. Each fault comes with its line in the description, what to change there or at the server, and the scenarios that \
      need it. What would not be tested is listed with the reason. Status 2 if a run would stumble over something, 3 if nothing answers.
      """)

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
    let file = try DescriptionFile.source(path)
    let (parsed, problems) = try library.targetParser().parse(file)
    guard let description = parsed else { throw Failure(.usage, told(problems, file, library)) }
    for problem in problems { Terminal.error.print(problem.rendered) }
    out.print("description   \(path): \(description.name) \(description.version)")
    out.print("speaks to     \(description.allowedOrigins.origins.sorted().map(\.description).joined(separator: ", "))")
    let secrets = SecretStore(description)
    _ = secrets.resolveAll()
    let session = Session(
      corpus: try library.sound(), catalogue: library.catalogue, target: description, secrets: SecretSource { try secrets.text($0) },
      options: RunOptions(selection: selection.selection, suite: .init(version: Library.version, vectors: library.digest)))
    let survey: Survey
    do {
      survey = try await session.survey()
    } catch {
      throw Failure(.notJudged, "error: \(error)")
    }
    out.write(
      secrets.redactor.redact(DoctorReport(survey: survey, description: description, roles: library.corpus.roles, terminal: out).text))
    guard survey.checkup.contains(where: \.isFault) else { return }
    let servers = survey.checkup.filter { $0.path.first == "servers" && $0.kind != .remark }
    throw !servers.isEmpty && servers.allSatisfy { $0.isFault && $0.text.contains("does not answer") }
      ? ExitStatus.notJudged : ExitStatus.usage
  }

  /// Faults of the description itself, each with the scenarios that need what it is about.
  private func told(_ problems: [Diagnostic], _ file: SourceFile, _ library: Library) -> String {
    let needers = Needers(library.corpus.scenarios)
    let document = (try? Node.parse(file))?.json ?? .object([])
    return problems.map { problem in
      let path = problem.place.map { TargetParser.path(to: $0, in: file) } ?? []
      return problem.rendered + DoctorReport.needed(by: needers.scenarios(needing: path, in: document))
    }.joined(separator: "\n")
  }
}

/// What the doctor prints.
struct DoctorReport {
  let survey: Survey
  let description: TargetDescription
  let roles: RolesFile
  let terminal: Terminal

  var text: String {
    var out = "clock         " + (survey.clockOffset == 0 ? "agrees" : "off by \(survey.clockOffset) ms, which is corrected") + "\n"
    out += names + findings + registrations
    let live = survey.planned.filter { $0.skip == nil }
    out += "\n\(live.count) of \(survey.planned.count) scenarios apply\n"
    out += skipped(survey.planned.filter { $0.skip?.reason == .fixture }, "left out for a gap in the description")
    out += skipped(survey.planned.filter { $0.skip != nil && $0.skip?.reason != .fixture }, "not claimed by this target")
    return out
  }

  private var names: String {
    var out = ""
    for origin in [RunResult.NameInForce.Origin.declared, .advertised, .implied] {
      let names = survey.names.all.filter { $0.origin == origin }.map { $0.name + ($0.number.map { ": \($0)" } ?? "") }
      guard !names.isEmpty else { continue }
      out +=
        origin.rawValue.padded(14)
        + String(wrapped(names.joined(separator: ", "), indent: 14, width: max(terminal.width, 60)).dropFirst(14)) + "\n"
    }
    return out
  }

  /// What is fine in a line each, then what is not, as a compiler would say it.
  private var findings: String {
    var out = ""
    for finding in survey.checkup where finding.kind == .fine {
      out += finding.subject.padded(23) + " " + finding.text + "\n"
      if let help = finding.help { out += wrapped(help, indent: 24, width: max(terminal.width, 60)) + "\n" }
    }
    for finding in survey.checkup where finding.kind != .fine {
      let place = description.place(of: finding.path)
      let diagnostic = Diagnostic(
        finding.isFault ? .error : .warning, "\(finding.subject): \(finding.text)", help: finding.help, at: place)
      out += "\n" + diagnostic.rendered + (finding.isFault ? Self.needed(by: finding.neededBy) : "") + "\n"
    }
    let faults = survey.checkup.count(where: \.isFault)
    return out + "\n"
      + (faults == 0 ? terminal.paint("nothing is wrong with the set-up", .green) : terminal.paint("\(faults) to mend", .red)) + "\n"
  }

  /// The scenarios that need something, in a line; empty where none does.
  static func needed(by scenarios: [String]) -> String {
    guard !scenarios.isEmpty else { return "" }
    let shown = scenarios.prefix(6).joined(separator: ", ")
    return "\n  needed by \(scenarios.count) scenario\(scenarios.count == 1 ? "" : "s"): \(shown)" + (scenarios.count > 6 ? ", …" : "")
  }

  private var registrations: String {
    guard !survey.registrations.isEmpty else { return "" }
    return "\nthe server must know\n"
      + survey.registrations.map { party, text in
        wrapped("\(party): \(text)", indent: 2, width: max(terminal.width, 60)) + "\n"
      }.joined()
  }

  private func skipped(_ skipped: [PlannedScenario], _ title: String) -> String {
    guard !skipped.isEmpty else { return "" }
    var out = "\n\(skipped.count) \(title):\n"
    let reasons = Dictionary(grouping: skipped) { $0.skip?.text ?? "" }
    for (reason, scenarios) in reasons.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
      out += "  \(reason)\n"
      if let role = role(reason) {
        out += wrapped("what it must be able to do: \(role.about)", indent: 6, width: max(terminal.width, 60)) + "\n"
      }
      for scenario in scenarios { out += "      \(scenario.id)\n" }
    }
    return out
  }

  /// The role that is missing: `fixture missing: client agent-2`.
  private func role(_ reason: String) -> RoleEntry? {
    let words = reason.split(separator: " ").map(String.init)
    guard words.count == 4, words[0] == "fixture" else { return nil }
    return RoleKind.allCases.first { $0.noun == words[2] }.flatMap { roles[words[3], $0] }
  }
}
