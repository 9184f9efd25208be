import Foundation

/// A response as it came.
public struct Response: Sendable, Hashable {
  /// An interim response (RFC 9110 section 15.2).
  public struct Interim: Sendable, Hashable {
    public var status: Int
    public var headers: [HeaderField]
  }

  public var status: Int
  /// The reason phrase; empty in HTTP/2.
  public var reason: String
  /// What stands in the status line: `1.0`, `1.1` or `2`.
  public var version: String
  /// In order, duplicates and case kept.
  public var headers: [HeaderField]
  public var trailers: [HeaderField]
  /// The interim responses before it, in order.
  public var interim: [Interim]
  /// The content, without transfer coding, content coding left as it is.
  public var body: [UInt8]
  /// Whether more content was to come than is kept here.
  public var bodyTruncated: Bool

  public init(
    status: Int, reason: String = "", version: String = "1.1", headers: [HeaderField] = [], trailers: [HeaderField] = [],
    interim: [Interim] = [], body: [UInt8] = [], bodyTruncated: Bool = false
  ) {
    self.status = status
    self.reason = reason
    self.version = version
    self.headers = headers
    self.trailers = trailers
    self.interim = interim
    self.body = body
    self.bodyTruncated = bodyTruncated
  }
}

/// Why no complete response came.
public enum TransferFailure: Error, Sendable, Hashable {
  /// Which part of an exchange a time limit cut off.
  public enum Phase: String, Sendable, Hashable {
    case resolving, connecting, handshake, awaitingResponse = "awaiting the response", receiving
  }

  /// The guard: this `host:port` (or Unix socket) is not among the hosts of the client. Nothing was sent to it.
  case hostNotAllowed(String)
  case cannotResolve(String)
  case cannotConnect(String)
  case timeout(Phase)
  /// TLS failed on either side. `alert` is the number of the alert received, if one was.
  case tls(alert: Int?, message: String)
  /// The reused connection died before an answer; sending the request again could make it count twice, so it was not done.
  case wouldResend
  case closedBeforeResponse
  case closedInResponse
  case bodyTooLarge(limit: Int)
  case headersTooLarge(limit: Int)
  case malformedResponse(String)
  /// The request may not be sent as it is; nothing was.
  case illegalRequest(String)
  case tooManyRedirects
  case cancelled
  /// Anything else, with the number that the library gave.
  case other(code: Int, String)
}

extension TransferFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .hostNotAllowed(let host): "\(host) is not a host of the target description; nothing was sent to it"
    case .cannotResolve(let host): "cannot resolve the name \(host)"
    case .cannotConnect(let reason): "cannot connect: \(reason)"
    case .timeout(let phase): "timed out while \(phase == .handshake ? "in the TLS handshake" : phase.rawValue)"
    case .tls(let alert?, let message): "TLS alert \(alert) (\(nameOfAlert(alert))): \(message)"
    case .tls(nil, let message): "TLS: \(message)"
    case .wouldResend: "the reused connection closed before an answer; the request was not sent a second time"
    case .closedBeforeResponse: "the connection closed before any response"
    case .closedInResponse: "the connection closed within the response"
    case .bodyTooLarge(let limit): "the response's content exceeds \(limit) octets"
    case .headersTooLarge(let limit): "the response's header exceeds \(limit) octets"
    case .malformedResponse(let reason): "the response is malformed: \(reason)"
    case .illegalRequest(let reason): "the request cannot be sent: \(reason)"
    case .tooManyRedirects: "too many redirects"
    case .cancelled: "cancelled"
    case .other(let code, let reason): "transfer error \(code): \(reason)"
    }
  }
}

/// How long the parts of an exchange took, each measured from its start (of the last hop, when redirects were followed).
public struct Timings: Sendable, Hashable {
  /// Until the connection was up; zero on a reused one.
  public var connect: Duration = .zero
  /// Until TLS was up; zero without TLS or on a reused connection.
  public var tls: Duration = .zero
  /// Until the first octet of the response.
  public var firstByte: Duration = .zero
  /// The whole exchange, all hops.
  public var total: Duration = .zero
}

/// A request as it was sent.
public struct SentRequest: Sendable, Hashable {
  public var method: String
  /// The request target as it stood in the request line.
  public var target: String
  /// The header fields that were really sent.
  public var headers: [HeaderField]
  public var body: [UInt8]
  /// The header section (HTTP/1.1 form, in HTTP/2 too) octet by octet, or the raw octets of a raw request.
  public var head: [UInt8]
}

/// A redirect that was followed.
public struct Redirect: Sendable, Hashable {
  public var status: Int
  public var from: String
  public var to: String
}

/// All that is known of one request and its answer. `failure` and `response` can both be there: a response cut off.
public struct Exchange: Sendable {
  /// What was sent last (after redirects); nil when nothing was.
  public var sent: SentRequest?
  public var response: Response?
  public var failure: TransferFailure?
  public var tls: TLSFacts?
  /// Wall clock at the start, in milliseconds since 1970.
  public var started: Int64
  public var timings = Timings()
  public var connectionReused = false
  /// Octets of response header and content received, all hops.
  public var bytesReceived = 0
  /// The address that was talked to.
  public var primaryIP: String?
  /// The URL that gave the response.
  public var effectiveURL: String
  public var redirects: [Redirect] = []

  /// An exchange that somebody else made and told of: nothing but the answer is known.
  public init(told response: Response, from url: String) {
    self.init(url: url)
    self.response = response
  }

  init(url: String, failure: TransferFailure? = nil) {
    effectiveURL = url
    self.failure = failure
    started = unixMilliseconds()
  }

  /// The response if it is complete, else the failure thrown.
  public func completed() throws(TransferFailure) -> Response {
    if let failure { throw failure }
    guard let response else { throw .closedBeforeResponse }
    return response
  }
}

/// Wall clock in milliseconds since 1970.
func unixMilliseconds() -> Int64 {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
}
