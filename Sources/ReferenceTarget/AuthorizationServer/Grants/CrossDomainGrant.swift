/// A JWT authorization grant for the authorization server of another domain: the first half of identity chaining
/// (draft-ietf-oauth-identity-chaining section 2.3).
struct CrossDomainGrant: Sendable {
  let server: AuthorizationServer

  /// Seconds that a grant lives.
  static let lifetime = 60

  private var defects: Defects { server.environment.defects }

  func issue(_ request: TokenRequest, subject: InboundClaims, actor: JSONObject?) throws(OAuthError) -> Issuance {
    let audience = try audience(request.form.targets)
    let scope = try scope(request, subject)
    let now = server.environment.now
    let expiry = defects.has(.longLived) ? now + 86_400 : min(now + Self.lifetime, subject.expiry)
    var claims: JSONObject = [
      "iss": .string(defects.has(.issuerIsClient) ? request.client.id : server.issuer), "sub": .string(subject.subject),
      "aud": .string(audience), "client_id": .string(request.client.id), "iat": .integer(now), "exp": .integer(expiry),
      "jti": .string(Random.identifier()), "scope": .string(scope.joined(separator: " ")),
    ]
    if let actor { claims["act"] = .object(actor) }
    if defects.has(.noExpiry) { claims["exp"] = nil }
    if defects.has(.copiesEverything) {
      claims["email"] = .string(subject.subject + "@agents.example")
      claims["groups"] = ["staff", "admins"]
    }
    var issuance = Issuance(client: request.client, subject: subject.subject, audience: [audience], scope: scope, confirmation: nil)
    issuance.lifetime = Self.lifetime
    issuance.issuedTokenType = (defects.has(.bearerGrant) ? TokenType.accessToken : TokenType.jwt).rawValue
    issuance.instead = JWTBuilder.sign(
      claims, by: defects.has(.grantUnpublishedKey) ? server.unpublishedKey : server.signingKey, typ: "JWT")
    issuance.tokenType = defects.has(.bearerGrant) ? "Bearer" : "N_A"
    return issuance
  }

  private func audience(_ names: [String]) throws(OAuthError) -> String {
    if defects.has(.defaultServer), names.isEmpty, let first = server.chainsTo.first { return first }
    guard names.count == 1, let name = names.first, server.chainsTo.contains(name) || defects.has(.anyServer) else {
      throw OAuthError(.invalidTarget, "not an authorization server of a known domain")
    }
    return defects.has(.audienceIsResource) ? name + "/resource" : name
  }

  private func scope(_ request: TokenRequest, _ subject: InboundClaims) throws(OAuthError) -> [String] {
    if defects.has(.grantScopeOfClient) { return subject.scope + ["admin"] }
    let possible = subject.scope.filter(request.client.scopes.contains)
    guard let text = request.form["scope"] else { return possible }
    let asked = try TargetPolicy.parse(text).uniqued
    guard asked.allSatisfy(possible.contains) || defects.has(.grantScopeFromRequest) else {
      throw OAuthError(.invalidScope, "more scope than the subject token has")
    }
    return asked
  }
}
