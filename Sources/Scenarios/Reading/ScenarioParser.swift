import Documents
import OrderedJSON

/// Reads a scenario file into the model, and says everything that is wrong with its form. What holds between parts of a file, and
/// between files, is the linter's.
public struct ScenarioParser {
  let findings = Findings()
  var values: ValueReader { ValueReader(findings: findings) }
  var expectations: ExpectationReader { ExpectationReader(findings: findings) }
  var needs: NeedReader { NeedReader(findings: findings) }

  /// Reads a scenario.
  ///
  /// - Parameter id: the path in `scenarios/` without ending, dots for slashes.
  /// - Returns: the scenario, nil where the file is not even a map, and what is wrong. With errors among it the scenario is only
  ///   good for further checks.
  public static func parse(_ file: SourceFile, id: String) -> (Scenario?, [Diagnostic]) {
    let node: Node
    do {
      node = try Node.parse(file)
    } catch {
      return (nil, error.all)
    }
    let parser = ScenarioParser()
    let scenario = parser.scenario(node, file: file, id: id)
    return (scenario, parser.findings.all)
  }

  /// The id of a scenario from its path: `vectors/scenarios/possession/dpop/x.yaml` is `possession.dpop.x`.
  public static func id(path: String) -> String {
    var parts = path.split(separator: "/").map(String.init)
    if let start = parts.lastIndex(of: "scenarios") { parts.removeFirst(start + 1) }
    if let last = parts.last {
      parts[parts.count - 1] = last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last
    }
    return parts.joined(separator: ".")
  }

  static let scenarioKeys = [
    "title", "about", "catalogue", "role", "needs", "variants", "given", "steps", "watch", "preflight",
  ]

  private func scenario(_ node: Node, file: SourceFile, id: String) -> Scenario? {
    guard let fields = Fields(node, "a scenario", keys: Self.scenarioKeys, findings) else { return nil }
    let start = Place(file: file, line: 1, column: 1)
    let areaName = String(id.prefix { $0 != "." })
    let area = Area(rawValue: areaName)
    if area == nil {
      findings.error(
        "\(areaName) is no area", help: "scenarios stand in a folder named \(Area.allCases.map(\.rawValue).joined(separator: ", "))",
        at: start)
    }
    if !fields.has("role") {
      findings.error("a scenario has no role", help: "role: authorization-server, resource-server, …", at: start)
    }
    if fields.has("steps") == fields.has("watch") {
      findings.error("a scenario has either steps or watch", at: fields["watch"]?.place ?? start)
    }
    let role = fields.choice("role", Role.self)
    return Scenario(
      id: id, file: file, area: area ?? .issuance, title: fields.text("title"), about: fields.optionalText("about"),
      catalogue: fields.texts("catalogue"), role: role ?? .authorizationServer, needs: needs.needs(fields["needs"]),
      variants: fields.entries("variants").compactMap(variant), given: fields.entries("given").compactMap(given),
      steps: fields.list("steps").compactMap { step($0, isThen: false) }, watch: fields["watch"].flatMap(watch),
      preflight: fields.optionalText("preflight"))
  }

  static let variantKeys = ["of", "among"]
  static let variantValueKeys = ["needs", "with", "without"]

  private func variant(_ entry: Node.Entry) -> VariantAxis? {
    if let nodes = entry.value.list { return VariantAxis(name: entry.key, of: nil, values: variantValues(nodes), at: entry.keyPlace) }
    guard let fields = Fields(entry.value, "a variant axis", keys: Self.variantKeys, findings) else { return nil }
    let path = fields["of"].flatMap { values.path($0, "of") }
    let among = fields["among"]?.map?.map(variantValue) ?? variantValues(fields.nodes("among"))
    return VariantAxis(name: entry.key, of: path, values: among, at: entry.keyPlace)
  }

  private func variantValues(_ nodes: [Node]) -> [VariantValue] {
    nodes.compactMap { node in Fields.text(node, "a variant", findings).map { VariantValue($0, at: node.place) } }
  }

  /// `dpop: {needs: dpop, with: {token/dpop: {key: own}}, without: {client: [agent-mtls]}}`, or nothing behind the colon.
  private func variantValue(_ entry: Node.Entry) -> VariantValue {
    var value = VariantValue(entry.key, at: entry.keyPlace)
    if case .null = entry.value.content { return value }
    guard let fields = Fields(entry.value, "a variant", keys: Self.variantValueKeys, findings) else { return value }
    value.needs = needs.needs(fields["needs"])
    value.with = fields.entries("with").compactMap { field in
      values.path(field.key, at: field.keyPlace).map {
        Edits.Change(path: $0, value: values.value(field.value), at: field.keyPlace)
      }
    }
    value.without = fields.entries("without").map { excluded in
      (excluded.key, (excluded.value.list ?? [excluded.value]).compactMap { Fields.text($0, "a variant", findings) })
    }
    return value
  }

  private func given(_ entry: Node.Entry) -> Given? {
    guard let entries = entry.value.map, entries.count == 1 else {
      findings.error(
        "given \(entry.key) is a map with one member, its kind", help: "for instance {key: ES256}", at: entry.value.place)
      return nil
    }
    let inner = entries[0]
    guard let kind = Given.Kind(rawValue: inner.key) else {
      findings.error(
        "unknown kind \(inner.key)", help: suggestion(for: inner.key, among: Given.Kind.allCases.map(\.rawValue)), at: inner.keyPlace)
      return nil
    }
    return Given(name: entry.key, kind: kind, recipe: values.value(inner.value), at: entry.keyPlace)
  }

  private func watch(_ node: Node) -> Watch? {
    guard let fields = Fields(node, "watch", keys: ["action", "outcome", "checks"], findings) else { return nil }
    if !fields.has("action") { findings.error("watch has no action", at: node.place) }
    guard let action = fields.choice("action", Action.self) else { return nil }
    let outcome = fields.optionalText("outcome")
    if let outcome, !ExpectationReader.outcomes.contains(outcome) {
      findings.error(
        "unknown outcome \(outcome)", help: suggestion(for: outcome, among: ExpectationReader.outcomes), at: fields["outcome"]?.place)
    }
    let checks = fields.list("checks").compactMap(judgement)
    if checks.isEmpty { findings.error("watch has no checks", at: node.place) }
    return Watch(action: action, outcome: outcome, checks: checks, at: node.place)
  }
}
