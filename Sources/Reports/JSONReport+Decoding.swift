import OrderedJSON
import Results

extension JSONReport {
  /// Why a JSON value is no report.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `scenarios[3].checks[2].verdict`; empty for the whole.
    public var path: String
    public var problem: String
    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
  }

  /// Reads what `encode` wrote. Unknown members are ignored, so that an older suite reads the reports of a newer one.
  public static func decode(_ json: JSON) throws(DecodingError) -> RunResult {
    let root = Reader(json: json, path: "")
    let format = try root.string("format")
    guard format == JSONReport.format else {
      throw DecodingError(path: "format", problem: "expected \(JSONReport.format), found \(cut(visible(format), to: 80))")
    }
    let suite = try root.member("suite")
    let target = try root.member("target")
    var result = RunResult(
      suite: .init(version: try suite.string("version"), vectors: try suite.string("vectors")),
      target: .init(name: try target.string("name"), version: try target.string("version")),
      revision: try root.string("revision"), profiles: try root.strings("profiles"),
      namesInForce: try root.list("names-in-force", nameInForce), started: try root.integer("started"),
      finished: try root.integer("finished"), exchangeCount: try root.integer("exchange-count"),
      clockOffset: try root.integer("clock-offset"), interrupted: try root.optionalString("interrupted"),
      remarks: try root.strings("remarks"), reproduce: try root.string("reproduce"),
      scenarios: try root.list("scenarios", scenario))
    result.suite.name = try suite.string("name")
    if let declared = json["declared"], declared != .null { result.declared = try root.list("declared", declaration) }
    return result
  }

  private static func declaration(_ reader: Reader) throws(DecodingError) -> Declaration {
    .init(
      requirement: try reader.string("requirement"), answer: try reader.choice("answer"), statement: try reader.string("statement"),
      by: try reader.string("by"), date: try reader.string("date"), evidence: try reader.strings("evidence"))
  }

  private static func nameInForce(_ reader: Reader) throws(DecodingError) -> RunResult.NameInForce {
    .init(name: try reader.string("name"), number: try reader.optionalInteger("number"), origin: try reader.choice("origin"))
  }

  private static func scenario(_ reader: Reader) throws(DecodingError) -> ScenarioResult {
    var scenario = ScenarioResult(
      id: try reader.string("id"), area: try reader.string("area"), title: try reader.string("title"),
      about: try reader.optionalString("about"), role: try reader.string("role"), catalogue: try reader.strings("catalogue"),
      file: try reader.string("file"), checks: try reader.list("checks", check))
    guard reader.json["variant"] != nil else { return scenario }
    scenario.variant = Dictionary(try reader.list("variant", axis)) { $1 }
    return scenario
  }

  private static func axis(_ reader: Reader) throws(DecodingError) -> (String, String) {
    (try reader.string("axis"), try reader.string("value"))
  }

  private static func check(_ reader: Reader) throws(DecodingError) -> CheckResult {
    CheckResult(
      id: try reader.string("id"), kind: try reader.choice("kind"), title: try reader.string("title"),
      why: try reader.optionalString("why"), requirements: try reader.list("requirements", requirement),
      severity: try reader.optionalChoice("severity"), verdict: try reader.choice("verdict"),
      skipReason: try reader.optionalChoice("skip-reason"), reason: try reader.string("reason"),
      note: try reader.optionalString("note"), question: try reader.optionalString("question"),
      expected: try reader.string("expected"), seen: try reader.string("seen"), mismatches: try reader.list("mismatches", mismatch),
      records: try reader.list("records", record), controls: try reader.list("controls", control),
      exchanges: try reader.list("exchanges", exchange), edits: try reader.strings("edits"), place: try reader.string("place"),
      elapsedMilliseconds: try reader.integer("elapsed"))
  }

  private static func requirement(_ reader: Reader) throws(DecodingError) -> CitedRequirement {
    .init(
      id: try reader.string("id"), paraphrase: try reader.string("paraphrase"), severity: try reader.choice("severity"),
      source: try reader.string("source"), binds: try reader.flag("binds"))
  }

  private static func mismatch(_ reader: Reader) throws(DecodingError) -> CheckResult.Mismatch {
    .init(path: try reader.string("path"), expected: try reader.string("expected"), seen: try reader.string("seen"))
  }

  private static func record(_ reader: Reader) throws(DecodingError) -> (path: String, value: JSON) {
    (path: try reader.string("path"), value: try reader.member("value").json)
  }

  private static func control(_ reader: Reader) throws(DecodingError) -> CheckResult.Control {
    .init(step: try reader.string("step"), position: try reader.choice("position"), isMet: try reader.flag("met"))
  }

  private static func exchange(_ reader: Reader) throws(DecodingError) -> ExchangeSummary {
    .init(
      method: try reader.string("method"), url: try reader.string("url"), requestHeaders: try reader.list("request-headers", header),
      requestBody: try reader.optionalString("request-body"), status: try reader.optionalInteger("status"),
      responseHeaders: try reader.list("response-headers", header), responseBody: try reader.optionalString("response-body"),
      failure: try reader.optionalString("failure"), artefacts: try reader.list("artefacts", artefact))
  }

  private static func header(_ reader: Reader) throws(DecodingError) -> (String, String) {
    (try reader.string("name"), try reader.string("value"))
  }

  private static func artefact(_ reader: Reader) throws(DecodingError) -> (name: String, content: JSON) {
    (name: try reader.string("name"), content: try reader.member("content").json)
  }
}

/// A value with the path that led to it.
private struct Reader {
  var json: JSON
  var path: String

  typealias Failure = JSONReport.DecodingError

  private func below(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func expected(_ what: String, _ found: JSON?, at path: String) -> Failure {
    Failure(path: path, problem: "expected \(what), found \(found?.typeName ?? "nothing")")
  }

  func member(_ name: String) throws(Failure) -> Reader {
    guard json.members != nil else { throw expected("an object", json, at: path) }
    guard let value = json[name] else { throw Failure(path: below(name), problem: "is missing") }
    return Reader(json: value, path: below(name))
  }

  private func optional(_ name: String) -> JSON? { json[name] }

  func string(_ name: String) throws(Failure) -> String {
    let value = try member(name).json
    guard let string = value.string else { throw expected("a string", value, at: below(name)) }
    return string
  }

  func optionalString(_ name: String) throws(Failure) -> String? { optional(name) == nil ? nil : try string(name) }

  func integer(_ name: String) throws(Failure) -> Int {
    let value = try member(name).json
    guard let integer = value.integer else { throw expected("an integer", value, at: below(name)) }
    return integer
  }

  func optionalInteger(_ name: String) throws(Failure) -> Int? { optional(name) == nil ? nil : try integer(name) }

  func flag(_ name: String) throws(Failure) -> Bool {
    let value = try member(name).json
    guard let flag = value.bool else { throw expected("true or false", value, at: below(name)) }
    return flag
  }

  func choice<T: RawRepresentable>(_ name: String) throws(Failure) -> T where T.RawValue == String {
    let text = try string(name)
    guard let value = T(rawValue: text) else {
      throw Failure(path: below(name), problem: "unknown value \(cut(visible(text), to: 80))")
    }
    return value
  }

  func optionalChoice<T: RawRepresentable>(_ name: String) throws(Failure) -> T? where T.RawValue == String {
    if optional(name) == nil { return nil }
    let value: T = try choice(name)
    return value
  }

  func list<T>(_ name: String, _ read: (Reader) throws(Failure) -> T) throws(Failure) -> [T] {
    let value = try member(name).json
    guard let elements = value.array else { throw expected("an array", value, at: below(name)) }
    var result: [T] = []
    result.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      result.append(try read(Reader(json: element, path: "\(below(name))[\(index)]")))
    }
    return result
  }

  func strings(_ name: String) throws(Failure) -> [String] {
    try list(name) { (reader: Reader) throws(Failure) -> String in
      guard let string = reader.json.string else { throw reader.expected("a string", reader.json, at: reader.path) }
      return string
    }
  }
}
