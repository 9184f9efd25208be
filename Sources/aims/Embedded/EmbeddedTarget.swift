import Foundation
import Reports

/// The reference target as a child process: a true black box, ended with its parent, its folder removed.
///
/// `@unchecked Sendable`: `process` is started once before anybody else sees it; afterwards only its thread-safe members (state,
/// signals) are used. Everything else is constant.
final class EmbeddedTarget: @unchecked Sendable {
  /// Where it listens.
  let url: String
  /// The target description that it wrote.
  let description: String
  /// Keys, certificates and the description.
  let state: String

  private let process: Process
  private let input: Pipe
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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let input = Pipe(), output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    let log = state + ".log"
    _ = FileManager.default.createFile(atPath: log, contents: nil, attributes: [.posixPermissions: 0o600])
    let errors = options.logs ? FileHandle.standardError : FileHandle(forWritingAtPath: log)
    process.standardError = errors ?? FileHandle.nullDevice
    defer { try? FileManager.default.removeItem(atPath: log) }
    func fail(_ status: ExitStatus, _ reason: String) -> Failure {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      if options.state == nil { try? FileManager.default.removeItem(atPath: state) }
      return Failure(status, "error: the embedded target \(reason)" + tail(of: log))
    }
    do { try process.run() } catch { throw fail(.notJudged, "cannot be started: \(program)") }
    let line = await FirstLine.read(from: output.fileHandleForReading, timeLimit: timeLimit)
    let words = (line ?? "").split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3, words[0] == "ready" else {
      if line == nil, process.isRunning { throw fail(.suiteError, "did not come up within \(Int(timeLimit)) s") }
      process.waitUntilExit()
      // Wrong arguments (an unknown defect) are the caller's mistake: ArgumentParser ends with 64.
      let isUsage = process.terminationReason == .exit && process.terminationStatus == 64
      throw fail(isUsage ? .usage : .suiteError, isUsage ? "refused its arguments" : "ended before it listened")
    }
    return EmbeddedTarget(
      url: words[1], description: words[2], state: state, process: process, input: input, removesState: options.state == nil)
  }

  private init(url: String, description: String, state: String, process: Process, input: Pipe, removesState: Bool) {
    self.url = url
    self.description = description
    self.state = state
    self.process = process
    self.input = input
    self.removesState = removesState
  }

  /// Nil while it runs; otherwise how it ended.
  var end: String? {
    if process.isRunning { return nil }
    let status = process.terminationStatus
    return process.terminationReason == .exit ? "ended with status \(status)" : "was ended by signal \(status)"
  }

  /// Ends it, politely at first, and removes its temporary folder. Does nothing the second time.
  func stop() async {
    if process.isRunning {
      process.terminate()
      // Not a task's sleep: that ends at once in a task that was cancelled.
      for _ in 0..<100 where process.isRunning { await pause(milliseconds: 20) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    try? input.fileHandleForWriting.close()
    if removesState { try? FileManager.default.removeItem(atPath: state) }
  }

  private func pause(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { continuation.resume() }
    }
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
