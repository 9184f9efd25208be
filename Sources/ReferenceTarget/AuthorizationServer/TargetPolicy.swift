/// Which resources a token is for (RFC 8707), and what may be done there.
struct TargetPolicy: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  /// How a request names its targets: by `resource` (RFC 8707), or where the preset says so by `audience` alone.
  func names(_ form: FormParameters) throws(OAuthError) -> [String] {
    guard server.namesByAudience else { return form.all("resource") }
    guard form.all("resource").isEmpty else { throw OAuthError(.invalidTarget, "targets are named by audience here") }
    return form.all("audience")
  }

  /// The resources that the request names, or the client's first if it names none.
  func targets(_ names: [String], for client: Client) throws(OAuthError) -> [ResourceDescription] {
    if defects.has(.resourceIgnored) { return server.resources.prefix(1).map { $0 } }
    if defects.has(.runtimeResourceIgnored), let first = client.resources.first.flatMap(server.resource) { return [first] }
    if defects.has(.audienceDefaultMissing), names.isEmpty { return [] }
    guard !names.isEmpty else {
      guard let first = client.resources.first, let resource = server.resource(first) else {
        throw OAuthError(.invalidTarget, "the client has no default resource")
      }
      return [resource]
    }
    var targets: [ResourceDescription] = []
    for name in names.map({ defects.has(.resourceFragmentDropped) ? String($0.prefix { $0 != "#" }) : $0 }) {
      // RFC 8707 section 2: an absolute URI without fragment; comparison is that of identifiers, not of equivalent URLs.
      if defects.has(.resourceUnknownAccepted), server.resource(name) == nil, let first = client.resources.first.flatMap(server.resource) {
        return [first]
      }
      guard let resource = server.resource(name), client.resources.contains(name) else {
        throw OAuthError(.invalidTarget, "an unknown resource, or one that is not for this client")
      }
      if !targets.contains(where: { $0.identifier == resource.identifier }) { targets.append(resource) }
    }
    return targets
  }

  /// The scope to grant: what is asked for, or everything that client and resources have in common.
  func scope(_ requested: String?, client: Client, targets: [ResourceDescription]) throws(OAuthError) -> [String] {
    let offered = (targets.isEmpty ? Array(server.resources.prefix(1)) : targets).flatMap(\.scopes)
    let allowed = offered.filter { client.scopes.contains($0) }
    if let broken = brokenScope(requested, allowed) { return broken }
    let asked = try requested.map { text throws(OAuthError) in try Self.parse(text) } ?? allowed
    let possible = Set(defects.has(.scopeUnchecked) ? offered : allowed)
    guard asked.allSatisfy(possible.contains), !asked.isEmpty else {
      throw OAuthError(.invalidScope, "a scope that this client may not have here")
    }
    return asked.uniqued
  }

  /// What a careless server grants; nil where it is careful.
  private func brokenScope(_ requested: String?, _ allowed: [String]) -> [String]? {
    if defects.has(.scopeWidened) { return allowed.uniqued }
    guard let words = requested?.split(separator: " ").map(String.init) else { return nil }
    if defects.has(.scopeNarrowed), words.count > 1 { return Array(words.prefix(1)) }
    guard defects.has(.scopeUnknownIgnored) else { return nil }
    let known = words.filter(allowed.contains)
    return known.isEmpty ? allowed.uniqued : known.uniqued
  }

  /// RFC 6749 section 3.3.
  static func parse(_ text: String) throws(OAuthError) -> [String] {
    let tokens = text.split(separator: " ", omittingEmptySubsequences: false)
    for token in tokens {
      let fits = token.utf8.allSatisfy { $0 == 0x21 || (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0) }
      guard !token.isEmpty, fits else { throw OAuthError(.invalidScope, "the scope is malformed") }
    }
    return tokens.map(String.init)
  }
}

extension Array where Element: Hashable {
  /// Without repetitions, first occurrences in order.
  var uniqued: [Element] {
    var seen = Set<Element>()
    return filter { seen.insert($0).inserted }
  }
}
