extension Defect {
  /// Bugs in finding out whether whoever sends a token or a message holds its key.
  public enum Holder: String, DefectCatalogue {
    case signatureUnknownComponents = "httpsig-unknown-components-tolerated"
    case signatureComponentTwice = "httpsig-component-twice-accepted"
    case signatureLabelsIgnored = "httpsig-labels-not-compared"
    case signatureParametersRaw = "httpsig-parameters-not-serialized-anew"
    case signatureTimesAsText = "httpsig-times-as-text"
    case signatureAbsent = "httpsig-without-signature-accepted"
    case signatureDER = "httpsig-der-accepted"
    case signatureAlgorithmGuessed = "httpsig-alg-guessed"
    case confirmedSymmetric = "wit-symmetric-key-accepted"
    case confirmedNone = "wit-alg-none-accepted"
    case foreignBindingIgnored = "trusting-bearer-ignores-cnf"
    case foreignBindingMalformed = "trusting-malformed-cnf-is-none"
    case foreignKeyUnread = "trusting-jkt-not-compared"
    case foreignProofsRefused = "trusting-dpop-refused"
    case userinfoUnbound = "userinfo-ignores-cnf"
    case refreshCertificateIgnored = "mtls-refresh-token-unbound"
    case stepUpMissing = "rs-step-up-unchecked"
    case stepUpBearer = "rs-step-up-challenge-bearer"
    case stepUpSilent = "rs-step-up-without-max-age"
    case nonceOfferedInVain = "dpop-offered-nonce-not-enforced"

    public static let area = "possession"

    public var about: String {
      switch self {
      case .signatureUnknownComponents: "A component that is not understood or not there is read as whatever the message has, or as empty."
      case .signatureComponentTwice: "A component may be covered twice."
      case .signatureLabelsIgnored: "Signature and Signature-Input are paired by their place, not by their labels."
      case .signatureParametersRaw: "The parameters go into the signature base as they were received, not serialized anew."
      case .signatureTimesAsText: "created and expires may be text."
      case .signatureAbsent: "A request that says what it would sign, and signs nothing, is accepted."
      case .signatureDER: "An ECDSA signature in DER is accepted in a message signature."
      case .signatureAlgorithmGuessed: "A message signature by any algorithm that the key can do is accepted."
      case .confirmedSymmetric: "An identity token may confirm a shared secret."
      case .confirmedNone: "An identity token may confirm a key whose algorithm is none, and proofs are unsigned then."
      case .foreignBindingIgnored: "A bearer token is served without a look at its cnf."
      case .foreignBindingMalformed: "A cnf without a readable jkt counts as no binding at all."
      case .foreignKeyUnread: "A proof is asked for, and its key is not compared with jkt."
      case .foreignProofsRefused: "The DPoP scheme is refused although proofs are promised."
      case .userinfoUnbound: "The server's own userinfo endpoint takes bound tokens from anybody."
      case .refreshCertificateIgnored: "A public client's refresh token is usable with any certificate, or none."
      case .stepUpMissing: "How long ago the user was authenticated is not looked at."
      case .stepUpBearer: "The demand for new authentication comes in a Bearer challenge, whatever scheme was used."
      case .stepUpSilent: "The demand for new authentication does not say what would suffice."
      case .nonceOfferedInVain: "A nonce is offered with each token, and never asked for."
      }
    }
  }

  /// Bugs in authenticating clients by X.509-SVIDs.
  public enum WorkloadCertificate: String, DefectCatalogue {
    case svidAuthoritiesPooled = "svid-x509-authorities-pooled"
    case svidIssuerUnchecked = "svid-x509-issuer-unchecked"
    case svidAnyName = "svid-x509-any-name-matches"
    case svidClientUnchecked = "svid-x509-client-unchecked"
    case svidNamesClient = "svid-x509-client-id-optional"
    case svidAuthorityAccepted = "svid-x509-authority-accepted"
    case svidUsageIgnored = "svid-x509-key-usage-ignored"
    case svidExpiryIgnored = "svid-x509-expiry-ignored"
    case svidPinned = "svid-x509-certificate-pinned"
    case svidOptional = "svid-x509-certificate-optional"
    case svidCommonName = "svid-x509-common-name-matches"
    case spiffeWildcardAnywhere = "spiffe-wildcard-not-anchored"
    case spiffeWildcardText = "spiffe-wildcard-without-boundary"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .svidAuthoritiesPooled: "Any authority that the server knows may vouch for any trust domain."
      case .svidIssuerUnchecked: "Nobody need vouch for an X.509-SVID."
      case .svidAnyName: "Of several identifiers in an X.509-SVID one need fit."
      case .svidClientUnchecked: "The identifier in an X.509-SVID is not compared with client_id."
      case .svidNamesClient: "The client is taken from the X.509-SVID where client_id is missing."
      case .svidAuthorityAccepted: "The certificate of an authority authenticates a client."
      case .svidUsageIgnored: "Key usage of an X.509-SVID is not looked at."
      case .svidExpiryIgnored: "An expired X.509-SVID is accepted."
      case .svidPinned: "The first certificate of a client is the only one that it may ever show."
      case .svidOptional: "A client that is registered for X.509-SVIDs is let in without one."
      case .svidCommonName: "The common name of an X.509-SVID stands in for the identifier that is missing."
      case .spiffeWildcardAnywhere: "A wildcard in a SPIFFE ID matches the path before it wherever it stands."
      case .spiffeWildcardText: "A wildcard in a SPIFFE ID matches the text before it, across the boundary of a path segment."
      }
    }
  }
}
