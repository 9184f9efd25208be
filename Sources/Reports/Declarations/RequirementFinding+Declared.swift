import Results

extension RequirementFinding {
  /// With what the operator says, where no check of the run bears on the requirement. Declared stays declared: it is never met.
  func with(_ declarations: [Declaration]) -> RequirementFinding {
    guard status == .declared, let said = declarations.first(where: { $0.requirement == requirement.id }) else { return self }
    var finding = self
    let evidence = said.evidence.isEmpty ? "" : " (\(said.evidence.joined(separator: ", ")))"
    finding.reason = "\(said.answer.rawValue), declared by \(said.by) on \(said.date): \(said.statement)\(evidence)"
    if said.answer == .notMet { finding.status = .notMet }
    return finding
  }
}
