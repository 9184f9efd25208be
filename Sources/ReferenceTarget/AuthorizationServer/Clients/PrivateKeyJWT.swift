/// `private_key_jwt`: RFC 7523 section 3 with the audience rule of its revision (draft-ietf-oauth-rfc7523bis): the issuer identifier of
/// this server as the sole value, and nothing else.
struct PrivateKeyJWT: Sendable {
  let server: AuthorizationServer

  static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
  /// Seconds ahead that `exp` may lie.
  static let maximumLifetime = 600

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func authenticate(_ form: FormParameters, _ request: Incoming) throws(OAuthError) -> AuthenticatedClient {
    guard form["client_assertion_type"] == Self.assertionType else { throw server.invalidClient("client_assertion_type") }
    guard let compact = form["client_assertion"] else { throw server.invalidClient("client_assertion is missing") }
    if defects.has(.clientIDDemanded), form["client_id"] == nil { throw server.invalidClient("client_id is missing") }
    let assertion: CompactJWT
    do {
      assertion = try CompactJWT(BrokenAssertionReading.compact(compact, defects), keepFirst: defects.has(.firstMemberWins))
    } catch {
      throw server.invalidClient("the assertion is not a JWT")
    }
    if defects.has(.assertionAddressFollowed) { CarelessReading.followKeys(of: assertion, environment) }
    if let client = BrokenAssertionReading.clientOfAnyKind(assertion, server) { return AuthenticatedClient(client: client) }
    if BrokenAssertionReading.refusesLawful(assertion, form, defects) { throw server.invalidClient("the assertion is unusual") }
    if defects.has(.serverTakesTransaction), assertion.hasType(TransactionTokenService.type),
      let client = assertion.claims["req_wl"]?.string.flatMap({ server.clients[$0] })
    {
      return AuthenticatedClient(client: client)
    }
    if assertion.header["typ"] != nil, !assertion.hasType("jwt"), !assertion.hasType("client-authentication+jwt") {
      throw server.invalidClient("the assertion is a JWT of another type")
    }
    let claims = Claims(assertion.claims)
    let named = claims.text(defects.has(.assertionSubjectUnchecked) ? "iss" : "sub")
    guard let id = named, let client = server.clients[id], case .privateKeyJWT(let keys) = client.method else {
      throw server.invalidClient("unknown client or another method")
    }
    if server.clients.isGuest(id), !id.hasPrefix("https://"), defects.has(.registeredClientUnknown) {
      throw server.invalidClient("unknown client")
    }
    let anyKey = id.hasPrefix("https://") ? defects.has(.documentKeyUnchecked) : defects.has(.registeredKeysUnchecked)
    if !(server.clients.isGuest(id) && anyKey) { try verifySignature(assertion, keys) }
    try verifyParties(claims, client, form)
    try verifyAudience(claims, request)
    try verifyTimes(claims)
    try verifyFirstUse(claims, client)
    return AuthenticatedClient(client: client)
  }

  private func verifySignature(_ assertion: CompactJWT, _ registered: [PublicKey]) throws(OAuthError) {
    if defects.has(.assertionSignatureUnchecked) || BrokenAssertionReading.accepts(assertion, registered, defects) { return }
    var keys = defects.has(.nextKeyUnknown) ? Array(registered.prefix(1)) : registered
    if defects.has(.assertionKeysPooled) {
      keys = server.clients.all.flatMap { client in if case .privateKeyJWT(let keys) = client.method { keys } else { [PublicKey]() } }
    }
    let embedded = defects.has(.assertionKeyFromHeader) ? BrokenAssertionReading.embeddedKey(assertion) : nil
    let fromHeader = embedded != nil
    if let embedded { keys = [embedded] }
    do {
      if fromHeader, let key = keys.first {
        try assertion.verify(under: key)
      } else {
        try assertion.verify(under: keys, ignoringCritical: defects.has(.assertionCritical))
      }
    } catch {
      throw server.invalidClient("the assertion does not verify")
    }
  }

  private func verifyParties(_ claims: Claims, _ client: Client, _ form: FormParameters) throws(OAuthError) {
    guard claims.text("iss") == client.id || defects.has(.assertionIssuerUnchecked) else { throw server.invalidClient("iss") }
    guard claims.text("sub") == client.id || defects.has(.assertionSubjectUnchecked) else { throw server.invalidClient("sub") }
    if let id = form["client_id"], id != client.id, !defects.has(.clientIDOverrides) {
      throw server.invalidClient("client_id names another client")
    }
  }

  private func verifyAudience(_ claims: Claims, _ request: Incoming) throws(OAuthError) {
    if defects.has(.assertionAudienceIgnored) { return }
    var accepted: Set<String> = [server.issuer]
    // RFC 7523 section 3 and RFC 9126 section 2, as they were before the revision.
    if environment.presets.has(.assertionAudienceTokenEndpoint) { accepted.formUnion([server.tokenEndpoint, server.issuer + "/par"]) }
    if defects.has(.audienceWithoutPushed) { accepted.remove(server.issuer + "/par") }
    accepted.formUnion(BrokenAssertionReading.audiences(claims, request, server))
    if defects.has(.assertionAudienceContains), claims.audiences?.contains(server.issuer) == true { return }
    if defects.has(.assertionAudiencePrefix), claims.text("aud")?.hasPrefix(server.issuer) == true { return }
    // A list of one is one audience in RFC 7519; a list of two is not a sole value.
    guard let audiences = claims.audiences, audiences.count == 1, accepted.contains(audiences[0]) else { throw server.invalidClient("aud") }
  }

  private func verifyTimes(_ claims: Claims) throws(OAuthError) {
    if defects.has(.assertionExpiryIgnored) { return }
    let now = environment.now
    guard claims.isCurrent(at: now) else { throw server.invalidClient("exp or nbf") }
    guard let exp = claims["exp"]?.numericDate, exp <= Double(now + Self.maximumLifetime) else {
      throw server.invalidClient("exp is too far ahead")
    }
    guard claims.isFresh(at: now, maximumAge: 3600, required: false) else { throw server.invalidClient("iat") }
  }

  private func verifyFirstUse(_ claims: Claims, _ client: Client) throws(OAuthError) {
    guard let jti = claims.text("jti"), !jti.isEmpty else { throw server.invalidClient("jti") }
    if defects.has(.assertionReplayAccepted) { return }
    let expiry = Int(claims["exp"]?.numericDate ?? 0) + Self.maximumLifetime
    let name = Digest.thumbprint(client.id + "\u{0}" + jti)
    guard server.assertionReplays.firstUse(of: name, until: expiry, now: environment.now) else {
      throw server.invalidClient("jti was used before")
    }
  }
}
