/// RFC 9701: the answer to an introspection as a token of its own, signed for the resource server that asks.
struct SignedIntrospection: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }
  static let mediaType = "application/token-introspection+jwt"

  static func isAsked(_ incoming: Incoming) -> Bool {
    incoming.values("accept").contains { $0.lowercased().contains(mediaType) }
  }

  func answer(_ incoming: Incoming) throws(OAuthError) -> Outgoing {
    let plain: Outgoing
    do {
      plain = try Introspection(server: server).plain(incoming)
    } catch {
      // Section 5: whoever does not authenticate has made a bad request.
      guard error.code == .invalidClient, !defects.has(.signedIntrospection401) else { throw error }
      throw OAuthError(.invalidRequest, "the caller must authenticate")
    }
    guard case .object(let members)? = try? JSONValue(parsing: plain.body), !defects.has(.signedIntrospectionIgnored) else { return plain }
    let claims = claims(members, for: caller(incoming))
    let type: String? =
      defects.has(.signedIntrospectionUntyped) ? nil : defects.has(.signedIntrospectionAsAccessToken) ? "at+jwt" : "token-introspection+jwt"
    let key = defects.has(.signedIntrospectionOtherKey) ? server.unpublishedKey : server.signingKey
    let token = defects.has(.signedIntrospectionUnsigned) ? BrokenAnswers.unsigned(claims) : JWTBuilder.sign(claims, by: key, typ: type)
    let media = defects.has(.signedIntrospectionMediaType) ? "application/jwt" : Self.mediaType
    return Outgoing(status: 200, headers: [("Content-Type", media), ("Cache-Control", "no-store")], body: Array(token.utf8))
  }

  private func caller(_ incoming: Incoming) -> String? {
    guard let form = try? FormParameters(bodyOf: incoming) else { return nil }
    return (try? ClientAuthentication(server: server).authenticate(incoming, form))?.client.id
  }

  private func claims(_ members: JSONObject, for caller: String?) -> JSONObject {
    var inner = members
    // About a token that is not active nothing else is said.
    if inner["active"]?.bool == false {
      inner = defects.has(.signedIntrospectionTalks) ? ["active": false, "reason": "ended"] : ["active": false]
    }
    var claims: JSONObject = [
      "iss": .string(defects.has(.signedIntrospectionIssuer) ? server.environment.base : server.issuer),
      "aud": defects.has(.signedIntrospectionAudience) ? members["client_id"] ?? "nobody" : .string(caller ?? "nobody"),
      "iat": .integer(server.environment.now), "token_introspection": .object(inner),
    ]
    if defects.has(.signedIntrospectionFlat) {
      claims["token_introspection"] = nil
      for member in inner.members where claims[member.name] == nil { claims[member.name] = member.value }
    }
    if defects.has(.signedIntrospectionTimeless) { claims["iat"] = nil }
    if defects.has(.signedIntrospectionSubject) {
      claims["sub"] = members["sub"] ?? "nobody"
      claims["exp"] = .integer(server.environment.now + 60)
    }
    return claims
  }
}
