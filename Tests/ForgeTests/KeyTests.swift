import Forge
import OrderedJSON
import Testing

let signingAlgorithms = Algorithm.allCases.filter { $0 != .unsigned }

@Suite("Keys")
struct KeyTests {
  @Test("A generated key signs, verifies, and refuses a flipped bit", arguments: signingAlgorithms)
  func signing(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let text = Array("a text to sign".utf8)
    var signature = try key.sign(text)
    #expect(key.verify(signature, over: text))
    #expect(!key.verify(signature, over: text + [0]))
    #expect(!key.verify([], over: text))
    #expect(!key.verify(signature + [0], over: text))
    signature[signature.count / 2] ^= 1
    #expect(!key.verify(signature, over: text))
  }

  @Test("A key survives the way through its private JWK", arguments: signingAlgorithms)
  func privateRoundTrip(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm, kid: "k 1")
    let jwk =
      algorithm.isAsymmetric ? key.privateJWK : try JWKRewrite.withPrivateMembers.apply(to: key.privateJWK, key: key)
    let again = try Key(jwk: jwk)
    #expect(again.isSameKey(as: key))
    #expect(again.kid == "k 1")
    #expect(again.algorithm == algorithm)
    #expect(again.isPrivate)
    let text = Array("x".utf8)
    #expect(key.verify(try again.sign(text), over: text))
  }

  @Test("A key survives the way through its public JWK and PEM", arguments: signingAlgorithms.filter(\.isAsymmetric))
  func publicRoundTrip(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let text = Array("x".utf8)
    let signature = try key.sign(text)
    for again in [try Key(jwk: key.publishedJWK), try Key(pem: key.publicPEM, algorithm: algorithm), try key.publicOnly()] {
      #expect(again.isSameKey(as: key))
      #expect(again.thumbprint == key.thumbprint)
      #expect(!again.isPrivate)
      #expect(again.verify(signature, over: text, as: algorithm))
      #expect(throws: JOSEError.self) { try again.sign(text) }
      #expect(throws: JOSEError.self) { try again.privatePEM }
    }
    #expect(try Key(pem: key.privatePEM, algorithm: algorithm).isPrivate)
  }

  @Test("No public form of a key holds a private member", arguments: signingAlgorithms)
  func nothingPrivate(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    // A shared secret has no public half to confirm; who confirms one all the same wants to see it refused.
    for jwk in [key.publicJWK, key.publishedJWK] + (key.family == .symmetric ? [] : [key.confirmationJWK]) {
      #expect(jwk.members?.contains { Key.privateMembers.contains($0.name) } == false)
    }
  }

  @Test("RSA keys that are asked for one after the other differ")
  func fixturesInTurn() throws {
    let thumbprints = Set(try (0..<3).map { _ in try Key.generate(.rs256).thumbprint })
    // Other tests take fixtures too, but six in a row never repeat within three.
    #expect(thumbprints.count >= 2)
    #expect(try Key.weakRSA().family == .rsa(bits: 1024))
  }

  @Test("A key signs with any algorithm that is mathematically possible, and strict verification refuses it")
  func unusualAlgorithms() throws {
    let text = Array("x".utf8)
    let p384 = try Key.generate(.es384)
    let crossed = try p384.sign(text, as: .es256)
    #expect(crossed.count == 96)
    #expect(!p384.verify(crossed, over: text, as: .es256))
    let p256 = try Key.generate(.es256)
    let confused = try p256.sign(text, as: .hs256)
    #expect(confused == HMAC.code(.sha256, key: Array(try p256.publicPEM.utf8), over: text))
    #expect(!p256.verify(confused, over: text, as: .hs256))
    #expect(try p256.confused(as: .publicJWK).sign(text) == HMAC.code(.sha256, key: p256.publicJWK.bytes, over: text))
    #expect(try p256.sign(text, as: .unsigned) == [])
    #expect(!p256.verify([], over: text, as: .unsigned))
    #expect(throws: JOSEError.self) { try p256.sign(text, as: .rs256) }
    #expect(throws: JOSEError.self) { try p256.sign(text, as: .edDSA) }
  }

  @Test("ECDSA signatures of nothing but zeros are refused", arguments: [Algorithm.es256, .es384, .es512])
  func psychic(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let length = try key.sign([1]).count
    #expect(!key.verify([UInt8](repeating: 0, count: length), over: [1]))
  }

  @Test("ECDSA signatures whose halves are at or beyond the edge of their range are refused, as is one with its halves exchanged")
  func edges() throws {
    let key = try Key.generate(.es256)
    let text = Array("x".utf8)
    let signature = try key.sign(text)
    let (r, s) = (Array(signature.prefix(32)), Array(signature.suffix(32)))
    let order = try Base64URL.decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE")
    let prime = try Base64URL.decode("_____wAAAAEAAAAAAAAAAAAAAAD_______________8")
    let zero = [UInt8](repeating: 0, count: 32)
    let one = zero.dropLast() + [1]
    let full = [UInt8](repeating: 0xFF, count: 32)
    #expect(key.verify(r + s, over: text))
    for edge in [zero, Array(one), order, prime, full] {
      #expect(!key.verify(edge + s, over: text))
      #expect(!key.verify(r + edge, over: text))
      for other in [zero, Array(one), order, prime, full] { #expect(!key.verify(edge + other, over: text)) }
    }
    #expect(!key.verify(s + r, over: text))
    #expect(!key.verify(try ECDSASignature.der(signature), over: text))
    #expect(try ECDSASignature.raw(ECDSASignature.der(signature), curve: .p256) == signature)
    #expect(throws: JOSEError.self) { try ECDSASignature.raw([0x30, 0x03, 0x02, 0x01], curve: .p256) }
    #expect(throws: JOSEError.self) { try ECDSASignature.der([1, 2, 3]) }
  }

  @Test("A point off its curve is refused", arguments: [Algorithm.es256, .es384, .es512])
  func offCurve(algorithm: Algorithm) throws {
    let key = try Key.generate(algorithm)
    let moved = try JWKRewrite.offCurve.apply(to: key.publicJWK, key: nil)
    #expect(moved != key.publicJWK)
    #expect(throws: JOSEError.self) { try Key(jwk: moved) }
    #expect(try Key(jwk: key.publicJWK).isSameKey(as: key))
  }

  @Test("A JWK with private members has them, and only where the private half is known")
  func withPrivateMembers() throws {
    let key = try Key.generate(.es256)
    let jwk = try JWKRewrite.withPrivateMembers.apply(to: key.publicJWK, key: key)
    #expect(jwk["d"]?.string != nil)
    #expect(throws: JOSEError.self) { try JWKRewrite.withPrivateMembers.apply(to: key.publicJWK, key: key.publicOnly()) }
  }

  @Test("Malformed JWKs are refused")
  func malformed() throws {
    let good = try Key.generate(.es256).publicJWK
    func changed(_ name: String, _ value: JSON?) -> JSON {
      var jwk = good
      jwk[name] = value
      return jwk
    }
    let x = try #require(good["x"]?.string)
    let bad: [JSON] = [
      .null, [], "text", changed("kty", nil), changed("kty", "ec"), changed("kty", 1), changed("crv", nil), changed("crv", "P-257"),
      changed("crv", "secp256k1"), changed("x", nil), changed("x", .string(x + "=")), changed("x", "AA"), changed("x", 5),
      changed("x", .string("AA" + x)), changed("y", .string(x)), changed("alg", "RS256"), changed("alg", "ES384"), changed("kid", 7),
      changed("d", "AA"), changed("d", .string(x)), .object(good.members! + [.init("x", .string(x))]),
      ["kty": "OKP", "crv": "X25519", "x": .string(x)], ["kty": "OKP", "crv": "Ed25519", "x": "AA"], ["kty": "oct"],
      ["kty": "RSA", "n": "AQAB"], ["kty": "RSA", "n": "", "e": "AQAB"], ["kty": "RSA", "e": "AQAB"],
    ]
    for jwk in bad { #expect(throws: JOSEError.self, "\(jwk.compact)") { try Key(jwk: jwk) } }
  }

  @Test("A private scalar that belongs to another key is refused")
  func foreignScalar() throws {
    for algorithm in [Algorithm.es256, .edDSA] {
      var jwk = try Key.generate(algorithm).privateJWK
      jwk["d"] = try Key.generate(algorithm).privateJWK["d"]
      #expect(throws: JOSEError.self) { try Key(jwk: jwk) }
    }
  }

  @Test("An encrypted private key is refused without asking for a password")
  func encryptedPEM() {
    let pem = """
      -----BEGIN EC PRIVATE KEY-----
      Proc-Type: 4,ENCRYPTED
      DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
      -----END EC PRIVATE KEY-----
      """
    #expect(throws: JOSEError.self) { try Key(pem: pem) }
    #expect(throws: JOSEError.self) { try Key(pem: "") }
    #expect(throws: JOSEError.self) { try Key(pem: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----") }
  }

  @Test("A key set tells its good keys from its odd ones")
  func keySet() throws {
    let good = try Key.generate(.es256, kid: "a")
    let leaked = try Key.generate(.es256, kid: "b")
    let json: JSON = [
      "keys": [
        good.publishedJWK, leaked.privateJWK, ["kty": "AKP", "kid": "c", "alg": "ML-DSA-44", "pub": "AA"],
        ["kty": "oct", "kid": "d", "k": "c2VjcmV0"], try Key.weakRSA(kid: "e").publishedJWK, 7,
      ]
    ]
    let set = JWKS(json)
    #expect(set.entries.count == 6)
    #expect(set.entries.map { $0.problems.isEmpty } == [true, false, false, false, false, false])
    #expect(set.entries.map(\.exposesSecrets) == [false, true, false, true, false, false])
    #expect(set.problems.isEmpty)
    #expect(set.json == json)
    #expect(!JWKS("nothing").problems.isEmpty)
    #expect(!JWKS(["keys": [good.publishedJWK, good.publishedJWK]]).problems.isEmpty)
  }
}
