/// Rich authorization requests (RFC 9396): what exactly may be done, in objects with a type. One type is known here.
struct AuthorizationDetails: Sendable {
  let server: AuthorizationServer

  /// `{"type": "payment", "amount": integer, "currency": text}`, all of them needed, nothing else.
  static let type = "payment"
  static let parameter = "authorization_details"

  private var defects: Defects { server.environment.defects }

  /// What a request asks for; nil if it has no such parameter.
  func asked(_ form: FormParameters) throws(OAuthError) -> [JSONObject]? {
    guard let text = form[Self.parameter] else { return nil }
    guard case .array(let elements)? = try? JSONValue(parsing: Array(text.utf8)), !elements.isEmpty else {
      throw refusal("not a list of objects")
    }
    var details: [JSONObject] = []
    for element in elements {
      guard let object = element.object else { throw refusal("not an object") }
      if let reason = fault(object) { throw refusal(reason) }
      details.append(object)
    }
    return details
  }

  /// Section 5: an unknown type, or an object that does not fit its type.
  private func fault(_ object: JSONObject) -> String? {
    guard object["type"]?.string == Self.type else { return defects.has(.detailsUnknownType) ? nil : "type" }
    if defects.has(.detailsUnchecked) { return nil }
    guard let amount = object["amount"]?.integer, amount > 0 else { return "amount" }
    guard object["currency"]?.string != nil else { return "currency" }
    return object.members.count == 3 ? nil : "a field that is not known"
  }

  private func refusal(_ reason: String) -> OAuthError { OAuthError(.invalidAuthorizationDetails, "authorization_details: \(reason)") }

  /// Remembers what somebody consented to, by the grant.
  func remember(_ details: [JSONObject]?, grant: String) { server.details.withLock { $0[grant] = details } }

  /// Section 6 and 7: what a token request asks for lies inside the grant, and the answer says what was granted.
  func apply(to issuance: Issuance, _ form: FormParameters, _ type: GrantType) throws(OAuthError) -> Issuance {
    var issuance = issuance
    let asked = try asked(form)
    let granted: [JSONObject]?
    switch type {
    case .clientCredentials: granted = asked
    case .authorizationCode, .refreshToken, .backchannel:
      let consented = server.details.withLock { $0[issuance.grantID] }
      if let asked, !defects.has(.detailsWiden) {
        guard let consented, asked.allSatisfy({ one in consented.contains { contains($0, one) } }) else {
          throw refusal("more than was consented to")
        }
      }
      granted = asked ?? consented
    case .tokenExchange, .jwtBearer:
      guard asked == nil else { throw refusal("not with this grant") }
      granted = nil
    }
    guard var granted else { return issuance }
    if defects.has(.detailsDoubled), type == .backchannel { granted = granted.map { doubled($0) } }
    let value = JSONValue.array(granted.map { .object($0) })
    if !defects.has(.detailsNotInToken) { issuance.extra[Self.parameter] = value }
    issuance.details = defects.has(.detailsNotAnswered) ? nil : value
    return issuance
  }

  /// Whether one payment is no more than another.
  private func contains(_ consented: JSONObject, _ asked: JSONObject) -> Bool {
    consented["currency"] == asked["currency"] && (asked["amount"]?.integer ?? .max) <= (consented["amount"]?.integer ?? 0)
  }

  private func doubled(_ object: JSONObject) -> JSONObject {
    var copy = object
    copy["amount"] = object["amount"]?.integer.map { .integer($0 * 2) }
    return copy
  }
}

/// What this server grants only after a person confirmed it (draft-ietf-wimse-aims, section on human in the loop): a client alone, by
/// its own credentials, does not get it.
enum ConfirmationPolicy {
  static let scope = "confirmed"

  static func apply(to issuance: Issuance, _ form: FormParameters, _ type: GrantType, _ defects: Defects) throws(OAuthError) -> Issuance {
    guard type == .clientCredentials, issuance.scope.contains(scope), !defects.has(.confirmationSkipped) else { return issuance }
    guard form["scope"] == nil || defects.has(.confirmationSkippedByDefault) else {
      throw OAuthError(.invalidScope, "a person has to confirm this at the authorization server")
    }
    if form["scope"] == nil, defects.has(.confirmationSkippedByDefault) { return issuance }
    var issuance = issuance
    issuance.scope.removeAll { $0 == scope }
    return issuance
  }
}
