import Documents

/// Fields, roles and the values in them (rule 1).
extension ScenarioLint {
  func checkRecipe(_ step: Step) {
    guard let action = step.performed else { return }
    check(step.with, action.fields, in: action.rawValue)
    let fields = Dictionary(step.with.map { ($0.name, $0.value) }) { first, _ in first }
    if action == .hook, let run = fields["run"] { checkName(run, "hook", prefix: "hook.") }
    if action == .signal, let event = fields["event"] { checkName(event, "event", prefix: "signal.") }
  }

  private func checkName(_ value: Value, _ what: String, prefix: String) {
    guard let name = value.text else { return }
    let known = corpus.capabilities.namesInForce.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    if !known.contains(name) {
      findings.error("unknown \(what) \(name)", help: suggestion(for: name, among: known), at: value.place)
    }
  }

  private func check(_ members: [Value.Member], _ fields: [Field], in what: String) {
    for member in members {
      guard let field = fields[member.name] else {
        findings.error(
          "\(what) has no field \(member.name)", help: suggestion(for: member.name, among: fields.map(\.name)), at: member.place)
        continue
      }
      check(member.value, field.type, member.name)
    }
  }

  /// Checks a value that is put where something of a type belongs.
  func check(_ value: Value, _ type: FieldType, _ name: String) {
    // What a reference yields is checked where the reference is; `none` takes away wherever it means something.
    if value.reference != nil || value.text == "none" { return }
    switch type {
    case .role(let kinds): checkRole(value, kinds, name)
    case .given(let kinds): checkGiven(value, kinds, name)
    case .words(let words):
      guard let text = value.text else { return wrong(value, type, name) }
      if !words.contains(text) { findings.error("\(name) knows no \(text)", help: suggestion(for: text, among: words), at: value.place) }
    case .scope: checkScope(value, name)
    case .recipe(let fields):
      guard let members = value.map else { return wrong(value, type, name) }
      check(members, fields, in: name)
    case .jwt(let fields):
      if value.text != nil { return }
      guard let members = value.map else { return wrong(value, type, name) }
      check(members, fields, in: name)
    case .open(let member):
      guard let members = value.map else { return wrong(value, type, name) }
      for inner in members { check(inner.value, member, inner.name) }
    case .list(let element):
      guard let values = value.list else { return wrong(value, type, name) }
      for inner in values { check(inner, element, name) }
    case .integer: if case .number = value.content {} else { wrong(value, type, name) }
    case .flag: if case .bool = value.content {} else { wrong(value, type, name) }
    case .time:
      switch value.content {
      case .time, .number, .text: break
      case .null, .bool, .reference, .bytes, .list, .map: wrong(value, type, name)
      }
    case .shortNames: if value.text == nil { wrong(value, type, name) }
    // Wrong types are what some cases are about.
    case .text, .token, .json: break
    }
  }

  private func wrong(_ value: Value, _ type: FieldType, _ name: String) {
    findings.error("\(name) takes \(type.description), found \(value.kind)", at: value.place)
  }

  private func checkRole(_ value: Value, _ kinds: [RoleKind], _ name: String) {
    guard let text = value.text else { return wrong(value, .role(kinds), name) }
    let known = kinds.flatMap(corpus.roles.names)
    // An address stands for itself.
    if known.contains(text) || text.contains(":") { return }
    findings.error(
      "unknown \(kinds.map(\.noun).joined(separator: " or ")) \(text)", help: suggestion(for: text, among: known), at: value.place)
  }

  private func checkGiven(_ value: Value, _ kinds: [Given.Kind], _ name: String) {
    guard let text = value.text else { return wrong(value, .given(kinds), name) }
    if let given = scenario.given.first(where: { $0.name == text }) {
      // A certificate has a key too.
      let fits = kinds.contains(given.kind) || (given.kind == .certificate && kinds.contains(.key))
      if !fits {
        findings.error("\(name) takes \(FieldType.given(kinds).description), and \(text) is a \(given.kind.rawValue)", at: value.place)
      }
      return
    }
    // Keys and certificates of parties that the target description knows.
    let parties: [RoleKind] = [.client, .suiteIssuer, .transmitter, .trustDomain, .attester]
    if parties.contains(where: { corpus.roles.contains(text, $0) }) { return }
    let known = scenario.given.filter { kinds.contains($0.kind) }.map(\.name)
    findings.error("nothing given is called \(text)", help: suggestion(for: text, among: known) ?? "add it under given", at: value.place)
  }

  private func checkScope(_ value: Value, _ name: String) {
    if let members = value.map {
      if members.map(\.name) != ["literal"] { findings.error("a scope is a list of scopes or {literal: text}", at: value.place) }
      return
    }
    guard let values = value.list else { return wrong(value, .scope, name) }
    let known = corpus.roles.names(of: .scope)
    for inner in values {
      guard let text = inner.text else {
        if inner.reference == nil { wrong(inner, .text, name) }
        continue
      }
      if !known.contains(text) {
        findings.error("unknown scope \(text)", help: suggestion(for: text, among: known), at: inner.place)
      }
    }
  }
}

extension Value {
  /// For messages.
  var kind: String {
    switch content {
    case .null: "nothing"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "text"
    case .reference: "a reference"
    case .time: "a time"
    case .bytes: "bytes"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
