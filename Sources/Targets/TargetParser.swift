import Documents
import OrderedJSON

/// Reads target descriptions, and finds what is wrong with them before anything is sent.
public struct TargetParser: Sendable {
  /// Names of roles by kind (`servers`, `clients`, …), as `vectors/roles.yaml` lists them; a kind that is missing is not checked.
  public var roles: [String: [String]]
  /// Names that `declares`, `profiles` and `policies` may put in force; nil: they are not checked.
  public var names: [String]?

  public init(roles: [String: [String]] = [:], names: [String]? = nil) {
    self.roles = roles
    self.names = names
  }

  /// The names of roles by kind in a file of the form of `vectors/roles.yaml`.
  /// - Throws: what is wrong with the file.
  public static func roles(in file: SourceFile) throws(Diagnostics) -> [String: [String]] {
    let node = try Node.parse(file)
    return Dictionary((node.map ?? []).map { ($0.key, ($0.value.map ?? []).map(\.key)) }, uniquingKeysWith: { $0 + $1 })
  }

  /// Reads a description without the vocabularies of roles and names.
  public static func parse(_ file: SourceFile) -> (TargetDescription?, [Diagnostic]) { TargetParser().parse(file) }

  /// Reads a description. It is nil if anything is an error; warnings may stand beside a description.
  public func parse(_ file: SourceFile) -> (TargetDescription?, [Diagnostic]) {
    let node: Node
    do {
      node = try Node.parse(file)
    } catch {
      return (nil, SecretMask(file, literals: []).apply(to: error.all))
    }
    var checker = ShapeChecker(roles: roles, sections: Self.sections(of: node))
    checker.check(node, .target, "")
    var problems = checker.problems
    problems += unknownNames(in: node) + incompleteClients(in: node) + incompleteServers(in: node)
    let diagnostics = SecretMask(file, literals: checker.literalSecrets).apply(to: problems).sorted(by: inFileOrder)
    if diagnostics.contains(where: { $0.severity == .error }) { return (nil, diagnostics) }
    return (TargetBuilder(file: file, root: node).build(), diagnostics)
  }

  /// The names that lead to a place of a description, as far as it can be read: `clients`, `agent`, `authentication`.
  public static func path(to place: Place, in file: SourceFile) -> [String] {
    guard var node = try? Node.parse(file) else { return [] }
    var path: [String] = []
    func isBefore(_ a: Place, _ b: Place) -> Bool { (a.line, a.column) <= (b.line, b.column) }
    while true {
      if let entries = node.map, let entry = entries.last(where: { isBefore($0.keyPlace, place) }) {
        path.append(entry.key)
        node = entry.value
      } else if let list = node.list, let index = list.lastIndex(where: { isBefore($0.place, place) }) {
        path.append(String(index))
        node = list[index]
      } else {
        return path
      }
    }
  }

  private func inFileOrder(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    (a.place?.line ?? 0, a.place?.column ?? 0) < (b.place?.line ?? 0, b.place?.column ?? 0)
  }

  private static func sections(of root: Node) -> [Section: [String]] {
    func names(_ path: [String]) -> [String] {
      var node: Node? = root
      for key in path { node = node?[key] }
      return (node?.map ?? []).map(\.key)
    }
    return Dictionary(uniqueKeysWithValues: Section.allCases.map { ($0, names($0.rawValue.split(separator: ".").map(String.init))) })
  }

  private func unknownNames(in root: Node) -> [Diagnostic] {
    guard let names else { return [] }
    var problems: [Diagnostic] = []
    for key in ["declares", "profiles", "policies"] {
      for node in root[key]?.list ?? [] {
        let (name, place) = node.map?.first.map { ($0.key, $0.keyPlace) } ?? (node.text ?? "", node.place)
        guard !name.isEmpty, !names.contains(name) else { continue }
        let help = nearest(name, among: names).map { "did you mean \($0)?" } ?? "`aims list --names` prints those that exist"
        problems.append(.init(.error, "no check and no requirement knows the name \(name)", help: help, at: place))
      }
    }
    return problems
  }

  /// A client's method says what else it needs.
  private func incompleteClients(in root: Node) -> [Diagnostic] {
    (root["clients"]?.map ?? []).flatMap { entry -> [Diagnostic] in
      guard let authentication = entry.value["authentication"], let name = authentication["method"]?.text,
        let method = Client.Method(rawValue: name)
      else { return [] }
      return neededMembers(method).filter { authentication[$0] == nil }.map { member in
        .init(
          .error, "clients.\(entry.key) authenticates with \(name) and has no \(member)",
          help: "add `\(member)` to its authentication", at: authentication.place)
      }
    }
  }

  private func neededMembers(_ method: Client.Method) -> [String] {
    switch method {
    case .privateKeyJWT: ["key"]
    case .tlsClientAuth, .selfSignedTLSClientAuth: ["key", "certificate"]
    case .clientSecretBasic, .clientSecretPost: ["secret"]
    case .spiffeJWT, .spiffeX509: ["trust-domain"]
    case .attestJWT: ["attester-key", "key"]
    case .none: []
    }
  }

  private func incompleteServers(in root: Node) -> [Diagnostic] {
    (root["servers"]?.map ?? []).compactMap { entry in
      guard entry.value.map != nil, entry.value["metadata"] == nil, entry.value["endpoints"] == nil, entry.value["suite"] == nil else {
        return nil
      }
      return .init(
        .warning, "servers.\(entry.key) has neither metadata nor endpoints; its metadata will be discovered",
        help: "write metadata: discover to say so", at: entry.keyPlace)
    }
  }
}
