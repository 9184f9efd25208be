import ArgumentParser
import OrderedJSON
import Reports
import Results

/// `aims matrix`: several results side by side.
struct Matrix: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the results of several targets: by area, then where they differ; and pairs as a matrix.")

  @Argument(help: "report.json of each run, or pair.json of each pair.", completion: .file(extensions: ["json"]))
  var results: [String]

  func run() throws {
    var pairs: [JSON] = []
    var runs: [RunResult] = []
    for path in results {
      if let json = try? JSON.parse(try DescriptionFile.source(path).text), PairReport.isPair(json) {
        pairs.append(json)
      } else {
        runs.append(try ReportFile.read(path))
      }
    }
    if !runs.isEmpty { Terminal.output.write(MatrixReport.render(runs)) }
    if !pairs.isEmpty { Terminal.output.write("# Pairs of servers as two domains\n\n" + PairReport.matrix(pairs)) }
  }
}
