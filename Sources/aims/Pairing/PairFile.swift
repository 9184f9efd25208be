import Documents
import Foundation
import OrderedJSON
import Targets

/// Two targets as the two domains of identity chaining, and the values that their operators copied from each other.
struct PairFile {
  struct Side {
    /// Path of the description, or nil for the embedded target.
    var target: String?
    var server: String
    /// Roles in the description.
    var client: String
    var resource: String
    /// A only: who has the user's token first, and the user.
    var agent: String
    var user: String
    /// B only: the issuer of the suite that B trusts, and the name of its user.
    var issuer: String
  }

  /// The seven values, in the order of the report.
  static let valueNames = ["keys", "name-of-b", "name-of-a", "subject", "scope", "client", "lifetime"]

  var name: String
  var about: String?
  var profile: String
  var a: Side
  var b: Side
  var values: JSON
  /// Why no live run is made; nil: it is.
  var notLive: String?

  private static let keys = ["pair", "about", "profile", "a", "b", "values", "live"]
  private static let sideKeys = ["target", "server", "client", "resource", "agent", "user", "issuer"]

  /// Reads a pair file; everything that is wrong with it is found at once.
  static func parse(_ file: SourceFile) -> (PairFile?, [Diagnostic]) {
    let root: Node
    do { root = try Node.parse(file) } catch { return (nil, error.all) }
    var problems = unknown(root, keys, "a pair file")
    for key in ["pair", "a", "b", "values"] where root[key] == nil {
      problems.append(.init(.error, "a pair file has no \(key)", help: "its keys are \(keys.joined(separator: ", "))", at: root.place))
    }
    if let profile = root["profile"], profile.text != "chaining" {
      problems.append(.init(.error, "the profile must be chaining", at: profile.place))
    }
    for key in ["a", "b"] {
      guard let side = root[key] else { continue }
      problems += unknown(side, sideKeys, key)
      if side["target"]?.text == nil {
        problems.append(.init(.error, "\(key) has no target", help: "target: FILE, or target: embedded", at: side.place))
      }
    }
    if let values = root["values"] {
      problems += unknown(values, valueNames, "values")
      for name in valueNames where values[name] == nil {
        problems.append(.init(.error, "values has no \(name)", help: "write \(name): {a: …, b: …}; it is one of seven that are copied by hand", at: values.place))
      }
      for entry in values.map ?? [] { problems += unknown(entry.value, ["a", "b"], "values.\(entry.key)") }
    }
    guard problems.isEmpty, let a = root["a"], let b = root["b"] else { return (nil, problems) }
    let folder = (file.path as NSString).deletingLastPathComponent
    let pair = PairFile(
      name: root["pair"]?.text ?? "", about: root["about"]?.text, profile: "chaining", a: side(a, folder, server: "home", client: "tool"),
      b: side(b, folder, server: "abroad", client: "agent-abroad"), values: root["values"]?.json ?? .object([]),
      notLive: root["live"].flatMap { $0["no"]?.text })
    return (pair, [])
  }

  private static func side(_ node: Node, _ folder: String, server: String, client: String) -> Side {
    let target = node["target"]?.text ?? ""
    let path = target.hasPrefix("/") || folder.isEmpty ? target : "\(folder)/\(target)"
    return Side(
      target: target == "embedded" ? nil : path, server: node["server"]?.text ?? server, client: node["client"]?.text ?? client,
      resource: node["resource"]?.text ?? (server == "home" ? "tool" : "tool-abroad"), agent: node["agent"]?.text ?? "agent",
      user: node["user"]?.text ?? "alice", issuer: node["issuer"]?.text ?? "i1")
  }

  private static func unknown(_ node: Node, _ keys: [String], _ name: String) -> [Diagnostic] {
    guard let entries = node.map else { return [.init(.error, "\(name) must be a map", at: node.place)] }
    return entries.filter { !keys.contains($0.key) }.map {
      .init(.error, "unknown key \($0.key) in \(name)", help: "the keys here are \(keys.joined(separator: ", "))", at: $0.keyPlace)
    }
  }

  /// The seven values with what `$a.…` and `$b.…` refer to in the descriptions, and whether the sides agree.
  /// - Returns: rows of the report.
  func compared(_ a: TargetDescription, _ b: TargetDescription) -> [JSON] {
    Self.valueNames.map { name in
      let left = resolved(values[name]?["a"], a, b), right = resolved(values[name]?["b"], a, b)
      return .object(of: ["value": .string(name), "at-a": left, "at-b": right, "agree": agree(name, left, right).map(JSON.bool)])
    }
  }

  private func resolved(_ value: JSON?, _ a: TargetDescription, _ b: TargetDescription) -> JSON? {
    if let elements = value?.array { return .array(elements.compactMap { resolved($0, a, b) }) }
    guard let text = value?.string, text.hasPrefix("$a.") || text.hasPrefix("$b.") else { return value }
    let path = text.dropFirst(3).split(separator: ".").map(String.init)
    return (text.hasPrefix("$a") ? a : b).value(at: path)
  }

  /// Lists agree where they have something in common; a grant may live as long as B takes.
  private func agree(_ name: String, _ a: JSON?, _ b: JSON?) -> Bool? {
    guard let a, let b else { return nil }
    if name == "lifetime", let left = a.integer, let right = b.integer { return left <= right }
    let left = a.array ?? [a], right = b.array ?? [b]
    return left.contains { one in right.contains { $0.sameValue(as: one) } }
  }
}
