extension Defect {
  public enum Possession: String, DefectCatalogue {
    case dpopSignatureUnchecked = "dpop-signature-unchecked"
    case dpopMethodIgnored = "dpop-htm-ignored"
    case dpopURIIgnored = "dpop-htu-ignored"
    case dpopURIExactText = "dpop-htu-compared-with-query"
    case dpopTypeIgnored = "dpop-typ-ignored"
    case dpopAgeIgnored = "dpop-iat-ignored"
    case dpopFutureUnlimited = "dpop-iat-future-unlimited"
    case dpopIdentifierOptional = "dpop-jti-optional"
    case dpopNoReplayCache = "dpop-no-replay-cache"
    case dpopPrivateKeyAccepted = "dpop-private-jwk-accepted"
    case dpopFirstProofTaken = "dpop-two-proofs-first-wins"
    case dpopNonceUnchecked = "dpop-nonce-any-accepted"
    case dpopServerIgnoresProof = "dpop-as-ignores-proof"
    case dpopConfirmationWrong = "dpop-as-jkt-of-whole-jwk"
    case dpopTokenTypeBearer = "dpop-as-token-type-bearer"
    case dpopResourceIgnoresHash = "dpop-rs-ignores-ath"
    case dpopResourceIgnoresBinding = "dpop-rs-ignores-cnf"
    case dpopResourceDowngrade = "dpop-rs-bearer-downgrade"
    case mtlsResourceIgnoresBinding = "mtls-rs-ignores-cnf"
    case mtlsForwardedHeaderTrusted = "mtls-forwarded-header-trusted"
    case mtlsBindingOmitted = "mtls-as-omits-cnf"

    public static let area = "possession"

    public var about: String {
      switch self {
      case .dpopSignatureUnchecked: "The signature of a DPoP proof is not verified."
      case .dpopMethodIgnored: "htm is not compared with the request method."
      case .dpopURIIgnored: "htu is not compared with the request URI."
      case .dpopURIExactText: "htu is compared with the URL including its query, so that lawful proofs are refused."
      case .dpopTypeIgnored: "Any typ is taken for a DPoP proof."
      case .dpopAgeIgnored: "iat only needs to exist; old proofs are accepted."
      case .dpopFutureUnlimited: "Proofs made for the future are accepted."
      case .dpopIdentifierOptional: "A proof without jti is accepted."
      case .dpopNoReplayCache: "The same proof is accepted again and again."
      case .dpopPrivateKeyAccepted: "A proof whose jwk holds the private key is accepted."
      case .dpopFirstProofTaken: "Of two DPoP header fields the first is used and the second ignored."
      case .dpopNonceUnchecked: "Where a nonce is demanded, any text is accepted as one."
      case .dpopServerIgnoresProof: "The authorization server ignores the proof and issues an unbound token."
      case .dpopConfirmationWrong: "cnf.jkt is computed over the whole JWK instead of its required members."
      case .dpopTokenTypeBearer: "A bound token is announced with token_type Bearer."
      case .dpopResourceIgnoresHash: "The resource server does not compare ath with the token."
      case .dpopResourceIgnoresBinding: "The resource server verifies the proof and never compares its key with cnf.jkt."
      case .dpopResourceDowngrade: "A DPoP-bound token is accepted as a bearer token without any proof."
      case .mtlsResourceIgnoresBinding: "The resource server does not compare cnf.x5t#S256 with the certificate of the connection."
      case .mtlsForwardedHeaderTrusted: "A client certificate in a request header is believed."
      case .mtlsBindingOmitted: "A client that authenticates with a certificate gets a token without cnf."
      }
    }
  }
}
