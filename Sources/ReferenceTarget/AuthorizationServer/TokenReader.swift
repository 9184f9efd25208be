/// Why a token does not count as an access token of this server.
enum TokenProblem: Error, Sendable, Hashable {
  case malformed, wrongType, signature, issuer, expired, revoked, unknown
}

/// Reads access tokens of one authorization server: what introspection, revocation and exchange ask.
struct TokenReader: Sendable {
  let server: AuthorizationServer

  private var now: Int { server.environment.now }

  /// The record behind a token that this server issued, whatever its state; the signature of a JWT is verified.
  func record(of token: String) -> AccessTokenRecord? {
    if let jti = server.store.jti(ofOpaque: token) { return server.store.accessToken(jti: jti) }
    guard let jwt = try? CompactJWT(token), jwt.hasType("at+jwt") || server.environment.defects.has(.tokenTypeJWT),
      (try? jwt.verify(under: server.verificationKeys)) != nil, jwt.claims["iss"]?.string == server.issuer,
      let jti = jwt.claims["jti"]?.string
    else { return nil }
    return server.store.accessToken(jti: jti)
  }

  /// The record behind a token that is good now.
  func active(_ token: String) -> AccessTokenRecord? {
    guard let record = record(of: token), !record.revoked, record.expiry > now else { return nil }
    return record
  }
}
