import Requirements
import Results
import Scenarios
import Targets

/// What judging needs besides the performances; the same for a whole run.
struct JudgeContext: Sendable {
  var expectations: [String: NamedExpectation]
  var names: NamesInForce
  var target: TargetDescription
  var binding: RequirementBinding
  var selection: Selection

  var fixtures: Fixtures { Fixtures(target: target, names: names) }
}
