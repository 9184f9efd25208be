import Forge
import OrderedJSON
import Testing

@Suite("Vectors that the specifications print")
struct PublishedVectorTests {
  @Test("Every file names its source and has a kind that a test reads")
  func files() {
    let kinds = ["jws", "thumbprint", "token-hash", "certificate", "http-signature", "content-digest", "signature-base", "jwt-structure"]
    #expect(Vector.files.count == 13)
    var seen: Set<String> = []
    for file in Vector.files {
      #expect(kinds.contains(file.json["kind"]?.string ?? ""), "\(file.name)")
      #expect(file.json["source"]?["document"]?.string?.isEmpty == false, "\(file.name)")
      #expect(file.json["source"]?["sections"]?.string?.isEmpty == false, "\(file.name)")
      #expect(file.json.duplicateMembers.isEmpty, "\(file.name)")
      for vector in file.json["vectors"]?.array ?? [] {
        let id = vector["id"]?.string ?? ""
        let isNew = seen.insert(id).inserted
        #expect(isNew && !id.isEmpty, "\(file.name): \(id)")
        // What is wrong with an example must be said.
        if vector["verdict"]?.string == "invalid", file.json["kind"] != "http-signature" {
          #expect(vector["note"]?.string?.isEmpty == false, "\(file.name): \(id)")
        }
      }
    }
    #expect(kinds.allSatisfy { kind in !Vector.all(kind).isEmpty })
  }

  @Test("Signed tokens verify, or are refused where the example is wrong", arguments: Vector.all("jws"))
  func tokens(vector: Vector) throws {
    let compact = try vector.text("compact")
    let token = try DecodedJWT.decode(compact)
    let name = try vector.text("algorithm")
    #expect(token.algorithmName == name)
    let algorithm = try #require(Algorithm(rawValue: name))
    guard let jwk = vector.json["key"] else {
      #expect(JWTVerifier(keys: .header, algorithms: Set(Algorithm.allCases)).verify(token).refusals.contains(.unsigned))
      return
    }
    let key = try Key(jwk: jwk)
    #expect(key.verify(token.signature, over: Array(token.signingInput.utf8), as: algorithm) == vector.isValid)
    guard vector.isValid else { return }
    if token.claims != nil {
      #expect(JWTVerifier(keys: .key(key), algorithms: [algorithm]).verify(token).isValid)
      for rewrite in [CompactRewrite.flipSignatureBit, .dropSignature, .zeroSignature, .truncateSignature] {
        #expect(!JWTVerifier(keys: .key(key), algorithms: [algorithm]).verify(try rewrite.apply(to: compact)).isValid)
      }
    }
    if token.header["jwk"] != nil {
      #expect(JWTVerifier(keys: .header, type: "dpop+jwt").verify(token).isValid)
      #expect(try Key(jwk: token.header["jwk"]!).isSameKey(as: key))
    }
    if key.isPrivate {
      let again = try key.sign(Array(token.signingInput.utf8), as: algorithm)
      #expect(key.verify(again, over: Array(token.signingInput.utf8), as: algorithm))
      if vector.isDeterministic { #expect(again == token.signature) }
    }
  }

  @Test("Tokens that are printed without a key say what is printed beside them", arguments: Vector.all("jwt-structure"))
  func structures(vector: Vector) throws {
    let token = try DecodedJWT.decode(try vector.text("compact"))
    #expect(token.problems.isEmpty)
    #expect(token.header.sameValue(as: vector.json["header"] ?? .null))
    #expect(token.claims?.sameValue(as: vector.json["claims"] ?? .null) == true)
    #expect(token.signature.isEmpty == (token.algorithmName == "none"))
    #expect(!JWTVerifier(keys: .set(JWKS([])), algorithms: Set(Algorithm.allCases)).verify(token).isValid)
  }

  @Test("Payloads that the specifications print come out of the tokens")
  func payloads() throws {
    let rfc7515 = Vector.all("jws").filter { $0.file == "jws-rfc7515.json" }
    let first = try DecodedJWT.decode(try #require(rfc7515.first).text("compact"))
    #expect(first.claims == ["iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true])
    let p521 = try #require(rfc7515.first { $0.testDescription == "rfc7515-a-4" })
    #expect(String(decoding: try DecodedJWT.decode(p521.text("compact")).payload, as: UTF8.self) == "Payload")
  }

  @Test("Thumbprints of keys", arguments: Vector.all("thumbprint"))
  func thumbprints(vector: Vector) throws {
    let key = try Key(jwk: try #require(vector.json["key"]))
    #expect(key.thumbprint == (try vector.text("thumbprint")))
    #expect(try Key(jwk: key.publicJWK).thumbprint == key.thumbprint)
  }

  @Test("Hashes of tokens", arguments: Vector.all("token-hash"))
  func tokenHashes(vector: Vector) throws {
    #expect(DPoP.accessTokenHash(try vector.text("token")) == (try vector.text("hash")))
  }

  @Test("Thumbprints of certificates", arguments: Vector.all("certificate"))
  func certificates(vector: Vector) throws {
    let certificate = try #require(try Certificate.parse(pem: vector.text("pem")).first)
    #expect(certificate.thumbprintSHA256 == (try vector.text("x5t#S256")))
    let jwk = try #require(vector.json["jwk"])
    #expect(try certificate.publicKey.publicJWK.sameValue(as: jwk))
    #expect(certificate.isSigned(by: try certificate.publicKey))
  }

  @Test("Content digests fit their bodies, or differ where the example is wrong", arguments: Vector.all("content-digest"))
  func digests(vector: Vector) throws {
    let body = Array(try vector.text("body").utf8)
    let outcome = ContentDigest.check(try vector.text("value"), body: body)
    if vector.isValid {
      #expect(outcome == .matches)
      let algorithm: ContentDigest.Algorithm = try vector.text("value").hasPrefix("sha-256") ? .sha256 : .sha512
      #expect(ContentDigest.value(body, [algorithm]) == (try vector.text("value")))
      #expect(ContentDigest.check(try vector.text("value"), body: body + [0]) == .differs(algorithm))
    } else {
      guard case .differs = outcome else { throw Failure("\(outcome)") }
    }
  }

  @Test("Lines of the signature base", arguments: Vector.all("signature-base"))
  func signatureBases(vector: Vector) throws {
    let components = try (vector.json["components"]?.array ?? []).map { try SignatureComponent($0.string ?? "") }
    #expect(!components.isEmpty)
    let base = try SignatureBase.text(try vector.message(), .init(components: components, parameters: []))
    let lines = base.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    #expect(lines == vector.json["lines"]?.array?.compactMap(\.string))
  }

  @Test("HTTP message signatures verify exactly where the specification says so", arguments: Vector.all("http-signature"))
  func httpSignatures(vector: Vector) throws {
    let jwk = try #require(vector.json["key"] ?? vector.keys?[vector.json["keyid"]?.string ?? ""])
    let key = try Key(jwk: jwk)
    let algorithm = try #require(Algorithm(rawValue: try vector.text("algorithm")))
    let label = try vector.text("label")
    let message = try vector.message()
    let outcome = MessageSignature.verify(message, label: label, key: key, algorithm: algorithm)
    #expect(outcome.isValid == vector.isValid, "\(outcome)")
    guard vector.isValid else { return }
    let carried = try #require(try MessageSignature.carried(by: message.fields).first { $0.label == label })
    if let base = vector.json["base"]?.string { #expect(try SignatureBase.text(message, carried.parameters) == base) }
    // Made again from its parameters, the fields say the same and the signature verifies.
    var unsigned = message
    unsigned.fields.removeAll { ["signature", "signature-input"].contains($0.name.lowercased()) }
    let made = try MessageSignature.sign(unsigned, label: label, parameters: carried.parameters, key: key, algorithm: algorithm)
    if vector.isDeterministic { #expect(made.signature == carried.signature) }
    unsigned.fields += [made.input, made.field]
    #expect(MessageSignature.verify(unsigned, key: key, algorithm: algorithm).isValid)
    #expect(try MessageSignature.carried(by: unsigned.fields).first?.parameters == carried.parameters)
  }
}
