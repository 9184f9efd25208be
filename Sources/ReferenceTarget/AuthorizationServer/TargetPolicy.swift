/// Which resources a token is for (RFC 8707), and what may be done there.
struct TargetPolicy: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  /// The resources that the request names, or the client's first if it names none.
  func targets(_ names: [String], for client: Client) throws(OAuthError) -> [ResourceDescription] {
    if defects.has(.resourceIgnored) { return server.resources.prefix(1).map { $0 } }
    guard !names.isEmpty else {
      guard let first = client.resources.first, let resource = server.resource(first) else {
        throw OAuthError(.invalidTarget, "the client has no default resource")
      }
      return [resource]
    }
    var targets: [ResourceDescription] = []
    for name in names {
      // RFC 8707 section 2: an absolute URI without fragment; comparison is that of identifiers, not of equivalent URLs.
      guard let resource = server.resource(name), client.resources.contains(name) else {
        throw OAuthError(.invalidTarget, "an unknown resource, or one that is not for this client")
      }
      if !targets.contains(where: { $0.identifier == resource.identifier }) { targets.append(resource) }
    }
    return targets
  }

  /// The scope to grant: what is asked for, or everything that client and resources have in common.
  func scope(_ requested: String?, client: Client, targets: [ResourceDescription]) throws(OAuthError) -> [String] {
    let offered = targets.flatMap(\.scopes)
    let allowed = offered.filter { client.scopes.contains($0) }
    let asked = try requested.map { text throws(OAuthError) in try Self.parse(text) } ?? allowed
    let possible = Set(defects.has(.scopeUnchecked) ? offered : allowed)
    guard asked.allSatisfy(possible.contains), !asked.isEmpty else {
      throw OAuthError(.invalidScope, "a scope that this client may not have here")
    }
    return asked.uniqued
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
