extension Defect {
  /// What audit logs lack, and what they must not hold.
  public enum Audit: String, DefectCatalogue {
    case refusalsUnlogged = "audit-refusals-unlogged"
    case permitsUnlogged = "audit-permits-unlogged"
    case exchangesUnlogged = "audit-exchanges-unlogged"
    case resourceUnlogged = "audit-resource-unlogged"
    case decisionAlwaysPermit = "audit-decision-always-permit"
    case agentMissing = "audit-agent-missing"
    case agentClaimed = "audit-agent-claimed"
    case agentIsPlatform = "audit-agent-is-platform"
    case recordSubjectMissing = "audit-subject-missing"
    case targetMissing = "audit-resource-missing"
    case actionMissing = "audit-action-missing"
    case timeWithoutZone = "audit-time-without-zone"
    case clockAhead = "audit-clock-ahead"
    case correlationMissing = "audit-correlation-missing"
    case correlationConstant = "audit-correlation-constant"
    case correlationPerRecord = "audit-correlation-per-record"
    case parentMissing = "audit-parent-missing"
    case actorMissing = "audit-actor-missing"
    case remediationsUnlogged = "audit-remediations-unlogged"
    case causeMissing = "audit-cause-missing"
    case tokensWritten = "audit-tokens-written"
    case refusedSecretsWritten = "audit-refused-secrets-written"
    case chainBroken = "audit-chain-broken"

    public static let area = "observability"

    public var about: String {
      switch self {
      case .refusalsUnlogged: "Only what was permitted is logged."
      case .permitsUnlogged: "Only what was refused is logged."
      case .exchangesUnlogged: "Token exchanges leave no audit record."
      case .resourceUnlogged: "Resource servers write no audit record."
      case .decisionAlwaysPermit: "Refusals are logged as permitted."
      case .agentMissing: "Audit records do not name the agent."
      case .agentClaimed: "Audit records name as agent whom an unauthenticated request claims to come from."
      case .agentIsPlatform: "Audit records name the platform's account in place of the agent."
      case .recordSubjectMissing: "Audit records do not name the subject."
      case .targetMissing: "Audit records do not name the resource."
      case .actionMissing: "Audit records do not name the action."
      case .timeWithoutZone: "Times in audit records are local, without a zone."
      case .clockAhead: "Times in audit records are a day ahead."
      case .correlationMissing: "Audit records have no identifier for correlation."
      case .correlationConstant: "All audit records have the same identifier for correlation."
      case .correlationPerRecord: "The identifier for correlation is new in each audit record."
      case .parentMissing: "The record of an exchange does not refer to the subject token."
      case .actorMissing: "Audit records do not name the actors."
      case .remediationsUnlogged: "Revocations leave no audit record."
      case .causeMissing: "The record of a revocation has no cause."
      case .tokensWritten: "Tokens are written into the audit log."
      case .refusedSecretsWritten: "Client assertions and tokens that were refused are written into the audit log."
      case .chainBroken: "The digests in the audit log do not fit the lines before them."
      }
    }
  }
}
