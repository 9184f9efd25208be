/// What a step can do. Each action's fields and facts stand in `Action+Fields.swift`; how it is performed, in the runner.
public enum Action: String, Sendable, CaseIterable {
  /// Fetches metadata and published keys of a server, an issuer or a resource.
  case discover
  /// A token request with any grant but token exchange.
  case token
  /// A token exchange (RFC 8693).
  case exchange
  /// A user's token for a client, by whichever way the target description gives.
  case userToken = "user-token"
  /// An authorization request in the part of a browser.
  case authorize
  /// Pushes an authorization request (RFC 9126).
  case push
  case backchannel, decide
  /// Token introspection (RFC 7662, RFC 9701).
  case introspect
  /// Token revocation (RFC 7009).
  case revoke
  /// Client registration (RFC 7591, 7592).
  case register
  /// A request to a protected resource.
  case call
  /// A bare TLS handshake.
  case handshake
  /// Any HTTP request to a host of the target.
  case request
  /// Obtains a workload credential from an issuer.
  case attest
  case signal, stream, receive, audit, wait, hook
}
