/// A resource whose authorization server is elsewhere: it knows that server by its issuer identifier and its keys, and reads every part
/// of a JWT access token itself (RFC 9068 section 4).
struct TrustingResource: Sendable {
  let environment: Environment
  let issuer: String
  let keys: [PublicKey]
  let proofs: DPoPValidator

  static let path = "/rs/trusting"
  static let marker = "reference-trusting"
  static let scope = "read"

  private var defects: Defects { environment.defects }
  private var identifier: String { environment.base + Self.path }

  func mount(on endpoints: inout Endpoints) { endpoints.add("GET", Self.path) { answer($0) } }

  private func answer(_ request: Incoming) -> Outgoing {
    if defects.has(.refusesEverything) { return refusal("refused") }
    if defects.has(.acceptsEverything) { return .privateJSON(["marker": .string(Self.marker)]) }
    let presented: PresentedToken
    do { presented = try PresentedToken(request, .none) } catch { return challenge(401, []) }
    let compact = presented.token
    guard let token = try? CompactJWT(compact, keepFirst: defects.has(.foreignFirstMember)) else { return refusal("malformed") }
    if defects.has(.accessTokenAddressFollowed) { CarelessReading.followKeys(of: token, environment) }
    if let reason = fault(token) { return refusal(reason) }
    do throws(ResourceRefusal) {
      try checkBinding(token, presented, request)
    } catch {
      return error.outgoing(metadata: nil, defects)
    }
    return scoped(token.claims)
  }

  /// Every member of `cnf` is understood and met, or the token opens nothing.
  private func checkBinding(_ token: CompactJWT, _ presented: PresentedToken, _ request: Incoming) throws(ResourceRefusal) {
    let confirmation = token.claims["cnf"]
    if presented.scheme == .bearer, defects.has(.foreignBindingIgnored) { return }
    if defects.has(.foreignBindingMalformed), confirmation?.object?["jkt"]?.string == nil { return }
    // Whose key it is nobody asks.
    if defects.has(.foreignKeyUnread), confirmation?.object?["jkt"]?.string != nil, presented.scheme == .dpop { return }
    if defects.has(.foreignProofsRefused), presented.scheme == .dpop { throw .token(.dpop, "proofs are not taken here") }
    let claims = Claims(token.claims)
    try BindingPolicy(environment: environment, proofs: proofs).check(claims, presented, request)
  }

  /// What is wrong with a token; nil if nothing is.
  private func fault(_ token: CompactJWT) -> String? {
    if !isTyped(token) { return "typ" }
    if !isSigned(token) { return "signature" }
    let claims = Claims(token.claims)
    if !isOfIssuer(claims.text("iss")) { return "iss" }
    if !isAddressed(claims) { return "aud" }
    if let reason = timeFault(claims) { return reason }
    let known: Set = ["iss", "sub", "aud", "client_id", "scope", "jti", "iat", "nbf", "exp", "cnf"]
    if defects.has(.foreignUnknownRefused), token.claims.members.contains(where: { !known.contains($0.name) }) { return "claim" }
    return nil
  }

  private func isTyped(_ token: CompactJWT) -> Bool {
    if defects.has(.foreignTypeIgnored) { return true }
    return defects.has(.foreignTypeLiteral) ? token.header["typ"]?.string == "at+jwt" : token.hasType("at+jwt")
  }

  private func isSigned(_ token: CompactJWT) -> Bool {
    if defects.has(.foreignSignatureUnchecked) { return true }
    let name = token.header["alg"]?.string ?? ""
    // Verification that does nothing for an algorithm that it does not know.
    if Algorithm(rawValue: name) == nil, defects.has(.foreignUnknownAlgorithm) { return true }
    if name == "none", defects.has(.foreignNoneAccepted) { return true }
    if defects.has(.foreignKeyFromHeader), let jwk = token.header["jwk"]?.object, let key = try? PublicKey(jwk: jwk) {
      return (try? token.verify(under: key)) != nil
    }
    return (try? token.verify(under: keys, ignoringCritical: defects.has(.foreignCriticalIgnored))) != nil
  }

  private func isOfIssuer(_ name: String?) -> Bool {
    if defects.has(.foreignIssuerIgnored) { return true }
    if name == nil { return defects.has(.foreignIssuerOptional) }
    return defects.has(.foreignIssuerPrefix) ? name?.hasPrefix(issuer) == true : name == issuer
  }

  private func isAddressed(_ claims: Claims) -> Bool {
    if defects.has(.foreignAudienceIgnored) { return true }
    if claims["aud"] == nil { return defects.has(.foreignAudienceOptional) }
    guard let audiences = claims.audiences else { return false }
    if defects.has(.foreignAudienceSingle) { return audiences == [identifier] }
    return audiences.contains { defects.has(.foreignAudiencePrefix) ? $0.hasPrefix(identifier) : $0 == identifier }
  }

  private func timeFault(_ claims: Claims) -> String? {
    if let expiry = claims["exp"] {
      let text = defects.has(.foreignExpiryText) ? expiry.string.flatMap(Double.init) : nil
      guard let time = expiry.numericDate ?? text else { return "exp" }
      if Double(environment.now) >= time, !defects.has(.foreignExpiryIgnored) { return "exp" }
    } else if !defects.has(.foreignExpiryOptional) {
      return "exp"
    }
    if let begin = claims["nbf"], !defects.has(.foreignNotBeforeIgnored) {
      guard let time = begin.numericDate, time <= Double(environment.now + Claims.skew) else { return "nbf" }
    }
    return nil
  }

  private func scoped(_ claims: JSONObject) -> Outgoing {
    let scope = claims["scope"]?.string ?? ""
    let words = scope.split(separator: " ").map(String.init)
    let suffices = defects.has(.foreignScopeContained) ? scope.contains(Self.scope) : words.contains(Self.scope)
    guard suffices || defects.has(.foreignScopeIgnored) else {
      return challenge(403, [("error", "insufficient_scope"), ("scope", Self.scope)])
    }
    var body: JSONObject = ["marker": .string(Self.marker)]
    for name in ["sub", "client_id", "scope"] { body[name] = claims[name] }
    return .privateJSON(.object(body))
  }

  private func refusal(_ reason: String) -> Outgoing {
    challenge(401, [("error", "invalid_token"), ("error_description", "the token is not valid here: \(reason)")])
  }

  private func challenge(_ status: Int, _ parameters: [(String, String)]) -> Outgoing {
    let shown = ([("realm", "trusting")] + parameters).map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ", ")
    return .privateJSON(
      ["error": .string(parameters.first?.1 ?? "unauthorized")], status: status, headers: [("WWW-Authenticate", "Bearer \(shown)")])
  }
}
