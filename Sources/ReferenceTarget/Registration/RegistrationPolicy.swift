/// How a server lets clients register themselves (RFC 7591): with the initial access token or, unless the preset closes it, with none.
struct RegistrationPolicy: Sendable {
  /// The token that the operator hands out beforehand (RFC 7591 section 3).
  var initialToken: String
  /// Whose software statements outrank what a client says of itself (section 2.3).
  var statementIssuers: [TrustedIssuer]
  /// Issuers that it knows, and whose statements it does not approve of.
  var unapprovedIssuers: [TrustedIssuer]
  /// What a client that nobody vouched for may be granted, whatever it asks for (section 5: metadata is self-asserted).
  var scopes: Set<String>
  /// The resources that it may ask tokens for.
  var resources: [String]
}

/// A registration, as it stands behind the configuration endpoint (RFC 7592 section 2).
struct RegistrationRecord: Sendable {
  var metadata: JSONObject
  var issuedAt: Int
  /// The digest of the management token in force: each read or update replaces it (RFC 7592 sections 2.1 and 2.2).
  var tokenDigest: String
  /// Digests of those that it replaced.
  var earlierDigests: Set<String> = []
}

/// The clients that registered themselves at one server.
final class RegistrationTable: Sendable {
  private let records = Locked<[String: RegistrationRecord]>([:])

  subscript(id: String) -> RegistrationRecord? { records.withLock { $0[id] } }
  func put(_ record: RegistrationRecord, id: String) { records.withLock { $0[id] = record } }
  func remove(_ id: String) { records.withLock { $0[id] = nil } }

  /// Whether a management token is that of some client.
  func knows(tokenDigest: String) -> Bool { records.withLock { $0.values.contains { $0.tokenDigest == tokenDigest } } }
}
