extension Defect {
  /// How clients show who they are.
  public enum Authentication: String, DefectCatalogue {
    case anonymousClient = "anonymous-client-accepted"
    case basicWithoutChallenge = "basic-refusal-without-challenge"
    case secretMethodsOnly = "metadata-lists-secret-methods-only"
    case audienceNormalised = "assertion-aud-normalised"
    case audienceFromHost = "assertion-aud-from-host"
    case audienceWithoutPushed = "assertion-aud-par-refused"
    case noneAccepted = "assertion-alg-none-accepted"
    case algorithmConfused = "assertion-algorithm-confused"
    case assertionCritical = "assertion-crit-ignored"
    case assertionJSON = "assertion-json-serialization-accepted"
    case unknownHeaderRefused = "assertion-unknown-header-refused"
    case explicitTypeRefused = "assertion-explicit-type-refused"
    case untypedRefused = "assertion-untyped-refused"
    case firstMemberWins = "assertion-first-member-wins"
    case unknownClaimRefused = "assertion-unknown-claim-refused"
    case clientIDBesideRefused = "client-id-beside-assertion-refused"
    case clientIDDemanded = "client-id-demanded-beside-assertion"
    case assertionKindUnchecked = "assertion-kind-unchecked"
    case certificateOptional = "tls-client-certificate-optional"
    case certificateNameUnchecked = "tls-client-certificate-name-unchecked"
    case publicClientCredentials = "client-credentials-for-public-client"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .anonymousClient: "A request that names no client is served as one of the first client."
      case .basicWithoutChallenge: "Failed HTTP Basic is answered with 400 and no challenge."
      case .secretMethodsOnly: "The metadata lists only methods with a shared secret."
      case .audienceNormalised: "aud of a client assertion is compared without regard to case and a slash at its end."
      case .audienceFromHost: "The expected aud of a client assertion is derived from the host that the request claims."
      case .audienceWithoutPushed: "The URL of the endpoint for pushed requests is refused as aud of a client assertion."
      case .noneAccepted: "An unsigned client assertion is accepted."
      case .algorithmConfused: "A client assertion may be a MAC under the text of the registered public key."
      case .assertionCritical: "crit in a client assertion is ignored."
      case .assertionJSON: "A client assertion in JSON serialization is accepted."
      case .unknownHeaderRefused: "A client assertion with an unknown header member is refused."
      case .explicitTypeRefused: "A client assertion with the explicit type is refused."
      case .untypedRefused: "A client assertion without typ is refused."
      case .firstMemberWins: "Of duplicate members of a client assertion the first counts."
      case .unknownClaimRefused: "A client assertion with an unknown claim is refused."
      case .clientIDBesideRefused: "client_id beside a client assertion is refused."
      case .clientIDDemanded: "A client assertion counts only beside a client_id parameter."
      case .assertionKindUnchecked: "Any JWT about a client that verifies under a known key authenticates it."
      case .certificateOptional: "A client that is registered with a certificate may leave it out."
      case .certificateNameUnchecked: "Any certificate of the accepted authority authenticates any client."
      case .publicClientCredentials: "A public client may use the client credentials grant."
      }
    }
  }
}
