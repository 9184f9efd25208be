import Forge
import OrderedJSON
import Scenarios
import Targets
import Wire

/// Servers, clients, resources and users, tried one after the other.
extension Checkup {
  func examine(server name: String, _ server: Targets.Server) async -> [CheckupFinding] {
    let subject = "server \(name)", path = ["servers", name]
    var findings: [CheckupFinding] = []
    if server.discovers {
      let fetched = documents.first { $0.kind == .authorizationServer && $0.name == name }
      guard let document = context.metadata(of: name) else { return [withoutMetadata(subject, path, server, fetched)] }
      if let issuer = document["issuer"]?.string, issuer != server.issuer {
        findings.append(
          fault(
            subject, "its metadata is that of the issuer \(issuer), and the description says \(server.issuer)",
            help: "write this issuer, character by character (RFC 8414 section 3.3)", at: path + ["issuer"]))
      }
      findings += foreignEndpoints(subject, path, document)
    }
    guard let token = try? context.endpoint("token_endpoint", of: name) else {
      return findings + [fault(subject, "no token endpoint is known", help: "add endpoints: {token_endpoint: URL}", at: path)]
    }
    if !server.discovers, let failure = await reach(token) {
      let place = path + ["endpoints", "token_endpoint"]
      return findings + [fault(subject, "its token endpoint \(token) does not answer: \(failure)", help: help(failure, token), at: place)]
    }
    if (try? context.endpoint("jwks_uri", of: name)) != nil, await context.keySet(of: name) == nil {
      findings.append(
        fault(
          subject, "its key set cannot be read", help: "see that jwks_uri answers 200 with a JWK Set, and that its host is in allow",
          at: path + ["jwks_uri"]))
    }
    return findings.isEmpty
      ? [fine(subject, server.discovers ? "metadata, endpoints and keys are there" : "its endpoints answer", at: path)] : findings
  }

  private func withoutMetadata(
    _ subject: String, _ path: [String], _ server: Targets.Server, _ fetched: Reconnaissance.Fetched?
  ) -> CheckupFinding {
    let url = server.metadataURL ?? WellKnown.inserted("oauth-authorization-server", into: server.issuer)
    if let failure = fetched?.failure {
      return fault(subject, "\(url) does not answer: \(failure)", help: help(failure, url), at: path + ["issuer"])
    }
    let told = fetched?.status.map { $0 == 200 ? "answers 200 without a JSON object" : "answers \($0)" } ?? "was not asked"
    return fault(
      subject, "there is no metadata: \(url) \(told)",
      help:
        "correct issuer; or write metadata: URL where it stands elsewhere, as OpenID Connect has it below the issuer; or give endpoints by hand",
      at: path + ["issuer"])
  }

  /// Endpoints of the metadata at hosts that the suite may not speak to.
  private func foreignEndpoints(_ subject: String, _ path: [String], _ document: JSON) -> [CheckupFinding] {
    let origins = target.allowedOrigins
    let foreign = (document.members ?? []).compactMap { member -> String? in
      guard member.name.hasSuffix("_endpoint") || member.name == "jwks_uri", let url = member.value.string else { return nil }
      return origins.refusal(of: url).map { "\(member.name): \($0)" }
    }
    guard let first = foreign.first else { return [] }
    let more = foreign.count > 1 ? ", and \(foreign.count - 1) more" : ""
    return [
      fault(
        subject, "its metadata names a host that the description does not: \(first)\(more)",
        help: "add the host under allow, or write the endpoint by hand", at: path)
    ]
  }

  /// Why nothing answers there; nil if something does, whatever it says.
  private func reach(_ url: String) async -> TransferFailure? {
    await context.send(Request(url: url, tls: context.tls(), limits: context.limits)).failure
  }

  /// What to look at when nothing answers.
  private func help(_ failure: TransferFailure, _ url: String) -> String {
    switch failure {
    case .cannotResolve: "see that the name is right and known to this machine"
    case .cannotConnect, .timeout(.connecting):
      "see that the server runs, that host and port are right, and that no firewall stands between"
    case .tls:
      target.authorities.map {
        "the certificate is not trusted: \($0.whereabouts) (tls.ca) must hold the authority that signed it, and its name must be that of the URL"
      }
        ?? "the certificate is not trusted by the system: write tls: {ca: {file: …}} with the authority that signed it"
    case .hostNotAllowed: "add the host under allow"
    case .closedBeforeResponse where url.hasPrefix("http:"): "does the server speak https there?"
    case .malformedResponse, .closedBeforeResponse: "is this the right port, and http or https as the server has it?"
    default: "see what the server logs"
    }
  }

  // MARK: Clients

  /// Asks for a token as the client would, for one resource after the other until one fits; nil where the client cannot ask alone. With
  /// it the resource that it got one for.
  func examine(client role: String, _ client: Targets.Client) async -> (CheckupFinding, resource: String?, token: JSON?)? {
    guard target.servers[client.server]?.suiteIssuer == nil, client.method != .none, !client.scopes.isEmpty else { return nil }
    let offered = target.resources.filter { $0.value.server == client.server }
    let fitting = offered.filter { entry in client.scopes.contains { entry.value.scopes[$0] != nil } }
    let candidates = (fitting.isEmpty ? offered : fitting).keys.sorted { ($0 == "tool" ? "" : $0) < ($1 == "tool" ? "" : $1) }
    var first: CheckupFinding?
    for resource in candidates.prefix(12) {
      let scope = client.scopes.first { target.resources[resource]?.scopes[$0] != nil } ?? client.scopes[0]
      let overlay = Overlay.node([
        ("client", .set(.string(role))), ("grant", .set("client_credentials")), ("resource", .set(.string(resource))),
        ("scope", .set([.string(scope)])),
      ])
      do {
        let facts = try await ActionPerformer(context: context, given: GivenStore(), looksAtView: false).perform(.token, overlay).facts
        let found = finding(role, client, resource, facts)
        if !found.isFault { return (found, facts["access_token"] == nil ? nil : resource, facts["access_token"]) }
        first = first ?? found
        // Only what depends on the resource may be otherwise with another.
        guard ["invalid_scope", "invalid_target"].contains(facts["body"]?["error"]?.string) else { return (found, nil, nil) }
      } catch {
        return (
          fault(
            "client \(role)", "cannot ask: \(Self.words(error))", help: "complete its description", at: ["clients", role, "authentication"]),
          nil, nil
        )
      }
    }
    return first.map { ($0, nil, nil) }
  }

  private func finding(_ role: String, _ client: Targets.Client, _ resource: String, _ facts: JSON) -> CheckupFinding {
    let subject = "client \(role)", path = ["clients", role]
    let error = facts["body"]?["error"]?.string
    let told = facts["body"]?["error_description"]?.string.map { " (\($0.prefix(200)))" } ?? ""
    switch (facts["outcome"]?.string, error) {
    case ("accepted", _): return fine(subject, "gets a token by client credentials", at: path)
    case ("refused", "unauthorized_client"?): return fine(subject, "is known, and may not use client credentials", at: path)
    case ("refused", "invalid_dpop_proof"?), ("refused", "use_dpop_nonce"?):
      return fine(subject, "is known, and gets bound tokens only", at: path)
    // What this role is about: whether the server still takes a shared secret of an agent.
    case ("refused", "invalid_client"?) where role == "agent-secret":
      return fine(subject, "is refused; its shared secret buys nothing", at: path)
    // Its keys are published by a run only, which then points the server at them.
    case ("refused", "invalid_client"?) where role == "agent-hosted" && target.hooks["set-bundle"] != nil:
      return fine(subject, "is refused, as long as no run points the server at its bundle", at: path)
    case ("refused", "invalid_scope"?), ("refused", "invalid_target"?):
      return fault(
        subject, "is known, and is refused with \(error ?? "")\(told) when it asks for \(client.scopes[0]) at \(resource)",
        help: "compare scopes of the client, and scopes, identifier and named-by of resources.\(resource), with what is registered",
        at: path + ["scopes"])
    case ("refused", let code):
      return fault(
        subject, "is refused with \(code ?? "status \(facts["status"]?.integer ?? 0) and no error code")\(told)",
        help: "register at the server: \(registration(client))", at: path + ["id"])
    case (let outcome, _):
      let reason = facts["failure"]?.string ?? facts["status"]?.integer.map { "status \($0)" } ?? outcome ?? "no answer"
      return fault(subject, "gets no answer that could be read: \(reason)", help: "see that the token endpoint can be reached", at: path)
    }
  }

  /// What has to be registered at the server for a client.
  func registration(_ client: Targets.Client) -> String {
    var parts = ["client_id \(client.id)", "method \(client.method.rawValue)"]
    if let reference = client.key, client.certificate == nil, let key = try? context.key(reference) {
      parts.append("the \(key.algorithm.rawValue) key with the thumbprint \(key.thumbprint)")
    }
    if let reference = client.certificate, let leaf = (try? context.secret(reference)).flatMap({ try? Certificate.parse(pem: $0) })?.first {
      parts.append("the certificate with the SHA-256 thumbprint \(leaf.thumbprintSHA256)")
    }
    if let redirect = client.redirectURI { parts.append("redirect URI \(redirect)") }
    if !client.scopes.isEmpty { parts.append("scopes \(client.scopes.joined(separator: " "))") }
    return parts.joined(separator: ", ")
  }

  // MARK: Resources

  func examine(resource role: String, _ resource: Resource, token: JSON?) async -> [CheckupFinding] {
    let subject = "resource \(role)", path = ["resources", role, "url"]
    let headers = resource.headers.map { HeaderField($0.0, $0.1) }
    let bare = Request(method: resource.method, url: resource.url, headers: headers, tls: context.tls(), limits: context.limits)
    let exchange = await context.send(bare)
    if let failure = exchange.failure {
      return [fault(subject, "\(resource.url) does not answer: \(failure)", help: help(failure, resource.url), at: path)]
    }
    guard let response = exchange.response else { return [] }
    let body = String(decoding: response.body, as: UTF8.self)
    if response.status < 300 {
      let what = resource.marker.map(body.contains) ?? true ? "serves its content to anybody" : "is answered with \(response.status)"
      return [
        fault(
          subject, "\(resource.url) \(what), without a token", help: "name an address that is protected: without a token it answers 401",
          at: path)
      ]
    }
    if response.status == 404 || response.status == 405 {
      let text = "\(resource.method) \(resource.url) is answered with \(response.status) without a token"
      return [fault(subject, text, help: "correct url or method: what is protected answers 401", at: path)]
    }
    guard let token else { return [fine(subject, "answers \(response.status) without a token; with one it was not tried", at: path)] }
    return [await served(subject, role, resource, token)]
  }

  private func served(_ subject: String, _ role: String, _ resource: Resource, _ token: JSON) async -> CheckupFinding {
    let performer = ActionPerformer(context: context, given: GivenStore(), looksAtView: false)
    let overlay = Overlay.node([("resource", .set(.string(role))), ("token", .set(token))])
    guard let facts = try? await performer.perform(.call, overlay).facts else {
      return remark(subject, "was not tried with a token", help: nil, at: ["resources", role])
    }
    let status = facts["status"]?.integer ?? 0
    if facts["outcome"]?.string == "accepted" {
      return fine(subject, "serves a token of its server, and nobody without", at: ["resources", role])
    }
    if status < 300, let marker = resource.marker {
      return fault(
        subject, "answers \(status) to a token, and the text \"\(marker)\" does not stand in the answer",
        help: "correct marker: text that only a served answer has",
        at: ["resources", role, "marker"])
    }
    if status == 403 { return fine(subject, "takes a token of its server, and wants more scope than it has", at: ["resources", role]) }
    // A resource may take bound tokens only, which this one is not.
    return remark(
      subject, "answers \(status) to a bearer token that its server has just issued for it",
      help: "unless it takes bound tokens only: see that it trusts the server, and that identifier is the audience that it expects",
      at: ["resources", role, "identifier"])
  }

  // MARK: Users

  func users(except silent: Set<String>) async -> [CheckupFinding] {
    let role = target.clients["agent"] != nil ? "agent" : target.clients.filter { $0.value.redirectURI != nil }.keys.min() ?? ""
    guard let client = target.clients[role], !silent.contains(client.server), target.servers[client.server]?.suiteIssuer == nil else {
      return []
    }
    guard client.redirectURI != nil else {
      return [
        fault(
          "client \(role)", "authorization-code is in force, and it has no redirect-uri",
          help: "add the redirect URI that is registered for it", at: ["clients", role])
      ]
    }
    var findings: [CheckupFinding] = []
    for user in target.users.keys.sorted() {
      var members: [(name: String, overlay: Overlay)] = [
        ("client", .set(.string(role))), ("user", .set(.string(user))), ("decision", .set("approve")), ("pkce", .set("S256")),
      ]
      if target.resources["tool"] != nil { members.append(("resource", .set("tool"))) }
      if let scope = client.scopes.first(where: { target.resources["tool"]?.scopes[$0] != nil }) ?? client.scopes.first {
        members.append(("scope", .set([.string(scope)])))
      }
      findings.append(await examine(user: user, Overlay.node(members)))
    }
    return findings
  }

  private func examine(user: String, _ overlay: Overlay) async -> CheckupFinding {
    let subject = "user \(user)", path = ["users", user, "driver"]
    do {
      let facts = try await ActionPerformer(context: context, given: GivenStore(), looksAtView: false).perform(.authorize, overlay).facts
      if facts["outcome"]?.string == "accepted" { return fine(subject, "signs in and consents without a person", at: path) }
      let error = facts["redirect"]?["query"]?["error"]?.string.map { "error \($0)" }
      let reason = facts["failure"]?.string ?? error ?? facts["status"]?.integer.map { "status \($0)" } ?? "no answer"
      return fault(
        subject, "an authorization request brings no code: \(reason)",
        help: "see driver, and the redirect URI and scopes that are registered", at: path)
    } catch {
      return fault(subject, "an authorization request brings no code: \(Self.words(error))", help: nil, at: path)
    }
  }

  // MARK: Audit logs

  /// Reads an audit log through its mapping.
  func examine(log name: String) async -> CheckupFinding {
    let subject = "audit log \(name)", path = ["audit", name]
    let facts: JSON
    do {
      facts = try await ActionPerformer(context: context, given: GivenStore(), looksAtView: false)
        .perform(.audit, Overlay.node([("source", .set(.string(name)))])).facts
    } catch {
      return fault(subject, "cannot be read: \(Self.words(error))", help: "complete its description", at: path)
    }
    guard facts["outcome"]?.string == "accepted", let log = facts["log"] else {
      return fault(subject, facts["failure"]?.string ?? "cannot be read", help: "see that file, url or hook leads to JSON Lines", at: path)
    }
    let lines = log["lines"]?.integer ?? 0, unreadable = log["unreadable"]?.integer ?? 0
    if lines > 0 && unreadable == lines {
      return fault(subject, "none of its \(lines) lines is a JSON object", help: "write or convert it as JSON Lines", at: path)
    }
    let unseen = (log["unseen"]?.array ?? []).compactMap(\.string)
    let text = "\(lines) lines, \(unreadable) unreadable, chain of digests \(log["chain"]?.string ?? "")"
    guard !unseen.isEmpty else { return fine(subject, text, at: path) }
    var finding = fine(subject, text, at: path)
    finding.help = "no record has \(unseen.joined(separator: ", ")): right if nothing of the kind happened yet, else correct the mapping"
    return finding
  }
}
