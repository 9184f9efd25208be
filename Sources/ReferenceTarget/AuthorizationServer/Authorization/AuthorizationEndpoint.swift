/// RFC 6749 section 3.1, by GET or POST. No person is asked: the user whom `login_hint` names has consented beforehand, unless the
/// request says `decision=deny`. Both stand for somebody at a browser, so they count beside a pushed request too. Under the preset
/// `sign-in-form` somebody is asked.
struct AuthorizationEndpoint: Sendable {
  let server: AuthorizationServer

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    let sent =
      incoming.method == "POST"
      ? try FormParameters(bodyOf: incoming)
      : try FormParameters(queryOf: incoming, tolerateDuplicates: defects.has(.authorizationDuplicates))
    let (parameters, pushedThumbprint) = try resolve(sent)
    let reader = AuthorizationRequestReader(server: server)
    let destination = try reader.destination(parameters)
    return try redirecting(to: destination) {
      if defects.has(.refusesEverything) { throw AuthorizationRefusal(code: "access_denied", description: "refused") }
      var request = try reader.request(parameters)
      request.proofThumbprint = pushedThumbprint ?? request.proofThumbprint
      let details = try AuthorizationDetails(server: server).asked(parameters)
      let asked = AskedAuthorization(request: request, destination: destination, details: details)
      if environment.presets.has(.signInForm) { return SignIn(server: server).begin(asked, hint: request.hint ?? sent["login_hint"]) }
      return try grant(asked, user: server.user(hint: request.hint ?? sent["login_hint"]), approves: sent["decision"] != "deny")
    }
  }

  /// What somebody decided, as the answer to the client.
  func conclude(_ asked: AskedAuthorization, user: User, approves: Bool) throws(OAuthError) -> Outgoing {
    try redirecting(to: asked.destination) { try grant(asked, user: user, approves: approves) }
  }

  private func grant(_ asked: AskedAuthorization, user: User?, approves: Bool) throws -> Outgoing {
    guard let user, approves || defects.has(.denialIgnored) else {
      throw AuthorizationRefusal(code: "access_denied", description: "nobody consented")
    }
    if server.store.isBlocked(user.subject, at: environment.now) {
      throw AuthorizationRefusal(code: "access_denied", description: "the session has just ended")
    }
    if server.store.isDisabled(user.subject) { throw AuthorizationRefusal(code: "access_denied", description: "the account is disabled") }
    let code = server.codes.issue(asked.request, user, environment)
    if let grant = server.codes.peek(code)?.grant { AuthorizationDetails(server: server).remember(asked.details, grant: grant.id) }
    return redirect(asked.destination, [("code", code)])
  }

  /// Refusals go to the client, once it is settled where that is.
  private func redirecting(to destination: Destination, _ body: () throws -> Outgoing) throws(OAuthError) -> Outgoing {
    do {
      return try body()
    } catch let error as OAuthError where error.code == .invalidAuthorizationDetails {
      return redirect(destination, [("error", error.code.rawValue), ("error_description", error.description)])
    } catch let refusal as AuthorizationRefusal {
      return redirect(destination, [("error", refusal.code), ("error_description", refusal.description)])
    } catch {
      throw (error as? OAuthError) ?? OAuthError(.serverError, "unexpected condition", status: 500)
    }
  }

  /// RFC 9126 section 4: with `request_uri` the pushed parameters count, and nothing that stands beside it.
  private func resolve(_ sent: FormParameters) throws(OAuthError) -> (FormParameters, String?) {
    guard sent["request"] == nil else { throw OAuthError(.invalidRequest, "request objects are not supported") }
    guard let uri = sent["request_uri"] else { return (sent, nil) }
    if defects.has(.requestAddressFollowed) { CarelessReading.visit(uri, environment) }
    let now = environment.now
    if defects.has(.pushedUnusable) { throw OAuthError(.invalidRequest, "request_uri is unknown") }
    guard let pushed = server.pushedRequests.peek(uri, now: now), pushed.clientID == sent["client_id"] || defects.has(.parUnbound) else {
      throw OAuthError(.invalidRequest, "request_uri is unknown, used, expired or another client's")
    }
    if !defects.has(.parReusable), server.pushedRequests.take(uri, now: now) == nil {
      throw OAuthError(.invalidRequest, "request_uri has been used")
    }
    let parameters = defects.has(.frontChannelOverrides) ? pushed.parameters.overridden(by: sent) : pushed.parameters
    return (parameters, pushed.proofThumbprint)
  }

  private func redirect(_ destination: Destination, _ members: [(String, String)]) -> Outgoing {
    var members = members
    let isError = members.contains { $0.0 == "error" }
    if let state = destination.state, !defects.has(.stateDropped), !(isError && defects.has(.stateDroppedInErrors)) {
      members.append(("state", defects.has(.stateMangled) ? state.replacing("+", with: " ") : state))
    }
    if !defects.has(.issuerParameterMissing), !(isError && defects.has(.issuerMissingInErrors)) { members.append(("iss", server.issuer)) }
    let query = members.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    let separator = destination.redirectURI.contains("?") ? "&" : "?"
    let readable = defects.has(.corsAtAuthorization) ? [("Access-Control-Allow-Origin", "*")] : []
    return .empty(
      defects.has(.redirect307) ? 307 : 303,
      headers: readable + [
        ("Location", destination.redirectURI + separator + query), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
      ])
  }

  private static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
        out.append(character)
      } else {
        out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}
