/// `spiffe_jwt` (draft-ietf-oauth-spiffe-client-auth section "Client Authentication with JWT-SVIDs"): the client shows a JWT-SVID of a
/// trust domain whose keys this server was given. A JWT-SVID may be shown more than once, so no identifier is remembered.
struct SPIFFEAuthentication: Sendable {
  let server: AuthorizationServer

  static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe"
  /// The closed list of the JWT-SVID specification section 2.1, as far as this server knows its members.
  static let algorithms: [Algorithm] = [.es256, .es384, .ps256, .rs256]

  private var defects: Defects { server.environment.defects }

  func authenticate(_ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    guard let compact = form["client_assertion"] else { throw server.invalidClient("client_assertion is missing") }
    let svid: CompactJWT
    do { svid = try CompactJWT(compact) } catch { throw server.invalidClient("the assertion is not a JWT") }
    let claims = BrokenSVIDReading.claims(Claims(svid.claims), defects)
    if let client = BrokenSVIDReading.client(svid, claims, server) { return AuthenticatedClient(client: client) }
    guard svid.header["typ"] == nil || svid.hasType("jwt") || svid.hasType("jose") else {
      throw server.invalidClient("the assertion is a JWT of another type")
    }
    let client = try client(claims, named: form["client_id"])
    try verifySignature(svid, of: client)
    guard claims.isCurrent(at: server.environment.now) else { throw server.invalidClient("exp or nbf") }
    let isForNobody = defects.has(.svidAudienceEmpty) && claims["aud"]?.array?.isEmpty == true
    guard claims.audiences == [server.issuer] || defects.has(.spiffeAudienceIgnored) || isForNobody else {
      throw server.invalidClient("aud")
    }
    try refuseLawful(svid, form, defects)
    if let id = form["client_id"], id != client.id { throw server.invalidClient("client_id names another client") }
    return AuthenticatedClient(client: client)
  }

  /// The client whose identifier is the subject, character by character.
  private func client(_ claims: Claims, named id: String?) throws(OAuthError) -> Client {
    guard let subject = claims.text("sub") else { throw server.invalidClient("sub") }
    if let client = id.flatMap({ server.clients[$0] }), let pattern = client.spiffePattern {
      guard matches(subject, pattern) else { throw server.invalidClient("sub is none of the client's workloads") }
      return client
    }
    let found = server.clients.all.first { client in
      guard case .spiffeJWT = client.method else { return false }
      return client.id == subject || (defects.has(.spiffePrefix) && subject.hasPrefix(client.id))
    }
    guard let found else { throw server.invalidClient("unknown client or another method") }
    return found
  }

  /// A pattern that ends in `/*` matches what has at least one segment more, and nothing beside it.
  private func matches(_ subject: String, _ pattern: String) -> Bool {
    if defects.has(.spiffeWildcardText) { return subject.hasPrefix(pattern.prefix { $0 != "*" }.dropLast()) }
    let prefix = pattern.dropLast()
    if defects.has(.spiffeWildcardAnywhere), let path = URIReference(String(prefix))?.path {
      return subject.contains(path) && !subject.hasSuffix("/")
    }
    return subject.hasPrefix(prefix) && subject.utf8.count > prefix.utf8.count
      && !subject.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false).contains("")
  }

  /// Keys are those of the trust domain in the subject, never those of another (section on bundle validation).
  private func verifySignature(_ svid: CompactJWT, of client: Client) throws(OAuthError) {
    guard case .spiffeJWT(let trustDomain) = client.method else { throw server.invalidClient("another method is registered") }
    if let own = server.bundles?.keys(of: trustDomain) { return try verify(svid, under: own) }
    if defects.has(.hostedBundlesPooled), let all = server.bundles?.all {
      return try verify(svid, under: all + (server.trustBundles[trustDomain] ?? []))
    }
    let keys = defects.has(.spiffeBundlesPooled) ? server.trustBundles.values.flatMap { $0 } : server.trustBundles[trustDomain] ?? []
    try verify(svid, under: keys)
  }

  private func verify(_ svid: CompactJWT, under keys: [PublicKey]) throws(OAuthError) {
    do { try svid.verify(under: keys, allowed: Self.algorithms) } catch { throw server.invalidClient("the assertion does not verify") }
  }
}
