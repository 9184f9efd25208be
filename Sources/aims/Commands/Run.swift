import ArgumentParser
import Documents
import Foundation
import Reports
import Requirements
import Results
import Runner
import Scenarios
import Targets

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Test a target, and write reports.",
    discussion: """
      Without --target the embedded reference target is started and tested. Ctrl-C ends the run in order: what was measured is judged \
      and reported. A second Ctrl-C ends it at once.
      """)

  @Option(help: ArgumentHelp("The description of the server under test.", valueName: "file"), completion: .file(extensions: ["yaml"]))
  var target: String?

  @OptionGroup(title: "What is run") var selection: SelectionOptions

  @Option(help: ArgumentHelp("The draft revision to judge by.", valueName: "rev"))
  var draft: Revision = .newest

  @Option(help: ArgumentHelp("The folder for reports and transcript.", valueName: "dir"), completion: .directory)
  var reports = "reports/latest"

  @OptionGroup var declarations: DeclarationOptions

  @OptionGroup var vectors: VectorOptions

  @OptionGroup(title: "What counts") var conclusion: ConclusionOptions

  @Option(name: .customLong("defect"), help: ArgumentHelp("A bug of the embedded target (aims serve --list-defects).", valueName: "name"))
  var defects: [String] = []

  @Option(name: .customLong("preset"), help: ArgumentHelp("A lawful leniency of the embedded target.", valueName: "name"))
  var presets: [String] = []

  func validate() throws {
    if target != nil, !(defects + presets).isEmpty {
      throw ValidationError("--defect and --preset are for the embedded target, without --target")
    }
  }

  func run() async throws {
    // Heard from the beginning, so that a child or a folder never outlives a Ctrl-C.
    let work = Task { try await perform() }
    let interruption = Interruption {
      Terminal.error.print("\nending the run; once more to end at once")
      work.cancel()
    }
    defer { withExtendedLifetime(interruption) {} }
    try await work.value
  }

  private func perform() async throws {
    let library = try vectors.library()
    let corpus = try library.sound()
    let baseline = try conclusion.readBaseline()
    let parser = try library.targetParser()
    if let target {
      return try await test(try DescriptionFile.read(target, parser: parser), nil, library, corpus, baseline)
    }
    let embedded = try await EmbeddedTarget.start(.init(defects: defects, presets: presets))
    do {
      try await test(try DescriptionFile.read(embedded.description, parser: parser), embedded, library, corpus, baseline)
      await embedded.stop()
    } catch {
      await embedded.stop()
      throw error
    }
  }

  private func test(
    _ description: TargetDescription, _ embedded: EmbeddedTarget?, _ library: Library, _ corpus: Corpus, _ baseline: Baseline?
  ) async throws {
    let secrets = SecretStore(description)
    let unreadable = secrets.resolveAll()
    if !unreadable.isEmpty { throw Failure(.usage, unreadable.map { "error: \($0)" }.joined(separator: "\n")) }
    let declared = try declarations.read(
      library.catalogue, described: description.declarations.map { secrets.path(of: $0) }, redactor: secrets.redactor)
    let folder = try ReportFolder(reports)
    let options = RunOptions(
      selection: selection.selection, revision: draft, transcriptPath: folder.transcript,
      suite: .init(version: Library.version, vectors: library.digest), reproduce: command)
    let session = Session(
      corpus: corpus, catalogue: library.catalogue, target: description, secrets: SecretSource { try secrets.text($0) }, options: options)
    var result = try await measured(session)
    result.declared = declared
    if let end = embedded?.end {
      throw Failure(.suiteError, "error: the embedded target \(end) during the run")
    }
    let conclusion = Conclusion(result, baseline: baseline, strict: conclusion.strict)
    let caught = try folder.write(
      result, catalogue: library.catalogue, baseline: conclusion.outcome, redactor: secrets.redactor)
    conclusion.show()
    Terminal.output.print("reports: \(folder.path)")
    if !caught.isEmpty {
      throw Failure(
        .suiteError, "error: secrets stood in the reports and were taken out (\(caught.joined(separator: ", "))); please report this")
    }
    try conclusion.end()
  }

  private func measured(_ session: Session) async throws -> RunResult {
    if Task.isCancelled { throw Failure(.notJudged, "error: interrupted before anything was measured") }
    let progress = RunProgress()
    defer { progress.finish() }
    do {
      return try await session.run { progress.take($0) }
    } catch let error as RunError {
      switch error {
      case .unreachable, .nothingToJudge: throw Failure(.notJudged, "error: \(error)")
      case .invalid: throw Failure(.usage, "error: \(error)")
      }
    } catch {
      throw Failure(.suiteError, "error: \(error)")
    }
  }

  /// The command that does this again.
  private var command: String {
    var words = ["aims", "run"]
    if let target { words += ["--target", shellQuoted((target as NSString).lastPathComponent)] }
    words += defects.flatMap { ["--defect", shellQuoted($0)] } + presets.flatMap { ["--preset", shellQuoted($0)] } + selection.arguments
    if draft != .newest { words += ["--draft", draft.rawValue] }
    return words.joined(separator: " ")
  }
}
