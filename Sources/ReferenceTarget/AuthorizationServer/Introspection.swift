/// RFC 7662, for resource servers: each learns about tokens that are addressed to it, and of no others.
struct Introspection: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) { throw server.invalidClient("refused") }
    let form = try FormParameters(bodyOf: incoming)
    let caller = try caller(incoming, form)
    let token = try form.required("token")
    guard let record = record(of: token, hint: form["token_type_hint"]) else {
      if defects.has(.acceptsEverything) { return .privateJSON(["active": true]) }
      if defects.has(.unknownTokenCrash) { throw OAuthError(.serverError, "unexpected condition", status: 500) }
      return inactive("unknown")
    }
    guard defects.has(.acceptsEverything) || mayKnow(caller, record) else { return inactive("audience") }
    return .privateJSON(.object(active(record, for: caller)))
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
    if defects.has(.hintIsFilter), hint == "refresh_token" { return nil }
    if defects.has(.introspectionUnverified), let jti = (try? CompactJWT(token))?.claims["jti"]?.string {
      return server.store.accessToken(jti: jti)
    }
    return TokenReader(server: server).active(token)
  }

  private func mayKnow(_ caller: Client?, _ record: AccessTokenRecord) -> Bool {
    guard let caller else { return true }
    guard caller.mayIntrospect else { return false }
    if defects.has(.introspectionAudience) { return true }
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
    if defects.has(.confirmationMissing) { answer["cnf"] = nil }
    if defects.has(.actMissing) { answer["act"] = nil }
    if defects.has(.introspectionAnonymous) { (answer["sub"], answer["client_id"]) = (nil, nil) }
    if defects.has(.introspectionDisagrees) { answer["sub"] = "somebody-else" }
    if defects.has(.introspectionTimesText), let exp = answer["exp"]?.integer { answer["exp"] = .string(String(exp)) }
    if defects.has(.introspectionScopeList), let scope = answer["scope"]?.string {
      answer["scope"] = .array(scope.split(separator: " ").map { .string(String($0)) })
    }
    return answer
  }

  private func inactive(_ reason: String) -> Outgoing {
    var answer: JSONObject = ["active": defects.has(.activeText) ? "false" : false]
    if defects.has(.inactiveSaysWhy) { answer["reason"] = .string(reason) }
    return .privateJSON(.object(answer))
  }
}
