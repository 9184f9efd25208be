import Testing

@testable import ReferenceTarget

@Suite("Token exchange and chaining")
struct ExchangeTests {
  func exchange(
    _ harness: Harness, _ role: Cast.Role, subject: String, actor: String? = nil, _ more: [(String, String)] = []
  ) async throws -> Harness.Answer {
    var fields = [
      ("grant_type", GrantType.tokenExchange.rawValue), ("subject_token", subject), ("subject_token_type", TokenType.accessToken.rawValue),
    ]
    if let actor { fields += [("actor_token", actor), ("actor_token_type", TokenType.accessToken.rawValue)] }
    return try await harness.token(role, fields + more)
  }

  @Test("Along a chain of agents the subject stays, the scope shrinks and the actors nest")
  func chain() async throws {
    let harness = try Harness()
    let first = try await harness.accessToken(resource: "agent-2-api", scope: "one two three")
    let (second, third) = (try await harness.accessToken(.agent2), try await harness.accessToken(.agent3))
    let middle = try await exchange(
      harness, .agent2, subject: first, actor: second, [("resource", Harness.base + "/rs/agent-3-api"), ("scope", "two three")])
    let inner = try #require(middle["access_token"]?.string)
    let last = try await exchange(
      harness, .agent3, subject: inner, actor: third, [("resource", Harness.base + "/rs/tool"), ("scope", "three")])
    let served = await harness.call("tool", try #require(last["access_token"]?.string))
    #expect(served["sub"]?.string == Cast.Role.agent.clientID)
    #expect(served["act"] == ["sub": .string(Cast.Role.agent3.clientID), "act": ["sub": .string(Cast.Role.agent2.clientID)]])
    #expect(served["scope"]?.string == "three")
    let widened = try await exchange(
      harness, .agent3, subject: inner, actor: third, [("resource", Harness.base + "/rs/tool"), ("scope", "one")])
    #expect(widened["error"]?.string == "invalid_scope")
    let silent = try await exchange(harness, .agent3, subject: inner, [("resource", Harness.base + "/rs/tool")])
    #expect(silent["error"]?.string == "invalid_request")
  }

  @Test("A chain of actors ends at its greatest depth")
  func depth() throws {
    var chain: JSONObject = ["sub": "a"]
    for _ in 1..<ActorChain.maximumDepth { chain = ["sub": "b", "act": .object(chain)] }
    #expect(ActorChain.depth(chain) == ActorChain.maximumDepth)
    let harness = try Harness()
    let subject = InboundClaims(claims: Claims(["act": .object(chain)]), subject: "u", clientID: "c", scope: [], expiry: 0)
    let actor = InboundClaims(claims: Claims([:]), subject: "z", clientID: "z", scope: [], expiry: 0)
    let client = try #require(harness.deployment.home.clients[Cast.Role.agent.clientID])
    #expect(throws: OAuthError.self) {
      try ActorChain(environment: harness.deployment.environment).chain(client: client, subject: subject, actor: actor)
    }
  }

  @Test("A grant of the first domain is redeemed in the second, once, for a token of that domain")
  func chaining() async throws {
    let harness = try Harness()
    let subject = try await harness.accessToken()
    let answer = try await exchange(
      harness, .agent, subject: subject, [("requested_token_type", TokenType.jwt.rawValue), ("audience", Harness.base + "/abroad")])
    #expect(answer["token_type"]?.string == "N_A")
    let grant = [("grant_type", GrantType.jwtBearer.rawValue), ("assertion", try #require(answer["access_token"]?.string))]
    let redeemed = try await harness.token(.agentAbroad, at: "/abroad", grant)
    #expect(redeemed["refresh_token"] == nil)
    #expect(await harness.call("tool-abroad", try #require(redeemed["access_token"]?.string)).status == 200)
    let again = try await harness.token(.agentAbroad, at: "/abroad", grant)
    #expect(again["error"]?.string == "invalid_grant")
  }

  @Test("An expired subject token is not exchanged")
  func expired() async throws {
    for (defects, status) in [([], 400), (["tx-expired-subject"], 200)] {
      let harness = try Harness(defects: defects)
      let subject = try await harness.accessToken()
      harness.clock.advance(by: TokenMint.lifetime + 1)
      let answer = try await exchange(harness, .tool, subject: subject, [("resource", Harness.base + "/rs/downstream")])
      #expect(answer.status == status)
    }
  }
}
