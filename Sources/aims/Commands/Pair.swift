import ArgumentParser
import Documents
import Foundation
import OrderedJSON
import Pairs
import Reports
import Targets

struct Pair: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Test two servers as the two domains of identity chaining: what one emits, what the other accepts, and the whole way.",
    discussion: """
      The pair file names both target descriptions and the seven values that their operators copy by hand; those are compared before \
      the first request. Status 1 if the values differ or the pair does not work, 3 if there was nothing to exchange. `aims matrix` puts \
      several pair.json side by side.
      """)

  @Argument(help: "The pair file.", completion: .file(extensions: ["yaml"]))
  var pair: String

  @Option(help: ArgumentHelp("The folder for pair.json and pair.md.", valueName: "dir"), completion: .directory)
  var reports = "reports/latest"

  @Flag(help: "Only read the pair file and both descriptions and compare the values; nothing is sent.")
  var check = false

  @OptionGroup var vectors: VectorOptions

  @Option(name: .customLong("defect"), help: ArgumentHelp("A bug of the embedded target, where the pair names it.", valueName: "name"))
  var defects: [String] = []

  @Option(name: .customLong("preset"), help: ArgumentHelp("A lawful leniency of the embedded target.", valueName: "name"))
  var presets: [String] = []

  func run() async throws {
    let library = try vectors.library()
    let (parsed, problems) = PairFile.parse(try DescriptionFile.source(pair))
    guard let parsed else { throw Failure(problems) }
    let isEmbedded = parsed.a.target == nil || parsed.b.target == nil
    let embedded = isEmbedded ? try await EmbeddedTarget.start(.init(defects: defects, presets: presets)) : nil
    do {
      try await perform(parsed, embedded, library)
      await embedded?.stop()
    } catch {
      await embedded?.stop()
      throw error
    }
  }

  private func perform(_ pair: PairFile, _ embedded: EmbeddedTarget?, _ library: Library) async throws {
    let parser = try library.targetParser()
    func side(_ side: PairFile.Side) throws -> TargetDescription {
      try DescriptionFile.read(side.target ?? embedded?.description ?? "", parser: parser)
    }
    let a = try side(pair.a), b = try side(pair.b)
    let values = PairValues(pair, a: a.document, b: b.document)
    guard values.problems.isEmpty else { throw Failure(values.problems) }
    let scratch = FileManager.default.temporaryDirectory.path + "/aims-pair-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let joined: TargetDescription
    do {
      joined = try PairTarget(pair: pair, a: a, b: b).description(folder: scratch, parser: parser)
    } catch let problems as Diagnostics {
      throw Failure(problems.all)
    }
    if check { return try show(values) }
    let folder = try ReportFolder(reports)
    let (findings, redactor) = try await PairRun(pair: pair, values: values, a: a, b: b, joined: joined, library: library).run()
    try write(findings.result, folder, redactor)
    if !findings.isTried { throw ExitStatus.notJudged }
    if !values.differing.isEmpty || findings.result["attribution"] != nil { throw ExitStatus.failure }
  }

  private func write(_ result: JSON, _ folder: ReportFolder, _ redactor: Redactor) throws {
    for (name, text) in [("pair.json", result.pretty + "\n"), ("pair.md", PairReport.markdown(result))] {
      guard redactor.find(in: text).isEmpty else { throw Failure(.suiteError, "error: a secret stood in \(name), which was not written") }
      try text.write(toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
    }
    Terminal.output.write(PairReport.matrix([result]))
    Terminal.output.print("\nreports: \(folder.path)/pair.md")
  }

  private func show(_ values: PairValues) throws {
    Terminal.output.write(PairReport.values(values.json))
    if !values.differing.isEmpty { throw ExitStatus.failure }
  }
}
