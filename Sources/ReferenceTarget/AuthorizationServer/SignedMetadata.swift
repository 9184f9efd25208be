/// `signed_metadata` (RFC 8414 section 2.1, RFC 9728 section 2.2): the document once more, signed by the server that vouches for it.
struct SignedMetadata: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  /// Adds it to a document that is complete.
  func add(to document: inout JSONObject) {
    var claims: JSONObject = ["iss": .string(server.issuer), "iat": .integer(server.environment.now)]
    if defects.has(.signedMetadataAnonymous) { claims["iss"] = nil }
    for member in document.members { claims[member.name] = member.value }
    if defects.has(.signedMetadataStale) {
      claims["scopes_supported"] = ["retired"]
    }
    if defects.has(.signedMetadataNested) { claims["signed_metadata"] = "nested" }
    let key = defects.has(.signedMetadataOtherKey) ? server.unpublishedKey : server.signingKey
    let isNamed = !defects.has(.signedMetadataOtherKey)
    document["signed_metadata"] = .string(JWTBuilder.sign(claims, by: key, typ: "JWT", kid: isNamed ? key.kid : server.signingKey.kid))
  }
}
