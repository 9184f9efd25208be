/// Where the services of the deployment call others: set by hand, through the control port, as an operator would configure a backend.
final class Backends: Sendable {
  /// Who calls, and whether what it calls is inside the trust domain.
  enum Caller: String, Sendable { case deputy, workload, workloadOutside = "workload-outside", introspection }

  private let urls = Locked<[Caller: String]>([:])
  /// Tokens that a careless tool keeps.
  let kept = Locked<[String: String]>([:])
  /// Answers about tokens that a careless resource keeps.
  let answers = Locked<[String: JSONObject]>([:])

  subscript(caller: Caller) -> String? { urls.withLock { $0[caller] } }

  func point(_ caller: Caller, to url: String?) { urls.withLock { $0[caller] = url } }
}

/// A tool that does its work with the help of a service behind it: it verifies the token that it is called with, exchanges it for one
/// that is addressed to that service, in the name of the same user, and calls the service with that one. It never passes on what it was
/// called with, and never uses an authority of its own.
struct DeputyResource: Sendable {
  let server: AuthorizationServer
  let backends: Backends
  let client: PushClient
  private let verifier: AccessTokenVerifier
  private let binding: BindingPolicy

  static let role = "deputy"
  static let path = "/rs/deputy"
  static let marker = "reference-deputy"

  init(server: AuthorizationServer, backends: Backends, client: PushClient) {
    self.server = server
    self.backends = backends
    self.client = client
    verifier = AccessTokenVerifier(server: server, audience: server.environment.base + Self.path)
    binding = BindingPolicy(environment: server.environment, proofs: DPoPValidator(environment: server.environment))
  }

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func mount(on endpoints: inout Endpoints) { endpoints.add("GET", Self.path) { await answer($0) } }

  private func answer(_ request: Incoming) async -> Outgoing {
    do throws(ResourceRefusal) {
      if defects.has(.refusesEverything) { throw ResourceRefusal.token(.bearer, "refused") }
      let presented = try PresentedToken(request, defects)
      let claims = defects.has(.deputyExchangesAnything) ? careless(presented) : try verifier.verify(presented)
      if !defects.has(.deputyExchangesAnything) { try binding.check(claims, presented, request) }
      return await work(request, presented, claims)
    } catch {
      if defects.has(.acceptsEverything) { return serve() }
      return error.outgoing(metadata: environment.base + "/.well-known/oauth-protected-resource" + Self.path, defects)
    }
  }

  private func careless(_ presented: PresentedToken) -> Claims { Claims((try? CompactJWT(presented.token))?.claims ?? [:]) }

  private func serve() -> Outgoing { .privateJSON(["marker": .string(Self.marker)]) }

  private func work(_ request: Incoming, _ presented: PresentedToken, _ claims: Claims) async -> Outgoing {
    // Whose object it is the service behind decides, by the subject of the token that it gets.
    let wanted = (try? FormParameters(queryOf: request))?["object"].flatMap { server.users[$0]?.subject }
    let token = exchanged(presented, claims)
    if wanted == "user-bob", defects.has(.deputyKnowsOneUser) { return .privateJSON(["error": "not_found"], status: 404) }
    if let wanted, wanted != claims.text("sub"), !defects.has(.deputyServiceAccount) {
      return .privateJSON(["error": "access_denied"], status: 403)
    }
    guard let url = backends[.deputy], !defects.has(.deputyNeverCalls) else { return serve() }
    let status = await client.post(
      defects.has(.deputyTokenInQuery) ? url + "?access_token=" + token : url, headers: headers(token, presented), body: Array("{}".utf8))
    if defects.has(.deputyHidesRefusal) { return serve() }
    if let status, (200..<300).contains(status) { return serve() }
    if defects.has(.deputyRetries) {
      _ = await client.post(url, headers: [("Authorization", "Bearer " + presented.token)], body: Array("{}".utf8))
    }
    var body: JSONObject = ["error": "temporarily_unavailable"]
    if defects.has(.deputyTalkative) { body["error_description"] = .string(token) }
    return .privateJSON(.object(body), status: 502)
  }

  private func headers(_ token: String, _ presented: PresentedToken) -> [(String, String)] {
    var fields = [("Content-Type", "application/json")]
    if !defects.has(.deputyTokenInQuery) {
      fields.append(("Authorization", "Bearer " + (defects.has(.deputyForwards) ? presented.token : token)))
    }
    if defects.has(.deputyForwardsBeside) { fields.append(("X-Forwarded-Authorization", "Bearer " + presented.token)) }
    return fields
  }

  /// The token for the service behind, in the name of the subject, for no longer and no more than the one that came.
  private func exchanged(_ presented: PresentedToken, _ claims: Claims) -> String {
    guard let tool = server.clients[Cast.Role.tool.clientID], let service = tool.resources.first else { return "" }
    let isOwn = defects.has(.deputyServiceAccount)
    let scope = defects.has(.deputyWidens) ? ["read", "write"] : claims.scope.filter(tool.scopes.contains)
    let subject = isOwn ? tool.id : claims.text("sub") ?? ""
    var issuance = Issuance(client: tool, subject: subject, audience: [service], scope: scope, confirmation: nil)
    issuance.lifetime = min(TokenMint.lifetime, (claims["exp"]?.integer ?? 0) - environment.now)
    issuance.actor = claims["act"]?.object
    if let name = cached(scope) {
      return backends.kept.withLock { kept in
        if let known = kept[name] { return known }
        let made = TokenMint(server: server).accessToken(issuance)
        kept[name] = made
        return made
      }
    }
    return TokenMint(server: server).accessToken(issuance)
  }

  /// By what a careless tool keeps a token; nil where none is kept.
  private func cached(_ scope: [String]) -> String? {
    defects.has(.deputyCacheWithoutSubject) ? scope.sorted().joined(separator: " ") : nil
  }
}
