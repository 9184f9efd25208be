/// A request as the policies see it.
struct Incoming: Sendable {
  var method: String
  /// The path as it was sent, percent-encoding included.
  var path: String
  /// The query as it was sent, without `?`; nil if there is none.
  var query: String?
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  /// The client's certificate on this connection (DER); nil if it sent none.
  var certificate: [UInt8]?
  /// The target's own scheme and authority, never taken from `Host`.
  var base: String

  /// All values of a header field, in order.
  func values(_ name: String) -> [String] {
    let name = name.lowercased()
    return headers.filter { $0.name.lowercased() == name }.map(\.value)
  }

  /// The absolute URL of the request without its query, as `htu` must name it.
  var url: String { base + path }

  /// The media type of the body, lower case, without parameters; nil unless exactly one is given.
  var mediaType: String? {
    let values = values("content-type")
    guard values.count == 1, let first = values[0].split(separator: ";", omittingEmptySubsequences: false).first else { return nil }
    return first.trimmingSpaces.lowercased()
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  var trimmingSpaces: String {
    var rest = Substring(self)
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }
}

/// An answer.
struct Outgoing: Sendable {
  var status: Int
  var headers: [(String, String)] = []
  var body: [UInt8] = []

  static func json(_ value: JSONValue, status: Int = 200, headers: [(String, String)] = [], type: String = "application/json") -> Outgoing {
    Outgoing(status: status, headers: [("Content-Type", type)] + headers, body: value.bytes)
  }

  /// JSON that no cache may keep (RFC 6749 section 5.1).
  static func privateJSON(_ value: JSONValue, status: Int = 200, headers: [(String, String)] = []) -> Outgoing {
    json(value, status: status, headers: [("Cache-Control", "no-store")] + headers)
  }

  static func empty(_ status: Int, headers: [(String, String)] = []) -> Outgoing { Outgoing(status: status, headers: headers) }
}
