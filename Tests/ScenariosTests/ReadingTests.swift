import Documents
import OrderedJSON
import Testing

@testable import Scenarios

/// The scenario in a text, which must be free of faults in form.
func scenario(_ text: String, id: String = "possession.dpop.example") throws -> Scenario {
  let (scenario, diagnostics) = ScenarioParser.parse(SourceFile(path: "example.yaml", text: text), id: id)
  #expect(diagnostics.map(\.rendered) == [])
  return try #require(scenario)
}

/// What is wrong with a scenario's form, without source line and caret: `line:column: message (help)`.
func faults(_ text: String, id: String = "possession.dpop.example") -> [String] {
  ScenarioParser.parse(SourceFile(path: "example.yaml", text: text), id: id).1.map(brief)
}

func brief(_ diagnostic: Diagnostic) -> String {
  let place = diagnostic.place.map { "\($0.line):\($0.column): " } ?? ""
  return place + diagnostic.message + (diagnostic.help.map { " (\($0))" } ?? "")
}

@Suite struct ReadingTests {
  @Test(
    "A path is read into its segments and written back",
    arguments: [
      "dpop.claims.htm", "signature.components[@method]", "requests[0].body", "claims.\"https://a.example/b\".x", "redeem/form.code",
      "headers.DPoP-Nonce", "cnf.x5t#S256",
    ])
  func pathsRoundTrip(text: String) throws {
    #expect(try Path(parsing: text).description == text)
  }

  @Test(
    "A malformed path is refused with the reason",
    arguments: [
      ("", "an empty segment"), ("a..b", "an empty segment"), ("a[", "a bracket does not close"), ("a[]", "empty brackets"),
      ("a b", "white space in the segment a b"), ("\"a", "a quoted segment does not end"),
      ("a[0]b", "expected a dot or a bracket before b"),
    ])
  func malformedPaths(text: String, reason: String) {
    #expect { try Path(parsing: text) } throws: { ($0 as? Path.Malformed)?.description == reason }
  }

  @Test("Plain scalars are read as references and times, quoted ones stay text")
  func scalars() throws {
    let text = """
      title: A target answers
      role: resource-server
      steps:
        - id: call
          do: call
          with: {token: $token.access_token, nbf: now+60s, exp: $a-1.view.exp-24h, text: "now", name: agent-2, n: {random: 32}}
      """
    let with = try scenario(text).steps[0].with
    func content(_ name: String) -> Value.Content? { with.first { $0.name == name }?.value.content }
    let token = Reference(root: .step("token"), path: Path(names: "access_token"))
    if case .reference(let found) = content("token") { #expect(found == token) } else { Issue.record("no reference") }
    if case .time(let time) = content("nbf") { #expect(time == .init(offsetMilliseconds: 60_000)) } else { Issue.record("no time") }
    if case .time(let time) = content("exp") { #expect(time.description == "$a-1.view.exp-24h") } else { Issue.record("no time") }
    if case .text(let found) = content("text") { #expect(found == "now") } else { Issue.record("no text") }
    if case .text(let found) = content("name") { #expect(found == "agent-2") } else { Issue.record("no text") }
    if case .bytes(let bytes) = content("n") { #expect(bytes == .random(32)) } else { Issue.record("no bytes") }
  }

  @Test("Bytes are read from hexadecimal and base64url")
  func bytes() throws {
    let text = """
      title: A target answers
      role: resource-server
      steps:
        - {id: call, do: call, with: {a: {hex: "00ff"}, b: {base64url: AP8}}}
      """
    for member in try scenario(text).steps[0].with {
      if case .bytes(let bytes) = member.value.content { #expect(bytes == .literal([0, 255])) } else { Issue.record("no bytes") }
    }
  }

  @Test("Expectations are names, outcomes, maps and choices")
  func expectations() throws {
    let text = """
      title: A target answers
      role: resource-server
      steps:
        - {id: a, do: call, expect: token-refused}
        - {id: b, do: call, expect: refused}
        - {id: c, do: call, expect: {is: token-issued, body: {token_type: {ignoring-case: DPoP}}}}
        - {id: d, do: call, expect: {any: [{is: nonce-demanded}, {outcome: accepted, status: [200, 4xx]}]}}
      """
    let expects = try scenario(text).steps.map { try #require($0.judgement.expect) }
    #expect(expects[0].name == "token-refused")
    #expect(expects[1].name == nil && expects[1].members.map(\.name) == ["outcome"])
    #expect(expects[2].name == "token-issued" && expects[2].members.map(\.name) == ["body"])
    #expect(expects[3].any.map(\.name) == ["nonce-demanded", nil])
    guard case .status(let patterns) = expects[3].any[1].members[1].matcher.content else {
      Issue.record("no status")
      return
    }
    #expect(patterns == [.code(200), .family(4)])
  }

  @Test("A map of operators asks all of them; `type` beside members is a member")
  func operators() throws {
    let text = """
      title: A target answers
      role: resource-server
      steps:
        - id: a
          do: call
          expect:
            certificate: {uri-san: {count: 1, contains: x}}
            body: {type: payment, count: 3}
            scope: {subset-of: [a]}
            requests: [{headers: {Authorization: present}}]
            list: [a, b]
      """
    let members = try #require(try scenario(text).steps[0].judgement.expect).members
    guard case .map(let certificate) = members[0].matcher.content, case .all(let both) = certificate[0].matcher.content,
      case .map(let body) = members[1].matcher.content, case .subset = members[2].matcher.content,
      case .list = members[3].matcher.content, case .equals = members[4].matcher.content
    else {
      Issue.record("read otherwise: \(members)")
      return
    }
    #expect(both.count == 2)
    #expect(body.map(\.name) == ["type", "count"])
  }

  @Test("Edits, modes and judgements are read with their places")
  func steps() throws {
    let text = """
      title: A target answers
      role: receiver
      needs: [dpop, {delegation-depth: 2}, {not: profile.fapi2}, {any: [a, b]}]
      given: {own: {key: ES256}}
      steps:
        - id: quiet
          vary: call
          from: call
          proven-by: [ended]
          await: {throughout: $bounds.resource, beside: call, since: call}
          check: no-effect
          requirement: RFC9449-9-1
          rewrite: {dpop.header.jwk: with-private-members, claims.aud: {append: x}, body: {second-member: {a: 1}}}
          duplicate: [sent.headers.DPoP]
          also-accept: [{status: 400, verdict: passed, note: "RFC 1: so", when: dpop-nonce}]
          then: [{vary: call, check: seen, requirement: [X-1]}]
      """
    let scenario = try scenario(text, id: "revocation.receiver.x")
    #expect(scenario.area == .revocation)
    #expect(scenario.needs.count == 4)
    let step = scenario.steps[0]
    #expect(step.from == "call" && step.provenBy == ["ended"] && step.then.count == 1)
    guard case .await(let mode) = step.mode else {
      Issue.record("no await")
      return
    }
    #expect(mode.goal == .throughout && mode.since == "call" && mode.beside == "call")
    #expect(step.edits.rewrite.map(\.rewrite) == [.word(.withPrivateMembers), .append("x"), .secondMember(name: "a", value: .init("1"))])
    #expect(step.edits.duplicate[0].path.description == "sent.headers.DPoP")
    #expect(step.judgement.alsoAccept[0].members.map(\.name) == ["status"])
    #expect(step.judgement.place.line == 11)
  }

  @Test("Every fault in a file is found, each with its place and a help")
  func allFaults() {
    let text = """
      titel: A target answers
      role: resource-sever
      given: {own: {kye: ES256}}
      steps:
        - {id: a, do: cal}
        - {id: b, do: call, change: {x: 1}, expcet: accepted}
        - {do: call}
        - {id: d, vary: a, with: {x: 1}, race: 2, repeat: 3}
        - {id: e, vary: a, rewrite: {x: upper-hots}, change: {"a..b": $}, await: {within: soon}}
        - {id: f, vary: a, probe: x, expect: {body: {sub: x, not: y}}}
      """
    let expected = [
      "1:1: unknown key titel in a scenario (did you mean title?)",
      "1:1: a scenario has no title",
      "2:7: unknown role resource-sever (did you mean resource-server?)",
      "3:15: unknown kind kye (did you mean key?)",
      "5:17: unknown action cal (did you mean call?)",
      "6:39: unknown key expcet in a step (did you mean expect?)",
      "6:23: change does not go with do (only a vary has edits, cases and controls)",
      "7:5: a step has no id (id: a name in kebab-case, unique in the file)",
      "8:22: with does not go with vary (a vary takes its recipe from the step it varies; edit it)",
      "8:45: a step has one mode, found race and repeat",
      "9:35: unknown rewrite upper-hots (did you mean upper-host?)",
      "9:57: a..b is no path: an empty segment (segments are separated by dots: dpop.claims.htm)",
      "9:85: within takes a duration such as 60s, or a reference such as $bounds.introspection",
      "10:29: a probe has no question (name the gap or experiment that it feeds: question: \"EV-5: …\")",
      "10:56: the operator not stands beside members (an operator has a map of its own: {name: {not: …}})",
    ]
    #expect(faults(text).sorted() == expected.sorted())
  }
}
