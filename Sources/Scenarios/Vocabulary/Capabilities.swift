import Documents
import Requirements

/// A name that a target description can put in force, or that the target's own metadata can.
public struct Capability: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case capability = "capabilities"
    /// `signal.session-revoked`: an event type that a receiver acts on or a transmitter sends.
    case signal = "signals"
    /// `hook.set-clock`: something the operator's set-up does for the suite.
    case hook = "hooks"
    /// `$bounds.introspection`: a promised duration.
    case bound = "bounds"

    /// What stands before the name where the kind shares one flat set with the others; bounds stand under `$bounds`.
    public var prefix: String {
      switch self {
      case .capability, .bound: ""
      case .signal: "signal."
      case .hook: "hook."
      }
    }
  }

  /// A statement in published metadata that puts the name in force.
  public struct Advertisement: Sendable, Hashable {
    public enum Metadata: String, Sendable, CaseIterable {
      /// RFC 8414 or OpenID Connect Discovery.
      case authorizationServer = "authorization-server"
      /// RFC 9728.
      case protectedResource = "protected-resource"
      /// The configuration of a shared signals transmitter.
      case transmitter
    }
    public enum Condition: Sendable, Hashable {
      /// The member is there, and is neither false nor an empty list.
      case present
      case isTrue
      /// The member is a list with this text.
      case contains(String)
    }
    public var metadata: Metadata
    public var member: String
    public var condition: Condition
  }

  /// With its prefix: `dpop`, `signal.session-revoked`, `hook.set-clock`; of a bound the bare name.
  public var name: String
  public var kind: Kind
  public var about: String
  /// Whether a number goes with it (`delegation-depth: 3`).
  public var takesNumber: Bool
  /// Any of these puts the name in force without a declaration. Empty: only the operator can declare it.
  public var advertisedBy: [Advertisement]
  /// Names in force wherever this one is.
  public var implies: [String]
  /// Documents that it puts in force, without `doc.`; filled from the catalogue's `implied-by`, including those of `implies`.
  public var documents: [String]
  public var place: Place
}

/// `vectors/capabilities.yaml`: every name in force that scenarios may ask for.
public struct CapabilitiesFile: Sendable {
  /// In the order of the file.
  public var entries: [Capability]

  public init(entries: [Capability] = []) { self.entries = entries }

  /// The entry of a name in force, or (with `kind: .bound`) of a bound.
  public subscript(name: String, isBound isBound: Bool = false) -> Capability? {
    entries.first { $0.name == name && ($0.kind == .bound) == isBound }
  }

  /// Names that may stand in `needs`, without those of profiles, policies and documents.
  public var namesInForce: [String] { entries.filter { $0.kind != .bound }.map(\.name) }
  public var bounds: [String] { entries.filter { $0.kind == .bound }.map(\.name) }

  /// The names that a name brings along, itself included.
  public func closure(of name: String) -> Set<String> {
    var found: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      if found.insert(next).inserted { open += self[next]?.implies ?? [] }
    }
    return found
  }

  /// Reads the file; never stops at the first fault.
  public static func parse(_ file: SourceFile) -> (CapabilitiesFile, [Diagnostic]) {
    let findings = Findings()
    let node: Node
    do {
      node = try Node.parse(file)
    } catch {
      return (CapabilitiesFile(), error.all)
    }
    var result = CapabilitiesFile()
    let kinds = Capability.Kind.allCases.map(\.rawValue)
    guard let fields = Fields(node, "the file of capabilities", keys: kinds, findings) else { return (result, findings.all) }
    for kind in Capability.Kind.allCases {
      for entry in fields.entries(kind.rawValue) {
        if let capability = Self.entry(entry, kind, findings) { result.entries.append(capability) }
      }
    }
    for entry in result.entries {
      for name in entry.implies where result[name] == nil {
        findings.error("unknown name \(name)", help: suggestion(for: name, among: result.namesInForce), at: entry.place)
      }
    }
    return (result, findings.all)
  }

  private static func entry(_ entry: Node.Entry, _ kind: Capability.Kind, _ findings: Findings) -> Capability? {
    let keys = kind == .capability ? ["about", "number", "advertised-by", "implies"] : ["about", "advertised-by"]
    guard let fields = Fields(entry.value, entry.key, keys: keys, findings) else { return nil }
    if let flag = fields["number"], flag.bool == nil { findings.error("number is true or false", at: flag.place) }
    return Capability(
      name: kind.prefix + entry.key, kind: kind, about: fields.text("about"), takesNumber: fields["number"]?.bool ?? false,
      advertisedBy: fields.nodes("advertised-by").compactMap { advertisement($0, findings) }, implies: fields.texts("implies"),
      documents: [], place: entry.keyPlace)
  }

  private static func advertisement(_ node: Node, _ findings: Findings) -> Capability.Advertisement? {
    let keys = ["metadata", "member", "contains", "is"]
    guard let fields = Fields(node, "advertised-by", keys: keys, findings) else { return nil }
    let metadata = fields.choice("metadata", Capability.Advertisement.Metadata.self) ?? .authorizationServer
    let condition: Capability.Advertisement.Condition
    if let value = fields.optionalText("contains") {
      condition = .contains(value)
    } else if let flag = fields["is"] {
      if flag.bool != true { findings.error("is takes true", at: flag.place) }
      condition = .isTrue
    } else {
      condition = .present
    }
    return .init(metadata: metadata, member: fields.text("member"), condition: condition)
  }
}
