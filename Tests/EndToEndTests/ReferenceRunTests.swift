import Foundation
import OrderedJSON
import Testing

/// Runs against the reference target. One after the other: each uses the machine as a user would, and the times matter.
extension EndToEnd {
  @Suite("The reference target", .serialized) struct ReferenceRun {
    @Test("a sound target passes; its transcript gives the same verdicts again, without the target") func judgedAgain() throws {
      let folder = try Folder()
      let run = try Program.aims(["run", "--area", "possession", "--reports", folder.path + "/run"])
      #expect(run.status == 0, "\(run.output.suffix(2000))")
      let again = try Program.aims(["judge", folder.path + "/run/transcript.jsonl", "--reports", folder.path + "/again"])
      #expect(again.status == run.status)
      let first = try verdicts(folder.read("run/report.json")), second = try verdicts(folder.read("again/report.json"))
      #expect(first.values.contains("passed"))
      #expect(first == second)
      for name in ["junit.xml", "report.md", "report.html", "gaps.md", "gaps.json"] { #expect(!(try folder.read("run/" + name)).isEmpty) }
    }

    @Test("a defect fails the run, and the check that noticed it is named") func defect() throws {
      let folder = try Folder()
      let arguments = ["run", "--scenario", "possession.dpop.resource-server.*", "--reports", folder.path]
      let outcome = try Program.aims(arguments + ["--defect", "dpop-rs-ignores-cnf"])
      #expect(outcome.status == 1, "\(outcome.output.suffix(1000)) \(outcome.errors)")
      #expect(try verdicts(folder.read("report.json")).values.contains("failed"))
      #expect(outcome.output.contains("failed: "))
    }

    @Test("a baseline makes a known failure acceptable, and only that") func baseline() throws {
      let folder = try Folder()
      let arguments = ["run", "--scenario", "possession.dpop.resource-server.*", "--defect", "dpop-rs-ignores-cnf"]
      _ = try Program.aims(arguments + ["--reports", folder.path + "/a"])
      let written = try Program.aims(["baseline", folder.path + "/a/report.json"])
      #expect(written.status == 0)
      let file = try folder.write("baseline.yaml", written.output)
      let known = try Program.aims(arguments + ["--reports", folder.path + "/b", "--baseline", file])
      #expect(known.status == 0, "\(known.output.suffix(1500))")
      let empty = try folder.write("empty.yaml", "baseline: []\n")
      #expect(try Program.aims(arguments + ["--reports", folder.path + "/c", "--baseline", empty]).status == 1)
    }

    @Test("shards, joined, are the whole run") func shards() throws {
      let folder = try Folder()
      let selection = ["--scenario", "possession.dpop.resource-server.*"]
      let served = try Served()
      let target = ["--target", served.description]
      #expect(try Program.aims(["run"] + target + selection + ["--reports", folder.path + "/whole"]).status == 0)
      defer { withExtendedLifetime(served) {} }
      for part in 1...2 {
        let shard = try Program.aims(["run"] + target + selection + ["--shard", "\(part)/2", "--reports", "\(folder.path)/\(part)"])
        #expect(shard.status == 0, "\(shard.output.suffix(800)) \(shard.errors)")
      }
      let parts = (1...2).map { "\(folder.path)/\($0)/transcript.jsonl" }
      let merged = try Program.aims(["merge"] + parts + ["--reports", folder.path + "/merged"])
      #expect(merged.status == 0, "\(merged.output.suffix(800)) \(merged.errors)")
      #expect(try verdicts(folder.read("merged/report.json")) == verdicts(folder.read("whole/report.json")))
    }

    @Test("what the operator declares is in every report, also of a run that is judged again; a secret in it is taken out")
    func declarations() throws {
      let folder = try Folder()
      let served = try Served()
      defer { withExtendedLifetime(served) {} }
      let (_, secret) = try #require(try served.secrets().first)
      let questions = try Program.aims(["declarations"])
      #expect(questions.output.contains("requirement: AIMS-OBS-8"))
      let answers = try folder.write(
        "declarations.yaml",
        """
        declarations:
          - {requirement: AIMS-OBS-8, answer: met, statement: "Kept a year with \(secret).", by: Operations, date: "2026-11-25", evidence: ["https://a.example/retention"]}
          - {requirement: AIMS-PROV-7, answer: not-met, statement: "The model sees headers.", by: Operations, date: "2026-11-25"}
        """)
      let selection = ["--target", served.description, "--scenario", "discovery.server.*"]
      let run = try Program.aims(["run", "--declarations", answers, "--reports", folder.path + "/run"] + selection)
      #expect(run.status == 0, "\(run.output.suffix(800)) \(run.errors)")
      #expect(run.errors.contains("holds a secret of"))
      let again = try Program.aims(
        ["judge", folder.path + "/run/transcript.jsonl", "--declarations", answers, "--reports", folder.path + "/again"])
      #expect(again.status == run.status, "\(again.errors)")
      for name in ["report.json", "report.md", "report.html", "junit.xml", "gaps.md", "gaps.json"] {
        let first = try folder.read("run/" + name), second = try folder.read("again/" + name)
        #expect(first.contains("a.example/retention") && second.contains("a.example/retention"), "\(name)")
        #expect(!first.contains(secret), "\(name)")
      }
      func status(_ id: String) throws -> String? {
        try JSON.parse(folder.read("run/gaps.json"))["requirements"]?.array?.first { $0["id"]?.string == id }?["status"]?.string
      }
      #expect(try status("AIMS-OBS-8") == "declared")
      #expect(try status("AIMS-PROV-7") == "not-met")
    }

    @Test("Ctrl-C ends a run in order: reports of what was done, no child and no folder left") func interrupted() throws {
      let folder = try Folder()
      let temporary = try Folder()
      let outcome = try Program.aims(["run", "--reports", folder.path], environment: ["TMPDIR": temporary.path]) { process in
        // As soon as the transcript has begun the run is under way.
        for _ in 0..<600 {
          let size = (try? FileManager.default.attributesOfItem(atPath: folder.path + "/transcript.jsonl"))?[.size] as? Int ?? 0
          if size > 0 { break }
          Thread.sleep(forTimeInterval: 0.05)
        }
        kill(process.processIdentifier, SIGINT)
      }
      #expect([1, 3].contains(outcome.status), "\(outcome.status) \(outcome.errors)")
      #expect(outcome.output.contains("The run was cut off"))
      #expect(try JSON.parse(folder.read("report.json"))["interrupted"]?.string != nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
    }

    @Test("no secret of the target stands in anything that is written") func secrets() throws {
      let folder = try Folder()
      let served = try Served()
      let outcome = try Program.aims(["run", "--target", served.description, "--reports", folder.path])
      #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
      defer { withExtendedLifetime(served) {} }
      let needles = try served.secrets()
      #expect(needles.count > 10)
      let written = try FileManager.default.contentsOfDirectory(atPath: folder.path).map { ($0, try folder.read($0)) }
      #expect(written.count == 7)
      for (name, text) in written + [("output", outcome.output), ("errors", outcome.errors)] {
        for (source, needle) in needles where text.contains(needle) { Issue.record("\(name) shows the secret of \(source)") }
      }
    }
  }
}

/// `aims serve` with its own state folder, ended with the test.
final class Served {
  let folder: Folder
  private let process = Process()
  var description: String { folder.path + "/target.yaml" }

  init(_ options: [String] = []) throws {
    folder = try Folder()
    process.executableURL = URL(fileURLWithPath: Program.folder + "/aims-reference")
    process.arguments = ["--state", folder.path, "--port", "0", "--stop-with-parent"] + options
    let output = Pipe(), input = Pipe()
    process.standardOutput = output
    process.standardInput = input
    process.standardError = FileHandle.nullDevice
    try process.run()
    // One line, once it listens.
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard line.hasPrefix("ready ") else { throw NotReady() }
    keptOpen = input
  }

  private var keptOpen: Pipe?
  struct NotReady: Error {}

  deinit {
    // A child of a worker thread inherits its signal mask, in which SIGTERM is blocked.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// What must never be seen: secret files, and the private members of keys.
  func secrets() throws -> [(String, String)] {
    var found: [(String, String)] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      guard let text = try? folder.read(name).trimmingCharacters(in: .whitespacesAndNewlines) else { continue }
      if let key = (try? JSON.parse(text))?["d"]?.string {
        found.append((name, key))
      } else if name.hasSuffix("secret") {
        found.append((name, text))
      } else if text.contains("PRIVATE KEY") {
        // The first two lines of an elliptic curve key; what follows is its public half, which certificates show.
        for line in text.split(separator: "\n").filter({ !$0.hasPrefix("-") }).prefix(2) { found.append((name, String(line))) }
      }
    }
    return found
  }
}
