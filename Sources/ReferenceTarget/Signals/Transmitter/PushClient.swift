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
    guard let parts = URLComponents(string: url), let host = parts.host else { return nil }
    let isSecure = parts.scheme == "https"
    let port = parts.port ?? (isSecure ? 443 : 80)
    let target = (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath) + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let answer = loop.makePromise(of: Int.self)
    let limit = loop.scheduleTask(in: Self.patience) { answer.fail(ChannelError.connectTimeout(Self.patience)) }
    defer { limit.cancel() }
    let context = tls
    let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(Self.patience).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        if isSecure { try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)) }
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(StatusHandler(answer))
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
      let status = try? await answer.futureResult.get()
      channel.close(promise: nil)
      return status
    } catch {
      answer.fail(error)
      return nil
    }
  }
}

/// Waits for the head and the end of the answer.
private final class StatusHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let answer: EventLoopPromise<Int>
  private var status = 0

  init(_ answer: EventLoopPromise<Int>) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): status = Int(head.status.code)
    case .body: break
    case .end: answer.succeed(status)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { answer.fail(ChannelError.eof) }
}
