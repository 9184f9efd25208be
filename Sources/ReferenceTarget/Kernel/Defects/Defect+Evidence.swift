extension Defect {
  /// Evidence of platforms, and the reading of credentials and evidence.
  public enum Evidence: String, DefectCatalogue {
    case platformAudienceIgnored = "platform-token-audience-ignored"
    case platformIssuerIgnored = "platform-token-of-any-cluster"
    case platformSignatureUnchecked = "platform-token-signature-unchecked"
    case platformExpiryIgnored = "platform-token-expiry-ignored"
    case platformLegacyToken = "platform-token-without-end"
    case platformLifetimeIgnored = "platform-token-lifetime-ignored"
    case platformNamespaceIgnored = "platform-token-namespace-ignored"
    case platformClaimsBelieved = "platform-token-private-claims-believed"
    case platformTokenRefused = "platform-token-refused"
    case evidenceMemberRepeated = "evidence-first-member-taken"
    case evidenceRepeated = "evidence-first-token-taken"
    case svidSubjectNormalised = "svid-subject-normalised"
    case svidSubjectFromList = "svid-subject-from-list"
    case svidNotBeforeIgnored = "svid-not-before-ignored"
    case svidExpiryAsText = "svid-expiry-as-text"
    case svidAudienceEmpty = "svid-audience-empty"
    case svidDomainIgnored = "svid-domain-ignored"
    case svidAnyToken = "svid-any-token"
    case witUnknownDomain = "wit-of-unknown-domain"

    public static let area = "attestation"

    public var about: String {
      switch self {
      case .platformAudienceIgnored: "A token of the platform counts whomever it is for."
      case .platformIssuerIgnored: "A token of any cluster counts."
      case .platformSignatureUnchecked: "The signature of a platform's token is not verified."
      case .platformExpiryIgnored: "A platform's token counts after its end."
      case .platformLegacyToken: "A token of a service account that has no end, and no pod, counts."
      case .platformLifetimeIgnored: "A platform's token may live for years."
      case .platformNamespaceIgnored: "The namespace of a service account is not looked at."
      case .platformClaimsBelieved: "The private claims of a platform's token decide, whatever its subject is."
      case .platformTokenRefused: "Tokens of the platform are refused."
      case .evidenceMemberRepeated: "Of a claim that stands twice in evidence the first is taken."
      case .evidenceRepeated: "Of two pieces of evidence the first is taken."
      case .svidSubjectNormalised: "The subject of a JWT-SVID is normalised before it is compared."
      case .svidSubjectFromList: "The subject of a JWT-SVID may be a list, of which the first counts."
      case .svidNotBeforeIgnored: "A JWT-SVID counts before its time."
      case .svidExpiryAsText: "The end of a JWT-SVID may be any text."
      case .svidAudienceEmpty: "A JWT-SVID may be for nobody."
      case .svidDomainIgnored: "A JWT-SVID of a trust domain that nobody knows counts by its path."
      case .svidAnyToken: "An access token of the client counts as its JWT-SVID."
      case .witUnknownDomain: "Workloads of trust domains that nobody knows are taken at their word."
      }
    }
  }
}
