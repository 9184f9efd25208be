import Documents
import Requirements
import Results
import Scenarios
import Targets
import Testing

@testable import Runner

@Suite("Variants") struct VariantTests {
  private static let text = """
    title: A token is issued
    role: authorization-server
    variants:
      client:
        of: clients
        among: {agent: {needs: private-key-jwt}, agent-mtls: {needs: tls-client-auth}, agent-svid: {needs: spiffe-x509}}
      binding:
        among:
          bearer:
          dpop: {needs: dpop, with: {token/dpop: {key: own}, call/dpop.claims.htm: POST}}
          certificate: {needs: certificate-bound-tokens, without: {client: [agent]}}
      grant: [client_credentials, password]
    given: {own: {key: ES256}}
    steps:
      - {id: token, do: token, with: {client: $variant.client, grant: $variant.grant, resource: tool}, check: issued, requirement: X-1}
      - {id: call, do: call, with: {resource: tool, token: $token.access_token, dpop: {key: own}}, check: served, requirement: X-1, needs: [variant.binding.dpop]}
    """

  private static let target = """
    target: {name: a, version: b}
    servers: {home: {issuer: "https://as.example", metadata: discover}}
    resources: {tool: {server: home, url: "https://rs.example/"}}
    clients:
      agent: {server: home, id: a, authentication: {method: none}}
      agent-mtls: {server: home, id: b, authentication: {method: none}}
    """

  private func scenario() throws -> Scenario {
    let (scenario, problems) = ScenarioParser.parse(SourceFile(path: "x.yaml", text: Self.text), id: "issuance.x")
    #expect(problems.isEmpty, "\(Diagnostics(problems))")
    return try #require(scenario)
  }

  private func plan(_ names: [String], all: Bool = false, scenarios: [String] = []) throws -> [PlannedScenario] {
    let target = try #require(TargetParser.parse(SourceFile(path: "t.yaml", text: Self.target)).0)
    return Planner.plan(
      [try scenario()], target: target, names: NamesInForce(names.map { .init(name: $0, number: nil, origin: .declared) }),
      selection: Selection(scenarios: scenarios, allVariants: all))
  }

  private static let everything = ["private-key-jwt", "tls-client-auth", "spiffe-x509", "dpop", "certificate-bound-tokens"]

  @Test("what the target offers is multiplied out, what does not go together is left out, what is missing has its reason")
  func offered() throws {
    let planned = try plan(Self.everything, all: true)
    let live = planned.filter { $0.skip == nil }
    // agent: two bindings, agent-mtls: three; each with two grants.
    #expect(live.count == 10)
    #expect(!live.contains { $0.variant["client"] == "agent" && $0.variant["binding"] == "certificate" })
    #expect(planned.filter { $0.skip != nil }.map(\.id) == ["issuance.x[client=agent-svid]"])
    #expect(planned.last?.skip?.text == "fixture missing: client agent-svid")
    let few = try plan(["private-key-jwt"])
    #expect(
      few.filter { $0.skip == nil }.map(\.id) == [
        "issuance.x[binding=bearer,client=agent,grant=client_credentials]", "issuance.x[binding=bearer,client=agent,grant=password]",
      ])
    #expect(
      few.filter { $0.skip != nil }.map { "\($0.suffix) \($0.skip?.text ?? "")" } == [
        "[client=agent-mtls] the target neither declares nor advertises tls-client-auth",
        "[client=agent-svid] fixture missing: client agent-svid",
        "[binding=dpop] the target neither declares nor advertises dpop",
        "[binding=certificate] the target neither declares nor advertises certificate-bound-tokens",
      ])
    let none = try plan([])
    #expect(none.count == 1 && none[0].skip?.text.contains("offers none of agent, agent-mtls, agent-svid") == true)
  }

  @Test("a value lays its fields over the steps and puts its name in force; references to the variant are put in") func laidOver() throws {
    let planned = try plan(Self.everything, all: true)
    let bound = try #require(planned.first { $0.variant["binding"] == "dpop" }),
      bearer = try #require(planned.first { $0.variant["binding"] == "bearer" })
    let token = bound.scenario.steps[0].with, call = bound.scenario.steps[1].with
    #expect(token.first { $0.name == "client" }?.value.text == bound.variant["client"])
    #expect(token.first { $0.name == "dpop" }?.value["key"]?.text == "own")
    let proof = try #require(call.first { $0.name == "dpop" }?.value)
    #expect(proof["key"]?.text == "own" && proof["claims"]?["htm"]?.text == "POST")
    #expect(!bearer.scenario.steps[0].with.contains { $0.name == "dpop" })
    #expect(bound.skippedSteps.isEmpty)
    #expect(bearer.skippedSteps["call"]?.text == "belongs to the variant in which binding is dpop")
  }

  @Test("one variant, or some of them, can be selected") func selected() throws {
    #expect(try plan(Self.everything, all: true, scenarios: ["issuance.x[binding=dpop,*]"]).count == 4)
    #expect(try plan(Self.everything, all: true, scenarios: ["issuance.*"]).count == 11)
    #expect(try plan(Self.everything, all: true, scenarios: ["issuance.?"]).isEmpty)
    let selection = Selection(checks: ["issuance.x/served[binding=dpop,client=agent]"])
    #expect(selection.includes(try scenario()))
    #expect(selection.includes(check: "issuance.x/served[binding=dpop,client=agent]"))
    #expect(!selection.includes(check: "issuance.x/served[binding=bearer,client=agent]"))
    #expect(Selection(checks: ["serv*"]).includes(check: "issuance.x/served[binding=bearer]"))
  }

  /// Values of axes, by their number.
  private static func product(_ sizes: [Int], without: ([Int]) -> Bool = { _ in false }) -> [[String: String]] {
    var rows: [[Int]] = [[]]
    for size in sizes { rows = rows.flatMap { row in (0..<size).map { row + [$0] } } }
    return rows.filter { !without($0) }.map { row in
      Dictionary(uniqueKeysWithValues: row.enumerated().map { ("a\($0.offset)", "\($0.element)") })
    }
  }

  private static func pairs(_ rows: [[String: String]]) -> Set<String> {
    var out = Set<String>()
    for row in rows {
      let members = row.sorted { $0.key < $1.key }
      for (index, a) in members.enumerated() { for b in members[(index + 1)...] { out.insert("\(a) \(b)") } }
    }
    return out
  }

  @Test(
    "every pair occurs, in few rows, the same each time",
    arguments: [
      ([7, 3, 2, 4], 28), ([2, 2, 2], 4), ([3, 3, 3, 3], 9), ([5, 1, 1, 1], 5), ([4, 4, 4], 16), ([2, 2, 2, 2, 2, 2], 7), ([1, 1, 1], 1),
    ])
  func pairwise(sizes: [Int], count: Int) {
    let rows = Self.product(sizes), axes = sizes.indices.map { "a\($0)" }
    let kept = Pairwise.reduce(rows, axes: axes)
    #expect(Self.pairs(kept) == Self.pairs(rows))
    #expect(kept.count == count)
    #expect(Set(kept).count == kept.count)
    #expect(Pairwise.reduce(rows, axes: axes) == kept)
  }

  @Test("pairs that cannot occur are not asked for, two axes are multiplied out") func constrained() {
    let rows = Self.product([4, 3, 3]) { $0[0] > 0 && $0[2] > 0 || $0[1] == 2 && $0[0] < 2 }
    let kept = Pairwise.reduce(rows, axes: ["a0", "a1", "a2"])
    #expect(Self.pairs(kept) == Self.pairs(rows))
    #expect(kept.allSatisfy(rows.contains))
    #expect(Pairwise.reduce(Self.product([4, 5]), axes: ["a0", "a1"]).count == 20)
    #expect(Pairwise.reduce([], axes: ["a0", "a1", "a2"]).isEmpty)
  }
}
