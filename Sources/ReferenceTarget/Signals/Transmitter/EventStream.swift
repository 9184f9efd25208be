/// A stream of events to one receiver (SSF section 8.1.1).
struct EventStream: Sendable {
  enum Status: String, Sendable {
    case enabled, paused, disabled
  }

  enum Delivery: Sendable {
    /// RFC 8935: where to, and what to show in Authorization.
    case push(url: String, authorization: String?)
    /// RFC 8936.
    case poll
  }

  let id: String
  /// The client that owns it, which is also whom its tokens are for.
  let receiver: String
  var delivery: Delivery
  /// Nil: everything that there is.
  var requested: [String]?
  var description: String?
  var status = Status.enabled
  var reason: String?
  /// Whom the receiver asked to hear about.
  var subjects: [JSONObject] = []
  /// What has not been delivered, or not been acknowledged.
  var queue: [OutgoingEvent] = []
  /// Whether a task is delivering.
  var isDraining = false

  /// The events of the transmitter that were asked for; unknown ones are ignored.
  var delivered: [String] {
    let known = TransmittedEvent.subscribable.map(\.rawValue)
    return requested.map { requested in known.filter(requested.contains) } ?? known
  }
}

/// A finished token on its way.
struct OutgoingEvent: Sendable {
  let jti: String
  let compact: String
  /// It tells of the stream itself, and is sent even when the stream is paused.
  var isAboutStream = false
}

/// What this transmitter tells of.
enum TransmittedEvent: String, Sendable, CaseIterable {
  case sessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
  case tokenClaimsChange = "https://schemas.openid.net/secevent/caep/event-type/token-claims-change"
  case credentialChange = "https://schemas.openid.net/secevent/caep/event-type/credential-change"
  case assuranceLevelChange = "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change"
  case deviceComplianceChange = "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change"
  case riskLevelChange = "https://schemas.openid.net/secevent/caep/event-type/risk-level-change"
  case accountDisabled = "https://schemas.openid.net/secevent/risc/event-type/account-disabled"
  case accountEnabled = "https://schemas.openid.net/secevent/risc/event-type/account-enabled"
  case credentialCompromise = "https://schemas.openid.net/secevent/risc/event-type/credential-compromise"
  case verification = "https://schemas.openid.net/secevent/ssf/event-type/verification"
  case streamUpdated = "https://schemas.openid.net/secevent/ssf/event-type/stream-updated"

  /// What a receiver can ask for; the two about the stream come without asking.
  static let subscribable = allCases.filter { $0 != .verification && $0 != .streamUpdated }

  /// By the last part of its name.
  init?(short name: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue.hasSuffix("/" + name) }) else { return nil }
    self = found
  }

  /// What the texts require in it, with values that hold (CAEP section 3, RISC section 2).
  func members(now: Int) -> JSONObject {
    var members: JSONObject
    switch self {
    case .sessionRevoked: members = [:]
    case .tokenClaimsChange: members = ["claims": ["scope": "read"]]
    case .credentialChange: members = ["credential_type": "x509", "change_type": "revoke"]
    case .assuranceLevelChange:
      members = ["namespace": "NIST-AAL", "current_level": "nist-aal1", "previous_level": "nist-aal2", "change_direction": "decrease"]
    case .deviceComplianceChange: members = ["previous_status": "compliant", "current_status": "not-compliant"]
    case .riskLevelChange: members = ["principal": "USER", "previous_level": "LOW", "current_level": "HIGH"]
    case .credentialCompromise: return ["credential_type": "x509"]
    case .accountDisabled, .accountEnabled, .verification, .streamUpdated: return [:]
    }
    members["event_timestamp"] = .integer(now)
    members["initiating_entity"] = "admin"
    members["reason_admin"] = ["en": "By order of the test."]
    return members
  }
}
