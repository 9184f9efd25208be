/// RFC 8693 section 4.4: every member of `may_act` must fit whoever would act, with or without an actor token.
struct MayAct: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func check(client: Client, subject: InboundClaims, actor: InboundClaims?) throws(OAuthError) {
    guard let member = subject.claims["may_act"], !defects.has(.mayActIgnored) else { return }
    if defects.has(.mayActBypass), actor == nil { return }
    guard !defects.has(.mayActRefused), allows(member, actor?.subject ?? client.id, client) else {
      throw InboundToken.refusal("the subject token names another actor", server.environment.presets)
    }
  }

  private func allows(_ member: JSONValue, _ name: String, _ client: Client) -> Bool {
    guard let allowed = member.object else { return defects.has(.mayActEmpty) }
    if defects.has(.mayActListsOnly) { return true }
    if allowed.isEmpty || allowed["sub"] == "" { return defects.has(.mayActEmpty) }
    if defects.has(.mayActPrefix), let sub = allowed["sub"]?.string { return name.hasPrefix(sub) }
    if defects.has(.mayActSubjectOnly) { return allowed["sub"]?.string == name }
    let identity: JSONObject = ["sub": .string(name), "client_id": .string(client.id), "iss": .string(server.issuer)]
    return allowed.members.allSatisfy { identity[$0.name] == $0.value }
  }
}
