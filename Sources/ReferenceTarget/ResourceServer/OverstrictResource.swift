extension AccessTokenVerifier {
  /// What broken resources refuse although it is lawful.
  func refuseLawful(_ claims: Claims, _ presented: PresentedToken) throws(ResourceRefusal) {
    let defects = server.environment.defects
    if defects.has(.resourceRefusesExchanged), claims.text("sub") != claims.text("client_id") {
      throw .token(presented.scheme, "the subject is not the client")
    }
    if defects.has(.resourceMissesClient), claims.text("client_id")?.hasSuffix("agent-3") == true {
      throw .token(presented.scheme, "an unknown client")
    }
    guard let jti = claims.text("jti") else { return }
    if defects.has(.barsAtResource), let record = server.store.accessToken(jti: jti), server.barred.withLock({ $0.contains(record.bar) }) {
      throw .token(presented.scheme, "a token like this has been revoked")
    }
    if defects.has(.resourceServesFive) {
      let times = server.served.withLock { served in
        served[jti, default: 0] += 1
        return served[jti, default: 0]
      }
      if times > 5 { throw .token(presented.scheme, "the token was served often enough") }
    }
  }
}

extension AccessTokenRecord {
  /// What a careless list of revoked tokens keeps in place of the token: its client and scope.
  var bar: String { clientID + " " + (claims["scope"]?.string ?? "") }
}
