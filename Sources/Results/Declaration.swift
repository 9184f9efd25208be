/// What the operator says of a requirement that nobody can see from outside. It is reported as declared and proves nothing.
public struct Declaration: Sendable, Hashable {
  public enum Answer: String, Sendable, CaseIterable {
    case met
    case notMet = "not-met"
    case notApplicable = "not-applicable"
  }
  /// The id of the requirement.
  public var requirement: String
  public var answer: Answer
  /// How it is met, or why not, in the operator's words.
  public var statement: String
  /// Who declares it.
  public var by: String
  /// The day of the declaration, `2026-11-25`.
  public var date: String
  /// Where evidence can be read.
  public var evidence: [String]

  public init(requirement: String, answer: Answer, statement: String, by: String, date: String, evidence: [String]) {
    self.requirement = requirement
    self.answer = answer
    self.statement = statement
    self.by = by
    self.date = date
    self.evidence = evidence
  }

  /// What the operator wrote freely.
  public var texts: [String] { [statement, by] + evidence }

  /// With each text that the operator wrote freely changed.
  public func changingTexts(_ change: (String) -> String) -> Declaration {
    Declaration(
      requirement: requirement, answer: answer, statement: change(statement), by: change(by), date: date, evidence: evidence.map(change))
  }
}
