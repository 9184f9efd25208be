/// A token that a client hands in, verified.
struct InboundClaims: Sendable {
  var claims: Claims
  var subject: String
  var clientID: String
  var scope: [String]
  var expiry: Int
  /// It is a JWT of another issuer, addressed to this server.
  var isFromOutside = false
  /// It is a transaction token of this server.
  var isTransaction = false
}

/// Reads the subject token or the actor token of an exchange: an access token of this server that is good now; as subject also a JWT of a
/// trusted issuer, or a transaction token.
struct InboundToken: Sendable {
  enum Role: String, Sendable { case subject, actor }

  let server: AuthorizationServer
  let role: Role

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func read(_ form: FormParameters) throws(OAuthError) -> InboundClaims {
    let token = try form.required("\(role.rawValue)_token")
    let found: InboundClaims?
    switch try type(form) {
    case .accessToken: found = accessToken(token)
    case .jwt: found = role == .subject ? OutsideToken(server: server).read(token) : nil
    case .transaction: found = role == .subject ? TransactionTokenService(server: server).read(token) : nil
    case .refreshToken: found = refreshToken(token)
    case .idToken, .identityAssertion: found = nil
    }
    guard let found = found ?? (defects.has(.refreshTokenAccepted) ? refreshToken(token) : nil) else {
      if defects.has(.unusualError) { throw OAuthError(.unsupportedResponseType, "the \(role.rawValue) token is not valid") }
      throw Self.refusal("the \(role.rawValue) token is not valid", environment.presets)
    }
    return found
  }

  private func type(_ form: FormParameters) throws(OAuthError) -> TokenType {
    let name = "\(role.rawValue)_token_type"
    let isOptional = role == .subject ? defects.has(.defaultType) : defects.has(.actorTypeUnchecked)
    if isOptional, form[name] == nil { return .accessToken }
    let type = TokenType(rawValue: try form.required(name))
    if defects.has(.labelIgnored) { return type == .jwt || type == .transaction ? type ?? .accessToken : .accessToken }
    guard let type else { throw OAuthError(.invalidRequest, "\(name) is not supported") }
    return type
  }

  private func accessToken(_ token: String) -> InboundClaims? {
    if defects.has(.anyOwnSubject), role == .subject, let claims = anything(token) { return claims }
    guard let claims = claims(of: token), let subject = claims.text("sub") else { return nil }
    return InboundClaims(
      claims: claims, subject: subject, clientID: claims.text("client_id") ?? "", scope: claims.scope,
      expiry: claims["exp"]?.integer ?? environment.now + 60)
  }

  /// Whatever this server signed and that is no access token, read as well as may be.
  private func anything(_ token: String) -> InboundClaims? {
    let keys = server.verificationKeys + server.kindred.withLock { $0 }
    guard let jwt = try? CompactJWT(token), !jwt.hasType("at+jwt"), (try? jwt.verify(under: keys)) != nil else { return nil }
    let inner = jwt.claims["token_introspection"]?.object ?? jwt.claims
    let subject = inner["sub"]?.string ?? jwt.claims["sub_id"]?.object?["sub"]?.string ?? "somebody"
    let scope = Claims(inner).scope
    return InboundClaims(
      claims: Claims(inner), subject: subject, clientID: "", scope: scope.isEmpty ? ["read"] : scope, expiry: environment.now + 60,
      isFromOutside: true)
  }

  private func claims(of token: String) -> Claims? {
    let unverified = role == .subject ? defects.has(.noSignatureCheck) : defects.has(.actorNotValidated)
    if unverified, let jwt = try? CompactJWT(token) { return Claims(jwt.claims) }
    guard let record = TokenReader(server: server).record(of: token) else { return nil }
    let staleActor = role == .actor && defects.has(.actorExpired)
    if record.revoked, !staleActor, !(role == .subject && defects.has(.revokedSubject)) { return nil }
    if record.expiry <= environment.now, !staleActor, !(role == .subject && defects.has(.expiredSubject)) { return nil }
    return Claims(record.claims)
  }

  /// No refresh token is exchanged here.
  private func refreshToken(_ token: String) -> InboundClaims? {
    guard defects.has(.refreshTokenAccepted), let record = server.store.refreshToken(token) else { return nil }
    return InboundClaims(
      claims: Claims(["aud": .array(record.grant.audience.map { .string($0) })]), subject: record.grant.subject,
      clientID: record.grant.clientID, scope: record.grant.scope, expiry: record.expiry)
  }

  /// RFC 8693 section 2.2.2 names invalid_request for a token that is not acceptable; many servers say invalid_grant.
  static func refusal(_ description: String, _ presets: Presets) -> OAuthError {
    OAuthError(presets.has(.refusalCodesAlternative) ? .invalidGrant : .invalidRequest, description)
  }
}

/// Reads a JWT of an issuer whose users may be exchanged here.
struct OutsideToken: Sendable {
  let server: AuthorizationServer

  /// Seconds ahead that `exp` may lie.
  static let maximumLifetime = 3600

  private var defects: Defects { server.environment.defects }

  func read(_ compact: String) -> InboundClaims? {
    guard let token = try? CompactJWT(compact), let issuer = issuer(of: token) else { return nil }
    guard token.header["typ"] == nil || token.hasType("jwt") || defects.has(.subjectTypeIgnored) else { return nil }
    let claims = Claims(token.claims)
    let addressed = claims.audiences == [server.issuer] || claims.audiences == [server.tokenEndpoint]
    guard addressed || defects.has(.subjectAudienceIgnored) else { return nil }
    let now = server.environment.now
    let expiry = claims["exp"]?.numericDate.map { Int($0) } ?? now + 60
    if !defects.has(.subjectTimesIgnored) {
      guard claims.isCurrent(at: now), expiry <= now + Self.maximumLifetime, claims.isFresh(at: now, required: false) else { return nil }
    }
    guard let name = claims.text("sub"), let subject = issuer.subjects[name] ?? (defects.has(.subjectUnmapped) ? name : nil) else {
      return nil
    }
    return InboundClaims(
      claims: claims, subject: subject, clientID: "", scope: claims.scope.filter(issuer.scopes.contains), expiry: max(expiry, now + 1),
      isFromOutside: true)
  }

  private func issuer(of token: CompactJWT) -> TrustedIssuer? {
    let trusted = server.subjectIssuers
    if defects.has(.subjectAnyIssuer) {
      return (try? token.verify(under: trusted.flatMap(\.keys) + server.untrustedKeys)) == nil ? nil : trusted.first
    }
    guard let issuer = trusted.first(where: { $0.issuer == token.claims["iss"]?.string }) else { return nil }
    return (try? token.verify(under: issuer.keys)) == nil ? nil : issuer
  }
}

extension Claims {
  /// The words of `scope`.
  var scope: [String] { text("scope")?.split(separator: " ").map(String.init) ?? [] }
}
