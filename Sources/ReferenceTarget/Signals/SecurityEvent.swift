/// The kinds of events that the receiver acts on.
enum EventType: String, Sendable, CaseIterable {
  case sessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
  case tokenClaimsChange = "https://schemas.openid.net/secevent/caep/event-type/token-claims-change"
  case credentialChange = "https://schemas.openid.net/secevent/caep/event-type/credential-change"
  case assuranceLevelChange = "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change"
  case deviceComplianceChange = "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change"
  case riskLevelChange = "https://schemas.openid.net/secevent/caep/event-type/risk-level-change"
  case accountDisabled = "https://schemas.openid.net/secevent/risc/event-type/account-disabled"
  case accountEnabled = "https://schemas.openid.net/secevent/risc/event-type/account-enabled"
}

/// Whom or what an event is about, as far as this deployment knows it (RFC 9493 section 3).
enum EventSubject: Sendable, Hashable {
  case principal(String)
  case token(jti: String)
  case everybody
}

/// Why a pushed token is refused: the codes of RFC 8935 section 2.4.
struct EventRefusal: Error, Sendable {
  enum Code: String, Sendable {
    case invalidRequest = "invalid_request"
    case invalidKey = "invalid_key"
    case invalidIssuer = "invalid_issuer"
    case invalidAudience = "invalid_audience"
    case authenticationFailed = "authentication_failed"
    case accessDenied = "access_denied"
    /// SSF section 8.1.4.1.
    case invalidState = "invalid_state"
  }

  var code: Code
  var description: String
  var status = 400

  init(_ code: Code, _ description: String, status: Int = 400) {
    self.code = code
    self.description = description
    self.status = status
  }

  /// Section 2.3: JSON with a code and a text, and the language of the text.
  var outgoing: Outgoing {
    var headers = [("Content-Language", "en")]
    if status == 401 { headers.append(("WWW-Authenticate", "Bearer")) }
    return .privateJSON(["err": .string(code.rawValue), "description": .string(description)], status: status, headers: headers)
  }
}

/// A transmitter that the receiver was told to trust.
struct TrustedTransmitter: Sendable {
  var issuer: String
  var keys: [PublicKey]
  /// What it shows in Authorization.
  var bearer: String
  /// Issuers of the subjects that it may speak about.
  var authority: Set<String>
}
