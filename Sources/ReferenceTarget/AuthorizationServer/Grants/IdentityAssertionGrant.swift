/// What an identity assertion grant (ID-JAG) must be beside a valid JWT grant (draft-ietf-oauth-identity-assertion-authz-grant
/// sections 3.1, 4.4.1 and 8.6).
struct IdentityAssertionGrant: Sendable {
  let server: AuthorizationServer

  static let type = "oauth-id-jag+jwt"

  private var defects: Defects { server.environment.defects }

  func applies(to assertion: CompactJWT) -> Bool {
    if assertion.hasType(Self.type) { return true }
    return defects.has(.identityTypeUnchecked) && !assertion.hasType("jwt") && assertion.header["typ"] != nil
  }

  func verify(_ claims: Claims, _ request: TokenRequest) throws(OAuthError) {
    guard isAddressed(claims) else { throw .grant("aud") }
    guard claims.text("client_id") == request.client.id || defects.has(.identityClientUnchecked) else { throw .grant("client_id") }
    guard claims["iat"] != nil && claims["jti"] != nil && claims["exp"] != nil || defects.has(.identityClaimsOptional) else {
      throw .grant("a claim is missing")
    }
    guard let key = claims["cnf"]?.object?["jkt"]?.string, !defects.has(.identityKeyIgnored) else { return }
    guard request.proofKey?.thumbprint == key else { throw .grant("the key is not proven") }
  }

  /// Its issuer identifier, alone.
  private func isAddressed(_ claims: Claims) -> Bool {
    guard let audiences = claims.audiences else { return false }
    if defects.has(.identityAudienceText), claims["aud"]?.array != nil { return false }
    if defects.has(.identityAudienceContains) { return audiences.contains(server.issuer) }
    if defects.has(.identityAudienceEndpoint) { return audiences == [server.issuer] || audiences == [server.tokenEndpoint] }
    return audiences == [server.issuer] || defects.has(.grantAudienceIgnored)
  }

  /// Where the grant names resources, the token is for those.
  func verifyResource(_ claims: Claims, _ targets: [ResourceDescription]) throws(OAuthError) {
    guard let member = claims["resource"], !defects.has(.identityResourceIgnored) else { return }
    let named = member.string.map { [$0] } ?? member.array?.compactMap(\.string) ?? []
    guard targets.allSatisfy({ named.contains($0.identifier) }) else { throw .grant("it is for another resource") }
  }
}
