import Foundation

/// The audit log of the deployment: one JSON object a line. Every record holds the digest of the line before it, so that a record
/// that was changed, taken out or moved shows.
final class AuditLog: Sendable {
  private struct State {
    var file: FileHandle?
    var previous = ""
    /// Token → the identifier that its chain shares.
    var chains: [String: String] = [:]
    /// Token → the agent that a record names for it, which only a defect looks at.
    var agents: [String: String] = [:]
  }

  private let state = Locked(State())
  private let clock: Clock
  private let defects: Defects

  init(clock: Clock, defects: Defects) {
    self.clock = clock
    self.defects = defects
  }

  /// Begins to write into a file that exists.
  func open(_ path: String) { state.withLock { $0.file = FileHandle(forWritingAtPath: path) } }

  /// The identifier that a token shares with those that it was made from, a new one for a token that was made from none.
  func chain(of token: String?) -> String { token.flatMap { token in state.withLock { $0.chains[token] } } ?? Random.identifier() }

  /// The agent in the record of a token.
  func agent(of token: String) -> String? { state.withLock { $0.agents[token] } }

  /// Writes a record down before the answer leaves.
  func write(_ event: AuditEvent) {
    let record = event.record(clock, defects)
    state.withLock { state in
      if let token = event.token {
        state.chains[token] = event.correlation
        state.agents[token] = event.agent
      }
      var record = record
      record["previous"] = .string(
        defects.has(.chainBroken) && !state.previous.isEmpty ? Digest.thumbprint(state.previous + " ") : state.previous)
      let line = JSONValue.object(record).text
      state.previous = Digest.thumbprint(line)
      try? state.file?.write(contentsOf: Data((line + "\n").utf8))
    }
  }
}

/// One decision or remediation, as the party knows it that took it.
struct AuditEvent: Sendable {
  /// `as`, `rs`.
  var component: String
  /// The authenticated client; nil where none was authenticated.
  var agent: String?
  /// What the request claimed to come from, which only a defect takes for the agent.
  var claimed: String?
  var subject: String?
  var resource: String?
  var action: String
  /// Nil: permitted; otherwise why not.
  var refusal: String?
  /// `jti` of the token that was issued, presented or ended.
  var token: String?
  /// `jti` of the token that it was made from.
  var parent: String?
  /// `jti` of the client assertion, by which a request is found that brought no token.
  var request: String?
  var actor: JSONValue?
  var correlation: String
  /// Why access ended.
  var cause: String?
  /// What was known of the state of the agent when it was decided.
  var posture: String?
  /// The secret of the request or answer, which only a defect writes down.
  var secret: String?

  fileprivate func record(_ clock: Clock, _ defects: Defects) -> JSONObject {
    let decision = refusal == nil || defects.has(.decisionAlwaysPermit) ? "permit" : "deny"
    var record: JSONObject = ["component": .string(component), "decision": .string(decision)]
    record["time"] = defects.has(.timeWithoutZone) ? .string(Self.local(clock.date)) : .integer(clock.now)
    if defects.has(.clockAhead) { record["time"] = .integer(clock.now + 86_400) }
    func put(_ name: String, _ value: String?) { if let value { record[name] = .string(value) } }
    put("agent", defects.has(.agentClaimed) ? agent ?? claimed : agent)
    if defects.has(.agentIsPlatform), agent != nil { put("agent", "token-service") }
    if defects.has(.agentMissing) { record["agent"] = nil }
    if !defects.has(.recordSubjectMissing) { put("subject", defects.has(.subjectInvented) && subject == agent ? "operations" : subject) }
    if !defects.has(.targetMissing) { put("resource", defects.has(.resourceConstant) ? "production" : resource) }
    if !defects.has(.actionMissing) { put("action", defects.has(.actionConstant) && cause == nil ? "request" : action) }
    put("reason", refusal)
    put("token", token)
    if !defects.has(.parentMissing) { put("parent", parent) }
    put("request", request)
    if !defects.has(.actorMissing) { record["actor"] = actor }
    let isConstant = defects.has(.correlationConstant)
    put("correlation", isConstant ? "production" : defects.has(.correlationPerRecord) ? Random.identifier() : correlation)
    if defects.has(.correlationMissing) { record["correlation"] = nil }
    if !defects.has(.causeMissing) { put("cause", cause) }
    let isPostureLost = refusal == nil ? defects.has(.postureOnRefusalOnly) : defects.has(.postureOnPermitOnly)
    if !isPostureLost, !defects.has(.postureMissing) { put("posture", posture) }
    if defects.has(.tokensWritten), refusal == nil { put("raw", secret) }
    if defects.has(.refusedSecretsWritten), refusal != nil { put("raw", secret) }
    if defects.has(.secretsEncoded), refusal != nil { put("raw", secret.map { Data("Bearer \($0)".utf8).base64EncodedString() }) }
    return record
  }

  private static func local(_ date: Date) -> String { String(ISO8601DateFormatter().string(from: date).dropLast()) }
}
