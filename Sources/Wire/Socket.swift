import CCurlShims
import COpenSSL
import Foundation

/// A signal that ends every wait on the sockets that share it.
///
/// `@unchecked Sendable`: the descriptors never change and are closed with the last reference; writing to a pipe is safe from any thread.
final class Interrupt: @unchecked Sendable {
  /// Readable once the signal was given.
  let descriptor: Int32
  private let source: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (descriptor, source) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(source)
  }

  /// Stays in force for good: nobody reads the octet.
  func fire() {
    var octet: UInt8 = 0
    write(source, &octet, 1)
  }
}

/// Why an operation on a socket did not complete.
enum SocketError: Error, Equatable {
  case timeout
  case interrupted
  case cannotResolve(String)
  /// The system's reason: refused, reset and so on.
  case system(String)
  case tls(String)
}

/// A stream socket, plain or TLS, whose every wait ends at a deadline or by an interrupt. Belongs to one thread.
final class Socket {
  let descriptor: Int32
  let interrupt: Interrupt
  /// When waits end with `timeout`.
  var deadline: ContinuousClock.Instant
  private(set) var ssl: OpaquePointer?

  init(descriptor: Int32, interrupt: Interrupt, deadline: ContinuousClock.Instant) {
    self.descriptor = descriptor
    self.interrupt = interrupt
    self.deadline = deadline
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit {
    if let ssl {
      // One-sided goodbye: without it a peer cannot tell an end from a cut.
      SSL_shutdown(ssl)
      SSL_free(ssl)
      ERR_clear_error()
    }
    close(descriptor)
  }

  /// Whether the connection ends with a reset.
  private(set) var resets = false

  /// Makes `close` send a reset instead of an orderly end.
  func resetOnClose() {
    resets = true
    if let ssl { SSL_set_quiet_shutdown(ssl, 1) }
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Ends the sending direction, so that the peer reads an end after all that was sent.
  func finishWriting() {
    if let ssl {
      SSL_shutdown(ssl)
      ERR_clear_error()
    }
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Waits until the socket is ready for `events` (`POLLIN`, `POLLOUT`).
  func wait(_ events: Int32) throws(SocketError) {
    while true {
      var polled = [
        pollfd(fd: descriptor, events: Int16(events), revents: 0), pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let left = ContinuousClock.now.duration(to: deadline)
      if left <= .zero { throw .timeout }
      let count = poll(&polled, 2, Int32(min(left.wholeMilliseconds, 1_000_000)))
      if count < 0 && errno != EINTR { throw .system(String(cString: strerror(errno))) }
      if polled[1].revents != 0 { throw .interrupted }
      if count > 0 && polled[0].revents != 0 { return }
    }
  }

  /// At most `maximum` octets; none at the end.
  func read(_ maximum: Int = 16_384) throws(SocketError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: maximum)
    while true {
      if let ssl {
        ERR_clear_error()
        let count = SSL_read(ssl, &buffer, Int32(maximum))
        if count > 0 { return Array(buffer[..<Int(count)]) }
        if SSL_get_error(ssl, count) == SSL_ERROR_ZERO_RETURN { return [] }
        try waitForTLS(count)
      } else {
        let count = recv(descriptor, &buffer, maximum, 0)
        if count >= 0 { return Array(buffer[..<count]) }
        guard errno == EAGAIN || errno == EINTR else { throw .system(String(cString: strerror(errno))) }
        try wait(POLLIN)
      }
    }
  }

  func write(_ bytes: [UInt8]) throws(SocketError) {
    var sent = 0
    while sent < bytes.count {
      let chunk = min(bytes.count - sent, 1 << 20)
      // What another connection left in this thread's queue must not be taken for this one's error.
      ERR_clear_error()
      let count = bytes.withUnsafeBytes { buffer -> Int in
        let start = buffer.baseAddress! + sent
        return ssl.map { Int(SSL_write($0, start, Int32(chunk))) } ?? send(descriptor, start, chunk, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if ssl != nil {
        try waitForTLS(Int32(count))
      } else {
        guard errno == EAGAIN || errno == EINTR else { throw .system(String(cString: strerror(errno))) }
        try wait(POLLOUT)
      }
    }
  }

  /// Reads and forgets what comes below TLS, until the end, the deadline or an interrupt.
  func discardIncoming() {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { return }
      if count < 0 { do throws(SocketError) { try wait(POLLIN) } catch { return } }
    }
  }

  /// Runs the TLS handshake in either part.
  func startTLS(_ context: TLSContext, serverName: String?) throws(SocketError) {
    guard ssl == nil, let ssl = SSL_new(context.pointer) else { throw .tls("out of memory") }
    self.ssl = ssl
    SSL_set_fd(ssl, descriptor)
    SSL_set_mode_partial(ssl)
    if let serverName, !isAddress(serverName) { wire_ssl_set_server_name(ssl, serverName) }
    if context.isServer { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
    while true {
      ERR_clear_error()
      let result = SSL_do_handshake(ssl)
      if result == 1 { return }
      try waitForTLS(result)
    }
  }

  private func waitForTLS(_ result: Int32) throws(SocketError) {
    let systemError = errno
    switch SSL_get_error(ssl, result) {
    case SSL_ERROR_WANT_READ: try wait(POLLIN)
    case SSL_ERROR_WANT_WRITE: try wait(POLLOUT)
    case SSL_ERROR_SYSCALL:
      ERR_clear_error()
      throw .system(systemError == 0 ? "closed without a TLS goodbye" : String(cString: strerror(systemError)))
    default:
      let code = ERR_peek_last_error()
      ERR_clear_error()
      let reason = ERR_reason_error_string(code).map { String(cString: $0) } ?? "protocol error"
      throw .tls(reason)
    }
  }
}

/// Is this an IPv4 or IPv6 address (which never goes into SNI, RFC 6066 section 3)?
func isAddress(_ text: String) -> Bool {
  var buffer = in6_addr()
  return inet_pton(AF_INET, text, &buffer) == 1 || inet_pton(AF_INET6, text, &buffer) == 1
}

private func SSL_set_mode_partial(_ ssl: OpaquePointer) {
  SSL_ctrl(ssl, SSL_CTRL_MODE, Int(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER), nil)
}
