/// Lawful leniency: other answers that the specs allow, on which a suite must report no failure.
public enum Preset: String, CaseIterable, Sendable {
  case opaqueAccessTokens = "opaque-access-tokens"
  case dpopNonce = "dpop-nonce"
  case dpopNonceOffered = "dpop-nonce-offered"
  case assertionAudienceTokenEndpoint = "assertion-audience-token-endpoint"
  case errors401ForClient = "errors-401-for-client"
  case refusalCodesAlternative = "refusal-codes-alternative"
  case bearerTypeCase = "bearer-typ-case"
  case noReplayCache = "no-replay-cache"
  case noRefreshRotation = "no-refresh-rotation"
  case actFromClient = "act-from-client"
  case lenientExchange = "lenient-8693"
  case impersonationOnly = "impersonation-only"
  case actorRequired = "actor-required"
  case audienceOnly = "audience-only"
  case grantReusable = "b-reusable"
  case grantDropsActor = "b-drops-act"
  case resourceRefuses403 = "rs-403"
  case workloadProof01 = "wpt-01"
  case messageSignature06 = "hs-06"
  case registrationProtected = "registration-protected"
  case signInForm = "sign-in-form"

  /// One sentence for `--list-presets`.
  public var about: String {
    switch self {
    case .opaqueAccessTokens: "Access tokens are opaque; resource servers look them up."
    case .dpopNonce: "DPoP proofs need a nonce of the server (RFC 9449 sections 8 and 9)."
    case .dpopNonceOffered: "A nonce comes with each token, and from then on the same key needs one (RFC 9449 sections 8.2 and 11.3)."
    case .assertionAudienceTokenEndpoint: "Client assertions may name the token endpoint as audience (RFC 7523 section 3)."
    case .errors401ForClient: "invalid_client comes with 401 whatever the method was (RFC 6749 section 5.2)."
    case .refusalCodesAlternative: "Where the specs leave a choice of error code, the other one is used."
    case .bearerTypeCase: "token_type is spelt in lower case (RFC 6749 section 5.1: case-insensitive)."
    case .noReplayCache: "Proofs are not remembered; freshness alone limits replay (RFC 9449 section 11.1)."
    case .noRefreshRotation: "Refresh tokens of confidential clients are not rotated."
    case .actFromClient: "Every exchange names the exchanging client as actor, with or without an actor token."
    case .workloadProof01: "Workload proofs are those of draft-ietf-wimse-wpt-01, in a field of their own."
    case .messageSignature06: "Message signatures are those of draft-ietf-wimse-http-signature-06, over @request-target."
    case .registrationProtected: "Clients register with an initial access token only (RFC 7591 section 3)."
    case .signInForm: "A person signs in and consents in HTML forms, with a cookie (RFC 6749 section 3.1 leaves open how)."
    case .lenientExchange:
      "Any client exchanges any token for what it may have itself, with a new lifetime and no actors (all of which RFC 8693 allows)."
    case .impersonationOnly: "Actor tokens are refused; every exchange is an impersonation."
    case .actorRequired: "An exchange without an actor token is refused."
    case .audienceOnly: "The home server wants targets named by audience; resource is refused (RFC 8693 section 2.1)."
    case .grantReusable: "A grant of another domain is redeemed as often as it is handed in (RFC 7521, ID-JAG section 4.4.3)."
    case .grantDropsActor: "The actor in a grant of another domain does not appear in the token."
    case .resourceRefuses403: "A resource server answers 403 to tokens that are valid but meant for others."
    }
  }
}

/// The presets in force.
public struct Presets: Sendable {
  private let active: Set<Preset>

  /// - Throws: `UnknownName` for a name that is none.
  public init(names: [String] = []) throws(UnknownName) {
    var active = Set<Preset>()
    for name in names {
      guard let preset = Preset(rawValue: name) else { throw UnknownName(kind: "preset", name: name) }
      active.insert(preset)
    }
    self.active = active
  }

  func has(_ preset: Preset) -> Bool { active.contains(preset) }
}
