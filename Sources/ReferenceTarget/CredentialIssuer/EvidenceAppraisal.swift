/// What good evidence of a workload says, and the identifier that follows from it.
struct ReferenceValues: Sendable {
  /// `swname` of the evidence.
  var name: String
  var version: String
  /// SHA-256 of the software, hexadecimal.
  var measurement: String
  var identifier: String
}

/// Why evidence is not acceptable; told to the log of a test, never to the requester.
enum AppraisalError: Error, Sendable, Hashable {
  case absent, malformed, signature, audience, stale, challenge, key, keyMismatch, measurement, debugging
}

/// Appraises evidence as an attestation verifier does (RFC 9334 section 8.4), against reference values.
struct EvidenceAppraisal: Sendable {
  let environment: Environment
  /// What `aud` must be.
  let audience: String
  /// The key under which attesters sign.
  let root: PublicKey
  let workloads: [ReferenceValues]
  let challenges: ChallengeService

  /// The workload of each key that was attested, by thumbprint.
  private let owners = Locked<[String: String]>([:])
  /// A bound, so that nobody fills the memory of the issuer.
  private static let rememberedKeys = 10_000

  /// Seconds that evidence may live.
  static let maximumLifetime = 300

  init(environment: Environment, audience: String, root: PublicKey, workloads: [ReferenceValues], challenges: ChallengeService) {
    self.environment = environment
    self.audience = audience
    self.root = root
    self.workloads = workloads
    self.challenges = challenges
  }

  private var defects: Defects { environment.defects }

  /// The identifier of the workload that the evidence attests, which must be the holder of `key`.
  func identifier(from compact: String, for key: PublicKey) throws(AppraisalError) -> String {
    let evidence: CompactJWT
    do { evidence = try CompactJWT(compact, keepFirst: defects.has(.evidenceMemberRepeated)) } catch { throw .malformed }
    guard evidence.header["typ"] == nil || evidence.hasType("eat+jwt") || evidence.hasType("jwt") else { throw .malformed }
    try verifySignature(evidence)
    let claims = Claims(evidence.claims)
    try verifyAudience(claims)
    try verifyTimes(claims)
    try verifyKey(claims, key)
    let workload = try verifyMeasurements(claims)
    try verifyOwner(workload, key)
    try verifyChallenge(claims)
    if defects.has(.identifierFromSubject), let subject = claims.text("sub") { return subject }
    return workload.identifier
  }

  private func verifySignature(_ evidence: CompactJWT) throws(AppraisalError) {
    if defects.has(.signatureUnchecked) { return }
    var key = root
    if defects.has(.keyFromHeader), let jwk = evidence.header["jwk"]?.object, let own = try? PublicKey(publicMembersOf: jwk) { key = own }
    do { try evidence.verify(under: key) } catch { throw .signature }
  }

  private func verifyAudience(_ claims: Claims) throws(AppraisalError) {
    guard claims.audiences == [audience] || defects.has(.audienceIgnored) else { throw .audience }
  }

  private func verifyTimes(_ claims: Claims) throws(AppraisalError) {
    if defects.has(.staleAccepted) { return }
    let now = environment.now
    guard claims.isCurrent(at: now), claims.isFresh(at: now, maximumAge: Self.maximumLifetime), claims["iat"]?.integer != nil,
      let exp = claims["exp"]?.numericDate, exp <= Double(now + Self.maximumLifetime + Claims.skew)
    else { throw .stale }
  }

  /// The evidence names the key; a credential for another would serve whoever stole the evidence.
  private func verifyKey(_ claims: Claims, _ key: PublicKey) throws(AppraisalError) {
    if defects.has(.keyMismatch) { return }
    guard let jwk = claims["cnf"]?.object?["jwk"]?.object, let attested = try? PublicKey(jwk: jwk) else { throw .key }
    guard attested.thumbprint == key.thumbprint else { throw .keyMismatch }
  }

  private func verifyMeasurements(_ claims: Claims) throws(AppraisalError) -> ReferenceValues {
    let named = workloads.first { $0.name == claims.text("swname") }
    if defects.has(.measurementIgnored), let workload = named ?? workloads.first { return workload }
    guard let workload = named else { throw .measurement }
    guard claims.text("swversion") == workload.version, claims.text("measurement") == workload.measurement else { throw .measurement }
    guard let state = claims.text("dbgstat"), state.hasPrefix("disabled") else { throw .debugging }
    return workload
  }

  /// A key belongs to one workload for good (workload-creds, section 9.4).
  private func verifyOwner(_ workload: ReferenceValues, _ key: PublicKey) throws(AppraisalError) {
    if defects.has(.keySharedByWorkloads) { return }
    guard owners.withLock({ $0[key.thumbprint] }) ?? workload.name == workload.name else { throw .keyMismatch }
    owners.withLock { if $0.count < Self.rememberedKeys { $0[key.thumbprint] = workload.name } }
  }

  /// Last, so that only evidence that is good otherwise uses a challenge up; one step, so that of two copies one wins.
  private func verifyChallenge(_ claims: Claims) throws(AppraisalError) {
    if defects.has(.challengeOptional), claims["eat_nonce"] == nil { return }
    let stated = claims.text("eat_nonce") ?? (defects.has(.challengeFromNonce) ? claims.text("nonce") : nil)
    guard let challenge = stated, challenges.redeem(challenge) else { throw .challenge }
  }
}
