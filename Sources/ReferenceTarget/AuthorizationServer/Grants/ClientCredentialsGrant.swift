/// RFC 6749 section 4.4: the client acts for itself.
struct ClientCredentialsGrant: Grant {
  let server: AuthorizationServer

  func issue(_ request: TokenRequest) throws(OAuthError) -> Issuance {
    let defects = server.environment.defects
    guard !request.client.isPublic || defects.has(.publicClientCredentials) else {
      throw OAuthError(.unauthorizedClient, "a public client has no credentials")
    }
    let policy = TargetPolicy(server: server)
    let targets = try policy.targets(try policy.names(request.form), for: request.client)
    let scope = try policy.scope(request.form["scope"], client: request.client, targets: targets)
    var issuance = Issuance(
      client: request.client, subject: defects.has(.clientSubjectConstant) ? "service-account" : request.client.id,
      audience: targets.map(\.identifier), scope: scope,
      confirmation: request.confirmation(defects))
    if defects.has(.barsClient), server.barred.withLock({ $0.contains(issuance.client.id + " " + scope.joined(separator: " ")) }) {
      throw OAuthError(.unauthorizedClient, "this client revoked its token")
    }
    if defects.has(.refreshForClientCredentials) { issuance.refreshToken = Random.identifier() }
    return issuance
  }
}
