import Foundation
import X509

/// What the Workload API has issued to each workload: renewed, with a new key, at half of its life.
final class WorkloadStore: Sendable {
  /// A certificate in force.
  struct Held: Sendable {
    var version: Int
    var identifier: String
    var key: PrivateKey
    var certificate: Certificate
    var issued: Int
  }

  let issuer: CredentialIssuer
  /// The first workload, for the defect of a default identity.
  let first: String?
  private let held = Locked<[String: Held]>([:])

  init(issuer: CredentialIssuer, first: String?) {
    self.issuer = issuer
    self.first = first
  }

  /// The certificate in force for an identifier.
  func certificate(for identifier: String) throws(OAuthError) -> Held {
    let defects = issuer.environment.defects
    let now = issuer.environment.now
    let life = CredentialFactory.certificateLifetime
    return try held.withLock { table throws(OAuthError) in
      let old = table[identifier]
      let renewal = defects.has(.neverRenews) ? life + 1 : life / 2
      // A clock that was set back makes the certificate one of the future.
      if let old, now >= old.issued, now < old.issued + renewal { return old }
      let key = defects.has(.renewalKeepsKey) ? old?.key ?? PrivateKey() : PrivateKey()
      let name = defects.has(.renewalRenames) && old != nil ? identifier + "/" + Random.identifier() : identifier
      let certificate = try CredentialFactory(issuer: issuer).certificate(name, CredentialOrder(request: [:], key: key.publicKey))
      let new = Held(version: (old?.version ?? 0) + 1, identifier: name, key: key, certificate: certificate, issued: now)
      table[identifier] = new
      return new
    }
  }
}

/// A trust domain whose workloads are trusted too.
struct FederatedDomain: Sendable {
  var name: String
  var authority: Certificate
  /// What signs its JWT-SVIDs.
  var key: PublicKey
  var jwk: JSONObject
}
