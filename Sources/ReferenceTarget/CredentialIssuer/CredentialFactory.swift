import Foundation
import X509

/// The kinds of credentials.
enum CredentialForm: String, Sendable, CaseIterable {
  /// Workload identity token (draft-ietf-wimse-workload-creds).
  case wit
  case x509SVID = "x509-svid"
  case jwtSVID = "jwt-svid"
}

/// What the requester asked for beside the evidence.
struct CredentialOrder: Sendable {
  var request: JSONObject
  var key: PublicKey
}

/// Makes credentials for an identifier that was earned.
struct CredentialFactory: Sendable {
  let issuer: CredentialIssuer

  /// Seconds that each lives.
  static let witLifetime = 3600
  static let certificateLifetime = 3600
  static let svidLifetime = 300
  private static let decade = 10 * 366 * 86_400

  private var environment: Environment { issuer.environment }
  private var defects: Defects { environment.defects }

  func make(_ form: CredentialForm, for identifier: String, order: CredentialOrder) throws(OAuthError) -> JSONObject {
    switch form {
    case .wit: answer(form, wit(identifier, order), Self.witLifetime)
    case .jwtSVID: answer(form, try svid(identifier, order), Self.svidLifetime)
    case .x509SVID: try certificate(identifier, order)
    }
  }

  private func answer(_ form: CredentialForm, _ credential: String, _ lifetime: Int) -> JSONObject {
    ["credential": .string(credential), "type": .string(form.rawValue), "expires_in": .integer(lifetime)]
  }

  private func wit(_ identifier: String, _ order: CredentialOrder) -> String {
    let now = environment.now
    var jwk = order.key.jwk(alg: defects.has(.witWithoutAlgorithm) ? nil : order.key.defaultAlgorithm.rawValue)
    if defects.has(.witPrivateKey), let secret = order.request["key"]?.object?["d"] { jwk["d"] = secret }
    var claims: JSONObject = [
      "iss": .string(issuer.identifier), "sub": .string(identifier), "iat": .integer(now),
      "exp": .integer(now + (defects.has(.witLongLived) ? Self.decade : Self.witLifetime)), "jti": .string(Random.identifier()),
      "cnf": ["jwk": .object(jwk)],
    ]
    if defects.has(.witWithAudience) { claims["aud"] = .string(issuer.identifier) }
    return JWTBuilder.sign(claims, by: issuer.witKey, typ: "wit+jwt")
  }

  private func svid(_ identifier: String, _ order: CredentialOrder) throws(OAuthError) -> String {
    let asked = Claims(["aud": order.request["audience"] ?? .null]).audiences?.filter { !$0.isEmpty }
    guard let audiences = asked, !audiences.isEmpty else { throw OAuthError(.invalidRequest, "audience is needed for a JWT-SVID") }
    let now = environment.now
    var claims: JSONObject = [
      "sub": .string(identifier), "aud": audiences.count == 1 ? .string(audiences[0]) : .array(audiences.map { .string($0) }),
      "iat": .integer(now), "exp": .integer(now + Self.svidLifetime),
    ]
    if defects.has(.svidWithoutAudience) { claims["aud"] = nil }
    return JWTBuilder.sign(claims, by: issuer.svidKey, typ: "JWT")
  }

  private func certificate(_ identifier: String, _ order: CredentialOrder) throws(OAuthError) -> JSONObject {
    let now = environment.clock.date
    var names: [GeneralName] = [.uniformResourceIdentifier(identifier)]
    if defects.has(.certificateTwoNames) { names.append(.uniformResourceIdentifier(identifier + "/instance-1")) }
    let other = PrivateKey().publicKey
    let lifetime = defects.has(.certificateLongLived) ? Self.decade : Self.certificateLifetime
    let leaf = CertificateAuthority.Leaf(
      commonName: nil, names: names, publicKey: (defects.has(.certificateOtherKey) ? other : order.key).certificateKey,
      notBefore: now.addingTimeInterval(-60), notAfter: now.addingTimeInterval(Double(lifetime)),
      isAuthority: defects.has(.certificateAuthority))
    guard let certificate = try? issuer.authority.issue(leaf) else { throw OAuthError(.invalidRequest, "the key cannot be certified") }
    return answer(.x509SVID, certificate.pem, Self.certificateLifetime)
  }
}
