import Testing

@testable import ReferenceTarget

@Suite("JOSE")
struct JOSETests {
  /// RFC 7515 appendix A.3.
  static let key: JSONObject = [
    "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  ]
  static let jws =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

  /// The proof and the key of RFC 9449 section 4.1 (figure 2).
  static let proof =
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCR"
    + "nMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19."
    + "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ."
    + "2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"

  @Test("The ES256 example of RFC 7515 verifies")
  func publishedSignature() throws {
    let jwt = try CompactJWT(Self.jws)
    try jwt.verify(under: try PublicKey(jwk: Self.key))
    #expect(jwt.claims["iss"]?.string == "joe")
    #expect(Claims(jwt.claims)["exp"]?.numericDate == 1_300_819_380)
  }

  @Test("The DPoP proof of RFC 9449 verifies under its own key, whose thumbprint is the printed jkt")
  func publishedProof() throws {
    let jwt = try CompactJWT(Self.proof)
    let key = try PublicKey(jwk: try #require(jwt.header["jwk"]?.object))
    try jwt.verify(under: key)
    #expect(jwt.hasType("dpop+jwt"))
    #expect(key.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
  }

  @Test("The ath of RFC 9449 section 7.1 is the hash of its access token")
  func publishedHash() {
    #expect(Digest.thumbprint("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU") == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
  }

  @Test("The RSA key of RFC 7638 section 3.1 has the printed thumbprint")
  func publishedThumbprint() throws {
    let n =
      "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst"
      + "n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5haj"
      + "rn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0f"
      + "M4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    let key = try PublicKey(jwk: ["kty": "RSA", "n": .string(n), "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"])
    #expect(key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
  }

  @Test(
    "A compact JWT in another spelling is refused",
    arguments: [
      "", ".", "..", "a.b", "a.b.c.d", jws + "=", jws + "\n", " " + jws, String(jws.dropLast()) + "V", jws.replacing("-", with: "+"),
      String(repeating: "A", count: 20_000) + "..",
    ])
  func malformed(text: String) throws {
    #expect(throws: JWSError.self) {
      try CompactJWT(text).verify(under: try PublicKey(jwk: Self.key))
    }
  }

  @Test(
    "A header that changes how the signature is checked is refused",
    arguments: [
      ["alg": "none"], ["alg": "HS256"], ["alg": "es256"], [:], ["alg": "ES256", "crit": ["b64"], "b64": false], ["alg": "ES384"],
      ["alg": 1],
      ["alg": "ES256", "kid": 1], ["alg": "ES256", "kid": "other"],
    ] as [JSONObject])
  func header(_ header: JSONObject) throws {
    let own = PrivateKey()
    let input = Base64URL.encode(JSONValue.object(header).text) + "." + Base64URL.encode("{}")
    let jwt = try CompactJWT(input + "." + Base64URL.encode(own.sign(Array(input.utf8))))
    #expect(throws: JWSError.self) { try jwt.verify(under: [try PublicKey(jwk: own.publicJWK)]) }
  }

  @Test("An all-zero signature and one in DER are refused")
  func signatures() throws {
    let own = PrivateKey()
    let input = Array("a.b".utf8)
    #expect(own.publicKey.verifies(own.sign(input), of: input, by: .es256))
    #expect(!own.publicKey.verifies([UInt8](repeating: 0, count: 64), of: input, by: .es256))
    let der = try own.key.signature(for: input).derRepresentation
    #expect(!own.publicKey.verifies(Array(der), of: input, by: .es256))
  }

  @Test(
    "A JWK that is private, off the curve, weak or odd is refused",
    arguments: [
      [
        "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      ],
      ["kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"],
      ["kty": "oct", "k": "AAAA"], ["kty": "EC", "crv": "secp256k1"], ["kty": "RSA", "n": "AQAB", "e": "AQAB"], [:],
      ["kty": "OKP", "crv": "Ed25519", "x": "AA"],
    ] as [JSONObject])
  func keys(jwk: JSONObject) {
    #expect(throws: JWKError.self) { try PublicKey(jwk: jwk) }
  }

  @Test("A private key is never taken for a public one")
  func privateMember() {
    #expect(throws: JWKError.privateMember) { try PublicKey(jwk: PrivateKey().privateJWK) }
  }
}
