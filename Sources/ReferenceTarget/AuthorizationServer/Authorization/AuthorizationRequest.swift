/// A valid authorization request (RFC 6749 section 4.1.1 with RFC 7636, RFC 8707 and RFC 9449 section 10), however it came.
struct AuthorizationRequest: Sendable {
  var client: Client
  var redirectURI: String
  var state: String?
  var scope: [String]
  var audience: [String]
  var challenge: PKCEChallenge?
  /// The key that the code is bound to (RFC 9449 section 10).
  var proofThumbprint: String?
  var hint: String?
  /// The scope openid is among those asked for.
  var identifies = false
}

/// Where the answer to an authorization request goes.
typealias Destination = (client: Client, redirectURI: String, state: String?)

/// A valid request, before somebody decided.
struct AskedAuthorization: Sendable {
  var request: AuthorizationRequest
  var destination: Destination
  var details: [JSONObject]?
}

/// A refusal that the user agent carries back to the client.
struct AuthorizationRefusal: Error, Sendable {
  var code: String
  var description: String
}

/// Reads authorization requests. Who asks and where the answer goes is settled first: before that, nothing is redirected.
struct AuthorizationRequestReader: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  /// - Throws: `OAuthError` when the answer may not be redirected.
  func destination(_ parameters: FormParameters) throws(OAuthError) -> Destination {
    if let anywhere = brokenDestination(parameters) { return anywhere }
    guard let id = parameters["client_id"], let client = server.clients[id], client.grants.contains(.authorizationCode) else {
      throw OAuthError(.invalidRequest, "client_id is missing or unknown")
    }
    guard let uri = parameters["redirect_uri"] ?? only(client.redirectURIs), matches(uri, client) else {
      throw OAuthError(.invalidRequest, "redirect_uri is missing or not registered")
    }
    return (client, uri, parameters["state"])
  }

  /// Where a careless server sends people.
  private func brokenDestination(_ parameters: FormParameters) -> Destination? {
    guard defects.has(.redirectUnchecked), let uri = parameters["redirect_uri"] else { return nil }
    let client = parameters["client_id"].flatMap { server.clients[$0] } ?? server.clients.all.first { !$0.redirectURIs.isEmpty }
    return client.map { ($0, uri, parameters["state"]) }
  }

  private func only(_ uris: [String]) -> String? { uris.count == 1 ? uris[0] : nil }

  /// RFC 9700 section 2.1: exact comparison.
  private func matches(_ uri: String, _ client: Client) -> Bool {
    if defects.has(.documentRedirectUnchecked) || client.redirectURIs.isEmpty, client.id.hasPrefix("http"),
      server.clients.isGuest(client.id)
    {
      // A document that was not looked at, by which the client may be sent anywhere.
      return defects.has(.documentRedirectUnchecked) || defects.has(.documentNeverFetched) || defects.has(.documentMalformedAccepted)
    }
    if server.registrations[client.id] != nil {
      if defects.has(.registeredRedirectUnknown) { return false }
      if defects.has(.registeredRedirectUnchecked) { return true }
    }
    return client.redirectURIs.contains { uri == $0 || (defects.has(.redirectPrefix) && uri.hasPrefix($0)) }
  }

  func request(_ parameters: FormParameters) throws -> AuthorizationRequest {
    let (client, uri, state) = try destination(parameters)
    if defects.has(.unknownAuthorizationParameterRefused), parameters.names.contains(where: { $0.hasPrefix("x_") }) {
      throw AuthorizationRefusal(code: "invalid_request", description: "an unknown parameter")
    }
    guard let type = parameters["response_type"] ?? (defects.has(.responseTypeUnchecked) ? "code" : nil) else {
      throw AuthorizationRefusal(code: "invalid_request", description: "response_type is missing")
    }
    guard type == "code" || defects.has(.responseTypeUnchecked) else {
      throw AuthorizationRefusal(code: "unsupported_response_type", description: "only code is supported")
    }
    let policy = TargetPolicy(server: server)
    do {
      let targets = try policy.targets(try policy.names(parameters), for: client)
      // openid opens nothing at a resource: it asks for an ID token beside the access token.
      let words = parameters["scope"]?.split(separator: " ", omittingEmptySubsequences: false) ?? []
      let asked = words.contains("openid") ? words.filter { $0 != "openid" }.joined(separator: " ") : parameters["scope"]
      let scope = try policy.scope(asked, client: client, targets: targets)
      var request = AuthorizationRequest(
        client: client, redirectURI: uri, state: state, scope: scope, audience: targets.map(\.identifier),
        challenge: try PKCEChallenge(parameters, defects), proofThumbprint: try thumbprint(parameters["dpop_jkt"]),
        hint: parameters["login_hint"])
      request.identifies = words.contains("openid")
      return request
    } catch let error as OAuthError {
      throw AuthorizationRefusal(code: error.code.rawValue, description: error.description)
    }
  }

  private func thumbprint(_ text: String?) throws(AuthorizationRefusal) -> String? {
    guard let text else { return nil }
    guard Base64URL.decode(text)?.count == 32 else {
      throw AuthorizationRefusal(code: "invalid_request", description: "dpop_jkt is malformed")
    }
    return text
  }
}
