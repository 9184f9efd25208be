/// RFC 7009: a client ends its own tokens. Ending a refresh token ends its grant, and with it the access tokens (section 2.1).
struct Revocation: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) { throw server.invalidClient("refused") }
    let form = try FormParameters(bodyOf: incoming)
    let client = try caller(incoming, form)
    let token = try form.required("token")
    if try !revokeRefreshToken(token, client, form["token_type_hint"]), try !revokeAccessToken(token, client, form["token_type_hint"]),
      defects.has(.unknownTokenError)
    {
      throw OAuthError(.invalidRequest, "unknown token")
    }
    // Section 2.2: 200 also for a token that is unknown or has ended.
    return .empty(200, headers: [("Cache-Control", "no-store")])
  }

  private func caller(_ incoming: Incoming, _ form: FormParameters) throws(OAuthError) -> Client? {
    do {
      return try ClientAuthentication(server: server).authenticate(incoming, form).client
    } catch {
      if defects.has(.publicEndpoint) || defects.has(.acceptsEverything) { return nil }
      throw error
    }
  }

  private func revokeRefreshToken(_ token: String, _ client: Client?, _ hint: String?) throws(OAuthError) -> Bool {
    if defects.has(.hintIsFilter), hint == "access_token" { return false }
    guard let record = server.store.refreshToken(token) else { return false }
    try checkOwner(record.grant.clientID, client)
    if defects.has(.ackWithoutEffect) || defects.has(.refreshSoft) { return true }
    if defects.has(.noCascade) { server.store.revokeRefreshToken(token) } else { server.store.revokeGrant(record.grant.id) }
    return true
  }

  private func revokeAccessToken(_ token: String, _ client: Client?, _ hint: String?) throws(OAuthError) -> Bool {
    if defects.has(.hintIsFilter), hint == "refresh_token" { return false }
    guard let record = TokenReader(server: server).record(of: token), let jti = record.claims["jti"]?.string else { return false }
    try checkOwner(record.clientID, client)
    if !defects.has(.ackWithoutEffect) { server.store.revokeAccessToken(jti: jti) }
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
