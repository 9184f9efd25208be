import Forge
import OrderedJSON
import Scenarios
import Targets
import Wire

/// One thing that was tried before a run: what the description says against what the target does.
public struct CheckupFinding: Sendable {
  public enum Kind: Sendable {
    case fine
    /// Worth knowing, and no obstacle.
    case remark
    /// A run would stumble over it.
    case fault
  }

  /// `server home`, `client agent`.
  public var subject: String
  public var kind: Kind
  public var text: String
  /// What to change, at the server or in the description.
  public var help: String?
  /// The names that lead to it in the description.
  public var path: [String]
  /// Ids of the scenarios that name it.
  public var neededBy: [String] = []

  public var isFault: Bool { kind == .fault }
}

/// Tries everything that a target description names, without judging anything.
struct Checkup {
  let context: RunContext
  let names: NamesInForce
  let documents: [Reconnaissance.Fetched]

  var target: TargetDescription { context.target }

  func run() async -> [CheckupFinding] {
    var findings = secrets() + trust() + keys() + hooks()
    // What cannot be read has been said; what builds on it would only say it again.
    let broken = Set(findings.filter(\.isFault).map { $0.path.prefix(2).joined(separator: ".") })
    var silent = Set<String>()
    for (name, server) in target.servers.sorted(by: { $0.key < $1.key }) where server.suiteIssuer == nil {
      let found = await examine(server: name, server)
      if found.contains(where: { $0.kind == .fault && $0.path.last != "jwks_uri" }) { silent.insert(name) }
      findings += found
    }
    findings += clock() + endpoints()
    var tokens: [String: JSON] = [:]
    if names.contains("client-credentials") {
      for (role, client) in target.clients.sorted(by: { $0.key < $1.key })
      where !silent.contains(client.server) && !broken.contains("clients.\(role)") {
        guard let (finding, resource, token) = await examine(client: role, client) else { continue }
        findings.append(finding)
        if let resource, let token, tokens[resource] == nil || role == "agent" { tokens[resource] = token }
      }
    }
    for (role, resource) in target.resources.sorted(by: { $0.key < $1.key }) where !resource.url.isEmpty {
      findings += await examine(resource: role, resource, token: tokens[role])
    }
    if names.contains("authorization-code") { findings += await users(except: silent) }
    // Last: by now there is something in it.
    for log in (target.audit?.members ?? []).map(\.name) { findings.append(await examine(log: log)) }
    return findings
  }

  func fault(_ subject: String, _ text: String, help: String?, at path: [String]) -> CheckupFinding {
    CheckupFinding(subject: subject, kind: .fault, text: text, help: help, path: path)
  }
  func fine(_ subject: String, _ text: String, at path: [String]) -> CheckupFinding {
    CheckupFinding(subject: subject, kind: .fine, text: text, path: path)
  }
  func remark(_ subject: String, _ text: String, help: String?, at path: [String]) -> CheckupFinding {
    CheckupFinding(subject: subject, kind: .remark, text: text, help: help, path: path)
  }

  // MARK: What the description brings with it

  private func secrets() -> [CheckupFinding] {
    SecretStore.located(in: target.document).compactMap { path, reference -> CheckupFinding? in
      do {
        _ = try context.secret(reference)
        return nil
      } catch {
        let help =
          switch reference {
          case .file: "paths are relative to the folder of the description"
          case .environment(let name): "set it for this command: \(name)=… aims doctor …"
          case .hook: "try the program by hand; it prints the secret and ends with status 0"
          }
        return fault(Self.subject(of: path), Self.words(error), help: help, at: path)
      }
    }
  }

  /// `client agent` for `clients.agent.authentication.key`.
  static func subject(of path: [String]) -> String {
    let nouns = [
      "servers": "server", "resources": "resource", "clients": "client", "users": "user", "hooks": "hook", "attesters": "attester",
      "issuers": "issuer", "transmitters": "transmitter",
    ]
    guard let section = path.first, path.count > 1 else { return path.first ?? "description" }
    if section == "suite" { return path.prefix(3).joined(separator: ".") }
    return nouns[section].map { "\($0) \(path[1])" } ?? path.joined(separator: ".")
  }

  static func words(_ error: any Error) -> String {
    switch error {
    case RecipeProblem.suite(let text), RecipeProblem.missing(let text), RecipeProblem.notVisible(let text): text
    default: "\(error)"
    }
  }

  /// The authorities that the target's certificates are verified against.
  private func trust() -> [CheckupFinding] {
    guard let reference = target.authorities, let text = try? context.secret(reference) else { return [] }
    guard let parsed = try? Certificate.parse(pem: text), !parsed.isEmpty else {
      return [
        fault(
          "tls.ca", "\(reference.whereabouts) holds no certificate in PEM", help: "name the file with the authority's certificate",
          at: ["tls", "ca"])
      ]
    }
    return []
  }

  private func keys() -> [CheckupFinding] {
    var findings: [CheckupFinding] = []
    for (path, reference) in SecretStore.located(in: target.document) {
      guard let last = path.last, let text = try? context.secret(reference) else { continue }
      switch last {
      case "key", "attester-key", "ca-key":
        if let wrong = fault(ofKey: reference, text, at: path) { findings.append(wrong) }
      case "certificate", "ca":
        guard path.first != "tls", (try? Certificate.parse(pem: text))?.isEmpty ?? true else { continue }
        findings.append(
          fault(
            Self.subject(of: path), "\(reference.whereabouts) holds no certificate in PEM",
            help: "name the file with the certificate, not with the key", at: path))
      default: break
      }
    }
    return findings + pairs()
  }

  private func fault(ofKey reference: SecretReference, _ text: String, at path: [String]) -> CheckupFinding? {
    if text.contains("BEGIN CERTIFICATE"), !text.contains("PRIVATE KEY") {
      return fault(
        Self.subject(of: path), "\(reference.whereabouts) holds a certificate and no private key",
        help: "name the file with the certificate's private key",
        at: path)
    }
    do {
      let key = try context.key(reference)
      if key.isPrivate { return nil }
      return fault(
        Self.subject(of: path), "\(reference.whereabouts) holds a public key only, with which nothing can be signed",
        help: "name the file with the private key (a JWK has the member d)", at: path)
    } catch {
      return fault(
        Self.subject(of: path), "\(reference.whereabouts) holds no private key: \(Self.words(error))",
        help: "a JWK or PEM with a private key is needed", at: path)
    }
  }

  /// Certificates and keys that do not belong together.
  private func pairs() -> [CheckupFinding] {
    target.clients.sorted { $0.key < $1.key }.compactMap { role, client -> CheckupFinding? in
      guard let certificate = client.certificate, let reference = client.key, let key = try? context.key(reference),
        let leaf = (try? context.secret(certificate)).flatMap({ try? Certificate.parse(pem: $0) })?.first,
        let inside = try? leaf.publicKey, inside.thumbprint != key.thumbprint
      else { return nil }
      return fault(
        "client \(role)", "the certificate in \(certificate.whereabouts) is for another key than that in \(reference.whereabouts)",
        help: "name the two files that belong together", at: ["clients", role, "authentication", "certificate"])
    }
  }

  private func hooks() -> [CheckupFinding] {
    target.hooks.sorted { $0.key < $1.key }.compactMap { name, hook -> CheckupFinding? in
      guard case .run(let command) = hook, let program = command.first, program.contains("/") else { return nil }
      let path = program.hasPrefix("/") ? program : "\(target.folder)/\(program)"
      guard let reason = ProgramFile.fault(path) else { return nil }
      return fault(
        "hook \(name)", "\(program) \(reason)", help: "the path is relative to the folder of the description", at: ["hooks", name])
    }
  }

  private func clock() -> [CheckupFinding] {
    let offset = context.clockOffset
    guard offset != 0 else { return [] }
    return [
      remark(
        "clock",
        "the target's clock is \(abs(offset) / 1000) s \(offset > 0 ? "ahead of" : "behind") this machine's; times are corrected by that",
        help: "let both follow one time server: what the target signs is judged by its own clock", at: ["servers"])
    ]
  }

  /// Capabilities that need an address which nobody names.
  private func endpoints() -> [CheckupFinding] {
    let needed = [
      "introspection": "introspection_endpoint", "revocation": "revocation_endpoint", "par": "pushed_authorization_request_endpoint",
      "authorization-code": "authorization_endpoint", "ciba": "backchannel_authentication_endpoint",
    ]
    guard let home = target.servers["home"], home.suiteIssuer == nil else { return [] }
    return needed.sorted { $0.key < $1.key }.compactMap { capability, endpoint -> CheckupFinding? in
      guard let declared = target.declared.first(where: { $0.name == capability }), (try? context.endpoint(endpoint, of: "home")) == nil
      else { return nil }
      guard !home.discovers || context.metadata(of: "home") != nil else { return nil }
      return fault(
        "server home", "\(declared.name) is declared, and no \(endpoint) is known: neither metadata nor endpoints name it",
        help: "add endpoints: {\(endpoint): URL}, or take \(capability) out of declares", at: ["servers", "home"])
    }
  }
}
