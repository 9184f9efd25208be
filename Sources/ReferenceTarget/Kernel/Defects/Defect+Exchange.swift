extension Defect {
  public enum Exchange: String, DefectCatalogue {
    case grantNotChecked = "tx-grant-not-checked"

    public static let area = "exchange"

    public var about: String {
      switch self {
      case .grantNotChecked: "A client that may not exchange tokens does."
      }
    }
  }
}
