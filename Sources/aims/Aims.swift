import ArgumentParser
import Foundation
import Reports

/// The suite's command line; one file a command.
@main
struct Aims: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aims",
    abstract: "Conformance and interop tests for the authentication and authorization of AI agents.",
    discussion: """
      Without a target, `aims run` tests the embedded reference target. To test a server of your own, describe it in a file and name \
      the file: `aims run --target FILE`.

      Exit status: 0 nothing failed; 1 something failed or could not be proven; 2 wrong usage or an invalid file; 3 the target could \
      not be reached or nothing could be judged; 4 an error of the suite itself.
      """,
    version: Library.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Testing a target",
        subcommands: [Run.self, Pair.self, Doctor.self, Serve.self, Judge.self, BaselineCommand.self, SelfTest.self]),
      CommandGroup(name: "Working with results", subcommands: [Merge.self, Render.self, Matrix.self]),
      CommandGroup(
        name: "The vectors",
        subcommands: [List.self, Explain.self, Lint.self, Trace.self, Gaps.self, DiffDrafts.self, Schema.self, Declarations.self]),
    ])

  /// Parses and runs; wrong usage ends with status 2, as invalid files do.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let status as ExitStatus {
      Foundation.exit(status.rawValue)
    } catch let failure as Failure {
      Terminal.error.write(failure.message + "\n")
      Foundation.exit(failure.status.rawValue)
    } catch {
      if exitCode(for: error) == .validationFailure {
        Terminal.error.write(fullMessage(for: error) + "\n")
        Foundation.exit(ExitStatus.usage.rawValue)
      }
      exit(withError: error)
    }
  }
}
