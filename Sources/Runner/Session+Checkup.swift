import Forge
import OrderedJSON
import Scenarios
import Targets

/// One thing that was tried before a run: what the description says against what the target does.
public struct CheckupFinding: Sendable {
  /// `server home`, `client agent`.
  public var subject: String
  /// Whether a run would stumble over it.
  public var isFault: Bool
  public var text: String
  /// What to change, at the server or in the description.
  public var help: String?
}

/// Tries the servers and clients of a target description, without judging anything.
struct Checkup {
  let context: RunContext
  let names: NamesInForce

  private var target: TargetDescription { context.target }

  func run() async -> [CheckupFinding] {
    var findings: [CheckupFinding] = []
    for (name, server) in target.servers.sorted(by: { $0.key < $1.key }) where server.suiteIssuer == nil {
      findings += await examine(name, server)
    }
    if names.contains("client-credentials") {
      for (role, client) in target.clients.sorted(by: { $0.key < $1.key }) {
        if let finding = await examine(role, client) { findings.append(finding) }
      }
    }
    // Last: by now there is something in it.
    for log in (target.audit?.members ?? []).map(\.name) { findings.append(await examine(log: log)) }
    return findings
  }

  /// Reads an audit log through its mapping.
  private func examine(log name: String) async -> CheckupFinding {
    func fault(_ text: String, _ help: String) -> CheckupFinding {
      CheckupFinding(subject: "audit log \(name)", isFault: true, text: text, help: help)
    }
    let facts: JSON
    do {
      facts = try await ActionPerformer(context: context, given: GivenStore(), looksAtView: false)
        .perform(.audit, Overlay.node([("source", .set(.string(name)))])).facts
    } catch {
      return fault("cannot be read: \(error)", "complete its description")
    }
    guard facts["outcome"]?.string == "accepted", let log = facts["log"] else {
      return fault(facts["failure"]?.string ?? "cannot be read", "see that file, url or hook leads to JSON Lines")
    }
    let lines = log["lines"]?.integer ?? 0, unreadable = log["unreadable"]?.integer ?? 0
    if lines > 0 && unreadable == lines { return fault("none of its \(lines) lines is a JSON object", "write or convert it as JSON Lines") }
    let unseen = (log["unseen"]?.array ?? []).compactMap(\.string)
    return CheckupFinding(
      subject: "audit log \(name)", isFault: false, text: "\(lines) lines, \(unreadable) unreadable, chain of digests \(log["chain"]?.string ?? "")",
      help: unseen.isEmpty ? nil : "no record has \(unseen.joined(separator: ", ")): right if nothing of the kind happened yet, else correct the mapping")
  }

  private func examine(_ name: String, _ server: Targets.Server) async -> [CheckupFinding] {
    func fault(_ text: String, _ help: String) -> CheckupFinding { CheckupFinding(subject: "server \(name)", isFault: true, text: text, help: help) }
    var findings: [CheckupFinding] = []
    if server.discovers {
      guard let document = context.metadata(of: name) else {
        let url = server.metadataURL ?? WellKnown.inserted("oauth-authorization-server", into: server.issuer)
        return [fault("there is no metadata at \(url)", "correct issuer, or write metadata: URL, or the endpoints by hand")]
      }
      if let issuer = document["issuer"]?.string, issuer != server.issuer {
        findings.append(fault("its metadata is that of the issuer \(issuer)", "write this issuer, character by character (RFC 8414 section 3.3)"))
      }
    }
    if (try? context.endpoint("token_endpoint", of: name)) == nil {
      findings.append(fault("no token endpoint is known", "add endpoints: {token_endpoint: URL}"))
    }
    if (try? context.endpoint("jwks_uri", of: name)) != nil, await context.keySet(of: name) == nil {
      findings.append(fault("its key set cannot be read", "see that jwks_uri answers with a JWK Set, and that its host is in allow"))
    }
    return findings.isEmpty ? [CheckupFinding(subject: "server \(name)", isFault: false, text: "metadata and endpoints are there")] : findings
  }

  /// Asks for a token as the client would; nil where the client cannot ask alone.
  private func examine(_ role: String, _ client: Targets.Client) async -> CheckupFinding? {
    guard target.servers[client.server]?.suiteIssuer == nil, client.method != .none, !client.scopes.isEmpty else { return nil }
    guard let resource = target.resources.filter({ $0.value.server == client.server }).keys.min() else { return nil }
    let chosen = target.resources["tool"]?.server == client.server ? "tool" : resource
    let scope = client.scopes.first { target.resources[chosen]?.scopes[$0] != nil } ?? client.scopes[0]
    let overlay = Overlay.node([
      ("client", .set(.string(role))), ("grant", .set("client_credentials")), ("resource", .set(.string(chosen))), ("scope", .set([.string(scope)])),
    ])
    let performer = ActionPerformer(context: context, given: GivenStore(), looksAtView: false)
    let facts: JSON
    do {
      facts = try await performer.perform(.token, overlay).facts
    } catch {
      return CheckupFinding(subject: "client \(role)", isFault: true, text: "cannot ask: \(error)", help: "complete its description")
    }
    return finding(role, client, facts)
  }

  private func finding(_ role: String, _ client: Targets.Client, _ facts: JSON) -> CheckupFinding {
    let subject = "client \(role)"
    let error = facts["body"]?["error"]?.string
    switch (facts["outcome"]?.string, error) {
    case ("accepted", _): return CheckupFinding(subject: subject, isFault: false, text: "gets a token by client credentials")
    case ("refused", "unauthorized_client"?):
      return CheckupFinding(subject: subject, isFault: false, text: "is known, and may not use client credentials")
    case ("refused", "invalid_scope"?), ("refused", "invalid_target"?):
      return CheckupFinding(
        subject: subject, isFault: true, text: "is known, and is refused with \(error ?? "")",
        help: "compare scopes of the client, and scopes, identifier and named-by of the resource, with what is registered")
    case ("refused", let code):
      return CheckupFinding(subject: subject, isFault: true, text: "is refused with \(code ?? "no error code")", help: registration(client))
    case (let outcome, _):
      let reason = facts["failure"]?.string ?? outcome ?? "no answer"
      return CheckupFinding(subject: subject, isFault: true, text: "gets no answer: \(reason)", help: "see that the token endpoint can be reached")
    }
  }

  /// What has to be registered at the server for this client.
  private func registration(_ client: Targets.Client) -> String {
    var text = "register at the server: client_id \(client.id), method \(client.method.rawValue)"
    if let reference = client.key, let key = try? context.key(reference) { text += ", the \(key.algorithm.rawValue) key with the thumbprint \(key.thumbprint)" }
    return text
  }
}
