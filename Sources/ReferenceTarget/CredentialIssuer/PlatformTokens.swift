/// A platform whose tokens the issuer takes as evidence: a Kubernetes cluster that projects tokens of service accounts into pods
/// (workload-identity-practices, section 4.1).
struct PlatformTokens: Sendable {
  let environment: Environment
  /// What `aud` must be: a token for the interface of the platform itself is good for nothing here (sections 5.7 and 5.8).
  let audience: String
  /// The issuer of the cluster, and its key.
  let issuer: String
  let key: PublicKey
  /// `namespace/account` → the workload that runs under it.
  let accounts: [String: String]

  static let namespace = "agents"
  /// Seconds that a projected token may live; one that lives longer was not projected.
  static let maximumLifetime = 86_400
  private static let subjectPrefix = "system:serviceaccount:"

  private var defects: Defects { environment.defects }

  /// Whether a token is meant as one of a platform.
  func applies(to compact: String) -> Bool {
    guard let claims = (try? CompactJWT(compact))?.claims else { return false }
    return claims["sub"]?.string?.hasPrefix(Self.subjectPrefix) ?? false
  }

  /// The identifier of the workload that the token stands for.
  func identifier(from compact: String) throws(AppraisalError) -> String {
    let token: CompactJWT
    do { token = try CompactJWT(compact) } catch { throw .malformed }
    guard token.header["typ"] == nil || token.hasType("jwt") else { throw .malformed }
    let claims = Claims(token.claims)
    try verifyIssuer(token, claims)
    guard claims.audiences == [audience] || defects.has(.platformAudienceIgnored) else { throw .audience }
    try verifyTimes(claims)
    return try workload(claims)
  }

  /// The keys of this very cluster: two clusters may have accounts of the same names.
  private func verifyIssuer(_ token: CompactJWT, _ claims: Claims) throws(AppraisalError) {
    if claims.text("iss") != issuer {
      guard defects.has(.platformIssuerIgnored) else { throw .signature }
      return
    }
    if defects.has(.platformSignatureUnchecked) { return }
    do { try token.verify(under: key) } catch { throw .signature }
  }

  private func verifyTimes(_ claims: Claims) throws(AppraisalError) {
    let now = environment.now
    if claims["exp"] == nil, defects.has(.platformLegacyToken) { return }
    guard claims.isCurrent(at: now) || defects.has(.platformExpiryIgnored) else { throw .stale }
    let begin = claims["iat"]?.numericDate ?? Double(now)
    guard let end = claims["exp"]?.numericDate, end - begin <= Double(Self.maximumLifetime) || defects.has(.platformLifetimeIgnored) else {
      throw .stale
    }
  }

  /// Subject and private claims name the same account, of a pod that is named too.
  private func workload(_ claims: Claims) throws(AppraisalError) -> String {
    let parts = (claims.text("sub") ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4 else { throw .malformed }
    let stated = claims["kubernetes.io"]?.object
    let account = stated?["serviceaccount"]?.object?["name"]?.string
    let namespace = stated?["namespace"]?.string
    var name = parts[2] + "/" + parts[3]
    if defects.has(.platformClaimsBelieved), let account, let namespace { name = namespace + "/" + account }
    if defects.has(.platformNamespaceIgnored) { name = Self.namespace + "/" + parts[3] }
    let isConsistent = namespace == parts[2] && account == parts[3] && stated?["pod"]?.object?["uid"]?.string != nil
    let isLax = defects.has(.platformClaimsBelieved) || defects.has(.platformNamespaceIgnored) || defects.has(.platformLegacyToken)
    guard isConsistent || isLax, let identifier = accounts[name] else { throw .measurement }
    return identifier
  }
}
