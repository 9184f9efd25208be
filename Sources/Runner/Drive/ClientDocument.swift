import OrderedJSON

/// The metadata document of a client that the suite hosts (draft-ietf-oauth-client-id-metadata-document section 4.1).
enum ClientDocument {
  /// - Parameters:
  ///   - url: where it stands, which is the client's identifier.
  ///   - said: members beside the usual ones or in their place; `null` leaves one out; for `{append: text}` and `{upper-host: true}` see
  ///     `spelling`.
  static func make(_ url: String, _ said: JSON) -> JSON {
    var document: JSON = [
      "client_id": .string(url), "client_name": "Conformance agent", "redirect_uris": [.string(redirect)],
      "grant_types": ["authorization_code"],
      "response_types": ["code"], "token_endpoint_auth_method": "none",
    ]
    for member in said.members ?? [] {
      if case .null = member.value {
        document[member.name] = nil
      } else {
        document[member.name] = spelling(url, member.value).map(JSON.string) ?? member.value
      }
    }
    return document
  }

  /// The address with something at its end (`{append: text}`), or with its host in capitals (`{upper-host: true}`).
  static func spelling(_ url: String, _ said: JSON) -> String? {
    if let ending = said["append"]?.string { return url + ending }
    guard said["upper-host"]?.bool == true, let scheme = url.range(of: "://") else { return nil }
    let rest = url[scheme.upperBound...]
    let host = rest.prefix { $0 != "/" && $0 != ":" }
    return url[..<scheme.upperBound] + host.uppercased() + rest[host.endIndex...]
  }

  /// Where such a client is redirected to, and clients that register themselves.
  static let redirect = "https://agent.example/callback"
}
