import Foundation
import NIOCore
import NIOSSL

/// Fetches documents of others over TLS: one connection each, no redirect followed, no more read than a limit.
final class DocumentClient: Sendable {
  typealias Answer = OutgoingExchange.Answer

  private let tls: NIOSSLContext

  /// - Parameters:
  ///   - authority: PEM of the authority that signs the certificates of those who serve documents.
  ///   - verifies: whether certificates are verified; a sound client always does.
  init(authority: String, verifies: Bool = true) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .certificates([try NIOSSLCertificate(bytes: Array(authority.utf8), format: .pem)])
    if !verifies { configuration.certificateVerification = .none }
    tls = try NIOSSLContext(configuration: configuration)
  }

  /// The address that a host has; nil if it has none.
  func address(of host: String, port: Int) -> SocketAddress? {
    // This machine by its usual name, without asking anybody (RFC 6761 section 6.3).
    if host.lowercased() == "localhost" { return try? SocketAddress(ipAddress: "127.0.0.1", port: port) }
    return try? SocketAddress.makeAddressResolvingHost(host, port: port)
  }

  /// - Parameters:
  ///   - address: where to connect to: the one that was looked at, so that a name cannot mean another meanwhile.
  ///   - limit: bytes that are read at most; what is longer is no answer.
  /// - Returns: nil if there was no whole answer within the limits.
  func get(_ url: URLComponents, at address: SocketAddress, limit: Int) async -> Answer? {
    let request = OutgoingExchange(url: url, headers: [("Accept", "application/json")], address: address, limit: .whole(limit))
    guard let answer = request.start(tls) else { return nil }
    return try? await answer.get()
  }
}
