import Documents

/// Variants: axes, their values, and what these lay over the steps.
extension ScenarioLint {
  func checkVariants() {
    for axis in scenario.variants {
      checkId(axis.name, "variant axis", axis.place)
      if axis.values.isEmpty { findings.error("the axis \(axis.name) has no values", at: axis.place) }
      for (index, value) in axis.values.enumerated() {
        if axis.values[..<index].contains(where: { $0.name == value.name }) {
          findings.error("the value \(value.name) of \(axis.name) stands twice", at: value.place)
        }
        for field in value.with { checkField(field) }
        for excluded in value.without { check(excluded, of: axis, value) }
      }
    }
  }

  /// A field that a value lays over a step: `token/dpop.key`.
  private func checkField(_ field: Edits.Change) {
    guard let name = field.path.step else {
      return findings.error("\(field.path) names no step", help: "write step/path, for instance token/dpop.key", at: field.place)
    }
    guard let step = step(name), let action = step.performed else {
      return findings.error(
        "\(field.path) names \(name), which is no step that does something", help: suggestion(for: name, among: positions.keys.sorted()),
        at: field.place)
    }
    do {
      check(field.value, try action.fields.type(at: field.path.segments[...]), field.path.description)
    } catch {
      switch error {
      case .unknown(let name, let known):
        findings.error("no \(name) in \(action.rawValue) at \(field.path)", help: suggestion(for: name, among: known), at: field.place)
      case .leaf(let name): findings.error("nothing stands below \(name) in \(field.path)", at: field.place)
      }
    }
  }

  private func check(_ excluded: (axis: String, values: [String]), of axis: VariantAxis, _ value: VariantValue) {
    let others = scenario.variants.filter { $0.name != axis.name }
    guard let other = others.first(where: { $0.name == excluded.axis }) else {
      return findings.error(
        "without names the axis \(excluded.axis), which is not there", help: suggestion(for: excluded.axis, among: others.map(\.name)),
        at: value.place)
    }
    for name in excluded.values where !other.among.contains(name) {
      findings.error("\(other.name) has no value \(name)", help: suggestion(for: name, among: other.among), at: value.place)
    }
  }
}
