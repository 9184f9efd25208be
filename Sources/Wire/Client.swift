import Foundation

/// An HTTP client that records all there is to know about each exchange and never sends anything to a host it was not told of.
///
/// One thread, started with the first request, drives every exchange of a client at once. A client is cheap (a thread and a
/// connection cache): give each scenario its own, by `isolated()` or by `init`. It keeps no cookies and caches no TLS sessions, so
/// what two clients share is nothing at all. The environment's proxies are ignored. The connections close with `shutdown()`, or
/// when the last reference to the client goes away.
public final class Client: Sendable {
  /// The guard.
  public let allowed: AllowedHosts
  /// The proxy through which everything but Unix sockets goes, as a URL. Naming it here allows it.
  public let proxy: String?
  private let maxConnections: Int
  private let userAgent: String
  private let driver: CurlDriver
  /// Connections outside libcurl.
  let direct = DirectThreads()

  /// - Parameters:
  ///   - allowed: the only hosts anything is sent to.
  ///   - proxy: URL of a proxy; nil: none.
  ///   - maxConnections: connections open at the same time; further requests wait (within their time limits).
  ///   - userAgent: sent when a request has no `User-Agent` of its own.
  public init(allowing allowed: AllowedHosts, proxy: String? = nil, maxConnections: Int = 256, userAgent: String = "aims/0.1") {
    self.allowed = allowed
    self.proxy = proxy
    self.maxConnections = maxConnections
    self.userAgent = userAgent
    driver = CurlDriver(maxConnections: maxConnections)
  }

  deinit { shutdown() }

  /// A client with the same settings and guard, and nothing else in common: its own thread and connections.
  public func isolated() -> Client {
    Client(allowing: allowed, proxy: proxy, maxConnections: maxConnections, userAgent: userAgent)
  }

  /// A client like `isolated()` that may also talk to these (`host:port`): listeners of the suite, say.
  public func isolated(alsoAllowing origins: [String]) -> Client {
    var wider = allowed
    for origin in origins { wider.allow(origin) }
    return Client(allowing: wider, proxy: proxy, maxConnections: maxConnections, userAgent: userAgent)
  }

  /// Sends a request and, if it asks for that, follows redirects. Never throws: what went wrong stands in `Exchange.failure`.
  /// Cancelling the task ends the exchange within milliseconds with `.cancelled`.
  public func send(_ request: Request) async -> Exchange {
    let started = unixMilliseconds()
    let clock = ContinuousClock.now
    var redirects: [Redirect] = []
    var received = 0
    var next = request
    while true {
      next.limits.total = max(request.limits.total - clock.duration(to: .now), .milliseconds(1))
      var exchange = await sendOnce(next)
      received += exchange.bytesReceived
      if exchange.failure == nil, let response = exchange.response, request.followRedirects > 0,
        let follower = Redirects.next(after: response, to: next)
      {
        if redirects.count == request.followRedirects {
          exchange.failure = .tooManyRedirects
        } else {
          redirects.append(Redirect(status: response.status, from: next.url, to: follower.url))
          next = follower
          continue
        }
      }
      exchange.started = started
      exchange.redirects = redirects
      exchange.bytesReceived = received
      exchange.timings.total = clock.duration(to: .now)
      return exchange
    }
  }

  private func sendOnce(_ request: Request) async -> Exchange {
    if let fault = request.fault { return Exchange(url: request.url, failure: .illegalRequest(fault)) }
    let address: Address
    do throws(TransferFailure) { address = try Address(url: request.url) } catch { return Exchange(url: request.url, failure: error) }
    if let refusal = allowed.refusal(of: request, at: address) { return Exchange(url: request.url, failure: refusal) }
    if let raw = request.raw {
      if proxy != nil { return Exchange(url: request.url, failure: .illegalRequest("raw octets are not sent through a proxy")) }
      return await direct.run(otherwise: Exchange(url: request.url, failure: .cancelled)) { interrupt in
        RawExchange.run(request, raw: raw, address: address, interrupt: interrupt)
      }
    }
    let transfer = CurlTransfer(request: request, address: address, proxy: proxy, userAgent: userAgent)
    return await driver.perform(transfer)
  }

  /// Ends what is under way with `.cancelled` and closes all connections. Later requests end with `.cancelled` too.
  public func shutdown() {
    driver.shutdown()
    direct.shutdown()
  }
}
