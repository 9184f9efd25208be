/// Finds the subject of an event (RFC 9493 section 3): the formats `iss_sub`, `uri`, `jwt_id` and `aliases`, and complex subjects of SSF
/// section 3.2. What it does not know is nobody.
struct EventSubjectReader: Sendable {
  let server: AuthorizationServer
  let transmitter: TrustedTransmitter

  /// The beginning of the identifiers of devices; the rest is their user.
  static let device = "device-of-"

  private var defects: Defects { server.environment.defects }

  func read(_ identifier: JSONObject) -> EventSubject? {
    if defects.has(.receiverRevokesEveryone) { return .everybody }
    switch identifier["format"]?.string {
    case "iss_sub": return issuerAndSubject(identifier)
    case "opaque":
      // The devices that are known, each of one user.
      guard let id = identifier["id"]?.string, id.hasPrefix(Self.device), speaksFor(server.issuer) else { return nil }
      return .principal("user-" + id.dropFirst(Self.device.count))
    case "uri": return identifier["uri"]?.string.flatMap { speaksFor(server.issuer) ? .principal($0) : nil }
    case "jwt_id":
      guard let issuer = identifier["iss"]?.string, issuer == server.issuer, speaksFor(issuer), let jti = identifier["jti"]?.string else {
        return nil
      }
      return .token(jti: jti)
    case "aliases":
      guard case .array(let many)? = identifier["identifiers"] else { return nil }
      let found = Set(many.compactMap { $0.object.flatMap(read) })
      // All aliases name one entity (RFC 9493 section 3.2.8).
      return found.count == 1 ? found.first : nil
    case "complex": return complex(identifier)
    default: return nil
    }
  }

  private func issuerAndSubject(_ identifier: JSONObject) -> EventSubject? {
    guard let issuer = identifier["iss"]?.string, let subject = identifier["sub"]?.string else { return nil }
    guard issuer == server.issuer || defects.has(.receiverSubjectIssuerIgnored) else { return nil }
    guard speaksFor(issuer) || defects.has(.receiverSubjectIssuerIgnored) else { return nil }
    if defects.has(.receiverSubjectPrefix), let whole = ["user-alice", "user-bob"].first(where: { $0.hasPrefix(subject) }) {
      return .principal(whole)
    }
    if defects.has(.receiverFallsBack), !subject.hasPrefix("user-") { return .principal("user-alice") }
    return .principal(subject)
  }

  /// Every member has to match; devices and groups are not known here, so an event about one of them has no subject.
  private func complex(_ identifier: JSONObject) -> EventSubject? {
    let isCareless = defects.has(.criticalMemberIgnored)
    let members = identifier.members.filter { $0.name != "format" && !(isCareless && $0.name.hasPrefix("x_")) }
    let found = members.map { $0.value.object.flatMap(read) }
    if defects.has(.receiverMatchesAny) { return found.compactMap { $0 }.first }
    guard let first = found.first, found.allSatisfy({ $0 != nil && $0 == first }) else { return nil }
    return first
  }

  private func speaksFor(_ issuer: String) -> Bool { transmitter.authority.contains(issuer) || defects.has(.receiverAnyAuthority) }
}
