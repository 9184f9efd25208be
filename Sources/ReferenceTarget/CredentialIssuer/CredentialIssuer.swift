import X509

/// The issuer of workload credentials: appraises evidence, and issues a credential for the key that the evidence attests.
///
/// `POST /issuer/attest` takes a JSON object with `evidence` (compact JWT), `credential` (`wit`, `x509-svid` or `jwt-svid`), `key` (the
/// public JWK to certify) and, for a JWT-SVID, `audience` (text or list). No document standardises this exchange; its parts (evidence,
/// credentials, bundle) follow the documents that exist. A DPoP proof by the key may come along and is then checked.
final class CredentialIssuer: Sendable {
  let environment: Environment
  let trustDomain: String
  let authority: CertificateAuthority
  /// One key for each kind of JWT credential, so that none is taken for another (SPIFFE bundle `use`).
  let witKey = PrivateKey()
  let svidKey = PrivateKey()
  let appraisal: EvidenceAppraisal
  let challenges: ChallengeService
  /// The cluster whose tokens are taken as evidence.
  let platform: PlatformTokens
  /// What the defect of a JWT-SVID that is kept gives out again.
  let keptSVID = Locked<String?>(nil)
  private let proofs: DPoPValidator

  init(
    environment: Environment, trustDomain: String, authority: CertificateAuthority, root: PublicKey, cluster: PublicKey,
    workloads: [ReferenceValues]
  ) {
    platform = PlatformTokens(
      environment: environment, audience: environment.base + "/issuer", issuer: Roster.cluster, key: cluster,
      accounts: Dictionary(uniqueKeysWithValues: workloads.map { (PlatformTokens.namespace + "/" + $0.name, $0.identifier) }))
    self.environment = environment
    self.trustDomain = trustDomain
    self.authority = authority
    challenges = ChallengeService(environment: environment)
    appraisal = EvidenceAppraisal(
      environment: environment, audience: environment.base + "/issuer", root: root, workloads: workloads, challenges: challenges)
    proofs = DPoPValidator(environment: environment)
  }

  /// Its identifier, the audience of evidence and the `iss` of workload identity tokens.
  var identifier: String { environment.base + "/issuer" }

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("POST", "/issuer/attest") { [self] in try audited($0) }
    for method in ["GET", "POST"] { endpoints.add(method, "/issuer/challenge") { [self] _ in challenges.answer() } }
    endpoints.add("GET", "/issuer/bundle") { [self] _ in TrustBundle(issuer: self).answer }
    endpoints.add("GET", "/issuer/jwks") { [self] _ in
      .json(["keys": [.object(witKey.publicJWK), .object(svidKey.publicJWK)]], type: "application/jwk-set+json")
    }
  }

  /// Appraises the evidence and issues the credential.
  func attest(_ request: Incoming, _ note: AppraisalNote) throws(OAuthError) -> Outgoing {
    let defects = environment.defects
    if defects.has(.refusesEverything) { throw OAuthError(.invalidRequest, "refused") }
    let content = try? JSONValue(parsing: request.body, keepFirst: defects.has(.evidenceRepeated))
    guard request.mediaType == "application/json", case .object(let order)? = content else {
      throw OAuthError(.invalidRequest, "a JSON object is needed")
    }
    guard let form = order["credential"]?.string.flatMap(CredentialForm.init(rawValue:)) else {
      throw OAuthError(.invalidRequest, "credential must be one of \(CredentialForm.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let requested = try requestedKey(order)
    let identifier = broken(try identifier(for: order, requested, request, note), order)
    note.identifier = identifier
    let credential = try CredentialFactory(issuer: self).make(form, for: identifier, order: CredentialOrder(request: order, key: requested))
    return .privateJSON(.object(credential))
  }

  /// The subject of a token that this issuer signed.
  private func ownSubject(_ compact: String) -> String? {
    guard let token = try? CompactJWT(compact) else { return nil }
    let isOwn = [witKey, svidKey].contains { (try? token.verify(under: $0.publicKey)) != nil }
    return isOwn ? token.claims["sub"]?.string : nil
  }

  /// The identifier as an issuer with a defect would write it.
  func broken(_ identifier: String, _ order: JSONObject) -> String {
    let defects = environment.defects
    if defects.has(.identifierFromRequest), let wish = order["identifier"]?.string { return wish }
    if defects.has(.identifierOfNode) { return "spiffe://\(trustDomain)/node" }
    if defects.has(.identifierWithPort) { return identifier.replacing("//\(trustDomain)/", with: "//\(trustDomain):8443/") }
    if defects.has(.identifierPerIssuance) { return identifier + "/" + Random.identifier() }
    return identifier
  }

  /// The key to certify; one with private members is refused, as it has become known to others.
  private func requestedKey(_ order: JSONObject) throws(OAuthError) -> PublicKey {
    guard let jwk = order["key"]?.object else { throw OAuthError(.invalidRequest, "key must be a public JWK") }
    do { return try PublicKey(jwk: jwk) } catch { throw OAuthError(.invalidRequest, "key must be a public JWK") }
  }

  private func identifier(for order: JSONObject, _ key: PublicKey, _ request: Incoming, _ note: AppraisalNote) throws(OAuthError) -> String
  {
    let careless = environment.defects.has(.acceptsEverything) || environment.defects.has(.evidenceUnneeded)
    let fallback = "spiffe://\(trustDomain)/agent"
    if environment.defects.has(.evidenceUnneeded), (try? CompactJWT(order["evidence"]?.string ?? "")) == nil { return fallback }
    do {
      if let proven = try proofs.validate(request), proven.thumbprint != key.thumbprint, !environment.defects.has(.keyProofIgnored) {
        throw AppraisalError.keyMismatch
      }
      guard let evidence = order["evidence"]?.string else { throw AppraisalError.absent }
      if environment.defects.has(.evidenceTypeConfusion), let subject = ownSubject(evidence) { return subject }
      if platform.applies(to: evidence) {
        if environment.defects.has(.platformTokenRefused) { throw AppraisalError.malformed }
        return try platform.identifier(from: evidence)
      }
      return try appraisal.identifier(from: evidence, for: key)
    } catch {
      if careless, environment.defects.has(.acceptsEverything) { return fallback }
      note.error = error as? AppraisalError
      // One answer for all reasons: the issuer is no oracle for forgers.
      throw OAuthError(.invalidRequest, "the evidence is not acceptable")
    }
  }
}
