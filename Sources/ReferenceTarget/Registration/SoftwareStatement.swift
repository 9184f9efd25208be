/// A software statement (RFC 7591 section 2.3): claims about a client's software that somebody else signed.
struct SoftwareStatement: Sendable {
  let policy: RegistrationPolicy
  let defects: Defects
  let now: Int

  /// Claims of the statement that are no metadata.
  private static let ownClaims: Set<String> = ["iss", "iat", "exp", "nbf", "jti", "aud", "sub"]

  /// What is registered: the metadata with what a trusted statement says in its place (section 3.1.1).
  func applied(to object: JSONObject) throws(OAuthError) -> JSONObject {
    guard let value = object["software_statement"] else { return object }
    guard let compact = value.string, let statement = try? CompactJWT(compact) else { throw Self.invalid("the statement is not a JWT") }
    try verify(statement)
    guard Claims(statement.claims).isCurrent(at: now, expiryRequired: false) else { throw Self.invalid("the statement has expired") }
    var result = object
    for claim in statement.claims.members where !Self.ownClaims.contains(claim.name) {
      if defects.has(.statementOutranked), object[claim.name] != nil { continue }
      result[claim.name] = claim.value
    }
    return result
  }

  private static func invalid(_ description: String) -> OAuthError { OAuthError(.invalidSoftwareStatement, description) }

  private func verify(_ statement: CompactJWT) throws(OAuthError) {
    if defects.has(.statementUnverified) { return }
    if defects.has(.statementUnsigned), statement.header["alg"]?.string == "none" { return }
    let known = policy.statementIssuers + (defects.has(.statementOfAnybody) ? policy.unapprovedIssuers : [])
    guard let name = statement.claims["iss"]?.string else {
      if defects.has(.statementIssuerOptional), known.contains(where: { (try? statement.verify(under: $0.keys)) != nil }) { return }
      throw Self.invalid("the statement does not say who issued it")
    }
    guard let issuer = known.first(where: { $0.issuer == name }) else {
      throw OAuthError(.unapprovedSoftwareStatement, "statements of this issuer are not approved here")
    }
    do { try statement.verify(under: issuer.keys) } catch { throw Self.invalid("the statement does not verify") }
  }
}
