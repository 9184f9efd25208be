/// Why the management of streams refuses a request.
struct StreamRefusal: Error, Sendable {
  var status: Int
  var code: String
  var description: String
  /// RFC 6750 section 3: what is said in WWW-Authenticate.
  var challenge: String?

  static func malformed(_ description: String) -> StreamRefusal { .init(status: 400, code: "invalid_request", description: description) }
  static let unknown = StreamRefusal(status: 404, code: "not_found", description: "there is no such stream")
  static let noToken = StreamRefusal(status: 401, code: "invalid_token", description: "an access token is needed", challenge: "Bearer")
  static let badToken = StreamRefusal(
    status: 401, code: "invalid_token", description: "the access token is not valid here", challenge: "Bearer error=\"invalid_token\"")
  static func scope(_ name: String) -> StreamRefusal {
    .init(
      status: 403, code: "insufficient_scope", description: "another scope is needed",
      challenge: "Bearer error=\"insufficient_scope\", scope=\"\(name)\"")
  }

  var outgoing: Outgoing {
    .privateJSON(
      ["error": .string(code), "error_description": .string(description)], status: status,
      headers: challenge.map { [("WWW-Authenticate", $0)] } ?? [])
  }

  /// Without the challenge.
  var bare: StreamRefusal {
    var bare = self
    bare.challenge = nil
    return bare
  }
}

/// Who may do what: a receiver manages its own streams, with an access token for the transmitter (SSF section 8, CAEP interoperability
/// profile section 2.7).
struct StreamAccess: Sendable {
  let transmitter: SignalTransmitter

  private var defects: Defects { transmitter.defects }

  /// The client behind the access token.
  func receiver(_ request: Incoming, scope: String) throws(StreamRefusal) -> String {
    let values = request.values("authorization")
    if values.isEmpty, defects.has(.managementTokenInQuery), let token = (try? FormParameters(queryOf: request))?["access_token"] {
      return try receiver(token, scope: scope)
    }
    guard values.count == 1, values[0].lowercased().hasPrefix("bearer ") else {
      if defects.has(.managementOpen) { return Cast.Role.receiver.clientID }
      throw .noToken
    }
    return try receiver(String(values[0].dropFirst(7)).trimmingSpaces, scope: scope)
  }

  private func receiver(_ token: String, scope: String) throws(StreamRefusal) -> String {
    let reader = TokenReader(server: transmitter.server)
    let known = defects.has(.managementIgnoresEnd) ? reader.record(of: token) : reader.active(token)
    guard let record = known else {
      if defects.has(.managementOpen) { return Cast.Role.receiver.clientID }
      throw .badToken
    }
    let claims = Claims(record.claims)
    guard claims.audiences?.contains(transmitter.issuer) == true || defects.has(.managementAnyAudience) else { throw .badToken }
    let scopes = claims.text("scope")?.split(separator: " ").map(String.init) ?? []
    guard scopes.contains(scope) || defects.has(.managementScopeIgnored) else { throw .scope(scope) }
    return record.clientID
  }

  /// A stream of this receiver; to others it does not exist.
  func stream(_ id: String?, of receiver: String?) throws(StreamRefusal) -> EventStream {
    if id == nil, defects.has(.managementTakesAnything),
      let any = transmitter.streams.withLock({ $0.values.first { $0.receiver == receiver } })
    {
      return any
    }
    guard let id else { throw .malformed("stream_id is needed") }
    guard let stream = transmitter.streams.withLock({ $0[id] }) else {
      if defects.has(.unknownStreamCrash) { throw StreamRefusal(status: 500, code: "server_error", description: "unexpected condition") }
      throw .unknown
    }
    guard receiver == nil || stream.receiver == receiver || defects.has(.streamIDSuffices) else { throw .unknown }
    return stream
  }
}
