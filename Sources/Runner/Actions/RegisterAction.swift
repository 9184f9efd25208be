import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

/// What is done to a registration (RFC 7591 section 3.1, RFC 7592 section 2).
private enum RegistrationOperation: String {
  case register, read, update, delete

  var method: String {
    switch self {
    case .register: "POST"
    case .read: "GET"
    case .update: "PUT"
    case .delete: "DELETE"
    }
  }
}

/// A client that the scenario registered.
struct OwnRegistration {
  var server: String
  /// Where it is managed; nil where the server does not offer that.
  var address: String?
  /// The latest token for it: each answer may bring another.
  var token: String?
  /// What was registered, as the server last returned it.
  var metadata: JSON
  /// Deleted by the scenario itself.
  var isGone = false
}

/// The suite as a client that registers itself, and manages its registration.
extension ActionPerformer {
  /// Members of an answer that are no metadata of the client (RFC 7592 section 2.2: not for an update).
  private static let issued: Set<String> = [
    "client_secret", "client_secret_expires_at", "client_id_issued_at", "registration_access_token", "registration_client_uri",
  ]

  func register(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    let name = try reader.text("operation") ?? "register"
    guard let operation = RegistrationOperation(rawValue: name) else {
      throw RecipeProblem.suite("no operation on a registration is called \(name)")
    }
    let server = try server(overlay)
    let id = try reader.text("client-id")
    let standing = try operation == .register ? nil : managed(id)
    let initial = try operation == .register ? initialToken(server) : nil
    let performed = try await transact(.none) { _ in
      try self.registrationDraft(overlay, operation, server, standing, token: initial ?? standing?.token)
    } interpret: {
      self.registrationFacts($0, $1, operation)
    }
    // Nobody gave the suite a token: that is a gap of the description, and no fault of the server.
    if operation == .register, initial == nil, overlay["token"] == nil, let status = performed.facts["status"]?.integer,
      [401, 403].contains(status)
    {
      throw RecipeProblem.notVisible("fixture missing: servers.\(server).registration.token")
    }
    guard performed.facts["outcome"]?.string == "accepted" else { return performed }
    keep(operation, id, server, performed.facts)
    return performed
  }

  private func managed(_ id: String?) throws -> OwnRegistration {
    guard let id, let standing = registrations[id] else {
      throw RecipeProblem.suite("client-id names no client that the scenario registered")
    }
    guard standing.address != nil else { throw RecipeProblem.missing("the server does not say where the registration is managed") }
    return standing
  }

  /// What the operator gave for the registration endpoint (RFC 7591 section 3).
  private func initialToken(_ server: String) throws -> String? {
    let said = context.target.document["servers"]?[server]?["registration"]?["token"]
    return try said.flatMap { SecretReference($0) }.map { try context.secret($0) }?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // MARK: The message

  private func registrationDraft(
    _ overlay: Overlay, _ operation: RegistrationOperation, _ server: String, _ standing: OwnRegistration?, token: String?
  ) throws -> MessageDraft {
    let reader = reader(overlay)
    let address = try standing?.address ?? context.endpoint("registration_endpoint", of: server)
    var draft = MessageDraft(method: operation.method, url: try reader.text("at") ?? address)
    draft.headers.append(("Accept", "application/json"))
    if let token = try reader.text("token", default: token), token != "none" {
      vault.remember(token)
      draft.headers.append(("Authorization", "Bearer \(token)"))
    }
    if operation == .register || operation == .update {
      var content = standing?.metadata ?? .object([])
      if operation == .register { content = try ownMetadata(overlay) }
      if let said = overlay["metadata"] { content = try said.applied(to: content).first ?? content }
      if let said = overlay["software-statement"] {
        for statement in try statements(said) {
          content["software_statement"] = .string(statement.compact)
          draft.artefacts.append(("software-statement", statement.fact(vault)))
        }
      }
      draft.body = tokens.reveal(content).bytes
      draft.contentType = "application/json"
    }
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  /// An agent that authenticates with the key, and asks for the scope, in its own name.
  private func ownMetadata(_ overlay: Overlay) throws -> JSON {
    let reader = reader(overlay)
    var metadata: JSON = ["client_name": "Conformance agent", "grant_types": ["client_credentials"], "response_types": []]
    if let name = try reader.text("key") {
      metadata["token_endpoint_auth_method"] = "private_key_jwt"
      metadata["jwks"] = ["keys": [try Self.key(named: name, given, context).publicJWK]]
    }
    if let scope = try reader.value("scope") {
      metadata["scope"] = .string(spelled(scope, try reader.text("resource").flatMap { context.target.resources[$0] }))
    }
    return metadata
  }

  /// A software statement (RFC 7591 section 2.3) by an issuer of the suite.
  private func statements(_ said: Overlay) throws -> [TokenArtefact] {
    let name = try self.reader(said).text("issuer") ?? "i1"
    guard let issuer = context.target.suite["issuers"]?[name], let reference = SecretReference(issuer["key"] ?? .null) else {
      throw RecipeProblem.missing("fixture missing: issuer \(name)")
    }
    let now = seconds
    return try tokens.build(said.without(["issuer"]), defaultKey: try context.key(reference)) { key in
      let header: JSON = ["alg": .string(key.algorithm.rawValue)]
      let claims: JSON = [
        "iss": issuer["issuer"] ?? .string(name), "iat": .integer(now), "exp": .integer(now + 300), "software_id": "conformance-agent",
      ]
      return (header.adding("kid", key.kid), claims)
    }
  }

  // MARK: The answer

  private func registrationFacts(_ draft: MessageDraft, _ exchange: Exchange, _ operation: RegistrationOperation) -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    var facts = facts(draft, exchange) { response in
      guard response.status < 300 else { return "refused" }
      switch operation {
      case .register, .update, .read: return answer?["client_id"]?.string == nil ? "broke" : "accepted"
      case .delete: return "accepted"
      }
    }
    for name in ["client_id", "registration_client_uri"] { facts[name] = answer?[name]?.string.map(JSON.string) }
    for name in ["registration_access_token", "client_secret"] {
      if let text = answer?[name]?.string, !text.isEmpty { facts[name] = vault.fact(text) }
    }
    if let answer, answer.members != nil {
      facts["registered"] = exchangeFacts.conceal(
        SpecialFact.escape(.object((answer.members ?? []).filter { !Self.issued.contains($0.name) })))
    }
    return facts
  }

  private func keep(_ operation: RegistrationOperation, _ id: String?, _ server: String, _ facts: JSON) {
    let token = facts["registration_access_token"].flatMap(vault.reveal)
    switch operation {
    case .register:
      guard let id = facts["client_id"]?.string else { return }
      registrations[id] = OwnRegistration(
        server: server, address: facts["registration_client_uri"]?.string, token: token, metadata: facts["registered"] ?? .object([]))
    case .read, .update:
      guard let id, var standing = registrations[id] else { return }
      standing.token = token ?? standing.token
      standing.address = facts["registration_client_uri"]?.string ?? standing.address
      standing.metadata = facts["registered"] ?? .object([])
      registrations[id] = standing
    case .delete: if let id { registrations[id]?.isGone = true }
    }
  }

  /// Deletes what the scenario registered, where the server offers that; what stays behind is said at the end of the run.
  func unregister() async {
    for (id, standing) in registrations where !standing.isGone {
      guard let address = standing.address, let token = standing.token else {
        context.leave(
          "client \(id) stays registered at server \(standing.server), which does not say how it is deleted (RFC 7592 section 3)")
        continue
      }
      let exchange = await context.send(
        Request(
          method: "DELETE", url: address, headers: [HeaderField("Authorization", "Bearer \(token)")], tls: context.tls(),
          limits: context.limits))
      if (exchange.response?.status ?? 500) >= 300 { context.leave("client \(id) could not be deleted at server \(standing.server)") }
    }
    registrations = [:]
  }
}
