extension Defect {
  public enum Revocation: String, DefectCatalogue {
    case ackWithoutEffect = "revoke-acks-without-effect"
    case noCascade = "no-cascade"
    case refreshSoft = "refresh-revoke-soft"
    case hintIsFilter = "hint-is-a-filter"
    case unknownTokenError = "unknown-token-400"
    case ignoresOwner = "revoke-ignores-owner"
    case publicEndpoint = "revocation-public"
    case reuseUndetected = "reuse-undetected"
    case introspectionOpen = "introspection-open"
    case introspectionAudience = "introspection-ignores-audience"
    case introspectionUnverified = "introspection-decodes-without-verifying"
    case inactiveSaysWhy = "inactive-says-why"
    case activeText = "active-as-string"
    case confirmationMissing = "cnf-missing-in-introspection"
    case actMissing = "introspection-act-dropped"
    case unknownTokenCrash = "unknown-token-500"
    case resourceIgnores = "rs-ignores-revocation"

    public static let area = "revocation"

    public var about: String {
      switch self {
      case .ackWithoutEffect: "A revocation is answered with 200 and nothing happens."
      case .noCascade: "Revoking a refresh token leaves its access tokens alive."
      case .refreshSoft: "A revoked refresh token still refreshes."
      case .hintIsFilter: "A wrong token_type_hint keeps a token from being found."
      case .unknownTokenError: "Revoking an unknown token is answered with 400."
      case .ignoresOwner: "A client can revoke tokens of another client."
      case .publicEndpoint: "The revocation endpoint asks for no client authentication."
      case .reuseUndetected: "The reuse of a rotated refresh token is refused, but its family lives on."
      case .introspectionOpen: "Introspection asks for no authentication."
      case .introspectionAudience: "A resource server learns about tokens that are not addressed to it."
      case .introspectionUnverified: "Introspection decodes a token without verifying it."
      case .inactiveSaysWhy: "An inactive answer tells more than active: false."
      case .activeText: "active is text instead of a boolean."
      case .confirmationMissing: "Introspection leaves cnf out."
      case .actMissing: "Introspection leaves act out."
      case .unknownTokenCrash: "Introspecting an unknown token is answered with 500."
      case .resourceIgnores: "The resource server does not notice that a token was revoked."
      }
    }
  }
}
