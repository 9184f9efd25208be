/// Sends security events about the users of an authorization server to receivers that asked for them (SSF 1.0): makes the tokens
/// (RFC 8417), keeps them until they are delivered, and hands them to push and poll delivery.
final class SignalTransmitter: Sendable {
  let server: AuthorizationServer
  let push: PushClient
  let key = PrivateKey()
  /// Never published.
  let unpublishedKey = PrivateKey()
  let streams = Locked<[String: EventStream]>([:])

  static let path = "/events"

  init(server: AuthorizationServer, push: PushClient) {
    self.server = server
    self.push = push
    server.kindred.withLock { [key] keys in keys = [key.publicKey] }
    server.grantEnded.withLock { observer in
      observer = { [weak self] subject in self?.sessionEnded(of: subject) }
    }
  }

  var environment: Environment { server.environment }
  var defects: Defects { environment.defects }
  var issuer: String { environment.base + Self.path }

  func mount(on endpoints: inout Endpoints) {
    TransmitterMetadata(transmitter: self).mount(on: &endpoints)
    StreamManagement(transmitter: self).mount(on: &endpoints)
    PollDelivery(transmitter: self).mount(on: &endpoints)
  }

  // MARK: Causes

  /// A grant was revoked at the authorization server (RFC 7009): for whoever follows the user, a session has ended.
  private func sessionEnded(of subject: String) {
    guard !defects.has(.revocationNotSignalled) else { return }
    var members = TransmittedEvent.sessionRevoked.members(now: environment.now)
    members["initiating_entity"] = "user"
    emit(.sessionRevoked, subject: principal(subject), members: members)
  }

  func principal(_ subject: String) -> JSONObject { ["format": "iss_sub", "iss": .string(server.issuer), "sub": .string(subject)] }

  /// Tells everybody who follows the subject.
  func emit(_ type: TransmittedEvent, subject: JSONObject, members: JSONObject) {
    let txn = Random.identifier()
    let concerned = streams.withLock { streams in
      streams.values.filter { $0.delivered.contains(type.rawValue) && follows($0, subject) }.map(\.id)
    }
    for id in concerned { send(type, members, about: subject, to: id, txn: txn) }
  }

  /// SSF section 8.1.3.1: simple subjects match when they are identical, complex ones member by member, absence being a wildcard.
  private func follows(_ stream: EventStream, _ subject: JSONObject) -> Bool {
    stream.subjects.contains { followed in
      guard followed["format"]?.string == "complex", subject["format"]?.string == "complex", !defects.has(.complexNeedsEquality) else {
        return followed == subject
      }
      return followed.members.allSatisfy { member in subject[member.name].map { $0 == member.value } ?? true }
    }
  }

  /// Puts a token on its way to one receiver.
  func send(_ type: TransmittedEvent, _ members: JSONObject, about subject: JSONObject, to id: String, txn: String = Random.identifier()) {
    guard let stream = streams.withLock({ $0[id] }), stream.status != .disabled || defects.has(.disabledHolds) else { return }
    if stream.status == .paused, defects.has(.pausedDrops) { return }
    let made = SecurityEventToken(transmitter: self).make(type, members, about: subject, for: stream, txn: txn)
    streams.withLock { $0[id]?.queue.append(made) }
    deliver(id)
  }

  /// Starts delivery of what waits, if the stream is pushed.
  func deliver(_ id: String) {
    let isFree = streams.withLock { streams in
      guard let stream = streams[id], case .push = stream.delivery, !stream.isDraining else { return false }
      streams[id]?.isDraining = true
      return true
    }
    guard isFree else { return }
    Task { await PushDelivery(transmitter: self).drain(id) }
  }

  /// What may go out now: everything of an enabled stream, of a paused one only what tells of itself.
  func deliverable(_ stream: EventStream) -> [OutgoingEvent] {
    switch stream.status {
    case .enabled: stream.queue
    case .paused: defects.has(.pausedStillSends) ? stream.queue : stream.queue.filter(\.isAboutStream)
    case .disabled: []
    }
  }

  /// Changes the status of a stream for a reason of the transmitter's own, and says so before (section 8.1.5).
  func change(_ id: String, to status: EventStream.Status) -> Bool {
    guard streams.withLock({ $0[id] }) != nil else { return false }
    if status == .enabled { streams.withLock { $0[id]?.status = status } }
    if !defects.has(.silentChange), !(status == .enabled && defects.has(.silentEnabling)) {
      send(
        .streamUpdated, ["status": .string(status.rawValue), "reason": "by the operator"], about: ["format": "opaque", "id": .string(id)],
        to: id)
    }
    streams.withLock { $0[id]?.status = status }
    deliver(id)
    return true
  }
}
