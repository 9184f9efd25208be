/// `client_secret_basic` (RFC 6749 section 2.3.1), which only resource servers use here, for introspection. Agents have no secrets:
/// draft-ietf-wimse-aims wants none of them to authenticate with a static secret.
struct SecretAuthentication: Sendable {
  let server: AuthorizationServer

  func authenticateBasic(_ request: Incoming, _ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    let refused =
      server.environment.defects.has(.basicWithoutChallenge)
      ? OAuthError(.invalidClient, "client authentication failed")
      : OAuthError(
        .invalidClient, "client authentication failed", status: 401, headers: [("WWW-Authenticate", "Basic realm=\"\(server.path)\"")])
    let values = request.values("authorization")
    guard values.count == 1, values[0].lowercased().hasPrefix("basic "),
      let decoded = Self.decode(values[0].dropFirst(6).trimmingSpaces), let client = server.clients[decoded.id]
    else { throw refused }
    if let id = form["client_id"], id != client.id, !server.environment.defects.has(.clientIDOverrides) { throw refused }
    guard matches(client, decoded.secret) else { throw refused }
    return AuthenticatedClient(client: client)
  }

  /// `client_secret_post` is nobody's registered method.
  func authenticateBody(_ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    let isLax = server.environment.defects.has(.agentSecretAccepted) || server.environment.defects.has(.inventedSecretAccepted)
    guard isLax, let id = form["client_id"], let client = server.clients[id],
      let secret = form["client_secret"], matches(client, secret)
    else { throw server.invalidClient("client authentication failed") }
    return AuthenticatedClient(client: client)
  }

  private func matches(_ client: Client, _ secret: String) -> Bool {
    if case .privateKeyJWT = client.method, server.environment.defects.has(.inventedSecretAccepted) { return true }
    if case .secretBasic(let registered) = client.method { return equalInConstantTime(registered, secret) }
    guard server.environment.defects.has(.agentSecretAccepted), let stale = client.staleSecret else { return false }
    return equalInConstantTime(stale, secret)
  }

  /// The user-pass pair, each part form-encoded.
  private static func decode(_ text: String) -> (id: String, secret: String)? {
    let url = text.replacing("+", with: "-").replacing("/", with: "_")
    let unpadded = url.reversed().drop { $0 == "=" }.reversed()
    guard let bytes = Base64URL.decode(String(unpadded)), let pair = String(validating: bytes, as: UTF8.self),
      let colon = pair.firstIndex(of: ":")
    else { return nil }
    func part(_ text: Substring) -> String? {
      guard let form = try? FormParameters(parsing: Array("p=\(text)".utf8)) else { return nil }
      return form["p"]
    }
    guard let id = part(pair[..<colon]), let secret = part(pair[pair.index(after: colon)...]) else { return nil }
    return (id, secret)
  }
}
