import OrderedJSON
import Results
import Scenarios
import Targets

/// In which variants a scenario runs against a target: of what the target offers every pair of values at least once, or the whole
/// product.
struct VariantPlan {
  let scenario: Scenario
  let target: TargetDescription
  let names: NamesInForce

  /// One variant, and why it is not run; nil if it is.
  typealias Row = (variant: [String: String], skip: Skip?)

  /// The rows that are run, and one for each value that the target does not offer.
  func rows(all: Bool) -> [Row] {
    guard !scenario.variants.isEmpty else { return [([:], nil)] }
    var offered: [(axis: VariantAxis, values: [VariantValue])] = []
    var missing: [Row] = []
    for axis in scenario.variants {
      let list: [String]
      switch available(on: axis) {
      case .failure(let skip): return [([:], skip.skip)]
      case .success(let found): list = found
      }
      var values: [VariantValue] = []
      for value in axis.values {
        if !list.contains(value.name) {
          missing.append(([axis.name: value.name], Skip(axis.of == nil ? .capability : .fixture, lacking(value.name, axis))))
        } else if let skip = names.unmet(value.needs) {
          missing.append(([axis.name: value.name], skip))
        } else {
          values.append(value)
        }
      }
      if values.isEmpty {
        return [([:], Skip(.capability, "the target offers none of \(axis.among.joined(separator: ", ")) for \(axis.name)"))]
      }
      offered.append((axis, values))
    }
    let product = product(of: offered)
    if product.isEmpty { return [([:], Skip(.capability, "no variants of this target go together"))] }
    let rows = all ? product : Pairwise.reduce(product, axes: offered.map(\.axis.name))
    return rows.map { row -> Row in (row, nil) } + missing
  }

  private struct Unavailable: Error { var skip: Skip }

  /// The values that the description names for an axis; all, where it is not asked.
  private func available(on axis: VariantAxis) -> Result<[String], Unavailable> {
    guard let path = axis.of else { return .success(axis.among) }
    guard case .found(let offered) = Lookup.find(path, in: target.document),
      let list = offered.members?.map(\.name) ?? offered.array?.compactMap(\.string)
    else { return .failure(Unavailable(skip: Skip(.fixture, "fixture missing: \(path)"))) }
    return .success(list)
  }

  private func lacking(_ value: String, _ axis: VariantAxis) -> String {
    guard let path = axis.of else { return "the target does not offer \(value) for \(axis.name)" }
    // A role, as it is named elsewhere: client agent-2.
    if path.segments.count == 1, "\(path)".hasSuffix("s") { return "fixture missing: \("\(path)".dropLast()) \(value)" }
    return "the target description does not name \(value) under \(path)"
  }

  /// Every combination of values that go together, the last axis fastest.
  private func product(of axes: [(axis: VariantAxis, values: [VariantValue])]) -> [[String: String]] {
    var rows: [[String: String]] = [[:]]
    for (axis, values) in axes { rows = rows.flatMap { row in values.map { value in row.merging([axis.name: value.name]) { $1 } } } }
    return rows.filter { row in
      axes.allSatisfy { axis, values in
        guard let value = values.first(where: { $0.name == row[axis.name] }) else { return true }
        return value.without.allSatisfy { excluded in !excluded.values.contains(row[excluded.axis] ?? "") }
      }
    }
  }
}

/// Keeps, of a product of variants, few rows in which every pair of values still occurs that occurs in the product.
///
/// Greedy: the row that covers most pairs comes next, of equals the first. So the choice depends on nothing but the order in the file.
enum Pairwise {
  private struct Pair: Hashable {
    var axis: Int, value: String, otherAxis: Int, otherValue: String
  }

  static func reduce(_ rows: [[String: String]], axes: [String]) -> [[String: String]] {
    // Up to two axes every row is a pair of its own.
    guard axes.count > 2 else { return rows }
    func pairs(_ row: [String: String]) -> Set<Pair> {
      var out = Set<Pair>()
      for a in axes.indices {
        for b in axes.indices where b > a {
          out.insert(Pair(axis: a, value: row[axes[a]] ?? "", otherAxis: b, otherValue: row[axes[b]] ?? ""))
        }
      }
      return out
    }
    var candidates = rows.map { (row: $0, pairs: pairs($0)) }
    var open = candidates.reduce(into: Set<Pair>()) { $0.formUnion($1.pairs) }
    var kept: [Int] = []
    while !open.isEmpty {
      var best = 0, gain = -1
      for index in candidates.indices where candidates[index].pairs.count > gain {
        candidates[index].pairs.formIntersection(open)
        if candidates[index].pairs.count > gain { (best, gain) = (index, candidates[index].pairs.count) }
      }
      kept.append(best)
      open.subtract(candidates[best].pairs)
    }
    return kept.sorted().map { rows[$0] }
  }
}

extension NamesInForce {
  /// With the names of a variant: `variant.binding.dpop`.
  func inVariant(_ variant: [String: String]) -> NamesInForce {
    var names = self
    for (axis, value) in variant { names.add(.init(name: Scenario.variantName(axis, value), number: nil, origin: .implied)) }
    return names
  }
}

extension JudgeContext {
  /// What holds for a scenario in its variant.
  func inVariant(of planned: PlannedScenario) -> JudgeContext {
    guard !planned.variant.isEmpty else { return self }
    var context = self
    context.names = names.inVariant(planned.variant)
    return context
  }
}
