/// What a client pushed.
struct PushedRequest: Sendable {
  var clientID: String
  var parameters: FormParameters
  /// The key of the proof that came with it (RFC 9449 section 10.1).
  var proofThumbprint: String?
}

/// Pushed authorization requests, RFC 9126 section 2.
struct PushedAuthorization: Sendable {
  let server: AuthorizationServer

  static let lifetime = 60

  private var defects: Defects { server.environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if server.environment.defects.has(.refusesEverything) { throw OAuthError(.invalidRequest, "refused") }
    let form = try FormParameters(bodyOf: incoming)
    let client = try ClientAuthentication(server: server).authenticate(incoming, form).client
    guard form["request_uri"] == nil || defects.has(.pushedTakesReference), form["request"] == nil else {
      throw OAuthError(.invalidRequest, "request_uri may not be pushed")
    }
    guard client.grants.contains(.authorizationCode) else { throw OAuthError(.unauthorizedClient, "this client may not use this grant") }
    let thumbprint = try proofThumbprint(incoming, form)
    let parameters = form.setting("client_id", to: client.id)
    do {
      if !defects.has(.pushedUnchecked) { _ = try AuthorizationRequestReader(server: server).request(parameters) }
    } catch let refusal as AuthorizationRefusal {
      throw OAuthError(OAuthErrorCode(rawValue: refusal.code) ?? .invalidRequest, refusal.description)
    } catch {
      throw (error as? OAuthError) ?? OAuthError(.invalidRequest, "the request is not valid")
    }
    let uri =
      defects.has(.pushedShort)
      ? "urn:r:" + Random.identifier().prefix(8) : "urn:ietf:params:oauth:request_uri:" + Random.identifier(bits: 256)
    let pushed = PushedRequest(clientID: client.id, parameters: parameters, proofThumbprint: thumbprint)
    server.pushedRequests.put(
      pushed, key: uri, expiry: server.environment.now + (defects.has(.pushedNeverExpires) ? 86_400 : Self.lifetime))
    let lifetime: JSONValue = defects.has(.pushedLifetimeText) ? .string(String(Self.lifetime)) : .integer(Self.lifetime)
    return .privateJSON(["request_uri": .string(uri), "expires_in": lifetime], status: 201)
  }

  private func proofThumbprint(_ incoming: Incoming, _ form: FormParameters) throws(OAuthError) -> String? {
    guard let key = try server.proofKey(of: incoming) else {
      if form["dpop_jkt"] != nil, defects.has(.pushedKeyNeedsProof) { throw OAuthError(.invalidDPoPProof, "there is no proof") }
      return nil
    }
    if let named = form["dpop_jkt"], named != key.thumbprint, !server.environment.defects.has(.pushedContradiction) {
      throw OAuthError(.invalidDPoPProof, "dpop_jkt names another key")
    }
    return key.thumbprint
  }
}
