import Foundation

extension Socket {
  /// Connects to the first address of a host that answers. Resolving blocks this thread and is not interrupted.
  static func connect(host: String, port: Int, interrupt: Interrupt, deadline: ContinuousClock.Instant) throws(SocketError) -> Socket {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0 else { throw .cannotResolve(host) }
    defer { freeaddrinfo(list) }
    var last = SocketError.cannotResolve(host)
    var next = list
    while let info = next?.pointee {
      do throws(SocketError) {
        return try connect(family: info.ai_family, info.ai_addr, info.ai_addrlen, interrupt, deadline)
      } catch {
        if error == .interrupted || error == .timeout { throw error }
        last = error
      }
      next = info.ai_next
    }
    throw last
  }

  /// Connects to a Unix socket.
  static func connect(unixSocket path: String, interrupt: Interrupt, deadline: ContinuousClock.Instant) throws(SocketError) -> Socket {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { throw .system("the path is too long") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let connected = withUnsafePointer(to: &address) { pointer -> Result<Socket, SocketError> in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        Result { () throws(SocketError) in
          try connect(family: AF_UNIX, generic, socklen_t(MemoryLayout<sockaddr_un>.size), interrupt, deadline)
        }
      }
    }
    return try connected.get()
  }

  private static func connect(
    family: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t, _ interrupt: Interrupt, _ deadline: ContinuousClock.Instant
  ) throws(SocketError) -> Socket {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .system(String(cString: strerror(errno))) }
    let result = Socket(descriptor: descriptor, interrupt: interrupt, deadline: deadline)
    if Foundation.connect(descriptor, address, length) == 0 { return result }
    guard errno == EINPROGRESS else { throw .system(String(cString: strerror(errno))) }
    try result.wait(POLLOUT)
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    guard code == 0 else { throw .system(String(cString: strerror(code))) }
    return result
  }

  /// The address at the other end, without its port; nil for a Unix socket.
  var peerAddress: String? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        getpeername(descriptor, generic, &size) == 0
          ? getnameinfo(generic, size, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) : -1
      }
    }
    guard code == 0 else { return nil }
    return String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
