import Foundation
import Reports

/// The reference target as a child process: a true black box, ended with its parent, its folder removed.
final class EmbeddedTarget: Sendable {
  /// Where it listens.
  let url: String
  /// The target description that it wrote.
  let description: String
  /// Keys, certificates and the description.
  let state: String

  private let process: ChildProcess
  private let removesState: Bool

  struct Options: Sendable {
    var defects: [String] = []
    var presets: [String] = []
    var port = 0
    /// Nil: a temporary folder, removed at the end.
    var state: String?
    var logs = false
  }

  /// Starts it and waits until it listens.
  /// - Throws: `Failure`: status 2 for an unknown defect, 3 if there is no such program, 4 if it does not come up.
  static func start(_ options: Options, timeLimit: Double = 60) async throws -> EmbeddedTarget {
    let program = try ReferenceProgram.path()
    let state = try options.state ?? temporaryFolder()
    var arguments = ["--state", state, "--port", String(options.port), "--stop-with-parent"]
    for defect in options.defects { arguments += ["--defect", defect] }
    for preset in options.presets { arguments += ["--preset", preset] }
    if options.logs { arguments.append("--log") }
    let log = state + ".log"
    let errors = options.logs ? STDERR_FILENO : open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer {
      if !options.logs { close(errors) }
      try? FileManager.default.removeItem(atPath: log)
    }
    func clean(_ status: ExitStatus, _ reason: String) -> Failure {
      if options.state == nil { try? FileManager.default.removeItem(atPath: state) }
      return Failure(status, "error: the embedded target \(reason)" + tail(of: log))
    }
    let process: ChildProcess
    do { process = try ChildProcess(program, arguments, errors: errors) } catch { throw clean(.notJudged, "cannot be started: \(program)") }
    let line = await FirstLine.read(from: process.output, timeLimit: timeLimit)
    let words = (line ?? "").split(separator: " ", maxSplits: 2).map(String.init)
    if words.count == 3, words[0] == "ready" {
      return EmbeddedTarget(url: words[1], description: words[2], state: state, process: process, removesState: options.state == nil)
    }
    let end = await process.wait(milliseconds: 500)
    process.send(SIGKILL)
    _ = await process.wait(milliseconds: 1000)
    switch end {
    case nil: throw clean(.suiteError, "did not come up within \(Int(timeLimit)) s")
    // Wrong arguments (an unknown defect) are the caller's mistake: ArgumentParser ends with 64.
    case .exit(64): throw clean(.usage, "refused its arguments")
    case .exit, .signal: throw clean(.suiteError, "ended before it listened")
    }
  }

  private init(url: String, description: String, state: String, process: ChildProcess, removesState: Bool) {
    self.url = url
    self.description = description
    self.state = state
    self.process = process
    self.removesState = removesState
  }

  /// Nil while it runs; otherwise how it ended.
  var end: String? {
    switch process.end {
    case nil: nil
    case .exit(let status): "ended with status \(status)"
    case .signal(let number): "was ended by signal \(number)"
    }
  }

  /// Ends it, politely at first, and removes its temporary folder. Does nothing the second time.
  func stop() async {
    process.send(SIGTERM)
    if await process.wait(milliseconds: 2000) == nil {
      process.send(SIGKILL)
      _ = await process.wait(milliseconds: 1000)
    }
    if removesState { try? FileManager.default.removeItem(atPath: state) }
  }

  private static func temporaryFolder() throws -> String {
    let base = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(base)/aims-XXXXXX".utf8CString)
    guard let path = template.withUnsafeMutableBufferPointer({ mkdtemp($0.baseAddress!) }) else {
      throw Failure(.suiteError, "error: no temporary folder could be made in \(base)")
    }
    return String(cString: path)
  }

  private static func tail(of log: String) -> String {
    guard let data = FileManager.default.contents(atPath: log), !data.isEmpty else { return "" }
    let lines = String(decoding: data.suffix(4096), as: UTF8.self).split(separator: "\n").suffix(12)
    return "\nits last words:\n" + lines.map { "  " + $0 }.joined(separator: "\n")
  }
}
