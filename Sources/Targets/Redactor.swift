import Foundation
import OrderedJSON

/// Knows secret values, finds them in what is about to be written, and takes them out.
public struct Redactor: Sendable {
  /// What is searched for, longest first, with where it comes from.
  private let needles: [(text: String, whereabouts: String)]

  /// - Parameter secrets: where each comes from, and the whole secret.
  public init(_ secrets: some Sequence<(String, String)>) {
    var needles: [(String, String)] = []
    for (whereabouts, secret) in secrets {
      for part in Self.parts(of: secret) where part.count >= 6 { needles.append((part, whereabouts)) }
    }
    self.needles = needles.sorted { $0.0.count > $1.0.count }
  }

  /// The text with every secret replaced by where it comes from.
  public func redact(_ text: String) -> String {
    var text = text
    for needle in needles where Self.isIn(text, needle.text) {
      text = text.replacingOccurrences(of: needle.text, with: "[secret of \(needle.whereabouts)]")
    }
    return text
  }

  /// Where the secrets come from that stand in a text.
  public func find(in text: String) -> [String] {
    var found: [String] = []
    for needle in needles where Self.isIn(text, needle.text) && !found.contains(needle.whereabouts) { found.append(needle.whereabouts) }
    return found
  }

  /// Whether a text contains another, byte by byte: reports are megabytes, and Foundation's search is a hundred times slower.
  private static func isIn(_ text: String, _ part: String) -> Bool {
    var text = text, part = part
    return text.withUTF8 { haystack in
      part.withUTF8 { needle in
        guard !needle.isEmpty, let start = haystack.baseAddress, let wanted = needle.baseAddress else { return false }
        var at = 0
        while at + needle.count <= haystack.count, let found = memchr(start + at, Int32(needle[0]), haystack.count - needle.count - at + 1)
        {
          if memcmp(found, wanted, needle.count) == 0 { return true }
          at = found - UnsafeMutableRawPointer(mutating: start) + 1
        }
        return false
      }
    }
  }

  /// What of a secret must never be seen: of a JWK its private members (the rest is public), of a PEM block the lines of its
  /// private key, otherwise the whole, as it is and as forms and URLs carry it.
  static func parts(of secret: String) -> [String] {
    if let json = try? JSON.parse(secret), json.members != nil { return privateMembers(json) }
    if secret.contains("-----BEGIN") { return privateLines(secret) }
    let whole = secret.trimmingCharacters(in: .whitespacesAndNewlines)
    let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    let encoded = whole.addingPercentEncoding(withAllowedCharacters: unreserved) ?? whole
    return encoded == whole ? [whole] : [whole, encoded]
  }

  private static func privateMembers(_ json: JSON) -> [String] {
    var found: [String] = []
    for member in json.members ?? [] {
      if ["d", "p", "q", "dp", "dq", "qi", "k"].contains(member.name), let text = member.value.string { found.append(text) }
      found += privateMembers(member.value)
    }
    for element in json.array ?? [] { found += privateMembers(element) }
    return found
  }

  /// The lines of private keys that hold something private. A key carries its public half too, which certificates show: an elliptic
  /// curve key begins with what is private, an RSA key with its modulus, which fills about a quarter.
  private static func privateLines(_ pem: String) -> [String] {
    var found: [String] = []
    var body: [String] = []
    var isPrivate = false
    for line in pem.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("-----BEGIN") {
        isPrivate = line.contains("PRIVATE KEY")
        body = []
      } else if line.hasPrefix("-----END") {
        if body.count > 8 { found += body.dropFirst(body.count * 3 / 10) } else { found += body.prefix(max(1, min(2, body.count - 1))) }
        body = []
      } else if isPrivate, line.count >= 16 {
        body.append(String(line))
      }
    }
    return found
  }
}
