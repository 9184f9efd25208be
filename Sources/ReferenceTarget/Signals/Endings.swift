/// What security events have ended: tokens one by one, and everything of a subject that was issued up to a time.
struct Endings: Sendable {
  /// Until when something ended. Times have seconds, so within the last of them the order of issue decides: what is issued after the
  /// event was taken is not touched by it.
  struct Limit: Sendable {
    var time: Int
    var number: Int

    func covers(issued: Int, number: Int) -> Bool { issued < time || issued == time && number <= self.number }
  }

  private var subjects: [String: Limit] = [:]
  private var tokens: Set<String> = []
  private var disabled: Set<String> = []
  /// Serial numbers of certificates that authenticate nobody any more, in hexadecimal.
  private var certificates: Set<String> = []
  /// What is left of the scope of a token.
  private var scopes: [String: [String]] = [:]
  /// Only a broken receiver ends everybody's access.
  private var everybody: Limit?
  /// Only a broken receiver keeps a subject from authorizing for a while, or ends tokens that are issued after the event.
  private var blocked: [String: Int] = [:]
  private var endedMore: [String: Int] = [:]

  mutating func end(subject: String, upTo limit: Limit) {
    if let known = subjects[subject], known.time > limit.time { return }
    subjects[subject] = limit
  }

  mutating func end(token jti: String) { tokens.insert(jti) }
  mutating func endEverybody(upTo limit: Limit) { everybody = limit }
  mutating func block(_ subject: String, upTo time: Int) { blocked[subject] = time }
  mutating func endMore(_ subject: String, upTo time: Int) { endedMore[subject] = time }
  func isBlocked(_ subject: String, at now: Int) -> Bool { blocked[subject].map { now <= $0 } ?? false }
  mutating func disable(_ subject: String) { disabled.insert(subject) }
  mutating func enable(_ subject: String) { disabled.remove(subject) }
  mutating func forget(_ subject: String) { subjects[subject] = nil }

  mutating func end(certificate serial: String) { certificates.insert(serial) }
  func hasEnded(certificate serial: String, _ defects: Defects) -> Bool {
    if defects.has(.receiverSerialPrefix), certificates.contains(where: { $0.hasPrefix(serial) }) { return true }
    if defects.has(.receiverEndsAllCertificates), !certificates.isEmpty { return true }
    return certificates.contains(serial)
  }
  mutating func leave(_ scope: [String], to jti: String) { scopes[jti] = scope }
  /// What an event left of a token's scope; nil: nobody spoke of it.
  func scope(of jti: String) -> [String]? { scopes[jti] }

  func isDisabled(_ subject: String) -> Bool { disabled.contains(subject) }

  /// - Parameter number: the place in the order of issue.
  func hasEnded(subject: String?, issued: Int, number: Int, jti: String? = nil) -> Bool {
    if let jti, tokens.contains(jti) { return true }
    if everybody?.covers(issued: issued, number: number) == true { return true }
    guard let subject else { return false }
    if jti != nil, let time = endedMore[subject], issued <= time { return true }
    return disabled.contains(subject) || subjects[subject]?.covers(issued: issued, number: number) == true
  }
}
