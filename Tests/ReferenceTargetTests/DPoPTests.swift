import Testing

@testable import ReferenceTarget

@Suite("DPoP proofs")
struct DPoPTests {
  let key = PrivateKey()
  let now = 1_800_000_000

  func validator(_ defects: [String] = [], presets: [String] = []) throws -> DPoPValidator {
    let now = now
    return DPoPValidator(
      environment: Environment(
        base: "https://localhost:1", clock: Clock(base: { now }), defects: try Defects(names: defects), presets: try Presets(names: presets)
      ))
  }

  func request(_ proofs: [String], method: String = "GET") -> Incoming {
    Incoming(
      method: method, path: "/rs/tool", query: "a=b", headers: proofs.map { ("DPoP", $0) }, body: [], certificate: nil,
      base: "https://localhost:1")
  }

  func proof(_ change: (inout JSONObject) -> Void = { _ in }, header: (inout JSONObject) -> Void = { _ in }) -> String {
    var claims: JSONObject = [
      "jti": .string(Random.identifier()), "htm": "GET", "htu": "https://localhost:1/rs/tool", "iat": .integer(now),
      "ath": .string(Digest.thumbprint("token")),
    ]
    change(&claims)
    var extra: JSONObject = ["jwk": .object(key.publicKey.jwk())]
    header(&extra)
    return JWTBuilder.sign(claims, by: key, typ: "dpop+jwt", header: extra)
  }

  @Test("A good proof gives its key, and counts once")
  func good() throws {
    let validator = try validator()
    let good = proof()
    #expect(try validator.validate(request([good]), accessToken: "token")?.thumbprint == key.publicKey.thumbprint)
    #expect(throws: ProofError.self) { try validator.validate(request([good]), accessToken: "token") }
    #expect(try validator.validate(request([])) == nil)
  }

  /// A change, and the defect that overlooks it.
  static let changes: [(String, JSONValue?, String?)] = [
    ("htm", "POST", "dpop-htm-ignored"), ("htm", "get", "dpop-htm-ignored"), ("htm", nil, nil),
    ("htu", "https://localhost:1/rs/tools", "dpop-htu-ignored"),
    ("htu", "http://localhost:1/rs/tool", "dpop-htu-ignored"), ("htu", "https://x@localhost:1/rs/tool", "dpop-htu-ignored"),
    ("htu", nil, nil),
    ("htu", "/rs/tool", nil), ("iat", 1_799_990_000, "dpop-iat-ignored"), ("iat", 1_800_001_000, "dpop-iat-future-unlimited"),
    ("iat", "1800000000", nil),
    ("iat", nil, nil), ("jti", nil, "dpop-jti-optional"), ("jti", "", nil), ("ath", nil, "dpop-rs-ignores-ath"),
    ("ath", "x", "dpop-rs-ignores-ath"),
    ("exp", 1_799_999_999, nil),
  ]

  @Test("A proof with one wrong claim is refused, and accepted under the defect that overlooks it", arguments: changes)
  func claims(name: String, value: JSONValue?, defect: String?) throws {
    let wrong = proof { $0[name] = value }
    #expect(throws: ProofError.self) { try validator().validate(request([wrong]), accessToken: "token") }
    if let defect { #expect(try validator([defect]).validate(request([wrong]), accessToken: "token") != nil) }
  }

  @Test(
    "htu is compared after normalisation, without query and fragment",
    arguments: [
      "https://localhost:1/rs/tool?x=y#z", "HTTPS://LOCALHOST:1/rs/tool", "https://localhost:1/rs/../rs/./tool",
      "https://localhost:1/r%73/tool",
    ])
  func normalised(uri: String) throws {
    #expect(try validator().validate(request([proof { $0["htu"] = .string(uri) }]), accessToken: "token") != nil)
  }

  @Test("Two proofs, a foreign type, a private key and a foreign key are refused")
  func headers() throws {
    let validator = try validator()
    #expect(throws: ProofError.self) { try validator.validate(request([proof(), proof()]), accessToken: "token") }
    #expect(throws: ProofError.self) { try validator.validate(request([proof(header: { $0["typ"] = "JWT" })]), accessToken: "token") }
    let exposed = proof(header: { $0["jwk"] = .object(key.privateJWK) })
    #expect(throws: ProofError.self) { try validator.validate(request([exposed]), accessToken: "token") }
    let foreign = proof(header: { $0["jwk"] = .object(PrivateKey().publicJWK) })
    #expect(throws: ProofError.self) { try validator.validate(request([foreign]), accessToken: "token") }
  }

  @Test("With the preset a current nonce is needed")
  func nonces() throws {
    let validator = try validator(presets: ["dpop-nonce"])
    #expect(throws: ProofError.nonceRequired) { try validator.validate(request([proof()]), accessToken: "token") }
    #expect(throws: ProofError.nonceRequired) { try validator.validate(request([proof { $0["nonce"] = "x" }]), accessToken: "token") }
    let nonce = validator.nonces.current
    #expect(try validator.validate(request([proof { $0["nonce"] = .string(nonce) }]), accessToken: "token") != nil)
  }
}
