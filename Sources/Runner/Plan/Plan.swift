import Documents
import OrderedJSON
import Requirements
import Results
import Scenarios
import Targets

/// A scenario in one variant, ready to be driven, or the reason why it is not.
public struct PlannedScenario: Sendable {
  public var scenario: Scenario
  public var variant: [String: String]
  /// Set where the whole scenario does not apply.
  public var skip: Skip?
  /// Step id → why that step alone does not apply.
  public var skippedSteps: [String: Skip]
  /// Whether nothing else may run beside it.
  public var isAlone: Bool

  /// The variant as it stands in ids: `[alg=ES256]`, empty without one.
  public var suffix: String {
    variant.isEmpty ? "" : "[" + variant.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") + "]"
  }
  public var id: String { scenario.id + suffix }

  /// The id of a check: scenario, check and variant.
  public func checkID(_ check: String) -> String { "\(scenario.id)/\(check)\(suffix)" }
}

/// What is run: names narrowed by the user.
public struct Selection: Sendable {
  public var areas: Set<Area>
  /// Patterns over scenario ids and check ids, in which `*` stands for anything; empty means all. One that names a variant in
  /// brackets means that variant, any other all of them.
  public var scenarios: [String]
  public var checks: [String]
  /// Shard `index` (from 1) of `count`.
  public var shard: (index: Int, count: Int)?
  public var allVariants: Bool

  public init(
    areas: Set<Area> = [], scenarios: [String] = [], checks: [String] = [], shard: (index: Int, count: Int)? = nil,
    allVariants: Bool = false
  ) {
    self.areas = areas
    self.scenarios = scenarios
    self.checks = checks
    self.shard = shard
    self.allVariants = allVariants
  }

  public func includes(_ scenario: Scenario) -> Bool {
    if !areas.isEmpty, !areas.contains(scenario.area) { return false }
    if !scenarios.isEmpty, !scenarios.contains(where: { matches(glob: Self.bare($0), scenario.id) }) { return false }
    guard !checks.isEmpty else { return true }
    return scenario.checkIDs.contains { id in
      checks.contains { pattern in
        let pattern = Self.bare(pattern)
        return matches(glob: pattern, "\(scenario.id)/\(id)") || matches(glob: pattern, id)
      }
    }
  }

  /// Whether a planned scenario, `issuance.token.grants[binding=dpop]`, is meant.
  public func includes(planned id: String) -> Bool {
    scenarios.isEmpty || scenarios.contains { matches(glob: $0, $0.contains("[") ? id : Self.bare(id)) }
  }

  /// Whether the verdict of a check is to be reported.
  public func includes(check id: String) -> Bool {
    guard !checks.isEmpty else { return true }
    let bare = Self.bare(id)
    let name = bare.split(separator: "/", maxSplits: 1).last.map(String.init) ?? ""
    return checks.contains { matches(glob: $0, bare) || matches(glob: $0, id) || matches(glob: $0, name) }
  }

  /// An id or pattern without its variant.
  private static func bare(_ id: String) -> String { String(id.prefix { $0 != "[" }) }
}

extension Scenario {
  /// The ids of all checks and probes in the file, in their order.
  public var checkIDs: [String] { allJudgements.compactMap(\.id) }
}

/// Decides, without any I/O, what applies to a target.
public enum Planner {
  public static func plan(_ scenarios: [Scenario], target: TargetDescription, names: NamesInForce, selection: Selection)
    -> [PlannedScenario]
  {
    var planned: [PlannedScenario] = []
    for scenario in scenarios.sorted(by: { ($0.area, $0.id) < ($1.area, $1.id) }) where selection.includes(scenario) {
      for (variant, skip) in VariantPlan(scenario: scenario, target: target, names: names).rows(all: selection.allVariants) {
        let plan = plan(scenario.inVariant(variant), variant: variant, skip: skip, target: target, names: names.inVariant(variant))
        if selection.includes(planned: plan.id) { planned.append(plan) }
      }
    }
    guard let shard = selection.shard else { return planned }
    return planned.enumerated().filter { $0.offset % shard.count == shard.index - 1 }.map(\.element)
  }

  private static func plan(
    _ scenario: Scenario, variant: [String: String], skip: Skip?, target: TargetDescription, names: NamesInForce
  ) -> PlannedScenario {
    let fixtures = Fixtures(target: target, names: names)
    var skipped: [String: Skip] = [:]
    for step in scenario.steps {
      guard let id = step.id else { continue }
      let dependency = step.dependencies.lazy.compactMap { skipped[$0] }.first
      skipped[id] = names.unmet(step.needs) ?? fixtures.missing(step) ?? dependency
    }
    let whole = skip ?? names.unmet(scenario.needs) ?? fixtures.playedByTheSuite(scenario) ?? fixtures.missing(scenario)
    return PlannedScenario(
      scenario: scenario, variant: variant, skip: whole, skippedSteps: skipped,
      isAlone: scenario.steps.contains { $0.touchesWholeTarget } || scenario.watch != nil)
  }
}
