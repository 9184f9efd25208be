import Foundation

/// The SPIFFE bundle of the trust domain: a JWK Set in which `use` says what each key is for.
struct TrustBundle: Sendable {
  let issuer: CredentialIssuer

  var document: JSONObject {
    [
      "keys": .array([.object(authority), .object(key(issuer.svidKey, "jwt-svid")), .object(key(issuer.witKey, "wit-svid"))]),
      "spiffe_sequence": 1, "spiffe_refresh_hint": 300,
    ]
  }

  private func key(_ key: PrivateKey, _ use: String) -> JSONObject {
    key.publicKey.jwk(alg: "ES256", use: issuer.environment.defects.has(.bundleWithoutUse) ? nil : use, kid: key.kid)
  }

  private var authority: JSONObject {
    var jwk = issuer.authority.key.publicKey.jwk(use: issuer.environment.defects.has(.bundleWithoutUse) ? nil : "x509-svid")
    jwk["x5c"] = [.string(Data(issuer.authority.certificate.der).base64EncodedString())]
    return jwk
  }
}
