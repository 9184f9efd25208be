import Documents
import Foundation
import OrderedJSON
import Testing

@testable import Pairs

/// A pair file in which nothing is wrong.
let soundPair = """
  pair: One and another
  about: For tests.
  profile: chaining
  a: {target: one.yaml, server: home, client: tool, resource: tool, agent: agent, user: alice}
  b: {target: embedded}
  values:
    keys: {a: ES256, b: [ES256, RS256]}
    name-of-b: {a: $b.servers.abroad.issuer, b: $b.servers.abroad.issuer}
    name-of-a: {a: $a.servers.home.issuer, b: $b.servers.abroad.accepts-issuers}
    subject: {a: alice}
    scope: {a: [read], b: [read]}
    client: {a: c, b: c}
    lifetime: {a: 60, b: 300}
  live: {no: B is elsewhere}
  """

func parsedPair(_ text: String = soundPair) -> (PairFile?, [Diagnostic]) {
  PairFile.parse(SourceFile(path: "pairs/mine.yaml", text: text))
}

@Suite("Pair files") struct PairFileTests {
  @Test("A sound file is read whole, and what it leaves out is as usual") func sound() throws {
    let (pair, problems) = parsedPair()
    #expect(problems.isEmpty, "\(problems.map(\.rendered))")
    let read = try #require(pair)
    #expect(read.name == "One and another")
    #expect(read.a.target == "pairs/one.yaml")
    #expect(read.b.target == nil)
    #expect([read.b.server, read.b.client, read.b.resource, read.b.issuer] == ["abroad", "agent-abroad", "tool-abroad", "i1"])
    #expect(read.notLive == "B is elsewhere")
    #expect(read.values.count == 7)
    #expect(read.values[.subject]?.b == nil)
  }

  /// What is changed in the sound file, and the message with its place that must come of it.
  static let faults: [(from: String, to: String, message: String)] = [
    ("about: For tests.", "abuot: For tests.", "pairs/mine.yaml:2:1: error: unknown key abuot in a pair file"),
    ("profile: chaining", "profile: id-jag", "pairs/mine.yaml:3:10: error: the profile must be chaining"),
    ("b: {target: embedded}", "b: {}", "pairs/mine.yaml:5:4: error: b has no target"),
    ("b: {target: embedded}", "b: [embedded]", "pairs/mine.yaml:5:4: error: b must be a map, and is a list"),
    ("b: {target: embedded}", "b: {target: embedded, user: bob}", "pairs/mine.yaml:5:23: error: unknown key user in b"),
    ("server: home", "server: 7", "pairs/mine.yaml:4:31: error: server must be text, and is a number"),
    ("  keys: {a: ES256, b: [ES256, RS256]}\n", "", "error: values has no keys"),
    ("{a: alice}", "{}", "pairs/mine.yaml:10:12: error: values.subject says nothing of either side"),
    ("{a: alice}", "{c: alice}", "pairs/mine.yaml:10:13: error: unknown key c in values.subject"),
    ("{a: alice}", "{a: $home.users}", "pairs/mine.yaml:10:16: error: $home.users refers to neither side"),
    ("{a: alice}", "{a: $a..users}", "pairs/mine.yaml:10:16: error: $a..users has an empty name in it"),
    ("{a: alice}", "{a: [[alice]]}", "pairs/mine.yaml:10:17: error: values.subject.a holds a list in a list"),
    ("{a: alice}", "{a: 7}", "pairs/mine.yaml:10:16: error: values.subject.a must be text or a list of texts, and is a number"),
    ("{a: 60, b: 300}", "{a: 60s, b: 300}", "pairs/mine.yaml:13:17: error: values.lifetime.a must be a number of seconds"),
    ("{no: B is elsewhere}", "{}", "pairs/mine.yaml:14:7: error: live says nothing"),
    ("pair: One and another\n", "", "error: a pair file has no pair"),
  ]

  @Test("A fault is told with its place", arguments: faults.indices) func fault(index: Int) {
    let fault = Self.faults[index]
    #expect(soundPair.contains(fault.from))
    let (pair, problems) = parsedPair(soundPair.replacing(fault.from, with: fault.to, maxReplacements: 1))
    #expect(pair == nil)
    #expect(problems.map(\.rendered).contains { $0.contains(fault.message) }, "\(problems.map(\.rendered))")
  }

  @Test("All faults are told at once, with a suggestion where a name is near") func together() {
    let (_, problems) = parsedPair("pair: P\na: {targt: x}\nb: {target: y, isuer: i1}\nvalues: {}\n")
    #expect(problems.count == 3 + 7)
    #expect(problems.contains { $0.help == "did you mean target?" })
    #expect(problems.contains { $0.help == "did you mean issuer?" })
  }

  @Test("The published schema is the one of the reader") func schema() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors/schema/pair.schema.json")
      .standardizedFileURL
    if ProcessInfo.processInfo.environment["AIMS_WRITE_SCHEMAS"] == "1" { try Data((PairFile.schema.pretty + "\n").utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == PairFile.schema.pretty + "\n", "print it with: aims schema pair")
  }
}

@Suite("The seven values") struct PairValuesTests {
  static let a: JSON = ["servers": ["home": ["issuer": "https://a.example"]]]
  static let b: JSON = [
    "servers": ["abroad": ["issuer": "https://b.example", "accepts-issuers": ["i1", "https://a.example"]]]
  ]

  static func compared(_ from: String = "", _ to: String = "") throws -> PairValues {
    let text = from.isEmpty ? soundPair : soundPair.replacing(from, with: to, maxReplacements: 1)
    return PairValues(try #require(parsedPair(text).0), a: a, b: b)
  }

  @Test("Values that are the same on both sides agree; one that is stated on one side only is neither") func same() throws {
    let values = try Self.compared()
    #expect(values.problems.isEmpty)
    #expect(values.differing.isEmpty)
    #expect(values.rows.map(\.name) == PairFile.ValueName.allCases)
    #expect(values.rows.first { $0.name == .subject }?.agree == nil)
    #expect(values.rows.filter { $0.agree == true }.count == 6)
    #expect(values.nameOfB == "https://b.example")
  }

  @Test(
    "A value that was copied wrongly differs, and no other",
    arguments: [
      ("{a: ES256, b: [ES256, RS256]}", "{a: EdDSA, b: [ES256, RS256]}", PairFile.ValueName.keys),
      ("{a: $b.servers.abroad.issuer,", "{a: https://b.example/,", .nameOfB),
      ("name-of-a: {a: $a.servers.home.issuer", "name-of-a: {a: https://a.example/realm", .nameOfA),
      ("{a: alice}", "{a: alice, b: [bob]}", .subject),
      ("{a: [read], b: [read]}", "{a: [read], b: [files.read]}", .scope),
      ("{a: c, b: c}", "{a: c, b: d}", .client),
      ("{a: 60, b: 300}", "{a: 3600, b: 300}", .lifetime),
    ])
  func differs(from: String, to: String, name: PairFile.ValueName) throws {
    #expect(try Self.compared(from, to).differing == [name])
  }

  @Test("A grant may live as long as the other side takes") func lifetime() throws {
    #expect(try Self.compared("{a: 60, b: 300}", "{a: 300, b: 300}").differing.isEmpty)
  }

  @Test("A reference that leads nowhere is told with its place") func dangling() throws {
    let values = try Self.compared("{a: alice}", "{a: $a.users.alice.subject}")
    #expect(values.problems.map(\.rendered).first?.hasPrefix("pairs/mine.yaml:10:16: error: $a.users.alice.subject leads nowhere") == true)
  }
}
