/// Validates workload proof tokens (draft-ietf-wimse-wpt): -02 in `Authorization`, -01 in a field of its own with the preset for it.
struct WorkloadProofValidator: Sendable {
  let environment: Environment
  let replays: ReplayCache

  /// Seconds for which a proof may be valid.
  static let maximumLifetime = 600

  private var defects: Defects { environment.defects }
  private var isFirstProfile: Bool { environment.presets.has(.workloadProof01) }

  func validate(_ request: Incoming, _ token: WorkloadToken) throws(WorkloadRefusal) {
    let compact = try carried(by: request)
    guard let proof = try? CompactJWT(compact) else { throw refusal("not a JWT") }
    if defects.has(.workloadProofAddressFollowed) { CarelessReading.followKeys(of: proof, environment) }
    guard proof.hasType("wpt+jwt") || defects.has(.wptTypeIgnored) else { throw refusal("typ") }
    try checkSignature(proof, token)
    try checkAudience(proof.claims, request)
    try checkTimes(proof.claims)
    guard proof.claims["wth"]?.string == Digest.thumbprint(token.compact) || defects.has(.wptTokenHashIgnored) else { throw refusal("wth") }
    try checkOtherTokens(proof.claims, request)
    try checkReplay(proof.claims, token)
  }

  private func refusal(_ reason: String) -> WorkloadRefusal { WorkloadRefusal(.proof, reason) }

  private func carried(by request: Incoming) throws(WorkloadRefusal) -> String {
    guard !isFirstProfile else {
      let fields = request.values("workload-proof-token")
      guard let field = fields.first else { throw WorkloadRefusal(.missing, "no proof") }
      guard fields.count == 1 || defects.has(.wptFirstTaken) else { throw refusal("more than one proof") }
      return field
    }
    let fields = request.values("authorization")
    let proofs = fields.filter { $0.lowercased().hasPrefix("wpt ") }
    guard let field = proofs.first else { throw WorkloadRefusal(.missing, "no proof") }
    let careless = defects.has(.wptSecondCredentialIgnored) || (defects.has(.wptFirstTaken) && fields.count == proofs.count)
    guard fields.count == 1 || careless else { throw refusal("more than one credential") }
    return field.dropFirst(4).trimmingSpaces
  }

  private func checkSignature(_ proof: CompactJWT, _ token: WorkloadToken) throws(WorkloadRefusal) {
    if token.secret != nil {
      guard token.verifies(proof.signature, of: proof.signingInput) else { throw refusal("signature") }
      return
    }
    guard let name = proof.header["alg"]?.string else { throw refusal("alg") }
    guard name == token.algorithm.rawValue || defects.has(.wptAlgorithmNotCompared) else { throw refusal("alg") }
    if defects.has(.wptSignatureUnchecked) { return }
    var key = token.key
    if defects.has(.wptKeyFromHeader), let jwk = proof.header["jwk"]?.object, let own = try? PublicKey(jwk: jwk) { key = own }
    guard let algorithm = try? proof.algorithm(among: Algorithm.accepted),
      key.verifies(proof.signature, of: proof.signingInput, by: algorithm)
    else { throw refusal("signature") }
  }

  /// The address is this target's own one; nothing of the request but its path has a say in it.
  private func checkAudience(_ claims: JSONObject, _ request: Incoming) throws(WorkloadRefusal) {
    if defects.has(.wptAudienceIgnored) { return }
    guard let audience = claims["aud"]?.string.flatMap(URIReference.init), let own = URIReference(request.url) else { throw refusal("aud") }
    if defects.has(.wptForwardedHostBelieved), let host = request.values("x-forwarded-host").first {
      guard audience.host == host.lowercased(), audience.path == own.path else { throw refusal("aud") }
      return
    }
    guard audience.isSameIgnoringQuery(as: own) else { throw refusal("aud") }
  }

  private func checkTimes(_ claims: JSONObject) throws(WorkloadRefusal) {
    guard let member = claims["exp"] else {
      if defects.has(.wptExpiryOptional) { return }
      throw refusal("exp")
    }
    guard let exp = member.numericDate else { throw refusal("exp") }
    guard exp > Double(environment.now) || defects.has(.wptExpiryIgnored) else { throw refusal("exp") }
    guard exp <= Double(environment.now + Self.maximumLifetime) || defects.has(.wptLifetimeUnlimited) else {
      throw refusal("exp is too far ahead")
    }
    guard Claims(claims).isCurrent(at: environment.now) || defects.has(.wptExpiryIgnored) else { throw refusal("nbf") }
  }

  /// `ath` (-01 only), `tth` and `oth`: what comes along is what the proof was made for.
  private func checkOtherTokens(_ claims: JSONObject, _ request: Incoming) throws(WorkloadRefusal) {
    if isFirstProfile, let credentials = request.values("authorization").first, !defects.has(.wptAccessTokenHashIgnored) {
      let token = credentials.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
      guard claims["ath"]?.string == Digest.thumbprint(token) else { throw refusal("ath") }
    }
    if let transaction = request.values("txn-token").first, !defects.has(.wptTransactionHashIgnored) {
      guard claims["tth"]?.string == Digest.thumbprint(transaction.trimmingSpaces) else { throw refusal("tth") }
    }
    guard let others = claims["oth"], !defects.has(.wptOtherHashesIgnored) else { return }
    guard let entries = others.object else { throw refusal("oth") }
    for (name, value) in entries.members {
      let fields = request.values(name)
      guard name == name.lowercased(), fields.count == 1, value.string == Digest.thumbprint(fields[0].trimmingSpaces) else {
        throw refusal("oth")
      }
    }
  }

  /// Within the scope of a sender: two workloads may happen upon one identifier.
  private func checkReplay(_ claims: JSONObject, _ token: WorkloadToken) throws(WorkloadRefusal) {
    guard let jti = claims["jti"]?.string, !jti.isEmpty, jti.utf8.count <= 1024 else {
      if defects.has(.wptIdentifierOptional), claims["jti"] == nil { return }
      throw refusal("jti")
    }
    if defects.has(.wptNoReplayCache) || environment.presets.has(.noReplayCache) { return }
    let name = Digest.thumbprint(token.subject + "\u{0}" + jti)
    guard replays.firstUse(of: name, until: environment.now + Self.maximumLifetime + 1, now: environment.now) else {
      throw refusal("jti was used before")
    }
  }
}
