/// `attest_jwt_client_auth` (draft-ietf-oauth-attestation-based-client-auth): an attester that is trusted vouches for the key of a client
/// instance, and the instance proves that it has the key.
struct AttestationAuthentication: Sendable {
  let server: AuthorizationServer

  static let field = "oauth-client-attestation"
  static let proofField = "oauth-client-attestation-pop"
  /// Seconds that a proof may be old.
  static let maximumAge = 300

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func authenticate(_ request: Incoming, _ form: FormParameters) throws(OAuthError) -> AuthenticatedClient {
    let attestation = try one(request, Self.field, typ: "oauth-client-attestation+jwt", unchecked: defects.has(.attestationTypeUnchecked))
    let claims = Claims(attestation.claims)
    let client = try client(attestation, claims)
    guard claims.isCurrent(at: environment.now) || defects.has(.attestationExpiryIgnored) else { throw server.invalidClient("exp or nbf") }
    if let id = form["client_id"], id != client.id, !defects.has(.attestationClientUnchecked) {
      throw server.invalidClient("client_id names another client")
    }
    if defects.has(.attestationProofOptional), request.values(Self.proofField).isEmpty { return AuthenticatedClient(client: client) }
    let key = try instanceKey(claims)
    try verifyProof(request, by: key, of: client)
    return AuthenticatedClient(client: client, instanceThumbprint: key.thumbprint)
  }

  /// The only token in a field.
  private func one(_ request: Incoming, _ field: String, typ: String, unchecked: Bool) throws(OAuthError) -> CompactJWT {
    let values = request.values(field)
    guard let value = values.first, values.count == 1 || defects.has(.attestationFirstTaken) else {
      throw server.invalidClient("exactly one \(field) is needed")
    }
    let token: CompactJWT
    do { token = try CompactJWT(value.trimmingSpaces) } catch { throw server.invalidClient("\(field) is not a JWT") }
    guard token.hasType(typ) || unchecked else { throw server.invalidClient("\(field) is a JWT of another type") }
    return token
  }

  private func client(_ attestation: CompactJWT, _ claims: Claims) throws(OAuthError) -> Client {
    guard let id = claims.text("sub"), let client = server.clients[id], case .attestation(let attester) = client.method else {
      throw server.invalidClient("unknown client or another method")
    }
    if defects.has(.attesterUnchecked) { return client }
    do { try attestation.verify(under: [attester]) } catch { throw server.invalidClient("the attestation does not verify") }
    return client
  }

  /// `cnf.jwk`, which holds no private part.
  private func instanceKey(_ claims: Claims) throws(OAuthError) -> PublicKey {
    guard let jwk = claims["cnf"]?.object?["jwk"]?.object else { throw server.invalidClient("cnf") }
    let key = defects.has(.attestationPrivateKey) ? try? PublicKey(publicMembersOf: jwk) : try? PublicKey(jwk: jwk)
    guard let key else { throw server.invalidClient("cnf.jwk is no public key") }
    return key
  }

  /// Section 7.2: a challenge in the proof is one that this server handed out, and used once. None is demanded.
  private func verifyChallenge(_ claims: Claims) throws(OAuthError) {
    guard let challenge = claims["challenge"], !defects.has(.clientChallengeUnchecked) else { return }
    if challenge.string.map(server.challenges.take) ?? false { return }
    if defects.has(.clientChallengeConstant), challenge.string == "always-the-same-challenge" { return }
    // Section 7.4: with the error comes a challenge that will do.
    let headers = defects.has(.clientChallengeNotRenewed) ? [] : [("OAuth-Client-Attestation-Challenge", server.challenges.offer())]
    throw OAuthError(.useAttestationChallenge, "the challenge is not one of this server", headers: headers)
  }

  private func verifyProof(_ request: Incoming, by key: PublicKey, of client: Client) throws(OAuthError) {
    let proof = try one(
      request, Self.proofField, typ: "oauth-client-attestation-pop+jwt", unchecked: defects.has(.attestationTypeUnchecked))
    if !defects.has(.attestationProofUnverified) {
      do { try proof.verify(under: key) } catch { throw server.invalidClient("the proof does not verify") }
    }
    let claims = Claims(proof.claims)
    guard claims.audiences == [server.issuer] || defects.has(.attestationProofAudience) else {
      throw server.invalidClient("aud of the proof")
    }
    guard claims.isFresh(at: environment.now, maximumAge: Self.maximumAge) || defects.has(.attestationProofAge) else {
      throw server.invalidClient("iat of the proof")
    }
    guard let jti = claims.text("jti"), !jti.isEmpty else { throw server.invalidClient("jti of the proof") }
    try verifyChallenge(claims)
    let name = Digest.thumbprint("attestation\u{0}" + client.id + "\u{0}" + jti)
    let isNew = server.assertionReplays.firstUse(of: name, until: environment.now + 2 * Self.maximumAge, now: environment.now)
    guard isNew || defects.has(.attestationProofReplay) else { throw server.invalidClient("the proof was used before") }
  }
}
