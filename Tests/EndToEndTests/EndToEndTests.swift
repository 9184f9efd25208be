import Documents
import Foundation
import OrderedJSON
import Testing

/// All of them one after the other: they start processes, and processes that start at the same time inherit each other's descriptors.
@Suite("End to end", .serialized) enum EndToEnd {}

/// The executables, driven as a user would. They are built beside the test bundle.
enum Program {
  /// The folder in which the executables stand.
  static let folder: String = {
    var candidates = [ProcessInfo.processInfo.environment["AIMS_BIN"]].compactMap { $0 }
    candidates += CommandLine.arguments.prefix(1).map { ($0 as NSString).deletingLastPathComponent }
    candidates += [Bundle.main.bundlePath, (Bundle.main.bundlePath as NSString).deletingLastPathComponent]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0 + "/aims") } ?? candidates[0]
  }()

  struct Outcome: Sendable {
    var status: Int32
    var output: String
    var errors: String
    var seconds: Double
  }

  /// Runs `aims` to its end.
  static func aims(
    _ arguments: [String], environment: [String: String] = [:], during: ((Process) -> Void)? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: folder + "/aims")
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    variables["CI"] = "1"
    variables["GITHUB_STEP_SUMMARY"] = nil
    process.environment = variables.merging(environment) { $1 }
    // Files instead of pipes: nothing here can block on a full one.
    let outputPath = NSTemporaryDirectory() + "aims-out-\(UUID().uuidString)", errorPath = outputPath + ".err"
    defer { for path in [outputPath, errorPath] { try? FileManager.default.removeItem(atPath: path) } }
    for path in [outputPath, errorPath] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: errorPath)
    process.standardInput = FileHandle.nullDevice
    let start = Date()
    try process.run()
    during?(process)
    process.waitUntilExit()
    func text(_ path: String) -> String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
    return Outcome(
      status: process.terminationStatus, output: text(outputPath), errors: text(errorPath), seconds: Date().timeIntervalSince(start))
  }
}

/// A folder that is removed at the end of a test.
final class Folder {
  let path = NSTemporaryDirectory() + "aims-test-\(UUID().uuidString)"
  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try FileManager.default.createDirectory(atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
}

/// Verdicts by check id in a report.
func verdicts(_ report: String) throws -> [String: String] {
  let json = try JSON.parse(report)
  var found: [String: String] = [:]
  for scenario in json["scenarios"]?.array ?? [] {
    for check in scenario["checks"]?.array ?? [] {
      if let id = check["id"]?.string, let verdict = check["verdict"]?.string { found[id] = verdict }
    }
  }
  return found
}

extension EndToEnd {
  @Suite("Wrong usage", .serialized) struct Usage {
    @Test("a faulty description ends with status 2, the place, a caret and what to do") func description() throws {
      let folder = try Folder()
      let file = try folder.write(
        "target.yaml", "target: {name: a, version: b}\nservers:\n  home: {issuer: https://as.example, metdata: discover}\n")
      let outcome = try Program.aims(["run", "--target", file, "--reports", folder.path + "/r"])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("target.yaml:3:38: error: unknown key metdata"))
      #expect(outcome.errors.contains("^^^^^^^"))
      #expect(outcome.errors.contains("did you mean metadata?"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/r/report.json"))
    }

    @Test("a faulty scenario ends with status 2 and the place") func scenario() throws {
      let folder = try Folder()
      let text = "title: A thing\nrole: resource-server\nsteps:\n  - {id: token, do: tokn, with: {client: agent}}\n"
      let file = try folder.write("scenarios/possession/mine.yaml", text)
      let outcome = try Program.aims(["lint", file])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("mine.yaml:4:"), "\(outcome.errors)")
      #expect(outcome.errors.contains("tokn"))
    }

    @Test(
      "an unknown option ends with status 2",
      arguments: [["run", "--nonsense"], ["frobnicate"], ["run", "--shard", "3/2"], ["explain", "no-such-check"]])
    func option(arguments: [String]) throws {
      let outcome = try Program.aims(arguments)
      #expect(outcome.status == 2, "\(outcome.errors)")
      #expect(!outcome.errors.isEmpty)
    }

    @Test("an unknown defect of the embedded target ends with status 2") func defect() throws {
      let outcome = try Program.aims(["run", "--defect", "no-such-defect"])
      #expect(outcome.status == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains("no-such-defect"))
    }

    @Test("a secret that cannot be read is named by its place") func secret() throws {
      let folder = try Folder()
      let file = try folder.write(
        "target.yaml",
        """
        target: {name: a, version: b}
        servers: {home: {issuer: http://127.0.0.1:9, metadata: discover}}
        clients: {agent: {server: home, id: a, authentication: {method: client_secret_basic, secret: {env: NO_SUCH_VARIABLE}}}}
        """)
      let outcome = try Program.aims(["run", "--target", file, "--reports", folder.path + "/r"])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("NO_SUCH_VARIABLE"))
    }

    @Test("the vectors in the binary are sound") func lint() throws {
      let outcome = try Program.aims(["lint"])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("each shell has a completion script", arguments: ["bash", "zsh", "fish"]) func completion(shell: String) throws {
      let outcome = try Program.aims(["--generate-completion-script", shell])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("aims"))
    }
  }
}

extension EndToEnd {
  @Suite("Targets that cannot be tested", .serialized) struct Unreachable {
    @Test("a server that is not there ends with status 3, soon") func refused() throws {
      let folder = try Folder()
      let text = "target: {name: a, version: b}\nservers: {home: {issuer: http://127.0.0.1:9, metadata: discover}}\n"
      let file = try folder.write("target.yaml", text)
      let outcome = try Program.aims(["run", "--target", file, "--reports", folder.path + "/r"])
      #expect(outcome.status == 3, "\(outcome.errors)")
      #expect(outcome.errors.contains("127.0.0.1:9"))
      #expect(outcome.seconds < 20)
    }

    @Test("an embedded target that is missing, or ends at once, is said and is no success") func embedded() throws {
      let missing = try Program.aims(["run"], environment: ["AIMS_REFERENCE": "/nonexistent"])
      #expect(missing.status == 3, "\(missing.errors)")
      let dying = try Program.aims(["run"], environment: ["AIMS_REFERENCE": "/bin/false"])
      #expect(dying.status == 4, "\(dying.errors)")
      #expect(dying.errors.contains("ended before it listened"))
    }
  }
}
