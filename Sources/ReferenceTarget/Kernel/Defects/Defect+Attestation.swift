extension Defect {
  public enum Attestation: String, DefectCatalogue {
    case evidenceUnneeded = "evidence-not-needed"
    case signatureUnchecked = "evidence-signature-unchecked"
    case keyFromHeader = "evidence-key-from-header"
    case staleAccepted = "evidence-stale-accepted"
    case audienceIgnored = "evidence-audience-ignored"
    case challengePresenceOnly = "challenge-presence-only"
    case challengeReusable = "challenge-reusable"
    case measurementIgnored = "measurement-not-compared"
    case keyMismatch = "evidence-key-not-compared"
    case identifierFromRequest = "identifier-from-request"
    case witWithoutAlgorithm = "wit-without-cnf-alg"
    case witWithAudience = "wit-with-aud"
    case witPrivateKey = "wit-copies-private-jwk"
    case witLongLived = "wit-long-lived"
    case certificateAuthority = "x509-svid-is-ca"
    case certificateTwoNames = "x509-svid-two-uris"
    case certificateOtherKey = "x509-svid-other-key"
    case certificateLongLived = "x509-svid-long-lived"
    case svidWithoutAudience = "jwt-svid-without-aud"
    case bundleWithoutUse = "bundle-without-use"

    public static let area = "attestation"

    public var about: String {
      switch self {
      case .evidenceUnneeded: "The issuer issues without evidence."
      case .signatureUnchecked: "The signature of evidence is not verified."
      case .keyFromHeader: "Evidence is verified with the jwk in its own header."
      case .staleAccepted: "Expired evidence is accepted."
      case .audienceIgnored: "Evidence made for another verifier is accepted."
      case .challengePresenceOnly: "The challenge only needs to be present."
      case .challengeReusable: "A challenge can be used more than once."
      case .measurementIgnored: "Measurements are logged, not compared with reference values."
      case .keyMismatch: "The requested key is certified although the evidence names another."
      case .identifierFromRequest: "The identifier comes from the request instead of the evidence."
      case .witWithoutAlgorithm: "A workload identity token lacks alg in cnf.jwk."
      case .witWithAudience: "A workload identity token has an aud."
      case .witPrivateKey: "A workload identity token repeats the private part of the key that was sent."
      case .witLongLived: "A workload identity token lives ten years."
      case .certificateAuthority: "An X.509 credential says that it is a certificate authority."
      case .certificateTwoNames: "An X.509 credential has two URI names."
      case .certificateOtherKey: "An X.509 credential certifies a key that nobody asked for."
      case .certificateLongLived: "An X.509 credential lives ten years."
      case .svidWithoutAudience: "A JWT-SVID lacks aud."
      case .bundleWithoutUse: "The keys of the bundle lack use."
      }
    }
  }
}
