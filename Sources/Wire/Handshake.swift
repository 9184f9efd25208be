import Foundation

/// What came of a TLS handshake without a request.
public struct HandshakeResult: Sendable, Hashable {
  /// How the peer took it.
  public enum Answer: Sendable, Hashable {
    /// The peer sent application data: it has accepted for certain.
    case data([UInt8])
    /// The handshake is complete from this side and nothing came within the time given. With TLS 1.3 and TLS 1.2 alike the peer would
    /// have sent an alert by now, had it refused.
    case silence
    /// The peer closed without an alert.
    case closed
    /// There was an alert, or the handshake failed otherwise: see `failure`.
    case refused
  }

  public var answer: Answer
  /// Why there is no connection.
  public var failure: TransferFailure?
  public var tls: TLSFacts?
  /// Wall clock at the start, in milliseconds since 1970.
  public var started: Int64
  public var timings: Timings
}

extension Client {
  /// Connects with TLS, sends `probe` if given, and waits for the first octets, an alert or the end: in TLS 1.3 a server refuses
  /// a client's certificate only after the handshake is done from the client's side, so that success there proves nothing.
  /// - Parameters:
  ///   - probe: octets that make the peer talk, a small request for instance.
  ///   - patience: how long an answer is awaited after the handshake.
  ///   - limit: for name resolution, TCP and TLS.
  public func handshake(
    host: String, port: Int, tls: TLSSettings, probe: [UInt8]? = nil, resolve: [String: String] = [:],
    patience: Duration = .seconds(1), limit: Duration = .seconds(10)
  ) async -> HandshakeResult {
    let request = Request(
      url: "https://\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(port)/", tls: tls, resolve: resolve)
    func refused(_ failure: TransferFailure) -> HandshakeResult {
      HandshakeResult(answer: .refused, failure: failure, tls: nil, started: unixMilliseconds(), timings: Timings())
    }
    let address: Address
    do throws(TransferFailure) { address = try Address(url: request.url) } catch { return refused(error) }
    if proxy != nil { return refused(.illegalRequest("a bare handshake does not go through a proxy")) }
    if let refusal = allowed.refusal(of: request, at: address) { return refused(refusal) }
    let destination = DirectConnection.Destination(request, address)
    return await direct.run(otherwise: refused(.cancelled)) { interrupt in
      shakeHands(destination, probe: probe, patience: patience, limit: limit, interrupt: interrupt)
    }
  }
}

/// Blocks its thread.
private func shakeHands(
  _ destination: DirectConnection.Destination, probe: [UInt8]?, patience: Duration, limit: Duration, interrupt: Interrupt
) -> HandshakeResult {
  var result = HandshakeResult(answer: .refused, failure: nil, tls: nil, started: unixMilliseconds(), timings: Timings())
  let start = ContinuousClock.now
  defer { result.timings.total = start.duration(to: .now) }
  var connection: DirectConnection
  do throws(SocketError) {
    connection = try DirectConnection(to: destination, interrupt: interrupt, deadline: start + limit)
  } catch {
    result.failure = RawExchange.connectFailure(error)
    return result
  }
  do throws(TransferFailure) {
    try connection.startTLS(destination.tls ?? TLSSettings(), name: destination.name)
    connection.socket.deadline = .now + patience
    do throws(SocketError) {
      if let probe {
        // The peer may have refused already: its alert is then what the read finds.
        do throws(SocketError) { try connection.socket.write(probe) } catch { if error == .interrupted { throw error } }
      }
      let bytes = try connection.socket.read(1024)
      result.answer = bytes.isEmpty ? .closed : .data(bytes)
    } catch {
      switch error {
      case .timeout: result.answer = .silence
      case .system where connection.alerts.received == nil: result.answer = .closed
      case .system, .tls, .interrupted, .cannotResolve: throw connection.failure(error, phase: .awaitingResponse)
      }
    }
  } catch {
    result.failure = error
  }
  result.tls = connection.knownFacts
  result.timings = connection.timings
  return result
}

/// The threads that carry direct connections of a client.
final class DirectThreads: Sendable {
  private struct State {
    var running: [ObjectIdentifier: Interrupt] = [:]
    var stopped = false
  }

  private let state = Locked(State())

  /// Runs blocking work on a thread of its own; the task's cancellation fires the interrupt. `otherwise`: when no thread can be had,
  /// or after `shutdown`.
  func run<Result: Sendable>(otherwise: Result, _ work: @escaping @Sendable (Interrupt) -> Result) async -> Result {
    let interrupt = Interrupt()
    let key = ObjectIdentifier(interrupt)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let started = state.withLock { state in
          guard !state.stopped else { return false }
          state.running[key] = interrupt
          return true
        }
        let runs =
          started
          && startThread { [self] in
            let result = work(interrupt)
            state.withLock { $0.running[key] = nil }
            continuation.resume(returning: result)
          }
        if !runs {
          state.withLock { $0.running[key] = nil }
          continuation.resume(returning: otherwise)
        }
      }
    } onCancel: {
      interrupt.fire()
    }
  }

  func shutdown() {
    state.withLock { state in
      state.stopped = true
      for interrupt in state.running.values { interrupt.fire() }
    }
  }
}
