import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// The statuses of gRPC that the target gives, by their numbers on the wire.
enum GRPCStatus: Int, Sendable {
  case ok = 0, invalidArgument = 3, permissionDenied = 7, resourceExhausted = 8, failedPrecondition = 9, unimplemented = 12, internalError =
    13
  case unauthenticated = 16
}

/// One call: what was asked, with its metadata. Message compression is not offered, so a compressed message never gets here.
struct GRPCCall: Sendable {
  /// `/Service/Method`.
  var path: String
  var metadata: [(name: String, value: String)]
  var message: [UInt8]

  func values(_ name: String) -> [String] { metadata.filter { $0.name == name }.map(\.value) }
}

/// What comes back.
enum GRPCAnswer: Sendable {
  case failure(GRPCStatus, String)
  case message([UInt8])
  /// A stream that stays open: asked again and again what is to be sent, with the version that was sent last; nil: nothing new.
  case stream(@Sendable (_ sent: Int?) -> GRPCUpdate?)
}

/// What a stream sends next.
enum GRPCUpdate: Sendable {
  case message(version: Int, [UInt8])
  case end(GRPCStatus, String)
}

/// Answers gRPC calls on a Unix socket: HTTP/2 with prior knowledge, without TLS.
final class GRPCServer: Sendable {
  private let channel: any Channel

  /// - Parameter path: where the socket is made; one that was left there is replaced.
  static func start(socket path: String, answer: @escaping @Sendable (GRPCCall) -> GRPCAnswer) async throws -> GRPCServer {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { connection in
        connection.configureHTTP2Pipeline(mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()) { stream in
          stream.eventLoop.makeCompletedFuture { try stream.pipeline.syncOperations.addHandler(GRPCStreamHandler(answer)) }
        }.map { _ in }
      }
      .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    return GRPCServer(channel: channel)
  }

  private init(channel: any Channel) { self.channel = channel }

  func stop() async { try? await channel.close() }
}

/// One call on its HTTP/2 stream.
private final class GRPCStreamHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let answer: @Sendable (GRPCCall) -> GRPCAnswer
  private var headers = HPACKHeaders()
  private var content: [UInt8] = []
  private var hasHeadersSent = false
  private var isAnswered = false
  private var polling: RepeatedTask?

  /// Octets of a request.
  private static let limit = 64 * 1024
  /// How often an open stream is asked for news.
  private static let interval = TimeAmount.milliseconds(50)

  init(_ answer: @escaping @Sendable (GRPCCall) -> GRPCAnswer) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered else { return }
    switch unwrapInboundIn(data) {
    case .headers(let frame):
      headers.add(contentsOf: frame.headers)
      if frame.endStream { dispatch(context) }
    case .data(let frame):
      if case .byteBuffer(let buffer) = frame.data { content += buffer.readableBytesView }
      if content.count > Self.limit {
        end(context, .resourceExhausted, "the message is too large")
      } else if frame.endStream {
        dispatch(context)
      }
    case .alternativeService, .rstStream, .priority, .settings, .pushPromise, .ping, .goAway, .windowUpdate, .origin: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    polling?.cancel()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func dispatch(_ context: ChannelHandlerContext) {
    guard headers.first(name: ":method") == "POST", headers.first(name: "content-type")?.hasPrefix("application/grpc") == true else {
      write(context, headers: [(":status", "415")], isLast: true)
      return
    }
    // The framing of gRPC: a flag, four octets of length, the message; a request here has exactly one.
    guard content.count >= 5, content[0] == 0 else {
      return content.first == 1
        ? end(context, .unimplemented, "compression is not supported") : end(context, .internalError, "there is no whole message")
    }
    let size = content[1..<5].reduce(0) { $0 << 8 | Int($1) }
    guard size == content.count - 5 else { return end(context, .internalError, "there is not exactly one message") }
    let metadata = headers.map { ($0.name, $0.value) }
    let call = GRPCCall(path: headers.first(name: ":path") ?? "", metadata: metadata, message: Array(content[5...]))
    switch answer(call) {
    case .failure(let status, let reason): end(context, status, reason)
    case .message(let message):
      send(context, message)
      end(context, .ok, "")
    case .stream(let next): follow(context, next)
    }
  }

  private func follow(_ context: ChannelHandlerContext, _ next: @escaping @Sendable (Int?) -> GRPCUpdate?) {
    isAnswered = true
    let loopBound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
    let sent = NIOLoopBoundBox<Int?>(nil, eventLoop: context.eventLoop)
    polling = context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.interval) { task in
      let (context, handler) = loopBound.value
      guard let update = next(sent.value) else { return }
      switch update {
      case .message(let version, let message):
        sent.value = version
        handler.send(context, message)
      case .end(let status, let reason):
        task.cancel()
        handler.end(context, status, reason)
      }
    }
  }

  // MARK: Frames

  private func send(_ context: ChannelHandlerContext, _ message: [UInt8]) {
    openIfNeeded(context)
    let count = UInt32(message.count)
    var buffer = context.channel.allocator.buffer(capacity: message.count + 5)
    buffer.writeInteger(UInt8(0))
    buffer.writeInteger(count)
    buffer.writeBytes(message)
    context.writeAndFlush(wrapOutboundOut(.data(.init(data: .byteBuffer(buffer)))), promise: nil)
  }

  private func openIfNeeded(_ context: ChannelHandlerContext) {
    guard !hasHeadersSent else { return }
    hasHeadersSent = true
    write(context, headers: [(":status", "200"), ("content-type", "application/grpc")], isLast: false)
  }

  /// The trailers; alone, where nothing was sent before.
  private func end(_ context: ChannelHandlerContext, _ status: GRPCStatus, _ reason: String) {
    isAnswered = true
    var trailers: [(String, String)] = hasHeadersSent ? [] : [(":status", "200"), ("content-type", "application/grpc")]
    trailers.append(("grpc-status", String(status.rawValue)))
    if !reason.isEmpty { trailers.append(("grpc-message", reason)) }
    write(context, headers: trailers, isLast: true)
  }

  private func write(_ context: ChannelHandlerContext, headers: [(String, String)], isLast: Bool) {
    context.writeAndFlush(wrapOutboundOut(.headers(.init(headers: HPACKHeaders(headers), endStream: isLast))), promise: nil)
  }
}
