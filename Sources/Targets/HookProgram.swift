import Foundation

/// Why a hook's program gave nothing. What it printed is not repeated: it may be a secret.
public struct HookFailure: Error, Sendable, Hashable {
  public var reason: String
}

/// A program of the operator: JSON on its input, its answer on its output.
public struct HookProgram: Sendable {
  /// The program, a path relative to `folder` or a name found in PATH, and its arguments.
  public var command: [String]
  /// The folder of the target description, in which it runs.
  public var folder: String
  /// Seconds until it is ended.
  public var timeLimit: Double

  public init(command: [String], folder: String, timeLimit: Double = 30) {
    self.command = command
    self.folder = folder
    self.timeLimit = timeLimit
  }

  /// Runs it and returns what it printed. Blocks the calling thread.
  public func run(input: String) throws(HookFailure) -> String {
    guard let program = command.first else { throw HookFailure(reason: "the hook names no program") }
    let process = Process()
    if program.contains("/") {
      process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "\(folder)/\(program)")
      process.arguments = Array(command.dropFirst())
    } else {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = command
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let stdin = Pipe(), stdout = Pipe()
    process.standardInput = stdin
    process.standardOutput = stdout
    do { try process.run() } catch { throw HookFailure(reason: "\(program) could not be started") }
    // A program that reads nothing must not end the suite by SIGPIPE; small inputs fit the pipe, so one write is enough.
    signal(SIGPIPE, SIG_IGN)
    try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try? stdin.fileHandleForWriting.close()
    let identifier = process.processIdentifier
    let ended = LockedBox(false)
    let limit = timeLimit
    let watchdog = Thread {
      let deadline = Date().addingTimeInterval(limit)
      while Date() < deadline {
        if ended.with({ $0 }) { return }
        Thread.sleep(forTimeInterval: 0.02)
      }
      if !ended.with({ $0 }) { kill(identifier, SIGKILL) }
    }
    watchdog.start()
    let output = (try? stdout.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    ended.with { $0 = true }
    guard process.terminationReason == .exit else { throw HookFailure(reason: "\(program) was ended after \(Int(limit)) s or by a signal") }
    guard process.terminationStatus == 0 else {
      throw HookFailure(reason: "\(program) ended with status \(process.terminationStatus)")
    }
    guard let text = String(data: output, encoding: .utf8) else { throw HookFailure(reason: "\(program) printed no UTF-8 text") }
    return text
  }
}
