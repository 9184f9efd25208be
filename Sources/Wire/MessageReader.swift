/// Reads HTTP/1.1 messages (RFC 9112) from a socket, with bounds.
struct MessageReader {
  /// What is wrong with a message.
  enum Fault: Error, Equatable {
    case socket(SocketError)
    case malformed(String)
    case headersTooLarge
    case bodyTooLarge
    /// Nothing is wrong: whoever reads has all that it wants.
    case enough
    /// The connection ended within the message.
    case cutOff
  }

  let socket: Socket
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ socket: Socket) { self.socket = socket }

  /// A line with its line end; what is left, without one, at the end of the connection; empty when nothing is.
  mutating func line(limit: Int) throws(Fault) -> [UInt8] {
    var scanned = start
    while true {
      if let end = buffer[scanned...].firstIndex(of: 10) {
        guard end + 1 - start <= limit else { throw .headersTooLarge }
        defer { start = end + 1 }
        return Array(buffer[start...end])
      }
      if buffer.count - start > limit { throw .headersTooLarge }
      scanned = buffer.count
      let before = start
      if try fill() == 0 {
        defer { start = buffer.count }
        return Array(buffer[start...])
      }
      scanned -= before - start
    }
  }

  /// What has come, at most `maximum` octets; waits for at least one; empty at the end of the connection.
  mutating func some(_ maximum: Int) throws(Fault) -> ArraySlice<UInt8> {
    if start == buffer.count, try fill() == 0 { return [] }
    let end = min(buffer.count, start + maximum)
    defer { start = end }
    return buffer[start..<end]
  }

  private mutating func fill() throws(Fault) -> Int {
    buffer.removeFirst(start)
    start = 0
    do throws(SocketError) {
      let bytes = try socket.read()
      buffer.append(contentsOf: bytes)
      return bytes.count
    } catch { throw .socket(error) }
  }

  /// Hands on exactly `count` octets.
  mutating func exactly(_ count: Int, _ take: ([UInt8]) throws(Fault) -> Void) throws(Fault) {
    var left = count
    while left > 0 {
      let bytes = try some(left)
      if bytes.isEmpty { throw .cutOff }
      left -= bytes.count
      try take(Array(bytes))
    }
  }

  /// Hands on the content of chunks (RFC 9112 section 7.1) and then each trailer line.
  mutating func chunks(
    limit: Int, _ take: ([UInt8]) throws(Fault) -> Void, trailer: ([UInt8]) throws(Fault) -> Void
  ) throws(Fault) {
    while true {
      let line = try line(limit: 4096)
      if line.last != 10 { throw .cutOff }
      let digits = line.prefix { $0 != 10 && $0 != 13 && $0 != UInt8(ascii: ";") && $0 != 32 && $0 != 9 }
      guard digits.count <= 15, let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0,
        digits.first != UInt8(ascii: "+")
      else { throw .malformed("a chunk's size is \(quoted(String(decoding: line, as: UTF8.self)))") }
      if size == 0 { break }
      try exactly(size, take)
      let end = try self.line(limit: 2)
      if end != [13, 10] && end != [10] { throw .malformed("a chunk is longer than its size") }
    }
    while true {
      let line = try line(limit: limit)
      if line.last != 10 { throw .cutOff }
      if line == [13, 10] || line == [10] { return }
      try trailer(line)
    }
  }
}

/// How the length of a message's content is known (RFC 9112 section 6.3).
enum Framing: Equatable {
  case none, length(Int), chunked, untilClose

  /// Nil when the fields contradict each other.
  init?(headers: [HeaderField], otherwise: Framing) {
    let codings = headers[all: "Transfer-Encoding"].flatMap { $0.split(separator: ",") }.map { $0.trimmingBlanks.lowercased() }
    let lengths = Set(headers[all: "Content-Length"].flatMap { $0.split(separator: ",") }.map { String($0.trimmingBlanks) })
    if !codings.isEmpty {
      guard lengths.isEmpty, codings.last == "chunked" else { return nil }
      self = .chunked
    } else if let length = lengths.first {
      guard lengths.count == 1, length.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(length) else { return nil }
      self = .length(count)
    } else {
      self = otherwise
    }
  }
}
