extension Defect {
  /// What becomes of authorization details after a token was issued.
  public enum Details: String, DefectCatalogue {
    case introspectionLacksDetails = "introspection-lacks-details"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .introspectionLacksDetails: "Introspection answers without the authorization details of the token."
      }
    }
  }
}

extension Defects {
  func has(_ defect: Defect.Details) -> Bool { has(named: defect.rawValue) }
}
