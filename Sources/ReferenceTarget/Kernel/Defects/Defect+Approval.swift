extension Defect {
  /// Bugs in granting just what somebody agreed to.
  public enum Approval: String, DefectCatalogue {
    case detailsUnknownType = "details-unknown-type-accepted"
    case detailsUnchecked = "details-not-validated"
    case detailsWiden = "details-widened-at-token-endpoint"
    case detailsDoubled = "details-other-than-approved"
    case detailsNotInToken = "details-missing-in-token"
    case detailsNotAnswered = "details-missing-in-response"
    case confirmationSkipped = "confirmation-skipped-for-clients"
    case confirmationSkippedByDefault = "confirmation-skipped-by-default-scope"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .detailsUnknownType: "Authorization details of a type that nobody knows are granted."
      case .detailsUnchecked: "Authorization details are not compared with what their type demands."
      case .detailsWiden: "A token request may ask for more than was consented to."
      case .detailsDoubled: "What the token says is not what was approved out of band."
      case .detailsNotInToken: "The token does not carry the authorization details."
      case .detailsNotAnswered: "The response does not say which authorization details were granted."
      case .confirmationSkipped: "What a person has to confirm is granted to a client alone."
      case .confirmationSkippedByDefault: "What a person has to confirm is in the default scope of a client alone."
      }
    }
  }
}
