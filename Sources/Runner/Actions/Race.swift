import OrderedJSON
import Results
import Scenarios
import Wire

extension ActionPerformer {
  /// A revocation and a redemption of the same refresh token, sent at the same instant on connections of their own.
  func revokeMeanwhile(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let token = try reader.text("token"), let client = try reader.text("client") else {
      throw RecipeProblem.suite("what happens meanwhile needs client and token")
    }
    let recipe = Overlay.node([
      ("client", .set(.string(client))), ("grant", .set("refresh_token")), ("refresh-token", .set(vault.fact(token))),
    ])
    var drafts = [try revokeDraft(overlay), try tokenDraft(recipe, nonce: nonces["as.\(try server(recipe))"])]
    let exchanges = try await release(&drafts)
    var facts = plainFacts(drafts[0], exchanges[0])
    let refreshed = try await tokenFacts(drafts[1], exchanges[1], recipe)
    // What the client holds afterwards: if the refresh came too late, still the token that was revoked.
    facts["meanwhile"] = .object(of: [
      "outcome": refreshed["outcome"], "access_token": refreshed["access_token"] ?? vault.fact(token),
      "refresh_token": refreshed["refresh_token"] ?? vault.fact(token),
    ])
    return Performed(
      facts: facts, exchanges: zip(drafts, exchanges).map { exchangeFacts.summary($0, $1) },
      elapsedMilliseconds: exchanges.map { exchangeFacts.milliseconds($0.timings.total) }.max() ?? 0)
  }

  /// Copies of one request, built one after the other and released together on connections of their own.
  func race(_ action: Action, _ overlay: Overlay, copies: Int) async throws -> [Performed] {
    let party: String?
    let build: (String?) throws -> MessageDraft
    let interpret: (MessageDraft, Exchange) async throws -> JSON
    switch action {
    case .token, .exchange:
      party = "as.\(try server(overlay))"
      build = { try action == .token ? self.tokenDraft(overlay, nonce: $0) : self.exchangeDraft(overlay, nonce: $0) }
      interpret = { try await self.tokenFacts($0, $1, overlay) }
    case .call:
      party = "rs.\(try reader(overlay).text("resource") ?? "")"
      build = { try self.callDraft(overlay, nonce: $0) }
      interpret = { self.callFacts($0, $1, overlay) }
    case .introspect, .revoke:
      party = nil
      build = { _ in try action == .revoke ? self.revokeDraft(overlay) : self.introspectDraft(overlay) }
      interpret = { try await action == .revoke ? self.plainFacts($0, $1) : self.introspectFacts($0, $1, overlay) }
    case .signal:
      party = nil
      build = { _ in try self.signalDraft(overlay) }
      interpret = { self.signalFacts($0, $1) }
    case .userToken, .authorize, .push, .backchannel, .decide, .discover, .register, .handshake, .request, .attest, .stream, .receive,
      .audit, .wait, .hook:
      throw RecipeProblem.suite("\(action.rawValue) cannot be raced")
    }
    var drafts: [MessageDraft] = []
    for _ in 0..<copies { drafts.append(try build(party.flatMap { nonces[$0] })) }
    let exchanges = try await release(&drafts)
    var performed: [Performed] = []
    for (draft, exchange) in zip(drafts, exchanges) {
      performed.append(
        Performed(
          facts: try await interpret(draft, exchange), exchanges: [exchangeFacts.summary(draft, exchange)],
          elapsedMilliseconds: exchangeFacts.milliseconds(exchange.timings.total)))
    }
    return performed
  }

  /// Sends messages at the same instant, each on a connection of its own; the answers are in the order of the messages.
  private func release(_ drafts: inout [MessageDraft]) async throws -> [Exchange] {
    for index in drafts.indices { drafts[index].isFresh = true }
    let shared = self.context
    let requests = try drafts.map { try $0.request(shared) }
    return await withTaskGroup(of: (Int, Exchange).self) { group in
      for (index, request) in requests.enumerated() { group.addTask { (index, await shared.send(request)) } }
      var out: [(Int, Exchange)] = []
      for await answer in group { out.append(answer) }
      return out.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
