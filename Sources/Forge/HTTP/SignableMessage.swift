/// A header field of a message, as it is on the wire.
public struct MessageField: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What of a request can be signed (RFC 9421 section 2).
public struct SignableRequest: Sendable, Hashable {
  public var method: String
  /// The absolute target URI.
  public var url: String
  /// The request target of the request line where it is not the URL's path and query.
  public var target: String?
  /// The authority where it is not the URL's, for instance because another `Host` is sent.
  public var authority: String?
  public var fields: [MessageField]

  public init(method: String, url: String, target: String? = nil, authority: String? = nil, fields: [MessageField] = []) {
    self.method = method
    self.url = url
    self.target = target
    self.authority = authority
    self.fields = fields
  }
}

/// What of a response can be signed, with the request that it answers (for components with `req`).
public struct SignableResponse: Sendable, Hashable {
  public var status: Int
  public var fields: [MessageField]
  public var request: SignableRequest?

  public init(status: Int, fields: [MessageField] = [], request: SignableRequest? = nil) {
    self.status = status
    self.fields = fields
    self.request = request
  }
}

/// A message that can be signed.
public enum SignableMessage: Sendable, Hashable {
  case request(SignableRequest)
  case response(SignableResponse)

  public var fields: [MessageField] {
    get {
      switch self {
      case .request(let request): request.fields
      case .response(let response): response.fields
      }
    }
    set {
      switch self {
      case .request(var request):
        request.fields = newValue
        self = .request(request)
      case .response(var response):
        response.fields = newValue
        self = .response(response)
      }
    }
  }
}

/// The parts of an absolute URL, not normalised.
struct URLParts {
  var scheme: String
  /// Host and port without user information.
  var authority: String
  var path: String
  /// Without its question mark.
  var query: String?

  init?(_ url: String) {
    guard let colon = url.firstRange(of: "://") else { return nil }
    scheme = url[..<colon.lowerBound].lowercased()
    let withoutFragment = url[colon.upperBound...].prefix { $0 != "#" }
    let beforeQuery = withoutFragment.prefix { $0 != "?" }
    query = beforeQuery.endIndex == withoutFragment.endIndex ? nil : String(withoutFragment[beforeQuery.endIndex...].dropFirst())
    let host = beforeQuery.prefix { $0 != "/" }
    path = String(beforeQuery[host.endIndex...])
    authority = String(host.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
  }

  /// Lower case, default port left out (RFC 9110 section 4.2.3).
  static func normalAuthority(_ authority: String, scheme: String) -> String {
    let lower = authority.lowercased()
    switch scheme {
    case "https" where lower.hasSuffix(":443"): return String(lower.dropLast(4))
    case "http" where lower.hasSuffix(":80"): return String(lower.dropLast(3))
    default: return lower
    }
  }
}

extension SignableRequest {
  /// The value of a derived component (RFC 9421 section 2.2), nil if the name is unknown.
  func derived(_ name: String, parameters: [StructuredParameter]) throws(MessageSignatureError) -> String? {
    guard let parts = URLParts(url) else { throw .component("\(url) is not an absolute URL") }
    let path = parts.path.isEmpty ? "/" : parts.path
    switch name {
    case "@method": return method
    case "@target-uri": return String(url.prefix { $0 != "#" })
    case "@authority": return URLParts.normalAuthority(authority ?? parts.authority, scheme: parts.scheme)
    case "@scheme": return parts.scheme
    case "@request-target": return target ?? path + (parts.query.map { "?\($0)" } ?? "")
    case "@path": return path
    case "@query": return "?" + (parts.query ?? "")
    case "@query-param":
      guard case .string(let wanted) = parameters.first(where: { $0.name == "name" })?.value else {
        throw .component("@query-param needs a name")
      }
      let found = FormParameters.pairs(parts.query ?? "").filter { $0.name == wanted }
      guard found.count == 1, let only = found.first else {
        throw .component("the query has \(found.count) parameters named \(wanted), not one")
      }
      return only.value
    default: return nil
    }
  }
}

/// Parameters of a query, decoded and encoded again in the one way that RFC 9421 section 2.2.8 takes from the URL standard.
enum FormParameters {
  static func pairs(_ query: String) -> [(name: String, value: String)] {
    query.split(separator: "&").map { pair in
      let name = pair.prefix { $0 != "=" }
      return (canonical(name), canonical(pair[name.endIndex...].dropFirst()))
    }
  }

  private static func canonical(_ text: Substring) -> String {
    var decoded: [UInt8] = []
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = hex(bytes[at + 1]), let low = hex(bytes[at + 2]) {
        decoded.append(high << 4 | low)
        at += 3
      } else {
        decoded.append(bytes[at] == UInt8(ascii: "+") ? 0x20 : bytes[at])
        at += 1
      }
    }
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in String(decoding: decoded, as: UTF8.self).utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2A, 0x2D, 0x2E, 0x5F: out.append(byte)
      default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
