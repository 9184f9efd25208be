import Documents
import Forge
import Foundation
import OrderedJSON
import Targets
import Testing

@testable import Runner

@Suite("Reading an audit log") struct AuditReadingTests {
  static let log: JSON = [
    "map": [
      "agent": "/who", "token": "/details/id", "decision": ["pointer": "/result", "values": ["OK": "permit", "*": "deny"]], "time": "/at",
    ],
    "integrity": ["previous": "/before"], "identity": ["a-1": "agent"],
  ]

  private static func reading(_ text: String, map: JSON? = nil) -> AuditReading {
    AuditReading(text: text, log: log, map: map ?? log["map"] ?? .null, now: 1_800_000_000_000)
  }

  @Test("A record is found by its own token, under the suite's names") func mapped() {
    let text =
      #"{"who":"a-1","details":{"id":"t-1"},"result":"NO","at":1800000000}"# + "\n" + #"{"parent":"t-1","details":{"id":"t-2"}}"# + "\n"
    let records = Self.reading(text).records(naming: ["t-1"])
    #expect(records.count == 1)
    #expect(records.first?["agent"] == "agent")
    #expect(records.first?["decision"] == "deny")
    #expect(records.first?["clock"] == "right")
  }

  @Test(
    "What is absent may have a meaning, and of several places the first counts that is there",
    arguments: [
      (#"{"id":"t","error":"no"}"#, "deny"), (#"{"id":"t"}"#, "permit"), (#"{"jti":"t","error":null}"#, "permit"),
      (#"{"id":"t","error":7}"#, "deny"),
    ])
  func absent(line: String, decision: String) {
    let map: JSON = [
      "token": ["pointer": ["/jti", "/id"]], "decision": ["pointer": "/error", "values": ["*": "deny"], "absent": "permit"],
    ]
    // A number is some other word, and no number of ours.
    #expect(Self.reading(line + "\n", map: map).records(naming: ["t"]).first?["decision"]?.string == decision)
  }

  @Test(
    "Times are judged",
    arguments: [
      (#""2027-01-15T08:00:00Z""#, "right"), (#""2027-01-15T08:00:00""#, "without-zone"), ("1", "off"), (#""noon""#, "unreadable"),
    ])
  func times(time: String, quality: String) {
    let text = #"{"details":{"id":"t-1"},"at":"# + time + "}\n"
    #expect(Self.reading(text).records(naming: ["t-1"]).first?["clock"]?.string == quality)
  }

  /// Four records, each with the digest of the one before it.
  private static let chained: [String] = (0..<6).reduce(into: []) { lines, number in
    let before = lines.last.map { Base64URL.encode(Digest.sha256($0)) } ?? ""
    lines.append(#"{"number":\#(number),"before":"\#(before)"}"#)
  }

  private static func chain(_ lines: [String]) -> String? { reading(lines.joined(separator: "\n") + "\n").summary["chain"]?.string }

  @Test("A changed, a missing and a moved line break the chain") func chain() {
    let lines = Self.chained
    #expect(Self.chain(lines) == "intact")
    var changed = lines
    changed[1] = changed[1].replacing("1", with: "7")
    #expect(Self.chain(changed) == "broken")
    #expect(Self.chain([lines[0]] + lines[2...]) == "broken")
    #expect(Self.chain([lines[0], lines[2], lines[1], lines[3]]) == "broken")
  }

  @Test("A chain without a key shows everything but a cut and a log that was written anew") func tampering() {
    let text = Self.chained.joined(separator: "\n") + "\n"
    #expect(Self.reading(text).undetected == ["cut", "rebuilt"])
    #expect(AuditReading(text: text, log: .object([]), map: .object([]), now: 0).undetected.isEmpty)
  }

  @Test("A line that is still being written is left out, and what no record has is named") func partial() {
    let summary = Self.reading("{\"who\":1}\nno record\n{\"b\"").summary
    #expect(summary["lines"] == 2)
    #expect(summary["unreadable"] == 1)
    #expect(summary["unseen"]?.array?.compactMap(\.string) == ["token", "decision", "time"])
  }

  @Test(
    "A secret of the run is noticed in whatever way it is written, and not repeated",
    arguments: [
      (#"{"raw":"a-secret/of this-run"}"#, "secret"), (#"{"raw":"nothing"}"#, "none"),
      (#"{"raw":"\#(Data("Bearer a-secret/of this-run".utf8).base64EncodedString())"}"#, "encoded"),
      (#"{"raw":"\#(Base64URL.encode(Array("x:a-secret/of this-run".utf8)))"}"#, "encoded"),
      (#"{"raw":"a-secret%2Fof%20this-run"}"#, "encoded"),
      (#"{"raw":"a-secret\/of this-run"}"#, "encoded"), (#"{"raw":"\#(Base64URL.encode(Digest.sha256("a-secret/of this-run")))"}"#, "none"),
      (#"{"raw":"eyJhbGciOiJub25lIn0.e30."}"#, "token"),
    ])
  func secrets(line: String, kinds: String) {
    let vault = SecretVault()
    vault.remember("a-secret/of this-run")
    #expect(vault.kindsOfSecrets(in: line) == kinds)
  }

  @Test("A record is looked up by what its own exchange made, not by a grant that was handed in") func references() {
    let facts: JSON = [
      "assertion": ["claims": ["jti": "own"]], "grant-assertion": ["claims": ["jti": "of the exchange before"]], "view": ["jti": "made"],
    ]
    #expect(SecretVault().references(in: facts) == ["own", "made"])
  }

  @Test(
    "A mapping in a file of its own may be YAML or JSON",
    arguments: [
      "{\"token\": \"/id\", \"decision\": {\"pointer\": [\"/a\", \"/b\"], \"values\": {\"OK\": \"permit\"}}}", "token: /id\ntime: /at\n",
    ])
  func file(text: String) throws {
    #expect(try AuditMapping.read(SourceFile(path: "map.yaml", text: text))["token"] == "/id")
  }

  @Test(
    "A mistake in it is shown at its place",
    arguments: [
      ("tokn: /id", "map.yaml:1:1", "did you mean token?"), ("token: id", "map.yaml:1:8", "write /id"),
      ("decision: {values: {OK: permit}}", "map.yaml:1:11", "pointer"), ("[]", "map.yaml:1:1", "a map"),
    ])
  func mistake(text: String, place: String, help: String) throws {
    let problems = try #require(throws: Diagnostics.self) { try AuditMapping.read(SourceFile(path: "map.yaml", text: text)) }
    #expect(problems.description.contains(place), "\(problems)")
    #expect(problems.description.contains(help), "\(problems)")
  }
}
