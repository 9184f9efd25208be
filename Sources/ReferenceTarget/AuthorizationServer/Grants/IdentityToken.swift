/// ID tokens (OpenID Connect Core section 2), as far as agents need them: who the user is, for the client that asked.
struct IdentityToken: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func signed(subject: String, client: Client, authenticated: Int?) -> String {
    let now = server.environment.now
    var claims: JSONObject = [
      "iss": .string(server.issuer), "sub": .string(subject), "aud": .string(client.id), "iat": .integer(now),
      "exp": .integer(now + TokenMint.lifetime),
    ]
    if let authenticated { claims["auth_time"] = .integer(authenticated) }
    return JWTBuilder.sign(claims, by: server.signingKey, typ: "JWT")
  }

  /// Reads one that this server issued to the client and that is good now; nil for anything else.
  func read(_ compact: String, for client: Client) -> Claims? {
    guard let token = try? CompactJWT(compact) else { return nil }
    // Access tokens have a type of their own; grants of this server are for other audiences.
    guard token.header["typ"] == nil || token.hasType("jwt") || defects.has(.anyOwnToken) else { return nil }
    if (try? token.verify(under: server.verificationKeys)) == nil, !defects.has(.assertionUnverified) { return nil }
    let claims = Claims(token.claims)
    guard claims.text("iss") == server.issuer, claims.text("sub") != nil else { return nil }
    let isAddressed = claims.audiences == [client.id]
    guard isAddressed || defects.has(.foreignAssertion) || defects.has(.anyOwnToken) else { return nil }
    guard let expiry = claims["exp"]?.integer, expiry > server.environment.now || defects.has(.assertionExpired) else { return nil }
    return claims
  }
}
