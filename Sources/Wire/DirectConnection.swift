import COpenSSL
import Foundation

/// A connection outside libcurl, for what libcurl refuses to send, and for handshakes without a request. Belongs to one thread.
struct DirectConnection {
  let socket: Socket
  let alerts = AlertSlot()
  private(set) var facts: TLSFacts?
  /// Filled as the connection is set up, so that a failure shows how far it came.
  private(set) var timings = Timings()

  /// Where and how to connect; the guard has been asked.
  struct Destination: Sendable {
    var host: String
    var port: Int
    /// The name that the server must show; also sent as SNI.
    var name: String
    var unixSocket: String?
    var tls: TLSSettings?

    init(_ request: Request, _ address: Address) {
      name = address.bareHost
      host = name
      port = address.port
      if let stand = request.resolve[address.origin], let parsed = try? Address(url: "http://\(address.completed(stand))/") {
        host = parsed.bareHost
        port = parsed.port
      }
      unixSocket = request.unixSocket
      tls = address.isTLS ? request.tls : nil
    }
  }

  /// Connects over TCP (or a Unix socket) alone.
  init(to destination: Destination, interrupt: Interrupt, deadline: ContinuousClock.Instant) throws(SocketError) {
    let start = ContinuousClock.now
    if let path = destination.unixSocket {
      socket = try Socket.connect(unixSocket: path, interrupt: interrupt, deadline: deadline)
    } else {
      socket = try Socket.connect(host: destination.host, port: destination.port, interrupt: interrupt, deadline: deadline)
    }
    timings.connect = start.duration(to: .now)
  }

  /// Runs the handshake, and checks the server's name as libcurl does: after it.
  mutating func startTLS(_ settings: TLSSettings, name: String) throws(TransferFailure) {
    let start = ContinuousClock.now
    let context = try TLSContext(client: settings, alerts: alerts)
    do throws(SocketError) {
      try socket.startTLS(context, serverName: name)
    } catch {
      throw failure(error, phase: .handshake)
    }
    guard let ssl = socket.ssl else { return }
    facts = TLSFacts(ssl: ssl)
    timings.tls = timings.connect + start.duration(to: .now)
    if settings.verifiesHost, !certificate(ssl, names: name) {
      throw .tls(alert: nil, message: "the server's certificate does not name \(name)")
    }
  }

  private func certificate(_ ssl: OpaquePointer, names name: String) -> Bool {
    guard let leaf = SSL_get0_peer_certificate(ssl) else { return false }
    return (isAddress(name) ? X509_check_ip_asc(leaf, name, 0) : X509_check_host(leaf, name, name.utf8.count, 0, nil)) == 1
  }

  /// What is known of TLS by now; nil when nothing is.
  var knownFacts: TLSFacts? {
    guard facts != nil || alerts.received != nil || alerts.sent != nil else { return nil }
    var result = facts ?? TLSFacts()
    result.alertReceived = alerts.received
    result.alertSent = alerts.sent
    return result
  }

  func failure(_ error: SocketError, phase: TransferFailure.Phase) -> TransferFailure {
    if error == .interrupted { return .cancelled }
    if let alert = alerts.received { return .tls(alert: alert, message: "the server refused with \(nameOfAlert(alert))") }
    switch error {
    case .timeout: return .timeout(phase)
    case .interrupted: return .cancelled
    case .cannotResolve(let host): return .cannotResolve(host)
    case .tls(let reason): return .tls(alert: nil, message: verificationError ?? reason)
    case .system(let reason):
      switch phase {
      case .resolving, .connecting: return .cannotConnect(reason)
      case .handshake: return .tls(alert: nil, message: "the connection ended in the handshake: \(reason)")
      case .awaitingResponse: return .closedBeforeResponse
      case .receiving: return .closedInResponse
      }
    }
  }

  private var verificationError: String? {
    guard let ssl = socket.ssl else { return nil }
    let code = SSL_get_verify_result(ssl)
    guard code != X509_V_OK else { return nil }
    return "the server's certificate is not accepted: \(String(cString: X509_verify_cert_error_string(code)))"
  }
}
