/// A workload inside the trust domain: it serves requests that carry a transaction token in the field of that name, exactly one
/// (draft-ietf-oauth-transaction-tokens section 12), and no others.
struct InternalWorkload: Sendable {
  let server: AuthorizationServer
  let backends: Backends
  let client: PushClient

  static let path = "/rs/internal"
  static let marker = "reference-internal"

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func mount(on endpoints: inout Endpoints) { endpoints.add("GET", Self.path) { await answer($0) } }

  private func answer(_ request: Incoming) async -> Outgoing {
    if defects.has(.refusesEverything) { return refusal("refused") }
    guard let compact = presented(request) else {
      return defects.has(.workloadOpen) || defects.has(.acceptsEverything) ? serve([:]) : refusal("there is not exactly one token")
    }
    guard let claims = verified(compact) else {
      return defects.has(.acceptsEverything) ? serve([:]) : refusal("the token is not valid here")
    }
    await callOthers(request, compact)
    return serve(claims)
  }

  /// Section 12.2: a call inside the trust domain carries the token as it came; one that leaves it carries none.
  private func callOthers(_ request: Incoming, _ compact: String) async {
    for (caller, isInside) in [(Backends.Caller.workload, true), (.workloadOutside, false)] {
      guard let url = backends[caller], !(isInside && defects.has(.workloadNeverCalls)) else { continue }
      var fields = [("Content-Type", "application/json")]
      if isInside ? !defects.has(.workloadDrops) : defects.has(.workloadLeaks) {
        fields.append(("Txn-Token", isInside && defects.has(.workloadReplaces) ? resigned(compact) : compact))
      }
      if isInside, defects.has(.workloadForwardsAccess), let shown = request.values("authorization").first {
        fields.append(("Authorization", shown))
      }
      _ = await client.post(url, headers: fields, body: Array("{}".utf8))
    }
  }

  private func resigned(_ compact: String) -> String {
    guard let token = try? CompactJWT(compact) else { return compact }
    var claims = token.claims
    claims["txn"] = .string(Random.identifier())
    return JWTBuilder.sign(claims, by: server.signingKey, typ: TransactionTokenService.type)
  }

  private func refusal(_ description: String) -> Outgoing {
    .privateJSON(["error": "invalid_txn_token", "error_description": .string(description)], status: 401)
  }

  private func presented(_ request: Incoming) -> String? {
    let values = request.values("txn-token")
    if values.isEmpty, defects.has(.workloadAuthorization) {
      return request.values("authorization").first?.split(separator: " ").last.map(String.init)
    }
    if defects.has(.workloadFirstHeader) { return values.first }
    return values.count == 1 ? values[0] : nil
  }

  private func verified(_ compact: String) -> JSONObject? {
    guard let token = try? CompactJWT(compact) else { return nil }
    guard (try? token.verify(under: server.verificationKeys)) != nil || defects.has(.workloadIgnoresSignature) else { return nil }
    if defects.has(.workloadAcceptsAny) { return token.claims }
    let claims = Claims(token.claims)
    guard token.hasType(TransactionTokenService.type) || defects.has(.typeJWT) else { return nil }
    guard claims.audiences == [TransactionTokenService.trustDomain] || defects.has(.audienceFromRequest), claims.scope.contains("read")
    else {
      return nil
    }
    guard claims.isCurrent(at: environment.now) || defects.has(.workloadIgnoresExpiry) else { return nil }
    return token.claims
  }

  private func serve(_ claims: JSONObject) -> Outgoing {
    var body: JSONObject = ["marker": .string(Self.marker)]
    for name in ["sub", "txn", "scope", "req_wl", "act"] { body[name] = claims[name] }
    return .privateJSON(.object(body))
  }
}
