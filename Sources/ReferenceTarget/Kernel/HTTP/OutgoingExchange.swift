import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A request of the deployment itself, on a connection of its own, and its answer. No redirect is followed.
struct OutgoingExchange: Sendable {
  struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    /// The first field of that name, which is given in lower case.
    func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
  }

  /// How much of the content counts, in bytes.
  enum Limit: Sendable {
    /// What goes on after that is no answer.
    case whole(Int)
    /// What goes on after that is left out.
    case beginning(Int)
  }

  var method: HTTPMethod = .GET
  var url: URLComponents
  var headers: [(String, String)] = []
  /// Nil: the request has no content, and does not speak of any.
  var body: [UInt8]?
  /// Where to connect to; nil: wherever the name leads.
  var address: SocketAddress?
  var limit: Limit

  /// How long connecting and answering may take together.
  static let patience = TimeAmount.seconds(2)

  /// - Returns: nil if the address names no host; the future fails if there is no answer within the limits.
  func start(_ tls: NIOSSLContext) -> EventLoopFuture<Answer>? {
    guard let host = url.host else { return nil }
    let isSecure = url.scheme == "https"
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let answer = loop.makePromise(of: Answer.self)
    let timer = loop.scheduleTask(in: Self.patience) { answer.fail(ChannelError.connectTimeout(Self.patience)) }
    answer.futureResult.whenComplete { _ in timer.cancel() }
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    let limit = limit
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(Self.patience).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        if isSecure { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : host)) }
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(AnswerHandler(answer, limit))
      }
    }
    let head = head(host)
    let content = body.map { ByteBuffer(bytes: $0) }
    let connected = address.map { bootstrap.connect(to: $0) } ?? bootstrap.connect(host: host, port: url.port ?? (isSecure ? 443 : 80))
    connected.whenComplete { result in
      switch result {
      case .failure(let error): answer.fail(error)
      case .success(let channel):
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if let content { channel.write(HTTPClientRequestPart.body(.byteBuffer(content)), promise: nil) }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
      }
    }
    return answer.futureResult
  }

  private func head(_ host: String) -> HTTPRequestHead {
    let target = (url.percentEncodedPath.isEmpty ? "/" : url.percentEncodedPath) + (url.percentEncodedQuery.map { "?" + $0 } ?? "")
    var fields = HTTPHeaders([("Host", host + (url.port.map { ":\($0)" } ?? "")), ("Connection", "close")])
    if let body { fields.add(name: "Content-Length", value: String(body.count)) }
    for (name, value) in headers { fields.add(name: name, value: value) }
    return HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: fields)
  }
}

/// Gathers an answer up to a limit.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let promise: EventLoopPromise<OutgoingExchange.Answer>
  private let limit: OutgoingExchange.Limit
  private var answer = OutgoingExchange.Answer(status: 0, headers: [], body: [])

  init(_ promise: EventLoopPromise<OutgoingExchange.Answer>, _ limit: OutgoingExchange.Limit) {
    self.promise = promise
    self.limit = limit
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer.status = Int(head.status.code)
      answer.headers = head.headers.map { ($0.name, $0.value) }
    case .body(let part):
      switch limit {
      case .whole(let most) where answer.body.count + part.readableBytes > most:
        promise.fail(ChannelError.inputClosed)
        context.close(promise: nil)
      case .whole: answer.body.append(contentsOf: part.readableBytesView)
      case .beginning(let most): answer.body.append(contentsOf: part.readableBytesView.prefix(most - answer.body.count))
      }
    case .end: promise.succeed(answer)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { promise.fail(ChannelError.eof) }
}
