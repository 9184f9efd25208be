/// The error codes of the token endpoint and its siblings.
enum OAuthErrorCode: String, Sendable {
  case invalidRequest = "invalid_request"
  case invalidClient = "invalid_client"
  case invalidGrant = "invalid_grant"
  case unauthorizedClient = "unauthorized_client"
  case unsupportedGrantType = "unsupported_grant_type"
  case invalidScope = "invalid_scope"
  case invalidTarget = "invalid_target"
  case invalidDPoPProof = "invalid_dpop_proof"
  case useDPoPNonce = "use_dpop_nonce"
  case unsupportedTokenType = "unsupported_token_type"
  case accessDenied = "access_denied"
  case unsupportedResponseType = "unsupported_response_type"
  case invalidRedirectURI = "invalid_redirect_uri"
  case invalidClientMetadata = "invalid_client_metadata"
  case invalidSoftwareStatement = "invalid_software_statement"
  case unapprovedSoftwareStatement = "unapproved_software_statement"
  case invalidToken = "invalid_token"
  case useAttestationChallenge = "use_attestation_challenge"
  case serverError = "server_error"
  case authorizationPending = "authorization_pending"
  case slowDown = "slow_down"
  case expiredToken = "expired_token"
  case unknownUserID = "unknown_user_id"
  case invalidAuthorizationDetails = "invalid_authorization_details"
  case invalidBindingMessage = "invalid_binding_message"
}

/// A refusal as RFC 6749 section 5.2 shapes it. The description never quotes what was sent.
struct OAuthError: Error, Sendable {
  var code: OAuthErrorCode
  var description: String
  var status: Int
  var headers: [(String, String)]

  init(_ code: OAuthErrorCode, _ description: String, status: Int = 400, headers: [(String, String)] = []) {
    self.code = code
    self.description = description
    self.status = status
    self.headers = headers
  }

  var outgoing: Outgoing {
    .privateJSON(["error": .string(code.rawValue), "error_description": .string(description)], status: status, headers: headers)
  }
}
