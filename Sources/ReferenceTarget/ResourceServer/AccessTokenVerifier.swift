/// Verifies access tokens at a resource: RFC 9068 section 4 for JWTs, the server's record for opaque ones.
struct AccessTokenVerifier: Sendable {
  let server: AuthorizationServer
  let audience: String
  /// Whether it knows of revocations by the status list alone.
  var usesStatusList = false

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  /// The claims of a token that is good here and now.
  func verify(_ presented: PresentedToken) throws(ResourceRefusal) -> Claims {
    if let claims = carelessClaims(presented) { return claims }
    let claims = try environment.presets.has(.opaqueAccessTokens) ? lookedUp(presented) : decoded(presented)
    guard claims.audiences?.contains(audience) == true || defects.has(.resourceAudienceIgnored) else {
      if environment.presets.has(.resourceRefuses403) {
        throw ResourceRefusal(status: 403, scheme: presented.scheme, code: .invalidToken, description: "aud")
      }
      throw .token(presented.scheme, "the token is for another audience")
    }
    if usesStatusList {
      guard server.statusChecker.stands(claims, server) else { throw .token(presented.scheme, "the token has been revoked") }
      return claims
    }
    if let jti = claims.text("jti"), let record = server.store.accessToken(jti: jti), record.revoked, notices(jti) {
      throw .token(presented.scheme, "the token has been revoked")
    }
    try refuseLawful(claims, presented)
    if let jti = claims.text("jti"), server.store.scopeLeft(jti) != nil {
      var left = claims.object
      left["scope"] = server.scopeLeft(claims.text("scope"), jti: jti).map { .string($0) }
      return Claims(left)
    }
    if defects.has(.decisionCache), let jti = claims.text("jti") { server.served.withLock { $0[jti, default: 0] += 1 } }
    return claims
  }

  /// Whether this resource hears of the revocation of a token; a sound one always does.
  private func notices(_ jti: String) -> Bool {
    if defects.has(.oneReplicaDeaf) {
      // The third of three instances, in turn.
      return server.served.withLock { served in
        served[jti, default: 0] += 1
        return served[jti, default: 0] % 3 != 0
      }
    }
    if defects.has(.decisionCache), server.served.withLock({ $0[jti] != nil }) { return false }
    return !defects.has(.resourceIgnores)
  }

  /// What a resource takes that looks at the issuer and its keys only, or knows the keys of too many.
  private func carelessClaims(_ presented: PresentedToken) -> Claims? {
    guard let token = try? CompactJWT(presented.token) else { return nil }
    let isOwn = token.claims["iss"]?.string == server.issuer && (try? token.verify(under: server.verificationKeys)) != nil
    if isOwn, defects.has(.resourceTakesTransaction), token.hasType(TransactionTokenService.type) { return Claims(token.claims) }
    if isOwn, presented.isForwarded { return Claims(token.claims) }
    if defects.has(.resourceSignatureOnly), (try? token.verify(under: server.verificationKeys + server.kindred.withLock { $0 })) != nil {
      var claims = token.claims
      if claims["scope"] == nil { claims["scope"] = "read" }
      return Claims(claims)
    }
    if isOwn, defects.has(.resourceAnyJWT) { return Claims(token.claims) }
    if !isOwn, defects.has(.resourceTrustsOtherDomain), token.claims["iss"]?.string?.hasPrefix(environment.base) == true {
      return Claims(token.claims)
    }
    return nil
  }

  private func lookedUp(_ presented: PresentedToken) throws(ResourceRefusal) -> Claims {
    guard let jti = server.store.jti(ofOpaque: presented.token), let record = server.store.accessToken(jti: jti) else {
      throw .token(presented.scheme, "the token is unknown")
    }
    guard record.expiry > environment.now || defects.has(.resourceExpiryIgnored) else {
      throw .token(presented.scheme, "the token has expired")
    }
    return Claims(record.claims)
  }

  private func decoded(_ presented: PresentedToken) throws(ResourceRefusal) -> Claims {
    let scheme = presented.scheme
    let token: CompactJWT
    do { token = try CompactJWT(presented.token) } catch { throw .token(scheme, "the token is malformed") }
    let lenientType = defects.has(.tokenTypeJWT)
    guard token.hasType("at+jwt") || lenientType else { throw .token(scheme, "not an access token") }
    if !defects.has(.resourceSignatureUnchecked) {
      do { try token.verify(under: server.resourceKeys) } catch { throw .token(scheme, "the signature does not verify") }
    }
    let claims = Claims(token.claims)
    guard claims.text("iss") == server.issuer else { throw .token(scheme, "the token is of another issuer") }
    guard claims.isCurrent(at: environment.now) || defects.has(.resourceExpiryIgnored) else {
      throw .token(scheme, "the token has expired")
    }
    let complete =
      claims.text("sub") != nil && claims.text("client_id") != nil && claims.text("jti") != nil && claims["iat"]?.numericDate != nil
    guard complete || lenientType || defects.has(.clientIDClaimMissing) else { throw .token(scheme, "the token lacks a required claim") }
    return claims
  }
}
