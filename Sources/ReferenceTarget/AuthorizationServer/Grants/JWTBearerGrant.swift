/// RFC 7523 sections 2.1 and 3: a grant of a trusted issuer is redeemed for a token of this domain; the second half of identity chaining
/// (draft-ietf-oauth-identity-chaining section 2.4). No refresh token is given (its section on refresh tokens). Identity assertion
/// grants have rules of their own beside these.
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
    let profile = IdentityAssertionGrant(server: server)
    let isIdentityAssertion = profile.applies(to: assertion)
    if isIdentityAssertion { try profile.verify(claims, request) } else { try verifyAudience(claims) }
    try verifyTimes(claims)
    try verifyFirstUse(claims, issuer)
    let subject = try localSubject(claims, issuer, request)
    let targets = try TargetPolicy(server: server).targets(request.form.targets, for: request.client)
    if isIdentityAssertion { try profile.verifyResource(claims, targets) }
    let scope = try scope(request, claims, issuer, targets)
    var issuance = Issuance(
      client: request.client, subject: subject, audience: targets.map(\.identifier), scope: scope,
      confirmation: request.confirmation(defects))
    if !environment.presets.has(.grantDropsActor) { issuance.actor = claims["act"]?.object }
    if defects.has(.grantTokenWidened) {
      issuance.scope = try TargetPolicy(server: server).scope(nil, client: request.client, targets: targets)
    }
    return broken(issuance, claims)
  }

  /// What defects make of a token.
  private func broken(_ sound: Issuance, _ claims: Claims) -> Issuance {
    var issuance = sound
    if defects.has(.grantRefreshToken) { issuance.refreshToken = Random.identifier() }
    if defects.has(.grantTokenUnbound) { issuance.confirmation = nil }
    if defects.has(.longLivedToken) { issuance.lifetime = 86_400 }
    if defects.has(.audienceCopied) { issuance.audience = claims.audiences ?? issuance.audience }
    if defects.has(.clientCopied) { issuance.extra["client_id"] = .string(claims.text("client_id") ?? claims.text("iss") ?? "") }
    if defects.has(.issuerCopied), let issuer = claims["iss"] { issuance.extra["iss"] = issuer }
    return issuance
  }

  /// A client assertion taken for a grant.
  private func brokenIssue(_ assertion: CompactJWT, _ request: TokenRequest) -> Issuance? {
    if defects.has(.redeemsOwn), assertion.hasType(IdentityAssertionGrant.type),
      (try? assertion.verify(under: server.verificationKeys)) != nil
    {
      return Issuance(
        client: request.client, subject: assertion.claims["sub"]?.string ?? "", audience: Array(request.client.resources.prefix(1)),
        scope: ["read"], confirmation: nil)
    }
    guard defects.has(.grantTakesClientAssertions), case .privateKeyJWT(let keys) = request.client.method,
      (try? assertion.verify(under: keys)) != nil
    else { return nil }
    return Issuance(
      client: request.client, subject: request.client.id, audience: request.client.resources, scope: request.client.scopes.sorted(),
      confirmation: nil)
  }

  private func refusal(_ description: String) -> OAuthError { .grant(description) }

  private func parsed(_ compact: String) throws(OAuthError) -> CompactJWT {
    let assertion: CompactJWT
    do { assertion = try CompactJWT(compact) } catch { throw refusal("not a JWT") }
    if defects.has(.grantAddressFollowed) { CarelessReading.followKeys(of: assertion, environment) }
    if defects.has(.grantTypeIgnored) || defects.has(.grantAnyJWT) || isOwn(assertion.claims) { return assertion }
    if defects.has(.serverTakesTransaction), assertion.hasType(TransactionTokenService.type) { return assertion }
    // An access token or a proof is no grant, whoever signed it.
    let isPlain = assertion.header["typ"] == nil || assertion.hasType("jwt") || assertion.hasType("authorization-grant+jwt")
    guard isPlain || IdentityAssertionGrant(server: server).applies(to: assertion) else { throw refusal("a JWT of another type") }
    return assertion
  }

  private func trustedIssuer(of assertion: CompactJWT) throws(OAuthError) -> TrustedIssuer {
    let name = assertion.claims["iss"]?.string
    var trusted = server.trustedIssuers
    if defects.has(.trustsItself) {
      let own = Dictionary(uniqueKeysWithValues: server.clients.all.map { ($0.id, $0.id) })
      trusted.append(TrustedIssuer(issuer: server.issuer, keys: server.verificationKeys, subjects: own, scopes: ["read"]))
    }
    if defects.has(.grantAnyIssuer) || defects.has(.subjectByMail), let first = trusted.first(where: { $0.issuer != server.issuer }) {
      let keys = trusted.flatMap(\.keys) + server.untrustedKeys
      guard (try? assertion.verify(under: keys)) != nil else { throw refusal("signature") }
      return trusted.first { $0.issuer == name } ?? (defects.has(.grantAnyIssuer) ? trusted.last : nil) ?? first
    }
    let plain = defects.has(.grantIssuerNormalised) && name?.hasSuffix("/") == true ? name.map { String($0.dropLast()) } : name
    guard let issuer = trusted.first(where: { $0.issuer == plain }) else { throw refusal("issuer") }
    if defects.has(.grantSignatureUnchecked) { return issuer }
    do { try assertion.verify(under: issuer.keys) } catch { throw refusal("signature") }
    return issuer
  }

  /// A token of this very server, which one defect takes for a grant.
  private func isOwn(_ claims: JSONObject) -> Bool { defects.has(.trustsItself) && claims["iss"]?.string == server.issuer }

  private func verifyAudience(_ claims: Claims) throws(OAuthError) {
    if defects.has(.grantAudienceIgnored) || defects.has(.grantAnyJWT) || isOwn(claims.object) { return }
    if defects.has(.serverTakesTransaction), claims["txn"] != nil { return }
    guard let audiences = claims.audiences, audiences.count == 1, isThisServer(audiences[0]) else { throw refusal("aud") }
  }

  private func isThisServer(_ audience: String) -> Bool {
    if defects.has(.grantAudiencePrefix) { return audience.hasPrefix(server.issuer) }
    if defects.has(.grantAudienceCase) { return audience.lowercased() == server.issuer.lowercased() }
    return audience == server.issuer || audience == server.tokenEndpoint
  }

  private func verifyTimes(_ claims: Claims) throws(OAuthError) {
    if defects.has(.grantExpiryIgnored) { return }
    let now = environment.now
    if defects.has(.identityClaimsOptional), claims["exp"] == nil { return }
    guard claims.isCurrent(at: now), let exp = claims["exp"]?.numericDate, exp <= Double(now + Self.maximumLifetime) else {
      throw refusal("exp or nbf")
    }
    guard claims.isFresh(at: now, maximumAge: Self.maximumLifetime, required: false) else { throw refusal("iat") }
  }

  /// RFC 7523 section 3 item 7 lets the server remember identifiers; here a grant is good once.
  private func verifyFirstUse(_ claims: Claims, _ issuer: TrustedIssuer) throws(OAuthError) {
    if environment.presets.has(.grantReusable) { return }
    guard let jti = claims.text("jti"), !jti.isEmpty else {
      if defects.has(.identityClaimsOptional) || defects.has(.serverTakesTransaction) { return }
      throw refusal("jti")
    }
    if defects.has(.grantReplay) { return }
    let expiry = Int(claims["exp"]?.numericDate ?? 0) + Self.maximumLifetime
    let name = Digest.thumbprint(issuer.issuer + "\u{0}" + jti)
    guard server.grantReplays.firstUse(of: name, until: expiry, now: environment.now) else { throw refusal("used before") }
  }

  private func localSubject(_ claims: Claims, _ issuer: TrustedIssuer, _ request: TokenRequest) throws(OAuthError) -> String {
    if defects.has(.grantSubjectIsClient) { return request.client.id }
    if defects.has(.actorBecomesSubject), let actor = claims["act"]?.object?["sub"]?.string { return actor }
    if defects.has(.subjectByMail), let name = claims.text("email")?.split(separator: "@").first,
      let local = server.trustedIssuers.compactMap({ $0.subjects["u-" + name] }).first
    {
      return local
    }
    if defects.has(.grantSubjectUnchecked), claims.text("sub") ?? "" == "" { return "anonymous" }
    guard let foreign = claims.text("sub") else { throw refusal("unknown subject") }
    if let subject = issuer.subjects[foreign] { return subject }
    if defects.has(.subjectWithoutIssuer), server.trustedIssuers.contains(where: { $0.subjects.values.contains(foreign) }) {
      return foreign
    }
    if defects.has(.firstUser), let first = issuer.subjects.values.sorted().first { return first }
    throw refusal("unknown subject")
  }

  /// What the grant has, cut to what the issuer may say, the client may have and the resource offers.
  private func scope(
    _ request: TokenRequest, _ claims: Claims, _ issuer: TrustedIssuer, _ targets: [ResourceDescription]
  ) throws(OAuthError) -> [String] {
    let policy = TargetPolicy(server: server)
    if defects.has(.grantScopeUnchecked) { return try policy.scope(request.form["scope"], client: request.client, targets: targets) }
    let possible = try policy.scope(nil, client: request.client, targets: targets)
    let allowed = defects.has(.grantScopeTrusted) ? possible : possible.filter(issuer.scopes.contains)
    let granted = claims.text("scope")?.split(separator: " ").map(String.init)
    let common = allowed.filter { granted?.contains($0) ?? true }
    let asked = try request.form["scope"].map { text throws(OAuthError) in try TargetPolicy.parse(text) }?.uniqued ?? common
    guard !asked.isEmpty, asked.allSatisfy(common.contains) else { throw OAuthError(.invalidScope, "more scope than the grant has") }
    return asked
  }
}

extension OAuthError {
  /// RFC 7521 section 4.1.1.
  static func grant(_ description: String) -> OAuthError { OAuthError(.invalidGrant, "the assertion is not acceptable: \(description)") }
}
