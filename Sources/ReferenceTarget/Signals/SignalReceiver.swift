/// Takes security event tokens by push (RFC 8935) and ends access by them, at the authorization server and so at its resources.
///
/// The stream is configured by hand: transmitters, their keys, the audience and the bearer token of each.
struct SignalReceiver: Sendable {
  let server: AuthorizationServer
  let transmitters: [TrustedTransmitter]
  private let seen = ReplayCache()
  /// What it last asked a transmitter to come back with.
  private let asked = Locked<String?>(nil)

  static let path = "/signals/receiver"

  init(server: AuthorizationServer, transmitters: [TrustedTransmitter]) {
    self.server = server
    self.transmitters = transmitters
  }

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }
  var audience: String { environment.base + Self.path }

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("POST", Self.path) { answer($0) }
  }

  private func answer(_ request: Incoming) -> Outgoing {
    do throws(EventRefusal) {
      if defects.has(.refusesEverything) || defects.has(.refusesEvents) { throw EventRefusal(.accessDenied, "refused") }
      try take(request)
      return Self.taken(defects)
    } catch {
      if defects.has(.acceptsEverything) || defects.has(.receiverAcksEverything) { return Self.taken(defects) }
      return error.outgoing
    }
  }

  /// Section 2.2: 202 and nothing else.
  private static func taken(_ defects: Defects) -> Outgoing {
    defects.has(.receiverAckWithBody) ? .json(["status": "taken"], status: 202) : .empty(202)
  }

  /// Validates in full, and only then acts.
  private func take(_ request: Incoming) throws(EventRefusal) {
    let pusher = try pusher(request)
    guard request.mediaType == "application/secevent+jwt" else {
      throw EventRefusal(.invalidRequest, "the media type is application/secevent+jwt")
    }
    guard let text = String(validating: request.body, as: UTF8.self), let set = try? CompactJWT(text) else {
      throw EventRefusal(.invalidRequest, "the body is not one signed token")
    }
    if defects.has(.receiverActsFirst) { act(set, by: pusher) }
    guard set.hasType("secevent+jwt") else {
      throw EventRefusal(.invalidRequest, "the token is of another type")
    }
    let transmitter = try verified(set, pusher)
    try checkAudience(set)
    try checkShape(set)
    try checkState(set)
    try refuseLawful(set, defects, now: environment.now)
    guard isFirst(set) else {
      if defects.has(.receiverRejectsDuplicates) { throw EventRefusal(.invalidRequest, "the token was seen before") }
      if defects.has(.receiverReplayReapplies) { act(set, by: transmitter, at: environment.now) }
      return
    }
    act(set, by: transmitter)
  }

  /// Asks for a verification event at the transmitter's endpoint (SSF section 8.1.4.2), to come back with a state of its own.
  func askForVerification(at url: String, stream: String, by client: PushClient) async {
    if defects.has(.verificationNotAsked) { return }
    let state = Random.identifier()
    asked.withLock { $0 = state }
    let body = JSONValue.object(["stream_id": .string(stream), "state": .string(state)])
    _ = await client.post(url, headers: [("Content-Type", "application/json")], body: body.bytes)
  }

  /// SSF section 8.1.4.1: the state of a verification event is the one that was asked for.
  private func checkState(_ set: CompactJWT) throws(EventRefusal) {
    guard let event = set.claims["events"]?.object?[TransmittedEvent.verification.rawValue]?.object, let state = event["state"]?.string,
      !defects.has(.stateUnchecked)
    else { return }
    guard asked.withLock({ $0 }) == state else { throw EventRefusal(.invalidState, "nobody asked with this state") }
  }

  private func pusher(_ request: Incoming) throws(EventRefusal) -> TrustedTransmitter {
    let shown = request.values("authorization")
    if shown.count == 1, shown[0].hasPrefix("Bearer "),
      let known = transmitters.first(where: { equalInConstantTime(String(shown[0].dropFirst(7)), $0.bearer) })
    {
      return known
    }
    if defects.has(.receiverAuthorizationUnchecked), let first = transmitters.first { return first }
    throw EventRefusal(.authenticationFailed, "the transmitter is not known", status: 401)
  }

  private func verified(_ set: CompactJWT, _ pusher: TrustedTransmitter) throws(EventRefusal) -> TrustedTransmitter {
    let named = transmitters.first { $0.issuer == set.claims["iss"]?.string }
    guard let transmitter = named ?? (defects.has(.receiverIssuerUnchecked) ? pusher : nil) else {
      throw EventRefusal(.invalidIssuer, "the issuer is not trusted")
    }
    guard transmitter.issuer == pusher.issuer || defects.has(.receiverAuthorizationUnchecked) else {
      throw EventRefusal(.accessDenied, "the token is of another transmitter")
    }
    if defects.has(.receiverSignatureUnchecked) { return transmitter }
    if defects.has(.receiverAlgorithmFromHeader), ["none", "HS256"].contains(set.header["alg"]?.string ?? "") { return transmitter }
    let keys = defects.has(.receiverKeysPooled) ? transmitters.flatMap(\.keys) : transmitter.keys
    do {
      try set.verify(under: keys)
    } catch {
      switch error {
      case .unknownKey: throw EventRefusal(.invalidKey, "the key is not one of the issuer")
      case .malformed, .algorithm, .critical, .signature: throw EventRefusal(.authenticationFailed, "the signature does not verify")
      }
    }
    return transmitter
  }

  private func checkAudience(_ set: CompactJWT) throws(EventRefusal) {
    if defects.has(.receiverAnyAudience) { return }
    guard Claims(set.claims).audiences?.contains(audience) == true else {
      throw EventRefusal(.invalidAudience, "the token is for another receiver")
    }
  }

  /// RFC 8417 section 2.2: `iss`, `iat`, `jti` and `events` with a member at least, each an object.
  private func checkShape(_ set: CompactJWT) throws(EventRefusal) {
    if defects.has(.receiverShapeUnchecked) { return }
    let claims = Claims(set.claims)
    guard let jti = claims.text("jti"), !jti.isEmpty, claims["iat"]?.numericDate != nil else {
      throw EventRefusal(.invalidRequest, "jti and iat are needed")
    }
    guard claims.isFresh(at: environment.now, skew: 300) else { throw EventRefusal(.invalidRequest, "iat is in the future") }
    guard let events = claims["events"]?.object, !events.isEmpty, events.members.allSatisfy({ $0.value.object != nil }) else {
      throw EventRefusal(.invalidRequest, "events is an object of objects, and not empty")
    }
    if defects.has(.receiverRejectsUnknown) {
      let known: Set = ["iss", "iat", "jti", "aud", "txn", "sub_id", "events"]
      guard set.claims.members.allSatisfy({ known.contains($0.name) }), events.members.allSatisfy({ EventType(rawValue: $0.name) != nil })
      else { throw EventRefusal(.invalidRequest, "a member is not known") }
    }
  }

  /// RFC 8935 section 2: one that comes again is answered as if it were new; its effect is not repeated.
  private func isFirst(_ set: CompactJWT) -> Bool {
    guard let jti = set.claims["jti"]?.string, let issuer = set.claims["iss"]?.string else { return true }
    return seen.firstUse(of: issuer + " " + jti, until: environment.now + 30 * 86_400, now: environment.now)
  }

  // MARK: Effects

  private func act(_ set: CompactJWT, by transmitter: TrustedTransmitter, at given: Int? = nil) {
    guard !defects.has(.receiverDrops), let events = set.claims["events"]?.object else { return }
    let reader = EventSubjectReader(server: server, transmitter: transmitter)
    guard let identifier = set.claims["sub_id"]?.object, let subject = reader.read(identifier) else { return }
    for event in events.members {
      guard let type = EventType(rawValue: event.name), let members = event.value.object else { continue }
      // What came about later than the cause of the event is not touched by it (RFC 8417 section 5.4).
      let stated =
        defects.has(.receiverIgnoresEventTime)
        ? environment.now : given ?? members["event_timestamp"]?.integer ?? set.claims["iat"]?.integer ?? environment.now
      let time = defects.has(.receiverFutureSessions) ? .max : min(stated, environment.now)
      apply(type, members, to: subject, time: time)
      note(type, of: set, by: transmitter, about: subject)
    }
  }

  private func apply(_ type: EventType, _ members: JSONObject, to subject: EventSubject, time: Int) {
    let now = environment.now
    server.store.change { endings, issued in
      let limit = Endings.Limit(time: time, number: issued)
      if case .principal(let name) = subject {
        if defects.has(.receiverEndsMore), type == .sessionRevoked { endings.endMore(name, upTo: now + 4) }
        if defects.has(.receiverBlocksUser), type == .sessionRevoked { endings.block(name, upTo: now + 4) }
      }
      if attenuate(type, members, subject, limit, &endings) { return }
      switch (type, subject) {
      case (.riskLevelChange, _) where members["current_level"]?.string != "HIGH" && !defects.has(.receiverAnyRisk): break
      case (_, .everybody): endings.endEverybody(upTo: limit)
      case (.sessionRevoked, .token(let jti)), (.riskLevelChange, .token(let jti)): endings.end(token: jti)
      case (.sessionRevoked, .principal(let name)), (.riskLevelChange, .principal(let name)): endings.end(subject: name, upTo: limit)
      case (.accountDisabled, .principal(let name)):
        endings.end(subject: name, upTo: limit)
        if !defects.has(.receiverDisablesSoftly) { endings.disable(name) }
      case (.accountEnabled, .principal(let name)):
        if !defects.has(.receiverNeverEnables) { endings.enable(name) }
        if defects.has(.receiverResurrects) { endings.forget(name) }
      case (.accountDisabled, .token), (.accountEnabled, .token), (.tokenClaimsChange, _), (.credentialChange, _),
        (.assuranceLevelChange, _),
        (.deviceComplianceChange, _):
        break
      }
    }
  }
}
