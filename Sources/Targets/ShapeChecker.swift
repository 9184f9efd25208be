import Documents

/// Holds a document against its shape and collects everything that is wrong, each with its place.
struct ShapeChecker {
  /// Names that the roles' vocabulary allows, by kind; a kind that is missing here is not checked.
  let roles: [String: [String]]
  /// Names that stand in each section of the document at hand.
  let sections: [Section: [String]]
  private(set) var problems: [Diagnostic] = []
  /// Places of values that look like secrets, so that no message shows them.
  private(set) var literalSecrets: [Place] = []

  init(roles: [String: [String]], sections: [Section: [String]]) {
    self.roles = roles
    self.sections = sections
  }

  /// Checks a value; `name` is what messages call it.
  mutating func check(_ node: Node, _ shape: Shape, _ name: String) {
    switch shape {
    case .any: break
    case .text, .integer, .flag, .duration, .rate, .url, .origin, .pointer, .file, .keyword, .prefixed, .reference:
      checkScalar(node, shape, name)
    case .secret: checkSecret(node, name)
    case .list(let element):
      guard let nodes = node.list else { return wrongKind(node, shape, name) }
      for node in nodes { check(node, element, "an entry of \(name)") }
    case .map(let keys, let value): checkMap(node, keys, value, name)
    case .record(let fields): checkRecord(node, fields, name)
    case .either(let shapes): checkEither(node, shapes, name)
    }
  }

  private mutating func wrongKind(_ node: Node, _ shape: Shape, _ name: String, help: String? = nil) {
    problems.append(.init(.error, "\(name) must be \(shape.description), and this is \(node.kind)", help: help, at: node.place))
  }

  private mutating func checkScalar(_ node: Node, _ shape: Shape, _ name: String) {
    if case .integer = shape {
      guard let number = node.integer else { return wrongKind(node, shape, name) }
      if number < 0 { problems.append(.init(.error, "\(name) must not be negative", at: node.place)) }
      return
    }
    if case .flag = shape {
      if node.bool == nil { wrongKind(node, shape, name) }
      return
    }
    guard let text = node.text else {
      var help: String?
      if case .number(let spelling) = node.content { help = "write it in quotes: \"\(spelling)\"" }
      if case .bool(let value) = node.content { help = "write it in quotes: \"\(value)\"" }
      return wrongKind(node, shape, name, help: help)
    }
    guard let fault = fault(of: text, shape, name) else { return }
    problems.append(.init(.error, fault.message, help: fault.help, at: node.place))
  }

  /// What is wrong with a text, if anything is.
  private func fault(of text: String, _ shape: Shape, _ name: String) -> (message: String, help: String?)? {
    let expected = "\(name) must be \(shape.description), not \"\(text.prefix(80))\""
    switch shape {
    case .text, .file: return text.isEmpty ? ("\(name) must not be empty", nil) : nil
    case .duration: return Spelling.milliseconds(text) == nil ? (expected, nil) : nil
    case .rate: return Spelling.perSecond(text) == nil ? (expected, nil) : nil
    case .url: return Origin(url: text) == nil ? (expected, urlHelp(text)) : nil
    case .origin: return Origin(hostAndPort: text) == nil ? (expected, nil) : nil
    case .pointer: return text.isEmpty || text.hasPrefix("/") ? nil : (expected, "write /\(text)")
    case .prefixed(let prefix):
      return text.hasPrefix(prefix) && text.count > prefix.count ? nil : (expected, "write \(prefix)\(text)")
    case .keyword(let words):
      if words.contains(text) { return nil }
      return (expected, nearest(text, among: words).map { "did you mean \($0)?" })
    case .reference(let section):
      let known = sections[section] ?? []
      if known.contains(text) { return nil }
      let help = nearest(text, among: known).map { "did you mean \($0)?" }
      return ("\(name) names \"\(text)\", which does not stand under \(section.rawValue)", help ?? list(known, "there: "))
    case .integer, .flag, .secret, .any, .list, .map, .record, .either: return nil
    }
  }

  private func urlHelp(_ text: String) -> String {
    if !text.contains("://") { return "did you mean https://\(text)?" }
    if text.contains("#") { return "leave the fragment out" }
    if text.contains("@") { return "a URL carries no user name or password here" }
    return "only http and https, with a host"
  }

  private func list(_ names: [String], _ before: String) -> String? {
    names.isEmpty ? nil : before + names.sorted().joined(separator: ", ")
  }

  private mutating func checkSecret(_ node: Node, _ name: String) {
    let help = "write {file: PATH}, {env: NAME} or {hook: NAME}; a secret never stands in the description"
    guard let entries = node.map else {
      literalSecrets.append(node.place)
      problems.append(.init(.error, "\(name) is a secret and is written out here", help: help, at: node.place))
      return
    }
    guard entries.count == 1, let entry = entries.first, ["file", "env", "hook"].contains(entry.key) else {
      literalSecrets.append(node.place)
      problems.append(.init(.error, "\(name) must be \(Shape.secret.description)", help: help, at: node.place))
      return
    }
    check(entry.value, entry.key == "hook" ? .reference(.hooks) : .text, "\(entry.key) of \(name)")
  }

  private mutating func checkMap(_ node: Node, _ keys: Keys, _ value: Shape, _ name: String) {
    if case .null = node.content { return }
    guard let entries = node.map else { return wrongKind(node, .map(keys, value), name) }
    for entry in entries {
      if case .role(let kind) = keys, let known = roles[kind], !known.contains(entry.key) {
        let help = nearest(entry.key, among: known).map { "did you mean \($0)?" } ?? list(known, "the roles are ")
        problems.append(.init(.error, "\(name): \"\(entry.key)\" is no role of that kind", help: help, at: entry.keyPlace))
      }
      check(entry.value, value, "\(name).\(entry.key)")
    }
  }

  private mutating func checkRecord(_ node: Node, _ fields: [Field], _ name: String) {
    guard let entries = node.map else { return wrongKind(node, .record(fields), name) }
    let prefix = name.isEmpty ? "" : "\(name)."
    for entry in entries {
      guard let field = fields.first(where: { $0.name == entry.key }) else {
        let names = fields.map(\.name)
        let help = nearest(entry.key, among: names).map { "did you mean \($0)?" } ?? list(names, "the keys here are ")
        problems.append(.init(.error, "unknown key \(entry.key)\(name.isEmpty ? "" : " in \(name)")", help: help, at: entry.keyPlace))
        continue
      }
      check(entry.value, field.shape, prefix + field.name)
    }
    for field in fields where field.isNeeded && node[field.name] == nil {
      let help = "add `\(field.name)`: \(field.about)"
      problems.append(.init(.error, "\(name.isEmpty ? "the description" : name) has no \(field.name)", help: help, at: node.place))
    }
  }

  /// Tries the alternatives; where none fits, the one that gets furthest says what is wrong.
  private mutating func checkEither(_ node: Node, _ shapes: [Shape], _ name: String) {
    var best: ShapeChecker?
    for shape in shapes {
      var trial = ShapeChecker(roles: roles, sections: sections)
      trial.check(node, shape, name)
      if trial.problems.isEmpty { return }
      if fits(node, shape), best.map({ trial.problems.count < $0.problems.count }) ?? true { best = trial }
    }
    if let best {
      problems += best.problems
      literalSecrets += best.literalSecrets
    } else {
      wrongKind(node, .either(shapes), name)
    }
  }

  /// Whether a value is at least of the kind of YAML that the shape wants and, for a record, has its first needed key.
  private func fits(_ node: Node, _ shape: Shape) -> Bool {
    switch shape {
    case .list: node.list != nil
    case .map, .secret: node.map != nil
    case .record(let fields): fields.filter(\.isNeeded).allSatisfy { node[$0.name] != nil }
    case .integer: node.integer != nil
    case .flag: node.bool != nil
    case .any: true
    case .either(let shapes): shapes.contains { fits(node, $0) }
    case .text, .duration, .rate, .url, .origin, .pointer, .file, .keyword, .prefixed, .reference: node.text != nil
    }
  }
}
