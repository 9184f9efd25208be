import Documents

/// What was found wrong while files are read, in reading order. Reading never stops at the first fault.
final class Findings {
  private(set) var all: [Diagnostic] = []

  func error(_ message: String, help: String? = nil, at place: Place?) {
    all.append(.init(.error, message, help: help, at: place))
  }

  func warning(_ message: String, help: String? = nil, at place: Place?) {
    all.append(.init(.warning, message, help: help, at: place))
  }

  func add(_ more: [Diagnostic]) { all += more }
}

/// The help for a name that is not among the known ones: the nearest, or all of them.
func suggestion(for name: String, among known: some Sequence<String>) -> String? {
  if let near = nearest(name, among: known) { return "did you mean \(near)?" }
  let names = Array(known)
  return names.isEmpty ? nil : "known here: \(names.joined(separator: ", "))"
}

/// A map with a closed set of keys.
struct Fields {
  let node: Node
  let what: String
  let findings: Findings

  /// Nil (and a finding) where the node is no map. Keys outside of `keys` are findings.
  init?(_ node: Node, _ what: String, keys: [String], _ findings: Findings) {
    guard let entries = node.map else {
      findings.error("\(what) is a map, found \(node.kind)", at: node.place)
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      findings.error("unknown key \(entry.key) in \(what)", help: suggestion(for: entry.key, among: keys), at: entry.keyPlace)
    }
    self.node = node
    self.what = what
    self.findings = findings
  }

  subscript(key: String) -> Node? { node[key] }

  func has(_ key: String) -> Bool { node[key] != nil }

  /// A text that has to be there.
  func text(_ key: String) -> String {
    guard let value = node[key] else {
      findings.error("\(what) has no \(key)", at: node.place)
      return ""
    }
    return Fields.text(value, key, findings) ?? ""
  }

  func optionalText(_ key: String) -> String? { node[key].flatMap { Fields.text($0, key, findings) } }

  /// One text or a list of texts; empty where the key is absent.
  func texts(_ key: String) -> [String] { nodes(key).compactMap { Fields.text($0, key, findings) } }

  /// One node, or those of a list; empty where the key is absent.
  func nodes(_ key: String) -> [Node] {
    guard let value = node[key] else { return [] }
    return value.list ?? [value]
  }

  /// The entries of a map; empty where the key is absent.
  func entries(_ key: String) -> [Node.Entry] {
    guard let value = node[key] else { return [] }
    guard let entries = value.map else {
      findings.error("\(key) is a map, found \(value.kind)", at: value.place)
      return []
    }
    return entries
  }

  /// The nodes of a list; empty where the key is absent.
  func list(_ key: String) -> [Node] {
    guard let value = node[key] else { return [] }
    guard let nodes = value.list else {
      findings.error("\(key) is a list, found \(value.kind)", at: value.place)
      return []
    }
    return nodes
  }

  /// A value of a closed vocabulary; nil (and a finding, if it stands there) where it is none.
  func choice<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type = T.self) -> T? where T.RawValue == String {
    node[key].flatMap { Fields.choice($0, key, findings) }
  }

  static func text(_ node: Node, _ what: String, _ findings: Findings) -> String? {
    if let text = node.text, !text.isEmpty { return text }
    findings.error("\(what) is text, found \(node.text == "" ? "an empty text" : node.kind)", at: node.place)
    return nil
  }

  static func choice<T: RawRepresentable & CaseIterable>(_ node: Node, _ what: String, _ findings: Findings) -> T?
  where T.RawValue == String {
    guard let text = text(node, what, findings) else { return nil }
    if let value = T(rawValue: text) { return value }
    findings.error("unknown \(what) \(text)", help: suggestion(for: text, among: T.allCases.map(\.rawValue)), at: node.place)
    return nil
  }
}
