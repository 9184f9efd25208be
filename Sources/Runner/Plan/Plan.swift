import Documents
import OrderedJSON
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
  /// Globs over scenario ids and check ids; empty means all.
  public var scenarios: [String]
  public var checks: [String]
  /// Shard `index` (from 1) of `count`.
  public var shard: (index: Int, count: Int)?
  public var allVariants: Bool

  public init(
    areas: Set<Area> = [], scenarios: [String] = [], checks: [String] = [], shard: (index: Int, count: Int)? = nil, allVariants: Bool = false
  ) {
    self.areas = areas
    self.scenarios = scenarios
    self.checks = checks
    self.shard = shard
    self.allVariants = allVariants
  }

  public func includes(_ scenario: Scenario) -> Bool {
    if !areas.isEmpty, !areas.contains(scenario.area) { return false }
    if !scenarios.isEmpty, !scenarios.contains(where: { glob($0, matches: scenario.id) }) { return false }
    if !checks.isEmpty {
      return scenario.checkIDs.contains { id in checks.contains { glob($0, matches: "\(scenario.id)/\(id)") || glob($0, matches: id) } }
    }
    return true
  }

  /// Whether the verdict of a check is to be reported.
  public func includes(check id: String) -> Bool {
    guard !checks.isEmpty else { return true }
    let bare = id.prefix { $0 != "[" }
    let name = bare.split(separator: "/", maxSplits: 1).last.map(String.init) ?? ""
    return checks.contains { glob($0, matches: String(bare)) || glob($0, matches: id) || glob($0, matches: name) }
  }
}

extension Scenario {
  /// The ids of all checks and probes in the file, in their order.
  public var checkIDs: [String] { allJudgements.compactMap(\.id) }
}

/// `*` stands for any characters.
public func glob(_ pattern: String, matches text: String) -> Bool {
  let pattern = Array(pattern), text = Array(text)
  var p = 0, t = 0, star = -1, mark = 0
  while t < text.count {
    if p < pattern.count, pattern[p] == "*" {
      star = p
      mark = t
      p += 1
    } else if p < pattern.count, pattern[p] == text[t] || pattern[p] == "?" {
      p += 1
      t += 1
    } else if star >= 0 {
      p = star + 1
      mark += 1
      t = mark
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == "*" }
}

/// Decides, without any I/O, what applies to a target.
public enum Planner {
  public static func plan(_ scenarios: [Scenario], target: TargetDescription, names: NamesInForce, selection: Selection) -> [PlannedScenario] {
    var planned: [PlannedScenario] = []
    for scenario in scenarios.sorted(by: { ($0.area, $0.id) < ($1.area, $1.id) }) where selection.includes(scenario) {
      for (variant, skip) in variants(of: scenario, target: target, all: selection.allVariants) {
        planned.append(plan(scenario, variant: variant, skip: skip, target: target, names: names))
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

  /// The variants that the target offers: every value of every axis at least once (pairwise for up to two axes is the product), or
  /// the whole product.
  private static func variants(of scenario: Scenario, target: TargetDescription, all: Bool) -> [([String: String], Skip?)] {
    guard !scenario.variants.isEmpty else { return [([:], nil)] }
    var axes: [(String, [String])] = []
    for axis in scenario.variants {
      var values = axis.among
      if let path = axis.of {
        guard case .found(let offered) = Lookup.find(path, in: target.document), let list = offered.array?.compactMap(\.string) else {
          return [([:], Skip(.fixture, "fixture missing: \(path)"))]
        }
        values = values.filter(list.contains)
        if values.isEmpty { return [([:], Skip(.capability, "the target offers none of \(axis.among.joined(separator: ", ")) for \(axis.name)"))] }
      }
      axes.append((axis.name, values))
    }
    let product = axes.reduce([[String: String]()]) { partial, axis in
      partial.flatMap { base in axis.1.map { base.merging([axis.0: $0]) { $1 } } }
    }
    return (all || axes.count <= 2 ? product : Pairwise.reduce(product, axes: axes.map(\.0))).map { ($0, nil) }
  }
}

/// Keeps, of a product of variants, enough rows that every pair of values occurs.
enum Pairwise {
  static func reduce(_ rows: [[String: String]], axes: [String]) -> [[String: String]] {
    struct Pair: Hashable {
      var a: String, b: String
    }
    func pairs(_ row: [String: String]) -> Set<Pair> {
      var out = Set<Pair>()
      for (i, a) in axes.enumerated() {
        for b in axes[(i + 1)...] { out.insert(Pair(a: "\(a)=\(row[a] ?? "")", b: "\(b)=\(row[b] ?? "")")) }
      }
      return out
    }
    var open = rows.reduce(into: Set<Pair>()) { $0.formUnion(pairs($1)) }
    var kept: [[String: String]] = []
    while !open.isEmpty {
      // The row that covers most; the first of equals, so that the choice is stable.
      let best = rows.enumerated().max { a, b in
        let x = pairs(a.element).intersection(open).count, y = pairs(b.element).intersection(open).count
        return (x, b.offset) < (y, a.offset)
      }!
      kept.append(best.element)
      open.subtract(pairs(best.element))
    }
    return kept
  }
}
