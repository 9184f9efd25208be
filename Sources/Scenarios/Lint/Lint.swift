import Documents
import Requirements

/// Finds mistakes in scenarios before anything is sent. The rules are those of the language (`vectors/README.md`), each in the file
/// that is named for what it looks at; that an edit matters is found by a dry build in the runner.
public enum Lint {
  /// Checks everything that holds within a scenario and between scenarios. Form is checked by reading the files.
  public static func check(_ corpus: Corpus, catalogue: Catalogue) -> [Diagnostic] {
    let findings = Findings()
    for scenario in corpus.scenarios { ScenarioLint(scenario, corpus, catalogue, findings).check() }
    checkDialects(corpus, findings)
    checkExpectations(corpus, catalogue, findings)
    checkImplications(corpus, catalogue, findings)
    return findings.all
  }

  /// One scenario a dialect.
  private static func checkDialects(_ corpus: Corpus, _ findings: Findings) {
    var seen: [String: String] = [:]
    for scenario in corpus.scenarios {
      guard let dialect = scenario.preflight else { continue }
      if let other = seen[dialect] {
        findings.error(
          "the dialect \(dialect) is learnt by \(other) too", help: "one scenario a dialect",
          at: Place(file: scenario.file, line: 1, column: 1))
      }
      seen[dialect] = scenario.id
    }
  }

  private static func checkExpectations(_ corpus: Corpus, _ catalogue: Catalogue, _ findings: Findings) {
    for named in corpus.expectations.values.sorted(by: { $0.place.line < $1.place.line }) {
      let rungs = LadderLint(findings: findings, isNamed: true)
      rungs.check(named.alsoAccept, after: named.members)
      for rung in named.alsoAccept {
        NeedLint(corpus: corpus, catalogue: catalogue, findings: findings).check(rung.when)
      }
    }
  }

  /// Names that documents say they are implied by have to exist.
  private static func checkImplications(_ corpus: Corpus, _ catalogue: Catalogue, _ findings: Findings) {
    guard !corpus.capabilities.entries.isEmpty else { return }
    let names = NeedLint(corpus: corpus, catalogue: catalogue, findings: findings).known
    for document in catalogue.documents {
      for name in document.impliedBy where !names.contains(name) {
        findings.error(
          "\(document.id) is implied by \(name), which is no name in force", help: suggestion(for: name, among: names),
          at: document.place)
      }
    }
  }
}

extension Corpus {
  /// Check ids by the requirement that they cite.
  public var citations: [String: [String]] {
    var result: [String: [String]] = [:]
    for scenario in scenarios {
      for judgement in scenario.allJudgements {
        guard let id = judgement.id else { continue }
        for requirement in judgement.requirements { result[requirement, default: []].append("\(scenario.id)/\(id)") }
      }
    }
    return result
  }
}

extension Scenario {
  /// Every judgement of the file: of steps, cases, their `checks`, of `then` and `watch`.
  public var allJudgements: [Judgement] { (watch?.checks ?? []) + steps.flatMap(\.allJudgements) }
}

extension Step {
  var allJudgements: [Judgement] {
    [judgement] + checks + cases.flatMap { [$0.judgement] + $0.checks } + then.flatMap(\.allJudgements)
  }

  var varied: String? { if case .vary(let base) = head { base } else { nil } }
  var performed: Action? { if case .perform(let action) = head { action } else { nil } }
  var name: String { id ?? "(without id)" }
}

/// Checks names in force.
struct NeedLint {
  let corpus: Corpus
  let catalogue: Catalogue
  let findings: Findings
  /// Names that the variants of the scenario put in force.
  var variants: [String] = []

  /// Every name that a target can have in force.
  var known: [String] {
    variants + corpus.capabilities.namesInForce + catalogue.profiles.map(\.id) + catalogue.requirements.filter(\.isPolicy).map(\.id)
      + catalogue.documents.map(\.nameInForce)
  }

  func check(_ needs: [Need]) {
    for need in needs {
      switch need {
      case .name(let name, let place), .not(let name, let place): check(name, place)
      case .atLeast(let name, _, let place):
        check(name, place)
        if let capability = corpus.capabilities[name], !capability.takesNumber {
          findings.error("\(name) has no number", help: "write the name alone", at: place)
        }
      case .any(let branches): check(branches)
      }
    }
  }

  private func check(_ name: String, _ place: Place) {
    guard !known.contains(name) else { return }
    findings.error(
      "\(name) is no name in force", help: nearest(name, among: known).map { "did you mean \($0)?" } ?? "names are in capabilities.yaml",
      at: place)
  }
}

/// Checks the rungs of a ladder.
struct LadderLint {
  let findings: Findings
  /// Whether it is a named expectation's.
  let isNamed: Bool

  /// - Parameter members: what is expected before any rung is looked at.
  func check(_ rungs: [Rung], after members: [Matcher.Entry]?) {
    var earlier: [(members: [Matcher.Entry], when: [Need], place: Place)] = []
    let expected = members.flatMap { $0.first { $0.name == "outcome" } }
    if let members, !members.isEmpty { earlier.append((members, [], members[0].place)) }
    for rung in rungs {
      if rung.note.isEmpty {
        findings.error("a rung without note", help: "say which text gives the latitude", at: rung.place)
      } else if rung.verdict == .passed, !citesText(rung.note) {
        findings.error("a rung with verdict passed cites no text", help: "note: \"RFC 6749 5.2: …\"", at: rung.place)
      }
      if rung.verdict == .failed, !isNamed {
        findings.error("verdict failed stands only in a named expectation", at: rung.place)
      }
      if rung.members.isEmpty { findings.error("a rung that everything meets", at: rung.place) }
      var whole = rung.members
      if let expected, !whole.contains(where: { $0.name == "outcome" }) { whole.append(expected) }
      if let other = earlier.first(where: { swallows($0, (whole, rung.when)) }) {
        findings.error("the rung can never decide: what stands in line \(other.place.line) swallows it", at: rung.place)
      }
      earlier.append((whole, rung.when, rung.place))
    }
  }

  private func swallows(_ a: (members: [Matcher.Entry], when: [Need], place: Place), _ b: (members: [Matcher.Entry], when: [Need])) -> Bool
  {
    let conditions = Set(b.when.map(\.spelling))
    return a.when.allSatisfy { conditions.contains($0.spelling) } && Matcher.areMetByAll(a.members, b.members)
  }

  /// A name of a document or requirement with a number, or a draft.
  private func citesText(_ note: String) -> Bool {
    if note.contains("draft-") || note.contains("section") || note.contains("policy.") { return true }
    let words = note.split { $0 == " " || $0 == ":" || $0 == "," || $0 == "(" || $0 == ")" }
    let hasName = words.contains { word in word.filter { $0.isUppercase }.count >= 2 }
    return hasName && note.contains { $0.isNumber }
  }
}
