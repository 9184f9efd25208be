import Foundation
import Testing
import X509

@testable import ReferenceTarget

@Suite("Credential issuer")
struct CredentialIssuerTests {
  let key = PrivateKey()

  func evidence(_ harness: Harness, _ change: (inout JSONObject) -> Void = { _ in }, signer: PrivateKey? = nil) async throws -> String {
    let challenge = try #require(await harness.send("POST", "/issuer/challenge")["attestation_challenge"]?.string)
    let good = Roster.workloads[0]
    var claims: JSONObject = [
      "aud": .string(Harness.base + "/issuer"), "iat": .integer(harness.clock.now), "exp": .integer(harness.clock.now + 120),
      "eat_nonce": .string(challenge), "cnf": ["jwk": .object(key.publicKey.jwk())], "swname": .string(good.name),
      "swversion": .string(good.version), "measurement": .string(good.measurement), "dbgstat": "disabled-permanently",
    ]
    change(&claims)
    let signer = signer ?? harness.cast.attesterRoot
    return JWTBuilder.sign(claims, by: signer, typ: "eat+jwt", header: ["jwk": .object(signer.publicKey.jwk())])
  }

  func attest(_ harness: Harness, _ evidence: String?, _ form: CredentialForm = .wit, _ more: JSONObject = [:]) async -> Harness.Answer {
    var order: JSONObject = ["credential": .string(form.rawValue), "key": .object(key.publicKey.jwk()), "audience": "https://rs.example"]
    if let evidence { order["evidence"] = .string(evidence) }
    for member in more.members { order[member.name] = member.value }
    return await harness.send(
      "POST", "/issuer/attest", headers: [("Content-Type", "application/json")], body: JSONValue.object(order).text)
  }

  /// A claim of the evidence, what it is changed to, and the defect that overlooks it.
  static let changes: [(String, JSONValue?, String)] = [
    ("aud", "https://other.example", "evidence-audience-ignored"), ("exp", 1_000_000_000, "evidence-stale-accepted"),
    ("iat", 1_000_000_000, "evidence-stale-accepted"), ("eat_nonce", "guessed", "challenge-presence-only"),
    ("swversion", "99", "measurement-not-compared"), ("measurement", "00", "measurement-not-compared"),
    ("dbgstat", "enabled", "measurement-not-compared"), ("cnf", ["jwk": .object(PrivateKey().publicJWK)], "evidence-key-not-compared"),
  ]

  @Test("Evidence with one wrong claim gets nothing, and a credential under the defect that overlooks it", arguments: changes)
  func claims(name: String, value: JSONValue?, defect: String) async throws {
    let strict = try Harness()
    let refused = await attest(strict, try await evidence(strict) { $0[name] = value })
    #expect(refused.status == 400)
    let broken = try Harness(defects: [defect])
    #expect(await attest(broken, try await evidence(broken) { $0[name] = value }).status == 200)
  }

  @Test("Evidence counts once, needs the root's signature, and cannot be left out")
  func evidenceItself() async throws {
    for defect in ["", "challenge-reusable", "evidence-signature-unchecked", "evidence-key-from-header", "evidence-not-needed"] {
      let harness = try Harness(defects: defect.isEmpty ? [] : [defect])
      let good = try await evidence(harness)
      #expect(await attest(harness, good).status == 200)
      #expect(await attest(harness, good).status == (defect == "challenge-reusable" ? 200 : 400))
      let foreign = try await evidence(harness, signer: PrivateKey())
      let unverified = defect == "evidence-signature-unchecked" || defect == "evidence-key-from-header"
      #expect(await attest(harness, foreign).status == (unverified ? 200 : 400))
      #expect(await attest(harness, nil).status == (defect == "evidence-not-needed" ? 200 : 400))
    }
  }

  private func decoded(_ defects: [String], _ form: CredentialForm, _ more: JSONObject = [:]) async throws -> JSONObject {
    let harness = try Harness(defects: defects)
    let answer = await attest(harness, try await evidence(harness), form, more)
    let jwt = try CompactJWT(try #require(answer["credential"]?.string))
    let issuer = harness.deployment.issuer
    try jwt.verify(under: form == .wit ? issuer.witKey.publicKey : issuer.svidKey.publicKey)
    #expect(jwt.hasType(form == .wit ? "wit+jwt" : "jwt"))
    return jwt.claims
  }

  @Test("A workload identity token names the workload and its key, and no audience")
  func workloadIdentityToken() async throws {
    let claims = try await decoded([], .wit)
    #expect(claims["sub"]?.string == Roster.workloads[0].identifier)
    #expect(claims["aud"] == nil)
    let jwk = try #require(claims["cnf"]?.object?["jwk"]?.object)
    #expect(try PublicKey(jwk: jwk).thumbprint == key.publicKey.thumbprint)
    #expect(jwk["alg"]?.string == "ES256")
    #expect(try await decoded(["wit-without-cnf-alg"], .wit)["cnf"]?.object?["jwk"]?.object?["alg"] == nil)
    #expect(try await decoded(["wit-with-aud"], .wit)["aud"] != nil)
    let long = try await decoded(["wit-long-lived"], .wit)
    #expect(try #require(long["exp"]?.integer) - (try #require(long["iat"]?.integer)) > 86_400)
    let wish: JSONObject = ["identifier": "spiffe://agents.example/root"]
    #expect(try await decoded([], .wit, wish)["sub"]?.string == Roster.workloads[0].identifier)
    #expect(try await decoded(["identifier-from-request"], .wit, wish)["sub"]?.string == "spiffe://agents.example/root")
    #expect(try await decoded(["wit-with-private-key"], .wit)["cnf"]?.object?["jwk"]?.object?["d"] != nil)
  }

  @Test("A JWT-SVID is for the audience that was asked for")
  func svid() async throws {
    #expect(Claims(try await decoded([], .jwtSVID)).audiences == ["https://rs.example"])
    #expect(try await decoded(["jwt-svid-without-aud"], .jwtSVID)["aud"] == nil)
    let harness = try Harness()
    #expect(await attest(harness, try await evidence(harness), .jwtSVID, ["audience": ""]).status == 400)
  }

  @Test("An X.509-SVID has one URI name, is no authority, certifies the attested key and is short-lived")
  func certificate() async throws {
    for defect in ["", "x509-svid-is-ca", "x509-svid-two-uris", "x509-svid-other-key", "x509-svid-long-lived"] {
      let harness = try Harness(defects: defect.isEmpty ? [] : [defect])
      let answer = await attest(harness, try await evidence(harness), .x509SVID)
      let certificate = try Certificate(pemEncoded: try #require(answer["credential"]?.string))
      let facts = try #require(CertificateFacts(der: certificate.der))
      #expect(facts.isIssued(by: harness.deployment.issuer.authority.certificate))
      #expect((facts.uriNames == [Roster.workloads[0].identifier]) == (defect != "x509-svid-two-uris"))
      #expect(facts.isAuthority == (defect == "x509-svid-is-ca"))
      #expect((certificate.publicKey == key.publicKey.certificateKey) == (defect != "x509-svid-other-key"))
      let lifetime = certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore)
      #expect((lifetime < 86_400) == (defect != "x509-svid-long-lived"))
      #expect(facts.isCurrent(at: harness.clock.date))
    }
  }

  @Test("A key that was attested for one workload is certified for no other, and an earlier credential is no evidence")
  func keysAndTokens() async throws {
    for defect in ["", "key-shared-by-workloads", "evidence-any-token"] {
      let harness = try Harness(defects: defect.isEmpty ? [] : [defect])
      let first = await attest(harness, try await evidence(harness))
      #expect(first.status == 200)
      let other = Roster.workloads[1]
      let second = try await evidence(harness) {
        $0["swname"] = .string(other.name); $0["measurement"] = .string(other.measurement)
      }
      #expect(await attest(harness, second).status == (defect == "key-shared-by-workloads" ? 200 : 400))
      let credential = try #require(first["credential"]?.string)
      #expect(await attest(harness, credential).status == (defect == "evidence-any-token" ? 200 : 400))
    }
  }

  @Test("The bundle says what each key is for")
  func bundle() async throws {
    let keys = try #require(await Harness().send("GET", "/issuer/bundle")["keys"]?.array)
    #expect(keys.map { $0.object?["use"]?.string } == ["x509-svid", "jwt-svid", "wit-svid"])
    let bare = try #require(await Harness(defects: ["bundle-without-use"]).send("GET", "/issuer/bundle")["keys"]?.array)
    #expect(bare.allSatisfy { $0.object?["use"] == nil })
  }
}
