import Foundation
import Testing

@testable import Wire

/// A way to send a request: through libcurl, or the same octets by a socket of our own. Both must tell failures alike.
enum Way: CaseIterable { case library, raw }

@Suite("What goes wrong is named")
struct FailureTests {
  func request(_ way: Way, _ listener: Listener, total: Duration = .seconds(5), header: Int = 4096, body: Int = 4096) -> Request {
    Request(
      url: listener.url, limits: .init(total: total, maxHeaderBytes: header, maxBodyBytes: body),
      raw: way == .raw ? Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8) : nil)
  }

  @Test("A server that never answers", arguments: Way.allCases)
  func hangs(way: Way) async throws {
    let listener = try Listener { _ in ScriptedResponse(action: .hang) }
    let exchange = await client(listener).send(request(way, listener, total: .milliseconds(200)))
    #expect(exchange.failure == .timeout(.awaitingResponse))
    #expect(exchange.response == nil)
    #expect(exchange.sent?.method == "GET")
    #expect(exchange.timings.total < .seconds(2))
  }

  @Test("A server that stops within its response", arguments: Way.allCases)
  func hangsLater(way: Way) async throws {
    let listener = try Listener { _ in ScriptedResponse(headers: [HeaderField("Content-Length", "9")], body: Array("half".utf8)) }
    let exchange = await client(listener).send(request(way, listener, total: .milliseconds(200)))
    #expect(exchange.failure == .timeout(.receiving))
    #expect(exchange.response?.status == 200)
    #expect(exchange.response?.body == Array("half".utf8))
    #expect(exchange.response?.bodyTruncated == true)
  }

  @Test("A server that closes or resets without a word", arguments: Way.allCases, [ScriptedResponse.Action.close, .reset])
  func closes(way: Way, action: ScriptedResponse.Action) async throws {
    let listener = try Listener { _ in ScriptedResponse(action: action) }
    let exchange = await client(listener).send(request(way, listener))
    #expect(exchange.failure == .closedBeforeResponse)
    #expect(listener.requests().count == 1)
  }

  @Test(
    "A server that closes within its response", arguments: Way.allCases,
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf",
    ])
  func closesLater(way: Way, text: String) async throws {
    let listener = try Listener { _ in .raw(text) }
    let exchange = await client(listener).send(request(way, listener))
    #expect(exchange.failure == .closedInResponse)
    #expect(exchange.response?.body == Array("half".utf8))
    #expect(exchange.response?.bodyTruncated == true)
  }

  @Test(
    "Content beyond the bound, announced or not", arguments: Way.allCases,
    [
      "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    ])
  func tooLarge(way: Way, head: String) async throws {
    let listener = try Listener { _ in .raw(head + String(repeating: "x", count: 100_000)) }
    let exchange = await client(listener).send(request(way, listener))
    #expect(exchange.failure == .bodyTooLarge(limit: 4096))
    #expect(exchange.response?.body.count == 4096)
    #expect(exchange.response?.bodyTruncated == true)
  }

  @Test("Content exactly at the bound is fine", arguments: Way.allCases)
  func justRight(way: Way) async throws {
    let listener = try Listener(status: 200, body: [UInt8](repeating: 120, count: 4096))
    let exchange = await client(listener).send(request(way, listener))
    #expect(exchange.failure == nil)
    #expect(exchange.response?.body.count == 4096)
    #expect(exchange.response?.bodyTruncated == false)
  }

  @Test("A header beyond the bound, in one line or in many", arguments: Way.allCases, [1, 100])
  func headers(way: Way, lines: Int) async throws {
    let field = "X: " + String(repeating: "y", count: 8192 / lines) + "\r\n"
    let listener = try Listener { _ in .raw("HTTP/1.1 200 OK\r\n" + String(repeating: field, count: lines) + "Content-Length: 0\r\n\r\n") }
    let exchange = await client(listener).send(request(way, listener))
    #expect(exchange.failure == .headersTooLarge(limit: 4096))
  }

  @Test(
    "What is no HTTP", arguments: Way.allCases, ["SSH-2.0-x\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"])
  func malformed(way: Way, text: String) async throws {
    let listener = try Listener { _ in .raw(text) }
    let exchange = await client(listener).send(request(way, listener))
    guard case .malformedResponse = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
  }

  @Test("A request is never sent a second time when a reused connection dies", arguments: ["GET", "POST"])
  func wouldResend(method: String) async throws {
    // The second request on the first connection dies unanswered; whatever comes on another connection would be answered.
    let listener = try Listener { $0.index == 1 ? ScriptedResponse(action: .close) : ScriptedResponse(status: 200) }
    let client = client(listener)
    let first = await client.send(Request(method: method, url: "\(listener.url)/1"))
    #expect(first.response?.status == 200)
    let second = await client.send(Request(method: method, url: "\(listener.url)/2"))
    #expect(second.failure == .wouldResend)
    #expect(second.response == nil)
    try await Task.sleep(for: .milliseconds(100))
    #expect(listener.requests().map(\.target) == ["/1", "/2"])
    let third = await client.send(Request(method: method, url: "\(listener.url)/3"))
    #expect(third.response?.status == 200)
    #expect(!third.connectionReused)
  }

  @Test("A cancelled task comes back at once", arguments: Way.allCases)
  func cancellation(way: Way) async throws {
    let listener = try Listener { _ in ScriptedResponse(action: .hang) }
    let client = client(listener)
    let request = request(way, listener, total: .seconds(20))
    let task = Task { await client.send(request) }
    #expect(await listener.next(within: .seconds(5)) != nil)
    let start = ContinuousClock.now
    task.cancel()
    let exchange = await task.value
    #expect(exchange.failure == .cancelled)
    #expect(start.duration(to: .now) < .seconds(1))
  }

  @Test("A task cancelled beforehand sends nothing", arguments: Way.allCases)
  func cancelledBefore(way: Way) async throws {
    let listener = try Listener(status: 200)
    let client = client(listener)
    let request = request(way, listener)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await client.send(request)
    }
    task.cancel()
    #expect(await task.value.failure == .cancelled)
    #expect(listener.requests().isEmpty)
  }

  @Test("A client that is shut down ends what is under way, and takes nothing more", arguments: Way.allCases)
  func shutdown(way: Way) async throws {
    let listener = try Listener { _ in ScriptedResponse(action: .hang) }
    let client = client(listener)
    let request = request(way, listener, total: .seconds(20))
    let task = Task { await client.send(request) }
    #expect(await listener.next(within: .seconds(5)) != nil)
    client.shutdown()
    #expect(await task.value.failure == .cancelled)
    #expect(await client.send(request).failure == .cancelled)
  }

  @Test("A server that accepts no connection", arguments: Way.allCases)
  func refused(way: Way) async throws {
    // An address of its own: another test's listener could take the port on the usual one.
    let listener = try Listener(Listener.Settings(address: "127.0.0.3"), status: 200)
    await listener.stop()
    let exchange = await client(listener).send(request(way, listener))
    #expect(exchange.failure == .cannotConnect("Connection refused"))
  }

  @Test("A name that does not exist", arguments: Way.allCases)
  func unresolvable(way: Way) async throws {
    let listener = try Listener(status: 200)
    var request = request(way, listener)
    request.url = "http://no-such-name.invalid/"
    let exchange = await Client(allowing: AllowedHosts(origins: ["no-such-name.invalid:80"])).send(request)
    #expect(exchange.failure == .cannotResolve("no-such-name.invalid"))
  }
}
