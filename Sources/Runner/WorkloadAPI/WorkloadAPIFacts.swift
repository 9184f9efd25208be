import Forge
import OrderedJSON
import Wire

/// What messages of the Workload API say, as facts. Private keys are looked at here and shown nowhere.
struct WorkloadAPIFacts {
  let vault: SecretVault
  /// Seconds by the target's clock.
  let now: Int
  /// The SPIFFE ID of the trust domain under test, as far as the target description tells it.
  var trustDomain: String?

  private func isOwn(_ name: String) -> JSON {
    trustDomain.map { .bool($0 == name) } ?? SpecialFact.unknown("the target description does not name the trust domain")
  }

  // MARK: X509SVIDResponse

  /// One X.509-SVID with what goes with it.
  struct CertificateSVID {
    var fact: JSON
    var chain: [Certificate]
    var authorities: [Certificate]
  }

  func certificates(_ message: [UInt8]) throws -> (svids: [CertificateSVID], federated: [String]) {
    let fields = try Protobuf.fields(message)
    let svids = try fields.all(1).map { try certificateSVID($0) }
    return (svids, try fields.map(3).map(\.key))
  }

  private func certificateSVID(_ bytes: [UInt8]) throws -> CertificateSVID {
    let fields = try Protobuf.fields(bytes)
    let identifier = try fields.text(1)
    let chain = (try? Certificate.parse(concatenated: fields.bytes(2))) ?? []
    let authorities = (try? Certificate.parse(concatenated: fields.bytes(4))) ?? []
    let key = try? Key(pkcs8: fields.bytes(3))
    if let pem = try? key?.privatePEM { vault.remember(pem) }
    let leaf = chain.first
    let fact = JSON.object(of: [
      "identifier": .string(identifier), "hint": .string(try fields.text(5)),
      "in-credential": leaf.map { .array($0.uriSANs.map(JSON.string)) },
      "identifier-fits": .bool(leaf?.uriSANs == [identifier]),
      "certificates": .integer(chain.count), "key-form": .string(key == nil ? "other" : "PKCS#8"),
      "key-fits": .bool(key.map { own in (try? leaf?.publicKey)?.isSameKey(as: own) ?? false } ?? false),
      "authorities": .integer(authorities.count), "all-authorities": .bool(authorities.allSatisfy { $0.isCA == true }),
      "authority-names": .array(authorities.flatMap(\.uriSANs).map(JSON.string)),
      "chain": leaf.map { .string(verdict($0, Array(chain.dropFirst()), authorities)) },
    ])
    return CertificateSVID(fact: fact, chain: chain, authorities: authorities)
  }

  private func verdict(_ leaf: Certificate, _ intermediates: [Certificate], _ authorities: [Certificate]) -> String {
    switch leaf.verifyChain(roots: authorities, intermediates: intermediates, at: now) {
    case .trusted: "valid"
    case .refused(let reason): reason
    }
  }

  // MARK: JWTSVIDResponse, WITSVIDResponse

  /// One token with what goes with it.
  struct TokenSVID {
    var fact: JSON
    var compact: String
  }

  func tokens(_ message: [UInt8], isWorkloadToken: Bool) throws -> [TokenSVID] {
    try Protobuf.fields(message).all(1).map { bytes in
      let fields = try Protobuf.fields(bytes)
      let identifier = try fields.text(1)
      let compact = try fields.text(2)
      let decoded = try? DecodedJWT.decode(compact)
      var fact = JSON.object(of: [
        "identifier": .string(identifier), "hint": .string(try fields.text(isWorkloadToken ? 4 : 3)),
        "in-credential": decoded?.claims?["sub"].map(SpecialFact.escape),
        "identifier-fits": .bool(decoded?.claims?["sub"]?.string == identifier),
      ])
      if isWorkloadToken {
        let text = try fields.text(3)
        vault.remember(text)
        let jwk = try? JSON.parse(Array(text.utf8))
        if let secret = jwk?["d"]?.string { vault.remember(secret) }
        let key = jwk.flatMap { try? Key(jwk: $0) }
        let confirmed = decoded?.claims?["cnf"]?["jwk"].flatMap { try? Key(jwk: $0) }
        fact["key-form"] = .string(key?.isPrivate == true ? "JWK" : "other")
        fact["key-fits"] = .bool(key?.isPrivate == true && confirmed.map { key?.isSameKey(as: $0) ?? false } ?? false)
      }
      return TokenSVID(fact: fact, compact: compact)
    }
  }

  // MARK: Bundles

  /// The map of a bundle response, with the keys or authorities of each.
  func bundles(_ message: [UInt8], _ method: WorkloadAPIMethod) throws -> [(name: String, fact: JSON, set: JWKS?)] {
    let fields = try Protobuf.fields(message)
    return try fields.map(method == .fetchX509Bundles ? 2 : 1).map { name, content in
      if method == .fetchX509Bundles {
        let authorities = (try? Certificate.parse(concatenated: content)) ?? []
        return (
          name,
          [
            "name": .string(name), "is-own": isOwn(name), "authorities": .integer(authorities.count),
            "all-authorities": .bool(!authorities.isEmpty && authorities.allSatisfy { $0.isCA == true }),
          ], nil
        )
      }
      let set = try? JWKS(parsing: content)
      return (name, ["name": .string(name), "is-own": isOwn(name), "keys": ActionPerformer.keyFacts(set ?? JWKS([]))], set)
    }
  }

  // MARK: ValidateJWTSVIDResponse

  func validated(_ message: [UInt8]) throws -> JSON {
    let fields = try Protobuf.fields(message)
    let claims = fields.all(2).last
    return .object(of: ["identifier": .string(try fields.text(1)), "claims": try claims.map { SpecialFact.escape(try structure($0)) }])
  }

  /// `google.protobuf.Struct`.
  private func structure(_ bytes: [UInt8]) throws -> JSON {
    .object(try Protobuf.fields(bytes).map(1).map { .init($0.key, try value($0.value)) })
  }

  private func value(_ bytes: [UInt8]) throws -> JSON {
    guard let field = try Protobuf.fields(bytes).last else { return .null }
    switch (field.number, field.value) {
    case (2, .fixed64(let bits)):
      let number = Double(bitPattern: bits)
      return number == number.rounded() && abs(number) < 9e15 ? .integer(Int(number)) : .number("\(number)")
    case (3, .bytes(let text)): return .string(String(decoding: text, as: UTF8.self))
    case (4, .varint(let flag)): return .bool(flag != 0)
    case (5, .bytes(let content)): return try structure(content)
    case (6, .bytes(let content)): return .array(try Protobuf.fields(content).all(1).map { try value($0) })
    default: return .null
    }
  }
}
