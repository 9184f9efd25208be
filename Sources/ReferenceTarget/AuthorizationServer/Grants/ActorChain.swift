/// The `act` claim of an exchanged token (RFC 8693 section 4.1): the current actor outermost, earlier ones nested in it.
struct ActorChain: Sendable {
  let environment: Environment

  static let maximumDepth = 6

  private var defects: Defects { environment.defects }

  func chain(_ request: TokenRequest, subject: InboundClaims, actor: InboundClaims?) throws(OAuthError) -> JSONObject? {
    if defects.has(.actFromRequest), let injected = injected(request.form) { return injected }
    let found = try chain(client: request.client, subject: subject, actor: actor)
    if defects.has(.actNamesSubject), found == nil { return ["sub": .string(subject.subject)] }
    return found
  }

  private func injected(_ form: FormParameters) -> JSONObject? {
    func object(_ name: String) -> JSONObject? { form[name].flatMap { try? JSONValue(parsing: Array($0.utf8)) }?.object }
    return object("act") ?? object("claims")?["act"]?.object
  }

  func chain(client: Client, subject: InboundClaims, actor: InboundClaims?) throws(OAuthError) -> JSONObject? {
    let earlier = subject.claims["act"]?.object
    guard let name = actor?.subject ?? (environment.presets.has(.actFromClient) ? client.id : nil) else {
      return try withoutActor(client, earlier)
    }
    if defects.has(.actIgnored) { return nil }
    var chain: JSONObject = ["sub": .string(name)]
    if defects.has(.actWithTokenClaims), let actor {
      for member in ["exp", "aud", "client_id"] { chain[member] = actor.claims[member] }
    }
    if let earlier, !defects.has(.actChainReplaced) {
      chain = defects.has(.actChainReversed) ? Self.appended(chain, behind: earlier) : Self.nested(earlier, in: chain)
    }
    if defects.has(.actChainCut) { chain = Self.cut(chain, to: 3) }
    guard Self.depth(chain) <= Self.maximumDepth else {
      throw InboundToken.refusal("the chain of actors is too long", environment.presets)
    }
    return chain
  }

  /// Nobody new acts: a delegated token passes for its current actor only, with the chain as it is.
  private func withoutActor(_ client: Client, _ earlier: JSONObject?) throws(OAuthError) -> JSONObject? {
    guard let earlier else { return nil }
    if defects.has(.actDropped) { return nil }
    guard earlier["sub"]?.string == client.id else {
      throw InboundToken.refusal("an actor token is needed to pass a delegated token on", environment.presets)
    }
    return earlier
  }

  private static func nested(_ earlier: JSONObject, in current: JSONObject) -> JSONObject {
    var chain = current
    chain["act"] = .object(earlier)
    return chain
  }

  private static func appended(_ last: JSONObject, behind chain: JSONObject) -> JSONObject {
    var chain = chain
    chain["act"] = .object(chain["act"]?.object.map { appended(last, behind: $0) } ?? last)
    return chain
  }

  private static func cut(_ chain: JSONObject, to depth: Int) -> JSONObject {
    var chain = chain
    chain["act"] = depth > 1 ? chain["act"]?.object.map { .object(cut($0, to: depth - 1)) } : nil
    return chain
  }

  static func depth(_ chain: JSONObject) -> Int {
    var depth = 1
    var current = chain
    while let next = current["act"]?.object {
      depth += 1
      current = next
    }
    return depth
  }
}
