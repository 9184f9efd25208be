extension AuthorizationServer {
  /// What the token endpoint of this server offers.
  var supportedGrants: [GrantType] { GrantType.allCases.filter { grant($0) != nil } }

  func grant(_ type: GrantType) -> (any Grant)? {
    switch type {
    case .clientCredentials: ClientCredentialsGrant(server: self)
    case .authorizationCode, .refreshToken, .tokenExchange, .jwtBearer: nil
    }
  }

  /// Metadata of what not every server offers.
  func extendMetadata(_ document: inout JSONObject) {}
}
