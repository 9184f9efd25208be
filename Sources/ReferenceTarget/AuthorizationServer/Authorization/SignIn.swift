/// The pages on which a person signs in and decides, under the preset `sign-in-form`. A visit is tied to the browser by a cookie and to
/// the page by a hidden field; either alone is worth nothing.
struct SignIn: Sendable {
  let server: AuthorizationServer

  /// Somebody on the way from the authorization request to the decision.
  struct Visit: Sendable {
    var asked: AskedAuthorization
    /// The value of the browser's cookie.
    var browser: String
    /// Who signed in; nil before.
    var user: User?
  }

  static let cookie = "visit"
  private static let lifetime = 600

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("POST", server.path + "/sign-in") { try signIn($0) }
    endpoints.add("POST", server.path + "/consent") { try decide($0) }
  }

  /// Made anew with each start, so it stands in no file that outlives it.
  static func password(of hint: String, seed: String) -> String { Digest.thumbprint("\(seed) \(hint)") }

  /// The page that answers an authorization request.
  func begin(_ asked: AskedAuthorization, hint: String?) -> Outgoing {
    let visit = Visit(asked: asked, browser: Random.identifier())
    let cookie = "\(Self.cookie)=\(visit.browser); Path=\(server.path); HttpOnly; Secure; SameSite=Lax"
    return page(loginForm(keep(visit), name: hint ?? "", remark: nil), headers: [("Set-Cookie", cookie)])
  }

  private func signIn(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    let form = try FormParameters(bodyOf: incoming)
    var visit = try visit(form, incoming)
    let name = form["username"] ?? ""
    guard let user = server.user(hint: name),
      equalInConstantTime(form["password"] ?? "", Self.password(of: name, seed: server.passwordSeed))
    else { return page(loginForm(keep(visit), name: name, remark: "The name or the password is wrong.")) }
    visit.user = user
    return page(consentForm(keep(visit), visit.asked.request, user))
  }

  private func decide(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    let form = try FormParameters(bodyOf: incoming)
    let visit = try visit(form, incoming)
    guard let user = visit.user, let decision = form["decision"], ["approve", "deny"].contains(decision) else {
      throw OAuthError(.invalidRequest, "nobody has signed in, or nothing was decided")
    }
    return try AuthorizationEndpoint(server: server).conclude(visit.asked, user: user, approves: decision == "approve")
  }

  // MARK: Visits

  private func keep(_ visit: Visit) -> String {
    let key = Random.identifier()
    server.signIns.put(visit, key: key, expiry: server.environment.now + Self.lifetime)
    return key
  }

  /// The visit that a page belongs to, once.
  private func visit(_ form: FormParameters, _ incoming: Incoming) throws(OAuthError) -> Visit {
    let cookies = incoming.values("cookie").flatMap { $0.split(separator: ";") }.map { $0.trimmingSpaces }
    guard let visit = server.signIns.take(try form.required("visit"), now: server.environment.now),
      cookies.contains("\(Self.cookie)=\(visit.browser)")
    else { throw OAuthError(.invalidRequest, "this page is not the browser's, or has been sent already") }
    return visit
  }

  // MARK: Pages

  private func loginForm(_ key: String, name: String, remark: String?) -> String {
    """
    <h1>Sign in</h1>
    \(remark.map { "<p>\($0)</p>" } ?? "")
    <form method="post" action="\(server.path)/sign-in">
    <input type="hidden" name="visit" value="\(Self.escaped(key))">
    <label>Name <input name="username" value="\(Self.escaped(name))" autocomplete="username"></label>
    <label>Password <input type="password" name="password" autocomplete="current-password"></label>
    <button>Sign in</button>
    </form>
    """
  }

  private func consentForm(_ key: String, _ request: AuthorizationRequest, _ user: User) -> String {
    """
    <h1>Allow access?</h1>
    <p>\(Self.escaped(request.client.id)) asks for \(Self.escaped(request.scope.joined(separator: ", "))) in the name of \
    \(Self.escaped(user.hint)).</p>
    <form method="post" action="\(server.path)/consent">
    <input type="hidden" name="visit" value="\(Self.escaped(key))">
    <button name="decision" value="deny">Deny</button>
    <button name="decision" value="approve">Allow</button>
    </form>
    """
  }

  private func page(_ content: String, headers: [(String, String)] = []) -> Outgoing {
    let text =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Reference target</title></head><body>\n\(content)\n</body></html>\n"
    return Outgoing(
      status: 200,
      headers: headers + [
        ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
      ], body: Array(text.utf8))
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
