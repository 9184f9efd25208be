import Forge
import Foundation
import OrderedJSON

/// Keeps the secrets of a run in memory, and gives out their fingerprints.
///
/// The key of the fingerprints is random for each run and never leaves this object.
final class SecretVault: @unchecked Sendable {
  // Guarded by `lock`.
  private var secrets: [String: String] = [:]
  private var sorted: [String]?
  private let key: [UInt8]
  private let lock = NSLock()

  init() { key = Random.bytes(32) }

  /// Takes a secret in, and returns the fact that stands for it.
  func fact(_ secret: String) -> JSON {
    let print = remember(secret)
    return .object([
      .init(SpecialFact.secretMember, .string(print)),
      .init("length", .integer(secret.utf8.count)),
      .init("alphabet", .string(Self.alphabet(secret))),
    ])
  }

  /// Takes a secret in, and returns its fingerprint.
  @discardableResult
  func remember(_ secret: String) -> String {
    let print = String(Base64URL.encode(HMAC.code(.sha256, key: key, over: Array(secret.utf8))).prefix(10))
    lock.lock()
    defer { lock.unlock() }
    if secrets[print] == nil {
      secrets[print] = secret
      sorted = nil
    }
    return print
  }

  /// The secret behind a fact, to be sent.
  func reveal(_ fact: JSON) -> String? {
    guard let print = SpecialFact.fingerprint(fact) else { return nil }
    lock.lock()
    defer { lock.unlock() }
    return secrets[print]
  }

  /// The text with every known secret, and anything that looks like a compact JWT, replaced by a fingerprint.
  func redact(_ text: String) -> String {
    guard text.utf8.count >= 8 else { return text }
    lock.lock()
    // Longest first, so that a secret that contains another is replaced whole.
    let known = sorted ?? secrets.values.filter { $0.utf8.count >= 8 }.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    sorted = known
    lock.unlock()
    var out = text
    for secret in known where out.utf8.count >= secret.utf8.count && out.contains(secret) {
      out = out.replacingOccurrences(of: secret, with: "‹secret \(remember(secret))›")
    }
    return redactTokens(out)
  }

  /// Replaces everything of the shape `eyJ….….…`, known or not.
  private func redactTokens(_ text: String) -> String {
    guard text.contains("eyJ") else { return text }
    var out = ""
    var rest = Substring(text)
    while let range = rest.range(of: "eyJ") {
      out += rest[..<range.lowerBound]
      let token = rest[range.lowerBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.~=".contains($0)) }
      if token.filter({ $0 == "." }).count >= 1 {
        out += "‹token \(remember(String(token)))›"
      } else {
        out += token
      }
      rest = rest[token.endIndex...]
    }
    return out + rest
  }

  static func alphabet(_ text: String) -> String {
    if text.utf8.allSatisfy({ isBase64URL($0) }) { return "base64url" }
    if text.utf8.allSatisfy({ isBase64URL($0) || $0 == UInt8(ascii: ".") }) { return "compact" }
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) { return "nqchar" }
    return "other"
  }

  private static func isBase64URL(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
