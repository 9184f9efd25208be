import OrderedJSON
import Results
import Scenarios
import Wire

extension ActionPerformer {
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
      interpret = { action == .revoke ? self.plainFacts($0, $1) : self.introspectFacts($0, $1) }
    case .signal:
      party = nil
      build = { _ in try self.signalDraft(overlay) }
      interpret = { self.signalFacts($0, $1) }
    case .userToken, .authorize, .push, .backchannel, .decide, .discover, .register, .handshake, .request, .attest, .stream, .receive,
      .audit, .wait, .hook:
      throw RecipeProblem.suite("\(action.rawValue) cannot be raced")
    }
    var drafts: [MessageDraft] = []
    for _ in 0..<copies {
      var draft = try build(party.flatMap { nonces[$0] })
      draft.isFresh = true
      drafts.append(draft)
    }
    let shared = self.context
    let requests = try drafts.map { try $0.request(self.context) }
    let exchanges = await withTaskGroup(of: (Int, Exchange).self) { group in
      for (index, request) in requests.enumerated() { group.addTask { (index, await shared.send(request)) } }
      var out: [(Int, Exchange)] = []
      for await answer in group { out.append(answer) }
      return out.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var performed: [Performed] = []
    for (draft, exchange) in zip(drafts, exchanges) {
      performed.append(
        Performed(
          facts: try await interpret(draft, exchange), exchanges: [exchangeFacts.summary(draft, exchange)],
          elapsedMilliseconds: exchangeFacts.milliseconds(exchange.timings.total)))
    }
    return performed
  }
}
