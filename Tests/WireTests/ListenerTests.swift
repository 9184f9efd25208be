import Foundation
import Testing

@testable import Wire

@Suite("A listener")
struct ListenerTests {
  @Test("Records requests in order and hands each out once")
  func order() async throws {
    let listener = try Listener(status: 202)
    let client = client(listener)
    for number in 0..<3 { _ = await client.send(Request(method: "POST", url: "\(listener.url)/\(number)?q", body: [UInt8(number)])) }
    #expect(listener.requests().map(\.path) == ["/0", "/1", "/2"])
    #expect(listener.requests().map(\.body) == [[0], [1], [2]])
    #expect(listener.requests().map(\.index) == [0, 1, 2])
    #expect(await listener.next(within: .zero, where: { $0.path == "/1" })?.index == 1)
    #expect(await listener.next(within: .zero)?.index == 0)
    #expect(await listener.next(within: .zero)?.index == 2)
    #expect(await listener.next(within: .milliseconds(50)) == nil)
  }

  @Test("Waits for a request that comes later, and no longer than told")
  func waits() async throws {
    let listener = try Listener(status: 202)
    let client = client(listener)
    async let waiting = listener.next(within: .seconds(10))
    async let other = listener.next(within: .milliseconds(100), where: { $0.path == "/never" })
    try await Task.sleep(for: .milliseconds(30))
    _ = await client.send(Request(url: "\(listener.url)/later"))
    #expect(await waiting?.path == "/later")
    #expect(await other == nil)
    let task = Task { await listener.next(within: .seconds(20)) }
    task.cancel()
    #expect(await task.value == nil)
  }

  @Test("Answers by the script, in its own time")
  func script() async throws {
    let listener = try Listener { request in
      request.path == "/slow" ? ScriptedResponse(status: 200, delay: .milliseconds(150)) : .json(#"{"err":"x"}"#, status: 400)
    }
    let client = client(listener)
    let refused = await client.send(Request(url: listener.url))
    #expect(refused.response?.status == 400)
    #expect(refused.response?.headers[first: "Content-Type"] == "application/json")
    let slow = await client.send(Request(url: "\(listener.url)/slow"))
    #expect(slow.timings.total >= .milliseconds(150))
    let url = listener.url
    listener.answer { _ in .json(#"{"client_id":"\#(url)/client"}"#) }
    #expect(await client.send(Request(url: url)).response?.body == Array(#"{"client_id":"\#(url)/client"}"#.utf8))
  }

  @Test("Understands chunks, 100-continue and requests one after the other in one packet")
  func framing() async throws {
    let listener = try Listener(status: 200)
    let client = client(listener)
    let chunked = await client.send(
      Request(
        method: "POST", url: listener.url, headers: [HeaderField("Transfer-Encoding", "chunked"), HeaderField("Expect", "100-continue")],
        body: Array("abc".utf8)))
    #expect(chunked.response?.interim.map(\.status) == [100])
    #expect(listener.requests().first?.body == Array("abc".utf8))
    _ = await client.send(
      Request(url: listener.url, raw: Array("GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 1\r\n\r\nx".utf8)))
    #expect(await listener.next(within: .seconds(2), where: { $0.path == "/b" })?.body == [120])
  }

  @Test(
    "Refuses what is malformed or too large",
    arguments: [
      ("nonsense\r\n\r\n", 400), ("GET / HTTP/2.0\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA B: c\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n", 413),
      ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + String(repeating: "x", count: 101), 413),
      ("GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 1000) + "\r\n\r\n", 431),
      ("GET /" + String(repeating: "x", count: 1000) + " HTTP/1.1\r\n\r\n", 431),
    ])
  func refuses(text: String, status: Int) async throws {
    let listener = try Listener(Listener.Settings(maxHeaderBytes: 500, maxBodyBytes: 100), status: 200)
    let exchange = await client(listener).send(Request(url: listener.url, raw: Array(text.utf8)))
    #expect(exchange.response?.status == status)
    #expect(listener.requests().isEmpty)
    #expect(listener.rejected == 1)
  }

  @Test("Has bounds on requests, connections and patience")
  func bounds() async throws {
    let listener = try Listener(Listener.Settings(maxRequests: 2, maxConnections: 1, patience: .milliseconds(300)), status: 200)
    let client = client(listener)
    var statuses: [Int?] = []
    for _ in 0..<3 { statuses.append(await client.send(Request(url: listener.url)).response?.status) }
    #expect(statuses == [200, 200, 503])
    #expect(listener.requests().count == 2)
    // One idle connection takes the only place until patience ends; the next one is served then.
    let hog = try Socket.connect(host: "127.0.0.1", port: listener.port, interrupt: Interrupt(), deadline: .now + .seconds(5))
    try await Task.sleep(for: .milliseconds(50))
    let later = await client.isolated().send(Request(url: listener.url, limits: .init(total: .seconds(5))))
    #expect(later.response?.status == 503)
    #expect(later.timings.total > .milliseconds(100))
    _ = hog
  }

  @Test("Stops at once, whatever is under way, and its port is free then")
  func stops() async throws {
    // An address of its own: another test's listener could take the port on the usual one.
    let listener = try Listener(Listener.Settings(address: "127.0.0.2")) { _ in ScriptedResponse(action: .hang) }
    let client = client(listener)
    let url = listener.url
    let task = Task { await client.send(Request(url: url)) }
    let waiter = Task { await listener.next(within: .seconds(30), where: { $0.path == "/never" }) }
    #expect(await listener.next(within: .seconds(5)) != nil)
    let start = ContinuousClock.now
    await listener.stop()
    #expect(start.duration(to: .now) < .seconds(1))
    #expect(await waiter.value == nil)
    #expect(await task.value.failure == .closedBeforeResponse)
    let second = try Listener(Listener.Settings(address: "127.0.0.2", port: UInt16(listener.port)), status: 200)
    #expect(second.port == listener.port)
  }

  @Test("Cannot take an address that is taken or none")
  func addresses() throws {
    let listener = try Listener(status: 200)
    #expect(throws: ListenerError.self) { try Listener(Listener.Settings(port: UInt16(listener.port)), status: 200) }
    #expect(throws: ListenerError.self) { try Listener(Listener.Settings(address: "nowhere.example"), status: 200) }
    #expect(throws: ListenerError.self) { try Listener(Listener.Settings(address: "192.0.2.1"), status: 200) }
  }
}
