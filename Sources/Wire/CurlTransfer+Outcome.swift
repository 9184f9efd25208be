import CCurl
import CCurlShims
import COpenSSL
import Foundation

extension CurlTransfer {
  /// Reads everything out of the handle that is kept. `code` nil: the transfer was cancelled.
  func conclude(_ code: CURLcode?) {
    guard let easy else { return }
    self.easy = nil
    exchange.timings.connect = duration(easy, CURLINFO_CONNECT_TIME_T)
    exchange.timings.tls = duration(easy, CURLINFO_APPCONNECT_TIME_T)
    exchange.timings.firstByte = duration(easy, CURLINFO_STARTTRANSFER_TIME_T)
    exchange.timings.total = duration(easy, CURLINFO_TOTAL_TIME_T)
    exchange.connectionReused = prerequests > 0 && long(easy, CURLINFO_NUM_CONNECTS) == 0
    if let head = SentRequest(head: sentHead, body: request.body ?? []) { exchange.sent = head }
    if alerts.received != nil || alerts.sent != nil || (address.isTLS && exchange.tls != nil) {
      var facts = exchange.tls ?? TLSFacts()
      facts.alertReceived = alerts.received
      facts.alertSent = alerts.sent
      exchange.tls = facts
    }
    if let code { exchange.failure = failure(of: code, easy) }
    if exchange.failure != nil && exchange.failure != .cancelled { response.cutOff() }
    exchange.response = response.response
  }

  private func failure(of code: CURLcode, _ easy: UnsafeMutableRawPointer) -> TransferFailure? {
    if let reason { return reason }
    if response.isEnough { return nil }
    if let alert = alerts.received { return .tls(alert: alert, message: "the server refused with \(nameOfAlert(alert))") }
    switch code {
    case CURLE_OK: return nil
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .cannotResolve(address.host)
    case CURLE_COULDNT_CONNECT: return .cannotConnect(systemError(easy))
    case CURLE_OPERATION_TIMEDOUT: return .timeout(phase(easy))
    case CURLE_GOT_NOTHING: return .closedBeforeResponse
    case CURLE_PARTIAL_FILE, CURLE_HTTP2_STREAM, CURLE_HTTP2: return response.hasBegun ? .closedInResponse : .closedBeforeResponse
    case CURLE_RECV_ERROR, CURLE_SEND_ERROR:
      if response.hasBegun { return .closedInResponse }
      return prerequests == 0 ? .cannotConnect(systemError(easy)) : .closedBeforeResponse
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
      return .tls(alert: nil, message: tlsMessage(code, easy))
    case CURLE_UNSUPPORTED_PROTOCOL: return .malformedResponse("it does not begin with a status line")
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: return .malformedResponse(text(code))
    case CURLE_OUT_OF_MEMORY where response.hasBegun && !response.isHeadComplete:
      return .headersTooLarge(limit: request.limits.maxHeaderBytes)
    case CURLE_URL_MALFORMAT: return .illegalRequest("the URL \(quoted(request.url)) is malformed")
    default: return .other(code: Int(code.rawValue), text(code))
    }
  }

  /// libcurl's own error buffer is not used: closing a dead pooled connection writes that connection's error into it.
  private func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

  private func tlsMessage(_ code: CURLcode, _ easy: UnsafeMutableRawPointer) -> String {
    let verification = long(easy, CURLINFO_SSL_VERIFYRESULT)
    // 1 stands for "not verified yet".
    if verification > 1 {
      return "the server's certificate is not accepted: \(String(cString: X509_verify_cert_error_string(verification)))"
    }
    if code == CURLE_PEER_FAILED_VERIFICATION { return "the server's certificate does not name \(address.bareHost)" }
    if code == CURLE_SSL_CERTPROBLEM { return "the client certificate and its key are unusable or do not belong together" }
    return text(code)
  }

  private func systemError(_ easy: UnsafeMutableRawPointer) -> String {
    let number = long(easy, CURLINFO_OS_ERRNO)
    return number == 0 ? "no connection" : String(cString: strerror(Int32(number)))
  }

  private func phase(_ easy: UnsafeMutableRawPointer) -> TransferFailure.Phase {
    if response.hasBegun { return .receiving }
    if prerequests > 0 { return .awaitingResponse }
    if alerts.hasBegun { return .handshake }
    return duration(easy, CURLINFO_NAMELOOKUP_TIME_T) > .zero ? .connecting : .resolving
  }

  private func long(_ easy: UnsafeMutableRawPointer, _ info: CURLINFO) -> Int {
    var value = 0
    wire_get_long(easy, info, &value)
    return value
  }

  private func duration(_ easy: UnsafeMutableRawPointer, _ info: CURLINFO) -> Duration {
    var value: curl_off_t = 0
    wire_get_offset(easy, info, &value)
    return .microseconds(Int64(value))
  }
}

extension SentRequest {
  /// Parses a header section that was sent. Nil when nothing was.
  init?(head: [UInt8], body: [UInt8]) {
    guard !head.isEmpty else { return nil }
    let lines = head.split(separator: 10, omittingEmptySubsequences: true).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    let start = (lines.first ?? "").split(separator: " ", maxSplits: 2)
    self.method = start.first.map(String.init) ?? ""
    self.target = start.count > 1 ? String(start[1]) : ""
    self.headers = lines.dropFirst().compactMap { HeaderField(line: $0) }
    self.body = body
    self.head = head
  }
}
