import Forge
import OrderedJSON

/// A status list token (draft-ietf-oauth-status-list section 5.1) as facts: what it says of one index, and what is wrong with it.
struct StatusListFacts {
  /// - Parameters:
  ///   - compact: the token.
  ///   - index: the place that is asked about.
  ///   - vault: keeps the token itself.
  ///   - keys: the published keys of its issuer; nil: none.
  static func facts(_ compact: String, index: Int?, keys: JWKS?, vault: SecretVault) -> JSON? {
    guard let token = try? DecodedJWT.decode(compact), let claims = token.claims else { return nil }
    var facts: JSON = ["compact": vault.fact(compact), "header": SpecialFact.escape(token.header), "claims": SpecialFact.escape(claims)]
    if let keys {
      let refusals = JWTVerifier(keys: .set(keys)).verify(token).refusals
      facts["signature"] = .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
    } else {
      facts["signature"] = SpecialFact.unknown("no published keys")
    }
    var problems: [String] = []
    let list = claims["status_list"]
    if let bits = list?["bits"]?.integer, [1, 2, 4, 8].contains(bits) {
      facts["bits"] = .integer(bits)
      if let text = list?["lst"]?.string, let packed = try? Base64URL.decode(text) {
        do {
          let bytes = try Inflate.zlib(packed)
          facts["size"] = .integer(bytes.count * 8 / bits)
          if let index { facts["value"] = value(at: index, bits: bits, in: bytes).map { .integer($0) } }
          // Where no single token has a status, everything is said alike.
          facts["statuses-set"] = .integer(bytes.reduce(0) { $0 + ($1 == 0 ? 0 : 1) })
        } catch {
          problems.append("lst: \(error)")
        }
      } else {
        problems.append("lst is not base64url")
      }
    } else {
      problems.append("bits is not 1, 2, 4 or 8")
    }
    facts["problems"] = .array(problems.map(JSON.string))
    return facts
  }

  /// Section 4.1: the least significant bits of an octet come first.
  static func value(at index: Int, bits: Int, in bytes: [UInt8]) -> Int? {
    let position = index * bits
    guard index >= 0, position / 8 < bytes.count else { return nil }
    return Int(bytes[position / 8]) >> (position % 8) & (1 << bits - 1)
  }
}
