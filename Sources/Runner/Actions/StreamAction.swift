import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

/// Delivery methods by their URNs (SSF section 6.1).
enum DeliveryMethod {
  static let push = "urn:ietf:rfc:8935"
  static let poll = "urn:ietf:rfc:8936"
}

/// What is done to a stream of events (SSF section 8.1).
private enum StreamOperation: String {
  case create, read, update, replace, delete, status, setStatus = "set-status"
  case addSubject = "add-subject", removeSubject = "remove-subject", verify, poll

  var method: String {
    switch self {
    case .create, .setStatus, .addSubject, .removeSubject, .verify, .poll: "POST"
    case .read, .status: "GET"
    case .update: "PATCH"
    case .replace: "PUT"
    case .delete: "DELETE"
    }
  }

  /// The name of its endpoint in the transmitter's configuration; polls go where the stream says.
  var endpoint: String? {
    switch self {
    case .create, .read, .update, .replace, .delete: "configuration_endpoint"
    case .status, .setStatus: "status_endpoint"
    case .addSubject: "add_subject_endpoint"
    case .removeSubject: "remove_subject_endpoint"
    case .verify: "verification_endpoint"
    case .poll: nil
    }
  }
}

/// The suite as a receiver of security events: manages its streams, and polls them (RFC 8936).
extension ActionPerformer {
  func stream(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let operation = StreamOperation(rawValue: try reader.text("operation") ?? "read") else {
      throw RecipeProblem.suite("no operation on a stream is called \(try reader.text("operation") ?? "")")
    }
    let role = try transmitter(reader)
    let token = try await managementToken(overlay, role)
    // A transmitter that changes a stream later answers 202 (SSF section 8.1.1.3); what is asked about it is asked later anyhow.
    var performed = try await transact(.none) { _ in
      try self.streamDraft(overlay, operation, role, token)
    } interpret: {
      try await self.streamFacts($0, $1, operation, role)
    }
    if operation == .create, performed.facts["outcome"]?.string == "accepted", let id = performed.facts["stream"]?.string, let token {
      made.append((role, id, token))
      performed.facts["authorization"] = vault.fact(token)
    }
    if let subject = try subject(of: overlay, role) { performed.facts["subject"] = SpecialFact.escape(subject) }
    return performed
  }

  private func transmitter(_ reader: RecipeReader) throws -> String {
    if let named = try reader.text("transmitter") { return named }
    guard let first = context.target.transmitters.keys.min() else { throw RecipeProblem.missing("fixture missing: a transmitter") }
    return first
  }

  private func streamDraft(_ overlay: Overlay, _ operation: StreamOperation, _ role: String, _ token: String?) throws -> MessageDraft {
    let reader = reader(overlay)
    let url = try operation.endpoint.map { try context.endpoint($0, ofTransmitter: role) } ?? ""
    var draft = MessageDraft(method: operation.method, url: url)
    draft.headers.append(("Accept", "application/json"))
    if let token { draft.headers.append(("Authorization", "Bearer \(token)")) }
    let id = try reader.text("stream")
    switch operation {
    case .read, .delete, .status: if let id { draft.query.append(("stream_id", id)) }
    case .create, .update, .replace, .setStatus, .addSubject, .removeSubject, .verify, .poll:
      var content = try streamContent(overlay, operation, id, role)
      if let said = overlay["members"] { content = try said.applied(to: content).first ?? content }
      draft.body = tokens.reveal(content).bytes
      draft.contentType = "application/json"
    }
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try draft.applySent(overlay["sent"], reader: reader)
    guard !draft.url.isEmpty else { throw RecipeProblem.suite("a poll needs the url of the stream") }
    return draft
  }

  private func streamContent(_ overlay: Overlay, _ operation: StreamOperation, _ id: String?, _ role: String) throws -> JSON {
    let reader = reader(overlay)
    let stream = id.map(JSON.string)
    switch operation {
    case .create, .update, .replace:
      let events = try reader.value("events")?.array?.map { event in
        JSON.string(event.string.flatMap { SignalEvent(rawValue: $0)?.uri } ?? event.string ?? event.compact)
      }
      var delivery: JSON?
      if let name = try reader.text("at") {
        guard let endpoint = given.endpoints[name] else { throw RecipeProblem.suite("no endpoint is called \(name)") }
        vault.remember(endpoint.authorization)
        delivery = [
          "method": .string(DeliveryMethod.push), "endpoint_url": .string(endpoint.url),
          "authorization_header": .string(endpoint.authorization),
        ]
      } else if operation == .create {
        delivery = ["method": .string(DeliveryMethod.poll)]
      }
      return .object(of: ["stream_id": stream, "delivery": delivery, "events_requested": events.map(JSON.array)])
    case .setStatus: return .object(of: ["stream_id": stream, "status": "paused"])
    case .addSubject, .removeSubject: return .object(of: ["stream_id": stream, "subject": try subject(of: overlay, role)])
    case .verify: return .object(of: ["stream_id": stream, "state": .string(Random.identifier())])
    case .poll: return ["returnImmediately": true]
    case .read, .delete, .status: return .object([])
    }
  }

  /// The subject as it is said, or as the transmitter names the user in its events.
  private func subject(of overlay: Overlay, _ role: String) throws -> JSON? {
    let reader = reader(overlay)
    if let said = try reader.value("subject") { return said }
    guard let user = try reader.text("user") else { return nil }
    if let known = context.target.transmitters[role]?["subjects"]?[user] { return known }
    throw RecipeProblem.missing("fixture missing: the subject of user \(user) at transmitter \(role)")
  }

  // MARK: The token

  /// The token of the transmitter's client (or another), got by client credentials and kept for the scenario.
  private func managementToken(_ overlay: Overlay, _ role: String) async throws -> String? {
    let reader = reader(overlay)
    if overlay["token"] != nil {
      let text = try reader.text("token")
      return text == "none" ? nil : text
    }
    guard let description = context.target.transmitters[role] else { throw RecipeProblem.missing("fixture missing: transmitter \(role)") }
    guard let client = try reader.text("client") ?? description["client"]?.string else {
      guard let reference = SecretReference(description["authorization"] ?? .null) else {
        throw RecipeProblem.missing("fixture missing: client or authorization of transmitter \(role)")
      }
      return try context.secret(reference)
    }
    let key = "\(role) \(client)"
    if let known = managementTokens[key], known.expiry > seconds + 30 { return known.token }
    var recipe: [(name: String, overlay: Overlay)] = [("client", .set(.string(client))), ("grant", .set("client_credentials"))]
    let scopes = (description["scopes"]?.array ?? []).compactMap(\.string).joined(separator: " ")
    if !scopes.isEmpty { recipe.append(("scope", .set(["literal": .string(scopes)]))) }
    if let resource = description["resource"] { recipe.append(("resource", .set(resource))) }
    let performed = try await perform(.token, .node(recipe))
    guard let token = performed.facts["access_token"].flatMap(vault.reveal) else {
      throw RecipeProblem.missing("the client \(client) gets no token to manage streams of transmitter \(role)")
    }
    managementTokens[key] = (token, performed.facts["expires-at"]?.integer ?? seconds + 60)
    return token
  }

  // MARK: Facts

  private func streamFacts(_ draft: MessageDraft, _ exchange: Exchange, _ operation: StreamOperation, _ role: String) async throws -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    var facts = facts(draft, exchange) { response in
      guard response.status < 300 else { return "refused" }
      switch operation {
      case .create: return answer?["stream_id"]?.string == nil ? "broke" : "accepted"
      case .read, .poll: return answer == nil ? "broke" : "accepted"
      case .update, .replace, .delete, .status, .setStatus, .addSubject, .removeSubject, .verify: return "accepted"
      }
    }
    if let id = answer?["stream_id"]?.string { facts["stream"] = .string(id) }
    if answer?["delivery"]?["method"]?.string == DeliveryMethod.poll, let url = answer?["delivery"]?["endpoint_url"]?.string {
      facts["poll-url"] = .string(url)
    }
    if let code = (answer?["err"] ?? answer?["error"])?.string { facts["err"] = .string(code) }
    guard operation == .poll, let sets = answer?["sets"]?.members else { return facts }
    var shown: [JSON] = []
    for member in sets { shown.append(await eventFact(member.value.string ?? "", key: member.name, role)) }
    facts["sets"] = .array(shown)
    facts["jtis"] = .array(sets.map { .string($0.name) })
    facts["set"] = shown.first?["compact"]
    facts["first"] = sets.first.map { .string($0.name) }
    facts["count"] = .integer(sets.count)
    return facts
  }

  /// A received security event token as a fact.
  /// - Parameter key: the name under which it came.
  func eventFact(_ compact: String, key: String? = nil, _ role: String) async -> JSON {
    vault.remember(compact)
    guard let decoded = try? DecodedJWT.decode(compact) else {
      return .object(of: ["compact": vault.fact(compact), "key": key.map(JSON.string), "signature": "unreadable"])
    }
    var signature: JSON = "the transmitter publishes no keys"
    if let keys = await context.keySet(ofTransmitter: role, lacking: decoded.kid) {
      let refusals = JWTVerifier(keys: .set(keys)).verify(decoded).refusals
      signature = .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
    }
    let claims = decoded.claims ?? .object([])
    let event = claims["events"]?.members?.first
    return .object(of: [
      "compact": vault.fact(compact), "key": key.map(JSON.string), "header": SpecialFact.escape(decoded.header),
      "claims": SpecialFact.escape(claims), "signature": signature,
      "event": event.map { .string($0.name) }, "payload": event.map { SpecialFact.escape($0.value) },
      "events": .integer(claims["events"]?.members?.count ?? 0),
      "thumbprint": .string(Base64URL.encode(Forge.Digest.sha256(claims.compact))),
    ])
  }

  /// Takes back what the scenario made at the target: streams and clients that it did not delete.
  func cleanUp() async {
    await unregister()
    for (role, id, token) in made.reversed() {
      guard let url = try? context.endpoint("configuration_endpoint", ofTransmitter: role) else { continue }
      let query = (url.contains("?") ? "&" : "?") + FormCoding.encode([("stream_id", id)])
      _ = await context.send(
        Request(
          method: "DELETE", url: url + query, headers: [HeaderField("Authorization", "Bearer \(token)")], tls: context.tls(),
          limits: context.limits))
    }
    made = []
  }
}
