import Documents
import Foundation
import OrderedJSON

/// Two targets as the two domains of identity chaining, and the values that their operators copied from each other.
public struct PairFile: Sendable {
  /// One of the two domains.
  public struct Side: Sendable {
    /// Path of the description, or nil for the embedded target.
    public var target: String?
    /// The role of its authorization server in the description; the following are roles too.
    public var server: String
    /// The client that asks A for the grant, or redeems it at B.
    public var client: String
    /// A: what the user's token is for. B: what the token across the border is for.
    public var resource: String
    /// A only: who has the user's token first.
    public var agent: String
    /// A only: the user.
    public var user: String
    /// B only: the issuer of the suite that B trusts.
    public var issuer: String
    /// Where the side stands in the pair file.
    public var place: Place
  }

  /// The seven values that operators copy by hand, in the order of the report.
  public enum ValueName: String, Sendable, CaseIterable {
    case keys, nameOfB = "name-of-b", nameOfA = "name-of-a", subject, scope, client, lifetime
  }

  /// What each side is set up with for one of the seven values.
  public struct Copied: Sendable {
    public var a: Node?
    public var b: Node?
  }

  /// `chaining`: the one profile that pairs are driven by today.
  public static let profile = "chaining"

  public var name: String
  public var about: String?
  public var a: Side
  public var b: Side
  public var values: [ValueName: Copied]
  /// Why no live run is made; nil: it is.
  public var notLive: String?

  /// Reads a pair file; everything that is wrong with it is found at once, with file, line and column.
  public static func parse(_ file: SourceFile) -> (PairFile?, [Diagnostic]) {
    let root: Node
    do { root = try Node.parse(file) } catch { return (nil, error.all) }
    var reader = PairFileReader()
    let pair = reader.read(root, folder: (file.path as NSString).deletingLastPathComponent)
    return (reader.problems.isEmpty ? pair : nil, reader.problems)
  }
}

/// Reads a pair file and collects what is wrong with it.
struct PairFileReader {
  private(set) var problems: [Diagnostic] = []

  static let keys = ["pair", "about", "profile", "a", "b", "values", "live"]
  static let sideKeys = ["target", "server", "client", "resource"]
  static let keysOfA = sideKeys + ["agent", "user"]
  static let keysOfB = sideKeys + ["issuer"]
  private static let valueNames = PairFile.ValueName.allCases.map(\.rawValue)

  mutating func read(_ root: Node, folder: String) -> PairFile? {
    checkKeys(root, Self.keys, "a pair file")
    for key in ["pair", "a", "b", "values"] where root[key] == nil {
      report("a pair file has no \(key)", help: "its keys are \(Self.keys.joined(separator: ", "))", at: root.place)
    }
    let name = text(root, "pair"), about = text(root, "about")
    if let profile = root["profile"], profile.text != PairFile.profile {
      report("the profile must be \(PairFile.profile)", help: "it is the only one that pairs are driven by", at: profile.place)
    }
    let a = root["a"].map { side($0, "a", Self.keysOfA, folder, server: "home", client: "tool", resource: "tool") }
    let b = root["b"].map { side($0, "b", Self.keysOfB, folder, server: "abroad", client: "agent-abroad", resource: "tool-abroad") }
    let values = root["values"].map { readValues($0) } ?? [:]
    let notLive = root["live"].flatMap { reasonNotLive($0) }
    guard let name, let a, let b else { return nil }
    return PairFile(name: name, about: about, a: a, b: b, values: values, notLive: notLive)
  }

  private mutating func side(
    _ node: Node, _ name: String, _ keys: [String], _ folder: String, server: String, client: String, resource: String
  ) -> PairFile.Side {
    checkKeys(node, keys, name)
    if node.map != nil, node["target"] == nil {
      report("\(name) has no target", help: "target: FILE, or target: embedded", at: node.place)
    }
    func role(_ key: String, _ usual: String) -> String { node[key]?.text ?? usual }
    for key in keys { _ = text(node, key) }
    let target = node["target"]?.text ?? ""
    let path = target.hasPrefix("/") || folder.isEmpty ? target : "\(folder)/\(target)"
    return PairFile.Side(
      target: target == "embedded" ? nil : path, server: role("server", server), client: role("client", client),
      resource: role("resource", resource), agent: role("agent", "agent"), user: role("user", "alice"), issuer: role("issuer", "i1"),
      place: node["target"]?.place ?? node.place)
  }

  private mutating func readValues(_ node: Node) -> [PairFile.ValueName: PairFile.Copied] {
    checkKeys(node, Self.valueNames, "values")
    var found: [PairFile.ValueName: PairFile.Copied] = [:]
    for name in PairFile.ValueName.allCases {
      guard let value = node[name.rawValue] else {
        let help = "write \(name.rawValue): {a: …, b: …}; it is one of seven that are copied by hand"
        report("values has no \(name.rawValue)", help: help, at: node.place)
        continue
      }
      checkKeys(value, ["a", "b"], "values.\(name.rawValue)")
      if value.map?.isEmpty == true {
        report("values.\(name.rawValue) says nothing of either side", help: "what is not known of one side is left out", at: value.place)
      }
      for side in ["a", "b"] { if let one = value[side] { checkValue(one, name, "values.\(name.rawValue).\(side)") } }
      found[name] = PairFile.Copied(a: value["a"], b: value["b"])
    }
    return found
  }

  /// A lifetime is a number of seconds; everything else is text, or several texts; a text may refer to a description.
  private mutating func checkValue(_ node: Node, _ name: PairFile.ValueName, _ path: String) {
    if let elements = node.list, name != .lifetime {
      for element in elements {
        if element.list == nil { checkValue(element, name, path) } else { report("\(path) holds a list in a list", at: element.place) }
      }
    } else if let text = node.text, text.hasPrefix("$") {
      if !text.hasPrefix("$a."), !text.hasPrefix("$b.") {
        report("\(text) refers to neither side", help: "$a.… and $b.… are looked up in the two descriptions", at: node.place)
      } else if text.split(separator: ".", omittingEmptySubsequences: false).contains("") {
        report("\(text) has an empty name in it", at: node.place)
      }
    } else if name == .lifetime {
      if (node.integer ?? -1) < 0 { report("\(path) must be a number of seconds", at: node.place) }
    } else if node.text == nil {
      report("\(path) must be text or a list of texts, and is \(node.kind)", at: node.place)
    }
  }

  private mutating func reasonNotLive(_ node: Node) -> String? {
    checkKeys(node, ["no"], "live")
    let reason = text(node, "no")
    if node.map != nil, node["no"] == nil { report("live says nothing", help: "live: {no: why it is not run}", at: node.place) }
    return reason
  }

  private mutating func text(_ node: Node, _ key: String) -> String? {
    guard let value = node[key] else { return nil }
    if let text = value.text, !text.isEmpty { return text }
    report("\(key) must be text, and is \(value.text == nil ? value.kind : "empty")", at: value.place)
    return nil
  }

  private mutating func checkKeys(_ node: Node, _ keys: [String], _ name: String) {
    guard let entries = node.map else { return report("\(name) must be a map, and is \(node.kind)", at: node.place) }
    for entry in entries where !keys.contains(entry.key) {
      let help = nearest(entry.key, among: keys).map { "did you mean \($0)?" } ?? "the keys here are \(keys.joined(separator: ", "))"
      report("unknown key \(entry.key) in \(name)", help: help, at: entry.keyPlace)
    }
  }

  private mutating func report(_ message: String, help: String? = nil, at place: Place) {
    problems.append(.init(.error, message, help: help, at: place))
  }
}
