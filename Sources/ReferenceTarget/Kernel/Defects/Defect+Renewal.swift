extension Defect {
  /// Refresh tokens and JWT authorization grants.
  public enum Renewal: String, DefectCatalogue {
    case refreshSubjectClient = "refresh-sub-becomes-client"
    case refreshGrantsAll = "refresh-grants-everything"
    case refreshDefaultAudience = "refresh-audience-forgotten"
    case refreshAnyResource = "refresh-any-resource"
    case refreshTakesAccessTokens = "refresh-takes-access-tokens"
    case refreshSameToken = "refresh-token-kept"
    case refreshOldAccepted = "refresh-old-token-accepted"
    case refreshWithoutSuccessor = "refresh-without-successor"
    case refreshSuccessorDead = "refresh-successor-dead"
    case grantSignatureUnchecked = "jwt-grant-signature-unchecked"
    case grantSubjectUnchecked = "jwt-grant-subject-unchecked"
    case grantIssuerNormalised = "jwt-grant-issuer-normalised"
    case grantTakesClientAssertions = "jwt-grant-takes-client-assertions"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .refreshSubjectClient: "sub of a refreshed token is the client."
      case .refreshGrantsAll: "A refresh grants everything that the client may have."
      case .refreshDefaultAudience: "A refreshed token is for all resources of the client."
      case .refreshAnyResource: "A refresh may name any resource of the client."
      case .refreshTakesAccessTokens: "An access token refreshes."
      case .refreshSameToken: "A refresh hands the same refresh token out again."
      case .refreshOldAccepted: "A refresh token that was replaced still refreshes."
      case .refreshWithoutSuccessor: "A refresh ends the refresh token and hands no other out."
      case .refreshSuccessorDead: "The refresh token that replaces another is unknown to the server."
      case .grantSignatureUnchecked: "The signature of a grant assertion is not verified."
      case .grantSubjectUnchecked: "A grant assertion about nobody is accepted."
      case .grantIssuerNormalised: "iss of a grant assertion is compared without regard to a slash at its end."
      case .grantTakesClientAssertions: "A client assertion is accepted as a grant."
      }
    }
  }
}
