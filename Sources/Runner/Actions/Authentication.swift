import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

extension ActionPerformer {
  /// The server that a recipe speaks to: named, or that of the client, or of the resource.
  func server(_ overlay: Overlay) throws -> String {
    let reader = reader(overlay)
    if let server = try reader.text("server") { return server }
    if let client = try reader.text("client"), let server = context.target.clients[client]?.server { return server }
    if let resource = try reader.text("resource"), let server = context.target.resources[resource]?.server { return server }
    return "home"
  }

  func client(_ overlay: Overlay) throws -> (role: String, client: Targets.Client)? {
    if let own = try ownClient(overlay) { return (own.id, own) }
    guard let role = try reader(overlay).text("client") else { return nil }
    guard let client = context.target.clients[role] else { throw RecipeProblem.missing("fixture missing: client \(role)") }
    return (role, client)
  }

  /// `as: {client-id, method, redirect, key, secret}`: a client that no description knows, because the scenario made it.
  private func ownClient(_ overlay: Overlay) throws -> Targets.Client? {
    guard let said = overlay["as"], !said.isRemoval else { return nil }
    let reader = reader(said)
    guard let id = try reader.text("client-id") else { throw RecipeProblem.suite("as names no client") }
    let fallback = try reader.text("key") == nil ? "none" : "private_key_jwt"
    guard let method = Targets.Client.Method(rawValue: try reader.text("method") ?? fallback) else {
      throw RecipeProblem.suite("no method of authentication is called \(try reader.text("method") ?? "")")
    }
    var client = Targets.Client(server: try server(overlay), id: id, method: method)
    client.redirectURI = try reader.text("redirect")
    return client
  }

  /// The key that a client's assertions are signed with.
  private func assertionKey(_ client: Targets.Client, _ role: String, _ overlay: Overlay) throws -> Key {
    if let said = overlay["as"], let name = try reader(said).text("key") { return try Self.key(named: name, given, context) }
    guard let reference = client.key else { throw RecipeProblem.missing("fixture missing: the key of client \(role)") }
    return try context.key(reference)
  }

  /// The secret of a client.
  private func sharedSecret(_ client: Targets.Client, _ role: String, _ overlay: Overlay) throws -> String {
    if let said = overlay["as"], let secret = try reader(said).text("secret") { return secret }
    guard let secret = client.secret else { throw RecipeProblem.missing("fixture missing: the secret of client \(role)") }
    return try context.secret(secret)
  }

  func usesMutualTLS(_ client: Targets.Client?) -> Bool {
    switch client?.method {
    case .tlsClientAuth, .selfSignedTLSClientAuth, .spiffeX509: true
    case .privateKeyJWT, .clientSecretBasic, .clientSecretPost, .spiffeJWT, .attestJWT, .none?, nil: false
    }
  }

  /// Puts the client's authentication into a message, by the method that the target description gives.
  func authenticate(_ draft: inout MessageDraft, _ overlay: Overlay, server: String) throws {
    guard let (role, client) = try client(overlay) else { return }
    var form = draft.form ?? []
    switch client.method {
    case .privateKeyJWT, .spiffeJWT:
      let assertions = try clientAssertions(
        client, try assertionKey(client, role, overlay), overlay["assertion"], server: server, endpoint: draft.url)
      for assertion in assertions {
        if form.last?.0 != "client_assertion" {
          form.append(("client_assertion_type", assertionType(client)))
        }
        form.append(("client_assertion", assertion.compact))
        draft.artefacts.append(("assertion", assertion.fact(vault)))
      }
      // A client that is not named by its SVID says which it is.
      let isNamed = client.authentication["client-id"]?.bool == true || client.authentication["subject"] != nil
      if assertions.isEmpty || isNamed { form.append(("client_id", client.id)) }
    case .tlsClientAuth, .selfSignedTLSClientAuth, .spiffeX509:
      form.append(("client_id", client.id))
      if draft.certificate == nil { draft.certificate = try certificate(of: client) }
    case .clientSecretBasic:
      let pair = "\(FormCoding.escape(client.id)):\(FormCoding.escape(try sharedSecret(client, role, overlay)))"
      let encoded = Base64.encode(Array(pair.utf8))
      vault.remember(encoded)
      draft.headers.append(("Authorization", "Basic \(encoded)"))
    case .clientSecretPost:
      form += [("client_id", client.id), ("client_secret", try sharedSecret(client, role, overlay))]
    case .attestJWT: try attestClient(&draft, &form, client, role, overlay, server: server)
    case .none: form.append(("client_id", client.id))
    }
    draft.form = form
  }

  private func assertionType(_ client: Targets.Client) -> String {
    client.authentication["assertion-type"]?.string
      ?? (client.method == .spiffeJWT
        ? "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe" : "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
  }

  /// The client's assertion (RFC 7523 section 3). Its audience is the issuer identifier, as RFC 7523bis has it, unless the target's
  /// dialect is the token endpoint, or the endpoint that is called.
  private func clientAssertions(
    _ client: Targets.Client, _ registered: Key, _ said: Overlay?, server: String, endpoint: String
  ) throws -> [TokenArtefact] {
    let now = seconds
    let audience: String
    switch context.dialect["client-assertion"]?["aud"]?.string {
    case "token-endpoint": audience = try context.endpoint("token_endpoint", of: server)
    case "called-endpoint": audience = endpoint
    default: audience = context.target.servers[server]?.issuer ?? ""
    }
    let type = client.authentication["typ"]?.string ?? "JWT"
    return try tokens.build(said, defaultKey: registered) { key in
      var header: JSON = ["typ": .string(type), "alg": .string(key.algorithm.rawValue)]
      // The kid belongs to the registered key, whoever signs; a recipe that names another key speaks of that one.
      header["kid"] = (said?["key"] == nil ? registered.kid : key.kid).map(JSON.string)
      if client.method == .spiffeJWT {
        // A JWT-SVID as a workload API hands it out: no issuer, no identifier, the audience as a list.
        let subject = client.authentication["subject"]?.string ?? client.id
        return (header, ["sub": .string(subject), "aud": [.string(audience)], "iat": .integer(now), "exp": .integer(now + 300)])
      }
      let claims: JSON = [
        "iss": .string(client.id), "sub": .string(client.id), "aud": .string(audience), "jti": .string(Random.identifier()),
        "iat": .integer(now), "exp": .integer(now + 60),
      ]
      return (header, claims)
    }
  }

  /// Attestation-based client authentication: the attestation and its proof in headers of their own.
  private func attestClient(
    _ draft: inout MessageDraft, _ form: inout [(String, String)], _ client: Targets.Client, _ role: String, _ overlay: Overlay,
    server: String
  ) throws {
    guard let attester = SecretReference(client.authentication["attester-key"] ?? .null), let reference = client.key else {
      throw RecipeProblem.missing("fixture missing: the attester key of client \(role)")
    }
    let attesterKey = try context.key(attester), instance = try context.key(reference)
    let now = seconds
    let issuer = client.authentication["attester"]?.string ?? ""
    let attestations = try tokens.build(overlay["attestation"], defaultKey: attesterKey) { key in
      let header: JSON = ["typ": "oauth-client-attestation+jwt", "alg": .string(key.algorithm.rawValue)]
      return (
        header.adding("kid", attesterKey.kid),
        .object(of: [
          "iss": issuer.isEmpty ? nil : .string(issuer), "sub": .string(client.id), "iat": .integer(now), "exp": .integer(now + 300),
          "cnf": ["jwk": instance.publicJWK],
        ])
      )
    }
    let audience = context.target.servers[server]?.issuer ?? ""
    let proofs = try tokens.build(overlay["attestation-proof"], defaultKey: instance) { key in
      (
        ["typ": "oauth-client-attestation-pop+jwt", "alg": .string(key.algorithm.rawValue)],
        ["iss": .string(client.id), "aud": .string(audience), "jti": .string(Random.identifier()), "iat": .integer(now)]
      )
    }
    for attestation in attestations {
      draft.headers.append(("OAuth-Client-Attestation", attestation.compact))
      draft.artefacts.append(("attestation", attestation.fact(vault)))
    }
    for proof in proofs {
      draft.headers.append(("OAuth-Client-Attestation-PoP", proof.compact))
      draft.artefacts.append(("attestation-proof", proof.fact(vault)))
    }
    form.append(("client_id", client.id))
  }

  // MARK: Certificates

  func certificate(of client: Targets.Client) throws -> (chain: String, key: String) {
    guard let chain = client.certificate, let key = client.key else {
      throw RecipeProblem.missing("fixture missing: the certificate of client \(client.id)")
    }
    return (try context.secret(chain), try pem(key))
  }

  /// A private key as PEM, whatever form its file has.
  private func pem(_ reference: SecretReference) throws -> String {
    let text = try context.secret(reference)
    return text.contains("-----BEGIN") ? text : try context.key(reference).privatePEM
  }

  /// `tls`: the certificate that the connection shows, and the versions that it offers.
  func applyTLS(_ draft: inout MessageDraft, _ overlay: Overlay) throws {
    guard let tls = overlay["tls"] else { return }
    if let said = tls["certificate"] {
      draft.isFresh = true
      if let name = try said.applied(to: nil).first?.string {
        if let made = given.certificates[name] {
          draft.certificate = made
        } else if let client = context.target.clients[name] {
          draft.certificate = try certificate(of: client)
        } else {
          throw RecipeProblem.suite("no certificate is called \(name)")
        }
      } else {
        draft.certificate = nil
      }
    }
    if let versions = try tls["versions"]?.applied(to: nil).first {
      let named = (versions.array ?? [versions]).compactMap { $0.string.flatMap(TLSVersion.init(rawValue:)) }
      draft.versions = (named.min(), named.max())
      draft.isFresh = true
    }
  }

  // MARK: Proofs

  /// DPoP proofs for a message (RFC 9449 section 4.2): only where the recipe speaks of one.
  func addProofs(_ draft: inout MessageDraft, _ overlay: Overlay, accessToken: String?, nonce: String?) throws {
    guard let said = overlay["dpop"] else { return }
    let now = seconds
    let message = draft
    let spoken = try said["nonce"]?.applied(to: nil).first?.string
    let nonce = spoken == "none" ? nil : spoken ?? nonce
    let proofs = try tokens.build(said, defaultKey: nil) { key in
      let claims = JSON.object(of: [
        "jti": .string(Random.identifier()), "htm": .string(message.method),
        "htu": .string(String(message.url.prefix { $0 != "?" && $0 != "#" })), "iat": .integer(now),
        "ath": accessToken.map { .string(Base64URL.encode(Digest.sha256($0))) }, "nonce": nonce.map(JSON.string),
      ])
      return (["typ": "dpop+jwt", "alg": .string(key.algorithm.rawValue), "jwk": key.publicJWK], claims)
    }
    for proof in proofs {
      draft.headers.append((try reader(said).text("carrier") ?? "DPoP", proof.compact))
      draft.artefacts.append(("dpop", proof.fact(vault)))
    }
  }
}

extension JSON {
  /// With a member more, if it has a value.
  func adding(_ name: String, _ value: String?) -> JSON {
    guard let value else { return self }
    var copy = self
    copy[name] = .string(value)
    return copy
  }
}
