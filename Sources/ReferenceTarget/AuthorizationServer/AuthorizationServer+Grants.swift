extension AuthorizationServer {
  /// What the token endpoint of this server offers.
  var supportedGrants: [GrantType] { GrantType.allCases.filter { grant($0) != nil } }

  func grant(_ type: GrantType) -> (any Grant)? {
    switch type {
    case .clientCredentials: ClientCredentialsGrant(server: self)
    case .tokenExchange: TokenExchangeGrant(server: self)
    case .jwtBearer: trustedIssuers.isEmpty ? nil : JWTBearerGrant(server: self)
    case .authorizationCode, .refreshToken: nil
    }
  }

  /// Metadata of what not every server offers.
  func extendMetadata(_ document: inout JSONObject) {
    if !chainsTo.isEmpty { document["identity_chaining_requested_token_types_supported"] = [.string(TokenType.jwt.rawValue)] }
  }
}
