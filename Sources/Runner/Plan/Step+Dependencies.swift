import Scenarios

extension Step {
  /// The steps that this one names: the base it varies, and every `$step.…` in what it sends.
  var dependencies: Set<String> {
    var out = Set<String>()
    if case .vary(let base) = head { out.insert(base) }
    for member in with { member.value.collectSteps(into: &out) }
    edits.collectSteps(into: &out)
    if let from { out.insert(from) }
    return out
  }

  /// Whether it moves the target's clock or calls a hook: nothing else may run beside it.
  var touchesWholeTarget: Bool {
    switch head {
    // A transmitter may allow a receiver one stream only.
    case .perform(let action):
      action == .wait || action == .hook || action == .signal || action == .stream
        || (action == .attest && with.contains { $0.name == "advance" })
        || then.contains { $0.touchesWholeTarget }
    case .vary: then.contains { $0.touchesWholeTarget }
    }
  }

  /// Every `vary` performs its base's action; this is the action of a `do`.
  var action: Action? { if case .perform(let action) = head { action } else { nil } }
  var base: String? { if case .vary(let base) = head { base } else { nil } }
}

extension Edits {
  func collectSteps(into out: inout Set<String>) {
    for change in change { change.value.collectSteps(into: &out) }
    for duplicate in duplicate { duplicate.value?.collectSteps(into: &out) }
  }
}

extension Value {
  func collectSteps(into out: inout Set<String>) {
    switch content {
    case .reference(let reference): if case .step(let id) = reference.root { out.insert(id) }
    case .time(let expression): if case .step(let id)? = expression.base?.root { out.insert(id) }
    case .list(let values): for value in values { value.collectSteps(into: &out) }
    case .map(let members): for member in members { member.value.collectSteps(into: &out) }
    case .null, .bool, .number, .text, .bytes: break
    }
  }

  /// Every reference in the value.
  var references: [Reference] {
    switch content {
    case .reference(let reference): [reference]
    case .time(let expression): expression.base.map { [$0] } ?? []
    case .list(let values): values.flatMap(\.references)
    case .map(let members): members.flatMap(\.value.references)
    case .null, .bool, .number, .text, .bytes: []
    }
  }
}
