extension Defect {
  /// What a client registered.
  public enum Registered: String, DefectCatalogue {
    case nextKeyUnknown = "assertion-next-key-unknown"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .nextKeyUnknown: "Of the keys that a client registered only the first is used."
      }
    }
  }
}
