import Documents
import Foundation

/// What is used by nothing (rule 14), and literals that must not stand in a scenario (rule 17).
extension ScenarioLint {
  func checkUse() {
    let values = allValues
    var steps: Set<String> = []
    var given: Set<String> = []
    for value in values {
      if let text = value.text { given.insert(text) }
      guard let reference = value.anyReference else { continue }
      switch reference.root {
      case .step(let id): steps.insert(id)
      case .given: if case .name(let name)? = reference.path.segments.first { given.insert(name) }
      case .target, .bounds, .variant: break
      }
    }
    for step in scenario.steps + scenario.steps.flatMap(\.then) {
      steps.formUnion(step.provenBy)
      for name in [step.varied, step.from] { if let name { steps.insert(name) } }
      if case .await(let mode)? = step.mode { for name in [mode.since, mode.beside] { if let name { steps.insert(name) } } }
      if let name = step.with.first(where: { $0.name == "for" })?.value.text { steps.insert(name) }
    }
    for entry in scenario.given where !given.contains(entry.name) {
      findings.warning("nothing uses \(entry.name)", help: "remove it", at: entry.place)
    }
    for step in scenario.steps {
      guard let id = step.id, let action = step.performed, !action.hasLastingEffect, !steps.contains(id) else { continue }
      // What is done to a stream shows elsewhere, and what has come to an endpoint is waited for.
      if action == .stream || action == .receive { continue }
      if step.allJudgements.allSatisfy({ $0.kind == .none }), step.ladder.isEmpty {
        findings.error("nothing depends on \(id), and it has no check", help: "remove it", at: step.place)
      }
    }
  }

  /// Every value in the file.
  private var allValues: [Value] {
    func values(_ step: Step) -> [Value] {
      let judgements = [step.judgement] + step.checks + step.cases.flatMap { [$0.judgement] + $0.checks }
      let expected = judgements.flatMap { judgement in
        (judgement.expect?.values ?? []) + judgement.alsoAccept.flatMap { $0.members.flatMap(\.matcher.values) }
      }
      let edits = [step.edits] + step.cases.map(\.edits) + step.ladder.map(\.edits)
      return step.with.map(\.value) + edits.flatMap(\.values) + expected + step.then.flatMap(values)
    }
    let watched = (scenario.watch?.checks ?? []).flatMap { $0.expect?.values ?? [] }
    let varied = scenario.variants.flatMap { $0.values.flatMap { $0.with.map(\.value) } }
    return (scenario.given.map(\.recipe) + varied + scenario.steps.flatMap(values) + watched).flatMap(\.all)
  }

  // MARK: - Literals (rule 17)

  func checkLiterals() {
    for value in allValues {
      guard let text = value.text else { continue }
      if text.hasPrefix("eyJ"), text.contains(".") {
        findings.error("a literal that looks like a token", help: "let a step make it", at: value.place)
      } else if text.contains("-----BEGIN") {
        findings.error("a literal that looks like a key or certificate", help: "let given make it", at: value.place)
      } else if let host = Self.host(of: text), !Self.isReserved(host) {
        findings.error(
          "an address outside of the names that are reserved for examples: \(host)", help: "use .example, .test or .invalid",
          at: value.place)
      }
    }
  }

  /// The host of an absolute URL, or the domain of a mail address.
  static func host(of text: String) -> String? {
    if let scheme = text.range(of: "://") {
      let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
      let host = authority.split(separator: "@").last.map(String.init) ?? ""
      return host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
    }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !text.contains(" ") && parts[1].contains(".") ? String(parts[1]) : nil
  }

  /// Names that belong to nobody (RFC 2606, RFC 6761), this machine, and names of specifications that are identifiers.
  static func isReserved(_ host: String) -> Bool {
    let host = host.lowercased()
    if host.isEmpty || ["localhost", "[::1]", "example", "schemas.openid.net"].contains(host) || host.hasPrefix("127.") { return true }
    return [".example", ".test", ".invalid", ".localhost", "example.com", "example.org", "example.net"].contains { host.hasSuffix($0) }
  }
}
