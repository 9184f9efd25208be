/// Token type identifiers of RFC 8693 section 3 that this server knows.
enum TokenType: String, Sendable, CaseIterable {
  case accessToken = "urn:ietf:params:oauth:token-type:access_token"
  /// Requested: a JWT authorization grant for another domain (draft-ietf-oauth-identity-chaining).
  case jwt = "urn:ietf:params:oauth:token-type:jwt"
}
