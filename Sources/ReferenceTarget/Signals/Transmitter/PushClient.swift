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

  /// - Returns: the status; nil if there was no answer.
  func post(_ url: String, headers: [(String, String)], body: [UInt8]) async -> Int? {
    await exchange(url, headers: headers, body: body)?.status
  }

  /// Posts and reads the answer.
  /// - Returns: status and content; nil if there was no answer.
  func exchange(_ url: String, headers: [(String, String)], body: [UInt8]) async -> (status: Int, body: [UInt8])? {
    guard let parts = URLComponents(string: url), let host = parts.host else { return nil }
    let isSecure = parts.scheme == "https"
    let port = parts.port ?? (isSecure ? 443 : 80)
    let target = (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath) + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let answer = loop.makePromise(of: Answer.self)
    let limit = loop.scheduleTask(in: Self.patience) { answer.fail(ChannelError.connectTimeout(Self.patience)) }
    defer { limit.cancel() }
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
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: target, headers: fields)
    do {
      let channel = try await bootstrap.connect(host: host, port: port).get()
      channel.write(HTTPClientRequestPart.head(head), promise: nil)
      channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      let found = try? await answer.futureResult.get()
      channel.close(promise: nil)
      return found
    } catch {
      answer.fail(error)
      return nil
    }
  }
}

private typealias Answer = (status: Int, body: [UInt8])

/// Waits for the whole answer, of which it keeps the first 64 KiB.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let answer: EventLoopPromise<Answer>
  private var status = 0
  private var body: [UInt8] = []

  init(_ answer: EventLoopPromise<Answer>) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): status = Int(head.status.code)
    case .body(let part): if body.count < 65_536 { body += part.readableBytesView }
    case .end: answer.succeed((status, body))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { answer.fail(ChannelError.eof) }
}
