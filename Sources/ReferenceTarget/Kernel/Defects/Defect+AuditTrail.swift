extension Defect {
  /// What audit logs lose along a chain, of what influenced a decision, and what tokens tell of people.
  public enum AuditTrail: String, DefectCatalogue {
    case eventsUnlogged = "audit-events-unlogged"
    case eventCauseMissing = "audit-event-cause-missing"
    case credentialsUnlogged = "audit-credentials-unlogged"
    case postureMissing = "audit-posture-missing"
    case postureOnRefusalOnly = "audit-posture-on-refusal-only"
    case postureOnPermitOnly = "audit-posture-on-permit-only"
    case agentByCertificate = "audit-agent-by-certificate"
    case firstAgentKept = "audit-first-agent-kept"
    case subjectInvented = "audit-subject-invented"
    case resourceConstant = "audit-resource-constant"
    case actionConstant = "audit-action-constant"
    case limitsUnlogged = "audit-limits-unlogged"
    case proofRefusalsUnlogged = "audit-proof-refusals-unlogged"
    case grantsUnreferenced = "audit-grants-unreferenced"
    case redemptionsUnlogged = "audit-redemptions-unlogged"
    case renewalsUnlogged = "audit-renewals-unlogged"
    case secretsEncoded = "audit-secrets-encoded"
    case userInToken = "privacy-user-in-token"

    public static let area = "observability"

    public var about: String {
      switch self {
      case .eventsUnlogged: "Security events that end access leave no audit record."
      case .eventCauseMissing: "The record of a security event does not say which event it was."
      case .credentialsUnlogged: "The issuer of credentials writes no audit record."
      case .postureMissing: "Audit records do not have the posture that a decision was based on."
      case .postureOnRefusalOnly: "Audit records have the posture only where it led to a refusal."
      case .postureOnPermitOnly: "Audit records have the posture only where a credential was issued."
      case .agentByCertificate:
        "Agents that authenticate with a certificate are logged by its thumbprint, which changes with every renewal."
      case .firstAgentKept: "The records of a chain all name the agent with which it began."
      case .subjectInvented: "What an agent does for itself is logged as done for an account of the operator."
      case .resourceConstant: "Audit records name the deployment in place of the resource."
      case .actionConstant: "Audit records call every action a request."
      case .limitsUnlogged: "Refusals of what a known agent may not do leave no audit record."
      case .proofRefusalsUnlogged: "Refusals for a bad proof of possession leave no audit record."
      case .grantsUnreferenced: "The record of a redeemed grant of another domain does not refer to the grant."
      case .redemptionsUnlogged: "The redemption of a grant of another domain is not in the audit log."
      case .renewalsUnlogged: "Renewals with a refresh token leave no audit record."
      case .secretsEncoded: "The Authorization header field of refused requests is written into the audit log in Base64."
      case .userInToken: "Everything known of a user is copied into the access tokens for that user."
      }
    }
  }
}

extension Defects {
  func has(_ defect: Defect.AuditTrail) -> Bool { has(named: defect.rawValue) }
}
