import Documents
import Foundation
import Requirements
import Testing

@testable import Scenarios

/// A mistake, what is said about it, and the text without the mistake.
struct Mistake: Sendable, CustomTestStringConvertible {
  var rule: String
  var wrong: String
  var says: String
  var right: String
  var testDescription: String { rule }

  init(_ rule: String, _ wrong: String, _ says: String, right: String) {
    self.rule = rule
    self.wrong = wrong
    self.says = says
    self.right = right
  }
}

@Suite("The linter") struct LintTests {
  /// What is wrong with a scenario that consists of a good beginning (lines 1 to 8) and these steps (from line 9), in form and in
  /// what holds between its parts.
  static func findings(_ steps: String, given: String = "own: {key: ES256}") throws -> [String] {
    let text = """
      title: A target answers
      role: resource-server
      needs: [dpop]
      about: It is fresh
      given: {\(given)}
      steps:
        - {id: token, do: token, with: {client: agent, grant: client_credentials, resource: tool, scope: [read], dpop: {key: own}}}
        - {id: call, do: call, with: {resource: tool, token: $token.access_token, dpop: {key: own}}, check: good, requirement: RFC9449-7.1-1}
      \(steps.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      """
    let (corpus, catalogue, _) = try CorpusTests.load()
    let (scenario, form) = ScenarioParser.parse(SourceFile(path: "x.yaml", text: text), id: "possession.x")
    var one = corpus
    one.scenarios = scenario.map { [$0] } ?? []
    return (form + Lint.check(one, catalogue: catalogue)).map(brief)
  }

  static let requirement = "requirement: RFC9449-7.1-1"

  static let names: [Mistake] = [
    .init(
      "1: a field", "- {id: x, vary: call, change: {schema: Bearer}, check: a, \(requirement), expect: token-refused}",
      "9:34: no schema in call at schema (did you mean scheme?)",
      right: "- {id: x, vary: call, change: {scheme: Bearer}, check: a, \(requirement), expect: token-refused}"),
    .init(
      "1: a path", "- {id: x, vary: call, remove: [dpop.claim.jti], check: a, \(requirement), expect: proof-refused}",
      "9:34: no claim in call at dpop.claim.jti (did you mean claims?)",
      right: "- {id: x, vary: call, remove: [dpop.claims.jti], check: a, \(requirement), expect: proof-refused}"),
    .init(
      "1: a role",
      "- {id: x, do: call, with: {resource: tol}, expect: refused, checks: [{check: a, \(requirement), expect: {status: 401}}]}",
      "9:40: unknown resource tol (did you mean tool?)",
      right: "- {id: x, do: call, with: {resource: tool}, expect: refused, checks: [{check: a, \(requirement), expect: {status: 401}}]}"),
    .init(
      "1: a given", "- {id: x, vary: call, change: {dpop.key: oen}, check: a, \(requirement), expect: proof-refused}",
      "9:44: nothing given is called oen (did you mean own?)",
      right: "- {id: x, vary: call, change: {dpop.key: own}, check: a, \(requirement), expect: proof-refused}"),
    .init(
      "1: a name in force", "- {id: x, needs: dpop-nonse, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}",
      "9:20: dpop-nonse is no name in force (did you mean dpop-nonce?)",
      right: "- {id: x, needs: dpop-nonce, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "1: a number that a name does not have",
      "- {id: x, needs: {dpop: 2}, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}",
      "9:21: dpop has no number (write the name alone)",
      right: "- {id: x, needs: {delegation-depth: 2}, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "1: a requirement", "- {id: x, vary: call, remove: [dpop], check: a, requirement: RFC9449-7.1-99, expect: token-refused}",
      "9:64: unknown requirement RFC9449-7.1-99 (did you mean RFC9449-7.1-1?)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "1: a named expectation", "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: tokn-refused}",
      "9:87: unknown expectation tokn-refused (did you mean token-refused?)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "1: a fact", "- {id: x, vary: call, check: a, \(requirement), why: again, expect: {outcome: accepted, markr: true}}",
      "9:103: call has no fact markr (did you mean marker?)",
      right: "- {id: x, vary: call, check: a, \(requirement), why: again, expect: {outcome: accepted, marker: true}}"),
    .init(
      "1: a hook", "- {id: x, do: hook, with: {run: set-clok}}", "9:35: unknown hook set-clok (did you mean set-clock?)",
      right: "- {id: x, do: hook, with: {run: set-clock}}"),
    .init(
      "2: kebab-case", "- {id: x, vary: call, remove: [dpop], check: No_Proof, \(requirement), expect: token-refused}",
      "9:48: the id No_Proof is not in kebab-case (lower case letters and digits, joined by hyphens)",
      right: "- {id: x, vary: call, remove: [dpop], check: no-proof, \(requirement), expect: token-refused}"),
    .init(
      "2: the root of references", "- {id: target, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}",
      "9:5: a step cannot be called target, which is the root of references",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "2: a check that stands twice", "- {id: x, vary: call, remove: [dpop], check: good, \(requirement), expect: token-refused}",
      "9:48: the check good stands twice (the other is in line 8)",
      right: "- {id: x, vary: call, remove: [dpop], check: bad, \(requirement), expect: token-refused}"),
    .init(
      "3: a step that is not there", "- {id: x, vary: cal, remove: [dpop], check: a, \(requirement), expect: token-refused}",
      "9:5: vary names the step cal, which is not there (did you mean call?)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "3: from stands before its base",
      "- {id: x, vary: call, from: call, remove: [dpop], check: a, \(requirement), expect: token-refused}",
      "9:5: from names call, which does not stand before call",
      right: "- {id: x, vary: call, from: token, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "3: proof in a circle",
      "- {id: x, vary: call, proven-by: [x], remove: [dpop], check: a, \(requirement), expect: token-refused}",
      "9:5: x is proven by itself (proven-by must lead to a step that stands on its own)",
      right: "- {id: x, vary: call, proven-by: [call], remove: [dpop], check: a, \(requirement), expect: token-refused}"),
  ]

  static let references: [Mistake] = [
    .init(
      "4: a step that comes later",
      "- {id: x, vary: call, change: {token: $y.access_token}, check: a, \(requirement), expect: token-refused}\n"
        + "- {id: y, do: token, with: {client: agent, grant: client_credentials}}",
      "9:41: $y.access_token names y, which comes later (a reference points to an earlier step)",
      right: "- {id: y, do: token, with: {client: agent, grant: client_credentials}}\n"
        + "- {id: x, vary: call, change: {token: $y.access_token}, check: a, \(requirement), expect: token-refused}"),
    .init(
      "4: a fact that the action does not have",
      "- {id: x, vary: call, change: {token: $token.acces_token}, check: a, \(requirement), expect: token-refused}",
      "9:41: $token.acces_token: token has no fact acces_token (did you mean access_token?)",
      right: "- {id: x, vary: call, change: {token: $token.refresh_token}, check: a, \(requirement), expect: token-refused}"),
    .init(
      "4: into a secret",
      "- {id: x, vary: call, change: {token: $token.access_token.sub}, check: a, \(requirement), expect: token-refused}",
      "9:41: $token.access_token.sub leads into access_token, a secret (a secret is used as a whole; what it says is under view)",
      right: "- {id: x, vary: call, change: {token: $token.view.sub}, check: a, \(requirement), expect: token-refused}"),
    .init(
      "4: no time", "- {id: x, vary: call, change: {dpop.claims.iat: $call.outcome+5s}, check: a, \(requirement), expect: proof-refused}",
      "9:51: $call.outcome is no time",
      right: "- {id: x, vary: call, change: {dpop.claims.iat: $call.sent.at+5s}, check: a, \(requirement), expect: proof-refused}"),
    .init(
      "4: a bound", "- {id: x, vary: call, await: {within: $bounds.resorce}, why: later, check: a, \(requirement), expect: accepted}",
      "9:41: unknown bound resorce (did you mean resource?)",
      right: "- {id: x, vary: call, await: {within: $bounds.resource}, why: later, check: a, \(requirement), expect: accepted}"),
    .init(
      "4: a party of the target",
      "- {id: x, vary: call, change: {dpop.claims.htu: $target.resources.tol.url}, check: a, \(requirement), expect: proof-refused}",
      "9:51: $target.resources.tol.url: unknown resource tol (did you mean tool?)",
      right:
        "- {id: x, vary: call, change: {dpop.claims.htu: $target.resources.downstream.url}, check: a, \(requirement), expect: proof-refused}"
    ),
  ]

  static let controls: [Mistake] = [
    .init(
      "5: a refusal without control", "- {id: x, do: call, with: {resource: tool}, check: a, \(requirement), expect: token-refused}",
      "9:54: a refusal can meet a, and nothing shows that the right request is accepted "
        + "(vary a step that expects acceptance, or name one in proven-by)",
      right: "- {id: x, vary: call, remove: [token], check: a, \(requirement), expect: token-refused}"),
    .init(
      "5: throughout without proof",
      "- {id: x, vary: call, await: {throughout: 5s}, why: stays, check: a, \(requirement), expect: accepted}",
      "9:5: throughout is met by a target that does nothing (name in proven-by the step that shows an effect)",
      right: "- {id: x, vary: call, await: {throughout: 5s}, why: stays, proven-by: [call], check: a, \(requirement), expect: accepted}"),
    .init(
      "6: a code works once",
      """
      - {id: authorize, do: authorize, with: {client: agent, user: alice}}
      - {id: redeem, do: token, with: {client: agent, grant: authorization_code, code: $authorize.code}}
      - {id: x, vary: redeem, remove: [form.code_verifier], check: a, \(requirement), expect: grant-refused}
      """,
      "11:5: redeem uses up $authorize.code, which works once (add from: authorize, or say why: …)",
      right: """
        - {id: authorize, do: authorize, with: {client: agent, user: alice}}
        - {id: redeem, do: token, with: {client: agent, grant: authorization_code, code: $authorize.code}}
        - {id: x, vary: redeem, from: authorize, remove: [form.code_verifier], check: a, \(requirement), expect: grant-refused}
        """),
    .init(
      "1: an edit that names the step that is varied",
      """
      - {id: authorize, do: authorize, with: {client: agent, user: alice}}
      - {id: redeem, do: token, with: {client: agent, grant: authorization_code, code: $authorize.code}}
      - {id: x, vary: redeem, from: authorize, remove: [redeem/form.code_verifier], check: a, \(requirement), expect: grant-refused}
      """,
      "11:53: redeem/form.code_verifier names the step that is varied, whose own edits have no prefix (write form.code_verifier, without redeem/)",
      right: """
        - {id: authorize, do: authorize, with: {client: agent, user: alice}}
        - {id: redeem, do: token, with: {client: agent, grant: authorization_code, code: $authorize.code}}
        - {id: x, vary: redeem, from: authorize, remove: [form.code_verifier], check: a, \(requirement), expect: grant-refused}
        """),
    .init(
      "7: a base with a lasting effect",
      """
      - {id: revoke, do: revoke, with: {client: agent, token: $token.access_token}}
      - {id: x, vary: revoke, change: {client: rs-b}, check: a, \(requirement), expect: client-refused}
      """,
      "10:5: revoke changes the target for good, and stands before what varies it (let it stand last, or say control: before)",
      right: """
        - {id: x, vary: revoke, change: {client: rs-b}, check: a, \(requirement), expect: client-refused}
        - {id: revoke, do: revoke, with: {client: agent, token: $token.access_token}}
        """),
    .init(
      "8: two edits", "- {id: x, vary: call, expect: token-refused, cases: [{check: a, \(requirement), change: {scheme: X, method: PUT}}]}",
      "9:56: a case edits one path, found 2 (split it, or say why they belong together: why: …)",
      right:
        "- {id: x, vary: call, expect: token-refused, cases: [{check: a, \(requirement), why: both, change: {scheme: X, method: PUT}}]}"),
    .init(
      "8: no edit", "- {id: x, vary: call, expect: token-refused, cases: [{check: a, \(requirement)}]}",
      "9:56: a case without any edit (say why: …)",
      right: "- {id: x, vary: call, expect: token-refused, cases: [{check: a, \(requirement), why: again}]}"),
    .init(
      "8: the same edit twice",
      "- {id: x, vary: call, expect: token-refused, cases: [{check: a, \(requirement), remove: [dpop]}, "
        + "{check: b, \(requirement), remove: [dpop]}]}",
      "9:112: the same edit stands in line 9 (one case can carry several checks)",
      right: "- {id: x, vary: call, expect: token-refused, cases: [{check: a, \(requirement), remove: [dpop]}, "
        + "{check: b, \(requirement), remove: [token]}]}"),
  ]

  static let judgements: [Mistake] = [
    .init(
      "10: no requirement", "- {id: x, vary: call, remove: [dpop], check: a, expect: token-refused}",
      "9:48: the check a cites no requirement (requirement: [id], from requirements/)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: token-refused}"),
    .init(
      "11: a probe that records nothing", "- {id: x, vary: call, remove: [dpop], probe: a, question: \"EV-1?\"}",
      "9:48: the probe a records nothing (record: [outcome])",
      right: "- {id: x, vary: call, remove: [dpop], probe: a, question: \"EV-1?\", record: [outcome]}"),
    .init(
      "11: a probe with an expectation",
      "- {id: x, vary: call, remove: [dpop], probe: a, question: \"EV-1?\", record: [outcome], expect: refused}",
      "9:48: the probe a has an expectation (a probe has no right answer; a check has)",
      right: "- {id: x, vary: call, remove: [dpop], probe: a, question: \"EV-1?\", record: [outcome]}"),
    .init(
      "12: a rung without note",
      "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: refused, also-accept: [{outcome: broke, verdict: noted}]}",
      "9:110: a rung without note (say which text gives the latitude)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: refused, "
        + "also-accept: [{outcome: broke, verdict: noted, note: why}]}"),
    .init(
      "12: latitude without a text",
      "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: refused, "
        + "also-accept: [{outcome: broke, verdict: passed, note: fine}]}",
      "9:110: a rung with verdict passed cites no text (note: \"RFC 6749 5.2: …\")",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: refused, "
        + "also-accept: [{outcome: broke, verdict: passed, note: \"RFC 9449 7.1: so\"}]}"),
    .init(
      "12: a rung that is swallowed",
      "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: refused, "
        + "also-accept: [{status: 403, verdict: noted, note: why}]}",
      "9:110: the rung can never decide: what stands in line 9 swallows it",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: {outcome: refused, status: 401}, "
        + "also-accept: [{status: 403, verdict: noted, note: why}]}"),
    .init(
      "13: a branch without outcome",
      "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: {any: [{outcome: refused}, {marker: true}]}}",
      "9:114: a branch that fixes no outcome (say outcome: accepted or outcome: refused in each branch)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), "
        + "expect: {any: [{outcome: refused}, {outcome: accepted, marker: true}]}}"),
    .init(
      "13: a bare status", "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: {status: 4xx}}",
      "9:88: a bare status says nothing (say outcome: refused, and how)",
      right: "- {id: x, vary: call, remove: [dpop], check: a, \(requirement), expect: {outcome: refused, status: 4xx}}"),
    .init(
      "14: a step that nothing needs", "- {id: x, do: call, with: {resource: tool}}",
      "9:5: nothing depends on x, and it has no check (remove it)",
      right: "- {id: x, do: call, with: {resource: tool}, check: a, \(requirement)}"),
    .init(
      "15: a mode with cases",
      "- {id: x, vary: call, race: 2, expect: {accepted: 1}, cases: [{check: a, \(requirement), why: again}]}",
      "9:5: a step with cases has no mode (give each its own step)",
      right: "- {id: x, vary: call, race: 2, expect: {accepted: 1}, check: a, \(requirement)}"),
    .init(
      "15: awaiting what has an effect",
      "- {id: x, do: revoke, with: {client: agent, token: $token.access_token}, await: {within: 5s}}",
      "9:5: revoke has side effects and cannot be awaited (await a step that only looks)",
      right: "- {id: x, do: introspect, with: {client: rs-a, token: $token.access_token}, await: {within: 5s}, check: a, \(requirement)}"),
    .init(
      "16: a ladder outside of preflight",
      "- {id: x, do: call, with: {resource: tool}, ladder: [{change: {scheme: X}, note: so}]}",
      "9:5: ladder outside of a preflight scenario (a ladder decides for the whole run)",
      right: "- {id: x, do: call, with: {resource: tool}, check: a, \(requirement)}"),
    .init(
      "17: an address of somebody",
      "- {id: x, vary: call, change: {dpop.claims.htu: \"https://api.acme.com/\"}, check: a, \(requirement), expect: proof-refused}",
      "9:51: an address outside of the names that are reserved for examples: api.acme.com (use .example, .test or .invalid)",
      right:
        "- {id: x, vary: call, change: {dpop.claims.htu: \"https://api.acme.example/\"}, check: a, \(requirement), expect: proof-refused}"),
    .init(
      "17: a token",
      "- {id: x, vary: call, change: {token: eyJhbGciOiJub25lIn0.e30.}, check: a, \(requirement), expect: token-refused}",
      "9:41: a literal that looks like a token (let a step make it)",
      right: "- {id: x, vary: call, change: {token: nonsense}, check: a, \(requirement), expect: token-refused}"),
  ]

  @Test("A mistake is found where it stands, and its right twin is not", arguments: names + references + controls + judgements)
  func mistakes(_ mistake: Mistake) throws {
    let wrong = try Self.findings(mistake.wrong), right = try Self.findings(mistake.right)
    #expect(wrong == [mistake.says])
    #expect(right == [])
  }

  @Test("Something given that nothing uses is a warning")
  func unusedGiven() throws {
    let found = try Self.findings("", given: "own: {key: ES256}, stray: {key: ES256}")
    #expect(found == ["5:28: nothing uses stray (remove it)"])
    #expect(
      try Self.findings(
        "- {id: x, vary: call, change: {dpop.key: stray}, check: a, \(Self.requirement), expect: proof-refused}",
        given: "own: {key: ES256}, stray: {key: ES256}") == [])
  }

  @Test("A check that only a name binds which the scenario rules out is an error")
  func neverBinds() throws {
    let step = "- {id: x, vary: call, remove: [dpop], check: a, requirement: policy.replay-cache, expect: token-refused}"
    #expect(try Self.findings(step) == [])
    let (corpus, catalogue, _) = try CorpusTests.load()
    let text = """
      title: A target answers
      role: resource-server
      needs: [{not: policy.replay-cache}]
      steps:
        - {id: call, do: call, with: {resource: tool}, check: a, requirement: policy.replay-cache}
      """
    var one = corpus
    one.scenarios = [try scenario(text)]
    #expect(
      Lint.check(one, catalogue: catalogue).map(brief) == ["5:57: nothing that the check a cites can bind under the scenario's needs"])
  }

  @Test("A dialect is learnt by one scenario, which has a ladder")
  func dialects() throws {
    func text(_ ladder: String) -> String {
      """
      title: The target takes one of the forms
      role: authorization-server
      preflight: client-assertion
      steps:
        - {id: token, do: token, with: {client: agent, grant: client_credentials}\(ladder)}
      """
    }
    let (corpus, catalogue, _) = try CorpusTests.load()
    var both = corpus
    let good = text(", ladder: [{change: {assertion.claims.aud: x}, note: so}]")
    both.scenarios = [try scenario(good, id: "issuance.a"), try scenario(good, id: "issuance.b")]
    #expect(
      Lint.check(both, catalogue: catalogue).map(brief) == [
        "1:1: the dialect client-assertion is learnt by issuance.a too (one scenario a dialect)"
      ])
    both.scenarios.removeLast()
    #expect(Lint.check(both, catalogue: catalogue) == [])
    both.scenarios = [try scenario(text(", check: a, requirement: RFC9449-7.1-1"), id: "issuance.a")]
    #expect(Lint.check(both, catalogue: catalogue).map(brief) == ["1:1: the preflight client-assertion has no ladder"])
  }

  @Test("The first example of the guide is a scenario without fault")
  func guide() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors/README.md").standardizedFileURL.path
    let example = try #require(String(contentsOfFile: path, encoding: .utf8).split(separator: "```yaml\n").dropFirst().first)
    let (corpus, catalogue, _) = try CorpusTests.load()
    var one = corpus
    one.scenarios = [try scenario(String(example.prefix(while: { $0 != "`" })))]
    #expect(one.scenarios[0].steps.count == 3)
    #expect(Lint.check(one, catalogue: catalogue).map(\.rendered) == [])
  }

  @Test(
    "Values of variants are checked: steps, fields, names and what they exclude",
    arguments: [
      (
        "{binding: {among: {dpop: {needs: dpop, with: {call/dpop: {key: own}}}, bearer: {without: {alg: [ES256]}}}}, alg: [ES256, RS256]}",
        []
      ),
      ("{binding: {among: {dpop: {needs: dpp}}}}", ["3:44: dpp is no name in force (did you mean dpop?)"]),
      (
        "{binding: {among: {dpop: {with: {dpop: {key: own}}}}}}",
        ["3:44: dpop names no step (write step/path, for instance token/dpop.key)"]
      ),
      (
        "{binding: {among: {dpop: {with: {cal/dpop: {key: own}}}}}}",
        ["3:44: cal/dpop names cal, which is no step that does something (did you mean call?)"]
      ),
      ("{binding: {among: {dpop: {with: {call/dpp: {key: own}}}}}}", ["3:44: no dpp in call at call/dpp (did you mean dpop?)"]),
      ("{binding: {among: {dpop: {with: {call/dpop: {key: oen}}}}}}", ["3:61: nothing given is called oen (did you mean own?)"]),
      (
        "{binding: {among: {dpop: {without: {agl: [a]}}}}, alg: [ES256]}",
        ["3:30: without names the axis agl, which is not there (did you mean alg?)"]
      ),
      ("{alg: [ES256, ES256]}", ["3:25: the value ES256 of alg stands twice"]),
      ("{binding: {among: {dpop: {when: dpop}}}}", ["3:37: unknown key when in a variant (did you mean needs?)"]),
    ] as [(String, [String])])
  func variants(variants: String, expected: [String]) throws {
    let text = """
      title: A target answers
      role: resource-server
      variants: \(variants)
      given: {own: {key: ES256}}
      steps:
        - {id: call, do: call, with: {resource: tool, dpop: {key: own}}, check: a, requirement: RFC9449-7.1-1, needs: dpop}
      """
    let (corpus, catalogue, _) = try CorpusTests.load()
    let (scenario, form) = ScenarioParser.parse(SourceFile(path: "x.yaml", text: text), id: "possession.x")
    var one = corpus
    one.scenarios = [try #require(scenario)]
    let found = (form + Lint.check(one, catalogue: catalogue)).map(brief)
    #expect(found.map { $0.prefix { $0 != "(" } } == expected.map { $0.prefix { $0 != "(" } }, "\(found)")
  }

  @Test("A diagnostic shows the line, a caret and what to do")
  func rendered() throws {
    let text = """
      title: A target answers
      role: resource-server
      steps:
        - {id: call, do: call, with: {resource: tol}, check: a, requirement: RFC9449-7.1-1}
      """
    let (corpus, catalogue, _) = try CorpusTests.load()
    var one = corpus
    one.scenarios = [try scenario(text)]
    #expect(
      Lint.check(one, catalogue: catalogue).map(\.rendered) == [
        """
        example.yaml:4:43: error: unknown resource tol
         4 |   - {id: call, do: call, with: {resource: tol}, check: a, requirement: RFC9449-7.1-1}
           |                                           ^^^
          help: did you mean tool?
        """
      ])
  }
}
