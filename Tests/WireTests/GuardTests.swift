import Testing

@testable import Wire

@Suite("The guard of a client")
struct GuardTests {
  @Test(
    "Nothing is sent to a host that is not allowed",
    arguments: [
      "http://127.0.0.1:9/", "https://other.example/", "http://allowed.example:81/", "http://ALLOWED.example.evil.example/",
    ])
  func refusesForeignHosts(url: String) async {
    let client = Client(allowing: AllowedHosts(origins: ["allowed.example:80"]))
    let exchange = await client.send(Request(url: url))
    guard case .hostNotAllowed = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
    #expect(exchange.sent == nil)
  }

  @Test(
    "Origins are compared after the parser has put them in order",
    arguments: [
      ("http://Allowed.Example/x", true), ("http://allowed.example:80", true), ("http://allowed.example:8080/", false),
      ("http://any.example:1234/", true), ("http://[::1]:80/", true), ("http://[::1]/", true),
    ])
  func comparesOrigins(url: String, permitted: Bool) throws {
    let hosts = AllowedHosts(origins: ["allowed.example:80", "any.example:*", "[::1]:80"])
    #expect(hosts.permits(try Address(url: url).origin) == permitted)
  }

  @Test(
    "A URL without http, with user information or with control characters is refused",
    arguments: [
      "ftp://allowed.example/", "file:///etc/passwd", "allowed.example/", "http://user@allowed.example/", "http://user:pw@allowed.example/",
      "http://allowed.example/a\r\nX: y", "http://", "",
    ])
  func refusesOddURLs(url: String) async {
    let client = Client(allowing: AllowedHosts(origins: ["allowed.example:80"]))
    let exchange = await client.send(Request(url: url))
    guard case .illegalRequest = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
  }

  @Test("An address that stands in for a host must be allowed too")
  func guardsStandIns() async {
    let client = Client(allowing: AllowedHosts(origins: ["allowed.example:80"]))
    let exchange = await client.send(Request(url: "http://allowed.example/", resolve: ["allowed.example:80": "127.0.0.1:9"]))
    #expect(exchange.failure == .hostNotAllowed("127.0.0.1:9"))
  }

  @Test("A Unix socket must be allowed by its path")
  func guardsUnixSockets() async {
    let client = Client(allowing: AllowedHosts(origins: ["localhost:80"], unixSockets: ["/run/one"]))
    let exchange = await client.send(Request(url: "http://localhost/", unixSocket: "/run/two"))
    #expect(exchange.failure == .hostNotAllowed("/run/two"))
  }

  @Test("A refused connection is named as such")
  func refusedConnection() async {
    let client = Client(allowing: AllowedHosts(origins: ["127.0.0.1:1"]))
    let exchange = await client.send(Request(url: "http://127.0.0.1:1/"))
    #expect(exchange.failure == .cannotConnect("Connection refused"))
  }

  @Test(
    "CR, LF and NUL never enter a header, nor blanks a name or a method",
    arguments: [
      Request(url: "http://allowed.example/", headers: [HeaderField("X", "a\r\nY: b")]),
      Request(url: "http://allowed.example/", headers: [HeaderField("X", "a\nb")]),
      Request(url: "http://allowed.example/", headers: [HeaderField("X", "a\0b")]),
      Request(url: "http://allowed.example/", headers: [HeaderField("X Y", "a")]),
      Request(url: "http://allowed.example/", headers: [HeaderField("X:", "a")]),
      Request(url: "http://allowed.example/", headers: [HeaderField("", "a")]),
      Request(method: "GET /", url: "http://allowed.example/"),
    ])
  func refusesInjection(request: Request) async {
    let client = Client(allowing: AllowedHosts(origins: ["allowed.example:80"]))
    let exchange = await client.send(request)
    guard case .illegalRequest = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
  }
}
