/// What the appraisal of evidence came to while a request for a credential was answered.
final class AppraisalNote: Sendable {
  private let state = Locked<(identifier: String?, error: AppraisalError?)>((nil, nil))
  /// The identifier that follows from good evidence.
  var identifier: String? {
    get { state.withLock { $0.identifier } }
    set { state.withLock { $0.identifier = newValue } }
  }
  /// Why the evidence is not good; for the log, never for the requester.
  var error: AppraisalError? {
    get { state.withLock { $0.error } }
    set { state.withLock { $0.error = newValue } }
  }
}

extension CredentialIssuer {
  /// The issuing of a credential, with a record of the decision and of the posture that it is based on.
  func audited(_ request: Incoming) throws(OAuthError) -> Outgoing {
    let note = AppraisalNote()
    guard let audit = environment.audit, !environment.defects.has(.credentialsUnlogged) else { return try attest(request, note) }
    var event = credentialEvent(request, audit)
    do throws(OAuthError) {
      let answer = try attest(request, note)
      event.agent = note.identifier
      event.posture = note.identifier == nil ? "not assessed" : "evidence accepted"
      audit.write(event)
      return answer
    } catch {
      event.refusal = error.code.rawValue
      event.posture = note.error.map { "evidence refused: \($0)" } ?? "not assessed"
      audit.write(event)
      throw error
    }
  }

  private func credentialEvent(_ request: Incoming, _ audit: AuditLog) -> AuditEvent {
    let order = (try? JSONValue(parsing: request.body))?.object
    let evidence = order?["evidence"]?.string.flatMap { try? CompactJWT($0) }
    return AuditEvent(
      component: "issuer", claimed: order?["identifier"]?.string, resource: identifier,
      action: "issue \(order?["credential"]?.string ?? "credential")",
      request: evidence?.claims["jti"]?.string, correlation: audit.chain(of: nil))
  }
}
