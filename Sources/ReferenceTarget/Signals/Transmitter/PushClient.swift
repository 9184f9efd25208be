import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Posts to receivers: one connection for each message, over TLS with the receiver's name verified (RFC 8935 sections 3 and 5.3).
final class PushClient: Sendable {
  private let tls: NIOSSLContext

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
    await send(.POST, url, headers: headers, body: body)?.status
  }

  /// - Returns: nil if there was no answer.
  func send(_ method: HTTPMethod, _ url: String, headers: [(String, String)], body: [UInt8]) async -> OutgoingExchange.Answer? {
    guard let answer = exchange(method, url, headers, body) else { return nil }
    return try? await answer.get()
  }

  /// Gets an address and waits until that is over. Only a careless reader goes where a message points.
  func visit(_ url: String) { _ = try? exchange(.GET, url, [], nil)?.wait() }

  private func exchange(
    _ method: HTTPMethod, _ url: String, _ headers: [(String, String)], _ body: [UInt8]?
  ) -> EventLoopFuture<OutgoingExchange.Answer>? {
    guard let url = URLComponents(string: url) else { return nil }
    return OutgoingExchange(method: method, url: url, headers: headers, body: body, limit: .beginning(65_536)).start(tls)
  }
}
