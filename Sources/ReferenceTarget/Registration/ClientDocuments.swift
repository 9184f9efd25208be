import Foundation

/// Client identifier metadata documents (draft-ietf-oauth-client-id-metadata-document-01): a client is named by the address of its
/// metadata, which is fetched when the client is named, and only from hosts on this machine that the operator allowed.
final class ClientDocuments: Sendable {
  private let client: DocumentClient
  /// Names of this machine under which documents may stand; everywhere else addresses of special use are refused (section 6.5).
  private let allowed: Set<String>
  /// When what was fetched from an address has to be fetched again; nil: it could not be had (only a defect remembers that).
  private let known = Locked<[String: (until: Int, isGood: Bool)]>([:])

  /// Documents that could not be read, which only a defect remembers.
  private let unreadable = Locked<Set<String>>([])

  /// Section 6.6 recommends this many bytes.
  static let sizeLimit = 5 * 1024
  /// Seconds that a document is kept if it does not say, and at most.
  static let lifetime = 60

  init(client: DocumentClient, allowed: Set<String>) {
    self.client = client
    self.allowed = allowed
  }

  /// Whether an identifier is meant as the address of a document.
  static func isAddress(_ id: String, _ defects: Defects) -> Bool {
    id.hasPrefix("https://") || (id.hasPrefix("http://") && defects.has(.documentOverHTTP))
  }

  /// Makes the client known whose document stands at this address.
  /// - Throws: `invalid_client` if there is none that counts. Nothing that failed is kept (section 4.4).
  func learn(_ id: String, for server: AuthorizationServer, policy: RegistrationPolicy) async throws(OAuthError) {
    let environment = server.environment
    let defects = environment.defects
    if defects.has(.documentsRefused) { throw server.invalidClient("documents are not taken") }
    if let entry = known.withLock({ $0[id] }), entry.until > environment.now {
      guard entry.isGood else { throw server.invalidClient("the document could not be had") }
      return
    }
    if unreadable.withLock({ $0.contains(id) }) { throw server.invalidClient("the document could not be read") }
    do throws(OAuthError) {
      let (metadata, lifetime) = try await fetch(id, policy, defects)
      server.clients.admit(metadata.client(id: id, resources: policy.resources))
      let kept = defects.has(.documentCachedForever) ? 86_400 : lifetime
      known.withLock { $0[id] = (until: environment.now + kept, isGood: true) }
    } catch {
      known.withLock { $0[id] = nil }
      if defects.has(.documentErrorsCached) { known.withLock { $0[id] = (until: environment.now + 3600, isGood: false) } }
      server.clients.dismiss(id)
      throw server.invalidClient("the metadata document of the client: \(error.description)")
    }
  }

  // MARK: Fetching

  private func fetch(_ id: String, _ policy: RegistrationPolicy, _ defects: Defects) async throws(OAuthError) -> (
    ClientMetadata, lifetime: Int
  ) {
    let reader = ClientDocumentReader(policy: policy, defects: defects)
    if defects.has(.documentNeverFetched) { return (try reader.unread(), Self.lifetime) }
    try reader.check(address: id)
    var answer = try await get(id, defects)
    if defects.has(.documentRedirectsFollowed), (300..<400).contains(answer.status), let next = answer.value("location") {
      answer = try await get(next, defects)
    }
    // Section 4: everything but 200 is an error, redirects too.
    guard answer.status == 200 || (defects.has(.documentStatusIgnored) && !(300..<400).contains(answer.status)) else {
      throw ClientMetadataReader.invalid("it came with status \(answer.status)")
    }
    let metadata: ClientMetadata
    do throws(OAuthError) {
      metadata = try reader.read(answer, id: id)
    } catch {
      if defects.has(.documentMalformedKept) { unreadable.withLock { _ = $0.insert(id) } }
      throw error
    }
    if defects.has(.documentLogoFetched), let logo = metadata.members["logo_uri"]?.string {
      _ = try? await get(logo, defects, anywhere: true)
    }
    return (metadata, Self.lifetime(answer))
  }

  /// - Parameter anywhere: from addresses of special use too.
  private func get(_ url: String, _ defects: Defects, anywhere: Bool = false) async throws(OAuthError) -> DocumentClient.Answer {
    guard let parts = URLComponents(string: String(url.prefix { $0 != "#" })), let host = parts.host else {
      throw ClientMetadataReader.invalid("its address cannot be read")
    }
    guard let address = client.address(of: host, port: parts.port ?? 443) else { throw ClientMetadataReader.invalid("its host is unknown") }
    // The server itself stands on loopback, so loopback is excepted; but only under names that the operator gave.
    let isExcepted = SpecialUse.isLoopback(address) && allowed.contains(host.lowercased())
    guard isExcepted || anywhere || !SpecialUse.contains(address) || defects.has(.documentSpecialUse) else {
      throw ClientMetadataReader.invalid("its address is one of special use")
    }
    let limit = defects.has(.documentSizeUnlimited) ? 1 << 24 : Self.sizeLimit
    guard let answer = await client.get(parts, at: address, limit: limit) else {
      throw ClientMetadataReader.invalid("it could not be had, or is too large")
    }
    return answer
  }

  /// Seconds that the answer may be kept (section 4.4): what it says, within the bounds of this server.
  private static func lifetime(_ answer: DocumentClient.Answer) -> Int {
    let directives = (answer.value("cache-control") ?? "").lowercased().split(separator: ",").map(\.trimmingSpaces)
    if directives.contains("no-store") || directives.contains("no-cache") { return 0 }
    let age = directives.first { $0.hasPrefix("max-age=") }.flatMap { Int($0.dropFirst("max-age=".count)) }
    return min(max(age ?? lifetime, 0), lifetime)
  }
}

/// Reads metadata documents (section 4.1).
struct ClientDocumentReader: Sendable {
  let policy: RegistrationPolicy
  let defects: Defects

  /// Section 3: https with a path, and without dot segments, fragment or user.
  func check(address id: String) throws(OAuthError) {
    if defects.has(.documentAddressUnchecked) { return }
    guard let scheme = id.range(of: "://") else { throw ClientMetadataReader.invalid("its address cannot be read") }
    let rest = id[scheme.upperBound...]
    guard let slash = rest.firstIndex(of: "/"), !id.contains("#"), !rest[..<slash].contains("@") else {
      throw ClientMetadataReader.invalid("its address has no path, or has a fragment or a user")
    }
    let segments = rest[slash...].prefix { $0 != "?" }.split(separator: "/").map { $0.lowercased().replacing("%2e", with: ".") }
    guard !segments.contains("."), !segments.contains("..") else { throw ClientMetadataReader.invalid("its address has dot segments") }
  }

  func read(_ answer: DocumentClient.Answer, id: String) throws(OAuthError) -> ClientMetadata {
    guard case .object(var object)? = try? JSONValue(parsing: answer.body, limit: answer.body.count) else {
      if defects.has(.documentMalformedAccepted) { return try unread() }
      throw ClientMetadataReader.invalid("it is no JSON object")
    }
    let named = object["client_id"]?.string
    let isEqual = named == id || (defects.has(.documentIDNormalised) && isOtherSpelling(named, id))
    guard isEqual || defects.has(.documentIDUnchecked) else { throw ClientMetadataReader.invalid("its client_id is not its address") }
    guard (object["client_secret"] == nil && object["client_secret_expires_at"] == nil) || defects.has(.documentSecretAccepted) else {
      throw ClientMetadataReader.invalid("it has a secret, which nobody could share")
    }
    let method = object["token_endpoint_auth_method"]?.string ?? "none"
    if ["client_secret_basic", "client_secret_post", "client_secret_jwt"].contains(method) {
      guard defects.has(.documentMethodUnchecked) else {
        throw ClientMetadataReader.invalid("its method needs a secret, which nobody could share")
      }
      object["token_endpoint_auth_method"] = "none"
    }
    return try ClientMetadataReader(policy: policy, defects: defects).read(object)
  }

  /// A client of whose document nothing is known.
  func unread() throws(OAuthError) -> ClientMetadata {
    var metadata = try ClientMetadataReader(policy: policy, defects: defects).read([
      "redirect_uris": ["https://unread.example/callback"], "token_endpoint_auth_method": "none",
    ])
    metadata.redirectURIs = []
    return metadata
  }

  private func isOtherSpelling(_ named: String?, _ id: String) -> Bool {
    guard let a = named.flatMap(URIReference.init), let b = URIReference(id) else { return false }
    return a.isSameIgnoringQuery(as: b)
  }
}

extension AuthorizationServer {
  /// Fetches the metadata of a client that a request names by the address of its document.
  func learnClient(of incoming: Incoming) async throws(OAuthError) {
    if let bundles { for domain in Cast.hostedDomains { await bundles.refresh(domain, environment) } }
    guard let documents, let registration else { return }
    let query = try? FormParameters(queryOf: incoming, tolerateDuplicates: true)
    let form = try? FormParameters(parsing: incoming.body, tolerateDuplicates: true)
    let asserted = form?["client_assertion"].flatMap { try? CompactJWT($0) }?.claims["sub"]?.string
    for id in [query?["client_id"], form?["client_id"], asserted].compactMap({ $0 }).uniqued
    where ClientDocuments.isAddress(id, environment.defects) && !clients.isResident(id) {
      try await documents.learn(id, for: self, policy: registration)
    }
  }
}
