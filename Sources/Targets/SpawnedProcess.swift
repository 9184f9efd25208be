import Foundation

/// A program as `posix_spawn` started it, with a pipe to its input and one from its output.
///
/// Foundation's `Process` learns of a child's end by a socket that other children inherit: with several at a time it would not notice
/// an end. Here nothing is inherited but the three standard streams, and the child has a process group of its own (Ctrl-C is ours to
/// pass on). Whoever starts it closes the two descriptors and asks for its end (`waitpid`).
public struct SpawnedProcess: Sendable {
  public let identifier: pid_t
  /// Where its standard input is written.
  public let input: Int32
  /// Where its standard output is read.
  public let output: Int32

  private static let starting = NSLock()

  /// - Parameters:
  ///   - path: the program.
  ///   - words: its arguments, the name by which it is called first.
  ///   - errors: a descriptor for its standard error; nil: that of this process.
  /// - Throws: `errno` as `POSIXError`.
  public init(_ path: String, _ words: [String], errors: Int32? = nil) throws(POSIXError) {
    var inputPipe: [Int32] = [-1, -1], outputPipe: [Int32] = [-1, -1]
    // No other child may start between the making of a pipe and its being closed on exec, or it would keep the pipe open.
    Self.starting.lock()
    defer { Self.starting.unlock() }
    guard pipe(&inputPipe) == 0, pipe(&outputPipe) == 0 else {
      for descriptor in inputPipe + outputPipe where descriptor >= 0 { close(descriptor) }
      throw POSIXError(.EMFILE)
    }
    for descriptor in inputPipe + outputPipe { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    defer {
      close(inputPipe[0])
      close(outputPipe[1])
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inputPipe[0], 0)
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    if let errors { posix_spawn_file_actions_adddup2(&actions, errors, 2) }
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
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, path, &actions, &attributes, &arguments, environ)
    guard code == 0 else {
      close(inputPipe[1])
      close(outputPipe[0])
      throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT)
    }
    (identifier, input, output) = (started, inputPipe[1], outputPipe[0])
  }
}
