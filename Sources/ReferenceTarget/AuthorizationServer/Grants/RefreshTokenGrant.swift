import Foundation

/// Makes refresh tokens.
struct RefreshTokens: Sendable {
  let server: AuthorizationServer

  /// Seconds that one lives.
  static let lifetime = 86_400

  /// A new refresh token for the grant; nil if the client may not refresh. A public client's is bound to the key of its proof
  /// (RFC 9449 section 5); a confidential client's is bound through its authentication.
  func issue(_ grant: GrantRecord, _ request: TokenRequest) -> String? {
    guard request.client.grants.contains(.refreshToken) else { return nil }
    let token = Random.identifier(bits: 256)
    var bound: JSONObject?
    if request.client.isPublic {
      var confirmation = JSONObject()
      if let key = request.proofKey { confirmation["jkt"] = .string(key.thumbprint) }
      if let certificate = request.authenticated.certificateThumbprint { confirmation["x5t#S256"] = .string(certificate) }
      bound = confirmation.isEmpty ? nil : confirmation
    }
    // Attestation-based client authentication, section 9.3: to the instance, not to the client alone.
    if let instance = request.authenticated.instanceThumbprint { bound = ["instance": .string(instance)] }
    server.store.add(RefreshTokenRecord(grant: grant, confirmation: bound, expiry: server.environment.now + Self.lifetime), token: token)
    return token
  }
}

/// RFC 6749 section 6, with rotation and reuse detection (RFC 9700 section 4.14.2).
struct RefreshTokenGrant: Grant {
  let server: AuthorizationServer

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let token = try request.form.required("refresh_token")
    if let issuance = brokenIssue(token, request) { return issuance }
    var record = try current(token, request)
    if defects.has(.instanceRefreshRefused), request.authenticated.instanceThumbprint != nil {
      throw OAuthError(.invalidGrant, "the refresh token is not good for an instance")
    }
    if defects.has(.refreshOutruns) {
      // The revocation finds the grant between the look and the issue, and what is issued belongs to none that it knows.
      usleep(30_000)
      record.grant.id += " again"
    }
    let scope = try narrowedScope(record.grant, request)
    let names = try TargetPolicy(server: server).names(request.form)
    let possible = defects.has(.refreshAnyResource) ? record.grant.audience + request.client.resources : record.grant.audience
    guard names.allSatisfy(possible.contains) else { throw OAuthError(.invalidTarget, "a resource that was not granted") }
    var issuance = Issuance(
      client: request.client, subject: record.grant.subject, audience: names.isEmpty ? record.grant.audience : names.uniqued, scope: scope,
      confirmation: request.confirmation(defects))
    issuance.grantID = record.grant.id
    issuance.authenticationTime = record.grant.authenticationTime
    issuance.refreshToken = try rotated(token, record, request)
    if defects.has(.refreshSubjectClient) { issuance.subject = request.client.id }
    if defects.has(.refreshGrantsAll) { issuance.scope = request.client.scopes.sorted() }
    if defects.has(.refreshDefaultAudience) { issuance.audience = request.client.resources }
    return issuance
  }

  /// An access token taken for a refresh token.
  private func brokenIssue(_ token: String, _ request: TokenRequest) -> Issuance? {
    guard defects.has(.refreshTakesAccessTokens), let record = TokenReader(server: server).active(token) else { return nil }
    let claims = Claims(record.claims)
    return Issuance(
      client: request.client, subject: claims.text("sub") ?? "", audience: claims.audiences ?? [],
      scope: claims.text("scope")?.split(separator: " ").map(String.init) ?? [], confirmation: nil)
  }

  private func current(_ token: String, _ request: TokenRequest) throws(OAuthError) -> RefreshTokenRecord {
    guard let record = server.store.refreshToken(token) else { throw OAuthError(.invalidGrant, "the refresh token is unknown") }
    guard record.grant.clientID == request.client.id || defects.has(.refreshNotBoundToClient) else {
      throw OAuthError(.invalidGrant, "the refresh token was issued to another client")
    }
    if record.used, !defects.has(.refreshOldAccepted) { throw reused(record) }
    guard !record.revoked || defects.has(.refreshSoft), record.expiry > environment.now else {
      throw OAuthError(.invalidGrant, "the refresh token has ended")
    }
    if let bound = record.confirmation?["jkt"]?.string, request.proofKey?.thumbprint != bound, !defects.has(.dpopRefreshUnbound) {
      throw OAuthError(.invalidGrant, "the refresh token is bound to a key")
    }
    if let bound = record.confirmation?["instance"]?.string, request.authenticated.instanceThumbprint != bound,
      !defects.has(.instanceRefreshUnbound)
    {
      throw OAuthError(.invalidGrant, "the refresh token is that of another instance")
    }
    if let bound = record.confirmation?["x5t#S256"]?.string, request.authenticated.certificateThumbprint != bound,
      !defects.has(.refreshCertificateIgnored)
    {
      throw OAuthError(.invalidGrant, "the refresh token is bound to a certificate")
    }
    return record
  }

  /// Whoever holds the other copy loses it too.
  private func reused(_ record: RefreshTokenRecord) -> OAuthError {
    if !defects.has(.reuseUndetected) { server.store.revokeGrant(record.grant.id) }
    return OAuthError(.invalidGrant, "the refresh token was used before")
  }

  private func narrowedScope(_ grant: GrantRecord, _ request: TokenRequest) throws(OAuthError) -> [String] {
    guard let text = request.form["scope"] else { return grant.scope }
    let asked = try TargetPolicy.parse(text).uniqued
    let possible = defects.has(.refreshScopeWidens) ? grant.scope + request.client.scopes : grant.scope
    guard asked.allSatisfy(possible.contains) else { throw OAuthError(.invalidScope, "more scope than was granted") }
    return asked
  }

  private func rotated(_ token: String, _ record: RefreshTokenRecord, _ request: TokenRequest) throws(OAuthError) -> String? {
    if environment.presets.has(.noRefreshRotation), !request.client.isPublic { return nil }
    if defects.has(.refreshSameToken) { return token }
    guard server.store.useRefreshToken(token) || defects.has(.refreshOldAccepted) else { throw reused(record) }
    if defects.has(.refreshWithoutSuccessor) { return nil }
    if defects.has(.refreshSuccessorDead) { return Random.identifier(bits: 256) }
    return RefreshTokens(server: server).issue(record.grant, request)
  }
}
