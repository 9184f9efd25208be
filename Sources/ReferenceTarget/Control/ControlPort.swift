/// What a test may do to the target from behind: on a loopback port of its own, with a secret that only the state folder holds.
struct ControlPort: Sendable {
  let clock: Clock
  let secret: String
  /// The transmitter, once it is there.
  let transmitter: @Sendable () -> SignalTransmitter?
  /// Makes the receiver ask for a verification event: address and stream.
  let verify: @Sendable (String, String) async -> Void
  /// Where services call others.
  let backends: @Sendable () -> Backends?
  /// What a person decides out of band: the request, and whether it is approved. False if there is nothing to decide.
  let decide: @Sendable (String, Bool) -> Bool
  /// Makes a server, by its role, sign with a new key. False if there is no such server.
  let rotate: @Sendable (String) -> Bool
  /// Takes the bundle of a trust domain from an address.
  let follow: @Sendable (_ domain: String, _ url: String) -> Bool

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("POST", "/control/clock") { try moveClock($0) }
    endpoints.add("POST", "/control/decide") { try decide($0) }
    endpoints.add("POST", "/control/emit") { try emit($0) }
    endpoints.add("POST", "/control/stream") { try changeStream($0) }
    endpoints.add("POST", "/control/keys") { try rotateKeys($0) }
    endpoints.add("POST", "/control/bundle") { try followBundle($0) }
    endpoints.add("POST", "/control/verify") { try await askForVerification($0) }
    endpoints.add("POST", "/control/backend") { try pointBackend($0) }
    endpoints.add("GET", "/control/clock") { request in
      try authorize(request)
      return .json(["now": .integer(clock.now)])
    }
  }

  /// `{"auth_req_id": text, "decision": "approve" or "deny"}`.
  private func decide(_ request: Incoming) throws(OAuthError) -> Outgoing {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body), let id = order["auth_req_id"]?.string,
      let decision = order["decision"]?.string, ["approve", "deny"].contains(decision)
    else { throw OAuthError(.invalidRequest, "auth_req_id and decision are needed") }
    guard decide(id, decision == "approve") else { throw OAuthError(.invalidRequest, "there is nothing to decide") }
    return .json(["decision": .string(decision)])
  }

  /// `{"server": role}`; the first one if it is absent.
  private func rotateKeys(_ request: Incoming) throws(OAuthError) -> Outgoing {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body), rotate(order["server"]?.string ?? "home") else {
      throw OAuthError(.invalidRequest, "there is no such server")
    }
    return .json(["rotated": true])
  }

  /// `{"trust-domain": role, "url": text}`.
  private func followBundle(_ request: Incoming) throws(OAuthError) -> Outgoing {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body), let domain = order["trust-domain"]?.string,
      let url = order["url"]?.string, follow(domain, url)
    else { throw OAuthError(.invalidRequest, "trust-domain and url are needed") }
    return .json(["follows": .string(url)])
  }

  private func order(_ request: Incoming) throws(OAuthError) -> (JSONObject, SignalTransmitter) {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body), let transmitter = transmitter() else {
      throw OAuthError(.invalidRequest, "a JSON object is needed")
    }
    return (order, transmitter)
  }

  /// `{"event": name, "user": hint or "subject": object, "members": object}`: something happened that receivers are told of.
  private func emit(_ request: Incoming) throws(OAuthError) -> Outgoing {
    let (order, transmitter) = try order(request)
    guard let type = order["event"]?.string.flatMap(TransmittedEvent.init(short:)) else {
      throw OAuthError(.invalidRequest, "event is one of \(TransmittedEvent.subscribable.map(\.rawValue))")
    }
    let user = order["user"]?.string.flatMap { transmitter.server.user(hint: $0) }
    guard let subject = order["subject"]?.object ?? user.map({ transmitter.principal($0.subject) }) else {
      throw OAuthError(.invalidRequest, "user or subject is needed")
    }
    var members = type.members(now: clock.now)
    for member in order["members"]?.object?.members ?? [] { members[member.name] = member.value }
    transmitter.emit(type, subject: subject, members: members)
    return .json(["event": .string(type.rawValue)])
  }

  /// `{"stream": id, "status": "enabled", "paused" or "disabled"}`: the operator changes a stream.
  private func changeStream(_ request: Incoming) throws(OAuthError) -> Outgoing {
    let (order, transmitter) = try order(request)
    guard let id = order["stream"]?.string, let status = order["status"]?.string.flatMap(EventStream.Status.init),
      transmitter.change(id, to: status)
    else { throw OAuthError(.invalidRequest, "stream and status are needed") }
    return .json(["status": .string(status.rawValue)])
  }

  /// `{"url": address, "stream": id}`: the receiver asks there for a verification event.
  private func askForVerification(_ request: Incoming) async throws -> Outgoing {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body), let url = order["url"]?.string,
      let stream = order["stream"]?.string
    else { throw OAuthError(.invalidRequest, "url and stream are needed") }
    await verify(url, stream)
    return .json(["stream": .string(stream)])
  }

  /// `{"of": "deputy", "workload", "workload-outside" or "introspection", "url": address}`: where a service calls; without an address nowhere.
  private func pointBackend(_ request: Incoming) throws(OAuthError) -> Outgoing {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body), let backends = backends(),
      let caller = order["of"]?.string.flatMap(Backends.Caller.init)
    else { throw OAuthError(.invalidRequest, "of is deputy, workload, workload-outside or introspection") }
    backends.point(caller, to: order["url"]?.string)
    return .json(["of": .string(caller.rawValue)])
  }

  private func authorize(_ request: Incoming) throws(OAuthError) {
    guard let value = request.values("authorization").first, value.hasPrefix("Bearer "),
      equalInConstantTime(String(value.dropFirst(7)), secret)
    else { throw OAuthError(.accessDenied, "the control secret is needed", status: 401, headers: [("WWW-Authenticate", "Bearer")]) }
  }

  /// `{"now": seconds since 1970}` (also `set`), `{"advance": seconds}`, or `{}` for real time; answers with the time that holds then.
  private func moveClock(_ request: Incoming) throws(OAuthError) -> Outgoing {
    try authorize(request)
    guard case .object(let order)? = try? JSONValue(parsing: request.body) else {
      throw OAuthError(.invalidRequest, "a JSON object is needed")
    }
    if let seconds = order["advance"]?.integer {
      clock.advance(by: seconds)
    } else if let seconds = order["now"]?.integer ?? order["set"]?.integer {
      clock.set(to: seconds)
    } else if order.isEmpty || order["reset"] != nil {
      clock.reset()
    } else {
      throw OAuthError(.invalidRequest, "one of now, advance and nothing is needed")
    }
    return .json(["now": .integer(clock.now)])
  }
}
