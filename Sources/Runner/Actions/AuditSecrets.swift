import Forge
import Foundation
import OrderedJSON

extension SecretVault {
  /// `none`, or which kinds of secrets of this run stand in a log: `secret` and `token` as they are, `encoded` in Base64, with percent
  /// signs or with JSON escapes.
  func kindsOfSecrets(in text: String) -> String {
    let redacted = redact(text)
    var kinds = ["secret", "token"].filter { redacted.contains("‹\($0) ") }
    if isSecretEncoded(in: text) { kinds.append("encoded") }
    return kinds.isEmpty ? "none" : kinds.joined(separator: ", ")
  }

  private func isSecretEncoded(in text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      // A token is three parts in Base64 itself, and found as it is.
      if Self.encodedRuns(in: line).contains(where: { holdsSecret(Self.decoded($0)) }) { return true }
      if line.contains("%"), holdsSecret(String(line).removingPercentEncoding) { return true }
      return line.contains("\\") && (try? JSON.parse(String(line))).map { holdsSecret(Self.texts(in: $0)) } == true
    }
  }

  private func holdsSecret(_ text: String?) -> Bool {
    guard let text else { return false }
    return redact(text) != text
  }

  /// What may be Base64 of something that is worth hiding: long enough, and no part of something longer.
  private static func encodedRuns(in line: Substring) -> [Substring] {
    line.split { character in !(character.isASCII && (character.isLetter || character.isNumber || "-_+/".contains(character))) }
      .filter { $0.utf8.count >= 24 }
  }

  private static func decoded(_ run: Substring) -> String? {
    let plain = String(run.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    return (try? Base64URL.decode(plain)).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// All strings of a record, with their escapes resolved.
  private static func texts(in json: JSON) -> String {
    if let text = json.string { return text }
    return ((json.members ?? []).map { texts(in: $0.value) } + (json.array ?? []).map(texts)).joined(separator: "\n")
  }

  /// A record without the secrets that it may hold. Members are not judged by their names: `token` is an identifier in a log.
  func redacting(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): .string(redact(text))
    case .array(let elements): .array(elements.map(redacting))
    case .object(let members): .object(members.map { .init($0.name, redacting($0.value)) })
    case .null, .bool, .number: json
    }
  }

  /// By what a log may refer to an exchange: `jti` of its own assertions, proofs and tokens, and digests of those tokens. Tokens that
  /// were handed in to be exchanged are not among them: they belong to the exchange that made them.
  func references(in facts: JSON) -> Set<String> {
    var found: Set<String> = []
    for member in facts.members ?? [] where !["sent", "echo", "body", "headers", "grant-assertion"].contains(member.name) {
      collect(member.value, into: &found)
    }
    return found
  }

  private func collect(_ fact: JSON, into found: inout Set<String>) {
    if let print = SpecialFact.fingerprint(fact) { return refer(to: print, into: &found) }
    for member in fact.members ?? [] {
      if member.name == "jti", let text = member.value.string { found.insert(text) } else { collect(member.value, into: &found) }
    }
    for element in fact.array ?? [] { collect(element, into: &found) }
  }

  private func refer(to print: String, into found: inout Set<String>) {
    guard let secret = reveal(.object([.init(SpecialFact.secretMember, .string(print))])) else { return }
    found.insert(Base64URL.encode(Digest.sha256(secret)))
    let parts = secret.split(separator: ".")
    if parts.count == 3, let claims = try? Base64URL.decode(String(parts[1])), let jti = (try? JSON.parse(claims))?["jti"]?.string {
      found.insert(jti)
    }
  }
}
