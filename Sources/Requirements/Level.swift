/// How strongly a text obliges, on the four steps that verdicts distinguish.
public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
  /// MUST, MUST NOT, REQUIRED, SHALL, SHALL NOT.
  case must
  /// SHOULD, SHOULD NOT, RECOMMENDED, NOT RECOMMENDED.
  case should
  /// MAY, OPTIONAL, and a capability that a text offers without a keyword.
  case may
  /// A declarative sentence without a BCP 14 keyword that says how a conforming party behaves.
  case statement

  private var strength: Int {
    switch self {
    case .may: 0
    case .statement: 1
    case .should: 2
    case .must: 3
    }
  }

  /// The weaker level is the lesser one: may, statement, should, must.
  public static func < (a: Level, b: Level) -> Bool { a.strength < b.strength }
}

/// A keyword of BCP 14 (RFC 2119, RFC 8174), as a text prints it in capitals.
public enum Keyword: String, Sendable, Hashable, CaseIterable {
  case must = "MUST"
  case mustNot = "MUST NOT"
  case required = "REQUIRED"
  case shall = "SHALL"
  case shallNot = "SHALL NOT"
  case should = "SHOULD"
  case shouldNot = "SHOULD NOT"
  case recommended = "RECOMMENDED"
  case notRecommended = "NOT RECOMMENDED"
  case may = "MAY"
  case optional = "OPTIONAL"

  /// The level that the keyword stands for.
  public var level: Level {
    switch self {
    case .must, .mustNot, .required, .shall, .shallNot: .must
    case .should, .shouldNot, .recommended, .notRecommended: .should
    case .may, .optional: .may
    }
  }
}

/// How far somebody outside can see whether a requirement is met.
public enum Testability: String, Sendable, Hashable, CaseIterable {
  /// The suite sends something and judges the answer.
  case active
  /// The suite looks at an artefact that it obtained anyway.
  case passive
  /// The operator declares it, or supplies a log from which it shows.
  case declared
  /// Nobody outside can see it.
  case notObservable = "not-observable"
}

/// Who has to meet a requirement.
public enum Party: String, Sendable, Hashable, CaseIterable {
  case authorizationServer = "authorization-server"
  case resourceServer = "resource-server"
  /// The agent as an OAuth client or as a caller.
  case client
  /// Provides credentials to workloads (credential provider, SPIFFE server, WIMSE identity server).
  case issuer
  /// A workload that receives calls or holds credentials, outside the OAuth roles.
  case workload
  /// Issues transaction tokens.
  case transactionTokenService = "transaction-token-service"
  /// Signs statements about the state of a workload or of a client instance.
  case attester
  /// Sends security events.
  case transmitter
  /// Receives security events.
  case receiver
  /// Whoever runs the deployment: logs, policy, governance.
  case `operator`
}
