/// The schemes by which a resource takes access tokens.
enum TokenScheme: String, Sendable {
  case bearer = "Bearer"
  case dpop = "DPoP"
}

/// A refusal of a protected resource, as RFC 6750 section 3, RFC 9449 section 7.1 and RFC 9728 section 5.1 shape it.
struct ResourceRefusal: Error, Sendable {
  enum Code: String, Sendable {
    case invalidRequest = "invalid_request"
    case invalidToken = "invalid_token"
    case insufficientScope = "insufficient_scope"
    case invalidDPoPProof = "invalid_dpop_proof"
    case useDPoPNonce = "use_dpop_nonce"
    case insufficientAuthentication = "insufficient_user_authentication"
  }

  var status: Int
  /// nil: no credential came, so every scheme is offered, without an error code (RFC 6750 section 3.1).
  var scheme: TokenScheme?
  var code: Code?
  var description: String?
  var scope: String?
  /// Seconds that the user's authentication may be old (RFC 9470 section 3).
  var maximumAge: Int?
  /// Further header fields, such as a nonce.
  var fields: [(String, String)] = []

  static let noCredential = ResourceRefusal(status: 401)

  static func token(_ scheme: TokenScheme, _ description: String) -> ResourceRefusal {
    ResourceRefusal(status: 401, scheme: scheme, code: .invalidToken, description: description)
  }

  static func proof(_ description: String) -> ResourceRefusal {
    ResourceRefusal(status: 401, scheme: .dpop, code: .invalidDPoPProof, description: description)
  }

  static func request(_ description: String) -> ResourceRefusal {
    ResourceRefusal(status: 400, scheme: .bearer, code: .invalidRequest, description: description)
  }

  func outgoing(metadata: String?, _ defects: Defects) -> Outgoing {
    var shown = self
    if defects.has(.errorMissing) { shown.code = nil }
    if defects.has(.errorWithoutCredentials), scheme == nil { shown.code = .invalidToken }
    var schemes = scheme.map { [$0] } ?? [.dpop, .bearer]
    if defects.has(.challengeIsBearer) { schemes = [.bearer] }
    if defects.has(.challengeMissing) { schemes = [] }
    let headers = schemes.map { ("WWW-Authenticate", shown.challenge($0, metadata, defects)) } + fields
    return .privateJSON(["error": .string(code?.rawValue ?? "unauthorized")], status: status, headers: headers)
  }

  private func challenge(_ scheme: TokenScheme, _ metadata: String?, _ defects: Defects) -> String {
    var parameters: [(String, String)] = []
    if let code { parameters.append(("error", code.rawValue)) }
    if let description { parameters.append(("error_description", description)) }
    if let scope { parameters.append(("scope", scope)) }
    if let maximumAge { parameters.append(("max_age", String(maximumAge))) }
    if scheme == .dpop, !defects.has(.algorithmsMissing) {
      parameters.append(("algs", Algorithm.accepted.map(\.rawValue).joined(separator: " ")))
    }
    if let metadata { parameters.append(("resource_metadata", metadata)) }
    return scheme.rawValue + " " + parameters.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ", ")
  }
}
