/// A token request whose client is known and whose proof, if any, holds.
struct TokenRequest: Sendable {
  var incoming: Incoming
  var form: FormParameters
  var authenticated: AuthenticatedClient
  /// The key of a valid DPoP proof.
  var proofKey: PublicKey?

  var client: Client { authenticated.client }

  /// `cnf` of what is issued: the proof's key, and the certificate that authenticated the client.
  func confirmation(_ defects: Defects) -> JSONObject? {
    var confirmation = JSONObject()
    if let proofKey { confirmation["jkt"] = .string(proofKey.confirmationThumbprint(defects)) }
    if let thumbprint = authenticated.certificateThumbprint, !defects.has(.mtlsBindingOmitted) {
      confirmation["x5t#S256"] = .string(thumbprint)
    }
    return confirmation.isEmpty ? nil : confirmation
  }
}

/// One way to get a token.
protocol Grant: Sendable {
  init(server: AuthorizationServer)
  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance
}

/// RFC 6749 section 3.2: form, client, grant, proof, token.
struct TokenEndpoint: Sendable {
  let server: AuthorizationServer
  /// For one request.
  let note = AuditNote()

  private var defects: Defects { server.environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) { throw OAuthError(.invalidGrant, "refused") }
    do throws(OAuthError) {
      let form = try BrokenRequestReading.form(of: incoming, defects)
      if let issuance = BrokenRequestReading.passwordGrant(form, server) { return TokenMint(server: server).answer(issuance) }
      let broken = BrokenRequestReading.grantType(form, defects)
      let name = if let broken { broken } else { try form.required("grant_type") }
      guard let type = GrantType(rawValue: name), let grant = server.grant(type), type == .clientCredentials || !defects.has(.grantsUnknown)
      else {
        throw OAuthError(.unsupportedGrantType, "this grant is not supported")
      }
      if defects.refuses(type) { throw OAuthError(.invalidGrant, "refused") }
      let request = try authenticate(incoming, form)
      let lawless =
        (type == .tokenExchange && defects.has(.grantNotChecked)) || (request.client.isPublic && defects.has(.publicClientCredentials))
      guard request.client.grants.contains(type) || lawless else {
        throw OAuthError(.unauthorizedClient, "this client may not use this grant")
      }
      var answer = TokenMint(server: server).answer(try decided(grant, request, type))
      answer.headers += server.proofs.offer(to: request.proofKey)
      return answer
    } catch {
      if defects.has(.acceptsEverything), let issuance = careless(incoming) { return TokenMint(server: server).answer(issuance) }
      if let broken = BrokenAnswers.error(error, defects) { return broken }
      throw error
    }
  }

  /// What the grant decides, with what holds for all grants.
  private func decided(_ grant: any Grant, _ request: TokenRequest, _ type: GrantType) throws(OAuthError) -> Issuance {
    let details = AuthorizationDetails(server: server)
    // Before a code or a request is used up.
    _ = try details.asked(request.form)
    let issuance = try ConfirmationPolicy.apply(to: try grant.issue(request), request.form, type, defects)
    return try details.apply(to: issuance, request.form, type)
  }

  private func authenticate(_ incoming: Incoming, _ form: FormParameters) throws(OAuthError) -> TokenRequest {
    var request = TokenRequest(
      incoming: incoming, form: form, authenticated: try ClientAuthentication(server: server).authenticate(incoming, form))
    let print = defects.has(.agentByCertificate) ? request.authenticated.certificateThumbprint : nil
    note.agent = print ?? request.client.id
    if !defects.has(.dpopServerIgnoresProof) { request.proofKey = try server.proofKey(of: incoming) }
    if request.client.isAlwaysBound, request.proofKey == nil, !defects.has(.boundClientUnchecked) {
      throw OAuthError(.invalidDPoPProof, "this client is registered for bound tokens only")
    }
    if defects.has(.boundWithoutProof) {
      let (id, key) = (request.client.id, request.proofKey)
      request.proofKey = server.earlierKeys.withLock { earlier in
        earlier[id] = key ?? earlier[id]
        return earlier[id]
      }
    }
    return request
  }

  /// What a server issues that checks nothing.
  private func careless(_ incoming: Incoming) -> Issuance? {
    let form = try? FormParameters(parsing: incoming.body, tolerateDuplicates: true)
    let claimed = form?["client_assertion"].flatMap { try? CompactJWT($0) }?.claims["sub"]?.string ?? form?["client_id"]
    guard let client = claimed.flatMap({ server.clients[$0] }) ?? server.clients.all.first(where: { !$0.resources.isEmpty }) else {
      return nil
    }
    let resource = form?["resource"] ?? client.resources.first ?? server.issuer
    let scope = form?["scope"]?.split(separator: " ").map(String.init) ?? client.scopes.sorted()
    return Issuance(client: client, subject: client.id, audience: [resource], scope: scope, confirmation: nil)
  }
}

extension AuthorizationServer {
  /// The key of the request's proof, with refusals as the token endpoint gives them (RFC 9449 sections 5 and 8).
  func proofKey(of incoming: Incoming) throws(OAuthError) -> PublicKey? {
    do {
      return try proofs.validate(incoming)?.key
    } catch {
      switch error {
      case .unreadable where environment.defects.has(.brokenIsAbsent): return nil
      case .unreadable(let what), .invalid(let what): throw OAuthError(.invalidDPoPProof, "the DPoP proof is not valid: \(what)")
      case .nonceRequired:
        throw OAuthError(.useDPoPNonce, "a nonce of this server is needed", headers: proofs.nonceFields)
      }
    }
  }
}

extension Defects {
  /// Whether a grant is refused at the token endpoint whatever is sent with it.
  func refuses(_ grant: GrantType) -> Bool {
    switch grant {
    case .tokenExchange: has(.refusesExchange)
    case .refreshToken: has(.refusesRenewal)
    case .jwtBearer: has(.refusesGrantsOfOthers)
    case .backchannel: has(.refusesApprovedRequests)
    case .clientCredentials, .authorizationCode: false
    }
  }
}
