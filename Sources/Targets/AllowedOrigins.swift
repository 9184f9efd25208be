import OrderedJSON

/// A host and a port, the unit in which the suite is allowed to speak to somebody.
public struct Origin: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// In lower case, without brackets.
  public let host: String
  public let port: Int

  /// The origin of an absolute `http` or `https` URL without user information and fragment; nil if it is no such URL.
  public init?(url: String) {
    let defaultPort: Int
    let rest: Substring
    if url.lowercased().hasPrefix("https://") {
      (defaultPort, rest) = (443, url.dropFirst(8))
    } else if url.lowercased().hasPrefix("http://") {
      (defaultPort, rest) = (80, url.dropFirst(7))
    } else {
      return nil
    }
    guard !url.contains("#"), url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else { return nil }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else { return nil }
    self.init(authority: authority, defaultPort: defaultPort)
  }

  /// `host:port`; nil if a part is missing.
  public init?(hostAndPort: String) {
    self.init(authority: Substring(hostAndPort), defaultPort: nil)
  }

  private init?(authority: Substring, defaultPort: Int?) {
    var host = authority
    var port = defaultPort
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      host = authority[..<colon]
      guard let number = Int(authority[authority.index(after: colon)...]), (1...65535).contains(number) else { return nil }
      port = number
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." || $0 == "%" }) else { return nil }
    } else {
      guard host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_") }) else { return nil }
    }
    guard !host.isEmpty, let port else { return nil }
    self.host = host.lowercased()
    self.port = port
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  public static func < (a: Origin, b: Origin) -> Bool { (a.host, a.port) < (b.host, b.port) }
}

/// The hosts that the suite may speak to: those that the target description names, and no others. A discovered document that
/// points elsewhere is not followed, so that a target cannot aim the suite at a third party.
public struct AllowedOrigins: Sendable, Hashable {
  public private(set) var origins: Set<Origin>

  /// The origins of every URL in a description, and those of `allow`.
  public init(_ description: TargetDescription) {
    origins = Set(description.allow.compactMap { Origin(hostAndPort: $0) })
    collect(description.document)
  }

  public init(_ origins: some Sequence<Origin>) { self.origins = Set(origins) }

  private mutating func collect(_ json: JSON) {
    switch json {
    case .string(let text): if let origin = Origin(url: text) { origins.insert(origin) }
    case .array(let elements): for element in elements { collect(element) }
    case .object(let members): for member in members { collect(member.value) }
    case .null, .bool, .number: break
    }
  }

  public mutating func insert(_ origin: Origin) { origins.insert(origin) }

  /// Whether the suite may send a request there.
  public func contains(url: String) -> Bool { Origin(url: url).map(origins.contains) ?? false }

  /// Why a URL is not followed, with what to do; nil if it may be.
  public func refusal(of url: String) -> String? {
    guard let origin = Origin(url: url) else { return "\(url) is no absolute http or https URL" }
    if origins.contains(origin) { return nil }
    return "\(origin) is not named by the target description; if it belongs to the target, add it: allow: [\"\(origin)\"]"
  }
}
