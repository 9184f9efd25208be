import X509

/// `spiffe_x509` (draft-ietf-oauth-spiffe-client-auth, section on client authentication with X.509-SVIDs): the connection shows an
/// X.509-SVID of a trust domain whose authority this server was given, and `client_id` is the identifier in it.
struct SPIFFECertificateAuthentication: Sendable {
  let server: AuthorizationServer

  /// The certificate that a client came with first: what the defect of pinning remembers.
  private static let pinned = Locked<[String: String]>([:])

  private var defects: Defects { server.environment.defects }

  func authenticate(_ client: Client, _ request: Incoming) throws(OAuthError) -> AuthenticatedClient {
    guard case .spiffeX509(let trustDomain) = client.method else { throw server.invalidClient("another method is registered") }
    if request.certificate == nil, defects.has(.svidOptional) { return AuthenticatedClient(client: client) }
    guard let der = request.certificate, let facts = CertificateFacts(der: der) else { throw server.invalidClient("no client certificate") }
    try checkName(facts, client)
    try checkPath(facts, trustDomain)
    try checkLeaf(facts)
    if defects.has(.svidPinned) {
      let first = Self.pinned.withLock { known in
        known[client.id] = known[client.id] ?? facts.thumbprint
        return known[client.id]
      }
      guard first == facts.thumbprint else { throw server.invalidClient("another certificate") }
    }
    return AuthenticatedClient(client: client, certificateThumbprint: facts.thumbprint)
  }

  /// The client whose identifier stands in the certificate, for the defect of going without `client_id`.
  func named(_ request: Incoming) -> Client? {
    guard let der = request.certificate, let facts = CertificateFacts(der: der), let name = facts.uriNames.first,
      let client = server.clients[name],
      case .spiffeX509 = client.method
    else { return nil }
    return client
  }

  /// Exactly one URI, and it is the client's, character by character.
  private func checkName(_ facts: CertificateFacts, _ client: Client) throws(OAuthError) {
    if defects.has(.svidCommonName), facts.uriNames.isEmpty, facts.certificate.subject.description.contains(client.id) { return }
    guard facts.uriNames.count == 1 || defects.has(.svidAnyName) else { throw server.invalidClient("not exactly one identifier") }
    if defects.has(.svidClientUnchecked), !facts.uriNames.isEmpty { return }
    guard facts.uriNames.contains(client.id) else { throw server.invalidClient("the certificate names somebody else") }
  }

  /// Only the authority of the client's own trust domain counts; there is no system store in this.
  private func checkPath(_ facts: CertificateFacts, _ trustDomain: String) throws(OAuthError) {
    let trusted =
      defects.has(.svidAuthoritiesPooled)
      ? Array(server.trustAuthorities.values) + [server.clientAuthority] : [server.trustAuthorities[trustDomain]].compactMap { $0 }
    guard trusted.contains(where: facts.isIssued(by:)) || defects.has(.svidIssuerUnchecked) else { throw server.invalidClient("issuer") }
    guard facts.isCurrent(at: server.environment.clock.date) || defects.has(.svidExpiryIgnored) else {
      throw server.invalidClient("the certificate is not valid now")
    }
  }

  /// X.509-SVID sections 4 and 5: a leaf that signs, and signs nothing but messages.
  private func checkLeaf(_ facts: CertificateFacts) throws(OAuthError) {
    guard !facts.isAuthority || defects.has(.svidAuthorityAccepted) else { throw server.invalidClient("the certificate of an authority") }
    guard facts.isSigningLeaf || defects.has(.svidUsageIgnored) else { throw server.invalidClient("key usage") }
  }
}
