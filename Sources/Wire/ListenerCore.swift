import COpenSSL
import Foundation

/// What the threads of a listener share. They hold it, and not the listener, so that a forgotten listener can end.
final class ListenerCore: Sendable {
  let settings: Listener.Settings
  let context: TLSContext?
  let script: Locked<@Sendable (ReceivedRequest) -> ScriptedResponse>
  let log = ListenerLog()
  let interrupt = Interrupt()
  let threads = ThreadCount()
  private let descriptor: Int32

  init(
    settings: Listener.Settings, context: TLSContext?, descriptor: Int32, answer: @escaping @Sendable (ReceivedRequest) -> ScriptedResponse
  ) {
    self.settings = settings
    self.context = context
    self.descriptor = descriptor
    script = Locked(answer)
  }

  /// A listening socket and its port.
  static func bind(_ address: String, _ port: UInt16) throws(ListenerError) -> (Int32, Int) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address, String(port), &hints, &list) == 0, let info = list?.pointee else {
      throw .address("\(quoted(address)) is not a numeric address")
    }
    defer { freeaddrinfo(list) }
    let descriptor = socket(info.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .address(String(cString: strerror(errno))) }
    // A connection can be gone again between the poll and the accept, which must not wait for the next one then.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard Foundation.bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 512) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw .address("\(address):\(port): \(reason)")
    }
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let bound = withUnsafeMutablePointer(to: &storage) { pointer in
      _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
      // The port stands at the same place in both families.
      return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
    }
    return (descriptor, bound)
  }

  func start() -> Bool { threads.start { self.acceptAll() } }

  private func acceptAll() {
    defer { close(descriptor) }
    var connections = 0
    while true {
      var polled = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      // With all places taken (one thread is this one), look again a little later.
      let isFull = threads.running > settings.maxConnections
      if isFull { polled[0].events = 0 }
      poll(&polled, 2, isFull ? 5 : -1)
      if polled[1].revents != 0 { return }
      if polled[0].revents & Int16(POLLIN) == 0 { continue }
      let accepted = accept(descriptor, nil, nil)
      guard accepted >= 0 else {
        // Out of descriptors: the backlog keeps them; do not spin.
        if errno == EMFILE || errno == ENFILE { usleep(10_000) }
        continue
      }
      _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
      let number = connections
      connections += 1
      if !threads.start({ ListenerConnection(core: self, number: number).run(accepted) }) { close(accepted) }
    }
  }
}

/// One connection of a listener, on a thread of its own.
struct ListenerConnection {
  let core: ListenerCore
  let number: Int

  private enum Next { case another, end }

  func run(_ descriptor: Int32) {
    let settings = core.settings
    let socket = Socket(descriptor: descriptor, interrupt: core.interrupt, deadline: .now + settings.patience)
    if let context = core.context {
      do throws(SocketError) { try socket.startTLS(context, serverName: nil) } catch {
        core.log.reject()
        return drain(socket)
      }
    }
    var reader = MessageReader(socket)
    while true {
      socket.deadline = .now + settings.patience
      do throws(MessageReader.Fault) {
        guard let request = try read(&reader, socket), try respond(to: request, socket) == .another else { break }
      } catch {
        refuse(error, socket)
        break
      }
    }
    drain(socket)
  }

  /// Nil at the orderly end of the connection.
  private func read(_ reader: inout MessageReader, _ socket: Socket) throws(MessageReader.Fault) -> ReceivedRequest? {
    let settings = core.settings
    var left = settings.maxHeaderBytes
    func text(_ line: [UInt8]) -> String {
      String(decoding: line.last == 10 ? line.dropLast(line.suffix(2) == [13, 10] ? 2 : 1) : line[...], as: UTF8.self)
    }
    var line = try reader.line(limit: left)
    // An empty line before a request is forgiven (RFC 9112 section 2.2).
    if line == [13, 10] { line = try reader.line(limit: left) }
    if line.isEmpty { return nil }
    let parts = text(line).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard line.last == 10, parts.count == 3, parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else {
      throw .malformed("the request line is \(quoted(text(line)))")
    }
    var request = ReceivedRequest(
      index: 0, received: 0, method: parts[0], target: parts[1], version: String(parts[2].dropFirst(5)), headers: [], trailers: [],
      body: [],
      peerChain: socket.ssl.map(TLSFacts.chain) ?? [], tlsVersion: socket.ssl.flatMap { TLSVersion(number: SSL_version($0)) },
      connection: number, peerAddress: socket.peerAddress)
    while true {
      left -= line.count
      line = try reader.line(limit: left)
      if line.last != 10 { throw .cutOff }
      if text(line).isEmpty { break }
      guard let field = HeaderField(line: text(line)), field.fault == nil else {
        throw .malformed("a header line is \(quoted(text(line)))")
      }
      request.headers.append(field)
    }
    guard let framing = Framing(headers: request.headers, otherwise: .none) else {
      throw .malformed("the framing fields contradict themselves")
    }
    if request.headers[first: "Expect"]?.lowercased() == "100-continue" {
      try send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), socket)
    }
    func take(_ bytes: [UInt8]) throws(MessageReader.Fault) {
      guard request.body.count + bytes.count <= settings.maxBodyBytes else { throw .bodyTooLarge }
      request.body += bytes
    }
    switch framing {
    case .none, .untilClose: break
    case .length(let count):
      guard count <= settings.maxBodyBytes else { throw .bodyTooLarge }
      try reader.exactly(count, take)
    case .chunked:
      try reader.chunks(limit: left, take) { line throws(MessageReader.Fault) in
        left -= line.count
        if left < 0 { throw .headersTooLarge }
        if let field = HeaderField(line: text(line)) { request.trailers.append(field) }
      }
    }
    request.received = unixMilliseconds()
    return request
  }

  private func respond(to request: ReceivedRequest, _ socket: Socket) throws(MessageReader.Fault) -> Next {
    guard let recorded = core.log.record(request, limit: core.settings.maxRequests) else {
      try send(head(503, "", [HeaderField("Content-Length", "0"), HeaderField("Connection", "close")]), socket)
      return .end
    }
    // Taken out first: a script may take its time, and must not hold up the others.
    let script = core.script.withLock { $0 }
    let response = script(recorded)
    if response.delay > .zero, !pause(response.delay, socket) { return .end }
    socket.deadline = .now + core.settings.patience
    switch response.action {
    case .close: return .end
    case .reset:
      socket.resetOnClose()
      return .end
    case .hang:
      // Until the client goes away, or the listener is stopped, or patience ends.
      while let bytes = try? socket.read(), !bytes.isEmpty {}
      return .end
    case .raw(let bytes):
      try send(bytes, socket)
      return .end
    case .respond:
      let asked = request.headers[first: "Connection"]?.lowercased()
      let closes = response.closes || asked == "close" || request.version == "1.0" && asked != "keep-alive"
      try send(message(response, to: request, closes: closes), socket)
      return closes ? .end : .another
    }
  }

  private func message(_ response: ScriptedResponse, to request: ReceivedRequest, closes: Bool) -> [UInt8] {
    var headers = response.headers
    let bare = response.status == 204 || response.status == 304
    if !bare && headers[first: "Content-Length"] == nil && headers[first: "Transfer-Encoding"] == nil {
      headers.append(HeaderField("Content-Length", String(response.body.count)))
    }
    if closes && headers[first: "Connection"] == nil { headers.append(HeaderField("Connection", "close")) }
    let content = bare || request.method == "HEAD" ? [] : response.body
    return head(response.status, response.reason, headers) + content
  }

  private func head(_ status: Int, _ reason: String, _ headers: [HeaderField]) -> [UInt8] {
    Array(("HTTP/1.1 \(status) \(reason)\r\n" + headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n").utf8)
  }

  private func send(_ bytes: [UInt8], _ socket: Socket) throws(MessageReader.Fault) {
    do throws(SocketError) { try socket.write(bytes) } catch { throw .socket(error) }
  }

  /// Answers what could not be read, if there is still somebody.
  private func refuse(_ fault: MessageReader.Fault, _ socket: Socket) {
    let status: Int
    switch fault {
    case .socket, .cutOff, .enough: return
    case .malformed: status = 400
    case .headersTooLarge: status = 431
    case .bodyTooLarge: status = 413
    }
    core.log.reject()
    try? send(head(status, "", [HeaderField("Content-Length", "0"), HeaderField("Connection", "close")]), socket)
  }

  /// Reads on for a moment after the last response: closing with unread octets makes the system send a reset, which can
  /// overtake the response.
  private func drain(_ socket: Socket) {
    guard !socket.resets else { return }
    socket.finishWriting()
    socket.deadline = .now + .milliseconds(500)
    socket.discardIncoming()
  }

  /// Waits; false when the listener is stopped meanwhile.
  private func pause(_ duration: Duration, _ socket: Socket) -> Bool {
    var polled = pollfd(fd: core.interrupt.descriptor, events: Int16(POLLIN), revents: 0)
    poll(&polled, 1, Int32(min(duration.wholeMilliseconds, 1_000_000)))
    return polled.revents == 0
  }
}
