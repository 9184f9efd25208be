extension SPIFFEAuthentication {
  /// Remembers JWT-SVIDs, which only a broken server does.
  private static let seen = ReplayCache()

  /// What broken servers refuse although it is lawful.
  func refuseLawful(_ svid: CompactJWT, _ form: FormParameters, _ defects: Defects) throws(OAuthError) {
    let claims = Claims(svid.claims)
    if defects.has(.spiffeAudienceList), claims["aud"]?.string != nil { throw server.invalidClient("aud is a list") }
    if defects.has(.spiffeIssuerCompared), let issuer = claims.text("iss"), issuer != claims.text("sub") {
      throw server.invalidClient("iss")
    }
    if defects.has(.spiffeTypeLiteral), svid.header["typ"] != nil, !svid.hasType("jwt") { throw server.invalidClient("typ") }
    if defects.has(.spiffeParameterRefused), form["client_id"] != nil { throw server.invalidClient("client_id beside an assertion") }
    if defects.has(.spiffeUsedOnce) {
      let now = server.environment.now
      guard Self.seen.firstUse(of: form["client_assertion"] ?? "", until: now + 3600, now: now) else {
        throw server.invalidClient("seen before")
      }
    }
  }
}
