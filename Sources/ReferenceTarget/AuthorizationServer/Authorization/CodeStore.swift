/// What an authorization code stands for.
struct CodeRecord: Sendable {
  var grant: GrantRecord
  var redirectURI: String
  var challenge: PKCEChallenge?
  var proofThumbprint: String?
  var expiry: Int
  var used = false
}

/// Authorization codes: good for a minute, once. Used ones are remembered, to notice that one comes again.
final class CodeStore: Sendable {
  enum Redemption: Sendable { case first(CodeRecord), again(CodeRecord), unknown }

  private let codes = Locked<[String: CodeRecord]>([:])

  static let lifetime = 60

  func issue(_ request: AuthorizationRequest, _ user: User, _ environment: Environment) -> String {
    let code = environment.defects.has(.codeShort) ? String(Random.identifier().prefix(8)) : Random.identifier(bits: 256)
    var grant = GrantRecord(
      id: Random.identifier(), clientID: request.client.id,
      subject: environment.defects.has(.userSubjectIsClient) ? request.client.id : user.subject, scope: request.scope,
      audience: request.audience, authenticationTime: environment.now)
    grant.identifies = request.identifies
    let record = CodeRecord(
      grant: grant, redirectURI: request.redirectURI, challenge: request.challenge, proofThumbprint: request.proofThumbprint,
      expiry: environment.now + Self.lifetime)
    codes.withLock { $0[Digest.thumbprint(code)] = record }
    return code
  }

  /// Looks without using it up.
  func peek(_ code: String) -> CodeRecord? { codes.withLock { $0[Digest.thumbprint(code)] } }

  /// Uses the code up; of two callers at once one is the first.
  func redeem(_ code: String) -> Redemption {
    codes.withLock { codes in
      let key = Digest.thumbprint(code)
      guard let record = codes[key] else { return .unknown }
      if record.used { return .again(record) }
      codes[key]?.used = true
      return .first(record)
    }
  }
}
