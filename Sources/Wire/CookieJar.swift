import Foundation

/// The cookies of one user agent (RFC 6265 section 5, without expiry by the clock: a jar lives for one scenario). A `Client` keeps none
/// itself; who plays a browser carries a jar from one exchange to the next.
public struct CookieJar: Sendable, Hashable {
  fileprivate struct Cookie: Sendable, Hashable {
    var name: String
    var value: String
    var domain: String
    var isHostOnly: Bool
    var path: String
    var isSecure: Bool
  }

  private var cookies: [Cookie] = []

  public init() {}

  public var isEmpty: Bool { cookies.isEmpty }

  /// Keeps what the response to `url` sets, and drops what it expires. A cookie for a foreign domain is ignored.
  public mutating func store(_ headers: [HeaderField], from url: String) {
    guard let address = try? Address(url: url) else { return }
    for value in headers[all: "Set-Cookie"] { store(value, address) }
  }

  /// The `Cookie` field for a request to `url`; nil when no cookie is for it.
  public func field(for url: String) -> HeaderField? {
    guard let address = try? Address(url: url) else { return nil }
    let path = String(address.target.prefix { $0 != "?" })
    // Longer paths first, then older cookies (section 5.4).
    let fitting = cookies.enumerated().filter { $0.element.fits(address, path) }.sorted {
      ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
    }
    guard !fitting.isEmpty else { return nil }
    return HeaderField("Cookie", fitting.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; "))
  }

  private mutating func store(_ text: String, _ address: Address) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmingBlanks)
    guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
    var cookie = Cookie(
      name: String(pair[..<equals].trimmingBlanks), value: String(pair[pair.index(after: equals)...].trimmingBlanks),
      domain: address.bareHost, isHostOnly: true, path: Self.defaultPath(address.target), isSecure: false)
    if cookie.name.isEmpty { return }
    var isExpired = false
    for part in parts.dropFirst() {
      let name = part.prefix { $0 != "=" }.trimmingBlanks.lowercased()
      let value = part.dropFirst(part.prefix { $0 != "=" }.count + 1).trimmingBlanks
      switch name {
      case "domain":
        let domain = (value.hasPrefix(".") ? value.dropFirst() : value).lowercased()
        if domain.isEmpty { continue }
        guard address.bareHost == domain || address.bareHost.hasSuffix(".\(domain)") && !isAddress(address.bareHost) else { return }
        cookie.domain = domain
        cookie.isHostOnly = false
      case "path": cookie.path = value.hasPrefix("/") ? String(value) : cookie.path
      case "secure": cookie.isSecure = true
      case "max-age": isExpired = Int(value).map { $0 <= 0 } ?? isExpired
      // Servers drop a cookie with a date at the beginning of time.
      case "expires": isExpired = isExpired || value.contains("1970")
      default: break
      }
    }
    let place = cookies.firstIndex { $0.name == cookie.name && $0.domain == cookie.domain && $0.path == cookie.path }
    switch (place, isExpired) {
    case (let place?, true): cookies.remove(at: place)
    case (let place?, false): cookies[place] = cookie
    case (nil, true): break
    case (nil, false): cookies.append(cookie)
    }
  }

  /// The directory of the request's path (section 5.1.4).
  private static func defaultPath(_ target: String) -> String {
    let path = target.prefix { $0 != "?" }
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}

extension CookieJar.Cookie {
  fileprivate func fits(_ address: Address, _ path: String) -> Bool {
    let host = address.bareHost
    let domainFits = host == domain || !isHostOnly && host.hasSuffix(".\(domain)")
    let pathFits =
      path == self.path || path.hasPrefix(self.path) && (self.path.hasSuffix("/") || path.dropFirst(self.path.count).first == "/")
    return domainFits && pathFits && (!isSecure || address.isTLS)
  }
}
