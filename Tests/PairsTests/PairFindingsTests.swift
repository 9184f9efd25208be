import Documents
import OrderedJSON
import Scenarios
import Targets
import Testing

@testable import Pairs

/// What a pair recorded in which everything worked, to be changed by tests.
struct SoundPairRecord {
  static let stories = PairStories(
    issuerOfA: "https://a.example", issuerOfB: "https://b.example", nameOfB: "https://b.example", hasUser: true, canCallA: true,
    canCallB: true, tokenEndpointOfB: "https://b.example/token", now: 1_000_000)
  static let header: JSON = ["typ": "JWT", "alg": "ES256", "kid": "1"]
  static let claims: JSON = [
    "iss": "https://a.example", "sub": "alice", "aud": "https://b.example", "iat": 1_000_000, "exp": 1_000_060, "jti": "1", "scope": "read",
    "client_id": "tool",
  ]

  var alone: [String: PairRecord.Step] = [:]
  var together: [String: PairRecord.Step] = [:]

  init() {
    let view: JSON = ["sub": "alice", "scope": "read"]
    for id in ["user", "redeem"] { alone[id] = Self.step("accepted", ["view": view]) }
    alone["redeem"]?.facts["grant-assertion.header"] = Self.header
    alone["redeem"]?.facts["grant-assertion.claims"] = Self.claims.without("client_id")
    for rung in Self.stories.rungs { alone[rung.id] = Self.step("refused", ["body.error": "invalid_target"]) }
    alone["audience"] = Self.step(
      "accepted", ["token.header": Self.header, "token.claims": Self.claims, "signature": "valid", "body.token_type": "N_A"])
    alone["v1"] = Self.step("accepted", title: "client|present")
    alone["v2"] = Self.step("refused", ["body.error": "invalid_grant"], title: "type|absent")
    together["replay"] = Self.step("accepted")
    for id in ["user", "grant", "redeem"] { together[id] = Self.step("accepted", ["view": view, "token.claims": Self.claims]) }
    together["call"] = Self.step("accepted", ["status": 200])
    together["not-again"] = Self.step("refused", ["body.error": "invalid_grant"])
  }

  static func step(_ outcome: String, _ facts: [String: JSON] = [:], title: String = "") -> PairRecord.Step {
    .init(title: title, facts: facts.merging(["outcome": .string(outcome)]) { $1 })
  }

  func findings(differing: [PairFile.ValueName] = [], notLive: String? = nil) throws -> PairFindings {
    var values = try PairValuesTests.compared()
    for name in differing { values.rows.firstIndex { $0.name == name }.map { values.rows[$0].agree = false } }
    let head: JSON = ["format": .string(PairFindings.format), "name": "n"]
    var findings = PairFindings(head: head, values: values, stories: Self.stories)
    findings.take(alone: PairRecord(steps: alone))
    if findings.grant != nil { findings.take(together: PairRecord(steps: together), notLive: notLive) }
    return findings
  }
}

extension JSON {
  fileprivate func without(_ name: String) -> JSON {
    var copy = self
    copy[name] = nil
    return copy
  }
}

@Suite("What comes of a pair") struct PairFindingsTests {
  @Test("Everything worked: ok, nobody's fault, a sheet of what survived") func sound() throws {
    let result = try SoundPairRecord().findings().result
    #expect(result["cell"] == "ok")
    #expect(result["attribution"] == nil)
    #expect(result["prediction"]?["cell"] == "ok")
    #expect(result["survival"]?.array?.contains { $0["claim"] == "sub" && $0["inward"] == "kept" } == true)
    #expect(result["negatives"]?[0]?["error"] == "invalid_grant")
    #expect(result["emission"]?["rungs"]?.array?.count == 5)
  }

  @Test("A knob that was needed stands in the cell") func knob() throws {
    var record = SoundPairRecord()
    record.alone["resource"] = record.alone["audience"]
    record.alone["audience"] = SoundPairRecord.step("refused")
    record.together["redeem"] = SoundPairRecord.step("refused", ["body.error": "invalid_scope"])
    record.together["redeem-unscoped"] = SoundPairRecord.step("accepted")
    #expect(try record.findings().result["cell"] == "ok, target as resource, no scope at B")
  }

  @Test("Without a live run the replay decides") func replayed() throws {
    let record = SoundPairRecord()
    #expect(try record.findings(notLive: "elsewhere").result["cell"] == "(ok)")
    var refusing = record
    refusing.together["replay"] = SoundPairRecord.step("refused", ["body.error": "invalid_grant"])
    let result = try refusing.findings(notLive: "elsewhere").result
    #expect(result["cell"] == "(B: invalid_grant) ≠")
    #expect(result["attribution"]?["to"] == "B")
  }

  @Test("A prediction that does not come true is marked") func surprising() throws {
    var record = SoundPairRecord()
    record.alone["audience"]?.facts["token.header"] = ["alg": "ES256", "kid": "1"]
    let result = try record.findings().result
    #expect(result["prediction"]?["cell"] == "B: invalid_grant")
    #expect(result["cell"] == "ok ≠")
    #expect(result["attribution"] == nil)
  }

  @Test("A refused baseline says nothing about elements, and no text is blamed for it") func baseline() throws {
    var record = SoundPairRecord()
    record.alone["redeem"] = SoundPairRecord.step("refused", ["body.error": "invalid_client"])
    record.together["replay"] = SoundPairRecord.step("refused")
    record.together["redeem"] = SoundPairRecord.step("refused", ["body.error": "invalid_client"])
    let result = try record.findings().result
    #expect(result["envelope"]?.array?.isEmpty == true)
    #expect(result["prediction"]?["cell"] == "unknown")
    #expect(result["cell"] == "B: invalid_client")
    #expect(result["attribution"]?["to"] == "B")
    #expect(result["attribution"]?["doubt"] != nil)
  }

  @Test("A grant that names another server is A's, before a value that differs") func wrongName() throws {
    var record = SoundPairRecord()
    record.alone["audience"]?.facts["token.claims"]?["aud"] = "https://b.example/resource"
    record.together["redeem"] = SoundPairRecord.step("refused", ["body.error": "invalid_grant"])
    let result = try record.findings(differing: [.lifetime]).result
    #expect(result["cell"] == "B: invalid_grant")
    #expect(result["attribution"]?["to"] == "A")
  }

  @Test("A resource of B that refuses B's own token is B's") func resource() throws {
    var record = SoundPairRecord()
    record.together["call"] = SoundPairRecord.step("refused", ["status": 401])
    let result = try record.findings().result
    #expect(result["cell"] == "RS-B: 401")
    #expect(result["attribution"]?["to"] == "B")
  }

  @Test("A that refuses, or writes what is no JWT, ends it") func refusedByA() throws {
    var record = SoundPairRecord()
    record.alone["audience"] = SoundPairRecord.step("refused", ["body.error": "invalid_target"])
    #expect(try record.findings().result["cell"] == "A: invalid_target")
    record.alone["audience"] = SoundPairRecord.step("accepted")
    #expect(try record.findings().result["cell"] == "A: a grant that is no JWT")
  }

  @Test("Without a token of A nothing was tried, and nobody is blamed") func notTried() throws {
    var record = SoundPairRecord()
    record.alone["user"] = SoundPairRecord.step("refused", ["body.error": "access_denied"])
    let findings = try record.findings()
    #expect(!findings.isTried)
    #expect(findings.result["cell"] == "–")
    #expect(findings.result["attribution"] == nil)
  }

  @Test("What broke at B is no refusal of an element") func broke() {
    var record = SoundPairRecord()
    record.alone["v2"] = SoundPairRecord.step("broke", title: "type|absent")
    let envelope = PairFindings.envelope(PairRecord(steps: record.alone), SoundPairRecord.stories)
    #expect(!envelope.contains { $0.dimension == .type && $0.value == "absent" })
  }
}

@Suite("The stories of a pair") struct PairStoriesTests {
  static let stories = SoundPairRecord.stories

  @Test("Each story is a scenario in the language", arguments: [true, false]) func language(hasUser: Bool) throws {
    var stories = Self.stories
    stories.hasUser = hasUser
    let replay = stories.replay(header: SoundPairRecord.header, claims: SoundPairRecord.claims)
    let told = [stories.whereabouts, stories.emission, stories.envelope, replay] + stories.rungs.map(stories.live)
    for story in told { #expect(try !PairStories.scenario("s", story).steps.isEmpty) }
  }

  @Test("The replay writes what A writes and leaves out what A leaves out") func replay() {
    let story = Self.stories.replay(header: ["alg": "ES256", "typ": "at+jwt"], claims: SoundPairRecord.claims)
    let step = story["steps"]?[1]
    #expect(step?["change"]?["grant-assertion.type"] == "at+jwt")
    #expect(step?["change"]?["grant-assertion.claims.client_id"] == "tool")
    #expect(step?["change"]?["grant-assertion.claims.exp"] == "now+60s")
    #expect(step?["remove"] == ["grant-assertion.header.kid"])
    // Who signs, and about whom, is the suite's.
    #expect(step?["change"]?["grant-assertion.claims.iss"] == nil)
    #expect(step?["change"]?["grant-assertion.claims.sub"] == nil)
  }

  @Test("Every dimension that has another form is tried at B") func envelope() {
    let titles = Self.stories.envelope["steps"]?[1]?["cases"]?.array?.compactMap { $0["title"]?.string } ?? []
    let tried = Set(titles.compactMap { $0.split(separator: "|").first.map(String.init) })
    #expect(tried == Set(PairShape.Dimension.allCases.map(\.rawValue)))
  }
}

@Suite("One description of two sides") struct PairTargetTests {
  static func description(_ path: String, _ text: String) throws -> TargetDescription {
    let (description, problems) = TargetParser().parse(SourceFile(path: path, text: text))
    return try #require(description, "\(problems.map(\.rendered))")
  }

  static let one = """
    target: {name: one, version: "1"}
    servers: {home: {issuer: "https://a.example", metadata: discover}}
    resources: {tool: {server: home, identifier: "https://tool.example", scopes: {read: read}, introspected-by: rs-b}}
    clients:
      agent: {server: home, id: a, authentication: {method: client_secret_basic, secret: {file: agent.secret}}}
      tool: {server: home, id: t, authentication: {method: none}}
      rs-b: {server: home, id: r, authentication: {method: none}}
    users: {alice: {subject: alice}}
    """
  static let two = """
    target: {name: two, version: "2"}
    servers: {abroad: {issuer: "https://b.example", metadata: discover, accepts-issuers: [i1]}}
    resources: {tool-abroad: {server: abroad, identifier: "https://tool-abroad.example", scopes: {read: read}}}
    clients: {agent-abroad: {server: abroad, id: b, authentication: {method: none}}}
    suite: {issuers: {i1: {issuer: "https://i1.example", key: {file: i1.jwk}, subjects: {alice: u}}}}
    """

  @Test("Roles are those of the stories, and files are found from everywhere") func joined() throws {
    let a = try Self.description("/x/one/target.yaml", Self.one), b = try Self.description("/x/two/target.yaml", Self.two)
    let document = try PairTarget(pair: try #require(parsedPair().0), a: a, b: b).document(authorities: "/s/authorities.pem")
    #expect(document["servers"]?["home"]?["issuer"] == "https://a.example")
    #expect(document["servers"]?["abroad"]?["issuer"] == "https://b.example")
    #expect(document["clients"]?["agent"]?["authentication"]?["secret"]?["file"] == "/x/one/agent.secret")
    #expect(document["suite"]?["issuers"]?["i1"]?["key"]?["file"] == "/x/two/i1.jwk")
    #expect(document["resources"]?["tool"]?["introspected-by"] == "rs-a")
    #expect(document["clients"]?["rs-a"]?["id"] == "r")
    #expect(document["users"]?["alice"] != nil)
    #expect(document["tls"]?["ca"]?["file"] == "/s/authorities.pem")
  }

  @Test("A role that a description lacks is told at its place in the pair file") func missing() throws {
    let a = try Self.description("/x/one/target.yaml", Self.one)
    let b = try Self.description("/x/two/target.yaml", Self.two.replacing("agent-abroad:", with: "agent-2:"))
    let pair = try #require(parsedPair().0)
    #expect {
      _ = try PairTarget(pair: pair, a: a, b: b).document(authorities: nil)
    } throws: { error in
      let text = (error as? Diagnostics)?.description ?? ""
      return text.hasPrefix("pairs/mine.yaml:5:") && text.contains("/x/two/target.yaml has no clients.agent-abroad")
    }
  }
}
