import Foundation
import Testing

@testable import ReferenceTarget

@Suite("Codes and refresh tokens")
struct AuthorizationTests {
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

  @Test("The verifier of RFC 7636 appendix B fits its challenge")
  func publishedChallenge() throws {
    let parameters = try FormParameters(
      parsing: Array("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256".utf8))
    let challenge = try PKCEChallenge(parameters, .none)
    #expect(challenge.accepts(Self.verifier))
    #expect(!challenge.accepts("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"))
    #expect(!challenge.accepts(String(Self.verifier.dropLast())))
  }

  /// The parameters of the redirect that answers an authorization request.
  func authorize(_ harness: Harness, _ change: [String: String?] = [:]) async throws -> (status: Int, answer: FormParameters) {
    var query: [String: String?] = [
      "response_type": "code", "client_id": Cast.Role.agent.clientID, "redirect_uri": Roster.redirectURI, "state": "a b&c",
      "code_challenge": Digest.thumbprint(Self.verifier), "code_challenge_method": "S256", "scope": "read", "login_hint": "alice",
    ]
    query.merge(change) { $1 }
    let fields = query.compactMap { name, value in value.map { (name, $0) } }
    let answer = await harness.send("GET", "/home/authorize?" + Harness.form(fields))
    let location = answer.header("Location").first ?? "?"
    let text = location.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
    return (answer.status, try FormParameters(parsing: Array(text.utf8)))
  }

  func redeem(_ harness: Harness, _ code: String, _ role: Cast.Role = .agent, _ change: [String: String?] = [:]) async throws
    -> Harness.Answer
  {
    var form: [String: String?] = [
      "grant_type": "authorization_code", "code": code, "code_verifier": Self.verifier, "redirect_uri": Roster.redirectURI,
    ]
    form.merge(change) { $1 }
    return try await harness.token(role, form.compactMap { name, value in value.map { (name, $0) } })
  }

  @Test("A code brings a token for the user; a second use ends what the first gave")
  func flow() async throws {
    let harness = try Harness()
    let (status, answer) = try await authorize(harness)
    #expect(status == 303)
    #expect(answer["state"] == "a b&c")
    #expect(answer["iss"] == Harness.base + "/home")
    let code = try #require(answer["code"])
    let tokens = try await redeem(harness, code)
    let access = try #require(tokens["access_token"]?.string)
    #expect(await harness.call("tool", access)["sub"]?.string == "user-alice")
    #expect(try await redeem(harness, code)["error"]?.string == "invalid_grant")
    #expect(await harness.call("tool", access).status == 401)
  }

  @Test(
    "A redemption that does not fit is refused",
    arguments: [
      ([:], Cast.Role.agent2), (["code_verifier": nil], .agent), (["code_verifier": String(repeating: "x", count: 43)], .agent),
      (["redirect_uri": nil], .agent), (["redirect_uri": "https://agent.example/callback/"], .agent),
      (["resource": "https://localhost:1/rs/other-tool"], .agent),
    ] as [([String: String?], Cast.Role)])
  func misfits(change: [String: String?], role: Cast.Role) async throws {
    let harness = try Harness()
    let code = try #require(try await authorize(harness).answer["code"])
    let answer = try await redeem(harness, code, role, change)
    #expect(answer["error"]?.string == (change["resource"] == nil ? "invalid_grant" : "invalid_target"))
  }

  @Test("What is wrong with the request is told to the client, unless it is where to tell it")
  func refusals() async throws {
    let harness = try Harness()
    for (change, error) in [
      (["code_challenge": nil], "invalid_request"), (["code_challenge_method": "plain"], "invalid_request"),
      (["response_type": "token"], "unsupported_response_type"), (["scope": "admin"], "invalid_scope"),
      (["decision": "deny"], "access_denied"),
    ] as [([String: String?], String)] {
      let (status, answer) = try await authorize(harness, change)
      #expect(status == 303)
      #expect(answer["error"] == error)
      #expect(answer["code"] == nil)
    }
    for change in [["redirect_uri": "https://agent.example/callback/x"], ["client_id": "nobody"]] as [[String: String?]] {
      #expect(try await authorize(harness, change).status == 400)
    }
  }

  @Test("A refresh token rotates, and its reuse ends the family")
  func rotation() async throws {
    let harness = try Harness()
    let first = try await redeem(harness, try #require(try await authorize(harness).answer["code"]))
    let old = try #require(first["refresh_token"]?.string)
    let second = try await harness.token(.agent, [("grant_type", "refresh_token"), ("refresh_token", old)])
    let new = try #require(second["refresh_token"]?.string)
    #expect(new != old)
    #expect(try await harness.token(.agent, [("grant_type", "refresh_token"), ("refresh_token", old)])["error"]?.string == "invalid_grant")
    #expect(try await harness.token(.agent, [("grant_type", "refresh_token"), ("refresh_token", new)])["error"]?.string == "invalid_grant")
    #expect(await harness.call("tool", try #require(second["access_token"]?.string)).status == 401)
  }
}
