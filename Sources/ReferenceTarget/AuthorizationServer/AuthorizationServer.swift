import X509

/// One authorization server: its name, its key, its clients, what it remembers. The endpoints are structs around it, a file each.
final class AuthorizationServer: Sendable {
  let environment: Environment
  /// Where it stands below the base: `/home`.
  let path: String
  /// The newest last; the others verify what was signed before.
  private let keys = Locked<[PrivateKey]>([PrivateKey()])
  /// Never published; what the defect of an unpublished key signs with.
  let unpublishedKey = PrivateKey()
  let clients: ClientRegistry
  let resources: [ResourceDescription]
  let users: [String: User]
  let clientAuthority: Certificate
  /// Issuers whose grants are accepted (RFC 7523), with their keys.
  let trustedIssuers: [TrustedIssuer]
  /// Authorization servers of other domains, for which it issues grants.
  let chainsTo: Set<String>
  /// What is agreed with those servers about identity assertion grants, by their issuer identifiers.
  let agreements: [String: CrossDomainAgreement]
  /// Issuers whose users may be exchanged here (RFC 8693 with a subject token of the type jwt).
  let subjectIssuers: [TrustedIssuer]
  /// Keys that it happens to know and must not accept grants under.
  let untrustedKeys: [PublicKey]
  /// JWT-SVID keys by trust domain.
  let trustBundles: [String: [PublicKey]]
  /// Authorities of X.509-SVIDs by trust domain.
  let trustAuthorities: [String: Certificate]

  let store = Store()
  let proofs: DPoPValidator
  /// The key of the last proof of each client: what the defect of binding to an earlier key remembers.
  let earlierKeys = Locked<[String: PublicKey]>([:])
  /// Tokens by what they were asked for: what the defect of handing the same out again remembers.
  let reusedTokens = Locked<[String: String]>([:])
  /// How often each token was served or asked about: what defects of caching and of single instances remember.
  let served = Locked<[String: Int]>([:])
  /// Clients and scopes of revoked tokens: what broken servers and resources remember in place of the tokens.
  let barred = Locked<Set<String>>([])
  /// The identifiers of all access tokens, by their place in the status list.
  let listed = Locked<[String]>([])
  /// What a resource that goes by the status list knows of it.
  let statusChecker = StatusChecker()
  /// Keys of others here that sign tokens too: what a resource believes that looks at signatures only.
  let kindred = Locked<[PublicKey]>([])
  /// Who hears of it when a client ends a grant: gets the subject.
  let grantEnded = Locked<(@Sendable (String) -> Void)?>(nil)
  let assertionReplays = ReplayCache()
  let grantReplays = ReplayCache()
  let codes = CodeStore()
  let backchannel = BackchannelStore()
  /// Authorization details by the grant that they were consented to for.
  let details = Locked<[String: [JSONObject]]>([:])
  let pushedRequests = SingleUseTable<PushedRequest>()
  /// How clients register themselves here; nil: they do not.
  let registration: RegistrationPolicy?
  let registrations = RegistrationTable()
  /// Challenges for the proofs of client instances.
  let challenges: ChallengeService
  /// Where metadata of clients is fetched from; nil: nowhere.
  let documents: ClientDocuments?
  /// Bundles of trust domains that are fetched; nil: none are.
  let bundles: HostedBundles?
  /// People who are signing in.
  let signIns = SingleUseTable<SignIn.Visit>()
  /// From which the passwords of the users are made.
  let passwordSeed: String

  init(
    environment: Environment, path: String, clients: [Client], resources: [ResourceDescription], users: [String: User],
    clientAuthority: Certificate, trustedIssuers: [TrustedIssuer] = [], chainsTo: Set<String> = [],
    agreements: [String: CrossDomainAgreement] = [:], subjectIssuers: [TrustedIssuer] = [], untrustedKeys: [PublicKey] = [],
    trustBundles: [String: [PublicKey]] = [:], trustAuthorities: [String: Certificate] = [:],
    registration: RegistrationPolicy? = nil, documents: ClientDocuments? = nil, bundles: HostedBundles? = nil,
    passwordSeed: String = Random.identifier()
  ) {
    self.bundles = bundles
    challenges = ChallengeService(environment: environment)
    self.registration = registration
    self.documents = documents
    self.environment = environment
    self.path = path
    self.clients = ClientRegistry(clients)
    self.resources = resources
    self.users = users
    self.clientAuthority = clientAuthority
    self.trustedIssuers = trustedIssuers
    self.chainsTo = chainsTo
    self.agreements = agreements
    self.subjectIssuers = subjectIssuers
    self.untrustedKeys = untrustedKeys
    self.trustBundles = trustBundles
    self.trustAuthorities = trustAuthorities
    self.passwordSeed = passwordSeed
    proofs = DPoPValidator(environment: environment)
  }

  var issuer: String { environment.base + path }
  var tokenEndpoint: String { issuer + "/token" }
  var signingKey: PrivateKey { environment.defects.has(.unpublishedKey) ? unpublishedKey : keys.withLock { $0[$0.count - 1] } }
  /// Those of the key set.
  var publishedKeys: [PrivateKey] {
    let all = keys.withLock { $0 }
    return environment.defects.has(.rotatedKeyUnpublished) && all.count > 1 ? Array(all.dropLast()) : all
  }
  /// What its own resource servers and endpoints verify its tokens with.
  var verificationKeys: [PublicKey] {
    let all = environment.defects.has(.unpublishedKey) ? [unpublishedKey] : keys.withLock { $0 }
    return all.compactMap { try? PublicKey(jwk: $0.publicJWK) }
  }
  /// What its resources verify tokens with.
  var resourceKeys: [PublicKey] {
    environment.defects.has(.rotationUnknownToResources) ? Array(verificationKeys.prefix(1)) : verificationKeys
  }

  /// How many earlier keys go on to verify.
  private static let earlierKeyCount = 3

  /// Signs with a new key from now on; what was signed before still verifies.
  func rotateKey() {
    let kept = environment.defects.has(.rotationDropsOldKey) ? 0 : Self.earlierKeyCount
    keys.withLock { $0 = Array($0.suffix(kept)) + [PrivateKey()] }
  }

  /// The user whom `login_hint` names; those of the pool need not be known one by one.
  func user(hint: String?) -> User? {
    guard let hint else { return nil }
    if let known = users[hint] { return known }
    return hint.hasPrefix("pool") && hint.utf8.count < 64 ? User(hint: hint, subject: "user-" + hint) : nil
  }

  func resource(_ identifier: String) -> ResourceDescription? { resources.first { $0.identifier == identifier } }

  /// RFC 6749 section 5.2: 400, or 401 where the preset says so.
  func invalidClient(_ description: String) -> OAuthError {
    guard environment.presets.has(.errors401ForClient) else { return OAuthError(.invalidClient, description) }
    return OAuthError(.invalidClient, description, status: 401, headers: [("WWW-Authenticate", "Basic realm=\"\(path)\"")])
  }

  /// Adds every endpoint.
  func mount(on endpoints: inout Endpoints) {
    ServerMetadata(server: self).mount(on: &endpoints)
    endpoints.add("POST", path + "/token") { [self] in
      try await learnClient(of: $0)
      return try auditedToken($0)
    }
    if offersCodes {
      for method in ["GET", "POST"] {
        endpoints.add(method, path + "/authorize") { [self] in
          try await learnClient(of: $0)
          return try AuthorizationEndpoint(server: self).answer($0)
        }
      }
      endpoints.add("POST", path + "/par") { [self] in
        try await learnClient(of: $0)
        return try PushedAuthorization(server: self).answer($0)
      }
      if environment.presets.has(.signInForm) { SignIn(server: self).mount(on: &endpoints) }
    }
    if asksOutOfBand { endpoints.add("POST", path + "/backchannel") { [self] in try BackchannelEndpoint(server: self).answer($0) } }
    endpoints.add("POST", path + "/introspect") { [self] in try Introspection(server: self).answer($0) }
    StatusList(server: self).mount(on: &endpoints)
    Revocation(server: self).mount(on: &endpoints)
    RegistrationEndpoint(server: self).mount(on: &endpoints)
    if attestsClients { endpoints.add("POST", path + "/challenge") { [self] _ in offeredChallenge() } }
  }
}

/// A user whose consent is given without a person.
struct User: Sendable {
  var hint: String
  var subject: String
}

/// An issuer of grants that an authorization server was told to trust.
struct TrustedIssuer: Sendable {
  var issuer: String
  private let source: @Sendable () -> [PublicKey]
  /// Those that it has now.
  var keys: [PublicKey] { source() }
  /// The issuer's subject → the subject here; one that is missing is unknown.
  var subjects: [String: String]
  /// What its grants may give at most.
  var scopes: Set<String>

  init(issuer: String, keys: @autoclosure @escaping @Sendable () -> [PublicKey], subjects: [String: String], scopes: Set<String>) {
    self.issuer = issuer
    source = keys
    self.subjects = subjects
    self.scopes = scopes
  }
}

/// What the deployment knows of a protected resource.
struct ResourceDescription: Sendable {
  var role: String
  var path: String
  var identifier: String
  var scopes: [String]
  /// Any one of these opens it.
  var sufficient: Set<String>
  var marker: String
  /// The only actor that it serves; nil: no policy about actors.
  var actor: String?
  /// It answers by itself; only its metadata is like that of others.
  var isMountedElsewhere = false
  /// Seconds that the user's authentication may be old; nil: any.
  var maximumAge: Int?
}
