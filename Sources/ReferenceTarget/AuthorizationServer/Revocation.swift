/// RFC 7009: a client ends its own tokens. Ending a refresh token ends its grant, and with it the access tokens (section 2.1).
struct Revocation: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("POST", server.path + "/revoke") { try answer($0) }
    if defects.has(.byGet) { endpoints.add("GET", server.path + "/revoke") { try answerWithoutForm($0) } }
  }

  private func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) || defects.has(.refusesRevocation) { throw server.invalidClient("refused") }
    if defects.has(.takesJSON), incoming.mediaType == "application/json" { return Self.done }
    let form = try FormParameters(bodyOf: incoming, tolerateDuplicates: defects.has(.revokesLast))
    let client = try caller(incoming, form)
    if defects.has(.missingTolerated), form["token"] == nil { return Self.done }
    let token = try form.required("token")
    if defects.has(.demandsProof) { try checkProof(token, incoming) }
    if try !revokeRefreshToken(token, client, form["token_type_hint"]), try !revokeAccessToken(token, client, form["token_type_hint"]),
      defects.has(.unknownTokenError)
    {
      throw OAuthError(.invalidRequest, "unknown token")
    }
    // Section 2.2: 200 also for a token that is unknown or has ended.
    return Self.done
  }

  private static let done = Outgoing.empty(200, headers: [("Cache-Control", "no-store")])

  private func answerWithoutForm(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    let token = try FormParameters(queryOf: incoming).required("token")
    _ = try revokeAccessToken(token, nil, nil)
    return Self.done
  }

  private func caller(_ incoming: Incoming, _ form: FormParameters) throws(OAuthError) -> Client? {
    do {
      return try ClientAuthentication(server: server).authenticate(incoming, form).client
    } catch {
      if defects.has(.publicEndpoint) || defects.has(.acceptsEverything) { return nil }
      if defects.has(.clientIDSuffices), let client = server.clients[form["client_id"] ?? ""] { return client }
      if defects.has(.assertionUnchecked), let compact = form["client_assertion"], let assertion = try? CompactJWT(compact),
        let client = server.clients[assertion.claims["sub"]?.string ?? ""]
      {
        return client
      }
      throw error
    }
  }

  private func checkProof(_ token: String, _ incoming: Incoming) throws(OAuthError) {
    guard TokenReader(server: server).record(of: token)?.claims["cnf"] != nil, incoming.values("dpop").isEmpty else { return }
    throw OAuthError(.invalidDPoPProof, "the token is bound")
  }

  private func revokeRefreshToken(_ token: String, _ client: Client?, _ hint: String?) throws(OAuthError) -> Bool {
    if defects.has(.hintIsFilter), let hint, hint != "refresh_token" { return false }
    guard let record = server.store.refreshToken(token) else { return false }
    try checkOwner(record.grant.clientID, client)
    if defects.has(.ackWithoutEffect) || defects.has(.refreshSoft) { return true }
    if defects.has(.noCascade) { server.store.revokeRefreshToken(token) } else { server.store.revokeGrant(record.grant.id) }
    server.grantEnded.withLock { $0 }?(record.grant.subject)
    return true
  }

  private func revokeAccessToken(_ token: String, _ client: Client?, _ hint: String?) throws(OAuthError) -> Bool {
    if defects.has(.hintIsFilter), let hint, hint != "access_token" { return false }
    guard let record = TokenReader(server: server).record(of: token), let jti = record.claims["jti"]?.string else { return false }
    try checkOwner(record.clientID, client)
    if defects.has(.expiredTokenError), record.expiry <= server.environment.now {
      throw OAuthError(.invalidRequest, "the token has expired")
    }
    if defects.has(.failsAgain), record.revoked { throw OAuthError(.serverError, "unexpected condition", status: 500) }
    if !defects.has(.ackWithoutEffect) { server.store.revokeAccessToken(jti: jti) }
    if defects.has(.barsClient) || defects.has(.barsAtResource) { server.barred.withLock { _ = $0.insert(record.bar) } }
    server.auditRevocation(token, record, by: client)
    return true
  }

  /// Section 2.1: a token of another client is refused and left alone.
  private func checkOwner(_ owner: String, _ client: Client?) throws(OAuthError) {
    guard let client, !defects.has(.ignoresOwner), !defects.has(.acceptsEverything) else { return }
    guard owner == client.id else {
      let code: OAuthErrorCode = server.environment.presets.has(.refusalCodesAlternative) ? .unauthorizedClient : .invalidGrant
      throw OAuthError(code, "the token was not issued to this client")
    }
  }
}
