extension SignalReceiver {
  /// One record for each event that changes what somebody may: who reported it, and what it says.
  func note(_ type: EventType, of set: CompactJWT, by transmitter: TrustedTransmitter, about subject: EventSubject) {
    let defects = server.environment.defects
    guard let audit = server.environment.audit, !defects.has(.eventsUnlogged) else { return }
    var event = AuditEvent(
      component: "as", agent: transmitter.issuer, resource: server.issuer,
      action: String(type.rawValue.split(separator: "/").last ?? "event"),
      request: set.claims["jti"]?.string, correlation: audit.chain(of: nil))
    if !defects.has(.eventCauseMissing) { event.cause = type.rawValue }
    switch subject {
    case .principal(let name): event.subject = name
    case .token(let jti):
      event.token = jti
      event.correlation = audit.chain(of: jti)
      event.subject = server.store.accessToken(jti: jti)?.claims["sub"]?.string
    case .everybody: break
    }
    audit.write(event)
  }
}
