/// The defects of what a token endpoint answers, away from the rules that they break.
enum BrokenAnswers {
  /// A token response in a shape that clients cannot read.
  static func token(_ answer: Outgoing, _ body: JSONObject, _ defects: Defects) -> Outgoing {
    var answer = answer, body = body
    if defects.has(.tokenTypeMissing) { body["token_type"] = nil }
    if defects.has(.expiresInMissing) { body["expires_in"] = nil }
    if defects.has(.scopeUnknownIgnored) || defects.has(.scopeNarrowed) { body["scope"] = nil }
    if defects.has(.scopeAsList), let scope = body["scope"]?.string {
      body["scope"] = .array(scope.split(separator: " ").map { .string(String($0)) })
    }
    answer.body = JSONValue.object(body).bytes
    if defects.has(.responseAsHTML) { answer.headers = answer.headers.map { $0.0 == "Content-Type" ? ($0.0, "text/html") : $0 } }
    return answer
  }

  /// A refusal in a shape that clients cannot read; nil where it is in order.
  static func error(_ error: OAuthError, _ defects: Defects) -> Outgoing? {
    if defects.has(.errorAsHTML) {
      return Outgoing(
        status: error.status, headers: [("Content-Type", "text/html"), ("Cache-Control", "no-store")] + error.headers,
        body: Array("<html><body>\(error.code.rawValue)</body></html>".utf8))
    }
    guard defects.has(.errorDescriptionBroken) else { return nil }
    var broken = error
    broken.description += "\nat Token.endpoint"
    return broken.outgoing
  }

  /// A decision as a careless server takes it.
  static func altered(_ issuance: Issuance, _ server: AuthorizationServer) -> Issuance {
    let defects = server.environment.defects
    var issuance = issuance
    if defects.has(.livesADay) { issuance.lifetime = 86_400 }
    if defects.has(.audienceOfAll) { issuance.audience = server.resources.map(\.identifier) }
    if defects.has(.tokenReused), issuance.instead == nil, issuance.refreshToken == nil, issuance.confirmation == nil {
      let name = [issuance.client.id, issuance.subject, issuance.audience.joined(separator: " "), issuance.scope.joined(separator: " ")]
        .joined(separator: "|")
      let known = server.reusedTokens.withLock { $0[name] }
      let token = known ?? TokenMint(server: server).accessToken(issuance)
      if known == nil { server.reusedTokens.withLock { $0[name] = token } }
      issuance.instead = token
    }
    return issuance
  }

  /// What a careless server writes into a token.
  static func claims(_ claims: JSONObject, _ defects: Defects) -> JSONObject {
    var claims = claims
    if defects.has(.requiredClaimsMissing) { for name in ["iss", "sub", "aud", "iat", "exp", "jti"] { claims[name] = nil } }
    if defects.has(.scopeClaimMissing) { claims["scope"] = nil }
    if defects.has(.personalData) { claims["email"] = "owner@agents.example" }
    if defects.has(.identifierConstant) { claims["jti"] = "token" }
    return claims
  }

  static func unsigned(_ claims: JSONObject) -> String {
    Base64URL.encode(JSONValue.object(["alg": "none", "typ": "at+jwt"]).text) + "." + Base64URL.encode(JSONValue.object(claims).text) + "."
  }
}
