import Foundation

/// Why a listener could not start.
public enum ListenerError: Error, Sendable, Hashable, CustomStringConvertible {
  case address(String)
  case tls(String)

  public var description: String {
    switch self {
    case .address(let reason): "cannot listen: \(reason)"
    case .tls(let reason): "cannot set up TLS for a listener: \(reason)"
    }
  }
}

/// A request that a listener received, octet by octet as far as HTTP/1.1 framing goes.
public struct ReceivedRequest: Sendable, Hashable {
  /// 0 for the first request of a listener, and so on in the order of arrival.
  public var index: Int
  /// Wall clock when its last octet had come, in milliseconds since 1970.
  public var received: Int64
  public var method: String
  /// The request target as it stood in the request line.
  public var target: String
  /// `1.0` or `1.1`.
  public var version: String
  /// In order, duplicates and case kept.
  public var headers: [HeaderField]
  public var trailers: [HeaderField]
  /// The content, without transfer coding.
  public var body: [UInt8]
  /// The client's certificates in DER, its own first; empty without any.
  public var peerChain: [[UInt8]]
  public var tlsVersion: TLSVersion?
  /// Number of the connection that carried it, counted from 0.
  public var connection: Int
  public var peerAddress: String?

  /// The target without its query.
  public var path: String { String(target.prefix { $0 != "?" }) }
}

/// How a listener answers a request.
public struct ScriptedResponse: Sendable {
  /// What happens on the connection.
  public enum Action: Sendable, Hashable {
    /// A complete response; `Content-Length` is added unless a framing field is given.
    case respond
    /// These octets, as they are; then the connection ends.
    case raw([UInt8])
    /// The connection ends without a response.
    case close
    /// The connection is reset.
    case reset
    /// Nothing, until the client gives up or the listener stops.
    case hang
  }

  public var action: Action
  public var status: Int
  public var reason: String
  public var headers: [HeaderField]
  public var body: [UInt8]
  /// Waited before the action.
  public var delay: Duration
  /// Whether the connection ends after the response.
  public var closes: Bool

  public init(
    status: Int = 200, reason: String = "", headers: [HeaderField] = [], body: [UInt8] = [], delay: Duration = .zero, closes: Bool = false,
    action: Action = .respond
  ) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.body = body
    self.delay = delay
    self.closes = closes
    self.action = action
  }

  /// A response with JSON.
  public static func json(_ text: String, status: Int = 200) -> ScriptedResponse {
    ScriptedResponse(status: status, headers: [HeaderField("Content-Type", "application/json")], body: Array(text.utf8))
  }

  /// Octets as they are, then the end of the connection.
  public static func raw(_ text: String) -> ScriptedResponse { ScriptedResponse(action: .raw(Array(text.utf8))) }
}

/// An HTTP/1.1 server that the suite hosts itself: it records every request in order and answers by a script. For push receivers
/// (RFC 8935), ping callbacks and metadata documents.
///
/// It uses threads of its own and is bounded in connections, sizes, time and number of requests. It ends with `stop()`, or when the
/// last reference goes away.
public final class Listener: Sendable {
  /// TLS of a listener; everything is PEM in memory.
  public struct TLS: Sendable {
    /// Whether and how clients are asked for a certificate.
    public enum ClientCertificate: Sendable, Hashable {
      case notRequested
      /// Asked for; whatever comes is taken and recorded.
      case any
      /// Asked for; one that is sent must be issued by these authorities (PEM).
      case optional(authorities: String)
      /// A certificate issued by these authorities (PEM) must be sent.
      case required(authorities: String)
    }

    /// The listener's certificate, with its chain after it.
    public var certificate: String
    public var privateKey: String
    public var clientCertificate: ClientCertificate
    public var minimum: TLSVersion?
    public var maximum: TLSVersion?

    public init(
      certificate: String, privateKey: String, clientCertificate: ClientCertificate = .notRequested, minimum: TLSVersion? = nil,
      maximum: TLSVersion? = nil
    ) {
      self.certificate = certificate
      self.privateKey = privateKey
      self.clientCertificate = clientCertificate
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// Where a listener listens and what bounds it has.
  public struct Settings: Sendable {
    /// A numeric IPv4 or IPv6 address.
    public var address: String
    /// 0: any free port.
    public var port: UInt16
    public var tls: TLS?
    /// Requests that are recorded; those beyond are answered 503 and forgotten.
    public var maxRequests: Int
    /// Connections at the same time; those beyond wait in the backlog.
    public var maxConnections: Int
    /// Octets of the request line and all header and trailer lines.
    public var maxHeaderBytes: Int
    /// Octets of a request's content.
    public var maxBodyBytes: Int
    /// How long a connection may take for its handshake, for each request, and for taking a response.
    public var patience: Duration

    public init(
      address: String = "127.0.0.1", port: UInt16 = 0, tls: TLS? = nil, maxRequests: Int = 10_000, maxConnections: Int = 256,
      maxHeaderBytes: Int = 64 << 10, maxBodyBytes: Int = 1 << 20, patience: Duration = .seconds(30)
    ) {
      self.address = address
      self.port = port
      self.tls = tls
      self.maxRequests = maxRequests
      self.maxConnections = maxConnections
      self.maxHeaderBytes = maxHeaderBytes
      self.maxBodyBytes = maxBodyBytes
      self.patience = patience
    }
  }

  /// The port listened on.
  public let port: Int
  /// The address listened on, in brackets if IPv6.
  public let host: String
  /// The base URL, without a slash at its end.
  public let url: String
  /// `host:port`, as `AllowedHosts` takes it.
  public var origin: String { "\(host):\(port)" }
  private let core: ListenerCore

  /// Starts to listen.
  /// - Parameter answer: the script; called on a thread of the listener, after the request was recorded.
  public init(
    _ settings: Settings = Settings(), answer: @escaping @Sendable (ReceivedRequest) -> ScriptedResponse
  ) throws(ListenerError) {
    initialiseLibraries()
    let context = try settings.tls.map { tls throws(ListenerError) in try TLSContext(server: tls) }
    let (descriptor, port) = try ListenerCore.bind(settings.address, settings.port)
    self.port = port
    host = settings.address.contains(":") ? "[\(settings.address)]" : settings.address
    url = "\(context == nil ? "http" : "https")://\(host):\(port)"
    core = ListenerCore(settings: settings, context: context, descriptor: descriptor, answer: answer)
    guard core.start() else { throw .address("no thread can be had") }
  }

  /// Starts to listen and answers everything alike.
  public convenience init(
    _ settings: Settings = Settings(), status: Int, headers: [HeaderField] = [], body: [UInt8] = []
  ) throws(ListenerError) {
    let response = ScriptedResponse(status: status, headers: headers, body: body)
    try self.init(settings) { _ in response }
  }

  deinit { core.interrupt.fire() }

  /// Replaces the script from the next request on: a document that names the listener's own URL can be set once the port is known.
  public func answer(with script: @escaping @Sendable (ReceivedRequest) -> ScriptedResponse) {
    core.script.withLock { $0 = script }
  }

  /// All requests so far, in the order of their arrival.
  public func requests() -> [ReceivedRequest] { core.log.requests() }

  /// How many requests could not be read, or came beyond the bound.
  public var rejected: Int { core.log.rejected }

  /// The first request that no earlier call has returned and that fits, waited for as long as given (or until the task is cancelled).
  public func next(
    within patience: Duration, where fits: @escaping @Sendable (ReceivedRequest) -> Bool = { _ in true }
  ) async -> ReceivedRequest? {
    await core.log.next(within: patience, where: fits)
  }

  /// Stops listening, ends all connections, and returns when the last thread is gone.
  public func stop() async {
    core.interrupt.fire()
    core.log.endWaiting()
    await core.threads.wait()
  }
}
