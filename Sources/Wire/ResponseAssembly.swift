/// Puts a response together from its lines and content, within bounds. Used for libcurl's callbacks and for raw connections.
struct ResponseAssembly {
  let maxHeaderBytes: Int
  let maxBodyBytes: Int
  /// A response to HEAD has no content whatever its header says.
  var isHead = false
  /// Whoever waits has all that it wants.
  var isEnough = false

  private(set) var headerBytes = 0
  private(set) var body: [UInt8] = []
  private(set) var bodyTruncated = false
  /// Whether the header of the final response has ended.
  private(set) var isHeadComplete = false
  private(set) var status = 0
  private var reason = ""
  private var version = ""
  private var headers: [HeaderField] = []
  private var trailers: [HeaderField] = []
  private var interim: [Response.Interim] = []

  init(maxHeaderBytes: Int, maxBodyBytes: Int) {
    self.maxHeaderBytes = maxHeaderBytes
    self.maxBodyBytes = maxBodyBytes
  }

  /// Whether anything at all has come.
  var hasBegun: Bool { headerBytes > 0 }

  /// The response as far as it has come; nil before the end of its header.
  var response: Response? {
    guard isHeadComplete else { return nil }
    return Response(
      status: status, reason: reason, version: version, headers: headers, trailers: trailers, interim: interim, body: body,
      bodyTruncated: !isHead && (bodyTruncated || isEnough))
  }

  /// Takes a line of a header or trailer section with its line end.
  mutating func take(line bytes: some Sequence<UInt8>) -> TransferFailure? {
    var octets = Array(bytes)
    headerBytes += octets.count
    if headerBytes > maxHeaderBytes { return .headersTooLarge(limit: maxHeaderBytes) }
    while let last = octets.last, last == 10 || last == 13 { octets.removeLast() }
    let line = String(decoding: octets, as: UTF8.self)
    if isHeadComplete {
      if let field = HeaderField(line: line) { trailers.append(field) }
    } else if line.isEmpty {
      endHead()
    } else if status == 0 {
      return takeStatusLine(line)
    } else if let first = octets.first, first == 32 || first == 9, let last = headers.indices.last {
      // A folded line (RFC 9112 section 5.2) belongs to the field before it.
      headers[last].value += " " + line.trimmingBlanks
    } else if let field = HeaderField(line: line) {
      headers.append(field)
    } else {
      return .malformedResponse("the header line \(quoted(line)) has no colon")
    }
    return nil
  }

  /// Takes octets of the content.
  mutating func take(content bytes: some Collection<UInt8>) -> TransferFailure? {
    let room = maxBodyBytes - body.count
    body.append(contentsOf: bytes.prefix(room))
    guard bytes.count > room else { return nil }
    bodyTruncated = true
    return .bodyTooLarge(limit: maxBodyBytes)
  }

  /// Notes that the connection ended before the content did.
  mutating func cutOff() { bodyTruncated = true }

  private mutating func takeStatusLine(_ line: String) -> TransferFailure? {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/"), parts[1].utf8.count == 3, let code = Int(parts[1]), code >= 100 else {
      return .malformedResponse("the status line is \(quoted(line))")
    }
    status = code
    version = String(parts[0].dropFirst(5))
    reason = parts.count > 2 ? String(parts[2].trimmingBlanks) : ""
    return nil
  }

  private mutating func endHead() {
    guard status != 0 else { return }
    if (100..<200).contains(status) && status != 101 {
      interim.append(Response.Interim(status: status, headers: headers))
      status = 0
      headers = []
    } else {
      isHeadComplete = true
    }
  }
}
