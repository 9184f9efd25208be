/// What a grant decided.
struct Issuance: Sendable {
  var client: Client
  var subject: String
  var audience: [String]
  var scope: [String]
  var confirmation: JSONObject?
  /// The current actor, with earlier ones nested in it (RFC 8693 section 4.1).
  var actor: JSONObject?
  var grantID = Random.identifier()
  var lifetime = TokenMint.lifetime
  var authenticationTime: Int?
  var refreshToken: String?
  /// Who the user is, for grants of OpenID Connect.
  var identityToken: String?
  /// The scope openid was granted beside those of the resource.
  var identifies = false
  var issuedTokenType: String?
  /// Further claims, such as `may_act`.
  var extra: JSONObject = [:]
  /// What is handed out in place of a new access token: a grant for another domain, or what a defect mistakes for one.
  var instead: String?
  /// The token type to announce in place of Bearer or DPoP.
  var tokenType: String?
  /// `authorization_details` as granted (RFC 9396 section 7).
  var details: JSONValue?
  // What defects of one grant do to its answers.
  var isSilentAboutScope = false
  var isCacheable = false
  var isLifetimeText = false
}

/// Turns decisions into access tokens (RFC 9068) and responses (RFC 6749 section 5.1).
struct TokenMint: Sendable {
  let server: AuthorizationServer

  /// Seconds that an access token lives.
  static let lifetime = 300

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func answer(_ issuance: Issuance) -> Outgoing {
    let issuance = BrokenAnswers.altered(issuance, server)
    var body: JSONObject = ["access_token": .string(issuance.instead ?? accessToken(issuance)), "token_type": .string(tokenType(issuance))]
    body["expires_in"] =
      defects.has(.expiresInText) || issuance.isLifetimeText ? .string(String(issuance.lifetime)) : .integer(issuance.lifetime)
    body["scope"] = .string(((issuance.identifies ? ["openid"] : []) + issuance.scope).joined(separator: " "))
    if issuance.isSilentAboutScope { body["scope"] = nil }
    if let details = issuance.details { body["authorization_details"] = details }
    if let type = issuance.issuedTokenType { body["issued_token_type"] = .string(type) }
    if let token = issuance.identityToken { body["id_token"] = .string(token) }
    if let refresh = issuance.refreshToken { body["refresh_token"] = .string(refresh) }
    let isCacheable = defects.has(.cacheable) || issuance.isCacheable
    return BrokenAnswers.token(
      isCacheable ? .json(.object(body)) : .privateJSON(.object(body), headers: [("Pragma", "no-cache")]), body, defects)
  }

  private func tokenType(_ issuance: Issuance) -> String {
    if let type = issuance.tokenType { return type }
    let name = issuance.confirmation?["jkt"] == nil || defects.has(.dpopTokenTypeBearer) ? "Bearer" : "DPoP"
    return environment.presets.has(.bearerTypeCase) ? name.lowercased() : name
  }

  /// Signs the token, or hands out a reference to it, and remembers it.
  func accessToken(_ issuance: Issuance) -> String {
    let now = environment.now
    let jti = Random.identifier()
    var claims: JSONObject = [
      "iss": .string(server.issuer),
      "sub": .string(issuance.subject),
      "aud": issuance.audience.count == 1 ? .string(issuance.audience[0]) : .array(issuance.audience.map { .string($0) }),
      "client_id": .string(issuance.client.id),
      "iat": .integer(now),
      "exp": .integer(now + issuance.lifetime),
      "jti": .string(jti),
      "scope": .string(issuance.scope.joined(separator: " ")),
    ]
    claims["status"] = StatusList(server: server).reference(for: jti)
    if let confirmation = issuance.confirmation { claims["cnf"] = .object(confirmation) }
    if let actor = issuance.actor { claims["act"] = .object(actor) }
    if let time = issuance.authenticationTime { claims["auth_time"] = .integer(time) }
    for member in issuance.extra.members { claims[member.name] = member.value }
    if defects.has(.userInToken), issuance.subject != issuance.client.id {
      claims["email"] = .string(issuance.subject + "@people.example")
      claims["phone_number"] = "+1 202 555 0100"
    }
    if defects.has(.clientIDClaimMissing) { claims["client_id"] = nil }
    if issuance.audience.isEmpty { claims["aud"] = nil }
    let record = AccessTokenRecord(claims: claims, clientID: issuance.client.id, grantID: issuance.grantID, expiry: now + issuance.lifetime)
    if environment.presets.has(.opaqueAccessTokens) {
      let handle = defects.has(.handleShort) ? String(Random.identifier().prefix(8)) : Random.identifier(bits: 256)
      server.store.add(record, jti: jti, handle: handle)
      return handle
    }
    server.store.add(record, jti: jti)
    claims = BrokenAnswers.claims(claims, defects)
    if defects.has(.unsigned) { return BrokenAnswers.unsigned(claims) }
    return JWTBuilder.sign(claims, by: server.signingKey, typ: defects.has(.tokenTypeJWT) ? "JWT" : "at+jwt")
  }
}
