/// What a registered client does with its registration: read, replace and delete it (RFC 7592 section 2). Each answer brings another
/// management token, and the one before it is good for nothing any more.
struct RegistrationManagement: Sendable {
  let server: AuthorizationServer
  let policy: RegistrationPolicy

  private var environment: Environment { server.environment }
  private var defects: Defects { environment.defects }

  func answer(_ request: Incoming) throws(OAuthError) -> Outgoing {
    let id = try FormParameters(queryOf: request)["client_id"] ?? ""
    try authorize(request, id)
    switch request.method {
    case "PUT": return try update(request, id)
    case "DELETE": return delete(id)
    default:
      if defects.has(.readRefused) { throw OAuthError(.accessDenied, "registrations are not read") }
      var answer = renewed(id)
      if defects.has(.readNamesAnother) { answer["client_id"] = .string(id + "-2") }
      if defects.has(.readWithoutAddress) { answer["registration_client_uri"] = nil }
      if defects.has(.readOmitsMetadata) { answer["grant_types"] = nil }
      return .privateJSON(.object(answer))
    }
  }

  /// Section 2: the management token of this very client, as a bearer token. One that is gone is like one that never was.
  private func authorize(_ request: Incoming, _ id: String) throws(OAuthError) {
    let values = request.values("authorization")
    guard values.count == 1, values[0].lowercased().hasPrefix("bearer ") else {
      if defects.has(.managementTokenOptional), server.registrations[id] != nil { return }
      throw RegistrationEndpoint.bearerRefusal(nil)
    }
    let digest = Digest.thumbprint(String(values[0].dropFirst(7)).trimmingSpaces)
    guard let record = server.registrations[id] else { throw RegistrationEndpoint.bearerRefusal("invalid_token") }
    let isOwn = record.tokenDigest == digest || (defects.has(.managementTokenReusable) && record.earlierDigests.contains(digest))
    let isOfAnother = defects.has(.managementTokenOfAnother) && server.registrations.knows(tokenDigest: digest)
    guard isOwn || isOfAnother || defects.has(.managementTokenUnchecked) else { throw RegistrationEndpoint.bearerRefusal("invalid_token") }
  }

  /// The registration with a new management token.
  private func renewed(_ id: String) -> JSONObject {
    let token = Random.identifier(bits: 256)
    if var record = server.registrations[id] {
      record.earlierDigests.insert(record.tokenDigest)
      record.tokenDigest = Digest.thumbprint(token)
      server.registrations.put(record, id: id)
    }
    return RegistrationEndpoint.information(id, server, token: token)
  }

  /// Section 2.2: what comes replaces what was there, and what does not come is gone.
  private func update(_ request: Incoming, _ id: String) throws(OAuthError) -> Outgoing {
    var object = try RegistrationEndpoint(server: server).content(request)
    guard object["client_id"]?.string == id || defects.has(.updateTakesOtherID) else {
      throw ClientMetadataReader.invalid("client_id is that of another client")
    }
    for name in ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"]
    where object[name] != nil {
      throw ClientMetadataReader.invalid("\(name) is not for the client to say")
    }
    guard object["client_secret"] == nil else { throw ClientMetadataReader.invalid("this client has no secret") }
    if defects.has(.updateAugments) { augment(&object, id) }
    object = try SoftwareStatement(policy: policy, defects: defects, now: environment.now).applied(to: object)
    var metadata: ClientMetadata
    do throws(OAuthError) {
      metadata = try ClientMetadataReader(policy: policy, defects: defects).read(object)
    } catch {
      guard defects.has(.updateUnchecked), let record = server.registrations[id] else { throw error }
      metadata = try ClientMetadataReader(policy: policy, defects: defects).read(record.metadata)
      metadata.members["redirect_uris"] = object["redirect_uris"]
    }
    if let statement = object["software_statement"] { metadata.members["software_statement"] = statement }
    guard var record = server.registrations[id] else { throw RegistrationEndpoint.bearerRefusal("invalid_token") }
    if !defects.has(.updateWithoutEffect) {
      record.metadata = metadata.members
      server.registrations.put(record, id: id)
      server.clients.admit(metadata.client(id: id, resources: policy.resources))
    }
    var answer = renewed(id)
    if defects.has(.updateRenames) { answer["client_id"] = .string(id + "-2") }
    if defects.has(.updateWithoutEffect) { answer["redirect_uris"] = metadata.members["redirect_uris"] }
    if defects.has(.updateTakesOtherID), let other = object["client_id"] { answer["client_id"] = other }
    return .privateJSON(.object(answer))
  }

  /// New addresses beside the old ones.
  private func augment(_ object: inout JSONObject, _ id: String) {
    let old = server.registrations[id]?.metadata["redirect_uris"]?.array ?? []
    if let new = object["redirect_uris"]?.array { object["redirect_uris"] = .array(old + new.filter { !old.contains($0) }) }
  }

  /// Section 2.3.
  private func delete(_ id: String) -> Outgoing {
    if !defects.has(.deletedClientWorks) { server.clients.dismiss(id) }
    if !defects.has(.deletedRegistrationLives) { server.registrations.remove(id) }
    return defects.has(.deletedAs200) ? .privateJSON(["deleted": true]) : .empty(204, headers: [("Cache-Control", "no-store")])
  }
}
