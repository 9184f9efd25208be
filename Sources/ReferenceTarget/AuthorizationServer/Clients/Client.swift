/// The grants of the token endpoint, by their names on the wire.
enum GrantType: String, Sendable, CaseIterable {
  case clientCredentials = "client_credentials"
  case authorizationCode = "authorization_code"
  case refreshToken = "refresh_token"
  case tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
  case jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  case backchannel = "urn:openid:params:grant-type:ciba"
}

/// How a client proves who it is, with what it registered.
enum ClientMethod: Sendable {
  case privateKeyJWT([PublicKey])
  /// RFC 8705 section 2.1 with `tls_client_auth_san_uri`.
  case tlsClientAuth(uri: String)
  /// RFC 8705 section 2.2: the registered certificates (DER).
  case selfSigned([[UInt8]])
  case secretBasic(String)
  /// A JWT-SVID of the trust domain.
  case spiffeJWT(trustDomain: String)
  /// An X.509-SVID of the trust domain.
  case spiffeX509(trustDomain: String)
  /// An attestation by this attester, and a proof by the key that it names.
  case attestation(attester: PublicKey)
  /// A public client.
  case none

  var name: String {
    switch self {
    case .privateKeyJWT: "private_key_jwt"
    case .tlsClientAuth: "tls_client_auth"
    case .selfSigned: "self_signed_tls_client_auth"
    case .secretBasic: "client_secret_basic"
    case .spiffeJWT: "spiffe_jwt"
    case .spiffeX509: "spiffe_x509"
    case .attestation: "attest_jwt_client_auth"
    case .none: "none"
    }
  }
}

/// A registered client.
struct Client: Sendable {
  var id: String
  var method: ClientMethod
  var grants: Set<GrantType> = [.clientCredentials]
  var scopes: Set<String> = []
  /// Identifiers of the resources it may ask tokens for; the first is meant when it names none.
  var resources: [String] = []
  var redirectURIs: [String] = []
  /// Audiences for which it may introspect, and as which it may exchange.
  var actsFor: Set<String> = []
  /// A secret that an operator forgot to remove; never a credential.
  var staleSecret: String?
  var mayIntrospect = false
  /// `dpop_bound_access_tokens` (RFC 9449 section 5.2).
  var isAlwaysBound = false

  /// `spiffe_id` of client metadata, where it ends in a wildcard (draft-ietf-oauth-spiffe-client-auth).
  var spiffePattern: String?

  var isPublic: Bool { if case .none = method { true } else { false } }
}

/// A client that has shown who it is.
struct AuthenticatedClient: Sendable {
  var client: Client
  /// `x5t#S256` of the certificate it authenticated with.
  var certificateThumbprint: String?
  /// The key of the instance that an attester vouched for.
  var instanceThumbprint: String?
}

/// The clients of one authorization server.
final class ClientRegistry: Sendable {
  private let clients = Locked<[String: Client]>([:])
  /// Clients that registered themselves, or whose metadata was fetched: they come and go.
  private let guests = Locked<[String: Client]>([:])

  init(_ clients: [Client]) {
    self.clients.withLock { table in for client in clients { table[client.id] = client } }
  }

  subscript(id: String) -> Client? { clients.withLock { $0[id] } ?? guests.withLock { $0[id] } }
  /// Those that the operator registered.
  var all: [Client] { clients.withLock { Array($0.values) } }
  func register(_ client: Client) { clients.withLock { $0[client.id] = client } }

  /// Whether the operator registered a client with this identifier.
  func isResident(_ id: String) -> Bool { clients.withLock { $0[id] != nil } }
  func isGuest(_ id: String) -> Bool { !isResident(id) && guests.withLock { $0[id] != nil } }
  func admit(_ client: Client) { guests.withLock { $0[client.id] = client } }
  func dismiss(_ id: String) { guests.withLock { $0[id] = nil } }
}
