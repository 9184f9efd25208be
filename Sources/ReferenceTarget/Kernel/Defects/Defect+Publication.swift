extension Defect {
  /// What a server publishes beside its metadata: the metadata signed, and its keys as they change.
  public enum Publication: String, DefectCatalogue {
    case signedMetadataOtherKey = "signed-metadata-other-key"
    case signedMetadataAnonymous = "signed-metadata-without-issuer"
    case signedMetadataNested = "signed-metadata-nested"
    case signedMetadataStale = "signed-metadata-stale"
    case rotatedKeyUnpublished = "rotated-key-unpublished"
    case rotationDropsOldKey = "rotation-drops-old-key"
    case rotationUnknownToResources = "rotation-unknown-to-resources"
    case inventedSecretAccepted = "invented-secret-accepted"
    case certificateMethodRefused = "certificate-method-refused"
    case runtimeResourceIgnored = "runtime-resource-ignored"
    case bearerMethodsUntrue = "resource-bearer-methods-untrue"
    case proofAlgorithmsUnsaid = "resource-proof-algorithms-unsaid"
    case certificateBindingUnsaid = "resource-certificate-binding-unsaid"
    case assertionGrantUnlisted = "assertion-grant-unlisted"
    case grantProfilesTelling = "grant-profiles-name-issuers"

    public static let area = "discovery"

    public var about: String {
      switch self {
      case .signedMetadataOtherKey: "Signed metadata is signed with a key that is not published."
      case .signedMetadataAnonymous: "Signed metadata does not say who vouches for it."
      case .signedMetadataNested: "Signed metadata contains signed metadata."
      case .signedMetadataStale: "Signed metadata says something else than the plain document."
      case .rotatedKeyUnpublished: "After a rotation tokens are signed with a key that is not published."
      case .rotationDropsOldKey: "With a rotation what was signed before is over."
      case .rotationUnknownToResources: "Resources do not hear of a rotation."
      case .inventedSecretAccepted: "Any secret authenticates a client that is registered with a key."
      case .certificateMethodRefused: "A client certificate is refused, and the metadata lists the method."
      case .runtimeResourceIgnored: "Tokens are for the first resource of the client, whichever it names."
      case .bearerMethodsUntrue: "The metadata of a resource says that it takes no bearer tokens, and it takes them."
      case .proofAlgorithmsUnsaid: "The metadata of a resource does not say by which algorithms proofs may be signed."
      case .certificateBindingUnsaid: "The metadata of a resource does not say that it takes tokens bound to certificates."
      case .assertionGrantUnlisted: "The metadata lists a profile of the JWT grant, and not the grant."
      case .grantProfilesTelling: "The list of grant profiles tells whose grants are taken."
      }
    }
  }
}
