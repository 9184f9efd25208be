/// Challenges for fresh evidence: unguessable, good for a minute, once.
struct ChallengeService: Sendable {
  let environment: Environment
  private let table = SingleUseTable<Bool>()

  static let lifetime = 60

  init(environment: Environment) { self.environment = environment }

  /// The shape of the challenge endpoint of attestation-based client authentication.
  func answer() -> Outgoing {
    let challenge = offer()
    return .privateJSON(["attestation_challenge": .string(challenge), "expires_in": .integer(Self.lifetime)])
  }

  /// A new challenge, for a header field.
  func offer() -> String {
    let challenge = Random.identifier(bits: 256)
    table.put(true, key: challenge, expiry: environment.now + Self.lifetime)
    return challenge
  }

  /// Whether the challenge was handed out and is still good; it is used up by this, whatever is wrong with the appraisal of evidence.
  func take(_ challenge: String) -> Bool { table.take(challenge, now: environment.now) != nil }

  /// Whether the challenge was handed out and is still good; it is used up by this.
  func redeem(_ challenge: String) -> Bool {
    if environment.defects.has(.challengePresenceOnly) { return true }
    if environment.defects.has(.challengeReusable) { return table.peek(challenge, now: environment.now) != nil }
    return table.take(challenge, now: environment.now) != nil
  }
}
