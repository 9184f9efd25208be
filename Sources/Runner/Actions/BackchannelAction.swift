import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

extension ActionPerformer {
  /// A request that the user decides elsewhere (OpenID CIBA Core 1.0 section 7.1).
  func backchannelDraft(_ overlay: Overlay) throws -> MessageDraft {
    let reader = reader(overlay)
    let server = try server(overlay)
    let mutualTLS = usesMutualTLS(try client(overlay)?.client)
    var draft = MessageDraft(
      method: "POST", url: try context.endpoint("backchannel_authentication_endpoint", of: server, mutualTLS: mutualTLS))
    var form = try scopeAndResource(reader).map { name, value in name == "scope" ? (name, "openid " + value) : (name, value) }
    if !form.contains(where: { $0.0 == "scope" }) { form.insert(("scope", "openid"), at: 0) }
    let user = try reader.text("user") ?? "alice"
    if let hint = try reader.text("hint") ?? context.target.users[user]?["hint"]?.string { form.append(("login_hint", hint)) }
    if let message = try reader.text("binding-message") { form.append(("binding_message", message)) }
    draft.form = form
    draft.headers.append(("Accept", "application/json"))
    try authenticate(&draft, overlay, server: server)
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  func backchannelFacts(_ draft: MessageDraft, _ exchange: Exchange) -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    let id = answer?["auth_req_id"]?.string
    var facts = facts(draft, exchange) { response in
      response.status < 300 ? (id == nil ? "broke" : "accepted") : "refused"
    }
    guard facts["outcome"]?.string == "accepted", let id else { return facts }
    facts["auth_req_id"] = vault.fact(id)
    // Section 7.3: five seconds where the server names no interval.
    let interval = answer?["interval"]?.integer ?? 5
    facts["interval"] = .integer(interval)
    if let lifetime = answer?["expires_in"]?.integer { facts["expires-at"] = .integer(seconds + lifetime) }
    polls[vault.remember(id)] = (.now, .seconds(min(max(interval, 0), 30)))
    return facts
  }

  /// The user decides, by the hook `decide`. Who ignores the request does nothing.
  func decide(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let request = try reader.text("auth_req_id") else { throw RecipeProblem.missing("there is no request to decide") }
    let decision = try reader.text("decision") ?? "approve"
    let id = vault.fact(request)
    guard decision != "ignore" else { return Performed(facts: .object(of: ["outcome": "accepted", "auth_req_id": id])) }
    guard let hook = context.target.hooks["decide"] else { throw RecipeProblem.missing("fixture missing: hook decide") }
    let user = try reader.text("user") ?? "alice"
    var performed = try await call(
      hook,
      body: ["user": context.target.users[user]?["hint"] ?? .string(user), "auth_req_id": .string(request), "decision": .string(decision)])
    performed.facts["auth_req_id"] = id
    return performed
  }

  /// Waits until the request may be polled again, so that no answer is `slow_down` (section 7.3).
  func keepInterval(_ overlay: Overlay) async throws {
    guard try reader(overlay).text("grant") == "ciba", let request = try reader(overlay).text("auth_req_id") else { return }
    let name = vault.remember(request)
    guard let poll = polls[name] else { return }
    try await Task.sleep(until: poll.next, clock: .continuous)
    polls[name] = (.now + poll.interval + .milliseconds(100), poll.interval)
  }
}
