/// RFC 8693: a client that received a token exchanges it for one to a place further on, in the name of the same subject.
///
/// The order of decisions: types, subject token, who may exchange it, actor token, targets, scope, life, actors, binding. What the RFC
/// leaves to policy is decided strictly: authority only shrinks, and the actors stay visible.
struct TokenExchangeGrant: Grant {
  let server: AuthorizationServer

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }
  private var presets: Presets { environment.presets }

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let requested = try requestedType(request.form)
    if requested == .identityAssertion { return try IdentityAssertionIssuer(server: server).issue(request) }
    if defects.has(.fallsBack), (try? InboundToken(server: server, role: .subject).read(request.form)) == nil { return own(request) }
    let subject = try InboundToken(server: server, role: .subject).read(request.form)
    try checkMayExchange(request, subject, requested)
    guard !subject.isTransaction || requested == .transaction else {
      throw InboundToken.refusal("a transaction token is exchanged for another one only", presets)
    }
    let actor = try readActor(request)
    try MayAct(server: server).check(client: request.client, subject: subject, actor: actor)
    let actors = try ActorChain(environment: environment).chain(request, subject: subject, actor: actor)
    let confirmation = try binding(request, subject)
    let issuance: Issuance
    switch requested {
    case .accessToken, .refreshToken, .idToken: issuance = try accessToken(request, subject, actors, confirmation)
    case .jwt: issuance = try CrossDomainGrant(server: server).issue(request, subject: subject, actor: actors)
    // Issued above, by rules of its own.
    case .identityAssertion: throw OAuthError(.invalidRequest, "requested_token_type is not supported")
    case .transaction: issuance = try TransactionTokenService(server: server).issue(request, subject: subject, actor: actors)
    }
    if defects.has(.burnsSubject), let jti = subject.claims.text("jti") { server.store.revokeAccessToken(jti: jti) }
    return issuance
  }

  /// What a server issues that takes an unreadable subject token for none.
  private func own(_ request: TokenRequest) -> Issuance {
    var issuance = Issuance(
      client: request.client, subject: request.client.id, audience: Array(request.client.resources.prefix(1)),
      scope: request.client.scopes.sorted(), confirmation: nil)
    issuance.issuedTokenType = TokenType.accessToken.rawValue
    return issuance
  }

  private func requestedType(_ form: FormParameters) throws(OAuthError) -> TokenType {
    guard let name = form["requested_token_type"] else { return .accessToken }
    if let type = TokenType(rawValue: name), type.canBeRequested { return type }
    if defects.has(.requestedTypeIgnored) { return .accessToken }
    throw OAuthError(.invalidRequest, "requested_token_type is not supported")
  }

  /// The client must be one that the subject token is addressed to, or the one that it was issued to. A grant of another domain is
  /// addressed to this server, and any client that may exchange can hand it in.
  private func checkMayExchange(_ request: TokenRequest, _ subject: InboundClaims, _ requested: TokenType) throws(OAuthError) {
    let isUninvited = defects.has(.grantNotChecked) && !request.client.grants.contains(.tokenExchange)
    // The leniency is RFC 8693's; a transaction token service knows whom a token is addressed to.
    let isLenient = presets.has(.lenientExchange) && requested != .transaction
    if defects.has(.anyClient) || isUninvited || isLenient || defects.has(.anyWorkload) && requested == .transaction { return }
    if subject.isFromOutside || subject.isTransaction { return }
    let addressed = !request.client.actsFor.isDisjoint(with: subject.claims.audiences ?? [])
    guard addressed || subject.clientID == request.client.id else {
      throw InboundToken.refusal("the subject token is not addressed to this client", presets)
    }
  }

  private func readActor(_ request: TokenRequest) throws(OAuthError) -> InboundClaims? {
    let form = request.form
    guard form["actor_token"] != nil else {
      guard form["actor_token_type"] == nil || defects.has(.actorTypeUnchecked) else {
        throw OAuthError(.invalidRequest, "actor_token_type without actor_token")
      }
      if presets.has(.actorRequired) { throw OAuthError(.invalidRequest, "an actor token is needed") }
      return nil
    }
    if presets.has(.impersonationOnly) || presets.has(.lenientExchange) {
      throw OAuthError(.invalidRequest, "actor tokens are not supported")
    }
    if defects.has(.actorAnyString), (try? InboundToken(server: server, role: .actor).read(form)) == nil {
      return InboundClaims(claims: Claims([:]), subject: request.client.id, clientID: request.client.id, scope: [], expiry: 0)
    }
    let actor = try InboundToken(server: server, role: .actor).read(form)
    if defects.has(.actBorrowed) || defects.has(.actorNotValidated) { return actor }
    guard actor.subject == request.client.id else { throw InboundToken.refusal("the actor token is not this client's", presets) }
    guard actor.claims["act"] == nil else { throw InboundToken.refusal("the actor token is itself a delegated one", presets) }
    return actor
  }

  /// A bound token is exchanged only for a bound one: with a proof of the client's key, or over its certificate. The holder of the
  /// subject token must prove the very key.
  private func binding(_ request: TokenRequest, _ subject: InboundClaims) throws(OAuthError) -> JSONObject? {
    let confirmation = request.confirmation(defects)
    guard let bound = subject.claims["cnf"]?.object else { return confirmation }
    if defects.has(.bindingDropped) || presets.has(.lenientExchange) { return confirmation }
    guard confirmation != nil else { throw OAuthError(.invalidRequest, "the subject token is bound, so a proof is needed") }
    if defects.has(.bindingCopied) { return bound }
    if subject.clientID == request.client.id, let key = bound["jkt"]?.string, request.proofKey?.confirmationThumbprint(defects) != key {
      throw OAuthError(.invalidDPoPProof, "the subject token is bound to another key")
    }
    return confirmation
  }

  private func accessToken(
    _ request: TokenRequest, _ subject: InboundClaims, _ actors: JSONObject?, _ confirmation: JSONObject?
  ) throws(OAuthError) -> Issuance {
    let rules = ExchangeRules(server: server)
    let targets = try rules.targets(request)
    let scope = try rules.scope(request, subject, targets)
    let remaining = subject.expiry - environment.now
    var audience = targets.map(\.identifier)
    if defects.has(.ignoresTarget) { audience = subject.claims.audiences ?? audience }
    if defects.has(.noDefaultAudience), request.form.targets.isEmpty { audience = [] }
    var issuance = Issuance(client: request.client, subject: subject.subject, audience: audience, scope: scope, confirmation: confirmation)
    issuance.actor = actors
    if defects.has(.subjectBecomesClient) { issuance.subject = request.client.id }
    if defects.has(.actSwapped), let actor = actors?["sub"]?.string {
      issuance.actor?["sub"] = .string(issuance.subject)
      issuance.subject = actor
    }
    issuance.lifetime = defects.has(.expiredSubject) ? TokenMint.lifetime : min(TokenMint.lifetime, remaining)
    if defects.has(.lifetimeRenewed) || presets.has(.lenientExchange) { issuance.lifetime = 2 * TokenMint.lifetime }
    issuance.authenticationTime = subject.claims["auth_time"]?.integer
    return broken(issuance, request, subject)
  }

  /// The answer, and what defects make of it.
  private func broken(_ sound: Issuance, _ request: TokenRequest, _ subject: InboundClaims) -> Issuance {
    var issuance = sound
    issuance.issuedTokenType = defects.has(.noIssuedType) ? nil : TokenType.accessToken.rawValue
    if defects.has(.announcesNothing) { issuance.tokenType = "N_A" }
    if defects.has(.clientKept), let client = server.clients[subject.clientID] { issuance.client = client }
    if defects.has(.mayActCopied), let permission = subject.claims["may_act"] { issuance.extra["may_act"] = permission }
    if defects.has(.returnsSubjectToken) { issuance.instead = request.form["subject_token"] }
    issuance.isSilentAboutScope = defects.has(.scopeUnsaid)
    issuance.isCacheable = defects.has(.exchangeCacheable)
    issuance.isLifetimeText = defects.has(.lifetimeText)
    return issuance
  }
}

extension FormParameters {
  /// Everything that a request names as target.
  var targets: [String] { all("resource") + all("audience") }
}
