import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

/// Event types by the names of the language, as they go on the wire, with the members that each needs.
enum SignalEvent: String, CaseIterable {
  case sessionRevoked = "session-revoked"
  case credentialChange = "credential-change"
  case assuranceLevelChange = "assurance-level-change"
  case deviceComplianceChange = "device-compliance-change"
  case tokenClaimsChange = "token-claims-change"
  case riskLevelChange = "risk-level-change"
  case accountDisabled = "account-disabled"
  case accountEnabled = "account-enabled"
  case credentialCompromise = "credential-compromise"
  case tokenRevoked = "token-revoked"
  case verification

  /// The URI that names it in `events` (CAEP 3, RISC 2, OAuth event types 2, SSF 8.1.4.1).
  var uri: String {
    let base = "https://schemas.openid.net/secevent/"
    switch self {
    case .sessionRevoked, .credentialChange, .assuranceLevelChange, .deviceComplianceChange, .tokenClaimsChange, .riskLevelChange:
      return base + "caep/event-type/" + rawValue
    case .accountDisabled, .accountEnabled, .credentialCompromise: return base + "risc/event-type/" + rawValue
    case .tokenRevoked: return base + "oauth/event-type/" + rawValue
    case .verification: return base + "ssf/event-type/" + rawValue
    }
  }

  /// What the event says by default: the members that its text requires, and when it happened.
  func members(now: Int) -> JSON {
    switch self {
    case .sessionRevoked: ["initiating_entity": "policy", "event_timestamp": .integer(now)]
    case .credentialChange: ["credential_type": "x509", "change_type": "revoke", "event_timestamp": .integer(now)]
    case .assuranceLevelChange:
      [
        "namespace": "NIST-AAL", "previous_level": "nist-aal2", "current_level": "nist-aal1", "change_direction": "decrease",
        "event_timestamp": .integer(now),
      ]
    case .deviceComplianceChange: ["previous_status": "compliant", "current_status": "not-compliant", "event_timestamp": .integer(now)]
    case .tokenClaimsChange: ["claims": .object([]), "event_timestamp": .integer(now)]
    case .riskLevelChange: ["principal": "USER", "previous_level": "LOW", "current_level": "HIGH", "event_timestamp": .integer(now)]
    case .credentialCompromise: ["credential_type": "x509", "event_timestamp": .integer(now)]
    case .accountDisabled, .accountEnabled, .tokenRevoked, .verification: .object([])
    }
  }
}

/// The suite as a transmitter of security events: pushes one SET (RFC 8417) to the receiver under test (RFC 8935).
extension ActionPerformer {
  func signalDraft(_ overlay: Overlay) throws -> MessageDraft {
    let reader = reader(overlay)
    let role = try reader.text("transmitter") ?? "tx-1"
    guard let transmitter = context.target.suite["transmitters"]?[role], let url = transmitter["receiver"]?.string else {
      throw RecipeProblem.missing("fixture missing: transmitter \(role)")
    }
    var draft = MessageDraft(method: "POST", url: url)
    for set in try securityEventTokens(overlay, role, transmitter) {
      draft.body = Array(set.compact.utf8)
      draft.artefacts.append(("set", set.fact(vault)))
    }
    draft.contentType = "application/secevent+jwt"
    draft.headers.append(("Accept", "application/json"))
    if let authorization = SecretReference(transmitter["authorization"] ?? .null) {
      let header = "Bearer \(try context.secret(authorization))"
      vault.remember(header)
      draft.headers.append(("Authorization", header))
    }
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  private func securityEventTokens(_ overlay: Overlay, _ role: String, _ transmitter: JSON) throws -> [TokenArtefact] {
    let reader = reader(overlay)
    guard let reference = SecretReference(transmitter["key"] ?? .null) else {
      throw RecipeProblem.missing("fixture missing: the key of transmitter \(role)")
    }
    let key = try context.key(reference)
    let now = seconds
    let name = try reader.text("event") ?? SignalEvent.verification.rawValue
    guard let event = SignalEvent(rawValue: name) else { throw RecipeProblem.suite("no event is called \(name)") }
    var members = event.members(now: now)
    for member in try reader.value("state")?.members ?? [] { members[member.name] = member.value }
    let subject = try subject(overlay, event, transmitter)
    return try tokens.build(overlay["set"], defaultKey: key) { key in
      let header: JSON = ["typ": "secevent+jwt", "alg": .string(key.algorithm.rawValue)]
      return (
        header.adding("kid", key.kid),
        .object(of: [
          "iss": transmitter["issuer"], "jti": .string(Random.identifier()), "iat": .integer(now), "aud": transmitter["audience"],
          "txn": .string(Random.identifier()), "sub_id": subject, "events": .object([.init(event.uri, members)]),
        ])
      )
    }
  }

  /// The subject identifier (RFC 9493): as the scenario says, that of a token, or that of a user as the target knows it.
  private func subject(_ overlay: Overlay, _ event: SignalEvent, _ transmitter: JSON) throws -> JSON? {
    let reader = reader(overlay)
    if let said = try reader.value("subject") { return said }
    if let token = try reader.text("about") {
      guard let claims = (try? DecodedJWT.decode(token))?.claims, let issuer = claims["iss"], let identifier = claims["jti"] else {
        throw RecipeProblem.notVisible("an opaque token cannot be named in an event")
      }
      return ["format": "jwt_id", "iss": issuer, "jti": identifier]
    }
    if let user = try reader.text("user") {
      guard let subject = transmitter["subjects"]?[user] else {
        throw RecipeProblem.missing("fixture missing: the subject of user \(user)")
      }
      return subject
    }
    if event == .verification { return ["format": "opaque", "id": "stream-of-the-suite"] }
    throw RecipeProblem.suite("an event is about a user, a token or a subject")
  }

  func signalFacts(_ draft: MessageDraft, _ exchange: Exchange) -> JSON {
    var facts = plainFacts(draft, exchange)
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    if let code = answer?["err"]?.string { facts["err"] = .string(code) }
    return facts
  }
}
