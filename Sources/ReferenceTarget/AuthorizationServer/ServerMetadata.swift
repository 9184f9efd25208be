/// RFC 8414 metadata, and the key set.
struct ServerMetadata: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func mount(on endpoints: inout Endpoints) {
    let type = defects.has(.metadataAsText) ? "text/plain" : "application/json"
    let document: Endpoints.Handler = { request in
      .json(.object(metadata(for: request)), headers: [("Cache-Control", "max-age=60")], type: type)
    }
    let wellKnown = "/.well-known/oauth-authorization-server"
    endpoints.add("GET", defects.has(.wellKnownAppended) ? server.path + wellKnown : wellKnown + server.path, document)
    if defects.has(.wellKnownIgnoresPath), server.path == "/home" {
      for path in ["", "/nowhere", "/abroad", server.path + "/nowhere", String(server.path.dropLast())] {
        endpoints.add("GET", wellKnown + path, document)
      }
    }
    // The older form of OpenID Connect Discovery appends, that of RFC 8414 section 5 inserts.
    if !defects.has(.openIDMissing) {
      endpoints.add("GET", server.path + "/.well-known/openid-configuration") { request in
        var document = metadata(for: request)
        if defects.has(.openIDOtherTenant) { document["issuer"] = .string(server.environment.base + "/abroad") }
        return .json(.object(document), headers: [("Cache-Control", "max-age=60")], type: type)
      }
    }
    endpoints.add("GET", "/.well-known/openid-configuration" + server.path, document)
    // The second is where servers look that do not read metadata.
    for path in ["/jwks", "/.well-known/jwks.json"] {
      endpoints.add("GET", server.path + path) { _ in
        .json(["keys": .array(publishedKeys.map { .object($0) })], type: "application/jwk-set+json")
      }
    }
  }

  private var publishedKeys: [JSONObject] {
    var keys = server.publishedKeys.map { defects.has(.jwksPrivate) ? $0.privateJWK : $0.publicJWK }
    guard defects.has(.encryptionKeyUnmarked) else { return keys }
    for index in keys.indices { keys[index]["use"] = nil }
    return keys + [server.unpublishedKey.publicKey.jwk(alg: "ECDH-ES", use: "enc", kid: "encryption")]
  }

  private func metadata(for request: Incoming) -> JSONObject {
    var issuer = server.issuer
    if defects.has(.issuerFromHost), let host = request.values("host").first { issuer = "https://" + host + server.path }
    if defects.has(.issuerFromForwarded), let host = forwardedHost(request) { issuer = "https://" + host + server.path }
    if defects.has(.issuerSlash) { issuer += "/" }
    if defects.has(.issuerQuery) { issuer += "?tenant=1" }
    let methods: JSONValue = [
      "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth", "spiffe_jwt", "spiffe_x509", "attest_jwt_client_auth",
      "none",
    ]
    // A shared secret is for resource servers that introspect, never for agents.
    let introspectionMethods: JSONValue = ["client_secret_basic", "private_key_jwt"]
    var algorithms = Algorithm.names(Algorithm.accepted)
    if defects.has(.noneListed), case .array(let names) = algorithms { algorithms = .array(names + ["none"]) }
    var document: JSONObject = [
      "issuer": .string(issuer),
      "token_endpoint": .string(server.tokenEndpoint),
      "jwks_uri": .string(server.issuer + "/jwks"),
      "scopes_supported": .array(Array(Set(server.resources.flatMap(\.scopes))).sorted().map { .string($0) }),
      "grant_types_supported": .array(server.supportedGrants.map { .string($0.rawValue) }),
      "response_types_supported": [],
      "token_endpoint_auth_methods_supported": methods,
      "token_endpoint_auth_signing_alg_values_supported": algorithms,
      "introspection_endpoint": .string(server.issuer + "/introspect"),
      "introspection_endpoint_auth_methods_supported": introspectionMethods,
      "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
      "introspection_signing_alg_values_supported": ["ES256"],
      "revocation_endpoint": .string(server.issuer + "/revoke"),
      "revocation_endpoint_auth_methods_supported": methods,
      "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
      "dpop_signing_alg_values_supported": Algorithm.names(Algorithm.accepted),
      "tls_client_certificate_bound_access_tokens": true,
      "protected_resources": .array(server.resources.map { .string($0.identifier) }),
    ]
    if defects.has(.proofNoneListed) {
      document["dpop_signing_alg_values_supported"] = .array((Algorithm.accepted.map(\.rawValue) + ["none"]).map { .string($0) })
    }
    if defects.has(.algorithmsUnpublished) { document["dpop_signing_alg_values_supported"] = nil }
    document["client_attestation_signing_alg_values_supported"] = algorithms
    document["client_attestation_pop_signing_alg_values_supported"] = algorithms
    if defects.has(.attestationAlgorithmsUnpublished) {
      for name in ["client_attestation_signing_alg_values_supported", "client_attestation_pop_signing_alg_values_supported"] {
        document[name] = nil
      }
    }
    server.extendMetadata(&document)
    if defects.has(.secretMethodsOnly) { document["token_endpoint_auth_methods_supported"] = ["client_secret_basic"] }
    if defects.has(.pkceUnpublished) { document["code_challenge_methods_supported"] = nil }
    if defects.has(.issuerFlagMissing) { document["authorization_response_iss_parameter_supported"] = nil }
    spoil(&document)
    SignedMetadata(server: server).add(to: &document)
    return document
  }

  private func forwardedHost(_ request: Incoming) -> String? {
    if let host = request.values("x-forwarded-host").first { return host }
    let parts = request.values("forwarded").flatMap { $0.split(whereSeparator: { $0 == ";" || $0 == "," }) }
    return parts.first { $0.trimmingSpaces.hasPrefix("host=") }.map { String($0.trimmingSpaces.dropFirst("host=".count)) }
  }

  /// What the metadata of a careless server lacks or has too much.
  private func spoil(_ document: inout JSONObject) {
    if defects.has(.responseTypesMissing) { document["response_types_supported"] = nil }
    if defects.has(.tokenEndpointMissing) { document["token_endpoint"] = nil }
    if defects.has(.authorizationEndpointMissing) { document["authorization_endpoint"] = nil }
    if defects.has(.keysOverHTTP) { document["jwks_uri"] = .string(server.issuer.replacing("https://", with: "http://") + "/jwks") }
    if defects.has(.endpointOverHTTP) {
      document["revocation_endpoint"] = .string(server.issuer.replacing("https://", with: "http://") + "/revoke")
    }
    if defects.has(.assertionAlgorithmsMissing) { document["token_endpoint_auth_signing_alg_values_supported"] = nil }
    if defects.has(.emptyListed) { document["ui_locales_supported"] = [] }
    if defects.has(.spiffeUnlisted), case .array(let methods)? = document["token_endpoint_auth_methods_supported"] {
      document["token_endpoint_auth_methods_supported"] = .array(methods.filter { $0.string != "spiffe_jwt" })
    }
  }
}
