/// The defects of reading JWT-SVIDs, away from the rules that they break.
enum BrokenSVIDReading {
  /// Whether an assertion is taken for a JWT-SVID by what it says, and not by the type that goes with it.
  static func isMeant(_ form: FormParameters, _ defects: Defects) -> Bool {
    guard defects.has(.svidTypeIgnored), form["client_assertion_type"] != PrivateKeyJWT.assertionType else { return false }
    let subject = form["client_assertion"].flatMap { try? CompactJWT($0) }?.claims["sub"]?.string
    return subject?.hasPrefix("spiffe://") ?? false
  }

  /// The claims as a careless server takes them.
  static func claims(_ claims: Claims, _ defects: Defects) -> Claims {
    var object = claims.object
    if defects.has(.svidSubjectFromList), let first = object["sub"]?.array?.first { object["sub"] = first }
    if defects.has(.svidSubjectNormalised), let subject = object["sub"]?.string, let plain = URIReference(subject) {
      let path = plain.path.hasSuffix("/") ? String(plain.path.dropLast()) : plain.path
      object["sub"] = .string("\(plain.scheme)://\(plain.host)\(path)")
    }
    if defects.has(.svidNotBeforeIgnored) { object["nbf"] = nil }
    if defects.has(.svidExpiryAsText), let text = object["exp"]?.string, let seconds = Int(text) { object["exp"] = .integer(seconds) }
    return Claims(object)
  }

  /// A client that a careless server takes for authenticated before anything is verified.
  static func client(_ svid: CompactJWT, _ claims: Claims, _ server: AuthorizationServer) -> Client? {
    let defects = server.environment.defects
    if defects.has(.svidDomainIgnored), let subject = claims.text("sub"), let plain = URIReference(subject) {
      let known = server.clients.all.first { client in
        guard case .spiffeJWT = client.method, let own = URIReference(client.id) else { return false }
        return own.path == plain.path && own.host != plain.host
      }
      if let known { return known }
    }
    guard defects.has(.svidAnyToken), (try? svid.verify(under: server.verificationKeys)) != nil else { return nil }
    return claims.text("sub").flatMap { server.clients[$0] }
  }
}
