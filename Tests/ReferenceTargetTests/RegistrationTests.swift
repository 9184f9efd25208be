import Foundation
import NIOCore
import Testing

@testable import ReferenceTarget

@Suite("Registration and what is published")
struct RegistrationTests {
  private static let json = [("Content-Type", "application/json")]

  private func registration(_ key: PrivateKey, _ change: (inout JSONObject) -> Void = { _ in }) -> String {
    var metadata: JSONObject = [
      "client_name": "Test", "grant_types": ["client_credentials"], "response_types": [], "token_endpoint_auth_method": "private_key_jwt",
      "jwks": ["keys": [.object(key.publicJWK)]], "scope": "read",
    ]
    change(&metadata)
    return JSONValue.object(metadata).text
  }

  private func token(_ id: String, _ key: PrivateKey, _ harness: Harness) async -> Harness.Answer {
    let claims: JSONObject = [
      "iss": .string(id), "sub": .string(id), "aud": .string(Harness.base + "/home"), "jti": .string(Random.identifier()),
      "iat": .integer(harness.clock.now), "exp": .integer(harness.clock.now + 60),
    ]
    return await harness.post(
      "/home/token",
      [
        ("grant_type", "client_credentials"), ("client_assertion_type", PrivateKeyJWT.assertionType),
        ("client_assertion", JWTBuilder.sign(claims, by: key, typ: nil)),
      ])
  }

  @Test("A client registers, works, is managed by tokens that count once, and is gone when it was deleted")
  func life() async throws {
    let harness = try Harness()
    let key = PrivateKey()
    let made = await harness.send("POST", "/home/register", headers: Self.json, body: registration(key))
    #expect(made.status == 201)
    let id = try #require(made["client_id"]?.string)
    let place = try #require(made["registration_client_uri"]?.string).replacing(Harness.base, with: "")
    let first = try #require(made["registration_access_token"]?.string)
    #expect(await token(id, key, harness).status == 200)
    #expect(await token(id, PrivateKey(), harness)["error"]?.string == "invalid_client")
    let read = await harness.send("GET", place, headers: [("Authorization", "Bearer " + first)])
    let second = try #require(read["registration_access_token"]?.string)
    #expect(read["jwks"]?.object?["keys"]?.array?.count == 1)
    #expect(await harness.send("GET", place, headers: [("Authorization", "Bearer " + first)]).status == 401)
    #expect(await harness.send("DELETE", place, headers: [("Authorization", "Bearer " + second)]).status == 204)
    #expect(await token(id, key, harness)["error"]?.string == "invalid_client")
    #expect(await harness.send("GET", place, headers: [("Authorization", "Bearer " + second)]).status == 401)
  }

  /// A member, what it is changed to, and the error.
  static let bad: [(String, JSONValue, String)] = [
    ("jwks_uri", "https://agent.example/jwks", "invalid_client_metadata"), ("jwks", "none", "invalid_client_metadata"),
    ("grant_types", ["authorization_code"], "invalid_client_metadata"), ("response_types", ["code"], "invalid_client_metadata"),
    ("redirect_uris", ["http://attacker.example/"], "invalid_redirect_uri"),
    ("redirect_uris", ["javascript:alert(1)"], "invalid_redirect_uri"),
    ("redirect_uris", ["https://agent.example/#x"], "invalid_redirect_uri"), ("scope", "write", "invalid_client_metadata"),
    ("token_endpoint_auth_method", "client_secret_basic", "invalid_client_metadata"),
    ("software_statement", "x", "invalid_software_statement"),
  ]

  @Test("Metadata that must not stand is refused", arguments: bad)
  func refused(name: String, value: JSONValue, error: String) async throws {
    let answer = await (try Harness()).send(
      "POST", "/home/register", headers: Self.json, body: registration(PrivateKey()) { $0[name] = value })
    #expect(answer.status == 400)
    #expect(answer["error"]?.string == error)
  }

  @Test("A private key is refused, and registered under the defect")
  func privateKey() async throws {
    for (defects, status) in [([], 400), (["registers-private-key"], 201)] as [([String], Int)] {
      let key = PrivateKey()
      let body = registration(key) { $0["jwks"] = ["keys": [.object(key.privateJWK)]] }
      #expect(await (try Harness(defects: defects)).send("POST", "/home/register", headers: Self.json, body: body).status == status)
    }
  }

  @Test("Addresses of metadata documents have a path, and neither user, fragment nor dot segments")
  func addresses() throws {
    let policy = try Harness().deployment.roster.registration
    let reader = ClientDocumentReader(policy: policy, defects: .none)
    #expect(throws: Never.self) { try reader.check(address: "https://agent.example/client") }
    for bad in [
      "https://agent.example", "https://agent.example/x#y", "https://u@agent.example/x", "https://agent.example/a/../b",
      "https://agent.example/%2e/b",
    ] {
      #expect(throws: OAuthError.self, "\(bad)") { try reader.check(address: bad) }
    }
  }

  @Test("A document counts only under its own address, and without any secret")
  func documents() throws {
    let reader = ClientDocumentReader(policy: try Harness().deployment.roster.registration, defects: .none)
    let id = "https://agent.example/client"
    func answer(_ change: (inout JSONObject) -> Void) -> DocumentClient.Answer {
      var document: JSONObject = [
        "client_id": .string(id), "redirect_uris": ["https://agent.example/callback"], "token_endpoint_auth_method": "none",
      ]
      change(&document)
      return DocumentClient.Answer(status: 200, headers: [], body: JSONValue.object(document).bytes)
    }
    #expect(try reader.read(answer { _ in }, id: id).redirectURIs == ["https://agent.example/callback"])
    for (name, value) in [
      ("client_id", "https://agent.example/client/"), ("client_secret", "x"), ("token_endpoint_auth_method", "client_secret_post"),
    ] {
      #expect(throws: OAuthError.self, "\(name)") { try reader.read(answer { $0[name] = .string(value) }, id: id) }
    }
  }

  @Test(
    "Addresses of special use are known",
    arguments: ["0.0.0.0", "10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1", "::1", "fe80::1", "::ffff:10.0.0.1"])
  func special(address: String) throws {
    #expect(SpecialUse.contains(try SocketAddress(ipAddress: address, port: 443)))
  }

  @Test("Addresses of the Internet are not of special use", arguments: ["8.8.8.8", "172.32.0.1", "2606:4700::1"])
  func ordinary(address: String) throws {
    #expect(!SpecialUse.contains(try SocketAddress(ipAddress: address, port: 443)))
  }

  @Test("After a rotation new tokens have a new key, and old ones still stand")
  func rotation() async throws {
    let harness = try Harness()
    let before = try await harness.accessToken()
    #expect(harness.deployment.rotateKeys(of: "home"))
    let after = try await harness.accessToken()
    #expect(try CompactJWT(before).header["kid"] != CompactJWT(after).header["kid"])
    for token in [before, after] { #expect(await harness.call("tool", token).status == 200) }
    let published = await harness.send("GET", "/home/jwks")["keys"]?.array?.compactMap { $0.object?["kid"]?.string } ?? []
    #expect(published.count == 2)
    #expect(!harness.deployment.rotateKeys(of: "nowhere"))
  }
}
