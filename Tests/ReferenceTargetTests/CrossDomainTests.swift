import Testing

@testable import ReferenceTarget

@Suite("Grants and transaction tokens")
struct CrossDomainTests {
  static let base = Harness.base

  func assertion(_ harness: Harness, typ: String?, _ change: (inout JSONObject) -> Void = { _ in }) throws -> String {
    let key = try #require(harness.deployment.cast.suiteIssuers["i1"])
    let now = harness.deployment.environment.now
    var claims: JSONObject = [
      "iss": .string(Roster.suiteIssuer("i1")), "sub": "u-alice", "aud": .string(Self.base + "/abroad"), "iat": .integer(now),
      "exp": .integer(now + 60), "jti": .string(Random.identifier()), "scope": "read",
      "client_id": .string(Cast.Role.agentAbroad.clientID),
    ]
    change(&claims)
    return JWTBuilder.sign(claims, by: key, typ: typ)
  }

  func redeem(_ harness: Harness, _ assertion: String) async throws -> Harness.Answer {
    try await harness.token(.agentAbroad, at: "/abroad", [("grant_type", GrantType.jwtBearer.rawValue), ("assertion", assertion)])
  }

  @Test("An identity assertion grant is for its client, its server and its resource; a plain grant names no client")
  func identityAssertion() async throws {
    let harness = try Harness()
    let type = IdentityAssertionGrant.type
    #expect(try await redeem(harness, assertion(harness, typ: type)).status == 200)
    #expect(try await redeem(harness, assertion(harness, typ: nil) { $0["client_id"] = "other" }).status == 200)
    for change: (inout JSONObject) -> Void in [
      { $0["client_id"] = "other" }, { $0["client_id"] = nil }, { $0["aud"] = .string(Self.base + "/abroad/token") },
      { $0["aud"] = [.string(Self.base + "/abroad"), "https://as.other.example"] }, { $0["resource"] = "https://api.other.example" },
      { $0["cnf"] = ["jkt": "somebody-elses-key"] }, { $0["exp"] = nil },
    ] {
      let answer = try await redeem(harness, assertion(harness, typ: type, change))
      #expect(answer["error"]?.string == "invalid_grant")
    }
    #expect(try await redeem(harness, assertion(harness, typ: "txn-chain+jwt"))["error"]?.string == "invalid_grant")
  }

  func exchange(_ harness: Harness, _ role: Cast.Role, _ fields: [(String, String)]) async throws -> Harness.Answer {
    try await harness.token(role, [("grant_type", GrantType.tokenExchange.rawValue)] + fields)
  }

  @Test("A JWT of a trusted issuer is exchanged, and its permission to act is held to")
  func outside() async throws {
    let harness = try Harness()
    for (permission, status) in [(nil, 200), (Cast.Role.tool.clientID, 200), (Cast.Role.agent3.clientID, 400), ("", 400)] {
      let token = try assertion(harness, typ: "JWT") {
        $0["aud"] = .string(Self.base + "/home")
        if let permission { $0["may_act"] = ["sub": .string(permission)] }
      }
      let answer = try await exchange(
        harness, .tool,
        [
          ("subject_token", token), ("subject_token_type", TokenType.jwt.rawValue), ("resource", Self.base + "/rs/downstream"),
          ("scope", "read"),
        ])
      #expect(answer.status == status)
      #expect(answer["may_act"] == nil)
    }
  }

  @Test("A transaction token is typed, for the domain, and replaced only by one for the same transaction")
  func transaction() async throws {
    let harness = try Harness()
    let subject = try await harness.accessToken(resource: "tool", scope: "read")
    let request = [
      ("subject_token", subject), ("subject_token_type", TokenType.accessToken.rawValue),
      ("requested_token_type", TokenType.transaction.rawValue), ("audience", Cast.trustDomain), ("scope", "read"),
    ]
    let answer = try await exchange(harness, .tool, request + [("request_details", "{\"quantity\":\"100\",\"sub\":\"mallory\"}")])
    #expect(answer["token_type"]?.string == "N_A")
    let compact = try #require(answer["access_token"]?.string)
    let first = try CompactJWT(compact)
    #expect(first.hasType("txntoken+jwt"))
    #expect(first.claims["sub"]?.string == Cast.Role.agent.clientID)
    #expect(await harness.call("tool", compact).status == 401)
    let again = [
      ("subject_token", compact), ("subject_token_type", TokenType.transaction.rawValue),
      ("requested_token_type", TokenType.transaction.rawValue), ("audience", Cast.trustDomain), ("scope", "read"),
    ]
    let next = try CompactJWT(try #require(try await exchange(harness, .agent2, again)["access_token"]?.string))
    for name in ["txn", "sub", "aud", "tctx"] { #expect(next.claims[name] == first.claims[name]) }
    let changed = try await exchange(harness, .agent2, again + [("request_details", "{\"quantity\":\"1\"}")])
    #expect(changed["error"]?.string == "invalid_request")
    harness.clock.advance(by: TransactionTokenService.lifetime + 1)
    #expect(try await exchange(harness, .agent2, again)["error"]?.string == "invalid_request")
  }
}
