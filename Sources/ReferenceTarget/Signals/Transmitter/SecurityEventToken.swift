/// Makes security event tokens (RFC 8417 section 2, SSF section 4).
struct SecurityEventToken: Sendable {
  let transmitter: SignalTransmitter

  private var defects: Defects { transmitter.defects }

  func make(_ type: TransmittedEvent, _ members: JSONObject, about subject: JSONObject, for stream: EventStream, txn: String)
    -> OutgoingEvent
  {
    let now = transmitter.environment.now
    let jti = defects.has(.eventIdentifierReused) ? "event-" + stream.id : Random.identifier()
    var subject = subject
    if defects.has(.wrongSubject), type != .verification, subject["sub"] != nil { subject["sub"] = "user-somebody" }
    if defects.has(.verificationSubject), type == .verification { subject["id"] = .string(stream.receiver) }
    let payload = spoiled(type, members)
    var claims: JSONObject = [
      "iss": .string(defects.has(.eventIssuer) ? transmitter.server.issuer : transmitter.issuer),
      "jti": .string(jti), "iat": .integer(defects.has(.eventTimeMissing) ? 0 : now),
      "aud": .string(defects.has(.audienceShared) ? "https://receivers.example" : stream.receiver),
      "txn": .string(txn), "sub_id": .object(subject), "events": .object([type.rawValue: .object(payload)]),
    ]
    if defects.has(.eventSub) { claims["sub"] = subject["sub"] ?? "somebody" }
    if defects.has(.eventExp) { claims["exp"] = .integer(now + 3600) }
    if defects.has(.eventTimeMissing) { claims["iat"] = nil }
    if defects.has(.transactionMissing) { claims["txn"] = nil }
    if defects.has(.subjectMissing) { claims["sub_id"] = nil }
    if defects.has(.twoEvents) {
      claims["events"] = .object([type.rawValue: .object(payload), "https://events.example/something-else": .object([:])])
    }
    if defects.has(.subjectFormat) { claims["sub_id"] = .object(JSONObject(withoutFormat: subject)) }
    let signer = defects.has(.eventKeyUnpublished) ? transmitter.unpublishedKey : transmitter.key
    let compact =
      defects.has(.eventUnsigned)
      ? BrokenAnswers.unsigned(claims) : JWTBuilder.sign(claims, by: signer, typ: defects.has(.eventType) ? "JWT" : "secevent+jwt")
    return OutgoingEvent(jti: jti, compact: compact, isAboutStream: type == .streamUpdated)
  }

  /// What careless transmitters say of an event.
  private func spoiled(_ type: TransmittedEvent, _ members: JSONObject) -> JSONObject {
    var members = members
    if defects.has(.verificationState), type == .verification { members["state"] = nil }
    if defects.has(.unaskedState), type == .verification, members["state"] == nil { members["state"] = "unasked" }
    if defects.has(.changeType), members["change_type"] != nil { members["change_type"] = "revoked" }
    if defects.has(.riskLowercase), let level = members["current_level"]?.string, type == .riskLevelChange {
      members["current_level"] = .string(level.lowercased())
    }
    if defects.has(.complianceFlag), members["current_status"] != nil { members["current_status"] = false }
    if defects.has(.assuranceBare), type == .assuranceLevelChange { members["namespace"] = nil }
    if defects.has(.claimsListed), type == .tokenClaimsChange { members["claims"] = ["scope"] }
    if defects.has(.eventTimeText), let time = members["event_timestamp"]?.integer { members["event_timestamp"] = .string(String(time)) }
    if defects.has(.initiatorFree), members["initiating_entity"] != nil { members["initiating_entity"] = "robot" }
    if defects.has(.reasonText), members["reason_admin"] != nil { members["reason_admin"] = "By order of the test." }
    return members
  }
}

extension JSONObject {
  fileprivate init(withoutFormat subject: JSONObject) {
    self = subject
    self["format"] = nil
  }
}
