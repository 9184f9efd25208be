import ArgumentParser
import Documents
import Foundation
import Reports
import Results

/// How a result is judged in the end: shared by everything that ends with one.
struct ConclusionOptions: ParsableArguments {
  @Flag(help: "Count warnings, and entries of the baseline that are no longer true.")
  var strict = false

  @Option(help: ArgumentHelp("Known failures, which do not count.", valueName: "file"), completion: .file(extensions: ["yaml"]))
  var baseline: String?

  /// - Throws: `Failure` with status 2.
  func readBaseline() throws -> Baseline? {
    guard let baseline else { return nil }
    let file = try DescriptionFile.source(baseline)
    do throws(Diagnostics) {
      return try Baseline(file: file)
    } catch {
      throw Failure(error.all)
    }
  }
}

/// Prints a result and ends with its status.
struct Conclusion {
  let run: RunResult
  let outcome: BaselineOutcome?
  let strict: Bool

  init(_ run: RunResult, baseline: Baseline?, strict: Bool) {
    self.run = run
    self.strict = strict
    outcome = baseline.map { $0.apply(to: run, today: CalendarDate(unixMilliseconds: run.finished)) }
  }

  func show() {
    let out = Terminal.output
    out.write(TerminalReport(colour: out.hasColour, width: min(out.width, 140)).render(run, baseline: outcome))
    // GitHub shows what is appended here on the page of the job.
    if let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], let handle = FileHandle(forWritingAtPath: path) {
      _ = try? handle.seekToEnd()
      try? handle.write(contentsOf: Data(MarkdownReport.summary(run, baseline: outcome).utf8))
      try? handle.close()
    }
  }

  /// - Throws: the status, unless it is success.
  func end() throws {
    let status = ExitStatus.status(of: run, baseline: outcome, strict: strict)
    if status != .success { throw status }
  }
}
