import ArgumentParser
import Reports
import Results

/// `aims render`: the report for readers out of a result, for instance one from which something was taken out before it is published.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Print the Markdown report of a result again, or its gap report.")

  @Argument(help: "report.json of a run.", completion: .file(extensions: ["json"]))
  var result: String

  @Flag(help: "The implementation gap report: requirement by requirement of the draft, and what to change.")
  var gaps = false

  @Flag(help: "The gap report as JSON.")
  var json = false

  @OptionGroup var vectors: VectorOptions

  func validate() throws {
    if json, !gaps { throw ValidationError("--json is for --gaps; the result is JSON already") }
  }

  func run() throws {
    let run = try ReportFile.read(result)
    guard gaps else { return Terminal.output.write(MarkdownReport.render(run)) }
    let report = ImplementationGapReport(run, catalogue: try vectors.library().catalogue)
    Terminal.output.write(json ? report.json.pretty + "\n" : report.markdown)
  }
}
