extension Defect {
  /// Users who are asked out of band, or in a local interface.
  public enum Backchannel: String, DefectCatalogue {
    case requestShort = "ciba-auth-req-id-short"
    case hintsUncounted = "ciba-hints-uncounted"
    case requestNeverExpires = "ciba-request-never-expires"
    case requestUnbound = "ciba-request-not-bound-to-client"
    case requestReusable = "ciba-request-reusable"
    case denialIsApproval = "ciba-denial-is-approval"
    case undecidedIsApproval = "ciba-undecided-is-approval"
    case localConfirmation = "rs-local-confirmation-believed"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .requestShort: "auth_req_id has eight characters."
      case .hintsUncounted: "A backchannel request may have no hint, or several."
      case .requestNeverExpires: "A backchannel request does not expire."
      case .requestUnbound: "A backchannel request can be redeemed by another client."
      case .requestReusable: "A backchannel request can be redeemed again."
      case .denialIsApproval: "A backchannel request that was denied yields a token."
      case .undecidedIsApproval: "A backchannel request yields a token before anybody decided."
      case .localConfirmation: "A resource believes a header that says that the user has approved."
      }
    }
  }
}
