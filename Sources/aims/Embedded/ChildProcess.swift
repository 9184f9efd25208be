import Foundation

/// A child process, started with `posix_spawn`.
///
/// Foundation's `Process` learns of a child's end by a socket that other children inherit: with several at a time it would not notice
/// an end. Here nothing is inherited but the three standard streams, the child has a process group of its own (Ctrl-C is ours to pass
/// on), and its end is asked for directly.
///
/// `@unchecked Sendable`: `ended` is only touched while `lock` is held; everything else is constant.
final class ChildProcess: @unchecked Sendable {
  enum End: Sendable, Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  let identifier: pid_t
  /// What it prints.
  let output: FileHandle
  /// Its standard input; it ends when this process does.
  private let input: FileHandle
  private let lock = NSLock()
  private static let starting = NSLock()
  private var ended: End?

  /// - Parameter errors: a descriptor for its standard error.
  /// - Throws: `errno` as `POSIXError` if it cannot be started.
  init(_ program: String, _ arguments: [String], errors: Int32) throws {
    var inputPipe: [Int32] = [0, 0], outputPipe: [Int32] = [0, 0]
    // No other child may start between the making of a pipe and its being closed on exec.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    guard pipe(&inputPipe) == 0, pipe(&outputPipe) == 0 else { throw POSIXError(.EMFILE) }
    for descriptor in inputPipe + outputPipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    input = FileHandle(fileDescriptor: inputPipe[1], closeOnDealloc: true)
    output = FileHandle(fileDescriptor: outputPipe[0], closeOnDealloc: true)
    defer {
      close(inputPipe[0])
      close(outputPipe[1])
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (from, to) in [(inputPipe[0], Int32(0)), (outputPipe[1], 1), (errors, 2)] { posix_spawn_file_actions_adddup2(&actions, from, to) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this process ignores or blocks are none of the child's business.
    var all = sigset_t(), none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
    identifier = started
  }

  /// How it ended; nil while it runs.
  var end: End? {
    lock.lock()
    defer { lock.unlock() }
    if let ended { return ended }
    var status: Int32 = 0
    guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
    ended = status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
    return ended
  }

  /// Sends a signal, unless it has ended.
  func send(_ signal: Int32) {
    if end == nil { kill(identifier, signal) }
  }

  /// Waits for its end.
  /// - Returns: nil if it still runs after that time.
  func wait(milliseconds: Int) async -> End? {
    for _ in 0..<max(1, milliseconds / 10) {
      if let end { return end }
      // Not a task's sleep: that ends at once in a task that was cancelled.
      await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) { continuation.resume() }
      }
    }
    return end
  }
}
