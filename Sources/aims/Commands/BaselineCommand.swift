import ArgumentParser
import OrderedJSON
import Reports
import Results

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Print a baseline of everything that is wrong in a result, to be completed with reasons.")

  @Argument(help: "report.json of a run.", completion: .file(extensions: ["json"]))
  var report: String

  @Flag(help: "Warnings too, for strict runs.")
  var warnings = false

  func run() throws {
    Terminal.output.write(Baseline.write(from: try ReportFile.read(report), includingWarnings: warnings))
  }
}

/// A result that was written by an earlier run.
enum ReportFile {
  /// - Throws: `Failure` with status 2.
  static func read(_ path: String) throws -> RunResult {
    let text = try DescriptionFile.source(path).text
    do {
      return try JSONReport.decode(try JSON.parse(text))
    } catch {
      throw Failure(.usage, "error: \(path) is no report of a run: \(error)")
    }
  }
}
