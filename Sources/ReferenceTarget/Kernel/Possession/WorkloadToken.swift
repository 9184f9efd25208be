import X509

/// Why a workload's credentials do not count, and which of them.
struct WorkloadRefusal: Error, Sendable {
  enum Part: Sendable { case missing, identityToken, proof, signature, certificate, admission }
  var part: Part
  var reason: String

  init(_ part: Part, _ reason: String) {
    self.part = part
    self.reason = reason
  }
}

/// The key material that the target was told to trust, by trust domain (workload-creds, section 3).
struct TrustAnchors: Sendable {
  var keys: [String: [PublicKey]] = [:]
  /// What signs the certificates of a domain's workloads.
  var authorities: [String: Certificate] = [:]
  var all: [PublicKey] { keys.values.flatMap { $0 } }
}

/// A workload identity token that was found valid. It is nobody's identity until its key has been proven.
struct WorkloadToken: Sendable {
  var compact: String
  /// The workload identifier.
  var subject: String
  /// The confirmed key, whose `alg` is the only algorithm of proofs.
  var key: PublicKey
  var algorithm: Algorithm
  /// What a defect takes for the confirmed key although it is a shared secret; empty: no key at all.
  var secret: [UInt8]?

  /// Whether a proof's signature is by the confirmed key.
  func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    guard let secret else { return key.verifies(signature, of: text, by: algorithm) }
    return secret.isEmpty ? signature.isEmpty : BrokenProofReading.isMAC(signature, text, secret)
  }
}

/// Validates workload identity tokens (workload-creds, sections 3 to 5).
struct WorkloadTokenValidator: Sendable {
  let environment: Environment
  let anchors: TrustAnchors

  private var defects: Defects { environment.defects }

  func validate(_ request: Incoming) throws(WorkloadRefusal) -> WorkloadToken {
    let fields = request.values("workload-identity-token")
    guard let field = fields.first else { throw WorkloadRefusal(.missing, "no identity token") }
    guard fields.count == 1 || defects.has(.witFirstTaken) else { throw WorkloadRefusal(.identityToken, "more than one identity token") }
    guard let token = try? CompactJWT(field) else { throw WorkloadRefusal(.identityToken, "not a JWT") }
    if defects.has(.identityAddressFollowed) { CarelessReading.followKeys(of: token, environment) }
    guard token.hasType("wit+jwt") || defects.has(.witTypeIgnored) else { throw WorkloadRefusal(.identityToken, "typ") }
    let claims = Claims(token.claims)
    guard var subject = claims.text("sub"), let identifier = URIReference(subject), !identifier.hasUserInfo else {
      throw WorkloadRefusal(.identityToken, "sub")
    }
    try verify(token, domain: identifier.host)
    if defects.has(.witUnknownDomain), anchors.keys[identifier.host] == nil, let known = anchors.keys.keys.max() {
      subject = "spiffe://" + known + identifier.path
    }
    let expires = token.claims["exp"] != nil || !defects.has(.witExpiryOptional)
    guard claims.isCurrent(at: environment.now, expiryRequired: expires) || defects.has(.witExpiryIgnored) && token.claims["exp"] != nil
    else {
      throw WorkloadRefusal(.identityToken, "exp or nbf")
    }
    return try confirmed(token, subject: subject)
  }

  private func verify(_ token: CompactJWT, domain: String) throws(WorkloadRefusal) {
    if defects.has(.witSignatureUnchecked) { return }
    if defects.has(.witUnknownDomain), anchors.keys[domain] == nil { return }
    if defects.has(.witKeyFromHeader), let jwk = token.header["jwk"]?.object, let key = try? PublicKey(jwk: jwk),
      (try? token.verify(under: key)) != nil
    {
      return
    }
    let trusted = defects.has(.witAnchorsPooled) ? anchors.all : anchors.keys[domain] ?? []
    do { try token.verify(under: trusted) } catch { throw WorkloadRefusal(.identityToken, "signature") }
  }

  /// A confirmed key that is none: a shared secret, or one whose algorithm is none.
  private func careless(_ token: CompactJWT, subject: String) -> WorkloadToken? {
    guard let jwk = token.claims["cnf"]?.object?["jwk"]?.object else { return nil }
    var secret: [UInt8]?
    if defects.has(.confirmedSymmetric), let text = jwk["k"]?.string { secret = Base64URL.decode(text) }
    if defects.has(.confirmedNone), jwk["alg"]?.string == "none" { secret = [] }
    guard let secret, let stand = try? PublicKey(jwk: PrivateKey().publicJWK) else { return nil }
    return WorkloadToken(compact: token.compact, subject: subject, key: stand, algorithm: .es256, secret: secret)
  }

  private func confirmed(_ token: CompactJWT, subject: String) throws(WorkloadRefusal) -> WorkloadToken {
    if let careless = careless(token, subject: subject) { return careless }
    guard let jwk = token.claims["cnf"]?.object?["jwk"]?.object, let key = try? PublicKey(jwk: jwk) else {
      throw WorkloadRefusal(.identityToken, "cnf")
    }
    if defects.has(.confirmedAlgorithmIgnored) {
      return WorkloadToken(compact: token.compact, subject: subject, key: key, algorithm: key.defaultAlgorithm)
    }
    let named = key.alg.flatMap(Algorithm.init) ?? (defects.has(.witAlgorithmOptional) && key.alg == nil ? key.defaultAlgorithm : nil)
    guard let named, key.fits(named) || defects.has(.wptAlgorithmNotCompared) else {
      throw WorkloadRefusal(.identityToken, "alg of the confirmed key")
    }
    return WorkloadToken(compact: token.compact, subject: subject, key: key, algorithm: named)
  }
}
