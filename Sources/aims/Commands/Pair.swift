import ArgumentParser
import Documents
import Foundation
import OrderedJSON
import Reports
import Targets

struct Pair: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Test two servers as the two domains of identity chaining: what one emits, what the other accepts, and the whole way.",
    discussion: """
      The pair file names both target descriptions and the seven values that their operators copy by hand; those are compared before \
      the first request. Status 1 if the values differ or the pair does not work. `aims matrix` puts several pair.json side by side.
      """)

  @Argument(help: "The pair file.", completion: .file(extensions: ["yaml"]))
  var pair: String

  @Option(help: ArgumentHelp("The folder for pair.json and pair.md.", valueName: "dir"), completion: .directory)
  var reports = "reports/latest"

  @OptionGroup var vectors: VectorOptions

  @Option(name: .customLong("defect"), help: ArgumentHelp("A bug of the embedded target, where the pair names it.", valueName: "name"))
  var defects: [String] = []

  @Option(name: .customLong("preset"), help: ArgumentHelp("A lawful leniency of the embedded target.", valueName: "name"))
  var presets: [String] = []

  func run() async throws {
    let library = try vectors.library()
    let (parsed, problems) = PairFile.parse(try DescriptionFile.source(pair))
    guard let parsed else { throw Failure(problems) }
    let embedded = parsed.a.target == nil || parsed.b.target == nil ? try await EmbeddedTarget.start(.init(defects: defects, presets: presets)) : nil
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
    let folder = try ReportFolder(reports)
    let scratch = FileManager.default.temporaryDirectory.path + "/aims-pair-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let joined = try PairTarget(pair: pair, a: a, b: b).description(folder: scratch, parser: parser)
    let (result, redactor) = try await PairRun(pair: pair, a: a, b: b, joined: joined, library: library, folder: folder).run()
    for (name, text) in [("pair.json", result.pretty + "\n"), ("pair.md", PairReport.markdown(result))] {
      guard redactor.find(in: text).isEmpty else { throw Failure(.suiteError, "error: a secret stood in \(name), which was not written") }
      try text.write(toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
    }
    Terminal.output.write(PairReport.matrix([result]))
    Terminal.output.print("\nreports: \(folder.path)/pair.md")
    let differs = (result["values"]?.array ?? []).contains { $0["agree"]?.bool == false }
    if differs || result["attribution"] != nil { throw ExitStatus.failure }
  }
}
