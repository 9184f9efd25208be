import Forge
import Foundation
import OrderedJSON
import Scenarios
import Wire

/// A PKCE pair (RFC 7636).
struct PKCE {
  var verifier: String
  var challenge: String
  var method: String

  init(method: String) {
    verifier = Random.identifier(bytes: 32)
    self.method = method
    challenge = method == "plain" ? verifier : Base64URL.encode(Digest.sha256(verifier))
  }

  func fact(_ vault: SecretVault) -> JSON {
    ["verifier": vault.fact(verifier), "challenge": .string(challenge), "method": .string(method)]
  }
}

extension ActionPerformer {
  /// The parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636, RFC 8707).
  private func authorizationParameters(_ overlay: Overlay, _ pkce: PKCE?, state: String) throws -> [(String, String)] {
    let reader = reader(overlay)
    guard let (_, client) = try client(overlay) else { throw RecipeProblem.suite("an authorization request needs a client") }
    var query: [(String, String)] = [("response_type", "code"), ("client_id", client.id)]
    if let redirect = client.redirectURI { query.append(("redirect_uri", redirect)) }
    query.append(("state", state))
    if let pkce { query += [("code_challenge", pkce.challenge), ("code_challenge_method", pkce.method)] }
    query += try scopeAndResource(reader)
    return query
  }

  private func pkce(_ overlay: Overlay) throws -> PKCE? {
    let method = try reader(overlay).text("pkce", default: "S256")
    return method == nil || method == "none" ? nil : PKCE(method: method!)
  }

  func pushDraft(_ overlay: Overlay, nonce: String?) throws -> MessageDraft {
    let reader = reader(overlay)
    let server = try server(overlay)
    let pkce = try pkce(overlay)
    let mutualTLS = usesMutualTLS(try client(overlay)?.client)
    var draft = MessageDraft(
      method: "POST", url: try context.endpoint("pushed_authorization_request_endpoint", of: server, mutualTLS: mutualTLS))
    draft.form = try authorizationParameters(overlay, pkce, state: try reader.text("state") ?? Random.identifier())
    if let pkce { draft.artefacts.append(("pkce", pkce.fact(vault))) }
    draft.headers.append(("Accept", "application/json"))
    try authenticate(&draft, overlay, server: server)
    // The client identifier is a parameter of the request here, besides the authentication.
    var seen = false
    draft.form = draft.form?.filter { field in
      guard field.0 == "client_id" else { return true }
      defer { seen = true }
      return !seen
    }
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try addProofs(&draft, overlay, accessToken: nil, nonce: nonce)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  func pushFacts(_ draft: MessageDraft, _ exchange: Exchange) -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    var facts = facts(draft, exchange) { response in
      response.status < 300 ? (answer?["request_uri"]?.string != nil ? "accepted" : "broke") : "refused"
    }
    if let uri = answer?["request_uri"]?.string { facts["request_uri"] = vault.fact(uri) }
    return facts
  }

  /// An authorization request in the part of a browser whose user is scripted by the target description.
  func authorize(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    let server = try server(overlay)
    guard let (_, client) = try client(overlay) else { throw RecipeProblem.suite("an authorization request needs a client") }
    let driver = try UserDriver(
      role: try reader.text("user") ?? "alice", decision: try reader.text("decision") ?? "approve", target: context.target)
    let pkce = try pkce(overlay)
    let state = try reader.text("state") ?? Random.identifier()
    var draft = MessageDraft(method: "GET", url: try context.endpoint("authorization_endpoint", of: server))
    if let pushed = try reader.text("request_uri") {
      draft.query = [("client_id", client.id), ("request_uri", pushed)]
    } else {
      draft.query = try authorizationParameters(overlay, pkce, state: state)
    }
    if let pkce { draft.artefacts.append(("pkce", pkce.fact(vault))) }
    draft.query += try driver.parameters()
    try draft.apply(overlay, reader: reader)
    try draft.applySent(overlay["sent"], reader: reader)
    let redirects = [client.redirectURI, draft.query.last { $0.0 == "redirect_uri" }?.1].compactMap { $0 }
    let arrival = try await driver.walk(draft, redirects: redirects, self)
    var performed = Performed(facts: redirectFacts(arrival, redirects), exchanges: arrival.summaries)
    // What was sent is the authorization request, not the last page that a login asked for.
    performed.facts["sent"] = exchangeFacts.facts(draft, arrival.exchange, now: context.now)["sent"]
    if let pkce { performed.facts["pkce"] = pkce.fact(vault) }
    performed.elapsedMilliseconds = exchangeFacts.milliseconds(arrival.exchange.timings.total)
    return performed
  }

  private func redirectFacts(_ arrival: UserDriver.Arrival, _ redirects: [String]) -> JSON {
    let (draft, exchange) = (arrival.draft, arrival.exchange)
    let location = exchange.response?.headers.first { $0.name.lowercased() == "location" }?.value
    let answer = location.flatMap { UserDriver.answer(in: $0, from: draft.url, redirects: redirects) }
    func value(_ name: String) -> String? { answer?.first { $0.0 == name }?.1 }
    var facts = facts(draft, exchange) { response in
      if value("code") != nil || value("access_token") != nil { return "accepted" }
      return value("error") != nil || response.status >= 400 ? "refused" : response.status < 300 ? "refused" : "broke"
    }
    if let remark = arrival.remark { facts["failure"] = .string(vault.redact(remark)) }
    if arrival.isTold {
      let unseen = SpecialFact.unknown("a hook tells only where the browser was sent")
      for name in ["headers", "challenge", "content-type"] { facts[name] = unseen }
      if !arrival.showsStatus { facts["status"] = unseen }
    }
    guard let answer else {
      facts["page"] =
        arrival.isTold ? SpecialFact.unknown("a hook shows no page") : exchange.response.flatMap { exchangeFacts.body($0.body) }
      return facts
    }
    if let code = value("code") { facts["code"] = vault.fact(code) }
    facts["state"] = value("state").map(JSON.string)
    facts["iss"] = value("iss").map(JSON.string)
    let secrets = ["code", "access_token", "id_token"]
    facts["redirect"] = [
      "query": .object(answer.map { .init($0.0, secrets.contains($0.0) ? vault.fact($0.1) : .string(vault.redact($0.1))) })
    ]
    return facts
  }

  /// A user's token: an authorization request, then the redemption of its code.
  func userToken(_ overlay: Overlay) async throws -> Performed {
    let first = Overlay.node(overlay.members.filter { !["dpop", "assertion", "form", "sent"].contains($0.name) })
    let authorized = try await authorize(first)
    guard let code = authorized.facts["code"] else {
      var facts = authorized.facts
      facts["failure"] = .string("no authorization code was issued")
      return Performed(facts: facts, exchanges: authorized.exchanges, elapsedMilliseconds: authorized.elapsedMilliseconds)
    }
    var second = overlay.inserting(.set("authorization_code"), at: ["grant"])
    second = second.inserting(.set(code), at: ["code"])
    // The resource and scope were settled with the user.
    if overlay["scope"] != nil { second = second.inserting(.remove, at: ["scope"]) }
    if let verifier = authorized.facts["pkce"]?["verifier"] { second = second.inserting(.set(verifier), at: ["code_verifier"]) }
    var performed = try await perform(.token, second)
    performed.exchanges = authorized.exchanges + performed.exchanges
    if let role = try reader(overlay).text("user") {
      performed.facts["user"] = .string(role)
    }
    return performed
  }

  // MARK: A grant from its beginning

  /// Whether a token request names a user and none of what its grant is about: then all of it is done.
  func obtainsGrant(_ overlay: Overlay) throws -> Bool {
    guard overlay["user"] != nil, let field = Self.grantField(try reader(overlay).text("grant")) else { return false }
    return overlay[field] == nil
  }

  private static func grantField(_ grant: String?) -> String? {
    switch grant {
    case "authorization_code": "code"
    case "refresh_token": "refresh-token"
    case "ciba": "auth_req_id"
    default: nil
    }
  }

  /// A token by a grant that a user has a part in, from its beginning. What was not reached is said in `failure`.
  func obtain(_ overlay: Overlay) async throws -> Performed {
    let grant = try reader(overlay).text("grant")
    guard grant != "authorization_code" else { return try await userToken(overlay) }
    let before: Performed
    if grant == "ciba" {
      before = try await perform(
        .backchannel, Overlay.node(overlay.members.filter { !["grant", "dpop", "form", "sent", "tls"].contains($0.name) }))
    } else {
      before = try await userToken(overlay)
    }
    let (fact, field) = grant == "ciba" ? ("auth_req_id", "auth_req_id") : ("refresh_token", "refresh-token")
    guard let got = before.facts[fact] else {
      var stopped = before
      stopped.facts["outcome"] = stopped.facts["outcome"] == "accepted" ? "refused" : stopped.facts["outcome"]
      stopped.facts["failure"] = .string("no \(fact) was issued")
      return stopped
    }
    var exchanges = before.exchanges
    if grant == "ciba" {
      let user = try reader(overlay).text("user") ?? "alice"
      let decided = try await perform(
        .decide, Overlay.node([("user", .set(.string(user))), ("auth_req_id", .set(got)), ("decision", .set("approve"))]))
      exchanges += decided.exchanges
    }
    // Scope was settled with the user.
    var second = overlay.inserting(.set(got), at: [field])
    if overlay["scope"] != nil { second = second.inserting(.remove, at: ["scope"]) }
    var performed = try await perform(.token, second)
    performed.exchanges = exchanges + performed.exchanges
    return performed
  }
}
