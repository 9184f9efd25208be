import Foundation

/// The SPIFFE bundle of the trust domain: a JWK Set in which `use` says what each key is for.
struct TrustBundle: Sendable {
  let issuer: CredentialIssuer

  private var defects: Defects { issuer.environment.defects }

  /// Open to everybody (SPIFFE Federation section 5.2.1.3).
  var answer: Outgoing {
    if defects.has(.bundleClosed) { return .json(["error": "unauthorized"], status: 401) }
    return .json(.object(document), type: defects.has(.bundleAsText) ? "text/plain" : "application/json")
  }

  private var document: JSONObject {
    let keys =
      (defects.has(.bundleWithoutAuthority) ? [] : [authority]) + [key(issuer.svidKey, "jwt-svid"), key(issuer.witKey, "wit-svid")]
    var document: JSONObject = ["keys": .array(keys.map { .object($0) }), "spiffe_sequence": 1, "spiffe_refresh_hint": 300]
    if defects.has(.bundleWithoutKeys) { document["keys"] = nil }
    if defects.has(.bundleWithoutSequence) { document["spiffe_sequence"] = nil }
    if defects.has(.bundleHintAsText) { document["spiffe_refresh_hint"] = "300" }
    return document
  }

  private func key(_ key: PrivateKey, _ use: String) -> JSONObject {
    let kid = defects.has(.bundleWithoutKid) ? nil : key.kid
    var jwk = key.publicKey.jwk(alg: "ES256", use: defects.has(.bundleWithoutUse) ? nil : use, kid: kid)
    if defects.has(.bundlePrivate), use == "jwt-svid" { jwk["d"] = key.privateJWK["d"] }
    return jwk
  }

  private var authority: JSONObject {
    var jwk = issuer.authority.key.publicKey.jwk(use: defects.has(.bundleWithoutUse) ? nil : "x509-svid")
    let certificate = JSONValue.string(Data(issuer.authority.certificate.der).base64EncodedString())
    jwk["x5c"] = .array(defects.has(.bundleTwoCertificates) ? [certificate, certificate] : [certificate])
    if defects.has(.bundleAuthorityKid) { jwk["kid"] = "authority" }
    return jwk
  }
}
