/// The framing of gRPC messages over HTTP/2, as much as a client of the SPIFFE Workload API needs: uncompressed, unary requests.
public enum GRPC {
  /// Why content is not a sequence of whole messages.
  public enum Fault: Error, Sendable, Hashable {
    /// A message has the compressed flag, though no compression was offered.
    case compressed
    /// The content ends within a message.
    case cutOff
  }

  /// A message with its five-octet prefix: no compression, length in network order.
  public static func frame(_ message: [UInt8]) -> [UInt8] {
    let count = UInt32(message.count)
    return [0, UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)] + message
  }

  /// The whole messages in a response's content, and how many octets of it they take. For `Request.isEnough` and streams cut off.
  public static func wholeMessages(in content: [UInt8]) -> (messages: [[UInt8]], count: Int) {
    var messages: [[UInt8]] = []
    var start = 0
    while content.count - start >= 5 {
      let size = content[(start + 1)...(start + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard size <= content.count - start - 5 else { break }
      messages.append(Array(content[(start + 5)..<(start + 5 + size)]))
      start += 5 + size
    }
    return (messages, start)
  }

  /// The messages of a complete response.
  public static func messages(in content: [UInt8]) throws(Fault) -> [[UInt8]] {
    let (messages, count) = wholeMessages(in: content)
    guard count == content.count else { throw .cutOff }
    var start = 0
    for message in messages {
      guard content[start] == 0 else { throw .compressed }
      start += 5 + message.count
    }
    return messages
  }

  /// The statuses of gRPC by their numbers.
  public enum Status: Int, Sendable, Hashable, CaseIterable {
    case ok, cancelled, unknown, invalidArgument, deadlineExceeded, notFound, alreadyExists, permissionDenied, resourceExhausted
    case failedPrecondition, aborted, outOfRange, unimplemented, internalError, unavailable, dataLoss, unauthenticated

    /// The name that documents use.
    public var name: String {
      switch self {
      case .ok: "OK"
      case .internalError: "Internal"
      case .cancelled, .unknown, .invalidArgument, .deadlineExceeded, .notFound, .alreadyExists, .permissionDenied, .resourceExhausted,
        .failedPrecondition, .aborted, .outOfRange, .unimplemented, .unavailable, .dataLoss, .unauthenticated:
        "\(self)".prefix(1).uppercased() + "\(self)".dropFirst()
      }
    }
  }

  /// The number in `grpc-status`, which stands in the trailers, or in the header of a response that has nothing else; nil: neither.
  public static func status(of response: Response) -> Int? {
    let fields = response.trailers + response.headers
    return fields.first { $0.name.lowercased() == "grpc-status" }.flatMap { Int($0.value) }
  }

  /// A call over a Unix socket with prior knowledge of HTTP/2, on a connection of its own.
  /// - Parameters:
  ///   - path: `/package.Service/Method`.
  ///   - messages: after how many messages of the response the call is ended; nil: when the server ends it.
  public static func request(
    unixSocket: String, path: String, message: [UInt8], headers: [HeaderField] = [], messages: Int? = nil,
    limits: Request.Limits = Request.Limits()
  ) -> Request {
    let standard = [HeaderField("Content-Type", "application/grpc"), HeaderField("TE", "trailers")]
    var request = Request(
      method: "POST", url: "http://localhost\(path)", headers: standard + headers, body: frame(message), version: .http2,
      connection: .fresh, limits: limits, unixSocket: unixSocket)
    if let messages { request.isEnough = { wholeMessages(in: $0).messages.count >= messages } }
    return request
  }
}
