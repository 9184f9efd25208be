import OrderedJSON
import Scenarios
import Targets

/// Which scenarios name which parties of a target description: so that a fault in it says what it costs.
public struct Needers: Sendable {
  /// Section and name, `clients.agent` → ids of scenarios.
  private var scenarios: [String: [String]] = [:]

  /// The sections of a description by the field of an action that names one of their entries.
  private static let sections = [
    "client": "clients", "server": "servers", "resource": "resources", "user": "users", "attester": "attesters", "issuer": "suite.issuers",
    "transmitter": "suite.transmitters", "trust-domain": "suite.trust-domains", "run": "hooks",
  ]

  public init(_ scenarios: [Scenario]) {
    for scenario in scenarios {
      var named = Set<String>()
      for axis in scenario.variants {
        if let path = axis.of { for value in axis.among { named.insert("\(path).\(value)") } }
      }
      func collect(_ field: String, _ value: Value) {
        if let text = value.text, let section = Self.sections[field] {
          named.insert("\(section).\(text)")
          if section.hasPrefix("suite.") { named.insert("\(section.dropFirst(6)).\(text)") }
        }
        for reference in value.references where reference.root == .target {
          let names = reference.path.segments.compactMap { if case .name(let name) = $0 { name } else { nil } }
          named.insert(names.prefix(names.first == "suite" ? 3 : 2).joined(separator: "."))
        }
        for member in value.map ?? [] { collect(member.name, member.value) }
        for element in value.list ?? [] { collect(field, element) }
      }
      func collect(_ step: Step) {
        for member in step.with { collect(member.name, member.value) }
        for edits in [step.edits] + step.cases.map(\.edits) {
          for change in edits.change {
            if case .name(let field)? = change.path.segments.last { collect(field, change.value) }
          }
        }
        for inner in step.then { collect(inner) }
      }
      for step in scenario.steps { collect(step) }
      for given in scenario.given { collect(given.name, given.recipe) }
      for name in named { self.scenarios[name, default: []].append(scenario.id) }
    }
  }

  /// The scenarios that name what stands at a path of the description, or what lies behind it: a server has clients and resources.
  public func scenarios(needing path: [String], in document: JSON) -> [String] {
    guard let section = path.first else { return [] }
    let depth = section == "suite" ? 3 : 2
    guard path.count >= depth else {
      let prefix = path.joined(separator: ".") + "."
      return Set(scenarios.filter { $0.key.hasPrefix(prefix) }.flatMap(\.value)).sorted()
    }
    var found = Set(scenarios[path.prefix(depth).joined(separator: ".")] ?? [])
    if section == "servers" {
      for dependent in ["clients", "resources"] {
        for member in document[dependent]?.members ?? [] where member.value["server"]?.string == path[1] {
          found.formUnion(scenarios["\(dependent).\(member.name)"] ?? [])
        }
      }
    }
    return found.sorted()
  }
}
