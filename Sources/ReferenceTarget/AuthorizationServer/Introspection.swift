/// RFC 7662, for resource servers: each learns about tokens that are addressed to it, and of no others.
struct Introspection: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    try SignedIntrospection.isAsked(incoming) ? SignedIntrospection(server: server).answer(incoming) : plain(incoming)
  }

  /// The answer as JSON (RFC 7662 section 2.2).
  func plain(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) || defects.has(.refusesIntrospection) { throw server.invalidClient("refused") }
    let form = try FormParameters(bodyOf: incoming, tolerateDuplicates: defects.has(.revokesLast))
    let caller = try caller(incoming, form)
    // RFC 6749 section 3.2: a token without a value is none.
    if defects.has(.missingTolerated), form["token"] == nil { return inactive(["reason": "missing"]) }
    if defects.has(.hintRefused), form["token_type_hint"] != nil { throw OAuthError(.invalidRequest, "there is a hint") }
    let token = try form.required("token")
    guard let record = record(of: token, hint: form["token_type_hint"]) else {
      if defects.has(.acceptsEverything) { return .privateJSON(["active": true]) }
      if defects.has(.unknownTokenCrash) { throw OAuthError(.serverError, "unexpected condition", status: 500) }
      return inactive(defects.has(.inactiveSaysWhy) ? ["reason": "unknown"] : [:])
    }
    guard defects.has(.acceptsEverything) || mayKnow(caller, record) else {
      if defects.has(.inactiveIdentity) { return inactive(["sub": record.claims["sub"] ?? "nobody"]) }
      return inactive(defects.has(.inactiveSaysWhy) ? ["reason": "audience"] : [:])
    }
    return answer(active(record, for: caller))
  }

  private func caller(_ incoming: Incoming, _ form: FormParameters) throws(OAuthError) -> Client? {
    do {
      return try ClientAuthentication(server: server).authenticate(incoming, form).client
    } catch {
      if defects.has(.introspectionOpen) || defects.has(.acceptsEverything) { return nil }
      // RFC 7662 section 2.3 asks for 401 here, whatever the method was.
      var refusal = error
      if error.code == .invalidClient {
        refusal.status = 401
        refusal.headers = [("WWW-Authenticate", "Basic realm=\"\(server.path)\"")]
      }
      throw refusal
    }
  }

  private func record(of token: String, hint: String?) -> AccessTokenRecord? {
    if defects.has(.hintIsFilter), let hint, hint != "access_token" { return nil }
    if defects.has(.introspectionUnverified), let jti = (try? CompactJWT(token))?.claims["jti"]?.string {
      return server.store.accessToken(jti: jti).flatMap { $0.revoked || $0.expiry <= server.environment.now ? nil : $0 }
    }
    if defects.has(.introspectionForeign), let jwt = try? CompactJWT(token), jwt.claims["iss"]?.string != server.issuer,
      jwt.hasType("at+jwt")
    {
      return AccessTokenRecord(claims: jwt.claims, clientID: "", grantID: "", expiry: server.environment.now + 60)
    }
    if defects.has(.introspectionExpiry), let record = TokenReader(server: server).record(of: token), !record.revoked { return record }
    return TokenReader(server: server).active(token)
  }

  private func mayKnow(_ caller: Client?, _ record: AccessTokenRecord) -> Bool {
    guard let caller else { return true }
    guard caller.mayIntrospect else { return defects.has(.introspectionAnyClient) }
    if defects.has(.introspectionAudience) || defects.has(.introspectionForeign) && record.clientID.isEmpty { return true }
    return !caller.actsFor.isDisjoint(with: Claims(record.claims).audiences ?? [])
  }

  private func active(_ record: AccessTokenRecord, for caller: Client?) -> JSONObject {
    var answer: JSONObject = ["active": defects.has(.activeText) ? "true" : true]
    for member in record.claims.members { answer[member.name] = member.value }
    let scopes = server.resources.filter { caller?.actsFor.contains($0.identifier) ?? true }.flatMap(\.scopes)
    if let scope = record.claims["scope"]?.string, !defects.has(.introspectionAudience) {
      answer["scope"] = .string(scope.split(separator: " ").filter { scopes.contains(String($0)) }.joined(separator: " "))
    }
    answer["token_type"] = record.claims["cnf"]?.object?["jkt"] == nil || defects.has(.introspectedBearer) ? "Bearer" : "DPoP"
    if defects.has(.confirmationMissing), record.claims["cnf"]?.object?["jkt"] != nil { answer["cnf"] = nil }
    if defects.has(.introspectionActorIsSubject), let actor = answer["act"]?.object?["sub"] { answer["sub"] = actor }
    if defects.has(.actMissing) { answer["act"] = nil }
    if defects.has(.introspectionLacksDetails) { answer["authorization_details"] = nil }
    if defects.has(.introspectionAnonymous) { (answer["sub"], answer["client_id"]) = (nil, nil) }
    if defects.has(.introspectionDisagrees) { answer["sub"] = "somebody-else" }
    for name in ["exp", "iat"] where defects.has(.introspectionTimesText) {
      answer[name] = answer[name]?.integer.map { .string(String($0)) }
    }
    if defects.has(.introspectionScopeList), let scope = answer["scope"]?.string {
      answer["scope"] = .array(scope.split(separator: " ").map { .string(String($0)) })
    }
    distort(&answer, for: caller)
    return answer
  }

  /// What broken implementations make of single members.
  private func distort(_ answer: inout JSONObject, for caller: Client?) {
    if defects.has(.expiryOfGrant), let expiry = answer["exp"]?.integer { answer["exp"] = .integer(expiry + RefreshTokens.lifetime) }
    if defects.has(.expiryIsIssue) { answer["exp"] = answer["iat"] }
    if defects.has(.describesCaller), let caller { for name in ["sub", "client_id", "aud"] { answer[name] = .string(caller.id) } }
  }

  private func inactive(_ more: JSONObject) -> Outgoing {
    var body: JSONObject = ["active": defects.has(.activeText) ? "false" : false]
    for member in more.members { body[member.name] = member.value }
    return answer(body)
  }

  private func answer(_ body: JSONObject) -> Outgoing {
    if defects.has(.introspectionHTML) {
      return .json(.object(body), headers: [("Cache-Control", "no-store")], type: "text/html")
    }
    return defects.has(.introspectionCacheable) ? .json(.object(body)) : .privateJSON(.object(body))
  }
}
