/// The defects of reading token requests, away from the rules that they break.
enum BrokenRequestReading {
  private static let known: Set = [
    "grant_type", "scope", "resource", "audience", "client_id", "client_secret", "client_assertion", "client_assertion_type", "code",
    "code_verifier", "redirect_uri", "refresh_token", "assertion", "subject_token", "subject_token_type", "actor_token", "actor_token_type",
    "requested_token_type", "auth_req_id", "authorization_details",
  ]

  static func form(of incoming: Incoming, _ defects: Defects) throws(OAuthError) -> FormParameters {
    if defects.has(.contentTypeExact), incoming.values("content-type") != ["application/x-www-form-urlencoded"] {
      throw OAuthError(.invalidRequest, "the content type must be application/x-www-form-urlencoded")
    }
    var form = try FormParameters(bodyOf: incoming, tolerateDuplicates: defects.has(.duplicateParametersAccepted))
    if defects.has(.parameterNameCase) { form = form.renamed { $0.lowercased() } }
    if defects.has(.unknownParameterRefused), let name = form.names.first(where: { !known.contains($0) }) {
      throw OAuthError(.invalidRequest, "unknown parameter of \(name.utf8.count) characters")
    }
    if defects.has(.emptyParameterRefused), form.names.contains(where: { form[$0] == nil }) {
      throw OAuthError(.invalidRequest, "a parameter has no value")
    }
    return form
  }

  /// The grant that a careless server reads; nil where it reads what stands there.
  static func grantType(_ form: FormParameters, _ defects: Defects) -> String? {
    let name = form["grant_type"]
    if defects.has(.grantTypeCase), let name { return name.lowercased() }
    guard defects.has(.grantTypeDefaults) else { return nil }
    return name.flatMap(GrantType.init(rawValue:)) == nil ? GrantType.clientCredentials.rawValue : nil
  }

  /// RFC 6749 section 4.3, which nobody should offer any more.
  static func passwordGrant(_ form: FormParameters, _ server: AuthorizationServer) -> Issuance? {
    guard server.environment.defects.has(.passwordAlive), form["grant_type"] == "password", let user = form["username"],
      let client = server.clients.all.first(where: { !$0.resources.isEmpty })
    else { return nil }
    return Issuance(client: client, subject: user, audience: [client.resources[0]], scope: client.scopes.sorted(), confirmation: nil)
  }
}
