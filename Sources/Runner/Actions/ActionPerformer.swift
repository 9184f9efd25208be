import Forge
import Foundation
import OrderedJSON
import Results
import Scenarios
import Targets
import Wire

/// What a performed action leaves behind.
struct Performed: Sendable {
  var facts: JSON
  var exchanges: [ExchangeSummary] = []
  var elapsedMilliseconds = 0
}

/// Performs the actions of one scenario. Its nonces and what it made are its own; the wire and the target's keys are shared.
///
/// Used by one task at a time; the copies of a `race` only send.
final class ActionPerformer {
  let context: RunContext
  let given: GivenStore
  /// Whether anything in the scenario looks into `view`, so that opaque tokens are introspected only where it matters.
  let looksAtView: Bool
  /// Nonces that a server (`as.home`) or resource (`rs.tool`) handed out (RFC 9449 section 8).
  var nonces: [String: String] = [:]
  /// When a request out of band may be polled next, by the fingerprint of its identifier, and how long to wait between polls.
  var polls: [String: (next: ContinuousClock.Instant, interval: Duration)] = [:]

  /// Tokens that manage streams, by transmitter and client.
  var managementTokens: [String: (token: String, expiry: Int)] = [:]
  /// Streams that the scenario created, with the token that may delete them.
  var made: [(transmitter: String, stream: String, token: String)] = []
  /// Clients that the scenario registered, by their identifier.
  var registrations: [String: OwnRegistration] = [:]
  /// The facts of the step that an audit record is looked up for.
  var audited: JSON?

  init(context: RunContext, given: GivenStore, looksAtView: Bool) {
    self.context = context
    self.given = given
    self.looksAtView = looksAtView
  }

  var vault: SecretVault { context.vault }
  var exchangeFacts: ExchangeFacts { ExchangeFacts(vault: vault, keepsExchanges: context.keepsExchanges) }
  var tokens: TokenBuilder { TokenBuilder(vault: vault) { [given, context] in try Self.key(named: $0, given, context) } }
  /// Seconds by the target's clock.
  var seconds: Int { context.now / 1000 }

  func reader(_ overlay: Overlay) -> RecipeReader { RecipeReader(overlay: overlay, vault: vault) }

  /// A key of the scenario, or that of a client or suite party of the target description.
  static func key(named name: String, _ given: GivenStore, _ context: RunContext) throws -> Key {
    if let key = given.keys[name] { return key }
    if let reference = context.target.clients[name]?.key { return try context.key(reference) }
    for group in ["issuers", "transmitters", "trust-domains"] {
      if let reference = SecretReference(context.target.suite[group]?[name]?["key"] ?? .null) { return try context.key(reference) }
    }
    if let reference = SecretReference(context.target.suite["roots"]?[name]?["key"] ?? .null) { return try context.key(reference) }
    if let reference = SecretReference(context.target.attesters[name]?["root"] ?? .null) { return try context.key(reference) }
    throw RecipeProblem.notVisible("fixture missing: the key of \(name)")
  }

  func perform(_ action: Action, _ overlay: Overlay) async throws -> Performed {
    if action == .token { try await keepInterval(overlay) }
    return switch action {
    case .token where suiteIssuer(of: try server(overlay)) != nil: try issueToken(overlay)
    case .token where try obtainsGrant(overlay): try await obtain(overlay)
    case .token:
      try await transact(.authorizationServer(try server(overlay))) {
        try self.tokenDraft(overlay, nonce: $0)
      } interpret: {
        try await self.tokenFacts($0, $1, overlay)
      }
    case .exchange:
      try await transact(.authorizationServer(try server(overlay))) {
        try self.exchangeDraft(overlay, nonce: $0)
      } interpret: {
        try await self.tokenFacts($0, $1, overlay)
      }
    case .userToken: try await userToken(overlay)
    case .authorize: try await authorize(overlay)
    case .push:
      try await transact(.authorizationServer(try server(overlay))) {
        try self.pushDraft(overlay, nonce: $0)
      } interpret: {
        self.pushFacts($0, $1)
      }
    case .introspect:
      try await transact(.authorizationServer(try server(overlay))) { _ in
        try self.introspectDraft(overlay)
      } interpret: {
        try await self.introspectFacts($0, $1, overlay)
      }
    case .revoke where overlay["meanwhile"] != nil: try await revokeMeanwhile(overlay)
    case .revoke:
      try await transact(.authorizationServer(try server(overlay))) { _ in
        try self.revokeDraft(overlay)
      } interpret: {
        self.plainFacts($0, $1)
      }
    case .call:
      try await transact(.resource(try reader(overlay).text("resource") ?? "")) {
        try self.callDraft(overlay, nonce: $0)
      } interpret: {
        self.callFacts($0, $1, overlay)
      }
    case .discover: try await discover(overlay)
    case .request:
      try await transact(.none) { _ in
        try self.requestDraft(overlay)
      } interpret: {
        self.plainFacts($0, $1)
      }
    case .attest: try await attest(overlay)
    case .wait: try await wait(overlay)
    case .hook: try await hook(overlay)
    case .handshake: try await handshake(overlay)
    case .signal:
      try await transact(.none) { _ in
        try self.signalDraft(overlay)
      } interpret: {
        self.signalFacts($0, $1)
      }
    case .backchannel:
      try await transact(.authorizationServer(try server(overlay))) { _ in
        try self.backchannelDraft(overlay)
      } interpret: {
        self.backchannelFacts($0, $1)
      }
    case .decide: try await decide(overlay)
    case .stream: try await stream(overlay)
    case .receive: try await receive(overlay)
    case .audit: try await audit(overlay)
    case .register: try await register(overlay)
    }
  }

  // MARK: One request, one answer

  /// Whose nonces a message uses.
  enum Party {
    case authorizationServer(String)
    case resource(String)
    case none

    var name: String? {
      switch self {
      case .authorizationServer(let name): "as.\(name)"
      case .resource(let name): "rs.\(name)"
      case .none: nil
      }
    }
  }

  /// Builds, sends and interprets. A demand for a nonce is answered once with the same recipe, built anew.
  func transact(
    _ party: Party, build: (_ nonce: String?) throws -> MessageDraft, interpret: (MessageDraft, Exchange) async throws -> JSON
  ) async throws -> Performed {
    let stored = party.name.flatMap { nonces[$0] }
    var draft = try build(stored)
    var exchange = await context.send(try draft.request(context))
    let new = nonce(in: exchange)
    if let name = party.name, let new { nonces[name] = new }
    var exchanges: [ExchangeSummary] = []
    if let new, new != stored, demandsNonce(exchange), draft.artefacts.contains(where: { $0.name == "dpop" }) {
      let again = try build(new)
      // An edit that leaves no room for the nonce gets the first answer.
      if again.usesNonce(new) {
        exchanges.append(exchangeFacts.summary(draft, exchange))
        draft = again
        exchange = await context.send(try draft.request(context))
        if let name = party.name, let newer = nonce(in: exchange) { nonces[name] = newer }
      }
    }
    let facts = try await interpret(draft, exchange)
    exchanges.append(exchangeFacts.summary(draft, exchange))
    return Performed(facts: facts, exchanges: exchanges, elapsedMilliseconds: exchangeFacts.milliseconds(exchange.timings.total))
  }

  private func nonce(in exchange: Exchange) -> String? {
    exchange.response?.headers.first { $0.name.lowercased() == "dpop-nonce" }?.value
  }

  private func demandsNonce(_ exchange: Exchange) -> Bool {
    guard let response = exchange.response, response.status == 400 || response.status == 401 else { return false }
    if exchangeFacts.challenges(response.headers).contains(where: { $0["error"]?.string == "use_dpop_nonce" }) { return true }
    return (try? JSON.parse(response.body))?["error"]?.string == "use_dpop_nonce"
  }

  // MARK: Facts

  /// Facts with `outcome` in front.
  func facts(_ draft: MessageDraft, _ exchange: Exchange, outcome: (Response) -> String) -> JSON {
    let common = exchangeFacts.facts(draft, exchange, now: context.now)
    return .object([.init("outcome", .string(Self.outcome(exchange, outcome)))] + (common.members ?? []))
  }

  /// What an exchange came to. What happens below HTTP is the same for every action.
  static func outcome(_ exchange: Exchange, _ accepted: (Response) -> String) -> String {
    if let failure = exchange.failure {
      switch failure {
      case .cannotResolve, .cannotConnect, .hostNotAllowed, .illegalRequest, .cancelled, .wouldResend, .tooManyRedirects:
        return "unreachable"
      case .timeout(.connecting), .timeout(.resolving): return "unreachable"
      case .tls, .closedBeforeResponse: return "refused"
      case .timeout, .closedInResponse, .bodyTooLarge, .headersTooLarge, .malformedResponse, .other: return "broke"
      }
    }
    guard let response = exchange.response else { return "broke" }
    if response.status == 429 || response.status == 503, response.headers.contains(where: { $0.name.lowercased() == "retry-after" }) {
      return "throttled"
    }
    return response.status >= 500 ? "broke" : accepted(response)
  }

  func plainFacts(_ draft: MessageDraft, _ exchange: Exchange) -> JSON {
    facts(draft, exchange) { $0.status < 400 ? "accepted" : "refused" }
  }
}

extension MessageDraft {
  /// Whether a proof in the message carries this nonce.
  func usesNonce(_ nonce: String) -> Bool {
    artefacts.contains { $0.fact["claims"]?["nonce"]?.string == nonce }
  }
}
