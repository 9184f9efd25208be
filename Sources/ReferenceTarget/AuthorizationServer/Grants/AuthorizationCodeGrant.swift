/// RFC 6749 section 4.1.3 with RFC 7636: the code, the client it was issued to, where it was sent, the verifier.
struct AuthorizationCodeGrant: Grant {
  let server: AuthorizationServer

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let code = try request.form.required("code")
    try checkBelongs(code, request)
    let record = try redeem(code)
    guard record.expiry > environment.now || defects.has(.codeNeverExpires) else { throw OAuthError(.invalidGrant, "the code has expired") }
    try checkVerifier(record, request.form)
    if let bound = record.proofThumbprint, request.proofKey?.thumbprint != bound, !defects.has(.codeKeyIgnored) {
      throw OAuthError(request.proofKey == nil ? .invalidGrant : .invalidDPoPProof, "the code is bound to a key")
    }
    let audience = try narrowed(record.grant.audience, to: try TargetPolicy(server: server).names(request.form))
    var issuance = Issuance(
      client: request.client, subject: record.grant.subject, audience: audience, scope: record.grant.scope,
      confirmation: request.confirmation(defects))
    issuance.grantID = record.grant.id
    issuance.authenticationTime = record.grant.authenticationTime
    if record.grant.identifies {
      issuance.identifies = true
      issuance.identityToken = IdentityToken(server: server).signed(
        subject: record.grant.subject, client: request.client, authenticated: record.grant.authenticationTime)
    }
    issuance.refreshToken = RefreshTokens(server: server).issue(record.grant, request)
    return issuance
  }

  /// Before the code is used up, so that a stranger cannot spoil it.
  private func checkBelongs(_ code: String, _ request: TokenRequest) throws(OAuthError) {
    guard let record = server.codes.peek(code) else { throw OAuthError(.invalidGrant, "the code is unknown") }
    guard record.grant.clientID == request.client.id || defects.has(.codeNotBoundToClient) else {
      throw OAuthError(.invalidGrant, "the code was issued to another client")
    }
    guard request.form["redirect_uri"] == record.redirectURI || defects.has(.redirectNotCompared) else {
      throw OAuthError(.invalidGrant, "redirect_uri is not that of the request")
    }
  }

  /// RFC 6749 section 4.1.2: a code that comes again ends what it gave.
  private func redeem(_ code: String) throws(OAuthError) -> CodeRecord {
    switch server.codes.redeem(code) {
    case .first(let record): return record
    case .again(let record):
      if defects.has(.codeReusable) { return record }
      if !defects.has(.codeReuseRevokesNothing) { server.store.revokeGrant(record.grant.id) }
      throw OAuthError(.invalidGrant, "the code was used before")
    case .unknown: throw OAuthError(.invalidGrant, "the code is unknown")
    }
  }

  private func checkVerifier(_ record: CodeRecord, _ form: FormParameters) throws(OAuthError) {
    guard let challenge = record.challenge, !defects.has(.pkceUnchecked) else { return }
    guard let verifier = form["code_verifier"] else {
      if defects.has(.pkceOptional) { return }
      throw OAuthError(.invalidGrant, "code_verifier is missing")
    }
    guard challenge.accepts(verifier) else { throw OAuthError(.invalidGrant, "code_verifier does not fit") }
  }

  /// RFC 8707 section 2.2: the token request may name some of what was granted.
  private func narrowed(_ granted: [String], to names: [String]) throws(OAuthError) -> [String] {
    guard names.allSatisfy(granted.contains) else { throw OAuthError(.invalidTarget, "a resource that was not granted") }
    return names.isEmpty ? granted : names.uniqued
  }
}
