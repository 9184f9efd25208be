extension Defect {
  /// Defects that only the controls of a suite can see through.
  public enum General: String, DefectCatalogue {
    case refusesEverything = "refuses-everything"
    case acceptsEverything = "accepts-everything"
    // One operation refused, while all that leads to it works: what a refusal of everything ends too early to show.
    case refusesExchange = "refuses-exchange"
    case refusesRenewal = "refuses-renewal"
    case refusesGrantsOfOthers = "refuses-grants-of-others"
    case refusesApprovedRequests = "refuses-approved-requests"
    case refusesIntrospection = "refuses-introspection"
    case refusesRevocation = "refuses-revocation"
    case refusesEvents = "refuses-events"

    public static let area = "general"

    public var about: String {
      switch self {
      case .refusesEverything: "Every protected operation is refused with a fitting error, whatever is sent."
      case .acceptsEverything: "Every protected operation succeeds, whatever is sent."
      case .refusesExchange: "Every token exchange is refused, whatever is sent."
      case .refusesRenewal: "Every refresh token is refused."
      case .refusesGrantsOfOthers: "Every JWT authorization grant is refused."
      case .refusesApprovedRequests: "Every backchannel request is refused at the token endpoint, approved ones too."
      case .refusesIntrospection: "Every caller is refused at the introspection endpoint."
      case .refusesRevocation: "Every caller is refused at the revocation endpoint."
      case .refusesEvents: "Every security event token is refused."
      }
    }
  }
}
