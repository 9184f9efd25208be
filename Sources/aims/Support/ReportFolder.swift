import Foundation
import OrderedJSON
import Reports
import Requirements
import Results
import Targets

/// The folder into which a run writes: transcript, and the same result for machines, for pipelines and for people.
struct ReportFolder {
  let path: String
  var transcript: String { path + "/transcript.jsonl" }

  /// Makes the folder and takes out what an earlier run left there.
  /// - Throws: `Failure`.
  init(_ path: String) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for name in Self.names where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
      }
    } catch {
      throw Failure(.usage, "error: the folder \(path) for the reports cannot be written")
    }
  }

  private static let names = [
    "transcript.jsonl", "report.json", "junit.xml", "report.md", "report.html", "gaps.md", "gaps.json", "pair.json", "pair.md",
  ]

  /// Writes all reports.
  /// - Parameter redactor: a last net under the reports; what it catches is a fault of the suite.
  /// - Returns: where secrets come from that the net caught.
  func write(_ run: RunResult, catalogue: Catalogue, baseline: BaselineOutcome?, redactor: Redactor?) throws -> [String] {
    let gaps = ImplementationGapReport(run, catalogue: catalogue)
    let texts = [
      ("report.json", JSONReport.encode(run).pretty + "\n"), ("junit.xml", JUnitReport.render(run)),
      ("report.md", MarkdownReport.render(run, baseline: baseline)), ("report.html", HTMLReport.render(run, baseline: baseline)),
      ("gaps.md", gaps.markdown), ("gaps.json", gaps.json.pretty + "\n"),
    ]
    var caught: [String] = []
    for (name, text) in texts { caught += try write(text, to: name, redactor) }
    if let redactor, let data = FileManager.default.contents(atPath: transcript) {
      let text = String(decoding: data, as: UTF8.self)
      if !redactor.find(in: text).isEmpty { caught += try write(text, to: "transcript.jsonl", redactor) }
    }
    return Array(Set(caught)).sorted()
  }

  private func write(_ text: String, to name: String, _ redactor: Redactor?) throws -> [String] {
    let found = redactor?.find(in: text) ?? []
    do {
      try (found.isEmpty ? text : redactor?.redact(text) ?? text).write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    } catch {
      throw Failure(.suiteError, "error: \(path)/\(name) cannot be written")
    }
    return found
  }
}
