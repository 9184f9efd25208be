/// The backchannel authentication endpoint of OpenID CIBA Core 1.0 section 7, in poll mode.
struct BackchannelEndpoint: Sendable {
  let server: AuthorizationServer

  static let lifetime = 120

  private var defects: Defects { server.environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) { throw OAuthError(.accessDenied, "refused", status: 403) }
    let form = try FormParameters(bodyOf: incoming, tolerateDuplicates: defects.has(.duplicateParametersAccepted))
    let client = try ClientAuthentication(server: server).authenticate(incoming, form).client
    guard client.grants.contains(.backchannel) else { throw OAuthError(.unauthorizedClient, "this client may not ask out of band") }
    let words = try TargetPolicy.parse(form["scope"] ?? "")
    guard words.contains("openid") else { throw OAuthError(.invalidScope, "the scope lacks openid") }
    let user = try user(form)
    if let message = form["binding_message"], message.count > 64 {
      throw OAuthError(.invalidBindingMessage, "the message is too long to be shown")
    }
    let policy = TargetPolicy(server: server)
    let targets = try policy.targets(try policy.names(form), for: client)
    let rest = words.filter { $0 != "openid" }
    let scope = try policy.scope(rest.isEmpty ? nil : rest.joined(separator: " "), client: client, targets: targets)
    let lifetime = try lifetime(form)
    let now = server.environment.now
    let id = defects.has(.requestShort) ? String(Random.identifier().prefix(8)) : Random.identifier(bits: 256)
    let grant = GrantRecord(
      id: Random.identifier(), clientID: client.id, subject: defects.has(.userSubjectIsClient) ? client.id : user.subject, scope: scope,
      audience: targets.map(\.identifier), authenticationTime: now)
    let details = AuthorizationDetails(server: server)
    details.remember(try details.asked(form), grant: grant.id)
    server.backchannel.add(BackchannelRequest(grant: grant, hint: user.hint, expiry: now + lifetime), id: id)
    return .privateJSON(["auth_req_id": .string(id), "expires_in": .integer(lifetime), "interval": .integer(BackchannelStore.interval)])
  }

  /// Section 7.1: exactly one hint. Only login_hint is understood here.
  private func user(_ form: FormParameters) throws(OAuthError) -> User {
    let hints = ["login_hint", "login_hint_token", "id_token_hint"].filter { form[$0] != nil }
    guard hints.count == 1 || (defects.has(.hintsUncounted) && (hints.isEmpty || form["login_hint"] != nil)) else {
      throw OAuthError(.invalidRequest, "exactly one hint is needed")
    }
    if hints.isEmpty, let first = server.users.values.min(by: { $0.hint < $1.hint }) { return first }
    guard let user = server.user(hint: form["login_hint"]) else { throw OAuthError(.unknownUserID, "nobody is known by this hint") }
    return user
  }

  private func lifetime(_ form: FormParameters) throws(OAuthError) -> Int {
    guard let text = form["requested_expiry"] else { return Self.lifetime }
    guard let seconds = Int(text), seconds > 0 else { throw OAuthError(.invalidRequest, "requested_expiry is no positive number") }
    return min(seconds, Self.lifetime)
  }
}

/// Section 10.1: the client polls until the user has decided.
struct BackchannelGrant: Grant {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let id = try request.form.required("auth_req_id")
    let now = server.environment.now
    func isLive(_ found: BackchannelRequest) -> Bool { found.expiry > now || defects.has(.requestNeverExpires) }
    func isOwn(_ found: BackchannelRequest) -> Bool { found.grant.clientID == request.client.id || defects.has(.requestUnbound) }
    let polled = server.backchannel.poll(id, now: now) { isOwn($0) && isLive($0) && !defects.has(.requestReusable) }
    guard let polled, isOwn(polled.request) else { throw OAuthError(.invalidGrant, "the request is unknown, or another client's") }
    guard isLive(polled.request) else { throw OAuthError(.expiredToken, "nobody decided in time") }
    switch polled.request.state {
    case .redeemed: throw OAuthError(.invalidGrant, "the request has been redeemed")
    case .denied:
      if !defects.has(.denialIsApproval) { throw OAuthError(.accessDenied, "the user said no") }
    case .pending:
      if !defects.has(.undecidedIsApproval) {
        throw OAuthError(polled.isTooFast ? .slowDown : .authorizationPending, "nobody has decided yet")
      }
    case .approved: break
    }
    let grant = polled.request.grant
    var issuance = Issuance(
      client: request.client, subject: grant.subject, audience: grant.audience, scope: grant.scope,
      confirmation: request.confirmation(defects))
    issuance.grantID = grant.id
    issuance.authenticationTime = now
    issuance.identityToken = IdentityToken(server: server).signed(subject: grant.subject, client: request.client, authenticated: now)
    return issuance
  }
}
