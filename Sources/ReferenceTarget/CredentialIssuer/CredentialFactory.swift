import Foundation
import SwiftASN1
import X509

/// The kinds of credentials.
enum CredentialForm: String, Sendable, CaseIterable {
  /// Workload identity token (draft-ietf-wimse-workload-creds), which keeps to the WIT-SVID profile too.
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
  private static let day = 86_400

  private var environment: Environment { issuer.environment }
  private var defects: Defects { environment.defects }

  func make(_ form: CredentialForm, for identifier: String, order: CredentialOrder) throws(OAuthError) -> JSONObject {
    switch form {
    case .wit: answer(form, wit(identifier, order), Self.witLifetime)
    case .jwtSVID: answer(form, try svid(identifier, order), Self.svidLifetime)
    case .x509SVID: answer(form, try certificate(identifier, order).pem, Self.certificateLifetime)
    }
  }

  private func answer(_ form: CredentialForm, _ credential: String, _ lifetime: Int) -> JSONObject {
    ["credential": .string(credential), "type": .string(form.rawValue), "expires_in": .integer(lifetime)]
  }

  // MARK: Workload identity tokens

  func wit(_ identifier: String, _ order: CredentialOrder) -> String {
    let now = environment.now
    var claims: JSONObject = [
      "iss": .string(issuer.identifier), "sub": .string(identifier), "iat": .integer(now),
      "exp": .integer(now + (defects.has(.witLongLived) ? Self.decade : Self.witLifetime)), "jti": .string(Random.identifier()),
      "cnf": .object(confirmation(order)),
    ]
    if defects.has(.witWithAudience) { claims["aud"] = .string(issuer.identifier) }
    if defects.has(.witSubjectList) { claims["sub"] = [.string(identifier)] }
    if defects.has(.witWithoutExpiry) { claims["exp"] = nil }
    let type = defects.has(.witType) ? "JWT" : "wit+jwt"
    if defects.has(.witUnsigned) { return unsigned(claims, type) }
    let key = defects.has(.witUnpublishedKey) ? PrivateKey() : issuer.witKey
    return JWTBuilder.sign(claims, by: key, typ: type, named: !defects.has(.witWithoutKid))
  }

  private func confirmation(_ order: CredentialOrder) -> JSONObject {
    let algorithm = defects.has(.witWithoutAlgorithm) ? nil : order.key.defaultAlgorithm.rawValue
    var jwk = order.key.jwk(alg: algorithm)
    if defects.has(.witPrivateKey) { jwk = PrivateKey().privateJWK }
    var confirmation: JSONObject = ["jwk": .object(jwk)]
    if defects.has(.witKeyAddress) { confirmation["jku"] = .string(issuer.identifier + "/jwks") }
    return confirmation
  }

  private func unsigned(_ claims: JSONObject, _ type: String) -> String {
    let header: JSONObject = ["alg": "none", "typ": .string(type)]
    return Base64URL.encode(JSONValue.object(header).text.utf8) + "." + Base64URL.encode(JSONValue.object(claims).text.utf8) + "."
  }

  // MARK: JWT-SVIDs

  func svid(_ identifier: String, _ order: CredentialOrder) throws(OAuthError) -> String {
    var asked = Claims(["aud": order.request["audience"] ?? .null]).audiences?.filter { !$0.isEmpty }
    if defects.has(.svidDefaultAudience), asked?.isEmpty ?? true { asked = [issuer.trustDomain] }
    guard let audiences = asked, !audiences.isEmpty else { throw OAuthError(.invalidRequest, "audience is needed for a JWT-SVID") }
    if defects.has(.svidCached), let kept = issuer.keptSVID.withLock({ $0 }) { return kept }
    let now = environment.now
    var claims: JSONObject = [
      "sub": .string(defects.has(.svidOtherIdentifier) ? identifier + "/jwt" : identifier),
      "aud": audiences.count == 1 ? .string(audiences[0]) : .array(audiences.map { .string($0) }),
      "iat": .integer(now), "exp": .integer(now + (defects.has(.svidLongLived) ? Self.day : Self.svidLifetime)),
    ]
    if defects.has(.svidWithoutAudience) { claims["aud"] = nil }
    if defects.has(.svidWithoutExpiry) { claims["exp"] = nil }
    let type = defects.has(.svidType) ? "at+jwt" : "JWT"
    if defects.has(.svidUnsigned) { return unsigned(claims, type) }
    let more: JSONObject = defects.has(.svidKeyAddress) ? ["jku": .string(issuer.identifier + "/jwks")] : [:]
    let svid = JWTBuilder.sign(claims, by: defects.has(.svidUnpublishedKey) ? PrivateKey() : issuer.svidKey, typ: type, header: more)
    if defects.has(.svidCached) { issuer.keptSVID.withLock { $0 = svid } }
    return svid
  }

  // MARK: Certificates

  func certificate(_ identifier: String, _ order: CredentialOrder) throws(OAuthError) -> Certificate {
    let now = environment.clock.date
    var leaf = CertificateAuthority.Leaf(
      commonName: nil, names: names(identifier), publicKey: order.key.certificateKey, notBefore: now.addingTimeInterval(-60),
      notAfter: now.addingTimeInterval(Double(defects.has(.certificateLongLived) ? Self.decade : Self.certificateLifetime)),
      isAuthority: defects.has(.certificateAuthority))
    if defects.has(.certificateOtherKey) { leaf.publicKey = PrivateKey().publicKey.certificateKey }
    if defects.has(.certificateNotYetValid) {
      leaf.notBefore = now.addingTimeInterval(12 * 3600)
      leaf.notAfter = now.addingTimeInterval(20 * 3600)
    }
    if defects.has(.certificateUsageNotCritical) { leaf.isUsageCritical = false }
    if defects.has(.certificateKeyAgreement) { leaf.usage = KeyUsage(keyAgreement: true) }
    if defects.has(.certificateClientOnly) { leaf.usages = [.clientAuth] }
    if defects.has(.certificateNameNotCritical) { leaf.isNameCritical = false }
    if defects.has(.certificateSerialRepeated) { leaf.serial = Certificate.SerialNumber(4711) }
    if defects.has(.certificateWithEvidence), let evidence = order.request["evidence"]?.string {
      leaf.further = [Certificate.Extension(oid: [1, 3, 6, 1, 5, 5, 7, 1, 99], critical: false, value: Array(evidence.utf8)[...])]
    }
    guard let certificate = try? authority.issue(leaf) else { throw OAuthError(.invalidRequest, "the key cannot be certified") }
    return certificate
  }

  private func names(_ identifier: String) -> [GeneralName] {
    if defects.has(.certificateRootPath) { return [.uniformResourceIdentifier("spiffe://" + issuer.trustDomain)] }
    if defects.has(.certificateOtherIdentifier) { return [.uniformResourceIdentifier(identifier + "/x509")] }
    if defects.has(.certificateTwoNames) {
      return [.uniformResourceIdentifier(identifier), .uniformResourceIdentifier(identifier + "/instance-1")]
    }
    return [.uniformResourceIdentifier(identifier)]
  }

  /// The authority of the trust domain, or a namesake that nobody published.
  private var authority: CertificateAuthority {
    guard defects.has(.certificateOtherAuthority) else { return issuer.authority }
    let now = environment.clock.date
    let stranger = try? CertificateAuthority(
      commonName: "Reference target workload authority", uri: "spiffe://" + issuer.trustDomain, notBefore: now.addingTimeInterval(-3600),
      notAfter: now.addingTimeInterval(86_400))
    return stranger ?? issuer.authority
  }
}
