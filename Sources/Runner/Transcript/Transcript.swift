import Documents
import Foundation
import OrderedJSON
import Requirements
import Results
import Scenarios
import Targets

/// What a run begins with: everything that the judge needs besides the performances and the vectors.
struct TranscriptHeader: Sendable {
  static let format = 1

  var suite: RunResult.Suite
  /// The target description as it was written; secrets are references in it.
  var description: SourceFile
  var revision: Revision
  var names: NamesInForce
  var started: Int
  var clockOffset: Int
  var reproduce: String
  var remarks: [String]
  var selection: Selection

  var json: JSON {
    .object(of: [
      "type": "header", "format": .integer(Self.format),
      "suite": ["name": .string(suite.name), "version": .string(suite.version), "vectors": .string(suite.vectors)],
      "target": ["path": .string((description.path as NSString).lastPathComponent), "description": .string(description.text)],
      "revision": .string(revision.rawValue),
      "names": .array(
        names.all.map {
          .object(of: ["name": .string($0.name), "number": $0.number.map { .integer($0) }, "origin": .string($0.origin.rawValue)])
        }),
      "started": .integer(started), "clock-offset": .integer(clockOffset), "reproduce": .string(reproduce),
      "remarks": .array(remarks.map(JSON.string)),
      "selection": .object(of: [
        "areas": .array(selection.areas.sorted().map { .string($0.rawValue) }), "scenarios": .array(selection.scenarios.map(JSON.string)),
        "checks": .array(selection.checks.map(JSON.string)), "all-variants": .bool(selection.allVariants),
        "shard": selection.shard.map { .array([.integer($0.index), .integer($0.count)]) },
      ]),
    ])
  }

  init(
    suite: RunResult.Suite, description: SourceFile, revision: Revision, names: NamesInForce, started: Int, clockOffset: Int,
    reproduce: String,
    remarks: [String], selection: Selection
  ) {
    self.suite = suite
    self.description = description
    self.revision = revision
    self.names = names
    self.started = started
    self.clockOffset = clockOffset
    self.reproduce = reproduce
    self.remarks = remarks
    self.selection = selection
  }

  init(_ json: JSON, place: String) throws(TranscriptError) {
    guard json["type"]?.string == "header" else { throw TranscriptError("\(place): the first line of a transcript is its header") }
    guard json["format"]?.integer == Self.format else {
      throw TranscriptError("\(place): the transcript has format \(json["format"]?.compact ?? "(none)"), this version reads \(Self.format)")
    }
    guard let description = json["target"]?["description"]?.string,
      let revision = json["revision"]?.string.flatMap(Revision.init(rawValue:))
    else {
      throw TranscriptError("\(place): the header lacks the target description or the revision")
    }
    suite = .init(version: json["suite"]?["version"]?.string ?? "", vectors: json["suite"]?["vectors"]?.string ?? "")
    self.description = SourceFile(path: json["target"]?["path"]?.string ?? "target.yaml", text: description)
    self.revision = revision
    names = NamesInForce(
      (json["names"]?.array ?? []).compactMap { entry in
        guard let name = entry["name"]?.string, let origin = entry["origin"]?.string.flatMap(RunResult.NameInForce.Origin.init(rawValue:))
        else {
          return nil
        }
        return .init(name: name, number: entry["number"]?.integer, origin: origin)
      })
    started = json["started"]?.integer ?? 0
    clockOffset = json["clock-offset"]?.integer ?? 0
    reproduce = json["reproduce"]?.string ?? ""
    remarks = (json["remarks"]?.array ?? []).compactMap(\.string)
    func texts(_ name: String) -> [String] { (json["selection"]?[name]?.array ?? []).compactMap(\.string) }
    let shard = json["selection"]?["shard"]?.array?.compactMap(\.integer)
    selection = Selection(
      areas: Set(texts("areas").compactMap(Area.init(rawValue:))), scenarios: texts("scenarios"), checks: texts("checks"),
      shard: shard.map { ($0[0], $0[1]) }, allVariants: json["selection"]?["all-variants"]?.bool ?? false)
  }
}

/// Why a transcript cannot be judged.
public struct TranscriptError: Error, Sendable, CustomStringConvertible {
  public var description: String
  init(_ description: String) { self.description = description }
}

/// The journal of a run: one JSON object a line, written as the run goes, so that a killed run loses nothing.
final class TranscriptWriter: @unchecked Sendable {
  // Guarded by `lock`.
  private let handle: FileHandle?
  private let lock = NSLock()

  /// - Parameter path: nil writes nothing.
  init(path: String?) throws {
    guard let path else {
      handle = nil
      return
    }
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    guard let handle = FileHandle(forWritingAtPath: path) else { throw TranscriptError("the transcript \(path) cannot be written") }
    self.handle = handle
  }

  func write(_ line: JSON) {
    guard let handle else { return }
    var bytes = line.bytes
    bytes.append(0x0A)
    lock.lock()
    defer { lock.unlock() }
    try? handle.write(contentsOf: bytes)
  }

  func close() { try? handle?.close() }
}

/// A transcript read back.
struct Transcript {
  var header: TranscriptHeader
  /// Planned scenario → its performances in order.
  var performances: [String: [Performance]] = [:]
  var given: [String: JSON] = [:]
  var finished: Int?
  var exchangeCount = 0
  var interrupted: String?
  /// A last line that was cut off in writing is passed over, and said.
  var remarks: [String] = []

  init(text: String, path: String) throws(TranscriptError) {
    let lines = text.split(separator: "\n")
    guard let first = lines.first, let head = try? JSON.parse(String(first)) else { throw TranscriptError("\(path):1: not a transcript") }
    header = try TranscriptHeader(head, place: "\(path):1")
    for (index, line) in lines.enumerated().dropFirst() {
      guard let json = try? JSON.parse(String(line), depth: 256) else {
        if index == lines.count - 1 {
          remarks.append("the last line of the transcript is cut off and was passed over")
          break
        }
        throw TranscriptError("\(path):\(index + 1): not a JSON object")
      }
      switch json["type"]?.string {
      case "performance"?:
        guard let performance = Performance(json) else { throw TranscriptError("\(path):\(index + 1): not a performance") }
        performances[performance.scenario, default: []].append(performance)
      case "given"?: given[json["scenario"]?.string ?? ""] = json["facts"]
      case "end"?:
        finished = json["finished"]?.integer
        exchangeCount = json["exchanges"]?.integer ?? 0
        interrupted = json["interrupted"]?.string
      case let type: throw TranscriptError("\(path):\(index + 1): lines of type \(type ?? "(none)") are not known")
      }
    }
    for id in performances.keys { performances[id]?.sort { $0.number < $1.number } }
  }
}
