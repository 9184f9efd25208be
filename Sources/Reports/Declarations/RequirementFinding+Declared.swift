import Results

extension RequirementFinding {
  /// With what the operator says of the requirement. Declared stays declared and is never met; where a check judged the requirement, the
  /// check decides, except that an operator who admits a fault is believed.
  /// - Parameter judged: whether a check that binds was judged in the run.
  func answered(by declarations: [Declaration], judged: Bool) -> RequirementFinding {
    guard requirement.testability == .declared, let said = declarations.first(where: { $0.requirement == requirement.id }) else {
      return self
    }
    var finding = self
    switch said.answer {
    case .met, .notApplicable:
      if judged { return self }
      finding.status = .declared
    case .notMet:
      if judged && status == .notMet { return self }
      finding.status = .notMet
    }
    finding.reason = said.sentence
    finding.declaration = said
    return finding
  }
}

extension CheckResult {
  /// Whether it was left out because this target does not claim what it is about, or another revision says it.
  var isNotApplicable: Bool {
    guard verdict == .skipped else { return false }
    switch skipReason {
    case .capability, .revision: return true
    case .fixture, .notVisible, .notRun, nil: return false
    }
  }
}

extension Declaration {
  /// Answer, who, when, statement and evidence in one line.
  var sentence: String {
    let evidence = evidence.isEmpty ? "" : " (evidence: \(evidence.joined(separator: ", ")))"
    return "\(answer.words), declared by \(by) on \(date): \(statement)\(evidence)"
  }
}

extension Declaration.Answer {
  /// In words.
  var words: String {
    switch self {
    case .met: "met"
    case .notMet: "not met"
    case .notApplicable: "not applicable"
    }
  }
}
