/// The version of HTTP spoken.
public enum HTTPVersion: String, Sendable, Hashable {
  case http1 = "1.1"
  /// Over TLS by ALPN; without TLS with prior knowledge (RFC 9113 section 3.3), which always uses a connection of its own.
  case http2 = "2"
}

/// One request, complete: nothing is added to it but `Host`, `Content-Length` and a default `User-Agent`.
public struct Request: Sendable {
  /// Which connection carries a request.
  public enum Connection: Sendable, Hashable {
    /// One of the client's idle connections with the same TLS settings, else a new one.
    case reuse
    /// A new connection, closed afterwards. For whatever looks at alerts, single use or replay.
    case fresh
  }

  /// Bounds of one request; exceeding any is a `TransferFailure`.
  public struct Limits: Sendable, Hashable {
    /// For name resolution, TCP and TLS.
    public var connect: Duration
    /// For the whole exchange, redirects included.
    public var total: Duration
    /// Octets of all header lines of one response, trailers included.
    public var maxHeaderBytes: Int
    /// Octets of the response's content.
    public var maxBodyBytes: Int

    public init(
      connect: Duration = .seconds(10), total: Duration = .seconds(30), maxHeaderBytes: Int = 64 << 10, maxBodyBytes: Int = 4 << 20
    ) {
      self.connect = connect
      self.total = total
      self.maxHeaderBytes = maxHeaderBytes
      self.maxBodyBytes = maxBodyBytes
    }
  }

  public var method: String
  /// An absolute `http` or `https` URL without user information. Its path is sent as written, dot segments included.
  public var url: String
  /// Sent in this order, duplicates included. A field that the library would add itself is left out unless it stands here.
  public var headers: [HeaderField]
  public var body: [UInt8]?
  public var version: HTTPVersion
  public var tls: TLSSettings
  public var connection: Connection
  /// How many redirects are followed at most; each new host must be allowed. Credentials are dropped when the origin changes.
  public var followRedirects: Int
  public var limits: Limits
  /// Path of a Unix socket to connect to; the URL then only says what is asked there.
  public var unixSocket: String?
  /// Where to connect for a `host:port`, as `address:port` (which must be allowed too); name, SNI and `Host` stay those of the URL.
  public var resolve: [String: String]
  /// Exactly these octets are sent after the connection (and TLS) is up, in place of a request made from the fields above; `method`
  /// says only whether the response has content (`HEAD` has none). HTTP/1.1, always a fresh connection, without a proxy.
  public var raw: [UInt8]?
  /// Whether `Exchange.tls` holds the facts of the connection (some 15 µs a request). Alerts are always kept.
  public var captureTLS: Bool
  /// Ends the exchange without an error as soon as this says that the content so far is enough: for streams that never end.
  /// Called on a thread of the client: must be quick and must not block.
  public var isEnough: (@Sendable (_ content: [UInt8]) -> Bool)?

  public init(
    method: String = "GET", url: String, headers: [HeaderField] = [], body: [UInt8]? = nil, version: HTTPVersion = .http1,
    tls: TLSSettings = TLSSettings(), connection: Connection = .reuse, followRedirects: Int = 0, limits: Limits = Limits(),
    unixSocket: String? = nil, resolve: [String: String] = [:], raw: [UInt8]? = nil, captureTLS: Bool = true,
    isEnough: (@Sendable (_ content: [UInt8]) -> Bool)? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.version = version
    self.tls = tls
    self.connection = connection
    self.followRedirects = followRedirects
    self.limits = limits
    self.unixSocket = unixSocket
    self.resolve = resolve
    self.raw = raw
    self.captureTLS = captureTLS
    self.isEnough = isEnough
  }

  /// What forbids this request on the wire, or nil.
  var fault: String? {
    if method.isEmpty || !method.utf8.allSatisfy(isTokenOctet) { return "the method \(quoted(method)) is not a token" }
    if url.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) { return "the URL contains a control character" }
    for field in headers { if let fault = field.fault { return fault } }
    if raw != nil && version == .http2 { return "raw octets are sent over HTTP/1.1 only" }
    if (tls.certificate == nil) != (tls.privateKey == nil) { return "a client certificate and its private key go together" }
    return nil
  }
}
