import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets

/// The suite in the part of an authorization server, for resources that have been told to trust its key set: they are judged without
/// another party's server between.
extension ActionPerformer {
  /// The issuer of the suite that plays a server; nil where the server is the target's.
  func suiteIssuer(of server: String) -> String? { context.target.servers[server]?.suiteIssuer }

  /// `token` at a server that the suite plays: an access token for the client, bound to the key of its proof or to its certificate.
  func issueToken(_ overlay: Overlay) throws -> Performed {
    let reader = reader(overlay)
    let known: Set = ["client", "server", "grant", "resource", "scope", "dpop", "tls"]
    guard overlay.members.allSatisfy({ known.contains($0.name) }), try reader.text("grant") == "client_credentials" else {
      throw RecipeProblem.missing("the suite itself is the server, which only issues access tokens for client credentials")
    }
    guard let role = try reader.text("resource"), let resource = context.target.resources[role] else {
      throw RecipeProblem.missing("fixture missing: resource \(try reader.text("resource") ?? "")")
    }
    let server = try server(overlay)
    // The request that would have been sent: what it proves is what the token is bound to.
    var draft = MessageDraft(method: "POST", url: (context.target.servers[server]?.issuer ?? "") + "/token")
    try applyTLS(&draft, overlay)
    if draft.certificate == nil, overlay[path: ["tls", "certificate"]] == nil, let (_, client) = try client(overlay), usesMutualTLS(client)
    {
      draft.certificate = try certificate(of: client)
    }
    try addProofs(&draft, overlay, accessToken: nil, nonce: nil)
    let proof = draft.artefacts.first { $0.name == "dpop" }?.fact
    let leaf = try draft.certificate.flatMap { try Certificate.parse(pem: $0.chain).first }
    let confirmation = JSON.object(of: ["jkt": proof?["thumbprint"], "x5t#S256": leaf.map { .string($0.thumbprintSHA256) }])
    let scope = try reader.value("scope").map { spelled($0, resource) }
    let made = try signed(
      nil, server: server,
      claims: try claims(
        server: server, client: try reader.text("client"), resource: resource, scope: scope,
        confirmation: confirmation.members?.isEmpty == false ? confirmation : nil))
    guard let token = made.first, let claims = token.claims else { throw RecipeProblem.suite("no access token was made") }
    return Performed(facts: response(token, claims, type: proof == nil ? "Bearer" : "DPoP", proof: proof))
  }

  /// The facts of the token response that a client of this server would have got.
  private func response(_ token: TokenArtefact, _ claims: JSON, type: String, proof: JSON?) -> JSON {
    let secret = vault.fact(token.compact)
    return .object(of: [
      "outcome": "accepted", "status": 200,
      "body": .object(of: [
        "access_token": secret, "token_type": .string(type), "expires_in": .integer(Self.lifetime), "scope": claims["scope"],
      ]),
      "sent": ["at": .integer(context.now)], "answered": ["at": .integer(context.now)], "access_token": secret, "expires-at": claims["exp"],
      "token": ["header": SpecialFact.escape(token.header ?? .null), "claims": SpecialFact.escape(claims)],
      "view": SpecialFact.escape(claims).adding("view-source", "token"), "signature": "valid", "dpop": proof,
    ])
  }

  /// `access-token` of a `call`: signed by the key of the server to which the resource belongs, unless the recipe says otherwise.
  func accessTokens(_ said: Overlay, resource role: String, _ resource: Resource) throws -> [TokenArtefact] {
    let reader = reader(said)
    let audience = try reader.text("audience").flatMap { context.target.resources[$0] } ?? resource
    let scope = try reader.value("scope").map { spelled($0, resource) }
    return try signed(
      said.without(["client", "scope", "audience"]), server: resource.server,
      claims: claims(
        server: resource.server, client: try reader.text("client"), resource: audience, scope: scope ?? resource.scopes["read"],
        confirmation: nil))
  }

  /// Seconds that an access token of the suite lives.
  private static let lifetime = 300

  /// The claims that RFC 9068 section 2.2 demands.
  private func claims(server: String, client: String?, resource: Resource, scope: String?, confirmation: JSON?) throws -> JSON {
    let id = context.target.clients[client ?? "agent"]?.id ?? client ?? "agent"
    return .object(of: [
      "iss": context.target.servers[server].map { .string($0.issuer) }, "sub": .string(id),
      "aud": .string(resource.identifier ?? resource.url),
      "client_id": .string(id), "scope": scope.map(JSON.string), "jti": .string(Random.identifier()), "iat": .integer(seconds),
      "exp": .integer(seconds + Self.lifetime), "cnf": confirmation,
    ])
  }

  private func signed(_ said: Overlay?, server: String, claims: JSON) throws -> [TokenArtefact] {
    guard let role = suiteIssuer(of: server), let reference = SecretReference(context.target.suite["issuers"]?[role]?["key"] ?? .null)
    else {
      throw RecipeProblem.missing("fixture missing: the suite does not play the server \(server)")
    }
    return try tokens.build(said, defaultKey: try context.key(reference)) { (JWTDefaults.header($0, type: "at+jwt"), claims) }
  }
}
