extension SignalReceiver {
  /// What broken receivers refuse although it is lawful.
  func refuseLawful(_ set: CompactJWT, _ defects: Defects, now: Int) throws(EventRefusal) {
    if defects.isEmpty { return }
    let claims = Claims(set.claims)
    func refuse(_ why: String) -> EventRefusal { EventRefusal(.invalidRequest, why) }
    if defects.has(.receiverOneAudience), claims["aud"]?.string == nil { throw refuse("aud is one text") }
    if defects.has(.receiverDemandsTransaction), claims["txn"] == nil { throw refuse("txn is needed") }
    if defects.has(.receiverLiteralType), set.header["typ"]?.string != "secevent+jwt" { throw refuse("typ is secevent+jwt") }
    if defects.has(.receiverDemandsFresh), let issued = claims["iat"]?.numericDate, Int(issued) < now - 600 {
      throw refuse("iat is too old")
    }
    if defects.has(.receiverDemandsFreshEvent),
      claims["events"]?.object?.members.contains(where: { ($0.value.object?["event_timestamp"]?.integer ?? now) < now - 600 }) == true
    {
      throw refuse("the event is too old")
    }
    let formats: Set = ["iss_sub", "uri", "jwt_id", "aliases", "complex", "opaque"]
    if defects.has(.receiverRejectsFormat), let format = claims["sub_id"]?.object?["format"]?.string, !formats.contains(format) {
      throw refuse("the subject's format is not known")
    }
    let members: Set = [
      "event_timestamp", "initiating_entity", "reason_admin", "reason_user", "principal", "current_level", "previous_level", "risk_reason",
      "reason", "state", "claims",
      "credential_type", "change_type", "x509_serial", "x509_issuer", "friendly_name", "namespace", "change_direction", "previous_status",
      "current_status",
    ]
    let events = claims["events"]?.object?.members ?? []
    if defects.has(.receiverRejectsMember),
      events.contains(where: { event in
        EventType(rawValue: event.name) != nil && event.value.object?.members.contains { !members.contains($0.name) } == true
      })
    {
      throw refuse("a member of the event is not known")
    }
  }
}
