import Foundation

/// Why a hook's program gave nothing. What it printed is not repeated: it may be a secret.
public struct HookFailure: Error, Sendable, Hashable {
  public var reason: String

  public init(reason: String) { self.reason = reason }
}

/// A program of the operator: JSON on its input, its answer on its output.
public struct HookProgram: Sendable {
  /// The program, a path relative to `folder` or a name found in PATH, and its arguments.
  public var command: [String]
  /// The folder of the target description, in which it runs.
  public var folder: String
  /// Seconds until it is ended, and what it started with it.
  public var timeLimit: Double

  /// What it may print, in bytes.
  static let outputLimit = 1 << 20

  public init(command: [String], folder: String, timeLimit: Double = 30) {
    self.command = command
    self.folder = folder
    self.timeLimit = timeLimit
  }

  /// Runs it on a thread of its own and returns what it printed: the cooperative pool has few threads.
  public func output(for input: String) async -> Result<String, HookFailure> {
    await withCheckedContinuation { continuation in
      Thread {
        do throws(HookFailure) {
          continuation.resume(returning: .success(try run(input: input)))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }.start()
    }
  }

  /// Runs it and returns what it printed. Blocks the calling thread.
  public func run(input: String) throws(HookFailure) -> String {
    guard let program = command.first, !program.isEmpty else { throw HookFailure(reason: "the hook names no program") }
    // A program that reads nothing must not end the suite by SIGPIPE.
    signal(SIGPIPE, SIG_IGN)
    guard let child = Child(command, folder: folder) else { throw HookFailure(reason: "\(program) could not be started") }
    child.write(input)
    let deadline = Date().addingTimeInterval(timeLimit)
    var output: [UInt8] = []
    var end: Int32?
    var isOpen = true
    while end == nil || isOpen {
      guard Date() < deadline, output.count <= Self.outputLimit else {
        child.kill()
        let limit = timeLimit == timeLimit.rounded() ? String(Int(timeLimit)) : String(timeLimit)
        throw HookFailure(
          reason: output.count > Self.outputLimit
            ? "\(program) printed more than 1 MiB and was ended" : "\(program) did not end within \(limit) s and was ended")
      }
      isOpen = child.read(into: &output, milliseconds: end == nil ? 20 : 0)
      // Its end counts, not that of its output: something that it started may keep that open.
      if end == nil { end = child.end } else if !child.hasMore { isOpen = false }
    }
    let status = end ?? 0
    guard status & 0x7F == 0 else { throw HookFailure(reason: "\(program) was ended by signal \(status & 0x7F)") }
    switch (status >> 8) & 0xFF {
    case 0: break
    case 126: throw HookFailure(reason: "\(program) could not be started: it may not be executed (status 126)")
    case 127: throw HookFailure(reason: "\(program) could not be started: it was not found (status 127)")
    case let status: throw HookFailure(reason: "\(program) ended with status \(status)")
    }
    guard let text = String(validating: output, as: UTF8.self) else { throw HookFailure(reason: "\(program) printed no UTF-8 text") }
    return text
  }
}

extension HookProgram {
  /// A started program with its two pipes. Used by one thread.
  private final class Child {
    private let process: SpawnedProcess
    private var isReaped = false

    init?(_ command: [String], folder: String) {
      // The shell changes into the folder and becomes the program; a name without a slash is looked up in PATH.
      let words = ["sh", "-c", #"cd "$1" && shift && exec "$@""#, "hook", folder] + command
      guard let process = try? SpawnedProcess("/bin/sh", words) else { return nil }
      self.process = process
      _ = fcntl(process.input, F_SETFL, O_NONBLOCK)
    }

    deinit {
      if !isReaped { kill() }
      close(process.output)
    }

    /// Writes the input and ends it. What does not fit a pipe that nobody reads is left out.
    func write(_ text: String) {
      let bytes = Array(text.utf8)
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { Foundation.write(process.input, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        sent += count
      }
      close(process.input)
    }

    /// Whether something can be read at once.
    var hasMore: Bool {
      var poll = pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)
      return Foundation.poll(&poll, 1, 0) > 0 && poll.revents & Int16(POLLIN) != 0
    }

    /// Reads what comes within a time; false at the end of the output.
    func read(into bytes: inout [UInt8], milliseconds: Int32) -> Bool {
      var poll = pollfd(fd: process.output, events: Int16(POLLIN), revents: 0)
      guard Foundation.poll(&poll, 1, milliseconds) > 0 else { return true }
      var buffer = [UInt8](repeating: 0, count: 16_384)
      let count = Foundation.read(process.output, &buffer, buffer.count)
      guard count > 0 else {
        // At the end there is nothing to wait for but the program itself.
        if milliseconds > 0 { usleep(useconds_t(milliseconds) * 1000) }
        return false
      }
      bytes += buffer[..<count]
      return true
    }

    /// How it ended, as `waitpid` says; nil while it runs.
    var end: Int32? {
      var status: Int32 = 0
      guard waitpid(process.identifier, &status, WNOHANG) == process.identifier else { return nil }
      isReaped = true
      return status
    }

    /// Ends it and all that it started.
    func kill() {
      Foundation.kill(-process.identifier, SIGKILL)
      var status: Int32 = 0
      if !isReaped { waitpid(process.identifier, &status, 0) }
      isReaped = true
    }
  }
}
