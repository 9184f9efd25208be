/// A protected resource: answers with a marker and with what the token says, to those who may.
struct ResourceServer: Sendable {
  let environment: Environment
  let description: ResourceDescription
  let server: AuthorizationServer
  private let verifier: AccessTokenVerifier
  private let binding: BindingPolicy

  init(environment: Environment, description: ResourceDescription, server: AuthorizationServer) {
    self.environment = environment
    self.description = description
    self.server = server
    verifier = AccessTokenVerifier(server: server, audience: description.identifier)
    binding = BindingPolicy(environment: environment, proofs: DPoPValidator(environment: environment))
  }

  private var defects: Defects { environment.defects }
  private var metadataURL: String { environment.base + "/.well-known/oauth-protected-resource" + description.path }

  func mount(on endpoints: inout Endpoints) {
    for method in ["GET", "POST"] { endpoints.add(method, description.path) { answer($0) } }
    endpoints.add("GET", "/.well-known/oauth-protected-resource" + description.path) { .json(.object(metadata(for: $0))) }
    if defects.has(.resourceReflected) {
      for path in ["/nowhere", "/rs", description.path + "/nowhere"] {
        endpoints.add("GET", "/.well-known/oauth-protected-resource" + path) { .json(.object(metadata(for: $0))) }
      }
    }
  }

  private func answer(_ request: Incoming) -> Outgoing {
    do throws(ResourceRefusal) {
      if defects.has(.localConfirmation), !request.values("x-user-approved").isEmpty { return serve(carelessClaims(request)) }
      if defects.has(.refusesEverything) || defects.has(.resourceRefuses) { throw ResourceRefusal.token(.bearer, "refused") }
      return serve(try authorize(request))
    } catch {
      if defects.has(.acceptsEverything) || defects.has(.resourceAccepts) { return serve(carelessClaims(request)) }
      return error.outgoing(metadata: defects.has(.challengeWithoutMetadata) ? nil : metadataURL, defects)
    }
  }

  /// Token, binding, scope; the first that fails decides.
  private func authorize(_ request: Incoming) throws(ResourceRefusal) -> Claims {
    let presented = try PresentedToken(request, defects)
    let claims = try verifier.verify(presented)
    try binding.check(claims, presented, request)
    let scope = claims.text("scope")?.split(separator: " ").map(String.init) ?? []
    guard !description.sufficient.isDisjoint(with: scope) || defects.has(.resourceScopeIgnored) else {
      throw ResourceRefusal(
        status: 403, scheme: presented.scheme, code: .insufficientScope, description: "the token lacks the scope",
        scope: description.sufficient.sorted().first)
    }
    return claims
  }

  private func serve(_ claims: Claims) -> Outgoing {
    var body: JSONObject = ["marker": .string(description.marker), "resource": .string(description.identifier)]
    for name in ["sub", "client_id", "act", "scope", "aud"] { if let value = claims[name] { body[name] = value } }
    return .privateJSON(.object(body))
  }

  private func carelessClaims(_ request: Incoming) -> Claims {
    guard let presented = try? PresentedToken(request, defects) else { return Claims([:]) }
    return Claims((try? CompactJWT(presented.token))?.claims ?? [:])
  }

  /// RFC 9728 section 2.
  private func metadata(for request: Incoming) -> JSONObject {
    var resource = description.identifier
    if defects.has(.resourceIsOrigin) { resource = environment.base }
    if defects.has(.resourceReflected) {
      resource = environment.base + request.path.dropFirst("/.well-known/oauth-protected-resource".count)
    }
    return [
      "resource": .string(resource),
      "authorization_servers": [.string(server.issuer)],
      "scopes_supported": .array(description.scopes.map { .string($0) }),
      "bearer_methods_supported": ["header"],
      "dpop_signing_alg_values_supported": Algorithm.names(Algorithm.accepted),
      "dpop_bound_access_tokens_required": false,
      "tls_client_certificate_bound_access_tokens": true,
    ]
  }
}
