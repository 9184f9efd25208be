import Foundation

/// A resource that knows nothing of tokens: it asks a server about each one (RFC 7662), wherever the operator says that it is, and serves
/// what the answer lets it. An answer that is not one serves nobody.
struct AskingResource: Sendable {
  let environment: Environment
  let backends: Backends
  let client: PushClient
  /// How it says who it is.
  let credentials: (name: String, secret: String)

  static let path = "/rs/asking"
  static let marker = "reference-asking"
  static let scope = "read"

  private var defects: Defects { environment.defects }
  private var identifier: String { environment.base + Self.path }

  func mount(on endpoints: inout Endpoints) { endpoints.add("GET", Self.path) { await answer($0) } }

  private func answer(_ request: Incoming) async -> Outgoing {
    do throws(ResourceRefusal) {
      if defects.has(.refusesEverything) { throw ResourceRefusal.token(.bearer, "refused") }
      let presented = try PresentedToken(request, defects)
      let claims = try checked(await facts(presented.token), presented)
      return .privateJSON(["marker": .string(Self.marker), "sub": claims["sub"] ?? .null])
    } catch {
      if defects.has(.acceptsEverything) { return .privateJSON(["marker": .string(Self.marker)]) }
      return error.outgoing(metadata: nil, defects)
    }
  }

  /// What the server says of a token; nil without a usable answer.
  private func facts(_ token: String) async -> JSONObject? {
    if defects.has(.keepsAnswers), let kept = backends.answers.withLock({ $0[token] }) { return kept }
    guard let url = backends[.introspection] else { return nil }
    var fields = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")]
    if !defects.has(.asksAnonymously) {
      fields.append(("Authorization", "Basic " + Self.basic(credentials.name + ":" + credentials.secret)))
    }
    let body = "token=" + (token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    guard let answer = await client.send(.POST, url, headers: fields, body: Array(body.utf8)), answer.status == 200,
      let object = (try? JSONValue(parsing: answer.body))?.object
    else { return nil }
    if defects.has(.keepsAnswers) { backends.answers.withLock { $0[token] = object } }
    return object
  }

  private func checked(_ facts: JSONObject?, _ presented: PresentedToken) throws(ResourceRefusal) -> JSONObject {
    guard let facts else {
      if defects.has(.failsOpen) { return [:] }
      throw .token(presented.scheme, "nobody vouches for the token")
    }
    guard isActive(facts["active"]) else { throw .token(presented.scheme, "the token is not active") }
    if let expiry = facts["exp"], !defects.has(.introspectedExpiryIgnored) {
      guard let time = expiry.numericDate, time > Double(environment.now) else { throw .token(presented.scheme, "the token has expired") }
    }
    let claims = Claims(facts)
    guard facts["aud"] == nil || claims.audiences?.contains(identifier) == true || defects.has(.introspectedAudienceIgnored) else {
      throw .token(presented.scheme, "the token is for another resource")
    }
    // No proof can be shown here, so a bound token opens nothing.
    guard facts["cnf"] == nil || defects.has(.introspectedBindingIgnored) else {
      throw .token(presented.scheme, "the token is bound to a key")
    }
    guard claims.scope.contains(Self.scope) else {
      throw ResourceRefusal(
        status: 403, scheme: presented.scheme, code: .insufficientScope, description: "the token lacks the scope", scope: Self.scope)
    }
    return facts
  }

  private func isActive(_ value: JSONValue?) -> Bool {
    if case .bool(let active)? = value { return active }
    return defects.has(.truthyActive) && value != nil
  }

  private static func basic(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
