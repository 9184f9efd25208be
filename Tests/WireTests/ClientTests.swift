import Foundation
import Testing

@testable import Wire

func client(_ listener: Listener) -> Client { Client(allowing: AllowedHosts(origins: [listener.origin])) }

@Suite("A client over HTTP/1.1")
struct ClientTests {
  @Test("A request goes out as it was written, and nothing is added but Host, length and the user agent")
  func sendsAsWritten() async throws {
    let listener = try Listener(status: 200)
    let exchange = await client(listener).send(
      Request(
        method: "POST", url: "\(listener.url)/a/../b/%2e%2e/c?q=1&q=2#part",
        headers: [
          HeaderField("X-Twice", "one"), HeaderField("x-TWICE", "two"), HeaderField("X-Empty", ""), HeaderField("DPoP", "a.b.c"),
          HeaderField("X-Twice", "one"),
        ], body: Array("a=1".utf8)))
    #expect(exchange.failure == nil)
    let received = try #require(listener.requests().first)
    #expect(received.method == "POST")
    #expect(received.target == "/a/../b/%2e%2e/c?q=1&q=2")
    #expect(String(decoding: received.body, as: UTF8.self) == "a=1")
    #expect(
      received.headers == [
        HeaderField("Host", listener.origin), HeaderField("X-Twice", "one"), HeaderField("x-TWICE", "two"), HeaderField("X-Empty", ""),
        HeaderField("DPoP", "a.b.c"), HeaderField("X-Twice", "one"), HeaderField("User-Agent", "aims/0.1"),
        HeaderField("Content-Length", "3"),
      ])
    #expect(exchange.sent?.headers == received.headers)
    #expect(exchange.sent?.target == received.target)
    #expect(exchange.sent?.body == Array("a=1".utf8))
    #expect(exchange.primaryIP == "127.0.0.1")
    #expect(exchange.started > 1_600_000_000_000)
    #expect(exchange.timings.total > .zero)
  }

  @Test(
    "Fields that the library would add can be given",
    arguments: [
      HeaderField("Accept", "text/plain"), HeaderField("Content-Type", "application/json"), HeaderField("User-Agent", "other"),
      HeaderField("Host", "other.example"),
    ])
  func ownFields(field: HeaderField) async throws {
    let listener = try Listener(status: 200)
    let exchange = await client(listener).send(Request(method: "POST", url: listener.url, headers: [field], body: [1]))
    #expect(exchange.failure == nil)
    #expect(listener.requests().first?.headers[all: field.name] == [field.value])
  }

  @Test(
    "Methods with and without content",
    arguments: [
      ("GET", nil), ("GET", "x"), ("POST", nil), ("POST", ""), ("PUT", "x"), ("PATCH", "x"), ("DELETE", nil), ("DELETE", "x"),
      ("OPTIONS", nil), ("HEAD", nil), ("HEAD", "x"), ("QUERY", "x"),
    ] as [(String, String?)])
  func methods(method: String, body: String?) async throws {
    let listener = try Listener(status: 200, body: Array("hello".utf8))
    let exchange = await client(listener).send(Request(method: method, url: listener.url, body: body.map { Array($0.utf8) }))
    #expect(exchange.failure == nil)
    let received = try #require(listener.requests().first)
    #expect(received.method == method)
    #expect(received.body == Array((body ?? "").utf8))
    #expect(exchange.response?.body == Array((method == "HEAD" ? "" : "hello").utf8))
  }

  @Test("Content of a megabyte with every octet arrives whole")
  func bigContent() async throws {
    let body = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let listener = try Listener { ScriptedResponse(body: $0.body) }
    let exchange = await client(listener).send(Request(method: "POST", url: listener.url, body: body))
    #expect(exchange.failure == nil)
    #expect(exchange.response?.body == body)
    #expect(exchange.bytesReceived > body.count)
  }

  @Test("Header lines of a response keep order, case and duplicates; interim responses and trailers are told apart")
  func responseHeaders() async throws {
    let listener = try Listener { _ in
      .raw(
        "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
          + "HTTP/1.1 401 Not Today\r\nWWW-Authenticate: Bearer\r\nX: 1\r\n"
          + "www-authenticate: DPoP\r\nTransfer-Encoding: chunked\r\nX: 2\r\nFolded: a\r\n b\r\n"
          + "Trailer: T\r\n\r\n3\r\nabc\r\n0\r\nT: end\r\n\r\n"
      )
    }
    let exchange = await client(listener).send(Request(url: listener.url))
    let response = try #require(exchange.response)
    #expect(exchange.failure == nil)
    #expect(response.status == 401)
    #expect(response.reason == "Not Today")
    #expect(response.version == "1.1")
    #expect(
      response.headers == [
        HeaderField("WWW-Authenticate", "Bearer"), HeaderField("X", "1"), HeaderField("www-authenticate", "DPoP"),
        HeaderField("Transfer-Encoding", "chunked"), HeaderField("X", "2"), HeaderField("Folded", "a b"), HeaderField("Trailer", "T"),
      ])
    #expect(response.headers[all: "x"] == ["1", "2"])
    #expect(response.headers[first: "WWW-AUTHENTICATE"] == "Bearer")
    #expect(response.interim == [Response.Interim(status: 103, headers: [HeaderField("Link", "<a>")])])
    #expect(response.trailers == [HeaderField("T", "end")])
    #expect(response.body == Array("abc".utf8))
  }

  @Test("A connection is reused if allowed, and only then")
  func reuse() async throws {
    let listener = try Listener(status: 204)
    let client = client(listener)
    var reused: [Bool] = []
    for connection in [Request.Connection.reuse, .reuse, .fresh, .reuse] {
      let exchange = await client.send(Request(url: listener.url, connection: connection))
      #expect(exchange.failure == nil)
      reused.append(exchange.connectionReused)
    }
    #expect(reused == [false, true, false, true])
    #expect(listener.requests().map(\.connection) == [0, 0, 1, 0])
    let other = await client.isolated().send(Request(url: listener.url))
    #expect(!other.connectionReused)
  }

  @Test("A name is reached at the address that stands in for it")
  func standIn() async throws {
    let listener = try Listener(status: 200)
    let client = Client(allowing: AllowedHosts(origins: ["as.example:80", listener.origin]))
    for raw in [nil, Array("GET / HTTP/1.1\r\nHost: as.example\r\n\r\n".utf8)] {
      let exchange = await client.send(
        Request(url: "http://as.example/", limits: .init(total: .seconds(5)), resolve: ["as.example:80": listener.origin], raw: raw))
      #expect(exchange.response?.status == 200)
    }
    #expect(listener.requests().map { $0.headers[first: "Host"] } == ["as.example", "as.example"])
  }

  @Test("Two hundred requests at once, each with its own answer")
  func concurrent() async throws {
    let listener = try Listener { ScriptedResponse(body: Array($0.target.utf8)) }
    let client = client(listener)
    let right = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          let exchange = await client.send(Request(url: "\(listener.url)/\(number)"))
          return exchange.failure == nil && exchange.response?.body == Array("/\(number)".utf8)
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(right == 200)
    #expect(listener.requests().count == 200)
    await listener.stop()
  }

  @Test("A proxy that is named is used")
  func proxy() async throws {
    let proxy = try Listener(status: 200)
    let client = Client(allowing: AllowedHosts(origins: ["as.example:80"]), proxy: proxy.url)
    let exchange = await client.send(Request(url: "http://as.example/x"))
    #expect(exchange.response?.status == 200)
    #expect(proxy.requests().first?.target == "http://as.example/x")
    let foreign = await client.send(Request(url: "http://other.example/x"))
    #expect(foreign.failure == .hostNotAllowed("other.example:80"))
    #expect(proxy.requests().count == 1)
  }

  @Test("The end of a stream that never ends can be set by its content")
  func enough() async throws {
    let listener = try Listener { _ in ScriptedResponse(headers: [HeaderField("Content-Length", "100")], body: Array("one two".utf8)) }
    for raw in [nil, Array("GET / HTTP/1.1\r\n\r\n".utf8)] {
      let exchange = await client(listener).send(
        Request(url: listener.url, limits: .init(total: .seconds(5)), raw: raw) { $0.count >= 3 })
      #expect(exchange.failure == nil)
      #expect(exchange.response?.body == Array("one two".utf8))
      #expect(exchange.response?.bodyTruncated == true)
      #expect(exchange.timings.total < .seconds(3))
    }
  }
}

@Suite("Redirects")
struct RedirectTests {
  @Test("Are not followed unless asked for")
  func notFollowed() async throws {
    let listener = try Listener(status: 302, headers: [HeaderField("Location", "/next")])
    let exchange = await client(listener).send(Request(url: listener.url))
    #expect(exchange.response?.status == 302)
    #expect(listener.requests().count == 1)
  }

  @Test(
    "Are followed to the end, with method and content as the status says",
    arguments: [
      (301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "x"), (308, "POST", "x"),
    ])
  func followed(status: Int, method: String, body: String) async throws {
    let listener = try Listener { request in
      request.target == "/end" ? ScriptedResponse(status: 200) : ScriptedResponse(status: status, headers: [HeaderField("Location", "end")])
    }
    let exchange = await client(listener).send(
      Request(
        method: "POST", url: "\(listener.url)/start", headers: [HeaderField("Authorization", "Bearer t")], body: [120], followRedirects: 3))
    #expect(exchange.response?.status == 200)
    #expect(exchange.redirects == [Redirect(status: status, from: "\(listener.url)/start", to: "\(listener.url)/end")])
    #expect(exchange.effectiveURL == "\(listener.url)/end")
    let last = try #require(listener.requests().last)
    #expect(last.method == method)
    #expect(last.body == Array(body.utf8))
    #expect(last.headers[first: "Authorization"] == "Bearer t")
  }

  @Test("Never lead to a host that is not allowed")
  func foreign() async throws {
    let foreign = try Listener(status: 200)
    let listener = try Listener(status: 307, headers: [HeaderField("Location", "\(foreign.url)/steal")])
    let exchange = await client(listener).send(Request(url: listener.url, followRedirects: 5))
    #expect(exchange.failure == .hostNotAllowed(foreign.origin))
    #expect(foreign.requests().isEmpty)
  }

  @Test("Leave credentials behind when the origin changes")
  func credentials() async throws {
    let other = try Listener(status: 200)
    let listener = try Listener(status: 307, headers: [HeaderField("Location", "\(other.url)/")])
    let client = Client(allowing: AllowedHosts(origins: [listener.origin, other.origin]))
    let exchange = await client.send(
      Request(
        url: listener.url, headers: [HeaderField("Authorization", "Bearer t"), HeaderField("Cookie", "c"), HeaderField("X", "y")],
        followRedirects: 1))
    #expect(exchange.response?.status == 200)
    let received = try #require(other.requests().first)
    #expect(received.headers[first: "Authorization"] == nil)
    #expect(received.headers[first: "Cookie"] == nil)
    #expect(received.headers[first: "X"] == "y")
  }

  @Test("End at the bound")
  func loop() async throws {
    let listener = try Listener(status: 302, headers: [HeaderField("Location", "/again")])
    let exchange = await client(listener).send(Request(url: listener.url, followRedirects: 3))
    #expect(exchange.failure == .tooManyRedirects)
    #expect(listener.requests().count == 4)
  }

  @Test("To another scheme are no way out", arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
  func schemes(location: String) async throws {
    let listener = try Listener(status: 302, headers: [HeaderField("Location", location)])
    let exchange = await client(listener).send(Request(url: listener.url, followRedirects: 3))
    guard case .illegalRequest = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
    #expect(listener.requests().count == 1)
  }
}
