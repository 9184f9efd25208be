import ArgumentParser
import Foundation
import OrderedJSON
import Reports

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Join the transcripts of the shards of a run, judge them as one, and write the reports.")

  @Argument(help: "transcript.jsonl of each shard.", completion: .file(extensions: ["jsonl"]))
  var transcripts: [String]

  @Option(help: ArgumentHelp("The folder for the reports.", valueName: "dir"), completion: .directory)
  var reports = "reports/latest"

  @OptionGroup var declarations: DeclarationOptions
  @OptionGroup var vectors: VectorOptions
  @OptionGroup(title: "What counts") var conclusion: ConclusionOptions

  func run() throws {
    let library = try vectors.library()
    let baseline = try conclusion.readBaseline()
    let declared = try declarations.read(library.catalogue)
    let texts = try transcripts.map { (path: $0, text: try DescriptionFile.source($0).text) }
    let joined = try ShardJoiner.join(texts)
    try Judge.judge(joined, path: "(joined)", library, declared: declared, baseline: baseline, strict: conclusion.strict, reports: reports)
  }
}

/// Makes one transcript of those of the shards of a run.
enum ShardJoiner {
  /// - Throws: `Failure` where they are not of one run.
  static func join(_ transcripts: [(path: String, text: String)]) throws -> String {
    var header: JSON?
    var lines: [String] = []
    var seen: Set<String> = []
    var finished: Int?
    var exchanges = 0
    var interrupted: String?
    for (path, text) in transcripts {
      let parts = text.split(separator: "\n")
      guard let first = parts.first, let head = try? JSON.parse(String(first)), head["type"] == "header" else {
        throw Failure(.usage, "error: \(path) is no transcript")
      }
      if let header { try same(header, head, path) }
      header = header ?? head
      var ended = false
      var own: Set<String> = []
      for line in parts.dropFirst() {
        guard let json = try? JSON.parse(String(line), depth: 256) else { continue }
        if json["type"] == "end" {
          ended = true
          finished = max(finished ?? 0, json["finished"]?.integer ?? 0)
          exchanges += json["exchanges"]?.integer ?? 0
          interrupted = interrupted ?? json["interrupted"]?.string
          continue
        }
        // Preflight runs in every shard; one telling is enough.
        let scenario = json["scenario"]?.string ?? ""
        if seen.contains(scenario) { continue }
        own.insert(scenario)
        lines.append(String(line))
      }
      seen.formUnion(own)
      if !ended { interrupted = interrupted ?? "\(path) ends before its shard did" }
    }
    guard var head = header else { throw Failure(.usage, "error: there is nothing to join") }
    var selection = head["selection"] ?? .object([])
    selection["shard"] = nil
    head["selection"] = selection
    head["reproduce"] = head["reproduce"]?.string.map { .string(withoutShard($0)) }
    let end: JSON = .object(of: [
      "type": "end", "finished": finished.map { .integer($0) }, "exchanges": .integer(exchanges),
      "interrupted": interrupted.map { .string($0) },
    ])
    return ([head.compact] + lines + [end.compact]).joined(separator: "\n") + "\n"
  }

  private static func same(_ a: JSON, _ b: JSON, _ path: String) throws {
    let what = [
      ("target description", a["target"]?["description"] == b["target"]?["description"]), ("suite", a["suite"] == b["suite"]),
      ("draft revision", a["revision"] == b["revision"]), ("names in force", a["names"] == b["names"]),
    ]
    if let different = what.first(where: { !$0.1 }) {
      throw Failure(.usage, "error: \(path) is of another run: its \(different.0) differs")
    }
  }

  private static func withoutShard(_ command: String) -> String {
    var words = command.split(separator: " ").map(String.init)
    if let index = words.firstIndex(of: "--shard") { words.removeSubrange(index..<min(index + 2, words.count)) }
    return words.joined(separator: " ")
  }
}
