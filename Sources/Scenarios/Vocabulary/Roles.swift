import Documents

/// The kinds of roles that a scenario may name, by their section in `roles.yaml`.
public enum RoleKind: String, Sendable, CaseIterable {
  case server = "servers"
  case resource = "resources"
  case client = "clients"
  case user = "users"
  case issuer = "issuers"
  case attester = "attesters"
  case workload = "workloads"
  case transmitter = "transmitters"
  /// The suite as an issuer of grants.
  case suiteIssuer = "suite-issuers"
  /// A SPIFFE trust domain of the suite.
  case trustDomain = "trust-domains"
  case scope = "scopes"

  /// For messages: "client", "suite issuer".
  public var noun: String { String(rawValue.dropLast()).replacing("-", with: " ") }
}

/// A role: a party or thing at a target that scenarios speak of, and what it must and must not be able to do.
public struct RoleEntry: Sendable {
  public var name: String
  public var kind: RoleKind
  public var about: String
  /// The server that a resource or client belongs to.
  public var server: String?
  public var must: [String]
  public var mustNot: [String]
  /// Scope roles that a resource knows or a client may be granted.
  public var scopes: [String]
  public var place: Place
}

/// `vectors/roles.yaml`, the contract between scenarios and target descriptions.
public struct RolesFile: Sendable {
  /// In the order of the file.
  public var entries: [RoleEntry]

  public init(entries: [RoleEntry] = []) { self.entries = entries }

  /// The roles of a kind, in the order of the file.
  public func names(of kind: RoleKind) -> [String] { entries.filter { $0.kind == kind }.map(\.name) }

  public func contains(_ name: String, _ kind: RoleKind) -> Bool { self[name, kind] != nil }

  public subscript(name: String, kind: RoleKind) -> RoleEntry? { entries.first { $0.name == name && $0.kind == kind } }

  /// Reads the file; never stops at the first fault.
  public static func parse(_ file: SourceFile) -> (RolesFile, [Diagnostic]) {
    let findings = Findings()
    let node: Node
    do {
      node = try Node.parse(file)
    } catch {
      return (RolesFile(), error.all)
    }
    var result = RolesFile()
    let kinds = RoleKind.allCases.map(\.rawValue)
    guard let fields = Fields(node, "the file of roles", keys: kinds, findings) else { return (result, findings.all) }
    for kind in RoleKind.allCases {
      for entry in fields.entries(kind.rawValue) {
        let keys = ["about", "server", "must", "must-not", "scopes"]
        guard let role = Fields(entry.value, "a role", keys: keys, findings) else { continue }
        result.entries.append(
          RoleEntry(
            name: entry.key, kind: kind, about: role.text("about"), server: role.optionalText("server"), must: role.texts("must"),
            mustNot: role.texts("must-not"), scopes: role.texts("scopes"), place: entry.keyPlace))
      }
    }
    for entry in result.entries {
      if let server = entry.server, !result.contains(server, .server) {
        findings.error("unknown server \(server)", help: suggestion(for: server, among: result.names(of: .server)), at: entry.place)
      }
      for scope in entry.scopes where !result.contains(scope, .scope) {
        findings.error("unknown scope \(scope)", help: suggestion(for: scope, among: result.names(of: .scope)), at: entry.place)
      }
    }
    return (result, findings.all)
  }
}
