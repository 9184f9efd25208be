extension Defect {
  /// Defects that only the controls of a suite can see through.
  public enum General: String, DefectCatalogue {
    case refusesEverything = "refuses-everything"
    case acceptsEverything = "accepts-everything"

    public static let area = "general"

    public var about: String {
      switch self {
      case .refusesEverything: "Every protected operation is refused with a fitting error, whatever is sent."
      case .acceptsEverything: "Every protected operation succeeds, whatever is sent."
      }
    }
  }
}
