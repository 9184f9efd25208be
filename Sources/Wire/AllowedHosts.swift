import CCurl
import Foundation

/// The guard of a client: the hosts to which anything may be sent. It is asked before every hop; there is no way around it.
public struct AllowedHosts: Sendable, Hashable {
  private var origins: Set<String>
  private var unixSockets: Set<String>

  /// Names the hosts as `host:port`; `host:*` means every port of a host. IPv6 addresses stand in brackets.
  public init(origins: [String], unixSockets: [String] = []) {
    self.origins = Set(origins.map { $0.lowercased() })
    self.unixSockets = Set(unixSockets)
  }

  /// Adds `host:port` or `host:*`.
  public mutating func allow(_ origin: String) {
    origins.insert(origin.lowercased())
  }

  /// Whether this `host:port` may be talked to.
  public func permits(_ origin: String) -> Bool {
    let origin = origin.lowercased()
    if origins.contains(origin) { return true }
    guard let colon = origin.lastIndex(of: ":") else { return false }
    return origins.contains(origin[..<colon] + ":*")
  }

  /// Whether this Unix socket may be talked to.
  public func permits(unixSocket path: String) -> Bool { unixSockets.contains(path) }

  /// What of a request is not allowed, or nil. The connection's real end counts: the socket, or the address that stands in for the host.
  func refusal(of request: Request, at address: Address) -> TransferFailure? {
    if let path = request.unixSocket { return permits(unixSocket: path) ? nil : .hostNotAllowed(path) }
    guard permits(address.origin) else { return .hostNotAllowed(address.origin) }
    if let stand = request.resolve[address.origin], !permits(address.completed(stand)) { return .hostNotAllowed(address.completed(stand)) }
    return nil
  }
}

/// The parts of a URL that decide where a request goes, read by libcurl's own parser: the guard and the transfer cannot disagree.
struct Address: Sendable, Hashable {
  var isTLS: Bool
  /// Lower case, IPv6 addresses in brackets.
  var host: String
  var port: Int
  /// Path and query as written.
  var target: String

  var origin: String { "\(host):\(port)" }
  /// What goes into SNI and is compared with the certificate.
  var bareHost: String { host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host }

  /// `address` with this port added if it has none.
  func completed(_ address: String) -> String {
    let afterBracket = address.lastIndex(of: "]").map { address[$0...] } ?? address[...]
    return afterBracket.contains(":") ? address : "\(address):\(port)"
  }

  /// Throws `illegalRequest` when the URL is not an absolute `http` or `https` URL, or carries user information.
  init(url: String) throws(TransferFailure) {
    let parsed = try ParsedURL(url)
    switch parsed.part(CURLUPART_SCHEME)?.lowercased() {
    case "http": isTLS = false
    case "https": isTLS = true
    default: throw .illegalRequest("the URL \(quoted(url)) is neither http nor https")
    }
    if parsed.part(CURLUPART_USER) != nil || parsed.part(CURLUPART_PASSWORD) != nil {
      throw .illegalRequest("the URL carries user information")
    }
    guard let host = parsed.part(CURLUPART_HOST), !host.isEmpty,
      let port = parsed.part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap(Int.init)
    else { throw .illegalRequest("the URL \(quoted(url)) has no host") }
    self.host = host.lowercased()
    self.port = port
    target = (parsed.part(CURLUPART_PATH) ?? "/") + (parsed.part(CURLUPART_QUERY).map { "?\($0)" } ?? "")
  }
}

/// A URL in libcurl's parser.
final class ParsedURL {
  private let handle: OpaquePointer

  /// Throws `illegalRequest` when libcurl cannot parse the URL.
  init(_ url: String) throws(TransferFailure) {
    initialiseLibraries()
    handle = curl_url()
    // The flags libcurl itself uses for a transfer with PATH_AS_IS, without its guessing of schemes.
    let code = curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS))
    guard code == CURLUE_OK else {
      throw .illegalRequest("the URL \(quoted(url)) is malformed: \(String(cString: curl_url_strerror(code)))")
    }
  }

  deinit { curl_url_cleanup(handle) }

  func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  /// This URL with a reference resolved against it (RFC 3986 section 5), without its fragment.
  func resolving(_ reference: String) -> String? {
    guard curl_url_set(handle, CURLUPART_URL, reference, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else { return nil }
    curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
    return part(CURLUPART_URL)
  }
}

private let librariesInitialised: Void = {
  curl_global_init(Int(CURL_GLOBAL_DEFAULT))
  // OpenSSL writes to sockets without MSG_NOSIGNAL: a peer that goes away must be an error, not the end of the process.
  signal(SIGPIPE, SIG_IGN)
}()

/// Initialises libcurl once and makes SIGPIPE harmless.
func initialiseLibraries() { librariesInitialised }
