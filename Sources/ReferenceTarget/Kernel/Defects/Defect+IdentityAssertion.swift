extension Defect {
  /// The issuing side of identity assertion grants.
  public enum IdentityAssertion: String, DefectCatalogue {
    case jagTypeJWT = "jag-typ-jwt"
    case ownClientID = "jag-own-client-id"
    case audienceOfTwo = "jag-aud-array-two"
    case jagClaimsMissing = "jag-claims-missing"
    case jagUnpublishedKey = "jag-unpublished-key"
    case jagSubjectIsClient = "jag-sub-is-client"
    case announcedAsToken = "jag-announced-as-access-token"
    case jagWithRefreshToken = "jag-with-refresh-token"
    case unlisted = "jag-unlisted"
    case foreignAssertion = "jag-subject-aud-ignored"
    case assertionUnverified = "jag-subject-signature-unchecked"
    case assertionExpired = "jag-subject-exp-ignored"
    case anyOwnToken = "jag-subject-any-token"
    case anyAudience = "jag-any-audience"
    case anyResource = "jag-any-resource"
    case resourceDropped = "jag-resource-dropped"
    case scopeFromRequest = "jag-scope-from-request"
    case proofIgnored = "jag-dpop-ignored"
    case jagIssuerIsClient = "jag-iss-is-client"
    case jagCopiesEverything = "jag-copies-everything"
    case jagScopeAdded = "jag-scope-added"
    case redeemsOwn = "jag-self-redeem"

    public static let area = "exchange"

    public var about: String {
      switch self {
      case .jagTypeJWT: "An identity assertion grant has the type JWT."
      case .ownClientID: "An identity assertion grant names the client as its issuer knows it."
      case .audienceOfTwo: "An identity assertion grant names the resource beside the server as audience."
      case .jagClaimsMissing: "An identity assertion grant has no jti and no iat."
      case .jagUnpublishedKey: "Identity assertion grants are signed with a key that is not published."
      case .jagSubjectIsClient: "The subject of an identity assertion grant is the client."
      case .announcedAsToken: "An identity assertion grant is announced as a bearer access token."
      case .jagWithRefreshToken: "A refresh token comes with an identity assertion grant."
      case .unlisted: "The metadata does not say that identity assertion grants are issued."
      case .foreignAssertion: "An ID token of another client is taken as identity assertion."
      case .assertionUnverified: "The signature of an identity assertion is not verified."
      case .assertionExpired: "An expired ID token is taken as identity assertion."
      case .anyOwnToken: "Any token of the server is taken as identity assertion."
      case .anyAudience: "An identity assertion grant is issued for whatever server is named."
      case .anyResource: "An identity assertion grant names whatever resource is asked for."
      case .resourceDropped: "An identity assertion grant does not name the resource that was asked for."
      case .scopeFromRequest: "An identity assertion grant has the scope that is asked for, whatever the agreement says."
      case .proofIgnored: "The key that was proven is not in the identity assertion grant."
      case .jagIssuerIsClient: "An identity assertion grant names the client as its issuer."
      case .jagCopiesEverything: "An identity assertion grant carries all that is known of the user."
      case .jagScopeAdded: "An identity assertion grant has a scope that the server adds to all."
      case .redeemsOwn: "The server redeems the identity assertion grants that it issues."
      }
    }
  }
}

extension Defects {
  func has(_ defect: Defect.IdentityAssertion) -> Bool { has(named: defect.rawValue) }
}
