/// The management of streams (SSF section 8.1): configuration, status, subjects, verification.
struct StreamManagement: Sendable {
  let transmitter: SignalTransmitter

  private var defects: Defects { transmitter.defects }
  private var access: StreamAccess { StreamAccess(transmitter: transmitter) }

  static let configuration = SignalTransmitter.path + "/stream"
  static let status = SignalTransmitter.path + "/status"
  static let addSubject = SignalTransmitter.path + "/subjects/add"
  static let removeSubject = SignalTransmitter.path + "/subjects/remove"
  static let verification = SignalTransmitter.path + "/verify"

  private typealias Operation = @Sendable (Incoming) throws(StreamRefusal) -> Outgoing

  func mount(on endpoints: inout Endpoints) {
    func add(_ method: String, _ path: String, _ operation: @escaping Operation) {
      endpoints.add(method, path) { request in
        do throws(StreamRefusal) { return try operation(request) } catch { return error.outgoing }
      }
    }
    add("POST", Self.configuration) { request throws(StreamRefusal) in try create(request) }
    add("GET", Self.configuration) { request throws(StreamRefusal) in try read(request) }
    if !defects.has(.updateUnsupported) {
      add("PATCH", Self.configuration) { request throws(StreamRefusal) in try change(request, replaces: false) }
    }
    if !defects.has(.replaceUnsupported) {
      add("PUT", Self.configuration) { request throws(StreamRefusal) in try change(request, replaces: true) }
    }
    add("DELETE", Self.configuration) { request throws(StreamRefusal) in try delete(request) }
    add("GET", Self.status) { request throws(StreamRefusal) in try showStatus(request) }
    add("POST", Self.status) { request throws(StreamRefusal) in try setStatus(request) }
    add("POST", Self.addSubject) { request throws(StreamRefusal) in try follow(request) }
    add("POST", Self.removeSubject) { request throws(StreamRefusal) in try leave(request) }
    add("POST", Self.verification) { request throws(StreamRefusal) in try verify(request) }
  }

  private func manager(_ request: Incoming) throws(StreamRefusal) -> String { try access.receiver(request, scope: "ssf.manage") }

  /// What a manager says, and the stream of its own that it says it of.
  private func addressed(_ request: Incoming) throws(StreamRefusal) -> (content: JSONObject, stream: EventStream) {
    let receiver = try manager(request)
    let content = try content(request)
    return (content, try access.stream(content["stream_id"]?.string, of: receiver))
  }

  private func content(_ request: Incoming) throws(StreamRefusal) -> JSONObject {
    guard case .object(let object)? = try? JSONValue(parsing: request.body) else {
      if defects.has(.managementTakesAnything) { return [:] }
      throw .malformed("a JSON object is needed")
    }
    return object
  }

  private func queried(_ request: Incoming) -> String? { (try? FormParameters(queryOf: request))?["stream_id"] }

  // MARK: Configuration

  private func create(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let receiver = try manager(request)
    let content = try content(request)
    var stream = EventStream(id: Random.identifier(), receiver: receiver, delivery: try delivery(content["delivery"]))
    stream.requested = try texts(content["events_requested"])
    stream.description = content["description"]?.string
    let made = stream
    transmitter.streams.withLock { $0[made.id] = made }
    return .privateJSON(.object(shown(made)), status: defects.has(.createdWith200) ? 200 : 201)
  }

  private func texts(_ value: JSONValue?) throws(StreamRefusal) -> [String]? {
    guard let value else { return nil }
    guard let list = value.array?.compactMap(\.string), list.count == value.array?.count else {
      throw .malformed("events_requested is a list of URIs")
    }
    if defects.has(.unknownEventsRefused), !list.allSatisfy({ TransmittedEvent(rawValue: $0) != nil }) {
      throw .malformed("an event is not known")
    }
    return list
  }

  /// Without a delivery events are polled (section 8.1.1.1). Nothing is pushed in the clear (RFC 8935 section 2.1).
  private func delivery(_ value: JSONValue?) throws(StreamRefusal) -> EventStream.Delivery {
    guard let value else { return .poll }
    guard let object = value.object, let method = object["method"]?.string else { throw .malformed("delivery names a method") }
    switch method {
    case "urn:ietf:rfc:8936": return .poll
    case "urn:ietf:rfc:8935":
      guard let url = object["endpoint_url"]?.string, url.hasPrefix("https://") || url.hasPrefix("http://") && defects.has(.pushInTheClear)
      else {
        throw .malformed("endpoint_url is an https address")
      }
      return .push(url: url, authorization: object["authorization_header"]?.string)
    case _ where defects.has(.deliveryMethodAny): return .poll
    default: throw .malformed("this delivery method is not supported")
    }
  }

  private func read(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let receiver = try access.receiver(request, scope: "ssf.read")
    if let id = queried(request) { return .privateJSON(.object(shown(try access.stream(id, of: receiver)))) }
    let own = transmitter.streams.withLock { $0.values.filter { $0.receiver == receiver || defects.has(.listShowsAll) } }
    if defects.has(.listEmpty) { return .privateJSON([]) }
    if own.isEmpty, defects.has(.emptyListMissing) { throw .unknown }
    if own.count == 1, defects.has(.listOfOneIsObject) { return .privateJSON(.object(shown(own[0]))) }
    return .privateJSON(.array(own.sorted { $0.id < $1.id }.map { .object(shown($0)) }))
  }

  /// PATCH changes what is there, PUT also deletes what is not (sections 8.1.1.3 and 8.1.1.4).
  private func change(_ request: Incoming, replaces: Bool) throws(StreamRefusal) -> Outgoing {
    let (content, standing) = try addressed(request)
    var stream = standing
    let present = shown(stream)
    for name in ["iss", "aud", "events_supported", "events_delivered"] where !defects.has(.suppliedOverwritten) {
      if let said = content[name], said != present[name] { throw .malformed("\(name) is supplied by the transmitter") }
      if content[name] != nil, defects.has(.suppliedRefused) { throw .malformed("\(name) is supplied by the transmitter") }
    }
    let takesAll = replaces && !defects.has(.putKeepsMissing) || !replaces && defects.has(.patchResetsMissing)
    if content["delivery"] != nil || takesAll { stream.delivery = try delivery(content["delivery"]) }
    if content["events_requested"] != nil || takesAll { stream.requested = try texts(content["events_requested"]) }
    if content["description"] != nil || takesAll { stream.description = content["description"]?.string }
    let changed = stream
    transmitter.streams.withLock { streams in
      streams[changed.id]?.delivery = changed.delivery
      streams[changed.id]?.requested = changed.requested
      streams[changed.id]?.description = changed.description
    }
    return .privateJSON(.object(shown(changed)))
  }

  private func delete(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let receiver = try manager(request)
    let stream = try access.stream(queried(request), of: receiver)
    if !defects.has(.deleteSoft) { transmitter.streams.withLock { $0[stream.id] = nil } }
    return defects.has(.deletedWith200) ? .json([:], status: 200) : .empty(204)
  }

  private func shown(_ stream: EventStream) -> JSONObject {
    var delivery: JSONObject
    switch stream.delivery {
    case .push(let url, _): delivery = ["method": "urn:ietf:rfc:8935", "endpoint_url": .string(url)]
    case .poll:
      let own = defects.has(.pollAddressShared) ? "" : "?stream=" + stream.id
      delivery = ["method": "urn:ietf:rfc:8936", "endpoint_url": .string(transmitter.environment.base + PollDelivery.path + own)]
    }
    if defects.has(.deliveryMethodLegacy) { delivery["method"] = "https://schemas.openid.net/secevent/risc/delivery-method/push" }
    func uris(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    var shown: JSONObject = [
      "stream_id": .string(stream.id), "iss": .string(defects.has(.streamIssuer) ? transmitter.server.issuer : transmitter.issuer),
      "aud": .string(stream.receiver), "events_supported": uris(TransmittedEvent.subscribable.map(\.rawValue)),
      "events_delivered": uris(defects.has(.deliveredSuperset) ? TransmittedEvent.subscribable.map(\.rawValue) : stream.delivered),
      "delivery": .object(delivery),
    ]
    if defects.has(.streamAudienceMissing) { shown["aud"] = nil }
    shown["events_requested"] = stream.requested.map(uris)
    if !defects.has(.descriptionDropped) { shown["description"] = stream.description.map { .string($0) } }
    return shown
  }

  // MARK: Status

  private func showStatus(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let receiver = try access.receiver(request, scope: "ssf.read")
    return .privateJSON(.object(status(of: try access.stream(queried(request), of: receiver))))
  }

  private func status(of stream: EventStream) -> JSONObject {
    var answer: JSONObject = ["stream_id": .string(stream.id), "status": .string(stream.status.rawValue)]
    if defects.has(.statusAlwaysEnabled) { answer["status"] = "enabled" }
    answer["reason"] = stream.reason.map { .string($0) }
    return answer
  }

  private func setStatus(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let (content, standing) = try addressed(request)
    var stream = standing
    guard
      let status = content["status"]?.string.flatMap(EventStream.Status.init) ?? (defects.has(.managementTakesAnything) ? .enabled : nil)
    else {
      throw .malformed("status is enabled, paused or disabled")
    }
    stream.status = stream.status == .disabled && defects.has(.disabledForever) ? .disabled : status
    stream.reason = content["reason"]?.string
    let changed = stream
    transmitter.streams.withLock { streams in
      streams[changed.id]?.status = changed.status
      streams[changed.id]?.reason = changed.reason
      // What was not delivered when a stream is disabled is gone (section 8.1.2.1).
      if status == .disabled, !defects.has(.disabledHolds) { streams[changed.id]?.queue = [] }
      if status == .enabled, defects.has(.heldReversed) { streams[changed.id]?.queue.reverse() }
    }
    transmitter.deliver(changed.id)
    return .privateJSON(.object(self.status(of: changed)))
  }

  // MARK: Subjects

  private func subject(_ content: JSONObject) throws(StreamRefusal) -> JSONObject {
    guard let subject = content["subject"]?.object, subject["format"]?.string != nil else {
      if defects.has(.managementTakesAnything) { return [:] }
      throw .malformed("subject is a subject identifier")
    }
    return subject
  }

  private func follow(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let (content, stream) = try addressed(request)
    let subject = try subject(content)
    if defects.has(.verifiedRefused), content["verified"] != nil { throw .malformed("verified is not known") }
    if defects.has(.subjectsRefused), subject["format"]?.string != "email" { throw .malformed("this format is not supported") }
    if !defects.has(.subjectsIgnored) {
      transmitter.streams.withLock { streams in
        if streams[stream.id]?.subjects.contains(subject) == false { streams[stream.id]?.subjects.append(subject) }
      }
    }
    return .empty(defects.has(.addedWith201) ? 201 : 200)
  }

  private func leave(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let (content, stream) = try addressed(request)
    let subject = try subject(content)
    if !defects.has(.subjectsStay) { transmitter.streams.withLock { streams in streams[stream.id]?.subjects.removeAll { $0 == subject } } }
    return defects.has(.removalWith200) ? .json([:], status: 200) : .empty(204)
  }

  // MARK: Verification

  private func verify(_ request: Incoming) throws(StreamRefusal) -> Outgoing {
    let (content, stream) = try addressed(request)
    if defects.has(.verificationRefused) { return .privateJSON(["error": "too_many_requests"], status: 429) }
    if defects.has(.stateDemanded), content["state"] == nil { throw .malformed("state is needed") }
    var members: JSONObject = [:]
    members["state"] = content["state"]
    if !defects.has(.verificationNotSent) {
      transmitter.send(.verification, members, about: ["format": "opaque", "id": .string(stream.id)], to: stream.id)
    }
    return defects.has(.verificationWith200) ? .json([:], status: 200) : .empty(204)
  }
}
