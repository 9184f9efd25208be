import Results
import Scenarios
import Targets

/// Why something does not apply.
public struct Skip: Sendable, Hashable {
  public var reason: SkipReason
  public var text: String
  public init(_ reason: SkipReason, _ text: String) {
    self.reason = reason
    self.text = text
  }
}

/// The one flat set of names that decides what applies to a target and how severe it is.
public struct NamesInForce: Sendable {
  public private(set) var all: [RunResult.NameInForce] = []
  private var numbers: [String: Int?] = [:]

  public init() {}

  public init(_ names: [RunResult.NameInForce]) {
    for name in names { add(name) }
  }

  public mutating func add(_ name: RunResult.NameInForce) {
    guard numbers[name.name] == nil else { return }
    numbers[name.name] = .some(name.number)
    all.append(name)
  }

  public func contains(_ name: String) -> Bool { numbers[name] != nil }

  /// Nil if the need is met, otherwise the reason.
  public func unmet(_ need: Need) -> Skip? {
    switch need {
    case .name(let name, _): return contains(name) ? nil : missing(name)
    case .atLeast(let name, let least, _):
      guard let number = numbers[name] else { return missing(name) }
      guard let number, number >= least else { return Skip(.capability, "\(name) is below \(least)") }
      return nil
    case .any(let branches):
      let unmet = branches.map(self.unmet)
      return unmet.contains(nil)
        ? nil : unmet.compactMap { $0 }.first.map { Skip($0.reason, unmet.compactMap { $0?.text }.joined(separator: "; ")) }
    case .not(let name, _): return contains(name) ? Skip(.revision, "\(name) is in force, under which another answer is right") : nil
    }
  }

  /// The first of several needs that is not met.
  public func unmet(_ needs: [Need]) -> Skip? { needs.lazy.compactMap { unmet($0) }.first }

  private func missing(_ name: String) -> Skip {
    if name.hasPrefix("variant.") {
      let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
      return Skip(.revision, "belongs to the variant in which \(parts.dropFirst().joined(separator: " is "))")
    }
    if name.hasPrefix("hook.") { return Skip(.fixture, "fixture missing: \(name)") }
    if name.hasPrefix("profile.") { return Skip(.revision, "the target does not declare \(name)") }
    return Skip(.capability, "the target neither declares nor advertises \(name)")
  }
}
