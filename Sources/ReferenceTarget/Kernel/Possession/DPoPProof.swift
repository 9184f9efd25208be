/// Why a DPoP proof does not count.
enum ProofError: Error, Sendable, Hashable {
  /// Not even a proof: the header field, or what is in it, cannot be read.
  case unreadable(String)
  case invalid(String)
  /// The proof lacks a current nonce of the server (RFC 9449 sections 8 and 9).
  case nonceRequired
}

/// Validates DPoP proofs as RFC 9449 section 4.3 lists the checks. Each party that receives proofs has one of its own.
struct DPoPValidator: Sendable {
  let environment: Environment
  let nonces: NonceService
  let replays: ReplayCache
  /// The keys of which a nonce was demanded before: what the defect of demanding it once remembers.
  private let demanded = Locked<Set<String>>([])

  /// Seconds for which a proof is good after it was made.
  static let maximumAge = 120

  init(environment: Environment) {
    self.environment = environment
    nonces = NonceService(clock: environment.clock)
    replays = ReplayCache()
  }

  /// The header fields that supply a nonce.
  var nonceFields: [(String, String)] {
    if defects.has(.nonceUnnamed) { return [] }
    let field = ("DPoP-Nonce", nonces.current)
    return defects.has(.nonceTwice) ? [field, field] : [field]
  }

  private var defects: Defects { environment.defects }
  private var now: Int { environment.now }

  /// The key that the proof proves; nil if the request carries no proof.
  /// - Parameter accessToken: the token that the request presents; its hash must be in the proof.
  func validate(_ request: Incoming, accessToken: String? = nil) throws(ProofError) -> ProvenKey? {
    let fields = request.values("dpop")
    guard let field = fields.first else { return nil }
    guard fields.count == 1 || defects.has(.dpopFirstProofTaken) else { throw .invalid("more than one DPoP header field") }
    let proof = try parse(field)
    if defects.has(.proofAddressFollowed) { CarelessReading.followKeys(of: proof, environment) }
    guard proof.hasType("dpop+jwt") || defects.has(.dpopTypeIgnored) else { throw .invalid("typ") }
    let key = try embeddedKey(of: proof)
    try checkRequest(proof.claims, request)
    try checkTimes(proof.claims)
    if let accessToken { try checkHash(proof.claims, accessToken) }
    try checkNonce(proof.claims, key)
    try checkReplay(proof, key, request)
    return ProvenKey(key: key, jwk: proof.header["jwk"]?.object ?? [:])
  }

  /// Checks 1 to 3.
  private func parse(_ field: String) throws(ProofError) -> CompactJWT {
    let compact = defects.has(.jsonSerialization) ? BrokenProofReading.compact(field) : field
    do { return try CompactJWT(compact) } catch { throw .unreadable("not a well-formed JWT") }
  }

  /// Checks 5 to 7.
  private func embeddedKey(of proof: CompactJWT) throws(ProofError) -> PublicKey {
    guard let jwk = proof.header["jwk"]?.object else { throw .unreadable("jwk") }
    do {
      let key = defects.has(.dpopPrivateKeyAccepted) ? try PublicKey(publicMembersOf: jwk) : try PublicKey(jwk: jwk)
      if !defects.has(.dpopSignatureUnchecked), !BrokenProofReading.verifies(proof, key, defects) { try proof.verify(under: key) }
      return key
    } catch let error as JWKError {
      throw error == .privateMember ? .invalid("jwk") : .unreadable("jwk")
    } catch {
      throw .invalid("signature or algorithm")
    }
  }

  /// Checks 8 and 9.
  private func checkRequest(_ claims: JSONObject, _ request: Incoming) throws(ProofError) {
    try checkMethod(claims["htm"], request)
    var member = claims["htu"]
    if member == nil, defects.has(.claimsOptional) { return }
    if defects.has(.listAccepted), let first = member?.array?.first { member = first }
    guard let text = member?.string else { throw .invalid("htu") }
    guard let uri = URIReference(text), let own = URIReference(request.url) else { throw .unreadable("htu") }
    if defects.has(.dpopURIExactText) {
      guard text == request.url + (request.query.map { "?" + $0 } ?? "") else { throw .invalid("htu") }
    }
    if defects.has(.notNormalised) {
      guard text.prefix(while: { $0 != "?" && $0 != "#" }) == request.url else { throw .invalid("htu") }
    }
    guard uri.isSameIgnoringQuery(as: own) || defects.has(.dpopURIIgnored) || BrokenProofReading.isSame(uri, own, request, defects) else {
      throw .invalid("htu")
    }
  }

  private func checkMethod(_ member: JSONValue?, _ request: Incoming) throws(ProofError) {
    if member == nil, defects.has(.claimsOptional) { return }
    guard let method = member?.string else { throw .invalid("htm") }
    let same = method == request.method || (defects.has(.methodCase) && method.uppercased() == request.method)
    guard same || defects.has(.dpopMethodIgnored) else { throw .invalid("htm") }
  }

  /// Check 11.
  private func checkTimes(_ value: JSONObject) throws(ProofError) {
    var member = value["iat"]
    if defects.has(.timeAsText), let text = member?.string, let number = Int(text) { member = .integer(number) }
    if member == nil, defects.has(.claimsOptional) { return }
    guard let iat = member?.numericDate ?? farTime(member) else { throw .invalid("iat") }
    let narrow = defects.has(.narrowWindow)
    guard iat <= Double(now + (narrow ? 1 : Claims.skew)) || defects.has(.dpopFutureUnlimited) else { throw .invalid("iat") }
    guard iat >= Double(now - (narrow ? 5 : Self.maximumAge)) || defects.has(.dpopAgeIgnored) else { throw .invalid("iat") }
    if value["exp"] != nil || value["nbf"] != nil {
      guard Claims(value).isCurrent(at: now, expiryRequired: false), !defects.has(.expiryRefused) else { throw .invalid("exp") }
    }
  }

  /// A time that no calendar has, for a server that takes every number.
  private func farTime(_ member: JSONValue?) -> Double? {
    guard defects.has(.dpopFutureUnlimited), case .number(let number)? = member else { return nil }
    return Double(number.text)
  }

  /// Check 12, first half.
  private func checkHash(_ claims: JSONObject, _ token: String) throws(ProofError) {
    let expected = Digest.thumbprint(token)
    if claims["ath"] == nil, defects.has(.hashOptional) { return }
    if defects.has(.hashPrefix), let hash = claims["ath"]?.string, !hash.isEmpty, hash.hasPrefix(expected) || expected.hasPrefix(hash) {
      return
    }
    guard claims["ath"]?.string == expected || defects.has(.dpopResourceIgnoresHash) else { throw .invalid("ath") }
  }

  /// Check 10.
  private func checkNonce(_ claims: JSONObject, _ key: PublicKey) throws(ProofError) {
    if environment.presets.has(.dpopNonceOffered) { return try checkOfferedNonce(claims, key) }
    guard environment.presets.has(.dpopNonce) else { return }
    guard let nonce = claims["nonce"]?.string else {
      if defects.has(.nonceDemandedOnce), demanded.withLock({ !$0.insert(key.thumbprint).inserted }) { return }
      throw .nonceRequired
    }
    guard nonces.accepts(nonce) || defects.has(.dpopNonceUnchecked) else { throw .nonceRequired }
  }

  /// The nonce fields for an answer to a proof of this key, where nonces are offered; from then on the key needs one.
  func offer(to key: PublicKey?) -> [(String, String)] {
    guard environment.presets.has(.dpopNonceOffered), let key else { return [] }
    demanded.withLock { _ = $0.insert(key.thumbprint) }
    return nonceFields
  }

  /// Section 11.3: whoever was given a nonce uses it.
  private func checkOfferedNonce(_ claims: JSONObject, _ key: PublicKey) throws(ProofError) {
    if let nonce = claims["nonce"]?.string {
      guard nonces.accepts(nonce) else { throw .nonceRequired }
    } else if demanded.withLock({ $0.contains(key.thumbprint) }), !defects.has(.nonceOfferedInVain) {
      throw .nonceRequired
    }
  }

  /// Section 11.1: within its window a proof counts once. The identifier is remembered together with the key and the URI.
  private func checkReplay(_ proof: CompactJWT, _ key: PublicKey, _ request: Incoming) throws(ProofError) {
    guard let jti = proof.claims["jti"]?.string, !jti.isEmpty, jti.utf8.count <= 1024 else {
      if defects.has(.dpopIdentifierOptional), proof.claims["jti"] == nil { return }
      throw .invalid("jti")
    }
    if defects.has(.dpopNoReplayCache) || environment.presets.has(.noReplayCache) { return }
    let expiry = now + (defects.has(.replayCacheShort) ? 15 : Self.maximumAge + Claims.skew + 1)
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

/// A key whose possession a request proved.
struct ProvenKey: Sendable {
  var key: PublicKey
  /// As it stood in the header.
  var jwk: JSONObject

  var thumbprint: String { key.thumbprint }
}
