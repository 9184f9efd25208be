/// The registration endpoint (RFC 7591 section 3) and the configuration endpoint of each client (RFC 7592 section 2).
struct RegistrationEndpoint: Sendable {
  let server: AuthorizationServer

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  static let registrationPath = "/register"
  static let configurationPath = "/registration"

  func mount(on endpoints: inout Endpoints) {
    guard let policy = server.registration else { return }
    endpoints.add("POST", server.path + Self.registrationPath) { try register($0, policy) }
    for method in ["GET", "PUT", "DELETE"] {
      endpoints.add(method, server.path + Self.configurationPath) { try RegistrationManagement(server: server, policy: policy).answer($0) }
    }
  }

  // MARK: Registering

  private func register(_ request: Incoming, _ policy: RegistrationPolicy) throws(OAuthError) -> Outgoing {
    if defects.has(.refusesEverything) || defects.has(.registrationRefused) { throw ClientMetadataReader.invalid("refused") }
    try authorize(request, policy)
    do throws(OAuthError) {
      return try registered(try content(request), policy)
    } catch {
      guard defects.has(.registrationErrorsPlain) else { throw error }
      throw OAuthError(.invalidRequest, error.description, status: 422)
    }
  }

  private func registered(_ object: JSONObject, _ policy: RegistrationPolicy) throws(OAuthError) -> Outgoing {
    let object = try SoftwareStatement(policy: policy, defects: defects, now: environment.now).applied(to: object)
    var metadata = try ClientMetadataReader(policy: policy, defects: defects).read(object)
    if let statement = object["software_statement"], !defects.has(.statementNotReturned) {
      metadata.members["software_statement"] = statement
    }
    // No identifier begins like the address of a metadata document.
    let id =
      defects.has(.registeredIDRepeated)
      ? "client-" + Digest.thumbprint(metadata.members["jwks"]?.text ?? "") : "client-" + Random.identifier()
    server.clients.admit(metadata.client(id: id, resources: policy.resources))
    let token = Random.identifier(bits: 256)
    server.registrations.put(
      RegistrationRecord(metadata: metadata.members, issuedAt: environment.now, tokenDigest: Digest.thumbprint(token)), id: id)
    var answer = Self.information(id, server, token: token)
    spoil(&answer)
    return .privateJSON(.object(answer), status: defects.has(.registeredAs200) ? 200 : 201)
  }

  /// What a careless server answers.
  private func spoil(_ answer: inout JSONObject) {
    if defects.has(.keysNotReturned) { answer["jwks"] = nil }
    if defects.has(.methodNotReturned) { answer["token_endpoint_auth_method"] = nil }
    if defects.has(.grantsNotReturned) { answer["grant_types"] = nil }
    if defects.has(.managementAddressMissing) { answer["registration_client_uri"] = nil }
    if defects.has(.secretIssued) || defects.has(.secretWithoutExpiry) { answer["client_secret"] = .string(Random.identifier()) }
    if defects.has(.secretIssued) { answer["client_secret_expires_at"] = 0 }
  }

  /// The client information response (RFC 7591 section 3.2.1, RFC 7592 section 3).
  static func information(_ id: String, _ server: AuthorizationServer, token: String) -> JSONObject {
    var answer: JSONObject = ["client_id": .string(id)]
    let record = server.registrations[id]
    answer["client_id_issued_at"] = .integer(record?.issuedAt ?? server.environment.now)
    for member in record?.metadata.members ?? [] { answer[member.name] = member.value }
    answer["registration_access_token"] = .string(token)
    answer["registration_client_uri"] = .string(server.issuer + configurationPath + "?client_id=" + id)
    return answer
  }

  // MARK: Who may

  /// The initial access token; none where registration is open, which it is unless the preset closes it.
  private func authorize(_ request: Incoming, _ policy: RegistrationPolicy) throws(OAuthError) {
    let values = request.values("authorization")
    if values.isEmpty {
      if environment.presets.has(.registrationProtected) {
        if defects.has(.initialTokenOptional) { return }
        throw Self.bearerRefusal(nil)
      }
      if defects.has(.registrationClosed) { throw Self.bearerRefusal(nil) }
      return
    }
    guard values.count == 1, values[0].lowercased().hasPrefix("bearer ") else { throw Self.bearerRefusal("invalid_request") }
    let isRight = equalInConstantTime(String(values[0].dropFirst(7)).trimmingSpaces, policy.initialToken)
    guard isRight || defects.has(.initialTokenUnchecked) else { throw Self.bearerRefusal("invalid_token") }
  }

  /// As RFC 6750 section 3 shapes it.
  static func bearerRefusal(_ code: String?) -> OAuthError {
    OAuthError(
      code == "invalid_request" ? .invalidRequest : .invalidToken, "a token for this endpoint is needed",
      status: code == "invalid_request" ? 400 : 401,
      headers: [("WWW-Authenticate", "Bearer" + (code.map { " error=\"\($0)\"" } ?? ""))])
  }

  /// Section 3.1: a JSON object as `application/json`.
  func content(_ request: Incoming) throws(OAuthError) -> JSONObject {
    if defects.has(.registrationTakesForms), request.mediaType == "application/x-www-form-urlencoded" { return Self.careless }
    guard request.mediaType == "application/json" else { throw ClientMetadataReader.invalid("the content type must be application/json") }
    guard case .object(let object)? = try? JSONValue(parsing: request.body) else {
      if defects.has(.registrationTakesAnything) { return Self.careless }
      throw ClientMetadataReader.invalid("the content must be a JSON object")
    }
    return object
  }

  /// What a server makes of content that it cannot read.
  private static let careless: JSONObject = ["redirect_uris": ["https://unreadable.example/callback"]]
}
