import Forge
import Foundation
import OrderedJSON

/// Keeps the secrets of a run in memory, and gives out their fingerprints.
///
/// The key of the fingerprints is random for each run and never leaves this object.
final class SecretVault: @unchecked Sendable {
  // Guarded by `lock`.
  private var secrets: [String: String] = [:]
  /// The secrets by their first eight bytes, the longest first, so that one that contains another is replaced whole.
  private var byPrefix: [UInt64: [Known]] = [:]
  private let key: [UInt8]
  private let lock = NSLock()

  private struct Known {
    var bytes: [UInt8]
    var print: String
  }

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
      let bytes = Array(secret.utf8)
      if bytes.count >= Self.prefixLength {
        let prefix = Self.prefix(bytes, at: 0)
        byPrefix[prefix] = ((byPrefix[prefix] ?? []) + [Known(bytes: bytes, print: print)]).sorted { $0.bytes.count > $1.bytes.count }
      }
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

  /// The text with every known secret, and anything that looks like a compact JWT, replaced by a fingerprint. One pass: the next
  /// eight bytes are looked up among the beginnings of the secrets.
  func redact(_ text: String) -> String {
    guard text.utf8.count >= Self.prefixLength else { return text }
    lock.lock()
    let known = byPrefix
    lock.unlock()
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var isChanged = false
    var at = 0
    while at < bytes.count {
      if let (length, word) = secret(at: at, in: bytes, known) ?? token(at: at, in: bytes) {
        if !isChanged { out = Array(bytes[..<at]) }
        isChanged = true
        out.append(contentsOf: word.utf8)
        at += length
      } else {
        if isChanged { out.append(bytes[at]) }
        at += 1
      }
    }
    return isChanged ? String(decoding: out, as: UTF8.self) : text
  }

  private static let prefixLength = 8

  /// The first eight bytes as one number.
  private static func prefix(_ bytes: [UInt8], at: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in at..<(at + prefixLength) { value = value << 8 | UInt64(bytes[index]) }
    return value
  }

  private func secret(at: Int, in bytes: [UInt8], _ known: [UInt64: [Known]]) -> (length: Int, word: String)? {
    guard at + Self.prefixLength <= bytes.count, let candidates = known[Self.prefix(bytes, at: at)] else { return nil }
    for candidate in candidates where bytes[at...].starts(with: candidate.bytes) {
      return (candidate.bytes.count, "‹secret \(candidate.print)›")
    }
    return nil
  }

  /// A compact JWT, known or not: `eyJ` and at least one dot.
  private func token(at: Int, in bytes: [UInt8]) -> (length: Int, word: String)? {
    guard at + 3 < bytes.count, bytes[at] == UInt8(ascii: "e"), bytes[at + 1] == UInt8(ascii: "y"), bytes[at + 2] == UInt8(ascii: "J")
    else {
      return nil
    }
    let token = bytes[at...].prefix {
      Self.isBase64URL($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "=")
    }
    guard token.contains(UInt8(ascii: ".")) else { return nil }
    return (token.count, "‹token \(remember(String(decoding: token, as: UTF8.self)))›")
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
