import Foundation
import Testing
import X509

@testable import ReferenceTarget

@Suite("Token endpoint")
struct TokenEndpointTests {
  @Test("A client that signs its assertion gets a token that opens its resource and no other")
  func baseline() async throws {
    let harness = try Harness()
    let token = try await harness.accessToken()
    #expect(await harness.call("tool", token)["marker"]?.string == "reference-tool")
    #expect(await harness.call("other-tool", token).status == 401)
    #expect(await harness.call("tool-abroad", token).status == 401)
    harness.clock.advance(by: TokenMint.lifetime)
    #expect(await harness.call("tool", token).status == 401)
  }

  /// A claim of the assertion, what it is changed to, and the defect that overlooks it.
  static let assertions: [(String, JSONValue?, String)] = [
    ("aud", ["https://localhost:1/home", "https://other.example"], "assertion-aud-contains"),
    ("aud", "https://localhost:1/home/token", "assertion-aud-prefix"), ("aud", "https://other.example", "assertion-aud-ignored"),
    ("exp", nil, "assertion-exp-ignored"), ("exp", 1_000_000_000, "assertion-exp-ignored"), ("exp", 9_000_000_000, "assertion-exp-ignored"),
    ("iss", "spiffe://agents.example/agent-2", "assertion-iss-unchecked"),
    ("sub", "spiffe://agents.example/agent-2", "assertion-sub-unchecked"),
  ]

  @Test("An assertion with one wrong claim is refused, and accepted under the defect that overlooks it", arguments: assertions)
  func claims(name: String, value: JSONValue?, defect: String) async throws {
    for (defects, error) in [([], "invalid_client"), ([defect], nil)] as [([String], String?)] {
      let harness = try Harness(defects: defects)
      let assertion = try harness.assertion(.agent) { $0[name] = value }
      let answer = await harness.post(
        "/home/token",
        [("grant_type", "client_credentials"), ("client_assertion_type", PrivateKeyJWT.assertionType), ("client_assertion", assertion)])
      #expect(answer["error"]?.string == error)
      #expect((answer["access_token"] != nil) == (error == nil))
    }
  }

  @Test("An assertion counts once")
  func replay() async throws {
    let harness = try Harness()
    let fields = try harness.authenticated(.agent, [("grant_type", "client_credentials")])
    #expect(await harness.post("/home/token", fields).status == 200)
    #expect(await harness.post("/home/token", fields)["error"]?.string == "invalid_client")
  }

  @Test(
    "A request that is not in order is refused with the code that the specifications name",
    arguments: [
      ([("grant_type", "password")], "unsupported_grant_type"), ([], "invalid_request"),
      ([("grant_type", "client_credentials"), ("scope", "admin")], "invalid_scope"),
      ([("grant_type", "client_credentials"), ("scope", "read  write")], "invalid_scope"),
      ([("grant_type", "client_credentials"), ("resource", "https://localhost:1/rs/tool#x")], "invalid_target"),
      ([("grant_type", "client_credentials"), ("scope", "read"), ("scope", "read")], "invalid_request"),
      ([("grant_type", "client_credentials"), ("client_secret", "x")], "invalid_request"),
      ([("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", "x")], "unsupported_grant_type"),
    ] as [([(String, String)], String)])
  func refused(fields: [(String, String)], error: String) async throws {
    let answer = try await Harness().token(.agent, fields)
    #expect(answer.status == 400)
    #expect(answer["error"]?.string == error)
    #expect(answer.header("Cache-Control") == ["no-store"])
  }

  @Test("A certificate binds the token to itself; the header that proxies use binds nothing")
  func certificates() async throws {
    let harness = try Harness()
    let own = harness.cast.mtlsCertificate.der
    let fields = [("grant_type", "client_credentials"), ("client_id", Cast.Role.agentMTLS.clientID)]
    let token = try #require(await harness.post("/home/token", fields, certificate: own)["access_token"]?.string)
    #expect(await harness.call("tool", token, certificate: own).status == 200)
    #expect(await harness.call("tool", token).status == 401)
    #expect(await harness.call("tool", token, certificate: harness.cast.selfSignedCertificate.der).status == 401)
    #expect(await harness.post("/home/token", fields, certificate: harness.cast.selfSignedCertificate.der).status == 400)
    let header = [("Client-Cert", ":" + Base64URL.encode(own) + ":")]
    #expect(await harness.post("/home/token", fields, headers: header).status == 400)
    let trusting = try Harness(defects: ["mtls-forwarded-header-trusted"])
    let forwarded = [("Client-Cert", ":" + Base64URL.encode(trusting.cast.mtlsCertificate.der) + ":")]
    #expect(await trusting.post("/home/token", fields, headers: forwarded).status == 200)
  }

  @Test("A revoked token ends at introspection and at the resource, unless a stranger revokes it")
  func revocation() async throws {
    let harness = try Harness()
    let token = try await harness.accessToken()
    let foreign = await harness.post("/home/revoke", try harness.authenticated(.agent2, [("token", token)]))
    #expect(foreign.status == 400)
    #expect(await harness.call("tool", token).status == 200)
    #expect(await harness.post("/home/revoke", try harness.authenticated(.agent, [("token", token)])).status == 200)
    #expect(await harness.call("tool", token).status == 401)
    let unknown = await harness.post("/home/revoke", try harness.authenticated(.agent, [("token", "unknown")]))
    #expect(unknown.status == 200)
  }

  @Test("An assertion by another key is refused, wherever that key stands")
  func foreignKeys() async throws {
    let stray = PrivateKey()
    for defect in ["", "assertion-signature-unchecked", "assertion-key-from-header", "assertion-keys-pooled"] {
      let harness = try Harness(defects: defect.isEmpty ? [] : [defect])
      let signer = defect == "assertion-keys-pooled" ? try #require(harness.cast.keys[.agent2]) : stray
      let claims = try CompactJWT(try harness.assertion(.agent)).claims
      let assertion = JWTBuilder.sign(claims, by: signer, typ: nil, header: ["jwk": .object(signer.publicKey.jwk())])
      let answer = await harness.post(
        "/home/token",
        [("grant_type", "client_credentials"), ("client_assertion_type", PrivateKeyJWT.assertionType), ("client_assertion", assertion)])
      #expect(answer.status == (defect.isEmpty ? 400 : 200), "\(defect)")
    }
  }

  @Test("A token whose signature was touched is refused")
  func flippedSignature() async throws {
    for (defects, status) in [([], 401), (["rs-signature-unchecked"], 200)] {
      let harness = try Harness(defects: defects)
      var token = Array(try await harness.accessToken())
      token[token.count - 10] = token[token.count - 10] == "A" ? "B" : "A"
      #expect(await harness.call("tool", String(token)).status == status)
    }
  }

  @Test("A certificate of another authority, an expired one and an authority's are refused")
  func foreignCertificates() async throws {
    let id = Cast.Role.agentMTLS.clientID
    let fields = [("grant_type", "client_credentials"), ("client_id", id)]
    for defect in ["", "tls-client-certificate-issuer-unchecked", "tls-client-certificate-expiry-ignored"] {
      let harness = try Harness(defects: defect.isEmpty ? [] : [defect])
      let now = harness.clock.date
      func leaf(_ authority: CertificateAuthority, ends: Double = 600, isAuthority: Bool = false) throws -> [UInt8] {
        try authority.issue(
          .init(
            commonName: "x", names: [.uniformResourceIdentifier(id)], publicKey: PrivateKey().publicKey.certificateKey,
            notBefore: now.addingTimeInterval(-3600), notAfter: now.addingTimeInterval(ends), isAuthority: isAuthority)
        ).der
      }
      let other = try CertificateAuthority(
        commonName: "Reference target client authority", notBefore: now, notAfter: now.addingTimeInterval(3600))
      let own = harness.cast.clientAuthority
      #expect(await harness.post("/home/token", fields, certificate: try leaf(own)).status == 200)
      let foreign = await harness.post("/home/token", fields, certificate: try leaf(other))
      #expect(foreign.status == (defect == "tls-client-certificate-issuer-unchecked" ? 200 : 400))
      let expired = await harness.post("/home/token", fields, certificate: try leaf(own, ends: -60))
      #expect(expired.status == (defect == "tls-client-certificate-expiry-ignored" ? 200 : 400))
      #expect(await harness.post("/home/token", fields, certificate: try leaf(own, isAuthority: true)).status == 400)
    }
  }

  @Test("A JWT-SVID authenticates its own client, under the keys of its own trust domain, at its own audience")
  func workloadIdentity() async throws {
    let id = Cast.Role.agentSPIFFE.clientID
    let cases: [(String, String, String, String?)] = [
      (id, "td1", "/home", nil), (id, "td2", "/home", "spiffe-bundles-pooled"), (id, "td1", "/abroad", "spiffe-aud-ignored"),
      (id + "/x", "td1", "/home", "spiffe-id-prefix-match"),
    ]
    for (subject, domain, audience, defect) in cases {
      for defects in defect.map({ [[], [$0]] }) ?? [[]] {
        let harness = try Harness(defects: defects)
        let claims: JSONObject = [
          "sub": .string(subject), "aud": .string(Harness.base + audience), "exp": .integer(harness.clock.now + 60),
        ]
        let svid = JWTBuilder.sign(claims, by: try #require(harness.cast.trustDomains.first { $0.role == domain }).key, typ: "JWT")
        let answer = await harness.post(
          "/home/token",
          [
            ("grant_type", "client_credentials"), ("client_assertion_type", SPIFFEAuthentication.assertionType), ("client_assertion", svid),
          ])
        #expect((answer.status == 200) == (defect == nil || !defects.isEmpty), "\(subject) \(domain) \(audience)")
      }
    }
  }
}
