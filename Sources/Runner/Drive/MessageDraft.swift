import Foundation
import Forge
import OrderedJSON
import Wire

/// An HTTP request while it is being put together.
struct MessageDraft {
  var method = "GET"
  var url: String
  /// Added to the URL when it is sent.
  var query: [(String, String)] = []
  var headers: [(String, String)] = []
  /// Sent as `application/x-www-form-urlencoded`.
  var form: [(String, String)]?
  var body: [UInt8]?
  var contentType: String?
  /// PEM chain and key.
  var certificate: (chain: String, key: String)?
  var versions: (minimum: TLSVersion?, maximum: TLSVersion?) = (nil, nil)
  var version = HTTPVersion.http1
  var isFresh = false
  var raw: [UInt8]?
  /// Tokens and proofs in the message, by field name, for the facts.
  var artefacts: [(name: String, fact: JSON)] = []

  init(method: String = "GET", url: String) {
    self.method = method
    self.url = url
  }

  /// The URL with the query put in.
  var target: String {
    guard !query.isEmpty else { return url }
    // The query stands before a fragment (RFC 3986 section 3).
    let fragment = url.firstIndex(of: "#").map { String(url[$0...]) } ?? ""
    let bare = url.prefix { $0 != "#" }
    return bare + (bare.contains("?") ? "&" : "?") + FormCoding.encode(query) + fragment
  }

  var content: [UInt8]? { form.map { Array(FormCoding.encode($0).utf8) } ?? body }

  /// What is said about the message itself comes over what the action made.
  mutating func apply(_ overlay: Overlay, reader: RecipeReader) throws {
    if let method = try reader.text("method", default: method) { self.method = method }
    if let said = overlay["url"], let url = try said.applied(to: .string(url)).first { self.url = try reader.sendable(url) }
    if let said = overlay["query"] { query = try said.applied(to: query, text: reader.sendable) }
    if let said = overlay["form"] { form = try said.applied(to: form ?? [], text: reader.sendable) }
    if let said = overlay["body"] {
      switch try said.applied(to: body.map { .string(String(decoding: $0, as: UTF8.self)) }).first {
      case nil: (body, form) = (nil, nil)
      case .string(let text)?: (body, form) = (Array(text.utf8), nil)
      case let value?:
        if let json = value["json"] {
          (body, form, contentType) = (json.bytes, nil, "application/json")
        } else {
          (body, form) = (Array(try reader.sendable(value).utf8), nil)
        }
      }
    }
    if let said = overlay["headers"] { headers = try said.applied(to: headers, text: reader.sendable, ignoringCase: true) }
    if let http = try reader.text("http") {
      guard let version = HTTPVersion(rawValue: http) else { throw RecipeProblem.suite("http \(http) is neither 1.1 nor 2") }
      self.version = version
    }
  }

  /// `sent`: what is done to the finished message.
  mutating func applySent(_ overlay: Overlay?, reader: RecipeReader) throws {
    guard let sent = overlay else { return }
    if let said = sent["method"], let method = try said.applied(to: .string(method)).first?.string { self.method = method }
    if let said = sent["query"] { query = try said.applied(to: query, text: reader.sendable) }
    if let said = sent["headers"] { headers = try said.applied(to: headers, text: reader.sendable, ignoringCase: true) }
    if let said = sent["body"] {
      let present = content.map { JSON.string(String(decoding: $0, as: UTF8.self)) }
      let value = try said.applied(to: present).first
      if form != nil, contentType == nil { contentType = FormCoding.mediaType }
      form = nil
      body = try value.map { value in
        if let json = value["json"] { return json.bytes }
        return Array(try reader.sendable(value).utf8)
      }
    }
    if let said = sent["raw"], let value = try said.applied(to: nil).first { raw = Array(try reader.sendable(value).utf8) }
  }

  func request(_ context: RunContext) throws -> Request {
    var fields = headers.map { HeaderField($0.0, $0.1) }
    let type = contentType ?? (form != nil ? FormCoding.mediaType : nil)
    if let type, !headers.contains(where: { $0.0.lowercased() == "content-type" }) { fields.append(HeaderField("Content-Type", type)) }
    var tls = context.tls(certificate: certificate?.chain, privateKey: certificate?.key)
    tls.minimum = versions.minimum
    tls.maximum = versions.maximum
    return Request(
      method: method, url: target, headers: fields, body: content, version: version, tls: tls, connection: isFresh ? .fresh : .reuse,
      limits: context.limits, raw: raw)
  }
}

/// `application/x-www-form-urlencoded` (RFC 6749 appendix B).
enum FormCoding {
  static let mediaType = "application/x-www-form-urlencoded"

  static func encode(_ fields: [(String, String)]) -> String {
    fields.map { "\(escape($0.0))=\(escape($0.1))" }.joined(separator: "&")
  }

  static func escape(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "*"):
        out.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x20: out += "+"
      default:
        out += "%"
        let hex = String(byte, radix: 16, uppercase: true)
        out += hex.count == 1 ? "0" + hex : hex
      }
    }
    return out
  }

  static func decode(_ text: some StringProtocol) -> [(String, String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (unescape(parts[0]), parts.count > 1 ? unescape(parts[1]) : "")
    }
  }

  private static func unescape(_ text: some StringProtocol) -> String {
    text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? String(text)
  }
}
