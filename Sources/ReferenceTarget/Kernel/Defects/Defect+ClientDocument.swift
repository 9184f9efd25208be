extension Defect {
  public enum ClientDocument: String, DefectCatalogue {
    case documentsRefused = "client-documents-refused"
    case documentsUnpublished = "client-documents-unpublished"
    case documentNeverFetched = "client-document-never-fetched"
    case documentIDUnchecked = "client-document-id-unchecked"
    case documentIDNormalised = "client-document-id-normalised"
    case documentStatusIgnored = "client-document-status-ignored"
    case documentRedirectsFollowed = "client-document-redirects-followed"
    case documentSecretAccepted = "client-document-secret-accepted"
    case documentMethodUnchecked = "client-document-method-unchecked"
    case documentRedirectUnchecked = "client-document-redirect-unchecked"
    case documentKeyOptional = "client-document-key-optional"
    case documentKeyUnchecked = "client-document-key-unchecked"
    case documentMalformedAccepted = "client-document-malformed-accepted"
    case documentErrorsCached = "client-document-errors-cached"
    case documentMalformedKept = "client-document-malformed-kept"
    case documentCachedForever = "client-document-cached-forever"
    case documentSizeUnlimited = "client-document-size-unlimited"
    case documentAddressUnchecked = "client-document-address-unchecked"
    case documentOverHTTP = "client-document-over-http"
    case documentSpecialUse = "client-document-special-use-fetched"
    case documentLogoFetched = "client-document-logo-fetched"

    public static let area = "discovery"

    public var about: String {
      switch self {
      case .documentsRefused: "Clients that are named by the address of their metadata are refused."
      case .documentsUnpublished: "The metadata does not say that metadata documents of clients are supported."
      case .documentNeverFetched: "Any address is taken for a client, and nothing is fetched from there."
      case .documentIDUnchecked: "The client_id in a metadata document is not compared with its address."
      case .documentIDNormalised: "The client_id in a metadata document may be another spelling of its address."
      case .documentStatusIgnored: "A metadata document counts whatever status it comes with."
      case .documentRedirectsFollowed: "Redirects are followed to a metadata document."
      case .documentSecretAccepted: "A metadata document may hold a secret."
      case .documentMethodUnchecked: "A metadata document may name a method with a shared secret."
      case .documentRedirectUnchecked: "A client with a metadata document is redirected wherever it asks."
      case .documentKeyOptional: "A client whose document names a key need not authenticate with it."
      case .documentKeyUnchecked: "A client with a metadata document authenticates with any key."
      case .documentMalformedAccepted: "A metadata document that cannot be read counts as one that says nothing."
      case .documentErrorsCached: "That a metadata document could not be had is remembered."
      case .documentMalformedKept: "A metadata document that could not be read is not fetched again."
      case .documentCachedForever: "A metadata document is kept for good, whatever its cache headers say."
      case .documentSizeUnlimited: "A metadata document may be of any size."
      case .documentAddressUnchecked: "The address of a metadata document may have dot segments, a fragment or a user."
      case .documentOverHTTP: "Metadata documents are fetched over plain http."
      case .documentSpecialUse: "Metadata documents are fetched from addresses of special use."
      case .documentLogoFetched: "The logo that a metadata document names is fetched from wherever it is."
      }
    }
  }
}
