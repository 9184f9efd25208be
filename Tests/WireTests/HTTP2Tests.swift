import Foundation
import Testing

@testable import Wire

@Suite("HTTP/2")
struct HTTP2Tests {
  @Test("A gRPC call over a Unix socket returns every message and the trailers, again and again")
  func unixSocket() async throws {
    let path = "/tmp/wire-\(UUID().uuidString.prefix(8)).sock"
    defer { unlink(path) }
    let server = try FrameServer(unixSocket: path, ends: true)
    let client = Client(allowing: AllowedHosts(origins: [], unixSockets: [path]))
    for _ in 0..<3 {
      let exchange = await client.send(
        GRPC.request(
          unixSocket: path, path: "/SpiffeWorkloadAPI/FetchJWTSVID", message: [1, 2, 3],
          headers: [HeaderField("workload.spiffe.io", "true")], limits: .init(total: .seconds(5))))
      #expect(exchange.failure == nil)
      let response = try #require(exchange.response)
      #expect(response.status == 200)
      #expect(response.version == "2")
      #expect(response.headers == [HeaderField("content-type", "application/grpc")])
      #expect(response.trailers == [HeaderField("grpc-status", "0")])
      #expect(try GRPC.messages(in: response.body) == [Array("one".utf8), Array("two".utf8)])
      #expect(exchange.sent?.headers[first: "te"] == "trailers")
      #expect(exchange.sent?.headers[first: "workload.spiffe.io"] == "true")
      #expect(!exchange.connectionReused)
    }
    #expect(server.contents() == Array(repeating: GRPC.frame([1, 2, 3]), count: 3))
  }

  @Test("A stream that stays open is left after as many messages as wanted")
  func openStream() async throws {
    let path = "/tmp/wire-\(UUID().uuidString.prefix(8)).sock"
    defer { unlink(path) }
    let server = try FrameServer(unixSocket: path, ends: false)
    let client = Client(allowing: AllowedHosts(origins: [], unixSockets: [path]))
    let exchange = await client.send(
      GRPC.request(unixSocket: path, path: "/x", message: [], messages: 2, limits: .init(total: .seconds(5))))
    #expect(exchange.failure == nil)
    #expect(exchange.timings.total < .seconds(3))
    #expect(GRPC.wholeMessages(in: exchange.response?.body ?? []).messages.count == 2)
    #expect(server.contents().count == 1)
    let endless = await client.send(
      GRPC.request(unixSocket: path, path: "/x", message: [], messages: 3, limits: .init(total: .milliseconds(300))))
    #expect(endless.failure == .timeout(.receiving))
  }

  @Test("Over TLS it is agreed by ALPN, and the version in the response says what it was")
  func overTLS() async throws {
    let authority = TestAuthority()
    let identity = authority.server()
    let tls = Listener.TLS(certificate: identity.certificate, privateKey: identity.key)
    let server = try FrameServer(tls: tls)
    let listener = try Listener(Listener.Settings(tls: tls), status: 200)
    let origin = "127.0.0.1:\(server.port)"
    let client = Client(allowing: AllowedHosts(origins: [origin, listener.origin]))
    let settings = TLSSettings(authorities: authority.certificate)
    let request = Request(url: "https://\(origin)/", version: .http2, tls: settings, limits: .init(total: .seconds(5)))
    for round in 0..<2 {
      let exchange = await client.send(request)
      #expect(exchange.failure == nil)
      #expect(exchange.response?.version == "2")
      #expect(exchange.tls?.alpn == "h2")
      #expect(exchange.connectionReused == (round == 1))
    }
    var older = request
    older.url = listener.url
    let exchange = await client.send(older)
    #expect(exchange.response?.version == "1.1")
    #expect(exchange.tls?.alpn == "http/1.1")
  }

  @Test(
    "Messages that are cut off or compressed are told",
    arguments: [
      ([0, 0, 0, 0], GRPC.Fault.cutOff), ([0, 0, 0, 0, 2, 1], .cutOff), ([1, 0, 0, 0, 0], .compressed), ([0, 255, 255, 255, 255], .cutOff),
    ] as [([UInt8], GRPC.Fault)])
  func frames(content: [UInt8], fault: GRPC.Fault) {
    #expect(throws: fault) { try GRPC.messages(in: content) }
    #expect((try? GRPC.messages(in: GRPC.frame([]) + GRPC.frame([UInt8](repeating: 7, count: 70_000))))?.map(\.count) == [0, 70_000])
  }
}

/// The smallest HTTP/2 server that can answer a gRPC call: one stream at a time, header blocks without indexing.
final class FrameServer: Sendable {
  let port: Int
  private let interrupt = Interrupt()
  private let received = Locked<[[UInt8]]>([])

  init(unixSocket path: String, ends: Bool) throws {
    port = 0
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    try #require(code == 0 && listen(descriptor, 16) == 0)
    serve(descriptor, nil, ends: ends)
  }

  init(tls: Listener.TLS) throws {
    let (descriptor, port) = try ListenerCore.bind("127.0.0.1", 0)
    self.port = port
    serve(descriptor, try TLSContext(server: tls, alpn: "h2"), ends: true)
  }

  deinit { interrupt.fire() }

  /// The content of each request so far.
  func contents() -> [[UInt8]] { received.withLock { $0 } }

  private func serve(_ descriptor: Int32, _ context: TLSContext?, ends: Bool) {
    let (interrupt, received) = (interrupt, received)
    _ = startThread {
      let door = Socket(descriptor: descriptor, interrupt: interrupt, deadline: .now + .seconds(60))
      while (try? door.wait(POLLIN)) != nil {
        let accepted = accept(descriptor, nil, nil)
        if accepted < 0 { continue }
        _ = startThread {
          let socket = Socket(descriptor: accepted, interrupt: interrupt, deadline: .now + .seconds(60))
          if let context { try? socket.startTLS(context, serverName: nil) }
          try? Self.converse(socket, ends: ends) { content in received.withLock { $0.append(content) } }
        }
      }
    }
  }

  private static func converse(_ socket: Socket, ends: Bool, _ keep: ([UInt8]) -> Void) throws {
    var reader = MessageReader(socket)
    func take(_ count: Int) throws -> [UInt8] {
      var bytes: [UInt8] = []
      try reader.exactly(count) { bytes += $0 }
      return bytes
    }
    func send(_ type: UInt8, _ flags: UInt8, _ stream: UInt8, _ payload: [UInt8]) throws {
      try socket.write([0, UInt8(payload.count >> 8), UInt8(payload.count & 255), type, flags, 0, 0, 0, stream] + payload)
    }
    func literal(_ name: String, _ value: String) -> [UInt8] {
      [0, UInt8(name.utf8.count)] + name.utf8 + [UInt8(value.utf8.count)] + value.utf8
    }
    _ = try take(24)
    try send(4, 0, 0, [])
    var content: [UInt8] = []
    while true {
      let head = try take(9)
      let payload = try take(Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2]))
      let (type, flags, stream) = (head[3], head[4], head[8])
      if type == 4 && flags & 1 == 0 { try send(4, 1, 0, []) }
      if type == 0 { content += payload }
      guard type <= 1 && flags & 1 == 1 else { continue }
      keep(content)
      content = []
      try send(1, 4, stream, [0x88] + literal("content-type", "application/grpc"))
      try send(0, 0, stream, GRPC.frame(Array("one".utf8)))
      try send(0, 0, stream, GRPC.frame(Array("two".utf8)))
      if ends { try send(1, 5, stream, literal("grpc-status", "0")) }
    }
  }
}
