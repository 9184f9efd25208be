/// What two domains have agreed about identity assertion grants.
struct CrossDomainAgreement: Sendable {
  /// The client as it is known here → as it is known there.
  var clients: [String: String]
  /// The resources of the other server.
  var resources: Set<String>
  /// What may be asked for there.
  var scopes: [String]
}

/// The issuing side of identity assertion grants: the identity provider of an enterprise says to the server of a resource who the user
/// is and which client acts (draft-ietf-oauth-identity-assertion-authz-grant sections 3.1 and 4.3).
struct IdentityAssertionIssuer: Sendable {
  let server: AuthorizationServer

  /// Seconds that a grant lives.
  static let lifetime = 120

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let form = request.form
    let user = try user(request)
    guard form["actor_token"] == nil else { throw OAuthError(.invalidRequest, "actor tokens are not used here") }
    let audience = try audience(form)
    guard let client = server.agreements[audience]?.clients[request.client.id] ?? (defects.has(.anyAudience) ? request.client.id : nil)
    else {
      throw OAuthError(.unauthorizedClient, "this client is not known at that server")
    }
    let resources = try resources(form, at: audience)
    let scope = try scope(form, at: audience)
    return grant(request, user, audience: audience, client: client, resources: resources, scope: scope)
  }

  /// The user of the identity assertion, which must have been issued to this very client.
  private func user(_ request: TokenRequest) throws(OAuthError) -> Claims {
    let token = try request.form.required("subject_token")
    guard TokenType(rawValue: try request.form.required("subject_token_type")) == .idToken else {
      throw OAuthError(.invalidRequest, "subject_token_type is not supported here")
    }
    guard let claims = IdentityToken(server: server).read(token, for: request.client) else {
      throw InboundToken.refusal("the identity assertion is not valid, or another client's", environment.presets)
    }
    return claims
  }

  /// One server of another domain, by its issuer identifier, in `audience`.
  private func audience(_ form: FormParameters) throws(OAuthError) -> String {
    let names = form.all("audience")
    guard names.count == 1, let name = names.first, server.agreements[name] != nil || defects.has(.anyAudience) else {
      throw OAuthError(.invalidTarget, "not an authorization server of a known domain")
    }
    return name
  }

  private func resources(_ form: FormParameters, at audience: String) throws(OAuthError) -> [String] {
    let names = form.all("resource").uniqued
    let known = server.agreements[audience]?.resources ?? []
    guard names.allSatisfy(known.contains) || defects.has(.anyResource) || defects.has(.anyAudience) else {
      throw OAuthError(.invalidTarget, "a resource that is not one of that server")
    }
    return names
  }

  private func scope(_ form: FormParameters, at audience: String) throws(OAuthError) -> [String] {
    let agreed = server.agreements[audience]?.scopes ?? ["read"]
    guard let text = form["scope"] else { return agreed }
    let asked = try TargetPolicy.parse(text).uniqued
    guard asked.allSatisfy(agreed.contains) || defects.has(.scopeFromRequest) else {
      throw OAuthError(.invalidScope, "more scope than is agreed with that server")
    }
    return asked
  }

  private func grant(
    _ request: TokenRequest, _ user: Claims, audience: String, client: String, resources: [String], scope: [String]
  ) -> Issuance {
    let now = environment.now
    let subject = defects.has(.jagSubjectIsClient) ? request.client.id : user.text("sub") ?? ""
    var claims: JSONObject = [
      "iss": .string(server.issuer), "sub": .string(subject), "aud": .string(audience),
      "client_id": .string(defects.has(.ownClientID) ? request.client.id : client), "jti": .string(Random.identifier()),
      "iat": .integer(now),
      "exp": .integer(now + Self.lifetime), "scope": .string(scope.joined(separator: " ")),
    ]
    if !resources.isEmpty, !defects.has(.resourceDropped) {
      claims["resource"] = resources.count == 1 ? .string(resources[0]) : .array(resources.map { .string($0) })
    }
    if let time = user["auth_time"] { claims["auth_time"] = time }
    let confirmation = defects.has(.proofIgnored) ? nil : request.confirmation(defects)
    if let confirmation { claims["cnf"] = .object(confirmation) }
    if defects.has(.jagIssuerIsClient) { claims["iss"] = .string(request.client.id) }
    if defects.has(.jagScopeAdded) { claims["scope"] = .string((scope + ["admin"]).joined(separator: " ")) }
    if defects.has(.jagCopiesEverything) { (claims["name"], claims["groups"]) = (.string(subject), ["staff", "admins"]) }
    if defects.has(.audienceOfTwo) { claims["aud"] = .array(([audience] + resources).map { .string($0) }) }
    if defects.has(.jagClaimsMissing) { (claims["jti"], claims["iat"]) = (nil, nil) }
    let key = defects.has(.jagUnpublishedKey) ? server.unpublishedKey : server.signingKey
    let type = defects.has(.jagTypeJWT) ? "JWT" : IdentityAssertionGrant.type
    var issuance = Issuance(client: request.client, subject: subject, audience: [audience], scope: scope, confirmation: nil)
    issuance.instead = JWTBuilder.sign(claims, by: key, typ: type)
    issuance.lifetime = Self.lifetime
    let isMislabelled = defects.has(.announcedAsToken)
    issuance.issuedTokenType = (isMislabelled ? TokenType.accessToken : .identityAssertion).rawValue
    issuance.tokenType = isMislabelled ? "Bearer" : "N_A"
    if defects.has(.jagWithRefreshToken) { issuance.refreshToken = Random.identifier() }
    return issuance
  }
}
