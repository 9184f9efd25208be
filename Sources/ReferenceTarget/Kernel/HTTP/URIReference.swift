/// Comparison of absolute http(s) URIs after the syntax-based and scheme-based normalisation of RFC 3986 sections 6.2.2 and 6.2.3.
struct URIReference: Sendable, Hashable {
  let scheme: String
  let host: String
  let port: Int?
  let path: String
  let query: String?
  let fragment: String?
  let hasUserInfo: Bool

  init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    var rest = text[...]
    func cut(at character: Character) -> String? {
      guard let index = rest.firstIndex(of: character) else { return nil }
      defer { rest = rest[..<index] }
      return String(rest[rest.index(after: index)...])
    }
    fragment = cut(at: "#")
    query = cut(at: "?")
    guard let colon = rest.firstIndex(of: ":") else { return nil }
    let scheme = rest[..<colon].lowercased()
    let after = rest[rest.index(after: colon)...]
    guard after.hasPrefix("//"), !scheme.isEmpty, scheme.allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) }) else {
      return nil
    }
    let hierarchical = after.dropFirst(2)
    let slash = hierarchical.firstIndex(of: "/") ?? hierarchical.endIndex
    var authority = String(hierarchical[..<slash])
    if let at = authority.lastIndex(of: "@") {
      hasUserInfo = true
      authority = String(authority[authority.index(after: at)...])
    } else {
      hasUserInfo = false
    }
    var port: Int?
    if !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") {
      let digits = authority[authority.index(after: colon)...]
      if !digits.isEmpty {
        guard digits.allSatisfy(\.isNumber), let number = Int(digits), number < 65_536 else { return nil }
        port = number
      }
      authority = String(authority[..<colon])
    }
    guard !authority.isEmpty else { return nil }
    self.scheme = scheme
    host = authority.lowercased()
    self.port = port ?? Self.defaultPorts[scheme]
    guard let decoded = Self.normalisedPercents(String(hierarchical[slash...])) else { return nil }
    let path = Self.withoutDotSegments(decoded)
    self.path = path.isEmpty ? "/" : path
  }

  private static let defaultPorts = ["https": 443, "http": 80]

  /// The same resource, query and fragment apart.
  func isSameIgnoringQuery(as other: URIReference) -> Bool {
    scheme == other.scheme && host == other.host && port == other.port && path == other.path && !hasUserInfo && !other.hasUserInfo
  }

  private static func normalisedPercents(_ path: String) -> String? {
    var out = ""
    var rest = Substring(path)
    while let character = rest.popFirst() {
      guard character == "%" else { out.append(character); continue }
      guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue else { return nil }
      let value = UInt8(high << 4 | low)
      let decoded = Character(Unicode.Scalar(value))
      if value < 0x80, decoded.isLetter || decoded.isNumber || "-._~".contains(decoded) {
        out.append(decoded)
      } else {
        let hex = String(value, radix: 16, uppercase: true)
        out += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return out
  }

  /// RFC 3986 section 5.2.4 for a path that is empty or begins with a slash.
  private static func withoutDotSegments(_ path: String) -> String {
    var out: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, segment) in segments.enumerated() {
      let last = index == segments.count - 1
      switch segment {
      case ".": if last { out.append("") }
      case "..":
        _ = out.popLast()
        if last { out.append("") }
      default: out.append(segment)
      }
    }
    return out.isEmpty ? "" : "/" + out.joined(separator: "/")
  }
}
