import Documents
import Forge
import OrderedJSON
import Targets
import Testing

@testable import Runner

@Suite("Forms of login and consent") struct HTMLFormTests {
  private func forms(_ page: String) -> [HTMLForm] { HTMLForm.all(in: page.utf8) }

  @Test("inputs, lists, texts and buttons are what a browser would send") func controls() throws {
    let form = try #require(
      forms(
        """
        <p>before</p> <FORM method=POST action='/login?a=1&amp;b=2'>
        <input type="hidden" name="csrf" value="a&quot;&gt;b&#x41;&#66;">
        <input name=user value = plain><INPUT TYPE="password" NAME="pass" required>
        <input type="checkbox" name="stay" checked><input type="checkbox" name="news">
        <input type="radio" name="kind" value="one"><input type="radio" name="kind" value="two" checked>
        <select name="land"><option value="de">Germany</option><option value="fr" selected>France</option></select>
        <select name="tongue"><option>English</option><option>Other</option></select>
        <textarea name="note">a &lt; b</textarea>
        <input type="submit" value="Go"><button type="button" name="x">no</button><button name="ok" value="1">yes</button>
        <input name="off" value="1" disabled><input type="file" name="f"></form><input name="outside">
        """
      ).first)
    #expect(form.action == "/login?a=1&b=2")
    #expect(form.method == "POST")
    let values = form.controls.filter { $0.kind == .value }.map { "\($0.name)=\($0.value)" }
    #expect(values == [#"csrf=a">bAB"#, "user=plain", "pass=", "land=fr", "tongue=English", "note=a < b"])
    #expect(form.controls.filter { $0.kind == .choice(isChecked: true) }.map { "\($0.name)=\($0.value)" } == ["stay=on", "kind=two"])
    #expect(form.buttons.map { "\($0.name)=\($0.value)" } == ["=Go", "ok=1"])
    #expect(!form.has("outside") && !form.has("off") && !form.has("f"))
  }

  @Test("comments and scripts hold no forms, broken pages end nothing") func noise() {
    #expect(forms("<!-- <form> --><script>'<form action=x>'</SCRIPT><form action=\"\"><input name=a></form>").map(\.action) == [nil])
    #expect(forms("<form><input name='a").count == 1)
    for page in [
      "", "<", "<form", "<form =", "<!--", "<form><input name=\"", "<select><option>", "</form>", "<form / / a= >", "<form><select name=a>",
    ] {
      _ = forms(page)
    }
    #expect(forms("<form>").map(\.method) == ["GET"])
  }

  private func filling(_ json: JSON, _ decision: UserDriver.Decision = .approve) -> FormFilling { FormFilling(json, decision: decision) }

  private static let description: JSON = [
    "fields": ["user": "alice", "pass": ["env": "P"]], "approve": ["decision": "yes"], "deny": ["decision": "no"],
  ]

  @Test("a login is filled in and sent by its first button") func login() throws {
    let form = try #require(
      forms("<form><input type=hidden name=t value=1><input name=user><input name=pass><button name=go value=in></form>").first)
    let content = try filling(Self.description).content(of: form) { _ in "secret" }
    #expect(content.map { "\($0.0)=\($0.1)" } == ["t=1", "user=alice", "pass=secret", "go=in"])
  }

  @Test("a decision presses the described button", arguments: [(UserDriver.Decision.approve, "yes"), (.deny, "no")])
  func decision(decision: UserDriver.Decision, value: String) throws {
    let page =
      "<form><input type=hidden name=t value=1><button name=decision value=no>No</button><button name=decision value=yes>Yes</button></form>"
    let content = try filling(Self.description, decision).content(of: try #require(forms(page).first)) { _ in "" }
    #expect(content.map { "\($0.0)=\($0.1)" } == ["t=1", "decision=\(value)"])
  }

  @Test("a page that only goes on is sent, one with unknown buttons is not guessed at") func buttons() throws {
    let alone = try #require(forms("<form><input type=hidden name=t value=1><button name=next value=1></form>").first)
    #expect(try filling(Self.description).content(of: alone) { _ in "" }.map(\.0) == ["t", "next"])
    let several = try #require(forms("<form><button name=a value=1><button name=b value=2></form>").first)
    #expect(throws: FormFilling.Ambiguous(buttons: ["a=1", "b=2"])) { try filling(Self.description).content(of: several) { _ in "" } }
    // A denial that has no name: the form goes without a button.
    #expect(try filling(["deny": [:]], .deny).content(of: several) { _ in "" }.isEmpty)
  }

  @Test("of several forms the one that has the described fields is meant") func choice() throws {
    let page =
      "<form action=/search><input name=q></form><form action=/login><input name=user><input name=pass></form><form action=/x></form>"
    #expect(filling(Self.description).choose(among: forms(page))?.action == "/login")
    #expect(filling(["fields": [:]]).choose(among: forms(page))?.action == "/search")
    #expect(filling(Self.description).choose(among: []) == nil)
  }
}

@Suite("What a hook says") struct HookAnswerTests {
  @Test(
    "an address, an object, or a page",
    arguments: [
      ("https://c.example/cb?code=1\n", HookAnswer.redirect("https://c.example/cb?code=1", status: nil)),
      ("com.example.app:/cb?code=1", .redirect("com.example.app:/cb?code=1", status: nil)),
      (#"{"redirect": "https://c.example/cb?error=x", "status": 303}"#, .redirect("https://c.example/cb?error=x", status: 303)),
      (#"{"redirect": null, "status": 400}"#, .page(status: 400)), (#"{"status": 200}"#, .page(status: 200)),
    ])
  func answers(text: String, expected: HookAnswer) throws { #expect(try HookAnswer(text) == expected) }

  @Test(
    "anything else is refused, and not repeated",
    arguments: [
      "", "   \n", "secret-code-1", "one\ntwo", "{", "{}", "[]", #"{"redirect": "secret-code-1"}"#, #"{"status": 7}"#, "1https://a",
      "https:",
      #"{"redirect": 5, "status": 302}"#, "https://a b",
    ])
  func garbage(text: String) {
    let failure = #expect(throws: HookFailure.self) { try HookAnswer(text) }
    #expect(failure?.reason.contains("secret-code-1") == false)
    #expect(failure?.reason.contains("expected is") == true)
  }
}

@Suite("Ways of users") struct UserDriverTests {
  private static let text = """
    target: {name: a, version: b}
    servers: {home: {issuer: "https://as.example", metadata: discover}}
    users:
      alice: {hint: al, driver: {auto: true, deny: {decision: deny}}}
      bob: {subject: b, driver: {hook: sign-in}}
      pool:
        driver:
          form: {fields: {user: p}, approve: {ok: "1"}}
    hooks:
      sign-in: {run: ./sign-in}
    """

  private func driver(_ role: String, _ decision: String = "approve") throws -> UserDriver {
    let (target, problems) = TargetParser.parse(SourceFile(path: "x/target.yaml", text: Self.text))
    return try UserDriver(role: role, decision: decision, target: try #require(target, "\(problems)"))
  }

  @Test("who cannot be made to deny is said with the line, who does not exist is missing") func denial() throws {
    #expect(try driver("alice", "deny").parameters().map { "\($0.0)=\($0.1)" } == ["login_hint=al", "decision=deny"])
    #expect(try driver("bob", "deny").parameters().isEmpty)
    #expect(try driver("pool").whereabouts == "user pool (target.yaml:7)")
    #expect(try driver("bob").whereabouts == "user bob (target.yaml:5)")
    #expect(throws: RecipeProblem.self) { try driver("carol") }
    #expect(throws: RecipeProblem.self) { try driver("alice", "perhaps") }
  }

  @Test(
    "a redirect is an answer where the client expects it or where it carries one elsewhere",
    arguments: [
      ("https://c.example/cb?x=1", true), ("https://other.example/?code=1", true), ("https://as.example/login", false),
      ("https://as.example/next?code=1", false), ("https://other.example/login", false), ("https://c.example/cb#code=1", true),
    ])
  func answers(location: String, isAnswer: Bool) {
    let answer = UserDriver.answer(in: location, from: "https://as.example/authorize", redirects: ["https://c.example/cb"])
    #expect((answer != nil) == isAnswer)
  }

  @Test("a hook learns the request, the user and the decision") func input() throws {
    var draft = MessageDraft(method: "GET", url: "https://as.example/authorize")
    draft.query = [("state", "a b")]
    let input = try driver("bob", "deny").input("sign-in", draft, ["https://c.example/cb"])
    #expect(input["url"] == "https://as.example/authorize?state=a+b")
    #expect(input["decision"] == "deny")
    #expect(input["subject"] == "b")
    #expect(input["redirect-uri"] == "https://c.example/cb")
    #expect(input["body"] == nil)
  }
}
