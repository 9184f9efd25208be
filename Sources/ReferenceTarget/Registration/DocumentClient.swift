import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Fetches documents of others over TLS: one connection each, no redirect followed, no more read than a limit.
final class DocumentClient: Sendable {
  /// An answer.
  struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
  }

  private let tls: NIOSSLContext
  private static let patience = TimeAmount.seconds(2)

  /// - Parameters:
  ///   - authority: PEM of the authority that signs the certificates of those who serve documents.
  ///   - verifies: whether certificates are verified; a sound client always does.
  init(authority: String, verifies: Bool = true) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(authority.utf8), format: .pem)])
    if !verifies { configuration.certificateVerification = .none }
    tls = try NIOSSLContext(configuration: configuration)
  }

  /// The address that a host has; nil if it has none.
  func address(of host: String, port: Int) -> SocketAddress? {
    // This machine by its usual name, without asking anybody (RFC 6761 section 6.3).
    if host.lowercased() == "localhost" { return try? SocketAddress(ipAddress: "127.0.0.1", port: port) }
    return try? SocketAddress.makeAddressResolvingHost(host, port: port)
  }

  /// - Parameters:
  ///   - address: where to connect to: the one that was looked at, so that a name cannot mean another meanwhile.
  ///   - limit: bytes that are read at most; what is longer is no answer.
  /// - Returns: nil if there was no whole answer within the limits.
  func get(_ url: URLComponents, at address: SocketAddress, limit: Int) async -> Answer? {
    guard let host = url.host else { return nil }
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let promise = loop.makePromise(of: Answer.self)
    let timer = loop.scheduleTask(in: Self.patience) { promise.fail(ChannelError.connectTimeout(Self.patience)) }
    defer { timer.cancel() }
    let context = tls
    let isSecure = url.scheme == "https"
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(Self.patience).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        if isSecure { try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)) }
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(AnswerHandler(promise, limit: limit))
      }
    }
    let target = (url.percentEncodedPath.isEmpty ? "/" : url.percentEncodedPath) + (url.percentEncodedQuery.map { "?" + $0 } ?? "")
    let port = url.port.map { ":\($0)" } ?? ""
    let fields = HTTPHeaders([("Host", host + port), ("Accept", "application/json"), ("Connection", "close")])
    do {
      let channel = try await bootstrap.connect(to: address).get()
      channel.write(
        HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: target, headers: fields)), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      let answer = try? await promise.futureResult.get()
      channel.close(promise: nil)
      return answer
    } catch {
      promise.fail(error)
      return nil
    }
  }
}

/// Gathers an answer up to a limit.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let promise: EventLoopPromise<DocumentClient.Answer>
  private let limit: Int
  private var answer = DocumentClient.Answer(status: 0, headers: [], body: [])

  init(_ promise: EventLoopPromise<DocumentClient.Answer>, limit: Int) {
    self.promise = promise
    self.limit = limit
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer.status = Int(head.status.code)
      answer.headers = head.headers.map { ($0.name, $0.value) }
    case .body(let part):
      guard answer.body.count + part.readableBytes <= limit else {
        promise.fail(ChannelError.inputClosed)
        return context.close(promise: nil)
      }
      answer.body.append(contentsOf: part.readableBytesView)
    case .end: promise.succeed(answer)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { promise.fail(ChannelError.eof) }
}
