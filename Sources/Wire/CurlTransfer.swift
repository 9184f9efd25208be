import CCurl
import CCurlShims
import Foundation

/// One request on its way through libcurl.
///
/// `@unchecked Sendable`: made by one task, which sets the continuation before it submits the transfer (the inbox's lock orders the
/// two); from then on the driving thread alone touches it, in its loop and in libcurl's callbacks, which run on it too.
final class CurlTransfer: @unchecked Sendable {
  let request: Request
  let address: Address
  let proxy: String?
  let userAgent: String
  var continuation: CheckedContinuation<Exchange, Never>?
  var isCancelled = false
  var easy: UnsafeMutableRawPointer?
  var exchange: Exchange

  /// Why a callback aborted the transfer: libcurl knows only that one did.
  var reason: TransferFailure?
  var response: ResponseAssembly
  var sentHead: [UInt8] = []
  var prerequests = 0
  let alerts = AlertSlot()
  private var lists: [UnsafeMutablePointer<curl_slist>] = []

  init(request: Request, address: Address, proxy: String?, userAgent: String) {
    self.request = request
    self.address = address
    self.proxy = proxy
    self.userAgent = userAgent
    exchange = Exchange(url: request.url)
    response = ResponseAssembly(maxHeaderBytes: request.limits.maxHeaderBytes, maxBodyBytes: request.limits.maxBodyBytes)
  }

  deinit { for list in lists { curl_slist_free_all(list) } }

  /// Resumes the task that waits. `failure` nil: what `conclude` found stands.
  func finish(_ failure: TransferFailure?) {
    if let failure { exchange.failure = failure }
    continuation?.resume(returning: exchange)
    continuation = nil
  }

  // MARK: Options

  /// How long a connection may have been idle, in seconds, to be used again; below the time-outs that servers come with.
  private static let longestIdle = 1

  /// Gives the connection up after this transfer.
  func forbidReuse() {
    guard let easy else { return }
    _ = wire_set_long(easy, CURLOPT_FORBID_REUSE, 1)
  }

  /// Sets every option of a freshly reset handle.
  func configure(_ easy: UnsafeMutableRawPointer, fresh: Bool) throws(TransferFailure) {
    self.easy = easy
    let options = EasyOptions(easy)
    let itself = Unmanaged.passUnretained(self).toOpaque()
    options.text(CURLOPT_URL, request.url)
    options.text(CURLOPT_PROTOCOLS_STR, "http,https")
    options.long(CURLOPT_PATH_AS_IS, 1)
    options.long(CURLOPT_NOSIGNAL, 1)
    options.long(CURLOPT_FOLLOWLOCATION, 0)
    options.long(CURLOPT_TCP_NODELAY, 1)
    options.long(CURLOPT_HTTP09_ALLOWED, 0)
    options.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    options.text(CURLOPT_PROXY, request.unixSocket == nil ? proxy ?? "" : "")
    options.text(CURLOPT_NOPROXY, "")
    // The callbacks keep the real bound; this one merely stops libcurl from waiting for more content than that.
    options.long(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.limits.connect.wholeMilliseconds))
    options.long(CURLOPT_TIMEOUT_MS, max(1, request.limits.total.wholeMilliseconds))
    setVersion(options, fresh: fresh)
    // Many servers close a connection that was idle for some seconds. One that closes as the next request leaves swallows it.
    options.long(CURLOPT_MAXAGE_CONN, Self.longestIdle)
    if let path = request.unixSocket { options.text(CURLOPT_UNIX_SOCKET_PATH, path) }
    if let stand = request.resolve[address.origin] {
      options.list(CURLOPT_CONNECT_TO, keep(["\(address.origin):\(address.completed(stand))"]))
    }
    setContent(options)
    options.list(CURLOPT_HTTPHEADER, keep(headerLines))
    if address.isTLS { setTLS(options) }
    options.check(wire_set_write(easy, onContent, itself))
    options.check(wire_set_header(easy, onHeaderLine, itself))
    options.check(wire_set_debug(easy, onDebug, itself))
    options.check(wire_set_prereq(easy, onConnected, itself))
    if let failure = options.failure { throw failure }
  }

  private func setVersion(_ options: EasyOptions, fresh: Bool) {
    let priorKnowledge = request.version == .http2 && !address.isTLS
    // The second request on a cleartext HTTP/2 connection fails in this libcurl: each has its own.
    if fresh || priorKnowledge {
      options.long(CURLOPT_FRESH_CONNECT, 1)
      options.long(CURLOPT_FORBID_REUSE, 1)
    }
    switch request.version {
    case .http1: options.long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    case .http2: options.long(CURLOPT_HTTP_VERSION, Int(priorKnowledge ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE : CURL_HTTP_VERSION_2TLS))
    }
  }

  private func setContent(_ options: EasyOptions) {
    let standard: String
    if request.body != nil || ["POST", "PUT", "PATCH"].contains(request.method) {
      let body = request.body ?? []
      options.offset(CURLOPT_POSTFIELDSIZE_LARGE, Int64(body.count))
      body.withUnsafeBytes { bytes in
        // An empty array has no address, and libcurl takes none for "read from a callback".
        if let base = bytes.baseAddress, !bytes.isEmpty {
          options.pointer(CURLOPT_COPYPOSTFIELDS, base)
        } else {
          options.text(CURLOPT_COPYPOSTFIELDS, "")
        }
      }
      options.long(CURLOPT_POST, 1)
      standard = "POST"
    } else if request.method == "HEAD" {
      options.long(CURLOPT_NOBODY, 1)
      standard = "HEAD"
    } else {
      options.long(CURLOPT_HTTPGET, 1)
      standard = "GET"
    }
    if request.method != standard { options.text(CURLOPT_CUSTOMREQUEST, request.method) }
    // HEAD with content: libcurl would wait for the content that the response only announces.
    if request.method == "HEAD" && standard == "POST" { response.isHead = true }
  }

  /// The fields as libcurl wants them: `Name;` for an empty value, `Name:` to keep back a field of its own.
  private var headerLines: [String] {
    var lines = request.headers.map { $0.value.trimmingBlanks.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    let given = Set(request.headers.map { $0.name.lowercased() })
    for name in ["Accept", "Content-Type", "Expect"] where !given.contains(name.lowercased()) { lines.append("\(name):") }
    if !given.contains("user-agent") { lines.append("User-Agent: \(userAgent)") }
    return lines
  }

  private func setTLS(_ options: EasyOptions) {
    let tls = request.tls
    options.long(CURLOPT_SSL_SESSIONID_CACHE, 0)
    options.long(CURLOPT_SSL_VERIFYPEER, tls.verifiesPeer ? 1 : 0)
    options.long(CURLOPT_SSL_VERIFYHOST, tls.verifiesHost ? 2 : 0)
    options.long(CURLOPT_SSLVERSION, tls.lowest.curlMinimum | tls.highest.curlMaximum)
    if let ciphers = tls.oldCiphers { options.text(CURLOPT_SSL_CIPHER_LIST, ciphers) }
    if let ciphers = tls.newCiphers { options.text(CURLOPT_TLS13_CIPHERS, ciphers) }
    if request.version == .http1 { options.long(CURLOPT_SSL_ENABLE_ALPN, 1) }
    if let authorities = tls.authorities {
      options.blob(CURLOPT_CAINFO_BLOB, authorities)
      // Else the system's directory of authorities would be trusted beside those given.
      options.text(CURLOPT_CAPATH, nil)
    }
    if let certificate = tls.certificate, let key = tls.privateKey {
      options.text(CURLOPT_SSLCERTTYPE, "PEM")
      options.text(CURLOPT_SSLKEYTYPE, "PEM")
      options.blob(CURLOPT_SSLCERT_BLOB, certificate)
      options.blob(CURLOPT_SSLKEY_BLOB, key)
    }
    options.check(wire_set_tls_slot(options.easy, alerts.pointer))
  }

  private func keep(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { list = curl_slist_append(list, line) }
    if let list { lists.append(list) }
    return list
  }
}

/// Sets options and keeps the first failure.
final class EasyOptions {
  let easy: UnsafeMutableRawPointer
  private(set) var failure: TransferFailure?

  init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

  func check(_ code: CURLcode) {
    if code != CURLE_OK && failure == nil { failure = .other(code: Int(code.rawValue), String(cString: curl_easy_strerror(code))) }
  }

  func long(_ option: CURLoption, _ value: Int) { check(wire_set_long(easy, option, value)) }
  func offset(_ option: CURLoption, _ value: Int64) { check(wire_set_offset(easy, option, curl_off_t(value))) }
  func text(_ option: CURLoption, _ value: String?) { check(wire_set_text(easy, option, value)) }
  func pointer(_ option: CURLoption, _ value: UnsafeRawPointer) { check(wire_set_pointer(easy, option, value)) }
  func list(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) { check(wire_set_list(easy, option, value)) }
  func blob(_ option: CURLoption, _ value: String) {
    var value = value
    value.withUTF8 { check(wire_set_blob(easy, option, $0.baseAddress, $0.count)) }
  }
}

extension TLSVersion {
  fileprivate var curlMinimum: Int {
    switch self {
    case .tls10: Int(CURL_SSLVERSION_TLSv1_0)
    case .tls11: Int(CURL_SSLVERSION_TLSv1_1)
    case .tls12: Int(CURL_SSLVERSION_TLSv1_2)
    case .tls13: Int(CURL_SSLVERSION_TLSv1_3)
    }
  }

  fileprivate var curlMaximum: Int {
    switch self {
    case .tls10: Int(CURL_SSLVERSION_MAX_TLSv1_0)
    case .tls11: Int(CURL_SSLVERSION_MAX_TLSv1_1)
    case .tls12: Int(CURL_SSLVERSION_MAX_TLSv1_2)
    case .tls13: Int(CURL_SSLVERSION_MAX_TLSv1_3)
    }
  }
}

extension Duration {
  /// In milliseconds, rounded up, within what libcurl takes.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    if seconds > 1_000_000 { return 1_000_000_000 }
    return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
