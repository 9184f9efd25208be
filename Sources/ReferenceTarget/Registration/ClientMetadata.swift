/// Metadata of a client (RFC 7591 section 2) as it is registered: what is understood, checked, with what the server put in place.
struct ClientMetadata: Sendable {
  /// What is registered, and returned.
  var members: JSONObject
  var method: ClientMethod
  var grants: Set<GrantType>
  var scopes: Set<String>
  var redirectURIs: [String]

  func client(id: String, resources: [String]) -> Client {
    Client(id: id, method: method, grants: grants, scopes: scopes, resources: resources, redirectURIs: redirectURIs)
  }
}

/// Reads metadata that a client sent, that a statement vouches for, or that stands in a document.
struct ClientMetadataReader: Sendable {
  let policy: RegistrationPolicy
  let defects: Defects

  /// Grants that a client may register for; exchanges and grants of other domains are for clients that the operator knows.
  private static let grants: Set<GrantType> = [.clientCredentials, .authorizationCode, .refreshToken]
  /// Members for people and for statistics, which are kept as they are.
  private static let texts: Set<String> = [
    "client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version",
  ]

  /// - Throws: `invalid_client_metadata` or `invalid_redirect_uri` (section 3.2.2).
  func read(_ object: JSONObject) throws(OAuthError) -> ClientMetadata {
    if defects.has(.unknownMetadataRefused), object.names.contains(where: { $0.hasPrefix("x_") }) { throw Self.invalid("unknown metadata") }
    var members = JSONObject()
    for member in object.members where Self.texts.contains(String(member.name.prefix { $0 != "#" })) {
      guard member.value.string != nil else { throw Self.invalid("\(member.name) must be text") }
      members[member.name] = member.value
    }
    if let contacts = try texts("contacts", object) { members["contacts"] = Self.list(contacts) }
    let grants = try grants(object, &members)
    let redirects = try redirects(object, grants, &members)
    let method = try method(object, grants, &members)
    let scopes = try scopes(object, &members)
    return ClientMetadata(members: members, method: method, grants: grants, scopes: scopes, redirectURIs: redirects)
  }

  static func invalid(_ description: String) -> OAuthError { OAuthError(.invalidClientMetadata, description) }
  private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// A list of texts; nil if it is absent or null.
  private func texts(_ name: String, _ object: JSONObject) throws(OAuthError) -> [String]? {
    guard let value = object[name], value != .null else { return nil }
    guard let array = value.array, array.allSatisfy({ $0.string != nil }) else { throw Self.invalid("\(name) must be a list of texts") }
    return array.compactMap(\.string)
  }

  /// `grant_types` and `response_types`, which have to fit each other (section 2.1).
  private func grants(_ object: JSONObject, _ members: inout JSONObject) throws(OAuthError) -> Set<GrantType> {
    let names = try texts("grant_types", object) ?? [GrantType.authorizationCode.rawValue]
    let grants = names.compactMap(GrantType.init(rawValue:)).filter(Self.grants.contains)
    guard grants.count == names.count, !grants.isEmpty else { throw Self.invalid("a grant that clients cannot register for") }
    let usesCode = grants.contains(.authorizationCode)
    let types = try texts("response_types", object) ?? (usesCode ? ["code"] : [])
    if !defects.has(.inconsistentRegistered) {
      guard types == (usesCode ? ["code"] : []) else { throw Self.invalid("response_types and grant_types do not fit each other") }
    }
    members["grant_types"] = Self.list(names)
    members["response_types"] = Self.list(types)
    return Set(grants)
  }

  // MARK: Redirection

  private func redirects(_ object: JSONObject, _ grants: Set<GrantType>, _ members: inout JSONObject) throws(OAuthError) -> [String] {
    let uris = try texts("redirect_uris", object) ?? []
    // Section 5: whoever is redirected to says beforehand where.
    if uris.isEmpty, grants.contains(.authorizationCode), !defects.has(.redirectUnregistered) {
      throw OAuthError(.invalidRedirectURI, "redirect_uris are needed")
    }
    for uri in uris where !isAcceptable(uri) { throw OAuthError(.invalidRedirectURI, "a redirection address that is not acceptable") }
    if !uris.isEmpty { members["redirect_uris"] = Self.list(uris) }
    return uris
  }

  /// Section 5: a site behind TLS, a site on this very machine, or an address that only the application knows. RFC 6749 section 3.1.2:
  /// without a fragment.
  private func isAcceptable(_ uri: String) -> Bool {
    if uri.contains("#"), !defects.has(.fragmentRegistered) { return false }
    let scheme = uri.prefix { $0 != ":" }.lowercased()
    guard scheme.count < uri.count, !scheme.isEmpty, uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
    switch scheme {
    case "https": return URIReference(uri).map { !$0.hasUserInfo } ?? false
    case "http":
      return defects.has(.plainRedirectRegistered)
        || URIReference(uri).map { ["localhost", "127.0.0.1", "[::1]"].contains($0.host) } ?? false
    // What a browser does by itself is no application.
    case "javascript", "data", "vbscript", "file", "about", "blob": return defects.has(.scriptRegistered)
    default: return scheme.allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    }
  }

  // MARK: Authentication

  private func method(_ object: JSONObject, _ grants: Set<GrantType>, _ members: inout JSONObject) throws(OAuthError) -> ClientMethod {
    if object["jwks"] != nil, object["jwks_uri"] != nil, !defects.has(.twoKeySets) {
      throw Self.invalid("jwks and jwks_uri do not stand together")
    }
    if defects.has(.twoKeySets), let address = object["jwks_uri"] { members["jwks_uri"] = address }
    let keys = try keys(object, &members)
    var name = object["token_endpoint_auth_method"]?.string
    if object["token_endpoint_auth_method"] != nil, name == nil { throw Self.invalid("token_endpoint_auth_method must be text") }
    // The default of section 2 is a shared secret, which this server gives to nobody: where there are keys, they take its place.
    if name == nil { name = keys.isEmpty ? "none" : "private_key_jwt" }
    if let unknown = name, defects.has(.unknownMethodRegistered), !["private_key_jwt", "none"].contains(unknown) {
      members["token_endpoint_auth_method"] = .string(unknown)
      return .privateKeyJWT(keys)
    }
    switch name {
    case "private_key_jwt":
      guard !keys.isEmpty || defects.has(.malformedKeysRegistered) else { throw Self.invalid("private_key_jwt needs jwks") }
      members["token_endpoint_auth_method"] = "private_key_jwt"
      return .privateKeyJWT(keys)
    case "none":
      guard !grants.contains(.clientCredentials) else { throw Self.invalid("a public client has no credentials") }
      members["token_endpoint_auth_method"] = "none"
      return .none
    default: throw Self.invalid("an authentication method that clients cannot register for")
    }
  }

  /// The public keys of `jwks`: each one usable, and none with a private part.
  private func keys(_ object: JSONObject, _ members: inout JSONObject) throws(OAuthError) -> [PublicKey] {
    guard let set = object["jwks"], set != .null else { return [] }
    if defects.has(.malformedKeysRegistered), set.object?["keys"]?.array == nil {
      members["jwks"] = set
      return []
    }
    guard let entries = set.object?["keys"]?.array else { throw Self.invalid("jwks must be a JWK Set") }
    var keys: [PublicKey] = []
    for entry in entries {
      let jwk = entry.object ?? [:]
      let key = defects.has(.privateKeyRegistered) ? try? PublicKey(publicMembersOf: jwk) : try? PublicKey(jwk: jwk)
      guard let key else { throw Self.invalid("jwks has something that is no public key") }
      keys.append(key)
    }
    members["jwks"] = set
    return keys
  }

  private func scopes(_ object: JSONObject, _ members: inout JSONObject) throws(OAuthError) -> Set<String> {
    var granted = policy.scopes
    if let value = object["scope"], value != .null {
      guard let text = value.string, let asked = try? TargetPolicy.parse(text) else { throw Self.invalid("scope is malformed") }
      // What nobody may give itself is left out (section 2: requested values may be replaced).
      granted = policy.scopes.intersection(asked)
      guard !granted.isEmpty else { throw Self.invalid("no scope that a client can register for") }
    }
    members["scope"] = .string(granted.sorted().joined(separator: " "))
    return defects.has(.registeredScopeIgnored) ? granted.union(["write"]) : granted
  }
}
