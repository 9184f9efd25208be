import ArgumentParser
import Reports
import Results

/// `aims render`: the report for readers out of a result, for instance one from which something was taken out before it is published.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the Markdown report of a result again.")

  @Argument(help: "report.json of a run.", completion: .file(extensions: ["json"]))
  var result: String

  func run() throws {
    Terminal.output.write(MarkdownReport.render(try ReportFile.read(result)))
  }
}
