import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

/// Answers requests; set once the port, and with it the target's own name, is known.
typealias Answerer = @Sendable (Incoming) async -> Outgoing

/// An HTTP/1.1 server on Hummingbird, with or without TLS. Under TLS it asks for a client certificate and takes any: whether it
/// means something is for the policies to say.
final class Server: Sendable {
  let port: Int
  private let task: Task<Void, Never>

  /// Bytes of a request body; more is answered with 413.
  static let bodyLimit = 128 * 1024

  /// What TLS needs, as PEM.
  struct Identity: Sendable {
    var certificates: [String]
    var key: String
    /// TLS 1.0 and 1.1, which only a defect offers.
    var allowsOldVersions = false
    /// No TLS 1.3, a defect too.
    var refusesNewVersions = false
    /// Only a broken server refuses TLS 1.2 (RFC 9325 section 3.1.1).
    var refusesVersion12 = false
  }

  /// Starts listening on the loopback interface.
  static func start(port: Int, identity: Identity?, answer: @escaping @Sendable (Int) -> Answerer) async throws -> Server {
    let answerer = Locked<Answerer?>(nil)
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    let responder = CallbackResponder<ConnectionContext> { request, context in
      guard let answer = answerer.withLock({ $0 }) else { return Response(status: .serviceUnavailable) }
      return await Self.respond(request, context, answer)
    }
    var builder = HTTPServerBuilder.http1()
    if let identity { builder = try .tls(configuration: Self.tls(identity)) }
    var logger = Logger(label: "aims-reference")
    logger.logLevel = .critical
    let application = Application(
      responder: responder, server: builder, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
      onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) }, logger: logger)
    let task = Task {
      try? await application.run()
      continuation.finish()
    }
    var iterator = ports.makeAsyncIterator()
    guard let bound = await iterator.next() else { throw ServerError.cannotListen(port) }
    let handler = answer(bound)
    answerer.withLock { $0 = handler }
    return Server(port: bound, task: task)
  }

  private init(port: Int, task: Task<Void, Never>) {
    self.port = port
    self.task = task
  }

  /// Closes the listener and its connections.
  func stop() async {
    task.cancel()
    await task.value
  }

  private static func tls(_ identity: Identity) throws -> TLSChannelConfiguration {
    let chain = try identity.certificates.map {
      NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: Array($0.utf8), format: .pem))
    }
    let key = try NIOSSLPrivateKey(bytes: Array(identity.key.utf8), format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = identity.allowsOldVersions ? .tlsv1 : .tlsv12
    if identity.allowsOldVersions { configuration.cipherSuites = "ALL" }
    if identity.refusesVersion12 { configuration.minimumTLSVersion = .tlsv13 }
    if identity.refusesNewVersions { configuration.maximumTLSVersion = .tlsv12 }
    configuration.certificateVerification = .optionalVerification
    configuration.trustRoots = .certificates([])
    configuration.shutdownTimeout = .milliseconds(100)
    configuration.applicationProtocols = ["http/1.1"]
    return .init(tlsConfiguration: configuration) { _, promise in promise.succeed(.certificateVerified) }
  }

  private static func respond(_ request: Request, _ context: ConnectionContext, _ answer: Answerer) async -> Response {
    var body: [UInt8] = []
    do {
      for try await part in request.body {
        guard body.count + part.readableBytes <= bodyLimit else { return response(.json(["error": "too_large"], status: 413)) }
        body.append(contentsOf: part.readableBytesView)
      }
    } catch {
      return response(OAuthError(.invalidRequest, "the body did not arrive").outgoing)
    }
    let target = request.head.path ?? "/"
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let incoming = Incoming(
      method: request.head.method.rawValue, path: String(parts[0]), query: parts.count == 2 ? String(parts[1]) : nil,
      headers: request.head.headerFields.map { ($0.name.rawName, $0.value) } + (request.head.authority.map { [("Host", $0)] } ?? []),
      body: body, certificate: await context.peerCertificate(), base: "")
    return response(await answer(incoming))
  }

  private static func response(_ outgoing: Outgoing) -> Response {
    var fields = HTTPFields()
    for (name, value) in outgoing.headers {
      guard let name = HTTPField.Name(name) else { continue }
      fields.append(HTTPField(name: name, value: value))
    }
    return Response(status: .init(code: outgoing.status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: outgoing.body)))
  }
}

enum ServerError: Error, CustomStringConvertible {
  case cannotListen(Int)
  var description: String {
    switch self {
    case .cannotListen(let port): "cannot listen on 127.0.0.1:\(port)"
    }
  }
}

/// Hummingbird's request context, kept for the channel: it knows the client's certificate.
struct ConnectionContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  private let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  func peerCertificate() async -> [UInt8]? {
    guard let certificate = try? await channel.nioSSL_peerCertificate().get() else { return nil }
    return try? certificate.toDERBytes()
  }
}
