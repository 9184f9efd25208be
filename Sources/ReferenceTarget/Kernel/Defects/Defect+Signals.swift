extension Defect {
  /// Bugs of a receiver of security events.
  public enum Signals: String, DefectCatalogue {
    case receiverSignatureUnchecked = "rx-no-signature"
    case receiverAlgorithmFromHeader = "rx-alg-from-header"
    case receiverAnyAudience = "rx-any-audience"
    case receiverKeysPooled = "rx-any-known-key"
    case receiverIssuerUnchecked = "rx-iss-unchecked"
    case receiverAcksEverything = "rx-ack-everything"
    case receiverDrops = "rx-ack-and-drop"
    case receiverActsFirst = "rx-effect-before-validation"
    case receiverShapeUnchecked = "rx-shape-unchecked"
    case receiverRejectsUnknown = "rx-rejects-unknown-claims"
    case receiverAckWithBody = "rx-ack-with-body"
    case receiverRejectsDuplicates = "rx-rejects-duplicates"
    case receiverReplayReapplies = "rx-replay-reapplies"
    case receiverRevokesEveryone = "rx-revokes-everyone"
    case receiverMatchesAny = "rx-matches-any-member"
    case receiverAuthorizationUnchecked = "rx-auth-header-unchecked"
    case receiverSubjectIssuerIgnored = "subject-iss-ignored"
    case receiverSubjectPrefix = "subject-prefix-match"
    case receiverAnyAuthority = "any-transmitter-any-subject"
    case receiverFutureSessions = "rx-future-sessions-killed"
    case receiverResurrects = "enabled-resurrects-old-tokens"
    case receiverDisablesSoftly = "disabled-account-logs-in"

    public static let area = "revocation"

    public var about: String {
      switch self {
      case .receiverSignatureUnchecked: "The signature of an event is not verified."
      case .receiverAlgorithmFromHeader: "An event that says it is unsigned, or signed with a shared secret, is believed."
      case .receiverAnyAudience: "An event for another receiver is taken."
      case .receiverKeysPooled: "An event is verified under the keys of all transmitters."
      case .receiverIssuerUnchecked: "The issuer of an event is not compared with the transmitter."
      case .receiverAcksEverything: "Every push is answered with 202."
      case .receiverDrops: "An event is answered with 202 and has no effect."
      case .receiverActsFirst: "An event takes effect before it is validated."
      case .receiverShapeUnchecked: "An event lacks required claims and is taken."
      case .receiverRejectsUnknown: "An event with a claim or of a type that is not known is refused."
      case .receiverAckWithBody: "The acknowledgement has a body."
      case .receiverRejectsDuplicates: "An event that comes again is refused."
      case .receiverReplayReapplies: "An event that comes again takes effect again, from now on."
      case .receiverRevokesEveryone: "An event about one subject ends the access of all."
      case .receiverMatchesAny: "Of a complex subject one member that matches is enough."
      case .receiverAuthorizationUnchecked: "The authorization of the transmitter is not looked at."
      case .receiverSubjectIssuerIgnored: "The issuer in a subject identifier is not looked at."
      case .receiverSubjectPrefix: "The beginning of a subject is enough to match it."
      case .receiverAnyAuthority: "Every transmitter may speak about every subject."
      case .receiverFutureSessions: "An event ends also what comes about after it."
      case .receiverResurrects: "Enabling an account brings its old tokens back."
      case .receiverDisablesSoftly: "A disabled account still gets new tokens."
      }
    }
  }
}
