/// Issues transaction tokens at the token endpoint (draft-ietf-oauth-transaction-tokens sections 9 and 11): one for each transaction, good
/// for minutes, inside the trust domain only.
struct TransactionTokenService: Sendable {
  let server: AuthorizationServer

  static let type = "txntoken+jwt"
  /// Seconds that a token lives.
  static let lifetime = 60
  /// The name of the trust domain: the audience of every token.
  static let trustDomain = Cast.trustDomain

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  /// A transaction token of this service that is good now, as the subject of a replacement (section 13.15).
  func read(_ compact: String) -> InboundClaims? {
    guard let token = try? CompactJWT(compact), token.hasType(Self.type) || defects.has(.typeJWT) else { return nil }
    guard (try? token.verify(under: server.verificationKeys)) != nil || defects.has(.replacementUnverified) else { return nil }
    let claims = Claims(token.claims)
    guard claims.text("iss") == server.issuer, claims.audiences == [Self.trustDomain], let subject = claims.text("sub") else { return nil }
    guard claims.isCurrent(at: environment.now) || defects.has(.replacementExpired) else { return nil }
    let expiry = claims["exp"]?.integer ?? environment.now
    return InboundClaims(claims: claims, subject: subject, clientID: "", scope: claims.scope, expiry: expiry, isTransaction: true)
  }

  func issue(_ request: TokenRequest, subject: InboundClaims, actor: JSONObject?) throws(OAuthError) -> Issuance {
    guard !request.client.actsFor.isEmpty || defects.has(.anyWorkload) else {
      throw OAuthError(.unauthorizedClient, "this client is no workload of the trust domain")
    }
    let audience = try audience(request.form)
    let scope = try scope(request.form, subject)
    let now = environment.now
    let expiry = now + (defects.has(.livesLong) ? 86_400 : Self.lifetime)
    let context = try context(request, subject)
    var claims: JSONObject = [
      "iss": .string(server.issuer), "sub": .string(subject.subject), "aud": .string(audience), "iat": .integer(now),
      "exp": .integer(expiry), "txn": .string(transaction(subject)), "scope": .string(scope.joined(separator: " ")),
      "req_wl": .string(workload(request)), "tctx": .object(context.details), "rctx": .object(context.request),
    ]
    if let actor = actor ?? subject.claims["act"]?.object { claims["act"] = .object(actor) }
    if defects.has(.claimsMissing) { (claims["txn"], claims["req_wl"]) = (nil, nil) }
    if defects.has(.contextOverrides) {
      for member in context.details.members + context.request.members where claims[member.name] != nil {
        claims[member.name] = member.value
      }
    }
    spoil(&claims, request, scope)
    if defects.has(.embedsAccessToken) { claims["rctx"] = ["access_token": .string(request.form["subject_token"] ?? "")] }
    var issuance = Issuance(client: request.client, subject: subject.subject, audience: [audience], scope: scope, confirmation: nil)
    issuance.lifetime = expiry - now
    issuance.issuedTokenType = TokenType.transaction.rawValue
    issuance.tokenType = defects.has(.announcedAsBearer) ? "Bearer" : "N_A"
    let key = defects.has(.signedByUnpublishedKey) ? server.unpublishedKey : server.signingKey
    issuance.instead = JWTBuilder.sign(claims, by: key, typ: defects.has(.typeJWT) ? "JWT" : Self.type)
    if defects.has(.withRefreshToken) { issuance.refreshToken = Random.identifier() }
    return issuance
  }

  /// What broken services say in single claims.
  private func spoil(_ claims: inout JSONObject, _ request: TokenRequest, _ scope: [String]) {
    if defects.has(.audienceIsIssuer) { claims["aud"] = .string(server.issuer) }
    if defects.has(.subjectIsClient) { claims["sub"] = .string(request.client.id) }
    if defects.has(.purposeOfClient) { claims["scope"] = .string((scope + ["admin"]).joined(separator: " ")) }
    if defects.has(.contextAsText) { for name in ["tctx", "rctx"] { claims[name] = "{}" } }
  }

  private func audience(_ form: FormParameters) throws(OAuthError) -> String {
    let names = form.targets
    if names.isEmpty, defects.has(.parametersOptional) { return Self.trustDomain }
    guard let name = names.first else { throw OAuthError(.invalidRequest, "audience is missing") }
    if defects.has(.audienceFromRequest) { return name }
    guard names == [Self.trustDomain] else { throw OAuthError(.invalidTarget, "not the trust domain of this service") }
    return name
  }

  /// Sections 13.6 and 13.14: no more than the subject token has; a subject token without scope has none to give.
  private func scope(_ form: FormParameters, _ subject: InboundClaims) throws(OAuthError) -> [String] {
    guard form["scope"] != nil || !defects.has(.parametersOptional) else { return subject.scope }
    let asked = try TargetPolicy.parse(try form.required("scope")).uniqued
    if defects.has(.purposeUnchecked) || (subject.isTransaction && defects.has(.replacementWidens)) { return asked }
    guard asked.allSatisfy(subject.scope.contains) else { throw OAuthError(.invalidScope, "more scope than the subject token has") }
    return asked
  }

  private func transaction(_ subject: InboundClaims) -> String {
    if defects.has(.identifierReused) { return "txn-1" }
    if subject.isTransaction, !defects.has(.replacementRenames), let txn = subject.claims.text("txn") { return txn }
    return Random.identifier()
  }

  private func workload(_ request: TokenRequest) -> String {
    if defects.has(.workloadFromRequest), let said = request.form["req_wl"] { return said }
    return request.client.id
  }

  /// What the request says about the transaction and about itself. A replacement may add to it and changes nothing.
  private func context(_ request: TokenRequest, _ subject: InboundClaims) throws(OAuthError) -> (details: JSONObject, request: JSONObject) {
    var details = try object(request.form, "request_details")
    var about = try object(request.form, "request_context")
    for (name, value) in subject.isTransaction ? subject.claims["tctx"]?.object?.members ?? [] : [] {
      if let new = details[name], new != value, !defects.has(.replacementRewrites) {
        throw OAuthError(.invalidRequest, "a replacement does not change the details of the transaction")
      }
      if details[name] == nil { details[name] = value }
    }
    // Section 13.4: the token that was presented is not passed on inside.
    let token = request.form["subject_token"] ?? ""
    for member in about.members where member.value.string?.contains(token) == true { about[member.name] = nil }
    for member in details.members where member.value.string?.contains(token) == true { details[member.name] = nil }
    if subject.isTransaction {
      // Who asked before: the chain of callers stays visible.
      let earlier = subject.claims["rctx"]?.object?["earlier"]?.array ?? []
      about["earlier"] = .array(earlier + [subject.claims["req_wl"] ?? .null])
    }
    return (details, about)
  }

  private func object(_ form: FormParameters, _ name: String) throws(OAuthError) -> JSONObject {
    guard let text = form[name] else { return [:] }
    guard let object = (try? JSONValue(parsing: text))?.object else {
      if defects.has(.malformedContext) { throw OAuthError(.serverError, "unexpected condition", status: 500) }
      throw OAuthError(.invalidRequest, "\(name) is no JSON object")
    }
    return object
  }
}
