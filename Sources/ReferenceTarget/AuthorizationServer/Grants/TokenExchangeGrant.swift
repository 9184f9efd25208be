/// RFC 8693: a client that received a token exchange it for one to a place further on, in the name of the same subject.
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
    let subject = try InboundToken(server: server, role: .subject).read(request.form)
    try checkMayExchange(request, subject)
    let actor = try readActor(request)
    try checkMayAct(request, subject, actor)
    let actors = try ActorChain(environment: environment).chain(client: request.client, subject: subject, actor: actor)
    let confirmation = try binding(request, subject)
    switch requested {
    case .accessToken: return try accessToken(request, subject, actors, confirmation)
    case .jwt: return try CrossDomainGrant(server: server).issue(request, subject: subject, actor: actors)
    }
  }

  private func requestedType(_ form: FormParameters) throws(OAuthError) -> TokenType {
    guard let name = form["requested_token_type"] else { return .accessToken }
    guard let type = TokenType(rawValue: name) else { throw OAuthError(.invalidRequest, "requested_token_type is not supported") }
    return type
  }

  /// The client must be one that the subject token is addressed to, or the one that it was issued to.
  private func checkMayExchange(_ request: TokenRequest, _ subject: InboundClaims) throws(OAuthError) {
    if defects.has(.anyClient) { return }
    let addressed = !request.client.actsFor.isDisjoint(with: subject.claims.audiences ?? [])
    guard addressed || subject.clientID == request.client.id else {
      throw InboundToken.refusal("the subject token is not addressed to this client", presets)
    }
  }

  private func readActor(_ request: TokenRequest) throws(OAuthError) -> InboundClaims? {
    let form = request.form
    guard form["actor_token"] != nil else {
      guard form["actor_token_type"] == nil else { throw OAuthError(.invalidRequest, "actor_token_type without actor_token") }
      return nil
    }
    let actor = try InboundToken(server: server, role: .actor).read(form)
    if defects.has(.actBorrowed) || defects.has(.actorNotValidated) { return actor }
    guard actor.subject == request.client.id else { throw InboundToken.refusal("the actor token is not this client's", presets) }
    guard actor.claims["act"] == nil else { throw InboundToken.refusal("the actor token is itself a delegated one", presets) }
    return actor
  }

  /// RFC 8693 section 4.4: every member of `may_act` must fit whoever would act, with or without an actor token.
  private func checkMayAct(_ request: TokenRequest, _ subject: InboundClaims, _ actor: InboundClaims?) throws(OAuthError) {
    guard let member = subject.claims["may_act"] else { return }
    let identity: JSONObject = [
      "sub": .string(actor?.subject ?? request.client.id), "client_id": .string(request.client.id), "iss": .string(server.issuer),
    ]
    guard let allowed = member.object, !allowed.isEmpty, allowed.members.allSatisfy({ identity[$0.name] == $0.value }) else {
      throw InboundToken.refusal("the subject token names another actor", presets)
    }
  }

  /// A bound token is exchanged only for a bound one: with a proof of the client's key, or over its certificate. The holder of the
  /// subject token must prove the very key.
  private func binding(_ request: TokenRequest, _ subject: InboundClaims) throws(OAuthError) -> JSONObject? {
    let confirmation = request.confirmation(defects)
    guard let bound = subject.claims["cnf"]?.object else { return confirmation }
    if defects.has(.bindingDropped) { return confirmation }
    guard confirmation != nil else { throw OAuthError(.invalidRequest, "the subject token is bound, so a proof is needed") }
    if subject.clientID == request.client.id, let key = bound["jkt"]?.string, request.proofKey?.confirmationThumbprint(defects) != key {
      throw OAuthError(.invalidDPoPProof, "the subject token is bound to another key")
    }
    return confirmation
  }

  private func accessToken(
    _ request: TokenRequest, _ subject: InboundClaims, _ actors: JSONObject?, _ confirmation: JSONObject?
  ) throws(OAuthError) -> Issuance {
    let policy = TargetPolicy(server: server)
    let targets = try policy.targets(request.form.all("resource") + request.form.all("audience"), for: request.client)
    let scope = try scope(request, subject, targets)
    let remaining = subject.expiry - environment.now
    var audience = targets.map(\.identifier)
    if defects.has(.ignoresTarget) { audience = subject.claims.audiences ?? audience }
    var issuance = Issuance(client: request.client, subject: subject.subject, audience: audience, scope: scope, confirmation: confirmation)
    issuance.actor = actors
    if defects.has(.subjectBecomesClient) { issuance.subject = request.client.id }
    if defects.has(.actSwapped), let actor = actors?["sub"]?.string {
      issuance.actor?["sub"] = .string(issuance.subject)
      issuance.subject = actor
    }
    issuance.lifetime = defects.has(.expiredSubject) ? TokenMint.lifetime : min(TokenMint.lifetime, remaining)
    issuance.authenticationTime = subject.claims["auth_time"]?.integer
    issuance.issuedTokenType = defects.has(.noIssuedType) ? nil : TokenType.accessToken.rawValue
    if defects.has(.returnsSubjectToken) { issuance.instead = request.form["subject_token"] }
    return issuance
  }

  /// What is asked for, all of which the subject token, the client and the targets must have.
  private func scope(_ request: TokenRequest, _ subject: InboundClaims, _ targets: [ResourceDescription]) throws(OAuthError) -> [String] {
    let policy = TargetPolicy(server: server)
    let allowed = try policy.scope(nil, client: request.client, targets: targets)
    if defects.has(.scopeWidens) { return try policy.scope(request.form["scope"], client: request.client, targets: targets) }
    let common = allowed.filter(subject.scope.contains)
    guard let text = request.form["scope"] else {
      guard !common.isEmpty else { throw OAuthError(.invalidScope, "nothing is left of the scope") }
      return common
    }
    let asked = try TargetPolicy.parse(text).uniqued
    guard asked.allSatisfy(common.contains) else { throw OAuthError(.invalidScope, "more scope than the subject token has") }
    return asked
  }
}
