import Foundation

/// Reads one line of a child's output without blocking a thread of the cooperative pool.
enum FirstLine {
  /// The line without its end; nil at the end of the output or of the time.
  static func read(from handle: FileHandle, timeLimit: Double) async -> String? {
    let descriptor = handle.fileDescriptor
    return await withCheckedContinuation { continuation in
      let thread = Thread {
        continuation.resume(returning: line(of: descriptor, until: Date().addingTimeInterval(timeLimit)))
        // Whatever else it prints is read and forgotten, so that it never blocks on a full pipe.
        var rest = [UInt8](repeating: 0, count: 4096)
        while Foundation.read(handle.fileDescriptor, &rest, rest.count) > 0 {}
      }
      thread.start()
    }
  }

  private static func line(of descriptor: Int32, until deadline: Date) -> String? {
    var bytes: [UInt8] = []
    while true {
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let remaining = deadline.timeIntervalSinceNow
      guard remaining > 0, Foundation.poll(&poll, 1, Int32(min(remaining, 3600) * 1000) + 1) > 0 else { return nil }
      var byte: UInt8 = 0
      guard Foundation.read(descriptor, &byte, 1) == 1 else { return nil }
      if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
      if bytes.count > 4096 { return nil }
    }
  }
}
