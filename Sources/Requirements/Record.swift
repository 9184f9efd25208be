import Documents

/// Problems found so far.
final class Problems {
  var all: [Diagnostic] = []

  func add(_ message: String, help: String? = nil, at place: Place?) {
    all.append(.init(.error, message, help: help, at: place))
  }
}

/// A map with a closed set of keys, read key by key; what is wrong is written down with its place.
struct Record {
  let node: Node
  let problems: Problems

  /// Nil (and a problem) where the node is no map.
  init?(_ node: Node, keys: [String], problems: Problems) {
    guard let entries = node.map else {
      problems.add("expected a map, found \(node.kind)", at: node.place)
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      let help = nearest(entry.key, among: keys).map { "did you mean \($0)?" } ?? "known here: \(keys.joined(separator: ", "))"
      problems.add("unknown key \(entry.key)", help: help, at: entry.keyPlace)
    }
    self.node = node
    self.problems = problems
  }

  subscript(key: String) -> Node? { node[key] }

  /// A text that has to be there.
  func text(_ key: String) -> String {
    guard let value = node[key] else {
      problems.add("\(key) is missing", at: node.place)
      return ""
    }
    return Record.text(value, problems) ?? ""
  }

  /// A text that may be there.
  func optionalText(_ key: String) -> String? { node[key].flatMap { Record.text($0, problems) } }

  /// One text, or a list of them; empty where the key is absent.
  func texts(_ key: String) -> [String] { nodes(key).compactMap { Record.text($0, problems) } }

  /// One node, or those of a list; empty where the key is absent.
  func nodes(_ key: String) -> [Node] {
    guard let value = node[key] else { return [] }
    return value.list ?? [value]
  }

  func flag(_ key: String) -> Bool {
    guard let value = node[key] else { return false }
    guard let flag = value.bool else {
      problems.add("\(key) is true or false, found \(value.kind)", at: value.place)
      return false
    }
    return flag
  }

  /// A value of a closed vocabulary; nil (and a problem, if it stands there) where it is none.
  func choice<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type = T.self) -> T? where T.RawValue == String {
    guard let value = node[key] else { return nil }
    return Record.choice(value, what: key, problems)
  }

  /// Text, or a number as it was spelled (a section number looks like one).
  static func text(_ node: Node, _ problems: Problems) -> String? {
    switch node.content {
    case .text(let text, _) where !text.isEmpty: return text
    case .number(let spelling): return spelling
    case .text, .null, .bool, .list, .map:
      problems.add("expected text, found \(node.kind)", at: node.place)
      return nil
    }
  }

  static func choice<T: RawRepresentable & CaseIterable>(_ node: Node, what: String, _ problems: Problems) -> T?
  where T.RawValue == String {
    guard let text = text(node, problems) else { return nil }
    if let value = T(rawValue: text) { return value }
    let known = T.allCases.map(\.rawValue)
    let help = nearest(text, among: known).map { "did you mean \($0)?" } ?? "one of \(known.joined(separator: ", "))"
    problems.add("unknown \(what) \(text)", help: help, at: node.place)
    return nil
  }

  /// A map from revisions to something.
  func byRevision<T>(_ key: String, _ read: (Node) -> T?) -> [Revision: T] {
    guard let value = node[key] else { return [:] }
    guard let entries = value.map else {
      problems.add("\(key) is a map from revisions, found \(value.kind)", at: value.place)
      return [:]
    }
    var result: [Revision: T] = [:]
    for entry in entries {
      let name = Node(.text(entry.key, plain: true), at: entry.keyPlace)
      guard let revision: Revision = Record.choice(name, what: "revision", problems), let value = read(entry.value) else { continue }
      result[revision] = value
    }
    return result
  }
}
