import Foundation
import OrderedJSON
import Testing

@testable import Reports

@Suite("The report of a pair") struct PairReportTests {
  /// A pair in which everything that a report can hold stands.
  static let full: JSON = [
    "format": "aims-pair/1", "name": "One and | another", "about": "For tests.", "profile": "chaining",
    "suite": ["version": "0", "vectors": "0"], "a": ["name": "One", "version": "1"], "b": ["name": "Another", "version": "2"],
    "same": false,
    "values": [["value": "keys", "at-a": "ES256", "at-b": ["RS256"], "agree": false], ["value": "scope"]],
    "envelope": [["dimension": "type", "value": "jwt", "outcome": "refused", "error": "invalid_grant"]],
    "emission": [
      "rungs": [["request": "audience", "outcome": "refused", "error": "invalid_target"]], "knob": "target as resource",
      "issued-token-type": "urn:x", "token-type": "N_A", "signature": "valid", "algorithm": "ES256", "claims": ["iss"],
      "shape": [["dimension": "type", "value": "jwt"]],
    ],
    "prediction": ["cell": "B: invalid_grant", "not-tried": ["lifetime"]],
    "replay": ["outcome": "refused", "error": "invalid_grant"],
    "live": [
      "not-attempted": "x", "stages": [["stage": "a grant of A", "outcome": "accepted", "error": "none"]], "knobs": ["no scope at B"],
    ],
    "negatives": [["attempt": "the same grant a second time", "outcome": "refused", "error": "invalid_grant"]],
    "survival": [["claim": "sub", "at-a": "a", "grant": "a", "at-b": "b", "outward": "kept", "inward": "changed"]],
    "cell": "B: invalid_grant", "not-attempted": "x",
    "attribution": ["to": "texts", "why": "no text gives the grant a type", "cites": "GAP-EXCHANGE-11", "doubt": "something"],
  ]

  @Test("The published schema is the one of the report") func published() throws {
    let file = checkout.appending(path: "vectors/schema/pair-report.schema.json")
    if ProcessInfo.processInfo.environment["AIMS_UPDATE_SCHEMAS"] != nil {
      try Data((PairReport.schema.pretty + "\n").utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == PairReport.schema.pretty + "\n")
  }

  @Test("The schema describes all that a pair can hold, and nothing else") func inStep() {
    var used: Set<String> = []
    #expect(SchemaCheck(root: PairReport.schema).check(Self.full, &used) == [])
    var declared: Set<String> = []
    SchemaCheck.properties(of: PairReport.schema, at: "", &declared)
    #expect(declared.subtracting(used) == [])
  }

  @Test("The schema refuses a party that is none, a cell that is missing and what it does not know") func refuses() {
    var json = Self.full
    json["attribution"]?["to"] = "C"
    json["cell"] = nil
    json["extra"] = 1
    var used: Set<String> = []
    #expect(SchemaCheck(root: PairReport.schema).check(json, &used).count == 3)
  }

  @Test("The report says what differs, who refused, whose it is and what is not excluded") func markdown() {
    var pair = Self.full
    pair["not-attempted"] = nil
    pair["live"]?["not-attempted"] = nil
    let text = PairReport.markdown(pair)
    #expect(text.contains("| keys | `ES256` | `[\"RS256\"]` | **no** |"))
    #expect(text.contains("| scope |  |  | not stated |"))
    #expect(text.contains("- One 1 → Another 2: **texts** – no text gives the grant a type (GAP-EXCHANGE-11). Not excluded: something"))
    #expect(text.contains("| type | `jwt` | refused (invalid_grant) |"))
    #expect(text.contains("| sub | `a` | kept | `a` | changed | `b` |"))
    #expect(text.contains("One and \\| another"))
  }

  @Test("A pair that was not attempted says why, and blames nobody") func notAttempted() {
    var pair = Self.full
    pair["attribution"] = nil
    pair["envelope"] = []
    let text = PairReport.markdown(pair)
    #expect(text.contains("not attempted – x"))
    #expect(text.contains("B took no grant of the suite's trusted issuer"))
  }

  @Test("Several pairs are one matrix for each profile, with a row for each A") func matrix() {
    var back = Self.full
    back["a"] = Self.full["b"]
    back["b"] = Self.full["a"]
    back["cell"] = "ok"
    back["attribution"] = nil
    back["not-attempted"] = nil
    let text = PairReport.matrix([Self.full, back])
    #expect(text.contains("| A \\ B | Another 2 | One 1 |"))
    #expect(text.contains("| **One 1** | `B: invalid_grant` |  |"))
    #expect(text.contains("| **Another 2** |  | `ok` |"))
  }

  @Test("Only what says that it is a pair is one") func format() {
    #expect(PairReport.isPair(Self.full))
    #expect(!PairReport.isPair(["format": "aims-report/1"]))
  }
}
