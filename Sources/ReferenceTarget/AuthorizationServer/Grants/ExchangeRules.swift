/// Where an exchanged token may go, and what may be done with it there.
struct ExchangeRules: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }
  private var policy: TargetPolicy { TargetPolicy(server: server) }

  func targets(_ request: TokenRequest) throws(OAuthError) -> [ResourceDescription] {
    let names = try server.namesByAudience ? policy.names(request.form) : request.form.targets
    if defects.has(.firstTargetOnly) { return try policy.targets(Array(names.prefix(1)), for: request.client) }
    if isBoundless(request) { return names.map(anything) }
    return try policy.targets(names, for: request.client)
  }

  /// Whether a defect leaves target and scope to the request.
  private func isBoundless(_ request: TokenRequest) -> Bool {
    defects.has(.anyTarget) || (defects.has(.grantNotChecked) && !request.client.grants.contains(.tokenExchange))
  }

  private func anything(_ name: String) -> ResourceDescription {
    server.resource(name)
      ?? ResourceDescription(role: name, path: "", identifier: name, scopes: ["read"], sufficient: [], marker: "")
  }

  /// What is asked for, all of which the subject token, the client and the targets must have.
  func scope(_ request: TokenRequest, _ subject: InboundClaims, _ targets: [ResourceDescription]) throws(OAuthError) -> [String] {
    let text = request.form["scope"]
    if defects.has(.scopeCopied), let text { return [text] }
    if isBoundless(request) { return text?.split(separator: " ").map(String.init) ?? subject.scope }
    let isScopeless = defects.has(.subjectScopeMissing) && subject.scope.isEmpty
    if defects.has(.scopeWidens) || isScopeless || server.environment.presets.has(.lenientExchange) {
      return try policy.scope(text, client: request.client, targets: targets)
    }
    let offered = targets.flatMap(\.scopes)
    let allowed = defects.has(.scopeFromSubject) ? offered : offered.filter(request.client.scopes.contains)
    let common = allowed.filter(subject.scope.contains).uniqued
    guard let text, !defects.has(.scopeIgnored), !defects.has(.scopeUnsaid) else {
      guard !common.isEmpty else { throw OAuthError(.invalidScope, "nothing is left of the scope") }
      return common
    }
    let asked = try TargetPolicy.parse(text).uniqued
    guard asked.allSatisfy(common.contains) else { throw OAuthError(.invalidScope, "more scope than the subject token has") }
    return asked
  }
}
