/// Why a DPoP proof does not count.
enum ProofError: Error, Sendable, Hashable {
  case invalid(String)
  /// The proof lacks a current nonce of the server (RFC 9449 sections 8 and 9).
  case nonceRequired
}

/// Validates DPoP proofs as RFC 9449 section 4.3 lists the checks. Each party that receives proofs has one of its own.
struct DPoPValidator: Sendable {
  let environment: Environment
  let nonces: NonceService
  let replays: ReplayCache

  /// Seconds for which a proof is good after it was made.
  static let maximumAge = 120

  init(environment: Environment) {
    self.environment = environment
    nonces = NonceService(clock: environment.clock)
    replays = ReplayCache()
  }

  private var defects: Defects { environment.defects }
  private var now: Int { environment.now }

  /// The key that the proof proves; nil if the request carries no proof.
  /// - Parameter accessToken: the token that the request presents; its hash must be in the proof.
  func validate(_ request: Incoming, accessToken: String? = nil) throws(ProofError) -> PublicKey? {
    let fields = request.values("dpop")
    guard let field = fields.first else { return nil }
    guard fields.count == 1 || defects.has(.dpopFirstProofTaken) else { throw .invalid("more than one DPoP header field") }
    let proof: CompactJWT
    do { proof = try CompactJWT(field) } catch { throw .invalid("not a well-formed JWT") }
    guard proof.hasType("dpop+jwt") || defects.has(.dpopTypeIgnored) else { throw .invalid("typ") }
    let key = try embeddedKey(of: proof)
    try checkRequest(proof.claims, request)
    try checkTimes(proof.claims)
    if let accessToken { try checkHash(proof.claims, accessToken) }
    try checkNonce(proof.claims)
    try checkReplay(proof, key, request)
    return key
  }

  /// Checks 5 to 7.
  private func embeddedKey(of proof: CompactJWT) throws(ProofError) -> PublicKey {
    guard let jwk = proof.header["jwk"]?.object else { throw .invalid("jwk") }
    do {
      let key = defects.has(.dpopPrivateKeyAccepted) ? try PublicKey(publicMembersOf: jwk) : try PublicKey(jwk: jwk)
      if !defects.has(.dpopSignatureUnchecked) { try proof.verify(under: key) }
      return key
    } catch is JWKError {
      throw .invalid("jwk")
    } catch {
      throw .invalid("signature or algorithm")
    }
  }

  /// Checks 8 and 9.
  private func checkRequest(_ claims: JSONObject, _ request: Incoming) throws(ProofError) {
    guard let method = claims["htm"]?.string else { throw .invalid("htm") }
    guard method == request.method || defects.has(.dpopMethodIgnored) else { throw .invalid("htm") }
    guard let uri = claims["htu"]?.string.flatMap(URIReference.init), let own = URIReference(request.url) else { throw .invalid("htu") }
    if defects.has(.dpopURIExactText) {
      guard claims["htu"]?.string == request.url + (request.query.map { "?" + $0 } ?? "") else { throw .invalid("htu") }
    }
    guard uri.isSameIgnoringQuery(as: own) || defects.has(.dpopURIIgnored) else { throw .invalid("htu") }
  }

  /// Check 11.
  private func checkTimes(_ value: JSONObject) throws(ProofError) {
    guard let iat = value["iat"]?.numericDate else { throw .invalid("iat") }
    guard iat <= Double(now + Claims.skew) || defects.has(.dpopFutureUnlimited) else { throw .invalid("iat") }
    guard iat >= Double(now - Self.maximumAge) || defects.has(.dpopAgeIgnored) else { throw .invalid("iat") }
    if value["exp"] != nil || value["nbf"] != nil {
      guard Claims(value).isCurrent(at: now, expiryRequired: false) else { throw .invalid("exp") }
    }
  }

  /// Check 12, first half.
  private func checkHash(_ claims: JSONObject, _ token: String) throws(ProofError) {
    guard claims["ath"]?.string == Digest.thumbprint(token) || defects.has(.dpopResourceIgnoresHash) else { throw .invalid("ath") }
  }

  /// Check 10.
  private func checkNonce(_ claims: JSONObject) throws(ProofError) {
    guard environment.presets.has(.dpopNonce) else { return }
    guard let nonce = claims["nonce"]?.string else { throw .nonceRequired }
    guard nonces.accepts(nonce) || defects.has(.dpopNonceUnchecked) else { throw .nonceRequired }
  }

  /// Section 11.1: within its window a proof counts once. The identifier is remembered together with the key and the URI.
  private func checkReplay(_ proof: CompactJWT, _ key: PublicKey, _ request: Incoming) throws(ProofError) {
    guard let jti = proof.claims["jti"]?.string, !jti.isEmpty, jti.utf8.count <= 1024 else {
      if defects.has(.dpopIdentifierOptional), proof.claims["jti"] == nil { return }
      throw .invalid("jti")
    }
    if defects.has(.dpopNoReplayCache) || environment.presets.has(.noReplayCache) { return }
    let expiry = now + Self.maximumAge + Claims.skew + 1
    let name = Digest.thumbprint(key.thumbprint + "\u{0}" + jti)
    guard replays.firstUse(of: name, until: expiry, now: now) else { throw .invalid("jti was used before") }
  }
}

extension PublicKey {
  /// `jkt` (RFC 9449 section 6.1), or what a defect takes for it.
  func confirmationThumbprint(_ defects: Defects) -> String {
    guard defects.has(.dpopConfirmationWrong) else { return thumbprint }
    return Digest.thumbprint(JSONValue.object(jwk(alg: defaultAlgorithm.rawValue)).text)
  }
}
