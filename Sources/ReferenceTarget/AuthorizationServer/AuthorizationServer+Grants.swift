extension AuthorizationServer {
  /// What the token endpoint of this server offers.
  var supportedGrants: [GrantType] { GrantType.allCases.filter { grant($0) != nil } }

  func grant(_ type: GrantType) -> (any Grant)? {
    switch type {
    case .clientCredentials: ClientCredentialsGrant(server: self)
    case .tokenExchange: TokenExchangeGrant(server: self)
    case .jwtBearer: trustedIssuers.isEmpty && !environment.defects.has(.redeemsOwn) ? nil : JWTBearerGrant(server: self)
    case .authorizationCode: offersCodes ? AuthorizationCodeGrant(server: self) : nil
    case .backchannel: asksOutOfBand ? BackchannelGrant(server: self) : nil
    case .refreshToken: offersCodes ? RefreshTokenGrant(server: self) : nil
    }
  }

  /// Whether targets are named by `audience`, and `resource` is refused.
  var namesByAudience: Bool { environment.presets.has(.audienceOnly) && path == "/home" }

  /// Whether users can be asked here.
  var offersCodes: Bool { clients.all.contains { $0.grants.contains(.authorizationCode) } }

  /// Whether users can be asked out of band here.
  var asksOutOfBand: Bool { clients.all.contains { $0.grants.contains(.backchannel) } }

  /// Whether an attester vouches for clients here.
  var attestsClients: Bool { clients.all.contains { if case .attestation = $0.method { true } else { false } } }

  /// The challenge endpoint (attestation-based client authentication, section 6.1).
  func offeredChallenge() -> Outgoing {
    let defects = environment.defects
    let challenge = defects.has(.clientChallengeConstant) ? "always-the-same-challenge" : challenges.offer()
    let body: JSONValue = [defects.has(.clientChallengeMisnamed) ? "challenge" : "attestation_challenge": .string(challenge)]
    return defects.has(.clientChallengeCacheable) ? .json(body) : .privateJSON(body)
  }

  /// Metadata of what not every server offers.
  func extendMetadata(_ document: inout JSONObject) {
    if offersCodes {
      document["authorization_endpoint"] = .string(issuer + "/authorize")
      document["pushed_authorization_request_endpoint"] = .string(issuer + "/par")
      document["response_types_supported"] = ["code"]
      document["response_modes_supported"] = ["query"]
      document["code_challenge_methods_supported"] = ["S256"]
      document["authorization_response_iss_parameter_supported"] = true
    }
    if let userinfo = resources.first(where: { $0.role == Roster.userinfoRole }) {
      document["userinfo_endpoint"] = .string(userinfo.identifier)
    }
    if offersCodes { document["authorization_details_types_supported"] = [.string(AuthorizationDetails.type)] }
    if asksOutOfBand {
      document["backchannel_authentication_endpoint"] = .string(issuer + "/backchannel")
      document["backchannel_token_delivery_modes_supported"] = ["poll"]
    }
    if !trustedIssuers.isEmpty {
      let told = environment.defects.has(.grantProfilesTelling) ? trustedIssuers.map { JSONValue.string($0.issuer) } : []
      document["authorization_grant_profiles_supported"] = .array(["urn:ietf:params:oauth:grant-profile:id-jag"] + told)
      if environment.defects.has(.assertionGrantUnlisted) {
        document["grant_types_supported"] = .array(supportedGrants.filter { $0 != .jwtBearer }.map { .string($0.rawValue) })
      }
    }
    if attestsClients { document["challenge_endpoint"] = .string(issuer + "/challenge") }
    if registration != nil { document["registration_endpoint"] = .string(issuer + RegistrationEndpoint.registrationPath) }
    if documents != nil, !environment.defects.has(.documentsUnpublished) { document["client_id_metadata_document_supported"] = true }
    if !chainsTo.isEmpty {
      let types = [TokenType.jwt] + (environment.defects.has(.unlisted) ? [] : [.identityAssertion])
      document["identity_chaining_requested_token_types_supported"] = .array(types.map { .string($0.rawValue) })
    }
  }
}
