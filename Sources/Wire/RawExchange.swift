import Foundation

/// Sends octets as they are and reads one HTTP/1.1 response.
enum RawExchange {
  /// Blocks its thread.
  static func run(_ request: Request, raw: [UInt8], address: Address, interrupt: Interrupt) -> Exchange {
    var exchange = Exchange(url: request.url)
    let start = ContinuousClock.now
    let end = start + request.limits.total
    let destination = DirectConnection.Destination(request, address)
    var connection: DirectConnection
    do throws(SocketError) {
      connection = try DirectConnection(to: destination, interrupt: interrupt, deadline: min(end, start + request.limits.connect))
    } catch {
      exchange.failure = connectFailure(error)
      return exchange
    }
    exchange.primaryIP = connection.socket.peerAddress
    var assembly = ResponseAssembly(maxHeaderBytes: request.limits.maxHeaderBytes, maxBodyBytes: request.limits.maxBodyBytes)
    assembly.isHead = request.method == "HEAD"
    do throws(TransferFailure) {
      if let tls = destination.tls { try connection.startTLS(tls, name: destination.name) }
      connection.socket.deadline = end
      exchange.sent = SentRequest(raw: raw)
      // A server may answer and close before it has read all: what it said then counts, not that it stopped listening.
      do throws(SocketError) { try connection.socket.write(raw) } catch {
        if case .system = error {} else { throw connection.failure(error, phase: .awaitingResponse) }
      }
      try receive(&assembly, connection, request, &exchange)
    } catch {
      exchange.failure = error
      assembly.cutOff()
    }
    exchange.response = assembly.response
    exchange.timings.connect = connection.timings.connect
    exchange.timings.tls = connection.timings.tls
    exchange.timings.total = start.duration(to: .now)
    if request.captureTLS || connection.alerts.received != nil { exchange.tls = connection.knownFacts }
    return exchange
  }

  private static func receive(
    _ assembly: inout ResponseAssembly, _ connection: DirectConnection, _ request: Request, _ exchange: inout Exchange
  ) throws(TransferFailure) {
    var reader = MessageReader(connection.socket)
    let start = ContinuousClock.now
    do throws(MessageReader.Fault) {
      while !assembly.isHeadComplete {
        let line = try reader.line(limit: request.limits.maxHeaderBytes)
        if exchange.bytesReceived == 0 { exchange.timings.firstByte = connection.timings.connect + start.duration(to: .now) }
        exchange.bytesReceived += line.count
        if line.last != 10 {
          if !line.isEmpty && !assembly.hasBegun { throw .malformed("it does not begin with a status line") }
          throw .cutOff
        }
        switch assembly.take(line: line) {
        case nil: break
        case .malformedResponse(let reason): throw .malformed(reason)
        default: throw .headersTooLarge
        }
      }
      guard let response = assembly.response else { return }
      let bare = assembly.isHead || [101, 204, 304].contains(response.status)
      guard let framing = bare ? Framing.none : Framing(headers: response.headers, otherwise: .untilClose) else {
        throw .malformed("Content-Length and Transfer-Encoding contradict themselves")
      }
      var received = 0
      func take(_ bytes: [UInt8]) throws(MessageReader.Fault) {
        received += bytes.count
        if assembly.take(content: bytes) != nil { throw .bodyTooLarge }
        if request.isEnough?(assembly.body) == true {
          assembly.isEnough = true
          throw .enough
        }
      }
      defer { exchange.bytesReceived += received }
      switch framing {
      case .none: return
      case .length(let count): try reader.exactly(count, take)
      case .chunked: try reader.chunks(limit: request.limits.maxHeaderBytes, take) { _ = assembly.take(line: $0) }
      case .untilClose:
        while true {
          let bytes = try reader.some(16_384)
          if bytes.isEmpty { return }
          try take(Array(bytes))
        }
      }
    } catch {
      if error == .enough { return }
      throw failure(error, assembly, connection, request)
    }
  }

  private static func failure(
    _ fault: MessageReader.Fault, _ assembly: ResponseAssembly, _ connection: DirectConnection, _ request: Request
  ) -> TransferFailure {
    switch fault {
    case .socket(let error): connection.failure(error, phase: assembly.hasBegun ? .receiving : .awaitingResponse)
    case .malformed(let reason): .malformedResponse(reason)
    case .headersTooLarge: .headersTooLarge(limit: request.limits.maxHeaderBytes)
    case .bodyTooLarge: .bodyTooLarge(limit: request.limits.maxBodyBytes)
    case .cutOff, .enough: assembly.hasBegun ? .closedInResponse : .closedBeforeResponse
    }
  }

  static func connectFailure(_ error: SocketError) -> TransferFailure {
    switch error {
    case .timeout: .timeout(.connecting)
    case .interrupted: .cancelled
    case .cannotResolve(let host): .cannotResolve(host)
    case .system(let reason), .tls(let reason): .cannotConnect(reason)
    }
  }
}

extension SentRequest {
  /// Octets that were sent as they are, read as a request as far as they are one.
  init(raw: [UInt8]) {
    let separator = raw.indices.first { raw[$0...].starts(with: [13, 10, 13, 10]) }.map { $0 + 4 } ?? raw.count
    let parsed = SentRequest(head: Array(raw[..<separator]), body: Array(raw[separator...]))
    self = parsed ?? SentRequest(method: "", target: "", headers: [], body: [], head: [])
    head = raw
  }
}
