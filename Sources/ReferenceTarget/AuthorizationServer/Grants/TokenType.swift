/// Token type identifiers of RFC 8693 section 3 that this server knows.
enum TokenType: String, Sendable, CaseIterable {
  case accessToken = "urn:ietf:params:oauth:token-type:access_token"
  /// Requested: a JWT authorization grant for another domain (draft-ietf-oauth-identity-chaining). Subject: a JWT of a trusted issuer.
  case jwt = "urn:ietf:params:oauth:token-type:jwt"
  /// A transaction token (draft-ietf-oauth-transaction-tokens).
  case transaction = "urn:ietf:params:oauth:token-type:txn_token"
  /// An identity assertion grant for another domain (draft-ietf-oauth-identity-assertion-authz-grant).
  case identityAssertion = "urn:ietf:params:oauth:token-type:id-jag"
  /// Known, and neither issued nor accepted.
  case refreshToken = "urn:ietf:params:oauth:token-type:refresh_token"
  /// The subject of an identity assertion grant, and of nothing else.
  case idToken = "urn:ietf:params:oauth:token-type:id_token"

  var canBeRequested: Bool {
    switch self {
    case .accessToken, .jwt, .transaction, .identityAssertion: true
    case .refreshToken, .idToken: false
    }
  }
}
