extension WorkloadResource {
  /// What broken resources refuse although it is lawful.
  func refuseLawful(_ request: Incoming, _ defects: Defects) throws(WorkloadRefusal) {
    if defects.isEmpty { return }
    func token(_ field: String) -> CompactJWT? { request.values(field).first.flatMap { try? CompactJWT($0) } }
    if let identity = token("workload-identity-token") {
      let known: Set = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf"]
      if defects.has(.witUnknownClaimRefused), identity.claims.members.contains(where: { !known.contains($0.name) }) {
        throw WorkloadRefusal(.identityToken, "a claim is not known")
      }
      if defects.has(.witIssuerRefused), identity.claims["iss"] != nil { throw WorkloadRefusal(.identityToken, "iss") }
    }
    if defects.has(.signedContentRefused), !request.body.isEmpty, !request.values("signature-input").isEmpty {
      throw WorkloadRefusal(.signature, "there is content")
    }
    let scheme = request.values("authorization").first { $0.lowercased().hasPrefix("wpt ") }
    guard let proof = token("workload-proof-token") ?? scheme.flatMap({ try? CompactJWT($0.dropFirst(4).trimmingSpaces) }) else { return }
    let known: Set = ["iss", "aud", "exp", "iat", "jti", "wth", "ath", "tth", "oth"]
    if defects.has(.wptUnknownClaimRefused), proof.claims.members.contains(where: { !known.contains($0.name) }) {
      throw WorkloadRefusal(.proof, "a claim is not known")
    }
    if defects.has(.wptAccessTokenHashRefused), proof.claims["ath"] != nil { throw WorkloadRefusal(.proof, "ath") }
    if defects.has(.wptTypeLiteral), proof.header["typ"]?.string != "wpt+jwt" { throw WorkloadRefusal(.proof, "typ is wpt+jwt") }
    let audience = proof.claims["aud"]?.string
    if defects.has(.wptQueryCompared), let query = request.query, audience != "\(request.url)?\(query)" {
      throw WorkloadRefusal(.proof, "aud")
    }
    if defects.has(.wptHostCaseCompared), let audience, !audience.hasPrefix(request.base) { throw WorkloadRefusal(.proof, "aud") }
  }
}
