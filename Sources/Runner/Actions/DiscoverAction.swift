import Forge
import Foundation
import OrderedJSON
import Scenarios
import Wire

/// Where metadata stands for an identifier.
enum WellKnown {
  /// The well-known name inserted between host and path (RFC 8414 section 3.1, RFC 9728 section 3.1).
  static func inserted(_ name: String, into identifier: String) -> String {
    guard let scheme = identifier.range(of: "://") else { return identifier }
    let rest = identifier[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    var path = String(rest[authority.endIndex...])
    // A terminating slash of the identifier is removed before the insertion.
    if path.hasSuffix("/") { path.removeLast() }
    return "\(identifier[..<scheme.upperBound])\(authority)/.well-known/\(name)\(path)"
  }

  /// The well-known name at the end (OpenID Connect Discovery section 4).
  static func appended(_ name: String, to identifier: String) -> String {
    (identifier.hasSuffix("/") ? String(identifier.dropLast()) : identifier) + "/.well-known/\(name)"
  }
}

extension ActionPerformer {
  /// With a transmitter `document` is `ssf-configuration` (default), `ssf-configuration-appended` or `jwks`; `status-list` is asked for
  /// at the `url` that the step gives, and looked into at `index`. Otherwise it is `oauth-authorization-server` (default), `openid-configuration`, either of them at the place of the other
  /// (`…-appended`, `…-inserted`), `jwks`, `protected-resource` (default with a resource), `bundle` or `issuer-jwks` (with an issuer).
  func discover(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    let resource = try reader.text("resource")
    let issuer = try reader.text("issuer")
    let transmitter = try reader.text("transmitter")
    let document =
      try reader.text("document")
      ?? (resource != nil
        ? "protected-resource" : issuer != nil ? "jwks" : transmitter != nil ? "ssf-configuration" : "oauth-authorization-server")
    if document == "status-list" { return try await statusList(overlay) }
    let url =
      try transmitter.map { try configurationURL(document, $0) }
      ?? documentURL(document, server: try server(overlay), resource: resource, issuer: issuer)
    return try await transact(.none) { _ in
      var draft = MessageDraft(method: "GET", url: url)
      draft.headers.append(("Accept", "application/json"))
      try self.applyTLS(&draft, overlay)
      try draft.apply(overlay, reader: reader)
      try draft.applySent(overlay["sent"], reader: reader)
      return draft
    } interpret: { draft, exchange in
      let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
      var facts = self.facts(draft, exchange) { response in
        response.status == 200 ? (answer?.members != nil ? "accepted" : "broke") : response.status < 300 ? "broke" : "refused"
      }
      guard let response = exchange.response, let answer, answer.members != nil else { return facts }
      facts["metadata"] = SpecialFact.escape(answer)
      if let compact = answer["signed_metadata"]?.string {
        // Public as it is, it looks like a token, which no report shows.
        facts["metadata"]?["signed_metadata"] = self.vault.fact(compact)
        let server = try self.vouching(overlay)
        facts["signed"] = await SignedMetadataFacts(compact, beside: answer).facts(self, server)
      }
      facts["metadata-url"] = .string(url)
      facts["problems"] = MetadataProblems(answer).facts
      if let identifier = (answer["issuer"] ?? answer["resource"])?.string {
        facts["identifier-fits"] = .bool(Self.places(of: identifier).contains(draft.url))
      }
      facts["duplicate-members"] = .array(answer.duplicateMembers.map(JSON.string))
      if answer["keys"] != nil { facts["keys"] = Self.keyFacts((try? JWKS(parsing: response.body)) ?? JWKS([])) }
      return facts
    }
  }

  /// The server whose keys are known: the one that is asked, or that of the resource.
  private func vouching(_ overlay: Overlay) throws -> String {
    if let role = try reader(overlay).text("resource"), let resource = context.target.resources[role] { return resource.server }
    return try server(overlay)
  }

  private func configurationURL(_ document: String, _ transmitter: String) throws -> String {
    guard let description = context.target.transmitters[transmitter], let issuer = description["issuer"]?.string else {
      throw RecipeProblem.missing("fixture missing: transmitter \(transmitter)")
    }
    switch document {
    case "jwks": return try context.endpoint("jwks_uri", ofTransmitter: transmitter)
    case "ssf-configuration-appended": return WellKnown.appended("ssf-configuration", to: issuer)
    default:
      if let written = description["metadata"]?.string, written != "discover" { return written }
      return WellKnown.inserted("ssf-configuration", into: issuer)
    }
  }

  /// A status list token, at the address that a token names (draft-ietf-oauth-status-list section 8.1).
  private func statusList(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    let server = try server(overlay)
    let index = try reader.value("index")?.integer
    return try await transact(.none) { _ in
      var draft = MessageDraft(method: "GET", url: "")
      draft.headers.append(("Accept", "application/statuslist+jwt"))
      try self.applyTLS(&draft, overlay)
      try draft.apply(overlay, reader: reader)
      guard !draft.url.isEmpty else { throw RecipeProblem.suite("a status list is asked for at a url") }
      return draft
    } interpret: { draft, exchange in
      let text = exchange.response.map { String(decoding: $0.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
      let keys = await self.context.keySet(of: server, lacking: (try? DecodedJWT.decode(text))?.kid)
      let list = StatusListFacts.facts(text, index: index, keys: keys, vault: self.vault)
      var facts = self.facts(draft, exchange) { response in response.status >= 300 ? "refused" : list == nil ? "broke" : "accepted" }
      facts["list"] = list
      return facts
    }
  }

  private func documentURL(_ document: String, server: String, resource: String?, issuer: String?) throws -> String {
    if let issuer {
      guard let description = context.target.issuers[issuer] else { throw RecipeProblem.missing("fixture missing: issuer \(issuer)") }
      guard let url = description[document]?.string else { throw RecipeProblem.missing("fixture missing: \(document) of issuer \(issuer)") }
      return url
    }
    if let resource {
      guard let description = context.target.resources[resource] else {
        throw RecipeProblem.missing("fixture missing: resource \(resource)")
      }
      guard !description.url.isEmpty || description.metadataURL != nil else {
        throw RecipeProblem.missing("fixture missing: url or metadata of resource \(resource)")
      }
      return description.metadataURL ?? WellKnown.inserted("oauth-protected-resource", into: description.identifier ?? description.url)
    }
    if document == "jwks" { return try context.endpoint("jwks_uri", of: server) }
    guard let description = context.target.servers[server] else { throw RecipeProblem.missing("fixture missing: server \(server)") }
    if document == "oauth-authorization-server", let written = description.metadataURL { return written }
    switch document {
    case "openid-configuration": return WellKnown.appended(document, to: description.issuer)
    case "openid-configuration-inserted": return WellKnown.inserted("openid-configuration", into: description.issuer)
    case "oauth-authorization-server-appended": return WellKnown.appended("oauth-authorization-server", to: description.issuer)
    default: return WellKnown.inserted(document, into: description.issuer)
    }
  }

  /// Where a client would look for the metadata of an issuer or resource with that identifier.
  private static func places(of identifier: String) -> [String] {
    ["oauth-authorization-server", "openid-configuration", "oauth-protected-resource", "ssf-configuration"].flatMap {
      [WellKnown.inserted($0, into: identifier), WellKnown.appended($0, to: identifier)]
    }
  }

  /// Published keys as facts: what they are, and what is wrong with them.
  static func keyFacts(_ set: JWKS) -> JSON {
    .array(
      set.entries.map { entry in
        .object(of: [
          "kty": entry.jwk["kty"], "alg": entry.jwk["alg"], "use": entry.jwk["use"], "kid": entry.jwk["kid"], "crv": entry.jwk["crv"],
          "usable": .bool(entry.key != nil), "private": .bool(entry.exposesSecrets),
          "problems": .array(entry.problems.map(JSON.string)),
          "members": .array((entry.jwk.members ?? []).map { .string($0.name) }),
          "certificates": .array(
            entry.certificates.map { .object(of: ["ca": $0.isCA.map(JSON.bool), "thumbprint": .string($0.thumbprintSHA256)]) }),
        ])
      })
  }
}
