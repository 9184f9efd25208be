/// Finds out which client makes a request: exactly one method, and the one that the client is registered for.
struct ClientAuthentication: Sendable {
  let server: AuthorizationServer

  private var environment: Environment { server.environment }

  /// - Throws: `invalid_client`, or `invalid_request` where methods are mixed (RFC 6749 section 2.3).
  func authenticate(_ request: Incoming, _ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    var authenticated = try authenticateByOneMethod(request, form)
    if environment.defects.has(.clientIDOverrides), let id = form["client_id"], let other = server.clients[id] {
      authenticated.client = other
    }
    return authenticated
  }

  private func authenticateByOneMethod(_ request: Incoming, _ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    let basic = !request.values("authorization").isEmpty
    let assertion = form["client_assertion"] != nil || form["client_assertion_type"] != nil
    let secret = form["client_secret"] != nil
    let attestation =
      !request.values(AttestationAuthentication.field).isEmpty || !request.values(AttestationAuthentication.proofField).isEmpty
    if [basic, assertion, secret, attestation].filter({ $0 }).count > 1, !environment.defects.has(.twoMethodsAccepted) {
      let code: OAuthErrorCode = environment.presets.has(.refusalCodesAlternative) ? .invalidClient : .invalidRequest
      throw OAuthError(code, "more than one client authentication method")
    }
    if attestation { return try AttestationAuthentication(server: server).authenticate(request, form) }
    if form["client_assertion_type"] == SPIFFEAuthentication.assertionType || BrokenSVIDReading.isMeant(form, environment.defects) {
      return try SPIFFEAuthentication(server: server).authenticate(form)
    }
    if assertion { return try PrivateKeyJWT(server: server).authenticate(form, request) }
    if basic { return try SecretAuthentication(server: server).authenticateBasic(request, form) }
    if secret { return try SecretAuthentication(server: server).authenticateBody(form) }
    return try authenticateWithoutParameters(request, form)
  }

  /// A certificate, or nothing at all.
  private func authenticateWithoutParameters(_ request: Incoming, _ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    guard let id = form["client_id"] else {
      if environment.defects.has(.svidNamesClient), let client = SPIFFECertificateAuthentication(server: server).named(request) {
        return AuthenticatedClient(client: client)
      }
      if environment.defects.has(.anonymousClient),
        let first = server.clients.all.filter({ $0.grants.contains(.clientCredentials) && !$0.isAlwaysBound }).min(by: { $0.id < $1.id })
      {
        return AuthenticatedClient(client: first)
      }
      throw server.invalidClient("no client authentication")
    }
    guard let client = server.clients[id] else { throw server.invalidClient("unknown client") }
    switch client.method {
    // RFC 8705 section 4: a certificate does not authenticate a public client, but its tokens are bound to it.
    case .none: return AuthenticatedClient(client: client, certificateThumbprint: request.certificate.map { Digest.thumbprint($0) })
    case .tlsClientAuth where environment.defects.has(.certificateMethodRefused): throw server.invalidClient("certificates are not taken")
    case .tlsClientAuth, .selfSigned: return try CertificateAuthentication(server: server).authenticate(client, request)
    case .spiffeX509: return try SPIFFECertificateAuthentication(server: server).authenticate(client, request)
    case .privateKeyJWT, .secretBasic, .spiffeJWT, .attestation:
      if environment.defects.has(.documentKeyOptional), ClientDocuments.isAddress(id, environment.defects) {
        return AuthenticatedClient(client: client)
      }
      if environment.defects.has(.clientAuthenticationOptional) { return AuthenticatedClient(client: client) }
      throw server.invalidClient("the client must authenticate")
    }
  }
}
