extension Defect {
  /// Bugs of a resource that reads JWT access tokens of a server elsewhere.
  public enum ForeignToken: String, DefectCatalogue {
    case foreignTypeIgnored = "foreign-token-typ-ignored"
    case foreignTypeLiteral = "foreign-token-typ-literal"
    case foreignSignatureUnchecked = "foreign-token-signature-unchecked"
    case foreignUnknownAlgorithm = "foreign-token-unknown-alg-unverified"
    case foreignNoneAccepted = "foreign-token-none-accepted"
    case foreignKeyFromHeader = "foreign-token-key-from-header"
    case foreignCriticalIgnored = "foreign-token-crit-ignored"
    case foreignIssuerIgnored = "foreign-token-iss-ignored"
    case foreignIssuerOptional = "foreign-token-iss-optional"
    case foreignIssuerPrefix = "foreign-token-iss-prefix"
    case foreignAudienceIgnored = "foreign-token-aud-ignored"
    case foreignAudienceOptional = "foreign-token-aud-optional"
    case foreignAudiencePrefix = "foreign-token-aud-prefix"
    case foreignAudienceSingle = "foreign-token-aud-single"
    case foreignExpiryIgnored = "foreign-token-exp-ignored"
    case foreignExpiryOptional = "foreign-token-exp-optional"
    case foreignExpiryText = "foreign-token-exp-as-text"
    case foreignNotBeforeIgnored = "foreign-token-nbf-ignored"
    case foreignFirstMember = "foreign-token-first-member-counts"
    case foreignUnknownRefused = "foreign-token-unknown-claim-refused"
    case foreignScopeIgnored = "foreign-token-scope-ignored"
    case foreignScopeContained = "foreign-token-scope-contained"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .foreignTypeIgnored: "A resource takes every JWT of its server, whatever typ says."
      case .foreignTypeLiteral: "A resource does not know that application/ may stand before the type of an access token."
      case .foreignSignatureUnchecked: "A resource reads access tokens and does not verify their signature."
      case .foreignUnknownAlgorithm: "A resource does not verify a token whose algorithm it does not know."
      case .foreignNoneAccepted: "A resource takes access tokens without signature."
      case .foreignKeyFromHeader: "A resource verifies an access token under the key in its header."
      case .foreignCriticalIgnored: "A resource does not look at crit of an access token."
      case .foreignIssuerIgnored: "A resource does not look at iss of an access token."
      case .foreignIssuerOptional: "A resource takes an access token that names no issuer."
      case .foreignIssuerPrefix: "iss of an access token only needs to begin with the issuer identifier."
      case .foreignAudienceIgnored: "A resource does not look at aud of an access token."
      case .foreignAudienceOptional: "A resource takes an access token that names no audience."
      case .foreignAudiencePrefix: "aud of an access token only needs to begin with the identifier of the resource."
      case .foreignAudienceSingle: "A resource takes an access token only if it is the only audience."
      case .foreignExpiryIgnored: "A resource takes access tokens after their expiry."
      case .foreignExpiryOptional: "A resource takes an access token that never expires."
      case .foreignExpiryText: "A resource takes an expiry that is text."
      case .foreignNotBeforeIgnored: "A resource takes access tokens before they are valid."
      case .foreignFirstMember: "Of two claims of one name in an access token the first counts."
      case .foreignUnknownRefused: "A resource refuses an access token with a claim that it does not know."
      case .foreignScopeIgnored: "A resource does not look at scope of an access token."
      case .foreignScopeContained: "A scope suffices that contains the name of the one that is needed."
      }
    }
  }
}
