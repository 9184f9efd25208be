extension Defect {
  /// A tool with a service behind it, and a workload that calls others.
  public enum Deputy: String, DefectCatalogue {
    case deputyForwards = "forwards-inbound"
    case deputyForwardsBeside = "forwards-inbound-beside"
    case deputyExchangesAnything = "exchanges-anything"
    case deputyServiceAccount = "uses-service-account"
    case deputyCacheWithoutSubject = "cache-key-without-subject"
    case deputyRetries = "tool-retries-with-inbound"
    case deputyTalkative = "tool-tells-token-in-error"
    case deputyTokenInQuery = "tool-token-in-query"
    case deputyKnowsOneUser = "tool-knows-one-user"
    case deputyNeverCalls = "tool-never-calls"
    case deputyHidesRefusal = "tool-hides-refusal"
    case deputyWidens = "tool-widens-scope"
    case workloadNeverCalls = "wl-never-calls"
    case workloadDrops = "wl-drops-txn-token"
    case workloadReplaces = "wl-signs-txn-token-anew"
    case workloadForwardsAccess = "wl-forwards-authorization"
    case workloadLeaks = "wl-leaks-txn-token"

    public static let area = "exchange"

    public var about: String {
      switch self {
      case .deputyForwards: "A tool calls the service behind it with the token that it was called with."
      case .deputyForwardsBeside: "A tool sends the token that it was called with beside the exchanged one."
      case .deputyExchangesAnything: "A tool exchanges whatever it is called with and leaves it to others to refuse."
      case .deputyServiceAccount: "A tool calls the service behind it in its own name."
      case .deputyCacheWithoutSubject: "A tool keeps exchanged tokens by their scope alone."
      case .deputyRetries: "A tool tries again with the token that it was called with when the exchanged one is refused."
      case .deputyTalkative: "A tool shows the exchanged token in its error."
      case .deputyTokenInQuery: "A tool puts the token into the query of its call."
      case .deputyKnowsOneUser: "A tool has nothing for users but the first."
      case .deputyNeverCalls: "A tool answers without the service behind it."
      case .deputyHidesRefusal: "A tool reports success when the service behind it refuses."
      case .deputyWidens: "A tool exchanges for more scope than it was called with."
      case .workloadNeverCalls: "A workload answers without the one behind it."
      case .workloadDrops: "A workload calls another without the transaction token."
      case .workloadReplaces: "A workload sends a transaction token of its own making on."
      case .workloadForwardsAccess: "A workload passes the Authorization field of its caller on."
      case .workloadLeaks: "A workload sends the transaction token to a service outside the trust domain."
      }
    }
  }
}

extension Defects {
  func has(_ defect: Defect.Deputy) -> Bool { has(named: defect.rawValue) }
}
