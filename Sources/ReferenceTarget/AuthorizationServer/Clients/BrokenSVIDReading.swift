/// The defects of reading JWT-SVIDs, away from the rules that they break.
enum BrokenSVIDReading {
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
