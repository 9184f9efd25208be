/// A token that a client hands in, verified.
struct InboundClaims: Sendable {
  var claims: Claims
  var subject: String
  var clientID: String
  var scope: [String]
  var expiry: Int
}

/// Reads the subject token or the actor token of an exchange: an access token of this server, good now.
struct InboundToken: Sendable {
  enum Role: String, Sendable { case subject, actor }

  let server: AuthorizationServer
  let role: Role

  private var defects: Defects { server.environment.defects }

  func read(_ form: FormParameters) throws(OAuthError) -> InboundClaims {
    let token = try form.required("\(role.rawValue)_token")
    let type = try form.required("\(role.rawValue)_token_type")
    guard TokenType(rawValue: type) == .accessToken else {
      throw OAuthError(.invalidRequest, "\(role.rawValue)_token_type is not supported")
    }
    guard let claims = claims(of: token), let subject = claims.text("sub") else {
      throw Self.refusal("the \(role.rawValue) token is not valid", server.environment.presets)
    }
    return InboundClaims(
      claims: claims, subject: subject, clientID: claims.text("client_id") ?? "",
      scope: claims.text("scope")?.split(separator: " ").map(String.init) ?? [],
      expiry: claims["exp"]?.integer ?? server.environment.now + 60)
  }

  private func claims(of token: String) -> Claims? {
    let unverified = role == .subject ? defects.has(.noSignatureCheck) : defects.has(.actorNotValidated)
    if unverified, let jwt = try? CompactJWT(token) { return Claims(jwt.claims) }
    guard let record = TokenReader(server: server).record(of: token) else { return nil }
    if record.revoked, !(role == .subject && defects.has(.revokedSubject)) { return nil }
    if record.expiry <= server.environment.now, !(role == .subject && defects.has(.expiredSubject)) { return nil }
    return Claims(record.claims)
  }

  /// RFC 8693 section 2.2.2 names invalid_request for a token that is not acceptable; many servers say invalid_grant.
  static func refusal(_ description: String, _ presets: Presets) -> OAuthError {
    OAuthError(presets.has(.refusalCodesAlternative) ? .invalidGrant : .invalidRequest, description)
  }
}
