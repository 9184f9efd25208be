extension Defect {
  /// What tokens, responses and introspection say.
  public enum AccessToken: String, DefectCatalogue {
    case clientSubjectConstant = "client-token-sub-constant"
    case livesADay = "access-token-lives-a-day"
    case tokenReused = "access-token-reused"
    case responseAsHTML = "token-response-as-html"
    case tokenTypeMissing = "token-type-missing"
    case expiresInMissing = "expires-in-missing"
    case scopeAsList = "scope-as-list"
    case handleShort = "opaque-token-short"
    case errorAsHTML = "error-as-html"
    case errorDescriptionBroken = "error-description-with-line-break"
    case unsigned = "access-token-unsigned"
    case requiredClaimsMissing = "access-token-without-required-claims"
    case scopeClaimMissing = "access-token-without-scope"
    case personalData = "access-token-with-email"
    case identifierConstant = "access-token-jti-constant"
    case audienceOfAll = "audience-of-all-resources"
    case audienceDefaultMissing = "default-audience-missing"
    case introspectionAnonymous = "introspection-without-identity"
    case introspectionScopeList = "introspection-scope-as-list"
    case introspectionTimesText = "introspection-times-as-text"
    case introspectionDisagrees = "introspection-other-subject"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .clientSubjectConstant: "sub of every agent's own token is the same account."
      case .livesADay: "Access tokens live for a day."
      case .tokenReused: "The same request gets the same access token again."
      case .responseAsHTML: "Token responses say that they are HTML."
      case .tokenTypeMissing: "Token responses lack token_type."
      case .expiresInMissing: "Token responses lack expires_in."
      case .scopeAsList: "scope in token responses is a list."
      case .handleShort: "Opaque access tokens have eight characters."
      case .errorAsHTML: "Errors of the token endpoint are HTML pages."
      case .errorDescriptionBroken: "The description of an error has a line break in it."
      case .unsigned: "Access tokens are JWTs without signature."
      case .requiredClaimsMissing: "Access tokens lack iss, sub, aud, iat, exp and jti."
      case .scopeClaimMissing: "Access tokens lack scope."
      case .personalData: "Every access token carries an e-mail address."
      case .identifierConstant: "jti of every access token is the same."
      case .audienceOfAll: "aud of every access token lists all resources."
      case .audienceDefaultMissing: "A token that was asked for without a resource has no audience."
      case .introspectionAnonymous: "Introspection tells neither client nor subject."
      case .introspectionScopeList: "scope in introspection is a list."
      case .introspectionTimesText: "Times in introspection are texts."
      case .introspectionDisagrees: "Introspection tells another subject than the token."
      }
    }
  }
}
