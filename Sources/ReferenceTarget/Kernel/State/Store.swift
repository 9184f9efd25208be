/// A token that an authorization server issued, as it stands behind introspection, revocation and opaque tokens.
struct AccessTokenRecord: Sendable {
  var claims: JSONObject
  var clientID: String
  /// What a refresh token, code or exchange ties together: revoking a grant ends every token of it.
  var grantID: String
  var expiry: Int
  var revoked = false
  /// Its place in the order of issue.
  var number = 0
}

/// A refresh token; rotation keeps the used ones, to notice reuse.
struct RefreshTokenRecord: Sendable {
  var grant: GrantRecord
  var confirmation: JSONObject?
  var expiry: Int
  var used = false
  var revoked = false
  /// Its place in the order of issue.
  var number = 0
}

/// What a user or client was granted, from which tokens are made.
struct GrantRecord: Sendable {
  var id: String
  var clientID: String
  var subject: String
  var scope: [String]
  var audience: [String]
  var authenticationTime: Int?
  /// The scope openid was asked for: who the user is comes with the token.
  var identifies = false
}

/// Everything one authorization server remembers. Shared by its resource servers, so revocation is seen at once.
final class Store: Sendable {
  private struct Contents {
    var access: [String: AccessTokenRecord] = [:]
    var opaque: [String: String] = [:]
    var refresh: [String: RefreshTokenRecord] = [:]
    var revokedGrants: Set<String> = []
    var endings = Endings()
    /// How many tokens were issued.
    var issued = 0
  }

  private let contents = Locked(Contents())

  // MARK: access tokens

  func add(_ record: AccessTokenRecord, jti: String, handle: String? = nil) {
    contents.withLock {
      $0.issued += 1
      $0.access[jti] = record
      $0.access[jti]?.number = $0.issued
      if let handle { $0.opaque[Digest.thumbprint(handle)] = jti }
    }
  }

  func accessToken(jti: String) -> AccessTokenRecord? {
    contents.withLock { contents in
      guard var record = contents.access[jti] else { return nil }
      if contents.revokedGrants.contains(record.grantID) { record.revoked = true }
      let issued = record.claims["iat"]?.integer ?? record.expiry
      if contents.endings.hasEnded(subject: record.claims["sub"]?.string, issued: issued, number: record.number, jti: jti) {
        record.revoked = true
      }
      return record
    }
  }

  func jti(ofOpaque handle: String) -> String? { contents.withLock { $0.opaque[Digest.thumbprint(handle)] } }

  func revokeAccessToken(jti: String) { contents.withLock { $0.access[jti]?.revoked = true } }

  // MARK: refresh tokens

  func add(_ record: RefreshTokenRecord, token: String) {
    let key = Digest.thumbprint(token)
    contents.withLock {
      $0.issued += 1
      $0.refresh[key] = record
      $0.refresh[key]?.number = $0.issued
    }
  }

  func refreshToken(_ token: String) -> RefreshTokenRecord? {
    contents.withLock { contents in
      guard var record = contents.refresh[Digest.thumbprint(token)] else { return nil }
      if contents.revokedGrants.contains(record.grant.id) { record.revoked = true }
      let issued = record.expiry - RefreshTokens.lifetime
      if contents.endings.hasEnded(subject: record.grant.subject, issued: issued, number: record.number) { record.revoked = true }
      return record
    }
  }

  /// Marks the token used; false if it had been used before. One step, so that two redemptions cannot both win.
  func useRefreshToken(_ token: String) -> Bool {
    contents.withLock { contents in
      let key = Digest.thumbprint(token)
      guard let record = contents.refresh[key], !record.used else { return false }
      contents.refresh[key]?.used = true
      return true
    }
  }

  func revokeRefreshToken(_ token: String) { contents.withLock { $0.refresh[Digest.thumbprint(token)]?.revoked = true } }

  // MARK: grants

  func revokeGrant(_ id: String) { _ = contents.withLock { $0.revokedGrants.insert(id) } }
  func isRevoked(grant id: String) -> Bool { contents.withLock { $0.revokedGrants.contains(id) } }

  // MARK: what security events ended

  /// - Parameter body: gets what has ended so far, and how many tokens have been issued.
  func change(_ body: (inout Endings, _ issued: Int) -> Void) { contents.withLock { body(&$0.endings, $0.issued) } }
  func isBlocked(_ subject: String, at now: Int) -> Bool { contents.withLock { $0.endings.isBlocked(subject, at: now) } }
  func scopeLeft(_ jti: String) -> [String]? { contents.withLock { $0.endings.scope(of: jti) } }
  func hasEnded(certificate serial: String, defects: Defects) -> Bool {
    contents.withLock { $0.endings.hasEnded(certificate: serial, defects) }
  }
  func isDisabled(_ subject: String) -> Bool { contents.withLock { $0.endings.isDisabled(subject) } }
}
