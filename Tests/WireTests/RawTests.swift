import Testing

@testable import Wire

@Suite("Raw requests")
struct RawTests {
  @Test("Every octet goes out as given")
  func verbatim() async throws {
    let listener = try Listener(status: 200)
    let raw = Array("POST /x  HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let exchange = await client(listener).send(Request(url: listener.url, raw: raw))
    #expect(exchange.response?.status == 400)
    #expect(exchange.sent?.head == raw)
    #expect(listener.requests().isEmpty)
    #expect(listener.rejected == 1)
  }

  @Test("What was sent is read as a request as far as it is one")
  func sent() async throws {
    let listener = try Listener(status: 200)
    let raw = Array("PUT /p HTTP/1.1\r\nHost: a\r\nX: 1\r\nX: 2\r\nContent-Length: 2\r\n\r\nhi".utf8)
    let exchange = await client(listener).send(Request(url: listener.url, raw: raw))
    #expect(exchange.response?.status == 200)
    #expect(exchange.sent?.method == "PUT")
    #expect(exchange.sent?.target == "/p")
    #expect(exchange.sent?.headers[all: "X"] == ["1", "2"])
    #expect(exchange.sent?.body == Array("hi".utf8))
    #expect(listener.requests().first?.headers == exchange.sent?.headers)
  }

  @Test(
    "A response's content is framed as RFC 9112 says",
    arguments: [
      ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", "abc"), ("GET", "HTTP/1.1 200 OK\r\n\r\nabcdef", "abcdef"),
      ("GET", "HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc", ""), ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", ""),
      ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
      ("GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc", "abc"),
    ])
  func framing(method: String, text: String, content: String) async throws {
    let listener = try Listener { _ in .raw(text) }
    let exchange = await client(listener).send(
      Request(method: method, url: listener.url, raw: Array("\(method) / HTTP/1.1\r\n\r\n".utf8)))
    #expect(exchange.failure == nil)
    #expect(exchange.response.map { String(decoding: $0.body, as: UTF8.self) } == content)
  }

  @Test(
    "Framing that contradicts itself is malformed",
    arguments: [
      "Content-Length: 3\r\nContent-Length: 4", "Content-Length: 3\r\nTransfer-Encoding: chunked", "Content-Length: +3",
      "Content-Length: x",
      "Transfer-Encoding: gzip",
    ])
  func contradictions(fields: String) async throws {
    let listener = try Listener { _ in .raw("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\nabc") }
    let exchange = await client(listener).send(Request(url: listener.url, raw: Array("GET / HTTP/1.1\r\n\r\n".utf8)))
    guard case .malformedResponse = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
  }
}
