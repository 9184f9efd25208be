import Forge
import OrderedJSON
import Scenarios
import Testing

@testable import Runner

@Suite("Recipes") struct RecipeTests {
  private let vault = SecretVault()

  private func builder(_ keys: [String: Key]) -> TokenBuilder {
    TokenBuilder(vault: vault) { name in
      guard let key = keys[name] else { throw RecipeProblem.suite("no key \(name)") }
      return key
    }
  }

  private func proof(_ overlay: Overlay?, keys: [String: Key]) throws -> [TokenArtefact] {
    try builder(keys).build(overlay, defaultKey: keys["own"]) { key in
      (["typ": "dpop+jwt", "alg": .string(key.algorithm.rawValue), "jwk": key.publicJWK], ["htm": "GET", "jti": "1"])
    }
  }

  private static func overlay(_ path: String, _ leaf: Overlay) -> Overlay {
    Overlay.empty.inserting(leaf, at: path.split(separator: ".").map(String.init)[...])
  }

  @Test("An edit of the recipe is signed over") func recipeStage() throws {
    let own = try Key.generate(.es256)
    let made = try #require(try proof(Self.overlay("claims.htm", .set("POST")), keys: ["own": own]).first)
    #expect(made.claims?["htm"] == "POST")
    #expect(JWTVerifier(keys: .header).verify(made.compact).isValid)
  }

  @Test("An edit under sent breaks the signature and nothing else") func sentStage() throws {
    let own = try Key.generate(.es256)
    let made = try #require(try proof(Self.overlay("sent.claims.htm", .set("POST")), keys: ["own": own]).first)
    #expect(made.claims?["htm"] == "POST")
    #expect(JWTVerifier(keys: .header).verify(made.compact).refusals == [.wrongSignature])
  }

  @Test("sign.key signs, key is embedded") func keys() throws {
    let own = try Key.generate(.es256), other = try Key.generate(.es256)
    let forged = try #require(try proof(Self.overlay("sign.key", .set("other")), keys: ["own": own, "other": other]).first)
    #expect(forged.header?["jwk"]?["x"] == own.publicJWK["x"])
    #expect(JWTVerifier(keys: .header).verify(forged.compact).refusals == [.wrongSignature])
    let foreign = try #require(try proof(Self.overlay("key", .set("other")), keys: ["own": own, "other": other]).first)
    #expect(foreign.header?["jwk"]?["x"] == other.publicJWK["x"])
    #expect(JWTVerifier(keys: .header).verify(foreign.compact).isValid)
  }

  @Test("alg none is said in the header and nothing is signed") func unsigned() throws {
    let made = try #require(try proof(Self.overlay("sign.alg", .set("none")), keys: ["own": Key.generate(.es256)]).first)
    #expect(made.header?["alg"] == "none")
    #expect(made.compact.hasSuffix("."))
  }

  @Test(
    "A signature cannot be broken on a token that has none: unproven, with the reason, and no error of the suite",
    arguments: [
      ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "the token has no signature"), ("opaque-token", "no signed JWT"),
      ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA", "not an ECDSA algorithm"),
    ])
  func unsignedTokens(token: String, reason: String) throws {
    let rewrite = Overlay.rewrite(.word(reason.contains("ECDSA") ? .derSignature : .flipSignatureBit))
    do {
      _ = try rewrite.applied(to: .string(token))
      Issue.record("nothing was wrong with \(token)")
    } catch RecipeProblem.missing(let told) {
      #expect(told.contains(reason))
      #expect(ScenarioRun.fault(RecipeProblem.missing(told)) == .missing(told))
    }
  }

  @Test("Removal, replay and duplication") func copies() throws {
    let keys = ["own": try Key.generate(.es256)]
    #expect(try proof(.remove, keys: keys).isEmpty)
    let first = try #require(try proof(nil, keys: keys).first)
    let replayed = try proof(.set(first.fact(vault)), keys: keys)
    #expect(replayed.map(\.compact) == [first.compact])
    let two = try proof(.layered([.node([]), .duplicate(nil)]), keys: keys)
    #expect(two.count == 2 && two[0].compact != two[1].compact)
  }

  @Test("A private key in the header is the proof's own") func privateMembers() throws {
    let own = try Key.generate(.es256)
    let made = try #require(try proof(Self.overlay("header.jwk", .rewrite(.word(.withPrivateMembers))), keys: ["own": own]).first)
    #expect(made.header?["jwk"]?["d"] != nil)
  }

  @Test("A second member of the same name stays a second member") func secondMember() throws {
    let rewrite = Rewrite.secondMember(name: "htm", value: .init("\"POST\""))
    let made = try #require(try proof(Self.overlay("claims", .rewrite(rewrite)), keys: ["own": Key.generate(.es256)]).first)
    #expect(made.claims?.duplicateMembers == ["htm"])
  }

  @Test("Form fields are changed, removed, doubled and added in their places") func fields() throws {
    let fields = [("a", "1"), ("b", "2"), ("c", "3")]
    var overlay = Self.overlay("a", .set("x"))
    overlay = overlay.inserting(.remove, at: ["b"])
    overlay = overlay.inserting(.duplicate(nil), at: ["c"])
    overlay = overlay.inserting(.set("new"), at: ["d"])
    let changed = try overlay.applied(to: fields) { $0.string ?? "" }
    #expect(changed.map { "\($0.0)=\($0.1)" } == ["a=x", "c=3", "c=3", "d=new"])
  }

  @Test(
    "URLs are rewritten as said",
    arguments: [
      (Rewrite.Word.addQuery, "https://a.example/x?added=1"), (.addFragment, "https://a.example/x#added"),
      (.upperHost, "https://A.EXAMPLE/x"),
      (.defaultPort, "https://a.example:443/x"), (.trailingSlash, "https://a.example/x/"), (.dropLastCharacter, "https://a.example/"),
      (.percentEncodeOne, "https://a.example/%78"), (.otherHost, "https://other.example/x"), (.otherPath, "https://a.example/other/x"),
      (.httpScheme, "http://a.example/x"),
    ])
  func urls(word: Rewrite.Word, expected: String) throws {
    #expect(try Rewrite.word(word).applied(to: "https://a.example/x").string == expected)
  }
}

@Suite("Facts") struct FactTests {
  @Test("No secret is left in a text") func redaction() {
    let vault = SecretVault()
    vault.remember("s3cr3t-value-0123")
    let text = vault.redact("a=s3cr3t-value-0123&t=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln b")
    #expect(!text.contains("s3cr3t") && !text.contains("eyJ"))
    #expect(text.hasPrefix("a=‹secret ") && text.hasSuffix(" b"))
  }

  @Test("Equal secrets have equal fingerprints in a run, and others in the next") func fingerprints() {
    let one = SecretVault(), two = SecretVault()
    #expect(one.fact("abc") == one.fact("abc"))
    #expect(one.fact("abc") != one.fact("abd"))
    #expect(one.fact("abc") != two.fact("abc"))
    #expect(one.reveal(one.fact("abc")) == "abc")
    #expect(two.reveal(one.fact("abc")) == nil)
  }

  @Test("Challenges are taken apart, several in a line, commas and quotes in values") func challenges() {
    let parsed = ChallengeParser.parse(#"DPoP algs="ES256 PS256", error="invalid_token", Bearer realm="a, \"b\"", error=x, Basic"#)
    #expect(parsed.map { $0["scheme"]?.string } == ["DPoP", "Bearer", "Basic"])
    #expect(parsed[0]["error"] == "invalid_token")
    #expect(parsed[1]["realm"] == #"a, "b""#)
    #expect(parsed[1]["error"] == "x")
  }

  @Test("Forms are coded as RFC 6749 appendix B prints it") func forms() {
    #expect(FormCoding.encode([("k", " %&+£€")]) == "k=+%25%26%2B%C2%A3%E2%82%AC")
    #expect(FormCoding.decode("k=+%25%26%2B%C2%A3%E2%82%AC").first?.1 == " %&+£€")
  }

  @Test("HTTP dates") func dates() {
    #expect(HTTPDate.parse("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    #expect(HTTPDate.parse("yesterday") == nil)
  }

  @Test("Well-known names are inserted and appended") func wellKnown() {
    #expect(
      WellKnown.inserted("oauth-authorization-server", into: "https://a.example/issuer1")
        == "https://a.example/.well-known/oauth-authorization-server/issuer1")
    #expect(
      WellKnown.inserted("oauth-authorization-server", into: "https://a.example/")
        == "https://a.example/.well-known/oauth-authorization-server")
    #expect(
      WellKnown.appended("openid-configuration", to: "https://a.example/issuer1")
        == "https://a.example/issuer1/.well-known/openid-configuration")
  }

  @Test(
    "Globs", arguments: [("a*c", "abc", true), ("a*c", "abd", false), ("*", "", true), ("p.*/x", "p.q/x", true), ("a?c", "abc", false)])
  func globs(pattern: String, text: String, expected: Bool) {
    #expect(Selection(scenarios: [pattern]).includes(planned: text) == expected)
  }

  @Test("A pairwise choice covers every pair with fewer rows") func pairwise() {
    var rows: [[String: String]] = []
    for a in ["1", "2", "3"] { for b in ["1", "2", "3"] { for c in ["1", "2", "3"] { rows.append(["a": a, "b": b, "c": c]) } } }
    let kept = Pairwise.reduce(rows, axes: ["a", "b", "c"])
    #expect(kept.count < 16)
    for (x, y) in [("a", "b"), ("a", "c"), ("b", "c")] {
      #expect(Set(kept.map { "\($0[x]!)\($0[y]!)" }).count == 9)
    }
  }
}

@Suite("Received values") struct ReceivedValueTests {
  @Test("A received token is rewritten whole, and never shown") func rewritten() throws {
    let vault = SecretVault()
    let token = try JWTRecipe(header: ["alg": "ES256"], claims: ["sub": "a"], key: Key.generate(.es256)).compact()
    let overlay = Overlay.node([("token", .layered([.set(vault.fact(token)), .rewrite(.word(.flipSignatureBit))]))])
    let sent = try #require(try RecipeReader(overlay: overlay, vault: vault).text("token"))
    #expect(sent != token && sent.split(separator: ".").prefix(2) == token.split(separator: ".").prefix(2))
  }
}
