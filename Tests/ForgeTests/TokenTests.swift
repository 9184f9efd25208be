import Forge
import OrderedJSON
import Testing

@Suite("Tokens")
struct TokenTests {
  let claims: JSON = ["iss": "https://as.example", "sub": "agent", "exp": 1_300_819_380]

  func recipe(_ key: Key, header: [JSON.Member] = []) -> JWTRecipe {
    var all: [JSON.Member] = [.init("typ", "JWT"), .init("alg", .string(key.algorithm.rawValue))]
    if let kid = key.kid { all.append(.init("kid", .string(kid))) }
    return JWTRecipe(header: .object(all + header), claims: claims, key: key)
  }

  @Test("A token verifies under its own key, and under no other", arguments: signingAlgorithms)
  func roundTrip(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let compact = try recipe(key).compact()
    let outcome = JWTVerifier(keys: .key(key), algorithms: [algorithm]).verify(compact)
    guard case .valid(let token, _, let found) = outcome else { throw Failure("\(outcome.refusals)") }
    #expect(token.claims == claims)
    #expect(token.problems.isEmpty)
    #expect(found == algorithm)
    let other = try Key.generate(algorithm)
    #expect(JWTVerifier(keys: .key(other), algorithms: [algorithm]).verify(compact).refusals == [.wrongSignature])
  }

  @Test("Header and claims go out byte for byte, duplicates included")
  func exactBytes() throws {
    let header: JSON = .object([.init("alg", "ES256"), .init("alg", "none"), .init("n", .number("1.0e2"))])
    let compact = try JWTRecipe(header: header, claims: claims, key: try Key.generate(.es256)).compact()
    let token = try DecodedJWT.decode(compact)
    #expect(token.header == header)
    #expect(token.duplicates == ["header.alg"])
    let first = try Base64URL.decode(String(compact.split(separator: ".")[0]))
    #expect(String(decoding: first, as: UTF8.self) == #"{"alg":"ES256","alg":"none","n":1.0e2}"#)
  }

  @Test(
    "Every rewrite of a token is refused by the strict verifier", arguments: CompactRewrite.allCases, [Algorithm.es256, .rs256, .edDSA])
  func rewrites(rewrite: CompactRewrite, algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let verifier = JWTVerifier(keys: .key(key))
    // The signature must hold a character that differs between the alphabets; one of a few tries does.
    for attempt in 0..<64 {
      var recipe = recipe(key)
      recipe.claims["jti"] = .integer(attempt)
      let compact = try recipe.compact()
      #expect(verifier.verify(compact).isValid)
      do {
        let changed = try rewrite.apply(to: compact)
        #expect(changed != compact)
        #expect(!verifier.verify(changed).isValid)
        return
      } catch JOSEError.notApplicable {
        if rewrite == .derSignature {
          #expect(algorithm != .es256)
          return
        }
      }
    }
    Issue.record("\(rewrite.rawValue) never applied to \(algorithm.rawValue)")
  }

  @Test("The kind of refusal names the reason")
  func reasons() throws {
    let key = try Key.generate(.es256, kid: "a")
    let set = JWKS([key, try Key.generate(.rs256, kid: "r")])
    let verifier = JWTVerifier(keys: .set(set), type: "JWT")
    #expect(verifier.verify(try recipe(key).compact()).isValid)
    func refusals(_ change: (inout JWTRecipe) throws -> Void) throws -> [JWTVerifier.Refusal] {
      var changed = recipe(key)
      try change(&changed)
      return verifier.verify(try changed.compact()).refusals
    }
    #expect(
      try refusals {
        $0.header["alg"] = "none"; $0.algorithm = .unsigned
      } == [.unsigned])
    #expect(try refusals { $0.header["alg"] = nil } == [.noAlgorithm])
    #expect(try refusals { $0.header["alg"] = "es256" } == [.algorithmNotAllowed("es256")])
    #expect(
      try refusals {
        $0.header["alg"] = "HS256"; $0.algorithm = .hs256
      } == [.algorithmNotAllowed("HS256")])
    #expect(try refusals { $0.header["kid"] = "b" } == [.noKey(kid: "b")])
    #expect(try refusals { $0.header["kid"] = "r" } == [.keyDoesNotFit("ES256 does not fit the key r")])
    #expect(try refusals { $0.header["kid"] = nil } == [])
    #expect(try refusals { $0.header["typ"] = "at+jwt" } == [.wrongType(expected: "JWT", found: "at+jwt")])
    #expect(try refusals { $0.header["typ"] = "application/jwt" } == [])
    #expect(
      try refusals {
        $0.header["crit"] = ["x"]; $0.header["x"] = 1
      } == [.notUnderstood("x")])
    #expect(try refusals { $0.header["crit"] = [] }.count == 1)
    #expect(try refusals { $0.header["crit"] = ["alg"] }.contains(.badCritical("alg is defined by the base specification")))
    #expect(try refusals { $0.key = try Key.generate(.es256, kid: "a") } == [.wrongSignature])
    #expect(
      try refusals { $0.claims = .object($0.claims.members! + [.init("sub", "root")]) } == [.duplicateMember("claims.sub")])
    #expect(try refusals { $0.payload = Array("[1]".utf8) }.count == 1)
  }

  @Test("HS256 with a public key as the secret is refused even where HS256 is allowed")
  func confusion() throws {
    let key = try Key.generate(.rs256)
    var attack = recipe(key)
    attack.header["alg"] = "HS256"
    for form in Key.Confusion.allCases {
      attack.key = try key.confused(as: form)
      let compact = try attack.compact()
      #expect(!JWTVerifier(keys: .key(key), algorithms: [.hs256, .rs256]).verify(compact).isValid)
      #expect(!JWTVerifier(keys: .set(JWKS([key])), algorithms: [.hs256, .rs256]).verify(compact).isValid)
      // The twin: with that very secret the signature is right.
      #expect(JWTVerifier(keys: .key(try key.confused(as: form)), algorithms: [.hs256]).verify(compact).isValid)
    }
  }

  @Test("Keys of a set that expose secrets or are meant for something else do not verify")
  func unusableKeys() throws {
    let key = try Key.generate(.es256, kid: "a")
    let compact = try recipe(key).compact()
    func outcome(_ change: (inout JSON) -> Void) -> JWTVerifier.Outcome {
      var jwk = key.publishedJWK
      change(&jwk)
      return JWTVerifier(keys: .set(JWKS(["keys": [jwk]]))).verify(compact)
    }
    #expect(outcome { _ in }.isValid)
    #expect(outcome { $0["use"] = nil }.isValid)
    #expect(outcome { $0["key_ops"] = ["verify"] }.isValid)
    #expect(!outcome { $0 = key.privateJWK }.isValid)
    #expect(!outcome { $0["use"] = "enc" }.isValid)
    #expect(!outcome { $0["use"] = 1 }.isValid)
    #expect(!outcome { $0["key_ops"] = ["encrypt"] }.isValid)
    #expect(!outcome { $0["alg"] = "ES384" }.isValid)
    let secret = Key(secret: Random.bytes(32), kid: "a")
    let symmetric = try recipe(secret).compact()
    let published: JSON = ["keys": [try JWKRewrite.withPrivateMembers.apply(to: secret.publicJWK, key: secret)]]
    #expect(!JWTVerifier(keys: .set(JWKS(published)), algorithms: [.hs256]).verify(symmetric).isValid)
  }

  @Test("The key in a proof's header is used only if it is public and fits")
  func headerKey() throws {
    let key = try Key.generate(.es256)
    let verifier = JWTVerifier(keys: .header)
    func outcome(_ jwk: JSON?) throws -> JWTVerifier.Outcome {
      verifier.verify(try recipe(key, header: jwk.map { [.init("jwk", $0)] } ?? []).compact())
    }
    #expect(try outcome(key.publicJWK).isValid)
    #expect(try outcome(nil).refusals == [.noKey(kid: nil)])
    #expect(!(try outcome(JWKRewrite.withPrivateMembers.apply(to: key.publicJWK, key: key)).isValid))
    #expect(!(try outcome(JWKRewrite.offCurve.apply(to: key.publicJWK, key: key)).isValid))
    #expect(try outcome(Key.generate(.es256).publicJWK).refusals == [.wrongSignature])
    #expect(!(try outcome(["kty": "oct", "k": "AAAA"]).isValid))
    #expect(try outcome(key.publishedJWK).isValid)
    var encrypting = key.publishedJWK
    encrypting["use"] = "enc"
    #expect(!(try outcome(encrypting).isValid))
    encrypting["use"] = nil
    encrypting["alg"] = "ES384"
    #expect(!(try outcome(encrypting).isValid))
  }

  @Test("A key that is too short for its algorithm is refused, although the signature is right")
  func shortKeys() throws {
    let key = try Key.weakRSA(kid: "a")
    let compact = try recipe(key).compact()
    #expect(key.verify(try DecodedJWT.decode(compact).signature, over: Array(try DecodedJWT.decode(compact).signingInput.utf8)))
    for source in [JWTVerifier.KeySource.key(key), .set(JWKS([key]))] {
      #expect(
        JWTVerifier(keys: source).verify(compact).refusals == [
          .unusableKey("an RSA key of 1024 bits, fewer than 2048 (RFC 7518 section 3.3)")
        ])
    }
  }

  @Test("Altering a finished token leaves its signature as it was")
  func replacing() throws {
    let key = try Key.generate(.es256)
    let compact = try recipe(key).compact()
    var other = claims
    other["sub"] = "root"
    let altered = try JWTRecipe.replacing(claims: other, in: compact)
    #expect(altered.split(separator: ".")[2] == compact.split(separator: ".")[2])
    #expect(JWTVerifier(keys: .key(key)).verify(altered).refusals == [.wrongSignature])
    #expect(try JWTRecipe.replacing(in: compact) == compact)
  }

  @Test("Hostile input is refused, never a trap")
  func hostile() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("AZaz09-_.=+/ {}\":,[]e1\u{0}\r\n".utf8)
    let headers = [#"{"alg":1e300}"#, #"{"alg":"ES256","crit":[1e999]}"#, #"{"alg":"ES256","kid":{}}"#, "[", "null", "{}", "\u{FEFF}{}"]
    for round in 0..<3000 {
      let count = Int.random(in: 0..<120, using: &generator)
      var text = String(decoding: (0..<count).map { _ in alphabet.randomElement(using: &generator)! }, as: UTF8.self)
      if round % 3 == 0 { text = Base64URL.encode(headers[round / 3 % headers.count].utf8) + "." + text + "." + text }
      if round % 7 == 0 { text = String(decoding: Random.bytes(count), as: UTF8.self) }
      _ = try? DecodedJWT.decode(text)
      #expect(!JWTVerifier(keys: .header, algorithms: Set(Algorithm.allCases)).verify(text).isValid)
      _ = JWKS((try? JSON.parse(text)) ?? .null)
      for rewrite in CompactRewrite.allCases { _ = try? rewrite.apply(to: text) }
    }
  }
}

/// A failure that says why.
struct Failure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
