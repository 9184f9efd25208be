import Documents

/// One axis of variants: the scenario is planned once for each value that the target offers.
public struct VariantAxis: Sendable {
  public var name: String
  /// Where the target lists what it offers: a list (`attesters.appraised.forms`), or a map whose names are meant (`clients`); nil
  /// means all of `values`.
  public var of: Path?
  public var values: [VariantValue]
  public var place: Place

  public init(name: String, of: Path?, values: [VariantValue], at place: Place) {
    self.name = name
    self.of = of
    self.values = values
    self.place = place
  }

  public var among: [String] { values.map(\.name) }
}

/// One value of an axis: what the target must have for it, what it lays over the steps, and with which values of other axes it does
/// not go together.
public struct VariantValue: Sendable {
  public var name: String
  public var needs: [Need]
  /// Fields of steps, by `step/path`, as if they stood in `with`.
  public var with: [Edits.Change]
  /// Axis → values that exclude this one.
  public var without: [(axis: String, values: [String])]
  public var place: Place

  public init(
    _ name: String, needs: [Need] = [], with: [Edits.Change] = [], without: [(axis: String, values: [String])] = [], at place: Place
  ) {
    self.name = name
    self.needs = needs
    self.with = with
    self.without = without
    self.place = place
  }
}

extension Scenario {
  /// The names that its variants put in force, `variant.binding.dpop`.
  public var variantNames: [String] { variants.flatMap { axis in axis.among.map { Self.variantName(axis.name, $0) } } }

  public static func variantName(_ axis: String, _ value: String) -> String { "variant.\(axis).\(value)" }

  /// The scenario in one variant: fields of its values laid over the steps, and `$variant.…` in what is sent put in.
  public func inVariant(_ variant: [String: String]) -> Scenario {
    guard !variant.isEmpty else { return self }
    var scenario = self
    for axis in variants {
      guard let value = axis.values.first(where: { $0.name == variant[axis.name] }) else { continue }
      for field in value.with {
        guard let index = scenario.steps.firstIndex(where: { $0.id == field.path.step }) else { continue }
        scenario.steps[index].with = Value.setting(field.value, at: field.path.segments[...], in: scenario.steps[index].with, field.place)
      }
    }
    for index in scenario.steps.indices { scenario.steps[index] = scenario.steps[index].putting(variant) }
    return scenario
  }
}

extension Step {
  fileprivate func putting(_ variant: [String: String]) -> Step {
    var step = self
    step.with = with.map { Value.Member($0.name, at: $0.place, $0.value.putting(variant)) }
    step.edits = edits.putting(variant)
    for index in step.cases.indices { step.cases[index].edits = cases[index].edits.putting(variant) }
    for index in step.then.indices { step.then[index] = then[index].putting(variant) }
    return step
  }
}

extension Edits {
  fileprivate func putting(_ variant: [String: String]) -> Edits {
    var edits = self
    for index in edits.change.indices { edits.change[index].value = change[index].value.putting(variant) }
    for index in edits.duplicate.indices { edits.duplicate[index].value = duplicate[index].value?.putting(variant) }
    return edits
  }
}

extension Value {
  /// The value with references to the variant replaced by what they stand for.
  fileprivate func putting(_ variant: [String: String]) -> Value {
    switch content {
    case .reference(let reference):
      guard reference.root == .variant, case .name(let axis)? = reference.path.segments.first, let value = variant[axis] else {
        return self
      }
      return Value(.text(value), at: place)
    case .list(let values): return Value(.list(values.map { $0.putting(variant) }), at: place)
    case .map(let members): return Value(.map(members.map { Member($0.name, at: $0.place, $0.value.putting(variant)) }), at: place)
    case .null, .bool, .number, .text, .time, .bytes: return self
    }
  }

  /// The members of a recipe with a value at a path; what is not there is made, what is no map gives way.
  static func setting(_ value: Value, at path: ArraySlice<Path.Segment>, in members: [Member], _ place: Place) -> [Member] {
    guard case .name(let name)? = path.first else { return members }
    var members = members
    let index = members.firstIndex { $0.name == name }
    let rest = path.dropFirst()
    let new =
      rest.isEmpty
      ? value
      : Value(
        .map(setting(value, at: rest, in: index.flatMap { members[$0].value.map } ?? [], place)),
        at: index.map { members[$0].value.place } ?? place)
    if let index { members[index].value = new } else { members.append(Member(name, at: place, new)) }
    return members
  }
}
