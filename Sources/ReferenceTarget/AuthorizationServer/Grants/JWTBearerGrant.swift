/// RFC 7523 sections 2.1 and 3: a grant of a trusted issuer is redeemed for a token of this domain; the second half of identity chaining
/// (draft-ietf-oauth-identity-chaining section 2.4). No refresh token is given (its section on refresh tokens).
struct JWTBearerGrant: Grant {
  let server: AuthorizationServer

  /// Seconds ahead that `exp` may lie.
  static let maximumLifetime = 3600

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let assertion = try parsed(try request.form.required("assertion"))
    if let issuance = brokenIssue(assertion, request) { return issuance }
    let issuer = try trustedIssuer(of: assertion)
    let claims = Claims(assertion.claims)
    try verifyAudience(claims)
    try verifyTimes(claims)
    try verifyFirstUse(claims, issuer)
    let subject = try localSubject(claims, issuer)
    let policy = TargetPolicy(server: server)
    let targets = try policy.targets(request.form.all("resource"), for: request.client)
    let scope = try scope(request, claims, issuer, targets)
    var issuance = Issuance(
      client: request.client, subject: subject, audience: targets.map(\.identifier), scope: scope,
      confirmation: request.confirmation(defects))
    issuance.actor = claims["act"]?.object
    if defects.has(.grantRefreshToken) { issuance.refreshToken = Random.identifier() }
    return issuance
  }

  /// A client assertion taken for a grant.
  private func brokenIssue(_ assertion: CompactJWT, _ request: TokenRequest) -> Issuance? {
    guard defects.has(.grantTakesClientAssertions), case .privateKeyJWT(let keys) = request.client.method,
      (try? assertion.verify(under: keys)) != nil
    else { return nil }
    return Issuance(
      client: request.client, subject: request.client.id, audience: request.client.resources, scope: request.client.scopes.sorted(),
      confirmation: nil)
  }

  private func refusal(_ description: String) -> OAuthError { OAuthError(.invalidGrant, "the assertion is not acceptable: \(description)") }

  private func parsed(_ compact: String) throws(OAuthError) -> CompactJWT {
    let assertion: CompactJWT
    do { assertion = try CompactJWT(compact) } catch { throw refusal("not a JWT") }
    // An access token or a proof is no grant, whoever signed it.
    guard assertion.header["typ"] == nil || assertion.hasType("jwt") || assertion.hasType("authorization-grant+jwt") else {
      throw refusal("a JWT of another type")
    }
    return assertion
  }

  private func trustedIssuer(of assertion: CompactJWT) throws(OAuthError) -> TrustedIssuer {
    let name = assertion.claims["iss"]?.string
    let trusted = server.trustedIssuers
    if defects.has(.grantAnyIssuer), let first = trusted.first {
      let keys = trusted.flatMap(\.keys) + server.untrustedKeys
      guard (try? assertion.verify(under: keys)) != nil else { throw refusal("signature") }
      return first
    }
    let plain = defects.has(.grantIssuerNormalised) && name?.hasSuffix("/") == true ? name.map { String($0.dropLast()) } : name
    guard let issuer = trusted.first(where: { $0.issuer == plain }) else { throw refusal("issuer") }
    if defects.has(.grantSignatureUnchecked) { return issuer }
    do { try assertion.verify(under: issuer.keys) } catch { throw refusal("signature") }
    return issuer
  }

  private func verifyAudience(_ claims: Claims) throws(OAuthError) {
    if defects.has(.grantAudienceIgnored) { return }
    guard let audiences = claims.audiences, audiences.count == 1, audiences[0] == server.issuer || audiences[0] == server.tokenEndpoint
    else {
      throw refusal("aud")
    }
  }

  private func verifyTimes(_ claims: Claims) throws(OAuthError) {
    if defects.has(.grantExpiryIgnored) { return }
    let now = environment.now
    guard claims.isCurrent(at: now), let exp = claims["exp"]?.numericDate, exp <= Double(now + Self.maximumLifetime) else {
      throw refusal("exp or nbf")
    }
    guard claims.isFresh(at: now, maximumAge: Self.maximumLifetime, required: false) else { throw refusal("iat") }
  }

  /// RFC 7523 section 3 item 7 lets the server remember identifiers; here a grant is good once.
  private func verifyFirstUse(_ claims: Claims, _ issuer: TrustedIssuer) throws(OAuthError) {
    guard let jti = claims.text("jti"), !jti.isEmpty else { throw refusal("jti") }
    if defects.has(.grantReplay) { return }
    let expiry = Int(claims["exp"]?.numericDate ?? 0) + Self.maximumLifetime
    let name = Digest.thumbprint(issuer.issuer + "\u{0}" + jti)
    guard server.grantReplays.firstUse(of: name, until: expiry, now: environment.now) else { throw refusal("used before") }
  }

  private func localSubject(_ claims: Claims, _ issuer: TrustedIssuer) throws(OAuthError) -> String {
    if defects.has(.grantSubjectUnchecked), claims.text("sub") ?? "" == "" { return "anonymous" }
    guard let foreign = claims.text("sub"), let subject = issuer.subjects[foreign] else { throw refusal("unknown subject") }
    return subject
  }

  /// What the grant has, cut to what the issuer may say, the client may have and the resource offers.
  private func scope(
    _ request: TokenRequest, _ claims: Claims, _ issuer: TrustedIssuer, _ targets: [ResourceDescription]
  ) throws(OAuthError) -> [String] {
    let policy = TargetPolicy(server: server)
    if defects.has(.grantScopeUnchecked) { return try policy.scope(request.form["scope"], client: request.client, targets: targets) }
    let allowed = try policy.scope(nil, client: request.client, targets: targets).filter(issuer.scopes.contains)
    let granted = claims.text("scope")?.split(separator: " ").map(String.init)
    let common = allowed.filter { granted?.contains($0) ?? true }
    let asked = try request.form["scope"].map { text throws(OAuthError) in try TargetPolicy.parse(text) }?.uniqued ?? common
    guard !asked.isEmpty, asked.allSatisfy(common.contains) else { throw OAuthError(.invalidScope, "more scope than the grant has") }
    return asked
  }
}
