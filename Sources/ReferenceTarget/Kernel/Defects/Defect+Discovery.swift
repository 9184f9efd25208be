extension Defect {
  public enum Discovery: String, DefectCatalogue {
    case issuerFromHost = "issuer-from-host-header"
    case issuerSlash = "issuer-with-trailing-slash"
    case wellKnownAppended = "well-known-appended"
    case wellKnownIgnoresPath = "well-known-ignores-path"
    case jwksPrivate = "jwks-private-key"
    case unpublishedKey = "token-signed-with-unpublished-key"
    case noneListed = "alg-none-listed"
    case resourceIsOrigin = "resource-metadata-of-origin"
    case resourceReflected = "resource-metadata-reflects-path"
    case challengeWithoutMetadata = "challenge-without-resource-metadata"

    public static let area = "discovery"

    public var about: String {
      switch self {
      case .issuerFromHost: "The issuer in the metadata is built from the Host header."
      case .issuerSlash: "The issuer in the metadata has a slash added."
      case .wellKnownAppended: "Metadata stands below the issuer's path only, not at the inserted location."
      case .wellKnownIgnoresPath: "Any path behind the well-known location gives the metadata of the first domain."
      case .jwksPrivate: "The published key set holds the private key."
      case .unpublishedKey: "Tokens are signed with a key that is not published."
      case .noneListed: "The metadata lists none as a signing algorithm."
      case .resourceIsOrigin: "The metadata of a resource names the origin instead of the resource."
      case .resourceReflected: "The metadata of a resource names whatever path was asked for."
      case .challengeWithoutMetadata: "Challenges do not point to the metadata of the resource."
      }
    }
  }
}
