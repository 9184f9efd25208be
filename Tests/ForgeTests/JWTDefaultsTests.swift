import Forge
import OrderedJSON
import Testing

@Suite("Default tokens")
struct JWTDefaultsTests {
  let now = 1_790_000_000

  func claims(_ recipe: JWTRecipe, type: String?) throws -> (header: JSON, claims: JSON) {
    let key = try #require(recipe.key)
    let outcome = JWTVerifier(keys: .key(key), type: type).verify(try recipe.compact())
    guard case .valid(let token, _, _) = outcome else { throw Failure("\(outcome.refusals)") }
    return (token.header, try #require(token.claims))
  }

  @Test("A DPoP proof says what RFC 9449 section 4.2 asks for, and no more")
  func dpop() throws {
    let key = try Key.generate(.es256, kid: "not sent")
    let proof = JWTDefaults.dpop(key: key, method: "POST", url: "https://rs.example/a?b=c#d", issuedAt: now, identifier: "one")
    let found = try claims(proof, type: "dpop+jwt")
    #expect(found.header == ["typ": "dpop+jwt", "alg": "ES256", "jwk": key.publicJWK])
    #expect(found.header["jwk"]?.members?.map(\.name) == ["kty", "crv", "x", "y"])
    #expect(found.claims == ["jti": "one", "htm": "POST", "htu": "https://rs.example/a", "iat": .integer(now)])
    let bound = try claims(
      JWTDefaults.dpop(key: key, method: "GET", url: "https://rs.example/", accessToken: "token", nonce: "n", issuedAt: now), type: nil)
    #expect(bound.claims["ath"] == .string(DPoP.accessTokenHash("token")))
    #expect(bound.claims["nonce"] == "n")
    #expect(bound.claims["jti"]?.string?.utf8.count ?? 0 >= 22)
  }

  @Test(
    "The target of a proof has neither query nor fragment, and stays as it is spelled",
    arguments: [
      ("https://RS.example:443/%7Ea/?x", "https://RS.example:443/%7Ea/"), ("https://rs.example#x?y", "https://rs.example"),
      ("https://rs.example/", "https://rs.example/"), ("", ""),
    ])
  func targets(url: String, target: String) {
    #expect(DPoP.target(url) == target)
  }

  @Test("Workload proofs of both revisions differ in carrier and ath", arguments: WorkloadProofTokenProfile.allCases)
  func workloadProofs(profile: WorkloadProofTokenProfile) throws {
    let workload = try Key.generate(.edDSA)
    let issuer = try Key.generate(.es256, kid: "i")
    let wit = try JWTDefaults.workloadIdentityToken(key: issuer, subject: "wimse://td.example/a", workload: workload, issuedAt: now)
      .compact()
    let confirmed = try #require(try DecodedJWT.decode(wit).claims?["cnf"]?["jwk"])
    #expect(confirmed["alg"] == "EdDSA" && confirmed["d"] == nil)
    #expect(try Key(jwk: confirmed).isSameKey(as: workload))
    #expect(JWTVerifier(keys: .set(JWKS([issuer])), type: "wit+jwt").verify(wit).isValid)
    let proof = JWTDefaults.workloadProof(
      profile, key: workload, url: "https://rs.example/x?y", identityToken: wit, accessToken: "at", transactionToken: "tt",
      others: [("X-Context", "v")], issuedAt: now)
    let found = try claims(proof, type: "wpt+jwt")
    #expect(found.claims["aud"] == "https://rs.example/x")
    #expect(found.claims["wth"] == .string(DPoP.accessTokenHash(wit)))
    #expect(found.claims["tth"] == .string(DPoP.accessTokenHash("tt")))
    #expect(found.claims["oth"] == ["x-context": .string(DPoP.accessTokenHash("v"))])
    let field = profile.field(carrying: "p")
    switch profile {
    case .wpt01:
      #expect(found.claims["ath"] == .string(DPoP.accessTokenHash("at")))
      #expect(field.name == "Workload-Proof-Token" && field.value == "p")
    case .wpt02:
      #expect(found.claims["ath"] == nil)
      #expect(field.name == "Authorization" && field.value == "WPT p")
    }
  }

  @Test("Assertions, grants, credentials and events carry the members that their specifications demand")
  func others() throws {
    let key = try Key.generate(.es256, kid: "k")
    let instance = try Key.generate(.es256)
    func names(_ recipe: JWTRecipe, _ type: String) throws -> Set<String> {
      let found = try claims(recipe, type: type)
      #expect(found.claims.duplicateMembers.isEmpty)
      return Set(found.claims.members?.map(\.name) ?? [])
    }
    let assertion = JWTDefaults.clientAssertion(key: key, clientID: "c", audience: "https://as.example", issuedAt: now)
    #expect(try names(assertion, "client-authentication+jwt") == ["iss", "sub", "aud", "jti", "iat", "exp"])
    #expect(assertion.header["kid"] == "k" && assertion.claims["iss"] == "c" && assertion.claims["sub"] == "c")
    let grant = JWTDefaults.authorizationGrant(key: key, issuer: "i", subject: "s", audience: ["a"], issuedAt: now)
    #expect(try names(grant, "JWT") == ["iss", "sub", "aud", "jti", "iat", "exp"])
    let access = JWTDefaults.accessToken(
      key: key, issuer: "i", subject: "s", clientID: "c", audience: "a", scope: "r", confirmation: instance, issuedAt: now)
    #expect(try names(access, "at+jwt") == ["iss", "sub", "client_id", "aud", "iat", "exp", "jti", "scope", "cnf"])
    #expect(access.claims["cnf"]?["jkt"] == .string(instance.thumbprint))
    #expect(
      try names(JWTDefaults.jwtSVID(key: key, subject: "spiffe://a/b", audience: ["x"], issuedAt: now), "JWT") == [
        "sub", "aud", "exp", "iat",
      ])
    let attestation = JWTDefaults.clientAttestation(key: key, clientID: "c", instance: instance, issuedAt: now)
    #expect(try names(attestation, "oauth-client-attestation+jwt") == ["sub", "iat", "exp", "cnf"])
    let proof = JWTDefaults.clientAttestationProof(key: instance, audience: "https://as.example", challenge: "x", issuedAt: now)
    #expect(try names(proof, "oauth-client-attestation-pop+jwt") == ["aud", "jti", "iat", "challenge"])
    let event = JWTDefaults.securityEvent(
      key: key, issuer: "i", audience: "a", subject: ["format": "opaque", "id": "1"], event: "https://e.example/x", issuedAt: now)
    #expect(try names(event, "secevent+jwt") == ["iss", "jti", "iat", "aud", "sub_id", "events"])
    #expect(event.claims["events"] == ["https://e.example/x": [:]])
  }

  @Test("Transaction tokens, identity assertion grants and evidence carry theirs")
  func chains() throws {
    let key = try Key.generate(.es384, kid: "k")
    let attested = try Key.generate(.es256)
    func names(_ recipe: JWTRecipe, _ type: String) throws -> [String] {
      try claims(recipe, type: type).claims.members?.map(\.name) ?? []
    }
    let transaction = JWTDefaults.transactionToken(
      key: key, trustDomain: "td.example", subject: "u", scope: "pay", workload: "wimse://td.example/gw", issuedAt: now)
    #expect(try names(transaction, "txntoken+jwt") == ["iat", "aud", "exp", "txn", "sub", "scope", "req_wl"])
    let grant = JWTDefaults.identityAssertionGrant(
      key: key, issuer: "i", subject: "s", audience: "a", clientID: "c", resource: "https://rs.example", scope: "r", issuedAt: now)
    #expect(
      try names(grant, "oauth-id-jag+jwt") == ["iss", "sub", "aud", "client_id", "jti", "exp", "iat", "resource", "scope"])
    let evidence = JWTDefaults.evidence(
      key: key, issuer: "a", attested: attested, challenge: "n", claims: [.init("swversion", "1"), .init("exp", 5)], issuedAt: now)
    #expect(try names(evidence, "eat+jwt") == ["iss", "iat", "eat_nonce", "cnf", "swversion", "exp"])
    #expect(evidence.claims["exp"] == 5)
    #expect(evidence.claims["cnf"]?["jwk"] == attested.confirmationJWK)
  }
}
