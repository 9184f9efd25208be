import ArgumentParser
import Reports
import Results

/// `aims matrix`: several results side by side.
struct Matrix: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Compare the results of several targets: by area, then where they differ.")

  @Argument(help: "report.json of each run.", completion: .file(extensions: ["json"]))
  var results: [String]

  func run() throws {
    Terminal.output.write(MatrixReport.render(try results.map { try ReportFile.read($0) }))
  }
}
