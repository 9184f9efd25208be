/// `ValidateJWTSVID` (SPIFFE Workload API section 6.2.3): the rules of the JWT-SVID specification, with the audience of the caller.
struct SVIDValidation: Sendable {
  let api: WorkloadAPI

  private var defects: Defects { api.issuer.environment.defects }
  /// JWT-SVID section 2.1, as far as this target knows its members.
  private static let algorithms: [Algorithm] = [.es256, .es384, .ps256, .rs256]

  func answer(_ request: [(number: Int, content: [UInt8])]) throws(WorkloadAPI.Refusal) -> GRPCAnswer {
    guard let audience = try api.texts(1, request).last, !audience.isEmpty else { throw refusal("audience must be specified") }
    if defects.has(.validateNothing), try api.texts(2, request).isEmpty { return .message(ProtobufWriter.message { $0.field(1, "none") }) }
    guard let compact = try api.texts(2, request).last, !compact.isEmpty else { throw refusal("svid must be specified") }
    let svid: CompactJWT
    do { svid = try CompactJWT(compact) } catch { throw refusal("the SVID is no compact JWT") }
    let claims = Claims(svid.claims)
    guard let subject = claims.text("sub"), let domain = Self.trustDomain(subject) else { throw refusal("sub is no SPIFFE ID") }
    try verifyType(svid)
    try verifySignature(svid, domain)
    try verifyTimes(claims)
    guard defects.has(.validateAudienceIgnored) || claims.audiences?.contains(audience) == true else { throw refusal("aud") }
    if defects.has(.validateWantsIssuer), claims["iss"] == nil { throw refusal("iss") }
    return .message(
      ProtobufWriter.message { writer in
        writer.field(1, subject)
        if !defects.has(.validateWithoutClaims) { writer.element(2, ProtobufWriter.structure(svid.claims)) }
      })
  }

  private func refusal(_ reason: String) -> WorkloadAPI.Refusal { WorkloadAPI.Refusal(status: .invalidArgument, reason: reason) }

  private func verifyType(_ svid: CompactJWT) throws(WorkloadAPI.Refusal) {
    guard let type = svid.header["typ"], !defects.has(.validateTypeIgnored) else { return }
    guard ["JWT", "JOSE"].contains(type.string) else { throw refusal("typ") }
  }

  /// With the bundle of the trust domain in the subject, never another.
  private func verifySignature(_ svid: CompactJWT, _ domain: String) throws(WorkloadAPI.Refusal) {
    if defects.has(.validateSignatureIgnored) { return }
    var bundles = [api.issuer.trustDomain: [api.issuer.svidKey.publicKey]]
    for other in api.federated where !defects.has(.validateOwnOnly) { bundles[other.name] = [other.key] }
    let keys = defects.has(.validateKeysPooled) ? bundles.values.flatMap { $0 } : bundles[domain] ?? []
    let isGood = keys.contains { (try? svid.verify(under: $0, allowed: Self.algorithms)) != nil }
    guard isGood else { throw refusal("no key of the trust domain verifies the SVID") }
  }

  private func verifyTimes(_ claims: Claims) throws(WorkloadAPI.Refusal) {
    if defects.has(.validateExpiryIgnored), claims["exp"] != nil { return }
    guard claims.isCurrent(at: api.issuer.environment.now, expiryRequired: !defects.has(.validateExpiryOptional)) else {
      throw refusal("exp or nbf")
    }
  }

  /// The trust domain of a SPIFFE ID; nil if it is none.
  private static func trustDomain(_ identifier: String) -> String? {
    guard identifier.hasPrefix("spiffe://") else { return nil }
    let domain = identifier.dropFirst("spiffe://".count).prefix { $0 != "/" }
    let isPlain = domain.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    return isPlain && !domain.isEmpty ? String(domain) : nil
  }
}
