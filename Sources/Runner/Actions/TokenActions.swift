import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

/// The names that go on the wire for a grant.
enum GrantType {
  static let exchange = "urn:ietf:params:oauth:grant-type:token-exchange"
  static let jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  static let backchannel = "urn:openid:params:grant-type:ciba"

  /// A short name of the language, or the text itself.
  static func onTheWire(_ name: String) -> String {
    switch name {
    case "jwt-bearer": jwtBearer
    case "token-exchange": exchange
    case "ciba": backchannel
    default: name
    }
  }
}

/// Token types of RFC 8693 section 3 by their short names.
enum TokenType {
  static func onTheWire(_ name: String) -> String {
    switch name {
    case "access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt", "id-jag": "urn:ietf:params:oauth:token-type:\(name)"
    case "txn_token", "txn-token": "urn:ietf:params:oauth:token-type:txn_token"
    default: name
    }
  }
}

extension ActionPerformer {
  func tokenDraft(_ overlay: Overlay, nonce: String?) throws -> MessageDraft {
    let reader = reader(overlay)
    guard let grant = try reader.text("grant") else { throw RecipeProblem.suite("a token request needs a grant") }
    return try tokenRequest(overlay, nonce: nonce) { form, draft in
      form.append(("grant_type", GrantType.onTheWire(grant)))
      switch grant {
      case "authorization_code":
        if let code = try reader.text("code") { form.append(("code", code)) }
        if let redirect = try self.client(overlay)?.client.redirectURI { form.append(("redirect_uri", redirect)) }
        if let verifier = try reader.text("code_verifier") { form.append(("code_verifier", verifier)) }
      case "refresh_token":
        if let token = try reader.text("refresh-token") { form.append(("refresh_token", token)) }
      case "jwt-bearer":
        for assertion in try self.grantAssertions(overlay) {
          form.append(("assertion", assertion.compact))
          draft.artefacts.append(("grant-assertion", assertion.fact(self.vault)))
        }
      case "ciba":
        if let request = try reader.text("auth_req_id") { form.append(("auth_req_id", request)) }
      default: break
      }
    }
  }

  func exchangeDraft(_ overlay: Overlay, nonce: String?) throws -> MessageDraft {
    let reader = reader(overlay)
    return try tokenRequest(overlay, nonce: nonce) { form, draft in
      form.append(("grant_type", GrantType.exchange))
      for (role, field) in [("subject", "subject_token"), ("actor", "actor_token")] {
        var token = try reader.text("\(role)-token")
        if let said = overlay["\(role)-assertion"] {
          // A token that the suite issues in the part of another domain.
          let made = try self.issued(said)
          token = made?.compact
          if let made { draft.artefacts.append(("\(role)-assertion", made.fact(self.vault))) }
        }
        guard let token else { continue }
        form.append((field, token))
        let type = try reader.text("\(role)-token-type", default: overlay["\(role)-assertion"] == nil ? "access_token" : "jwt")
        if let type { form.append(("\(field)_type", TokenType.onTheWire(type))) }
      }
      let kind = try reader.text("kind")
      if let requested = try reader.text("requested-token-type", default: kind) {
        form.append(("requested_token_type", TokenType.onTheWire(requested)))
      }
      // A transaction token is for the trust domain of the server that issues it.
      let server = try self.server(overlay)
      let trustDomain = kind == "txn-token" ? self.context.target.document["servers"]?[server]?["trust-domain"]?.string : nil
      for (field, name) in [("context", "request_context"), ("details", "request_details")] {
        if let said = try reader.value(field) { form.append((name, said.string ?? self.tokens.reveal(said).compact)) }
      }
      if let audience = try reader.text("audience", default: trustDomain) {
        form.append(
          ("audience", self.context.target.servers[audience]?.issuer ?? self.context.target.resources[audience]?.identifier ?? audience))
      }
    }
  }

  /// What all token requests share: the endpoint, scope and resource, the client's authentication, and a proof.
  private func tokenRequest(
    _ overlay: Overlay, nonce: String?, fill: (inout [(String, String)], inout MessageDraft) throws -> Void
  ) throws -> MessageDraft {
    let reader = reader(overlay)
    let server = try server(overlay)
    let client = try client(overlay)?.client
    let mutualTLS = usesMutualTLS(client) || overlay[path: ["tls", "certificate"]] != nil
    var draft = MessageDraft(method: "POST", url: try context.endpoint("token_endpoint", of: server, mutualTLS: mutualTLS))
    var form: [(String, String)] = []
    try fill(&form, &draft)
    form += try scopeAndResource(reader)
    draft.form = form
    draft.headers.append(("Accept", "application/json"))
    try applyTLS(&draft, overlay)
    try authenticate(&draft, overlay, server: server)
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try addProofs(&draft, overlay, accessToken: nil, nonce: nonce)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  /// `scope` and `resource` as the target spells them.
  func scopeAndResource(_ reader: RecipeReader) throws -> [(String, String)] {
    var form: [(String, String)] = []
    let role = try reader.text("resource")
    let resource = role.flatMap { context.target.resources[$0] }
    if let scope = try reader.value("scope") {
      form.append(("scope", spelled(scope, resource)))
    }
    if let role {
      if let resource {
        let identifier = resource.identifier ?? resource.url
        if resource.namedBy == "resource" || resource.namedBy == "both" { form.append(("resource", identifier)) }
        if resource.namedBy == "audience" || resource.namedBy == "both" { form.append(("audience", identifier)) }
      } else {
        form.append(("resource", role))
      }
    }
    return form
  }

  /// Scope roles in the target's spelling; a literal as it is.
  func spelled(_ scope: JSON, _ resource: Resource?) -> String {
    if let literal = scope["literal"]?.string { return literal }
    return (scope.array ?? [scope]).compactMap(\.string).map { resource?.scopes[$0] ?? $0 }.joined(separator: " ")
  }

  /// The assertion of a JWT authorization grant (RFC 7523 section 2.1), as `grant-assertion`, or a token in its place.
  private func grantAssertions(_ overlay: Overlay) throws -> [TokenArtefact] {
    guard let said = overlay["grant-assertion"] else { return [] }
    if said.members.contains(where: { $0.name == "issuer" }) { return try issuedAll(said) }
    return try tokens.build(said, defaultKey: nil) { _ in throw RecipeProblem.suite("a grant assertion names its issuer") }
  }

  private func issued(_ said: Overlay) throws -> TokenArtefact? { try issuedAll(said).first }

  /// A grant or token that the suite signs in the part of one of its issuers.
  private func issuedAll(_ said: Overlay) throws -> [TokenArtefact] {
    let reader = reader(said)
    guard let name = try reader.text("issuer"), let issuer = context.target.suite["issuers"]?[name],
      let reference = SecretReference(issuer["key"] ?? .null)
    else { throw RecipeProblem.missing("fixture missing: issuer \(try reader.text("issuer") ?? "")") }
    let key = try context.key(reference)
    let now = seconds
    let subjectRole = try reader.text("subject") ?? "alice"
    let subject = issuer["subjects"]?[subjectRole]?.string ?? subjectRole
    let audience = try reader.text("audience").map { context.target.servers[$0]?.issuer ?? $0 }
    let clientID = try reader.text("client").map { context.target.clients[$0]?.id ?? $0 }
    let type = try reader.text("type") ?? "JWT"
    return try tokens.build(said, defaultKey: key) { key in
      let header: JSON = ["typ": .string(type), "alg": .string(key.algorithm.rawValue)]
      return (
        header.adding("kid", key.kid),
        .object(of: [
          "iss": issuer["issuer"] ?? .string(name), "sub": .string(subject), "aud": audience.map(JSON.string),
          "client_id": clientID.map(JSON.string), "jti": .string(Random.identifier()), "iat": .integer(now), "exp": .integer(now + 120),
        ])
      )
    }
  }

  // MARK: Facts of a token response

  func tokenFacts(_ draft: MessageDraft, _ exchange: Exchange, _ overlay: Overlay) async throws -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    var facts = facts(draft, exchange) { response in
      if let token = answer?["access_token"]?.string, !token.isEmpty, response.status < 300 { return "accepted" }
      if response.status >= 300 || answer?["error"]?.string != nil { return "refused" }
      return "broke"
    }
    guard facts["outcome"]?.string == "accepted", let token = answer?["access_token"]?.string else { return facts }
    facts["access_token"] = vault.fact(token)
    if let refresh = answer?["refresh_token"]?.string { facts["refresh_token"] = vault.fact(refresh) }
    if let lifetime = answer?["expires_in"]?.double { facts["expires-at"] = .integer(seconds + Int(lifetime.clamped(to: 0...1e10))) }
    let server = try server(overlay)
    let decoded = try? DecodedJWT.decode(token)
    if let decoded, let claims = decoded.claims {
      facts["token"] = ["header": SpecialFact.escape(decoded.header), "claims": exchangeFacts.conceal(SpecialFact.escape(claims))]
      facts["view"] = exchangeFacts.conceal(SpecialFact.escape(claims)).adding("view-source", "token")
      facts["signature"] = await signature(of: decoded, server: server)
    } else {
      facts["token"] = SpecialFact.unknown("the access token is opaque")
      facts["signature"] = SpecialFact.unknown("the access token is opaque")
      facts["view"] = looksAtView ? await introspected(token, overlay) : SpecialFact.unknown("the access token is opaque")
    }
    return facts
  }

  /// "valid" or the reasons, under the server's published keys.
  private func signature(of token: DecodedJWT, server: String) async -> JSON {
    guard let keys = await context.keySet(of: server, lacking: token.kid) else { return SpecialFact.unknown("no published keys") }
    let refusals = JWTVerifier(keys: .set(keys)).verify(token).refusals
    return .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
  }

  /// The claims of an opaque token as the resource's introspection client sees them.
  private func introspected(_ token: String, _ overlay: Overlay) async -> JSON {
    guard let role = try? reader(overlay).text("resource"), let introspector = context.target.resources[role]?.introspectedBy else {
      return SpecialFact.unknown("the access token is opaque, and nobody introspects it")
    }
    let recipe = Overlay.node([("client", .set(.string(introspector))), ("token", .set(vault.fact(token)))])
    guard let draft = try? introspectDraft(recipe), let request = try? draft.request(context) else {
      return SpecialFact.unknown("the access token is opaque, and introspection is not offered")
    }
    let exchange = await context.send(request)
    guard let answer = exchange.response.flatMap({ try? JSON.parse($0.body) }), answer["active"]?.bool == true else {
      return SpecialFact.unknown("the access token is opaque, and introspection does not describe it")
    }
    return exchangeFacts.conceal(SpecialFact.escape(answer)).adding("view-source", "introspection")
  }

  // MARK: Introspection and revocation

  func introspectDraft(_ overlay: Overlay) throws -> MessageDraft { try aboutToken("introspection_endpoint", overlay) }
  func revokeDraft(_ overlay: Overlay) throws -> MessageDraft { try aboutToken("revocation_endpoint", overlay) }

  private func aboutToken(_ endpoint: String, _ overlay: Overlay) throws -> MessageDraft {
    let reader = reader(overlay)
    let server = try server(overlay)
    let mutualTLS = usesMutualTLS(try client(overlay)?.client)
    var draft = MessageDraft(method: "POST", url: try context.endpoint(endpoint, of: server, mutualTLS: mutualTLS))
    var form: [(String, String)] = []
    if let token = try reader.text("token") { form.append(("token", token)) }
    if let hint = try reader.text("hint") { form.append(("token_type_hint", hint)) }
    draft.form = form
    draft.headers.append(("Accept", try reader.text("accept") ?? "application/json"))
    try authenticate(&draft, overlay, server: server)
    try applyTLS(&draft, overlay)
    try draft.apply(overlay, reader: reader)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  func introspectFacts(_ draft: MessageDraft, _ exchange: Exchange, _ overlay: Overlay) async throws -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    let text = exchange.response.map { String(decoding: $0.body, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
    // RFC 9701 section 5: the answer as a signed token, whatever it is announced as.
    let signed = answer == nil ? try? DecodedJWT.decode(text) : nil
    var facts = facts(draft, exchange) { response in
      if response.status == 200, answer?["active"]?.bool != nil || signed != nil { return "accepted" }
      return response.status >= 300 ? "refused" : "broke"
    }
    guard let signed else { return facts }
    facts["jwt"] = .object(of: [
      "compact": vault.fact(text), "header": SpecialFact.escape(signed.header),
      "claims": signed.claims.map { exchangeFacts.conceal(SpecialFact.escape($0)) },
    ])
    facts["signature"] = await signature(of: signed, server: try server(overlay))
    return facts
  }
}

extension Double {
  func clamped(to range: ClosedRange<Double>) -> Double { min(max(self, range.lowerBound), range.upperBound) }
}
