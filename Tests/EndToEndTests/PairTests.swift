import Foundation
import OrderedJSON
import Testing

/// `aims pair` against the reference target, which serves two domains.
extension EndToEnd {
  @Suite("Two servers as two domains", .serialized) struct Pairs {
    /// The pair file of the repository; the target of both sides is the embedded one.
    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors/pairs/embedded.yaml")
      .standardizedFileURL

    /// Runs the pair and reads what came of it.
    static func run(_ file: String = file.path, _ arguments: [String] = []) throws -> (outcome: Program.Outcome, result: JSON) {
      let folder = try Folder()
      let outcome = try Program.aims(["pair", file, "--reports", folder.path] + arguments)
      let text = try? folder.read("pair.json")
      if text != nil { #expect(try folder.read("pair.md").contains("## What A emits")) }
      return (outcome, try text.map { try JSON.parse($0) } ?? .null)
    }

    @Test("the embedded pair works, and is marked as one product on both sides") func sound() throws {
      let (outcome, result) = try Self.run()
      #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
      #expect(result["cell"] == "ok")
      #expect(result["same"] == true)
      #expect(result["attribution"] == nil)
      #expect(result["replay"]?["outcome"] == "accepted")
      #expect(result["values"]?.array?.allSatisfy { $0["agree"] == true } == true)
      // What crosses the border: the user under another name, the client of B in place of A's.
      let fates = result["survival"]?.array?.first { $0["claim"] == "sub" }
      #expect(fates?["inward"] == "changed")
      let attempts = result["negatives"]?.array ?? []
      #expect(attempts.count == 6)
      for attempt in attempts { #expect(attempt["outcome"] == "refused", "\(attempt.compact)") }
    }

    @Test(
      "a defect is attributed to the side that has it",
      arguments: [
        ("chain-aud-is-resource", "A", "IC-03"), ("chain-unpublished-key", "A", "RFC7523-3-9"),
        ("chain-issuer-is-client", "A", "RFC7523-3-1"), ("rs-subject-must-be-client", "B", "RFC6749-7-1"),
      ] as [(String, String, String?)])
    func defect(name: String, party: String, cites: String?) throws {
      let (outcome, result) = try Self.run(Self.file.path, ["--defect", name])
      #expect(outcome.status == 1, "\(outcome.errors)")
      #expect(result["cell"]?.string?.hasPrefix("ok") == false)
      #expect(result["attribution"]?["to"]?.string == party, "\(result["attribution"]?.compact ?? "none")")
      #expect(result["attribution"]?["cites"]?.string == cites)
    }

    @Test("a value that was copied wrongly is found before the first request, and is the operator's") func copiedWrongly() throws {
      let folder = try Folder()
      let text = try String(contentsOf: Self.file, encoding: .utf8)
      let right = "name-of-b: {a: $a.servers.abroad.issuer"
      #expect(text.contains(right))
      let file = try folder.write("pair.yaml", text.replacing(right, with: "name-of-b: {a: \"https://elsewhere.example\""))
      let checked = try Program.aims(["pair", file, "--check"])
      #expect(checked.status == 1, "\(checked.errors)")
      #expect(checked.output.contains("| name-of-b | `https://elsewhere.example` |"))
      let (outcome, result) = try Self.run(file)
      #expect(outcome.status == 1)
      #expect(result["cell"]?.string?.hasPrefix("A: ") == true)
      #expect(result["attribution"]?["to"] == "operator")
      #expect(result["attribution"]?["why"]?.string?.contains("name-of-b") == true)
    }

    @Test("a faulty pair file ends with status 2, the place and what to do", arguments: [["lint"], ["pair"]]) func faulty(command: [String])
      throws
    {
      let folder = try Folder()
      let text = try String(contentsOf: Self.file, encoding: .utf8).replacing("scope: {a: [read]", with: "scope: {a: $c.read")
      let file = try folder.write("pair.yaml", text)
      let outcome = try Program.aims(command + [file])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("pair.yaml:13:14: error: $c.read refers to neither side"), "\(outcome.errors)")
      let dangling = try folder.write(
        "dangling.yaml", try String(contentsOf: Self.file, encoding: .utf8).replacing("{a: user-alice,", with: "{a: $a.users.zoe.subject,"))
      let run = try Program.aims(["pair", dangling, "--check"])
      #expect(run.status == 2)
      #expect(run.errors.contains("leads nowhere in the description of A"), "\(run.errors)")
    }

    @Test("pairs stand side by side in a matrix") func matrix() throws {
      let folder = try Folder()
      _ = try Program.aims(["pair", Self.file.path, "--reports", folder.path + "/one"])
      _ = try Program.aims(["pair", Self.file.path, "--reports", folder.path + "/two", "--defect", "chain-aud-is-resource"])
      let outcome = try Program.aims(["matrix", folder.path + "/one/pair.json", folder.path + "/two/pair.json"])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("### chaining: grants of A (rows) at B (columns)"))
      #expect(outcome.output.contains("`ok` `same`; `B: invalid_grant` `same`"), "\(outcome.output)")
      #expect(outcome.output.contains("**A** – "))
    }
  }
}
