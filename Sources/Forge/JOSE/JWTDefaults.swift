import OrderedJSON

/// Hashes and forms that DPoP defines and others took over (RFC 9449).
public enum DPoP {
  /// `ath`: base64url of SHA-256 over the access token's ASCII bytes (RFC 9449 section 4.2). Also `wth` and `tth` of a workload
  /// proof token.
  public static func accessTokenHash(_ token: String) -> String { Base64URL.encode(Digest.sha256(token)) }

  /// `htu`: the URL without query and fragment, otherwise spelled as it is (RFC 9449 section 4.2).
  public static func target(_ url: String) -> String {
    String(decoding: url.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }, as: UTF8.self)
  }
}

/// Revisions of draft-ietf-wimse-wpt that differ on the wire.
public enum WorkloadProofTokenProfile: String, CaseIterable, Sendable {
  /// In a field of its own, beside an access token to which `ath` binds it.
  case wpt01 = "wpt-01"
  /// In `Authorization` under the scheme `WPT`; no room for an access token, hence no `ath`.
  case wpt02 = "wpt-02"

  /// The header field that carries a proof.
  public func field(carrying proof: String) -> (name: String, value: String) {
    switch self {
    case .wpt01: ("Workload-Proof-Token", proof)
    case .wpt02: ("Authorization", "WPT \(proof)")
    }
  }
}

/// Complete, correct tokens of each kind, ready to be signed or to be tampered with. Times are Unix seconds.
public enum JWTDefaults {
  /// A DPoP proof (RFC 9449 section 4.2).
  /// - Parameters:
  ///   - url: the request's URL; `htu` gets it without query and fragment.
  ///   - accessToken: the token that the proof is presented with; `ath` is its hash.
  ///   - nonce: what the server asked for.
  public static func dpop(
    key: Key, method: String, url: String, accessToken: String? = nil, nonce: String? = nil, issuedAt: Int,
    identifier: String = Random.identifier()
  ) -> JWTRecipe {
    JWTRecipe(
      header: ["typ": "dpop+jwt", "alg": name(key), "jwk": key.publicJWK],
      claims: .object(of: [
        "jti": .string(identifier), "htm": .string(method), "htu": .string(DPoP.target(url)), "iat": .integer(issuedAt),
        "ath": accessToken.map { .string(DPoP.accessTokenHash($0)) }, "nonce": nonce.map(JSON.string),
      ]),
      key: key)
  }

  /// A client's authentication with a signed JWT (RFC 7523 section 3). Typed as draft-ietf-oauth-rfc7523bis recommends.
  /// - Parameter audience: the authorization server's issuer identifier.
  public static func clientAssertion(
    key: Key, clientID: String, audience: JSON, issuedAt: Int, lifetime: Int = 60, identifier: String = Random.identifier(),
    type: String? = "client-authentication+jwt"
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: type),
      claims: [
        "iss": .string(clientID), "sub": .string(clientID), "aud": audience, "jti": .string(identifier), "iat": .integer(issuedAt),
        "exp": .integer(issuedAt + lifetime),
      ],
      key: key)
  }

  /// A JWT as authorization grant (RFC 7523 section 2.1).
  public static func authorizationGrant(
    key: Key, issuer: String, subject: String, audience: JSON, issuedAt: Int, lifetime: Int = 300,
    identifier: String = Random.identifier(), type: String? = "JWT"
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: type),
      claims: [
        "iss": .string(issuer), "sub": .string(subject), "aud": audience, "jti": .string(identifier), "iat": .integer(issuedAt),
        "exp": .integer(issuedAt + lifetime),
      ],
      key: key)
  }

  /// An access token as a JWT (RFC 9068 section 2.2).
  /// - Parameter confirmation: thumbprint of the key to which it is bound (`cnf.jkt`, RFC 9449 section 6.1), or nil.
  public static func accessToken(
    key: Key, issuer: String, subject: String, clientID: String, audience: JSON, scope: String? = nil, confirmation: Key? = nil,
    issuedAt: Int, lifetime: Int = 300, identifier: String = Random.identifier()
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "at+jwt"),
      claims: .object(of: [
        "iss": .string(issuer), "sub": .string(subject), "client_id": .string(clientID), "aud": audience, "iat": .integer(issuedAt),
        "exp": .integer(issuedAt + lifetime), "jti": .string(identifier), "scope": scope.map(JSON.string),
        "cnf": confirmation.map { ["jkt": .string($0.thumbprint)] },
      ]),
      key: key)
  }

  /// A Workload Identity Token (draft-ietf-wimse-workload-creds), also a WIT-SVID of SPIFFE.
  /// - Parameters:
  ///   - key: the issuer's key.
  ///   - workload: the key that the token confirms.
  public static func workloadIdentityToken(
    key: Key, issuer: String? = nil, subject: String, workload: Key, issuedAt: Int, lifetime: Int = 3600,
    identifier: String? = Random.identifier()
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "wit+jwt"),
      claims: .object(of: [
        "iss": issuer.map(JSON.string), "sub": .string(subject), "iat": .integer(issuedAt), "exp": .integer(issuedAt + lifetime),
        "jti": identifier.map(JSON.string), "cnf": ["jwk": workload.confirmationJWK],
      ]),
      key: key)
  }

  /// A Workload Proof Token (draft-ietf-wimse-wpt section 2).
  /// - Parameters:
  ///   - key: the workload's key, which `cnf` of its identity token names.
  ///   - url: the request's URL; `aud` gets it without query and fragment.
  ///   - identityToken: the WIT that the proof is presented with.
  ///   - accessToken: only bound (`ath`) in the profile that has it.
  ///   - others: hashes of other tokens, by lower-case field name (`oth`).
  public static func workloadProof(
    _ profile: WorkloadProofTokenProfile, key: Key, url: String, identityToken: String, accessToken: String? = nil,
    transactionToken: String? = nil, others: [(field: String, value: String)] = [], issuedAt: Int, lifetime: Int = 60,
    identifier: String = Random.identifier()
  ) -> JWTRecipe {
    let ath: JSON? =
      switch profile {
      case .wpt01: accessToken.map { .string(DPoP.accessTokenHash($0)) }
      case .wpt02: nil
      }
    let hashes = others.map { JSON.Member($0.field.lowercased(), .string(DPoP.accessTokenHash($0.value))) }
    return JWTRecipe(
      header: ["typ": "wpt+jwt", "alg": name(key)],
      claims: .object(of: [
        "aud": .string(DPoP.target(url)), "exp": .integer(issuedAt + lifetime), "jti": .string(identifier),
        "wth": .string(DPoP.accessTokenHash(identityToken)), "ath": ath,
        "tth": transactionToken.map { .string(DPoP.accessTokenHash($0)) }, "oth": hashes.isEmpty ? nil : .object(hashes),
      ]),
      key: key)
  }

  /// A JWT-SVID (SPIFFE JWT-SVID sections 2 and 3).
  public static func jwtSVID(key: Key, subject: String, audience: JSON, issuedAt: Int, lifetime: Int = 300) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "JWT"),
      claims: ["sub": .string(subject), "aud": audience, "exp": .integer(issuedAt + lifetime), "iat": .integer(issuedAt)], key: key)
  }

  /// A client attestation (draft-ietf-oauth-attestation-based-client-auth-10 section "Client Attestation JWT").
  /// - Parameters:
  ///   - key: the attester's key.
  ///   - instance: the key of the client instance.
  ///   - issuer: named in earlier revisions only.
  public static func clientAttestation(
    key: Key, issuer: String? = nil, clientID: String, instance: Key, issuedAt: Int, lifetime: Int = 3600
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "oauth-client-attestation+jwt"),
      claims: .object(of: [
        "iss": issuer.map(JSON.string), "sub": .string(clientID), "iat": .integer(issuedAt), "exp": .integer(issuedAt + lifetime),
        "cnf": ["jwk": instance.publicJWK],
      ]),
      key: key)
  }

  /// The proof of possession to a client attestation (same draft, "Client Attestation PoP JWT").
  /// - Parameters:
  ///   - key: the key of the client instance.
  ///   - audience: the authorization server's issuer identifier or the resource's identifier.
  ///   - clientID: put into `iss`, which earlier revisions ask for; nil for the current one.
  ///   - challenge: what the server asked for.
  public static func clientAttestationProof(
    key: Key, audience: JSON, clientID: String? = nil, challenge: String? = nil, issuedAt: Int,
    identifier: String = Random.identifier()
  ) -> JWTRecipe {
    JWTRecipe(
      header: ["typ": "oauth-client-attestation-pop+jwt", "alg": name(key)],
      claims: .object(of: [
        "iss": clientID.map(JSON.string), "aud": audience, "jti": .string(identifier), "iat": .integer(issuedAt),
        "challenge": challenge.map(JSON.string),
      ]),
      key: key)
  }

  /// A Security Event Token (RFC 8417 section 2.2) as the Shared Signals Framework profiles it: explicitly typed, the subject in
  /// `sub_id`, no `sub` and no `exp`.
  /// - Parameters:
  ///   - event: the event's URI.
  ///   - body: the event's own members.
  public static func securityEvent(
    key: Key, issuer: String, audience: JSON, subject: JSON?, event: String, body: JSON = .object([]), transaction: String? = nil,
    issuedAt: Int, identifier: String = Random.identifier()
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "secevent+jwt"),
      claims: .object(of: [
        "iss": .string(issuer), "jti": .string(identifier), "iat": .integer(issuedAt), "aud": audience,
        "txn": transaction.map(JSON.string), "sub_id": subject, "events": .object([.init(event, body)]),
      ]),
      key: key)
  }

  /// A transaction token (draft-ietf-oauth-transaction-tokens section "Txn-Token Format").
  /// - Parameters:
  ///   - trustDomain: goes into `aud`.
  ///   - workload: the workload that asked for it (`req_wl`).
  public static func transactionToken(
    key: Key, trustDomain: String, subject: String, scope: String, workload: String, transaction: String = Random.identifier(),
    issuer: String? = nil, issuedAt: Int, lifetime: Int = 300
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "txntoken+jwt"),
      claims: .object(of: [
        "iss": issuer.map(JSON.string), "iat": .integer(issuedAt), "aud": .string(trustDomain), "exp": .integer(issuedAt + lifetime),
        "txn": .string(transaction), "sub": .string(subject), "scope": .string(scope), "req_wl": .string(workload),
      ]),
      key: key)
  }

  /// An identity assertion authorization grant (draft-ietf-oauth-identity-assertion-authz-grant section 3).
  /// - Parameter audience: the issuer identifier of the resource's authorization server.
  public static func identityAssertionGrant(
    key: Key, issuer: String, subject: String, audience: JSON, clientID: String, resource: JSON? = nil, scope: String? = nil,
    issuedAt: Int, lifetime: Int = 300, identifier: String = Random.identifier()
  ) -> JWTRecipe {
    JWTRecipe(
      header: header(key, type: "oauth-id-jag+jwt"),
      claims: .object(of: [
        "iss": .string(issuer), "sub": .string(subject), "aud": audience, "client_id": .string(clientID), "jti": .string(identifier),
        "exp": .integer(issuedAt + lifetime), "iat": .integer(issuedAt), "resource": resource, "scope": scope.map(JSON.string),
      ]),
      key: key)
  }

  /// Evidence of an attester as an Entity Attestation Token in JWT form (RFC 9711): issuer, times, the verifier's challenge in
  /// `eat_nonce`, and the attested key in `cnf`. The claims that describe the platform follow in the order given.
  public static func evidence(
    key: Key, issuer: String, attested: Key?, challenge: String? = nil, claims: [JSON.Member] = [], issuedAt: Int, lifetime: Int = 300
  ) -> JWTRecipe {
    let head = JSON.object(of: [
      "iss": .string(issuer), "iat": .integer(issuedAt), "exp": .integer(issuedAt + lifetime), "eat_nonce": challenge.map(JSON.string),
      "cnf": attested.map { ["jwk": $0.confirmationJWK] },
    ])
    return JWTRecipe(
      header: header(key, type: "eat+jwt"),
      claims: .object((head.members ?? []).filter { member in !claims.contains { $0.name == member.name } } + claims), key: key)
  }

  /// A header with `typ`, `alg` and the key's `kid`, in this order.
  public static func header(_ key: Key, type: String?) -> JSON {
    .object(of: ["typ": type.map(JSON.string), "alg": name(key), "kid": key.kid.map(JSON.string)])
  }

  private static func name(_ key: Key) -> JSON { .string(key.algorithm.rawValue) }
}
