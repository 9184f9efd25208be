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
    verifier = AccessTokenVerifier(server: server, audience: description.identifier, usesStatusList: description.role == Roster.listed)
    binding = BindingPolicy(
      environment: environment, proofs: DPoPValidator(environment: environment),
      isLax: description.role == Roster.userinfoRole && environment.defects.has(.userinfoUnbound))
  }

  private var defects: Defects { environment.defects }
  private var metadataURL: String { environment.base + "/.well-known/oauth-protected-resource" + description.path }

  func mount(on endpoints: inout Endpoints) {
    if !description.isMountedElsewhere {
      for method in ["GET", "POST"] { endpoints.add(method, description.path) { answer($0) } }
    }
    let wellKnown = "/.well-known/oauth-protected-resource"
    let type = defects.has(.metadataAsText) ? "text/plain" : "application/json"
    var paths = [defects.has(.resourceAppended) ? description.path + wellKnown : wellKnown + description.path]
    if defects.has(.resourceIgnoresPath) {
      paths += [wellKnown + description.path + "/nowhere", wellKnown + String(description.path.dropLast())]
    }
    for path in paths { endpoints.add("GET", path) { .json(.object(metadata(for: $0)), type: type) } }
  }

  private func answer(_ request: Incoming) -> Outgoing {
    do throws(ResourceRefusal) {
      if defects.has(.localConfirmation), !request.values("x-user-approved").isEmpty { return serve(carelessClaims(request)) }
      if defects.has(.refusesEverything) || defects.has(.resourceRefuses) { throw ResourceRefusal.token(.bearer, "refused") }
      let claims = try authorize(request)
      note(request, claims: claims, refusal: nil)
      return serve(claims)
    } catch {
      note(request, claims: nil, refusal: error)
      if defects.has(.acceptsEverything) || defects.has(.resourceAccepts) { return serve(carelessClaims(request)) }
      return error.outgoing(metadata: advertisedMetadata(error), defects)
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
    try checkAge(claims, presented)
    guard isServed(claims["act"]?.object) else {
      throw ResourceRefusal(status: 403, scheme: presented.scheme, code: .insufficientScope, description: "another actor is needed")
    }
    return claims
  }

  /// RFC 9470 section 3: what this resource wants is that the user was there lately.
  private func checkAge(_ claims: Claims, _ presented: PresentedToken) throws(ResourceRefusal) {
    guard let maximum = description.maximumAge, !defects.has(.stepUpMissing) else { return }
    if let time = claims["auth_time"]?.integer, environment.now - time <= maximum { return }
    throw ResourceRefusal(
      status: 401, scheme: defects.has(.stepUpBearer) ? .bearer : presented.scheme, code: .insufficientAuthentication,
      description: "the user must be authenticated again", maximumAge: defects.has(.stepUpSilent) ? nil : maximum)
  }

  /// RFC 8693 section 4.1: the current actor decides; those nested in it are history.
  private func isServed(_ act: JSONObject?) -> Bool {
    guard let name = description.actor, !defects.has(.resourceActorUnchecked) else { return true }
    var actors: [String] = []
    var next = act
    while let actor = next {
      actors.append(actor["sub"]?.string ?? "")
      next = actor["act"]?.object
    }
    if defects.has(.resourceAnyActor) { return actors.contains(name) }
    if defects.has(.resourceInnermostActor) { return actors.last == name }
    return actors.first == name
  }

  private func serve(_ claims: Claims) -> Outgoing {
    var body: JSONObject = ["marker": .string(description.marker), "resource": .string(description.identifier)]
    for name in ["sub", "client_id", "act", "scope", "aud"] { if let value = claims[name] { body[name] = value } }
    if defects.has(.resourceActsAsActor), let actor = claims["act"]?.object?["sub"] { body["sub"] = actor }
    return .privateJSON(.object(body))
  }

  private func carelessClaims(_ request: Incoming) -> Claims {
    guard let presented = try? PresentedToken(request, defects) else { return Claims([:]) }
    return Claims((try? CompactJWT(presented.token))?.claims ?? [:])
  }

  /// RFC 9728 section 5.1.
  private func advertisedMetadata(_ refusal: ResourceRefusal) -> String? {
    if defects.has(.challengeWithoutMetadata) { return nil }
    if defects.has(.challengeMetadataOnce), refusal.scheme != nil { return nil }
    return defects.has(.challengeMetadataDead) ? metadataURL + description.path : metadataURL
  }

  /// RFC 9728 section 2.
  private func metadata(for request: Incoming) -> JSONObject {
    var resource = description.identifier
    if defects.has(.resourceIsOrigin) { resource = environment.base }
    if defects.has(.resourceShared), let first = server.resources.first { resource = first.identifier }
    if defects.has(.resourceReflected), let host = request.values("x-forwarded-host").first ?? request.values("host").first {
      resource = "https://" + host + description.path
    }
    var document: JSONObject = [
      "resource": .string(resource),
      "resource_name": .string("Reference " + description.role),
      "authorization_servers": [.string(server.issuer)],
      "scopes_supported": .array(description.scopes.map { .string($0) }),
      "bearer_methods_supported": ["header"],
      "dpop_signing_alg_values_supported": Algorithm.names(Algorithm.accepted),
      "dpop_bound_access_tokens_required": false,
      "tls_client_certificate_bound_access_tokens": true,
    ]
    spoil(&document)
    SignedMetadata(server: server).add(to: &document)
    return document
  }

  private func spoil(_ document: inout JSONObject) {
    if defects.has(.resourceMissing) { document["resource"] = nil }
    if defects.has(.resourceNoneListed) { document["resource_signing_alg_values_supported"] = ["ES256", "none"] }
    if defects.has(.resourceEmptyListed) { document["resource_signing_alg_values_supported"] = [] }
    if defects.has(.resourceKeysOverHTTP) { document["jwks_uri"] = .string("http://keys.example/jwks") }
    if defects.has(.bearerMethodsUntrue) { document["bearer_methods_supported"] = [] }
    if defects.has(.proofAlgorithmsUnsaid) { document["dpop_signing_alg_values_supported"] = nil }
    if defects.has(.certificateBindingUnsaid) { document["tls_client_certificate_bound_access_tokens"] = nil }
    if defects.has(.resourceScopesUnlisted) { document["scopes_supported"] = nil }
  }
}
