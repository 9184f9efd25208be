import OrderedJSON
import Results
import Scenarios

/// An expectation with its rungs, evaluated from the top: the first that holds decides.
struct Ladder {
  enum Outcome {
    /// The expectation itself holds.
    case met
    /// A rung below it holds; with what kept the expectation itself from holding.
    case rung(Rung, [CheckResult.Mismatch])
    /// None holds.
    case missed([CheckResult.Mismatch])
    /// It depends on a fact that the target does not show.
    case unknown(String)
  }

  var expectation: Expectation
  var own: [Rung]
  var named: [String: NamedExpectation]
  var names: NamesInForce

  func evaluate(_ matching: Matching) -> Outcome {
    let facts = matching.scope.own
    switch truth(expectation, matching, facts) {
    case .holds: return .met
    case .unknown(let reason): return .unknown(reason)
    case .fails(let mismatches):
      let inherited = outcome(of: expectation)
      let rungs = own.map { (rung: $0, beside: []) } + inheritedRungs(expectation)
      for (rung, beside) in rungs where rung.when.allSatisfy({ names.unmet($0) == nil }) {
        // A rung of the name loosens what the name asks; what the scenario asks besides still holds.
        var members = rung.members + beside.compactMap { Self.beside($0, rung.members) }
        if !members.contains(where: { $0.name == "outcome" }), let inherited { members.append(inherited) }
        if matching.entries(members, in: facts).isMet { return .rung(rung, mismatches) }
      }
      return .missed(mismatches)
    }
  }

  /// What is left of an entry of the scenario where a rung says something else about the same fact: of two maps, the other members.
  private static func beside(_ entry: Matcher.Entry, _ members: [Matcher.Entry]) -> Matcher.Entry? {
    guard let same = members.first(where: { $0.name == entry.name }) else { return entry }
    guard case .map(let asked) = entry.matcher.content, case .map(let loosened) = same.matcher.content else { return nil }
    let rest = asked.compactMap { beside($0, loosened) }
    guard !rest.isEmpty else { return nil }
    var left = entry
    left.matcher.content = .map(rest)
    return left
  }

  private func truth(_ expectation: Expectation, _ matching: Matching, _ facts: JSON) -> Truth {
    var truths: [Truth] = []
    if let name = expectation.name, let named = named[name] { truths.append(matching.entries(named.members, in: facts)) }
    truths.append(matching.entries(expectation.members, in: facts))
    if !expectation.any.isEmpty { truths.append(.any(expectation.any.map { truth($0, matching, facts) })) }
    return .all(truths)
  }

  /// The `outcome` that a rung without one inherits.
  private func outcome(of expectation: Expectation) -> Matcher.Entry? {
    expectation.members.first { $0.name == "outcome" }
      ?? expectation.name.flatMap { named[$0] }?.members.first { $0.name == "outcome" }
  }

  private func inheritedRungs(_ expectation: Expectation) -> [(rung: Rung, beside: [Matcher.Entry])] {
    let own = (expectation.name.flatMap { named[$0] }?.alsoAccept ?? []).map { (rung: $0, beside: expectation.members) }
    return own
      + expectation.any.flatMap { branch in
        inheritedRungs(branch).map { (rung: $0.rung, beside: $0.beside + expectation.members) }
      }
  }

  /// Whether a refusal, or something absent, could meet this expectation: such a check needs a control.
  var needsControl: Bool { !asksForAcceptance(expectation) }

  private func asksForAcceptance(_ expectation: Expectation) -> Bool {
    if !expectation.any.isEmpty { return expectation.any.allSatisfy(asksForAcceptance) }
    guard let entry = outcome(of: expectation), case .equals(let value) = entry.matcher.content else { return false }
    return value.text == "accepted"
  }
}
