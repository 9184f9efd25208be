/// A JWT authorization grant for the authorization server of another domain: the first half of identity chaining
/// (draft-ietf-oauth-identity-chaining section 2.3).
struct CrossDomainGrant: Sendable {
  let server: AuthorizationServer

  /// Seconds that a grant lives.
  static let lifetime = 60

  func issue(_ request: TokenRequest, subject: InboundClaims, actor: JSONObject?) throws(OAuthError) -> Issuance {
    let names = request.form.all("audience") + request.form.all("resource")
    guard names.count == 1, server.chainsTo.contains(names[0]) else {
      throw OAuthError(.invalidTarget, "not an authorization server of a known domain")
    }
    var scope = subject.scope.filter(request.client.scopes.contains)
    if let text = request.form["scope"] {
      let asked = try TargetPolicy.parse(text).uniqued
      guard asked.allSatisfy(scope.contains) else { throw OAuthError(.invalidScope, "more scope than the subject token has") }
      scope = asked
    }
    let now = server.environment.now
    var claims: JSONObject = [
      "iss": .string(server.issuer), "sub": .string(subject.subject), "aud": .string(names[0]), "client_id": .string(request.client.id),
      "iat": .integer(now), "exp": .integer(min(now + Self.lifetime, subject.expiry)), "jti": .string(Random.identifier()),
      "scope": .string(scope.joined(separator: " ")),
    ]
    if let actor { claims["act"] = .object(actor) }
    var issuance = Issuance(client: request.client, subject: subject.subject, audience: names, scope: scope, confirmation: nil)
    issuance.lifetime = Self.lifetime
    issuance.issuedTokenType = TokenType.jwt.rawValue
    issuance.instead = JWTBuilder.sign(claims, by: server.signingKey, typ: "JWT")
    issuance.tokenType = "N_A"
    return issuance
  }
}
