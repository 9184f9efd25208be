extension Defect {
  /// How token requests are read.
  public enum TokenRequest: String, DefectCatalogue {
    case grantTypeDefaults = "grant-type-defaults"
    case grantTypeCase = "grant-type-case-ignored"
    case parameterNameCase = "parameter-names-case-ignored"
    case passwordAlive = "password-grant-alive"
    case unknownParameterRefused = "unknown-parameter-refused"
    case emptyParameterRefused = "empty-parameter-refused"
    case contentTypeExact = "content-type-compared-as-text"
    case scopeWidened = "scope-widened-to-all-allowed"
    case scopeUnknownIgnored = "unknown-scope-ignored-silently"
    case scopeNarrowed = "scope-narrowed-silently"
    case resourceFragmentDropped = "resource-fragment-dropped"
    case resourceUnknownAccepted = "unknown-resource-gets-default"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .grantTypeDefaults: "A missing or unknown grant_type counts as client_credentials."
      case .grantTypeCase: "grant_type is compared without regard to case."
      case .parameterNameCase: "Names of parameters are read without regard to case."
      case .passwordAlive: "The password grant is offered."
      case .unknownParameterRefused: "A request with an unknown parameter is refused."
      case .emptyParameterRefused: "A parameter without a value is an error."
      case .contentTypeExact: "A content type with parameters is refused."
      case .scopeWidened: "Whatever scope is asked for, everything that the client may have is granted."
      case .scopeUnknownIgnored: "Unknown scopes are dropped, and the response does not say so."
      case .scopeNarrowed: "Of several scopes the first is granted, and the response does not say so."
      case .resourceFragmentDropped: "The fragment of a resource is dropped."
      case .resourceUnknownAccepted: "An unknown resource gets a token for the default resource."
      }
    }
  }
}
