import Foundation
import Testing

@testable import Wire

@Suite("TLS")
struct TLSTests {
  let authority = TestAuthority()

  func listener(
    _ clients: Listener.TLS.ClientCertificate = .notRequested, identity: TestAuthority.Identity? = nil, minimum: TLSVersion? = nil,
    maximum: TLSVersion? = nil, _ answer: @escaping @Sendable (ReceivedRequest) -> ScriptedResponse = { _ in ScriptedResponse() }
  ) throws -> Listener {
    let identity = identity ?? authority.server()
    let tls = Listener.TLS(
      certificate: identity.certificate, privateKey: identity.key, clientCertificate: clients, minimum: minimum, maximum: maximum)
    return try Listener(Listener.Settings(tls: tls), answer: answer)
  }

  func settings(_ identity: TestAuthority.Identity? = nil) -> TLSSettings {
    TLSSettings(authorities: authority.certificate, certificate: identity?.certificate, privateKey: identity?.key)
  }

  func request(_ way: Way, _ listener: Listener, _ tls: TLSSettings, _ connection: Request.Connection = .reuse) -> Request {
    Request(
      url: listener.url, tls: tls, connection: connection, limits: .init(total: .seconds(10)),
      raw: way == .raw ? Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8) : nil)
  }

  @Test("Facts of the connection are there, on a reused one too", arguments: Way.allCases, [TLSVersion.tls12, .tls13])
  func facts(way: Way, version: TLSVersion) async throws {
    let identity = authority.server()
    let listener = try listener(identity: identity, maximum: version)
    let client = client(listener)
    for round in 0..<2 {
      let exchange = await client.send(request(way, listener, settings()))
      #expect(exchange.failure == nil)
      let facts = try #require(exchange.tls)
      #expect(facts.version == version)
      #expect(facts.cipher?.hasPrefix("TLS_") == true)
      #expect(facts.alpn == "http/1.1")
      #expect(!facts.sessionReused)
      #expect(facts.peerChain == [der(identity.certificate)])
      #expect(facts.exporter?.count == 32)
      #expect(facts.alertReceived == nil)
      #expect(exchange.connectionReused == (way == .library && round == 1))
      #expect(exchange.timings.tls > .zero || exchange.connectionReused)
    }
  }

  @Test("Facts are left out if not wanted")
  func noFacts() async throws {
    let listener = try listener()
    var request = request(.library, listener, settings())
    request.captureTLS = false
    let exchange = await client(listener).send(request)
    #expect(exchange.failure == nil)
    #expect(exchange.tls == nil)
  }

  @Test("A client certificate arrives", arguments: Way.allCases, [true, false])
  func clientCertificate(way: Way, required: Bool) async throws {
    let identity = authority.issue("agent", names: "URI:spiffe://example.org/agent")
    let listener = try listener(required ? .required(authorities: authority.certificate) : .any)
    let exchange = await client(listener).send(request(way, listener, settings(identity)))
    #expect(exchange.failure == nil)
    let received = try #require(listener.requests().first)
    #expect(received.peerChain == [der(identity.certificate)])
    #expect(received.tlsVersion == .tls13)
  }

  @Test("Any certificate is recorded, none is no obstacle, if the listener only asks", arguments: Way.allCases)
  func anyCertificate(way: Way) async throws {
    let stranger = TestAuthority("Stranger").issue("agent", validity: -7200 ... -3600)
    let listener = try listener(.any)
    let client = client(listener)
    for identity in [stranger, nil] {
      #expect(await client.send(request(way, listener, settings(identity))).failure == nil)
    }
    #expect(listener.requests().map(\.peerChain) == [[der(stranger.certificate)], []])
  }

  enum Bad: CaseIterable { case none, foreign, expired }

  @Test("A refused client certificate is told by its alert", arguments: Bad.allCases, [TLSVersion.tls12, .tls13])
  func refused(bad: Bad, version: TLSVersion) async throws {
    let listener = try listener(.required(authorities: authority.certificate), maximum: version)
    let (identity, alert): (TestAuthority.Identity?, Int) =
      switch bad {
      // TLS 1.2 has no certificate_required: the server says handshake_failure.
      case .none: (nil, version == .tls13 ? 116 : 40)
      case .foreign: (TestAuthority("Stranger").issue("agent"), 48)
      case .expired: (authority.issue("agent", validity: -7200 ... -3600), 45)
      }
    for way in Way.allCases + Way.allCases + Way.allCases {
      let exchange = await client(listener).send(request(way, listener, settings(identity), .fresh))
      guard case .tls(alert, _) = exchange.failure else {
        Issue.record("\(String(describing: exchange.failure))")
        return
      }
      #expect(exchange.tls?.alertReceived == alert)
      #expect(exchange.response == nil)
    }
    #expect(listener.requests().isEmpty)
  }

  @Test("An alert of one connection never shows in another exchange")
  func alertsStayApart() async throws {
    let listener = try listener(.required(authorities: authority.certificate))
    let client = client(listener)
    let good = authority.issue("agent")
    let foreign = TestAuthority("Stranger").issue("agent")
    for round in 0..<6 {
      let bad = await client.send(request(.library, listener, settings(foreign)))
      #expect(bad.tls?.alertReceived == 48)
      let fine = await client.send(request(.library, listener, settings(good)))
      #expect(fine.failure == nil)
      #expect(fine.tls?.alertReceived == nil)
      #expect(fine.connectionReused == (round > 0))
    }
  }

  @Test("Client identities have connections of their own; the same certificate with another key is refused and not sent")
  func identities() async throws {
    let listener = try listener(.any)
    let client = client(listener)
    let (one, two) = (authority.issue("one"), authority.issue("two"))
    for identity in [one, two, nil, one, two, nil] {
      #expect(await client.send(request(.library, listener, settings(identity))).failure == nil)
    }
    #expect(listener.requests().map(\.connection) == [0, 1, 2, 0, 1, 2])
    #expect(listener.requests().map(\.peerChain.count) == [1, 1, 0, 1, 1, 0])
    for way in Way.allCases {
      let mixed = TestAuthority.Identity(certificate: one.certificate, key: strayKey())
      let exchange = await client.send(request(way, listener, settings(mixed)))
      guard case .tls(nil, let message) = exchange.failure else {
        Issue.record("\(String(describing: exchange.failure))")
        return
      }
      #expect(message.contains("belong together"))
    }
    #expect(listener.requests().count == 6)
  }

  enum Untrusted: CaseIterable { case authority, host, expired }

  @Test("A server that cannot be trusted is refused, unless told otherwise", arguments: Way.allCases, Untrusted.allCases)
  func untrusted(way: Way, untrusted: Untrusted) async throws {
    let identity =
      switch untrusted {
      case .authority: TestAuthority("Stranger").server()
      case .host: authority.issue("other", names: "DNS:other.example")
      case .expired: authority.issue("localhost", names: "IP:127.0.0.1", validity: -7200 ... -3600)
      }
    let listener = try listener(identity: identity)
    let client = client(listener)
    let exchange = await client.send(request(way, listener, settings()))
    guard case .tls(nil, let message) = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
    #expect(message.contains(untrusted == .host ? "does not name 127.0.0.1" : untrusted == .expired ? "expired" : "local issuer"))
    if untrusted != .host { #expect([45, 48].contains(exchange.tls?.alertSent)) }
    #expect(listener.requests().isEmpty)
    var lenient = settings()
    lenient.verifiesPeer = untrusted == .host
    lenient.verifiesHost = untrusted != .host
    #expect(await client.send(request(way, listener, lenient)).failure == nil)
  }

  @Test("Authorities given are the only ones trusted, and a name stands for an address", arguments: Way.allCases)
  func standIn(way: Way) async throws {
    let listener = try listener()
    let client = Client(allowing: AllowedHosts(origins: ["server.example:443", "wrong.example:443", listener.origin]))
    for (host, fine) in [("server.example", true), ("wrong.example", false)] {
      var request = request(way, listener, settings())
      request.url = "https://\(host)/"
      request.resolve = ["\(host):443": listener.origin]
      #expect((await client.send(request).failure == nil) == fine)
    }
  }

  @Test("Versions are kept to", arguments: Way.allCases)
  func versions(way: Way) async throws {
    let listener = try listener(minimum: .tls13)
    let client = client(listener)
    var old = settings()
    old.maximum = .tls12
    let exchange = await client.send(request(way, listener, old))
    guard case .tls(70, _) = exchange.failure else {
      Issue.record("\(String(describing: exchange.failure))")
      return
    }
    var new = settings()
    new.minimum = .tls13
    #expect(await client.send(request(way, listener, new)).tls?.version == .tls13)
  }

  @Test("A cipher suite can be chosen", arguments: Way.allCases)
  func ciphers(way: Way) async throws {
    let listener = try listener()
    var chosen = settings()
    chosen.ciphers = "TLS_CHACHA20_POLY1305_SHA256"
    #expect(await client(listener).send(request(way, listener, chosen)).tls?.cipher == "TLS_CHACHA20_POLY1305_SHA256")
    chosen.ciphers = "NO_SUCH_SUITE"
    guard case .tls = await client(listener).send(request(way, listener, chosen)).failure else {
      Issue.record("an unknown suite must be an error")
      return
    }
  }

  @Test("A server that never shakes hands times out there", arguments: Way.allCases)
  func hangingHandshake(way: Way) async throws {
    let silent = try SilentServer()
    var request = Request(
      url: "https://127.0.0.1:\(silent.port)/", tls: settings(), limits: .init(connect: .milliseconds(300), total: .seconds(5)))
    if way == .raw { request.raw = [1] }
    let exchange = await Client(allowing: AllowedHosts(origins: ["127.0.0.1:\(silent.port)"])).send(request)
    #expect(exchange.failure == .timeout(.handshake))
  }

  @Test("A cleartext server is no TLS server", arguments: Way.allCases)
  func cleartext(way: Way) async throws {
    let plain = try Listener(status: 200)
    var request = request(way, plain, settings())
    request.url = "https://\(plain.origin)/"
    guard case .tls = await client(plain).send(request).failure else {
      Issue.record("no TLS failure")
      return
    }
  }

  // MARK: handshakes

  @Test("A handshake tells what the server thinks of the certificate", arguments: Bad.allCases, [TLSVersion.tls12, .tls13])
  func handshakeRefused(bad: Bad, version: TLSVersion) async throws {
    let listener = try listener(.required(authorities: authority.certificate), maximum: version)
    let (identity, alert): (TestAuthority.Identity?, Int) =
      switch bad {
      case .none: (nil, version == .tls13 ? 116 : 40)
      case .foreign: (TestAuthority("Stranger").issue("agent"), 48)
      case .expired: (authority.issue("agent", validity: -7200 ... -3600), 45)
      }
    let result = await client(listener).handshake(host: "127.0.0.1", port: listener.port, tls: settings(identity))
    #expect(result.answer == .refused)
    #expect(result.tls?.alertReceived == alert)
    guard case .tls(alert, _) = result.failure else {
      Issue.record("\(String(describing: result.failure))")
      return
    }
  }

  @Test("An accepted handshake is silent, or answers the probe")
  func handshakeAccepted() async throws {
    let listener = try listener(.required(authorities: authority.certificate))
    let client = client(listener)
    let tls = settings(authority.issue("agent"))
    let silent = await client.handshake(host: "127.0.0.1", port: listener.port, tls: tls, patience: .milliseconds(200))
    #expect(silent.answer == .silence)
    #expect(silent.failure == nil)
    let probe = Array("GET / HTTP/1.1\r\n\r\n".utf8)
    let result = await client.handshake(host: "127.0.0.1", port: listener.port, tls: tls, probe: probe)
    guard case .data(let bytes) = result.answer else {
      Issue.record("\(result.answer)")
      return
    }
    #expect(bytes.starts(with: "HTTP/1.1 200".utf8))
    let foreign = await client.handshake(host: "localhost", port: listener.port, tls: tls)
    #expect(foreign.failure == .hostNotAllowed("localhost:\(listener.port)"))
  }

  @Test("A listener refuses an identity that does not fit together")
  func listenerIdentity() throws {
    let identity = TestAuthority.Identity(certificate: authority.server().certificate, key: strayKey())
    #expect(throws: ListenerError.self) { try listener(identity: identity) }
    #expect(throws: ListenerError.self) { try listener(.required(authorities: "")) }
  }
}

/// DER of the first certificate in PEM.
func der(_ pem: String) -> [UInt8] {
  let base64 = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
  return Array(Data(base64Encoded: base64)!)
}

/// Accepts connections (the system does, in the backlog) and never says anything.
final class SilentServer {
  let descriptor: Int32
  let port: Int

  init() throws { (descriptor, port) = try ListenerCore.bind("127.0.0.1", 0) }
  deinit { close(descriptor) }
}
