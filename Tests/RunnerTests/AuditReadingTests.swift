import Forge
import OrderedJSON
import Testing

@testable import Runner

@Suite("Reading an audit log") struct AuditReadingTests {
  static let log: JSON = [
    "map": ["agent": "/who", "token": "/details/id", "decision": ["pointer": "/result", "values": ["OK": "permit", "*": "deny"]], "time": "/at"],
    "integrity": ["previous": "/before"], "identity": ["a-1": "agent"],
  ]

  private static func reading(_ text: String) -> AuditReading {
    AuditReading(text: text, log: log, map: log["map"] ?? .null, now: 1_800_000_000_000)
  }

  @Test("A record is found by its own token, under the suite's names") func mapped() {
    let text = #"{"who":"a-1","details":{"id":"t-1"},"result":"NO","at":1800000000}"# + "\n" + #"{"parent":"t-1","details":{"id":"t-2"}}"# + "\n"
    let records = Self.reading(text).records(naming: ["t-1"])
    #expect(records.count == 1)
    #expect(records.first?["agent"] == "agent")
    #expect(records.first?["decision"] == "deny")
    #expect(records.first?["clock"] == "right")
  }

  @Test("Times are judged", arguments: [(#""2027-01-15T08:00:00Z""#, "right"), (#""2027-01-15T08:00:00""#, "without-zone"), ("1", "off"), (#""noon""#, "unreadable")])
  func times(time: String, quality: String) {
    let text = #"{"details":{"id":"t-1"},"at":"# + time + "}\n"
    #expect(Self.reading(text).records(naming: ["t-1"]).first?["clock"]?.string == quality)
  }

  @Test("A changed, a missing and a moved line break the chain") func chain() {
    var lines: [String] = []
    for number in 0..<4 {
      let before = lines.last.map { Base64URL.encode(Digest.sha256($0)) } ?? ""
      lines.append(#"{"number":\#(number),"before":"\#(before)"}"#)
    }
    func chain(_ lines: [String]) -> String? { Self.reading(lines.joined(separator: "\n") + "\n").summary["chain"]?.string }
    #expect(chain(lines) == "intact")
    var changed = lines
    changed[1] = changed[1].replacing("1", with: "7")
    #expect(chain(changed) == "broken")
    #expect(chain([lines[0], lines[2], lines[3]]) == "broken")
    #expect(chain([lines[0], lines[2], lines[1], lines[3]]) == "broken")
  }

  @Test("A line that is still being written is left out") func partial() {
    #expect(Self.reading("{\"a\":1}\n{\"b\"").summary["lines"] == 1)
  }

  @Test("A secret of the run is noticed, and not repeated") func secrets() {
    let vault = SecretVault()
    vault.remember("a-secret-of-this-run")
    #expect(vault.kindsOfSecrets(in: #"{"raw":"a-secret-of-this-run"}"#) == "secret")
    #expect(vault.kindsOfSecrets(in: #"{"raw":"nothing"}"#) == "none")
  }
}
