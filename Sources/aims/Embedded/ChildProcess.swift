import Foundation
import Targets

/// A child process whose end can be waited for.
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
  private var ended: End?

  /// - Parameter errors: a descriptor for its standard error.
  /// - Throws: `errno` as `POSIXError` if it cannot be started.
  init(_ program: String, _ arguments: [String], errors: Int32) throws {
    let process = try SpawnedProcess(program, [program] + arguments, errors: errors)
    input = FileHandle(fileDescriptor: process.input, closeOnDealloc: true)
    output = FileHandle(fileDescriptor: process.output, closeOnDealloc: true)
    identifier = process.identifier
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
