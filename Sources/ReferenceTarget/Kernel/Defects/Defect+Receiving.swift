extension Defect {
  /// Decisions by what others answer or send: introspection, verification of streams, kinds of tokens.
  public enum Receiving: String, DefectCatalogue {
    case stateUnchecked = "receiver-state-unchecked"
    case verificationNotAsked = "receiver-never-asks"
    case criticalMemberIgnored = "critical-member-ignored"
    case anyOwnSubject = "as-typ-unchecked"
    case failsOpen = "rs-fails-open"
    case truthyActive = "rs-truthy-active"
    case introspectedExpiryIgnored = "rs-introspected-exp-ignored"
    case introspectedBindingIgnored = "rs-ignores-cnf-from-introspection"
    case introspectedAudienceIgnored = "rs-introspected-aud-ignored"
    case asksAnonymously = "rs-asks-anonymously"
    case keepsAnswers = "rs-keeps-introspection"

    public static let area = "revocation"

    public var about: String {
      switch self {
      case .stateUnchecked: "The receiver does not compare the state of a verification event with the one it sent."
      case .verificationNotAsked: "The receiver is told to ask for verification and asks nobody."
      case .criticalMemberIgnored: "The receiver overlooks members of a subject that it does not know, critical ones too."
      case .anyOwnSubject: "Any signed token of the server is taken as subject token."
      case .failsOpen: "A resource that gets no usable answer about a token serves it."
      case .truthyActive: "A resource takes any value of active but false for true."
      case .introspectedExpiryIgnored: "A resource does not look at the expiry in an answer about a token."
      case .introspectedBindingIgnored: "A resource does not look at the key to which a token is bound by the answer about it."
      case .introspectedAudienceIgnored: "A resource does not look at the audience in an answer about a token."
      case .asksAnonymously: "A resource asks about tokens without saying who it is."
      case .keepsAnswers: "A resource asks about each token once."
      }
    }
  }
}

extension Defects {
  func has(_ defect: Defect.Receiving) -> Bool { has(named: defect.rawValue) }
}
