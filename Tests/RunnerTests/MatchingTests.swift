import Documents
import OrderedJSON
import Scenarios
import Testing

@testable import Runner

/// Expectations as a scenario writes them, over facts as an action leaves them.
@Suite("Matching") struct MatchingTests {
  static let place = Place(file: SourceFile(path: "test.yaml", text: ""), line: 1, column: 1)

  /// The first case of a scenario that expects what is given, in flow style.
  static func expectation(_ text: String) throws -> Scenarios.Expectation {
    let file = SourceFile(
      path: "vectors/scenarios/possession/x.yaml",
      text: """
        title: A test
        role: resource-server
        steps:
          - id: one
            do: request
            with: {server: home, endpoint: token_endpoint}
            check: c
            requirement: [R-1]
            expect: \(text)
        """)
    let (scenario, diagnostics) = ScenarioParser.parse(file, id: "possession.x")
    try #require(diagnostics.isEmpty, "\(diagnostics.map(\.rendered))")
    return try #require(scenario?.steps.first?.judgement.expect)
  }

  static func evaluate(_ text: String, _ facts: String, steps: [String: JSON] = [:]) throws -> Truth {
    let scope = JudgementScope(
      own: try JSON.parse(facts), ownStep: "one", steps: steps, given: .object([]),
      target: ["servers": ["home": ["issuer": "https://as.example"]]],
      bounds: [:], variant: [:], now: 1_700_000_000_000)
    let matching = Matching(scope: scope)
    let expectation = try expectation(text)
    return .all(
      [matching.entries(expectation.members, in: scope.own)]
        + (expectation.any.isEmpty ? [] : [.any(expectation.any.map { matching.entries($0.members, in: scope.own) })]))
  }

  @Test(
    "What should hold holds",
    arguments: [
      ("{status: 4xx}", #"{"status":404}"#), ("{status: [400, 401]}", #"{"status":401}"#),
      ("{body: {error: invalid_client}}", #"{"body":{"error":"invalid_client","more":1}}"#),
      ("{headers: {cache-control: no-store}}", #"{"headers":{"Cache-Control":["no-store"]}}"#),
      ("{headers: {DPoP-Nonce: {count: 1}}}", #"{"headers":{"dpop-nonce":["x"]}}"#),
      (
        "{challenge: {scheme: DPoP, error: invalid_token}}",
        #"{"challenge":[{"scheme":"Bearer"},{"scheme":"DPoP","error":"invalid_token"}]}"#
      ),
      ("{body: absent}", "{}"), ("{body: {scope: {subset-of: [read, write]}}}", #"{"body":{"scope":"read"}}"#),
      ("{body: {scope: {set: [read, write]}}}", #"{"body":{"scope":"write read"}}"#),
      ("{body: {aud: {contains: a}}}", #"{"body":{"aud":["b","a"]}}"#), ("{body: {aud: {contains: a}}}", #"{"body":{"aud":"a"}}"#),
      ("{body: {exp: {before: now+60s}}}", #"{"body":{"exp":1700000059}}"#),
      ("{body: {exp: {after: now}}}", #"{"body":{"exp":1700000001}}"#),
      ("{body: {n: {at-least: 2}}}", #"{"body":{"n":2}}"#), ("{body: {n: {at-most: 2}}}", #"{"body":{"n":2}}"#),
      ("{body: {token_type: {ignoring-case: DPoP}}}", #"{"body":{"token_type":"dpop"}}"#),
      ("{body: {x: {one-of: [1, 2]}}}", #"{"body":{"x":2}}"#), ("{body: {x: {not: 1}}}", #"{"body":{"x":2}}"#),
      ("{body: {x: {not: 1}}}", #"{"body":{}}"#),
      ("{body: {only: {a: 1}}}", #"{"body":{"a":1}}"#),
      ("{body: {iss: $target.servers.home.issuer}}", #"{"body":{"iss":"https://as.example"}}"#),
      ("{body: {a: {same-as: $one.body.b}}}", #"{"body":{"a":7,"b":7.0}}"#),
    ])
  func holds(expectation: String, facts: String) throws {
    #expect(try Self.evaluate(expectation, facts).isMet)
  }

  @Test(
    "What should not hold does not",
    arguments: [
      ("{status: 4xx}", #"{"status":500}"#), ("{status: 401}", "{}"),
      ("{body: {error: invalid_client}}", #"{"body":{"error":"invalid_grant"}}"#),
      ("{headers: {cache-control: no-store}}", #"{"headers":{"Cache-Control":["no-store","private"]}}"#),
      (
        "{challenge: {scheme: DPoP, error: invalid_token}}",
        #"{"challenge":[{"scheme":"Bearer","error":"invalid_token"},{"scheme":"DPoP"}]}"#
      ),
      ("{challenge: {scheme: DPoP}}", #"{"challenge":[]}"#), ("{body: absent}", #"{"body":{}}"#),
      ("{body: {scope: {subset-of: [read]}}}", #"{"body":{"scope":"read write"}}"#),
      ("{body: {scope: {set: [read, write]}}}", #"{"body":{"scope":"read"}}"#),
      ("{body: {exp: {before: now}}}", #"{"body":{"exp":1700000000}}"#), ("{body: {n: {at-least: 2}}}", #"{"body":{"n":"2"}}"#),
      ("{body: {x: {not: 1}}}", #"{"body":{"x":1}}"#), ("{body: {only: {a: 1}}}", #"{"body":{"a":1,"b":2}}"#),
      ("{body: {x: present}}", #"{"body":{}}"#), ("{body: {n: 1}}", #"{"body":{"n":"1"}}"#),
    ])
  func fails(expectation: String, facts: String) throws {
    guard case .fails(let mismatches) = try Self.evaluate(expectation, facts) else {
      Issue.record("it does not fail")
      return
    }
    #expect(!mismatches.isEmpty)
  }

  @Test("What the target does not show is unknown, not failed, and a failure beside it still counts") func unknown() throws {
    let facts = #"{"status":200,"view":{"$unknown":"opaque"}}"#
    guard case .unknown("opaque") = try Self.evaluate("{status: 200, view: {sub: a}}", facts) else {
      Issue.record("not unknown")
      return
    }
    guard case .fails = try Self.evaluate("{status: 400, view: {sub: a}}", facts) else {
      Issue.record("the failure is lost")
      return
    }
  }

  @Test("A server cannot forge an unknown or a secret") func forgery() throws {
    let hostile = SpecialFact.escape(try JSON.parse(##"{"view":{"$unknown":"x"},"t":{"$secret":"abc"}}"##))
    #expect(SpecialFact.unknownReason(try #require(hostile["view"])) == nil)
    #expect(SpecialFact.fingerprint(try #require(hostile["t"])) == nil)
  }
}
