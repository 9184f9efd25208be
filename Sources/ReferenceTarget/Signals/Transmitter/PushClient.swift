import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Posts to receivers: one connection for each message, over TLS with the receiver's name verified (RFC 8935 sections 3 and 5.3).
final class PushClient: Sendable {
  private let tls: NIOSSLContext
  /// How long a receiver may take.
  static let patience = TimeAmount.seconds(2)

  /// - Parameters:
  ///   - authority: PEM of the authority that signs the certificates of receivers.
  ///   - verifies: whether certificates are verified; a sound client always does.
  init(authority: String, verifies: Bool, verifiesName: Bool) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(authority.utf8), format: .pem)])
    configuration.certificateVerification = verifies ? (verifiesName ? .fullVerification : .noHostnameVerification) : .none
    tls = try NIOSSLContext(configuration: configuration)
  }

  /// What came back.
  struct Answer: Sendable {
    var status: Int
    /// `Location`.
    var location: String?
    /// The first 64 KiB.
    var body: [UInt8] = []
  }

  /// - Returns: the status; nil if there was no answer.
  func post(_ url: String, headers: [(String, String)], body: [UInt8]) async -> Int? {
    await send(.POST, url, headers: headers, body: body)?.status
  }

  /// - Returns: nil if there was no answer.
  func send(_ method: HTTPMethod, _ url: String, headers: [(String, String)], body: [UInt8]) async -> Answer? {
    guard let answer = exchange(method, url, headers, body) else { return nil }
    return try? await answer.get()
  }

  /// Gets an address and waits until that is over. Only a careless reader goes where a message points.
  func visit(_ url: String) { _ = try? exchange(.GET, url, [], [])?.wait() }

  private func exchange(_ method: HTTPMethod, _ url: String, _ headers: [(String, String)], _ body: [UInt8]) -> EventLoopFuture<Answer>? {
    guard let parts = URLComponents(string: url), let host = parts.host else { return nil }
    let isSecure = parts.scheme == "https"
    let port = parts.port ?? (isSecure ? 443 : 80)
    let target = (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath) + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let answer = loop.makePromise(of: Answer.self)
    let limit = loop.scheduleTask(in: Self.patience) { answer.fail(ChannelError.connectTimeout(Self.patience)) }
    answer.futureResult.whenComplete { _ in limit.cancel() }
    let context = tls
    let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(Self.patience).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        if isSecure { try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)) }
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(AnswerHandler(answer))
      }
    }
    var fields = HTTPHeaders([("Host", "\(host):\(port)"), ("Content-Length", String(body.count)), ("Connection", "close")])
    for (name, value) in headers { fields.add(name: name, value: value) }
    let head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: fields)
    bootstrap.connect(host: host, port: port).whenComplete { result in
      switch result {
      case .failure(let error): answer.fail(error)
      case .success(let channel):
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
        answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
      }
    }
    return answer.futureResult
  }
}

/// Waits for the whole answer.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let answer: EventLoopPromise<PushClient.Answer>
  private var received = PushClient.Answer(status: 0)

  init(_ answer: EventLoopPromise<PushClient.Answer>) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): received = .init(status: Int(head.status.code), location: head.headers.first(name: "location"))
    case .body(let part): if received.body.count < 65_536 { received.body += part.readableBytesView }
    case .end: answer.succeed(received)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { answer.fail(ChannelError.eof) }
}
