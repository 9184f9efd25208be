import Foundation
import Testing

@testable import ReferenceTarget

@Suite("Signing in by forms")
struct SignInTests {
  let harness: Harness

  init() throws { harness = try Harness(presets: ["sign-in-form"]) }

  private func begin(_ change: [String: String] = [:]) async -> (page: String, cookie: String, status: Int) {
    let fields = [
      "response_type": "code", "client_id": Cast.Role.agent.clientID, "redirect_uri": Roster.redirectURI, "state": "s",
      "code_challenge": Digest.thumbprint(AuthorizationTests.verifier), "code_challenge_method": "S256", "scope": "read",
      "login_hint": "a\"<b",
    ].merging(change) { $1 }
    let answer = await harness.send("GET", "/home/authorize?" + Harness.form(fields.map { ($0.key, $0.value) }))
    return (answer.text, answer.header("Set-Cookie").first.map { String($0.prefix { $0 != ";" }) } ?? "", answer.status)
  }

  private func visit(_ page: String) -> String {
    page.firstMatch(of: /name="visit" value="([^"]*)"/).map { String($0.1) } ?? ""
  }

  private func send(_ path: String, _ fields: [(String, String)], cookie: String) async -> Harness.Answer {
    await harness.post("/home" + path, fields, headers: [("Cookie", cookie)])
  }

  private func password(_ name: String) -> String { SignIn.password(of: name, seed: harness.cast.passwordSeed) }

  @Test(
    "A person signs in and decides, and the client gets the answer", arguments: [("approve", "code="), ("deny", "error=access_denied")])
  func way(decision: String, answer: String) async throws {
    let (page, cookie, status) = await begin()
    #expect(status == 200)
    #expect(page.contains("a&quot;&lt;b"))
    let consent = await send("/sign-in", [("visit", visit(page)), ("username", "alice"), ("password", password("alice"))], cookie: cookie)
    #expect(consent.text.contains("Allow access?"))
    let end = await send("/consent", [("visit", visit(consent.text)), ("decision", decision)], cookie: cookie)
    #expect(end.status == 303)
    #expect(end.header("Location").first?.contains(answer) == true)
  }

  @Test("A wrong password leads back to the form, another browser and a second sending nowhere") func refusals() async throws {
    let (page, cookie, _) = await begin()
    let again = await send("/sign-in", [("visit", visit(page)), ("username", "alice"), ("password", password("bob"))], cookie: cookie)
    #expect(again.text.contains("wrong"))
    #expect(
      await send("/sign-in", [("visit", visit(page)), ("username", "alice"), ("password", password("alice"))], cookie: cookie).status == 400
    )
    let other = [("visit", visit(again.text)), ("username", "alice"), ("password", password("alice"))]
    #expect(await send("/sign-in", other, cookie: "visit=other").status == 400)
  }

  @Test("Without a login nothing is decided, and a wrong request gets no form") func order() async throws {
    let (page, cookie, _) = await begin()
    #expect(await send("/consent", [("visit", visit(page)), ("decision", "approve")], cookie: cookie).status == 400)
    #expect(await begin(["redirect_uri": "https://attacker.example/"]).status == 400)
    #expect(await begin(["response_type": "token"]).status == 303)
  }
}
