extension Defect {
  /// Addresses in what comes in, which a careless reader follows (RFC 8725 section 3.10).
  public enum Canary: String, DefectCatalogue {
    case assertionAddressFollowed = "assertion-key-address-followed"
    case grantAddressFollowed = "grant-key-address-followed"
    case proofAddressFollowed = "dpop-key-address-followed"
    case identityAddressFollowed = "wit-key-address-followed"
    case workloadProofAddressFollowed = "wpt-key-address-followed"
    case accessTokenAddressFollowed = "access-token-key-address-followed"
    case requestAddressFollowed = "request-uri-followed"

    public static let area = "possession"

    public var about: String {
      switch self {
      case .assertionAddressFollowed: "The addresses in the header of a client assertion are fetched."
      case .grantAddressFollowed: "The addresses in the header of an assertion that is a grant are fetched."
      case .proofAddressFollowed: "The addresses in the header of a DPoP proof are fetched."
      case .identityAddressFollowed: "The addresses in the header of a workload identity token are fetched."
      case .workloadProofAddressFollowed: "The addresses in the header of a workload proof token are fetched."
      case .accessTokenAddressFollowed: "The addresses in the header of an access token are fetched."
      case .requestAddressFollowed: "A request_uri is fetched wherever it points."
      }
    }
  }
}
