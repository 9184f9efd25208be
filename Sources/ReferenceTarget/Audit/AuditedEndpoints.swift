/// What a request turned out to be while it was answered: who was authenticated.
final class AuditNote: Sendable {
  private let client = Locked<String?>(nil)
  /// The authenticated client, by its identifier.
  var agent: String? {
    get { client.withLock { $0 } }
    set { client.withLock { $0 = newValue } }
  }
}

extension AuthorizationServer {
  private var defects: Defects { environment.defects }

  /// The token endpoint, with a record of each decision.
  func auditedToken(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    guard let audit = environment.audit else { return try TokenEndpoint(server: self).answer(incoming) }
    let endpoint = TokenEndpoint(server: self)
    var event = tokenEvent(incoming, audit)
    do throws(OAuthError) {
      let answer = try endpoint.answer(incoming)
      event.agent = named(endpoint.note.agent, event, audit)
      describe(answer, in: &event)
      let isLost = defects.has(.permitsUnlogged) || (defects.has(.exchangesUnlogged) && event.parent != nil)
      let isUnnoticed =
        defects.has(.renewalsUnlogged) && event.action.hasPrefix("refresh_token")
        || defects.has(.redemptionsUnlogged) && event.action.hasPrefix(GrantType.jwtBearer.rawValue)
      if !isLost && !isUnnoticed { audit.write(event) }
      return answer
    } catch {
      event.agent = named(endpoint.note.agent, event, audit)
      event.refusal = error.code.rawValue
      let isLost = defects.has(.refusalsUnlogged) || (defects.has(.limitsUnlogged) && error.code == .unauthorizedClient)
      if !isLost { audit.write(event) }
      throw error
    }
  }

  private func named(_ agent: String?, _ event: AuditEvent, _ audit: AuditLog) -> String? {
    defects.has(.firstAgentKept) ? event.parent.flatMap { audit.agent(of: $0) } ?? agent : agent
  }

  private func tokenEvent(_ incoming: Incoming, _ audit: AuditLog) -> AuditEvent {
    let form = try? FormParameters(parsing: incoming.body, tolerateDuplicates: true)
    let assertion = form?["client_assertion"].flatMap { try? CompactJWT($0) }
    // A grant of another domain is what the token is made from, too.
    let grant = defects.has(.grantsUnreferenced) ? nil : form?["assertion"]
    let parent = (form?["subject_token"] ?? grant).map(AuditEvent.reference)
    return AuditEvent(
      component: "as", claimed: assertion?.claims["sub"]?.string ?? form?["client_id"], resource: form?.targets.first,
      action: ([form?["grant_type"], form?["scope"]].compactMap { $0 }).joined(separator: " "), parent: parent,
      request: assertion?.claims["jti"]?.string, correlation: audit.chain(of: parent), secret: form?["client_assertion"])
  }

  private func describe(_ answer: Outgoing, in event: inout AuditEvent) {
    guard let body = (try? JSONValue(parsing: answer.body))?.object else { return }
    if answer.status >= 400 { event.refusal = body["error"]?.string ?? "refused" }
    guard let token = body["access_token"]?.string else { return }
    event.secret = token
    event.token = AuditEvent.reference(token)
    let claims = store.jti(ofOpaque: token).flatMap { store.accessToken(jti: $0)?.claims } ?? (try? CompactJWT(token))?.claims ?? [:]
    event.subject = claims["sub"]?.string
    event.actor = claims["act"]
    event.resource = event.resource ?? claims["aud"]?.string ?? claims["aud"]?.array?.first?.string
  }

  /// A token that its client ended.
  func auditRevocation(_ token: String, _ record: AccessTokenRecord, by client: Client?) {
    guard let audit = environment.audit, !defects.has(.remediationsUnlogged) else { return }
    let reference = AuditEvent.reference(token)
    audit.write(
      AuditEvent(
        component: "as", agent: client?.id, subject: record.claims["sub"]?.string,
        resource: record.claims["aud"]?.string ?? record.claims["aud"]?.array?.first?.string, action: "revoke", token: reference,
        correlation: audit.chain(of: reference), cause: "the client asked for it"))
  }
}

extension AuditEvent {
  /// What a record says of a token: its `jti`, or a digest where it has none. The signature does not matter for that.
  static func reference(_ token: String) -> String { (try? CompactJWT(token))?.claims["jti"]?.string ?? Digest.thumbprint(token) }
}

extension ResourceServer {
  /// One record for each decision about a request that brought a token.
  func note(_ request: Incoming, claims: Claims?, refusal: ResourceRefusal?) {
    let defects = environment.defects
    guard let audit = environment.audit, !defects.has(.resourceUnlogged), let presented = try? PresentedToken(request, defects) else {
      return
    }
    if refusal != nil && defects.has(.refusalsUnlogged) || refusal == nil && defects.has(.permitsUnlogged) { return }
    if refusal?.code == .insufficientScope && defects.has(.limitsUnlogged) { return }
    if refusal?.code == .invalidDPoPProof && defects.has(.proofRefusalsUnlogged) { return }
    let jwt = try? CompactJWT(presented.token)
    let reference = AuditEvent.reference(presented.token)
    // Whoever presents a token that does not hold is nobody.
    let known = claims ?? (refusal?.status == 403 ? TokenReader(server: server).record(of: presented.token).map { Claims($0.claims) } : nil)
    audit.write(
      AuditEvent(
        component: "rs", agent: known?.text("client_id"), claimed: jwt?.claims["client_id"]?.string, subject: known?.text("sub"),
        resource: description.identifier, action: request.method, refusal: refusal.map { $0.code?.rawValue ?? "refused" }, token: reference,
        actor: known?["act"], correlation: audit.chain(of: reference), secret: presented.token))
  }
}
