import ArgumentParser
import Documents
import Foundation
import Reports
import Results
import Runner

struct Judge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge the transcript of an earlier run again, without the target.",
    discussion: "With the same vectors the verdicts are the same; with newer ones you see what they would have said.")

  @Argument(help: "transcript.jsonl of a run.", completion: .file(extensions: ["jsonl"]))
  var transcript: String

  @Option(help: ArgumentHelp("Write reports there.", valueName: "dir"), completion: .directory)
  var reports: String?

  @OptionGroup var declarations: DeclarationOptions
  @OptionGroup var vectors: VectorOptions
  @OptionGroup(title: "What counts") var conclusion: ConclusionOptions

  func run() throws {
    let library = try vectors.library()
    let baseline = try conclusion.readBaseline()
    let declared = try declarations.read(library.catalogue)
    let text = try DescriptionFile.source(transcript).text
    try Self.judge(text, path: transcript, library, declared: declared, baseline: baseline, strict: conclusion.strict, reports: reports)
  }

  /// Judges, reports and ends with the status of the result.
  static func judge(
    _ text: String, path: String, _ library: Library, declared: [Declaration], baseline: Baseline?, strict: Bool, reports: String?
  ) throws {
    var result: RunResult
    do {
      result = try Session.judge(transcript: text, path: path, corpus: try library.sound(), catalogue: library.catalogue)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.usage, "error: \(error)")
    }
    // A transcript has what was measured; what is declared stands in a file of its own.
    result.declared = declared
    let conclusion = Conclusion(result, baseline: baseline, strict: strict)
    if let reports {
      let folder = try ReportFolder(reports)
      _ = try folder.write(result, catalogue: library.catalogue, baseline: conclusion.outcome, redactor: nil)
      try? text.write(toFile: folder.transcript, atomically: true, encoding: .utf8)
    }
    conclusion.show()
    try conclusion.end()
  }
}
