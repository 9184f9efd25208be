import OrderedJSON
import Requirements
import Results

/// What an implementation still lacks, requirement by requirement of the draft and of what it composes.
public struct ImplementationGapReport: Sendable {
  public let run: RunResult
  public let revision: Revision
  let catalogue: Catalogue
  /// The draft's requirements in the order of the draft's sections, then the others in catalogue order.
  public let findings: [RequirementFinding]
  /// Documents of the catalogue that are not in force for this target, with how many requirements they have.
  public let notInForce: [(document: SpecDocument, count: Int)]

  /// Judges every requirement of the catalogue by the checks of a run.
  ///
  /// The revision is the one that the run was judged by; the newest if the run names one that the catalogue does not know. What the
  /// operator declares (`run.declared`) answers what no check of the run judged, and never counts as met.
  public init(_ run: RunResult, catalogue: Catalogue) {
    self.run = run
    self.catalogue = catalogue
    let revision = Revision(rawValue: run.revision) ?? .newest
    self.revision = revision
    let names = Set(run.namesInForce.map(\.name) + run.profiles)
    var citing: [String: [CheckResult]] = [:]
    for check in run.checks where check.kind == .check {
      for requirement in check.requirements { citing[requirement.id, default: []].append(check) }
    }
    var findings: [RequirementFinding] = []
    var absent: [String: Int] = [:]
    for requirement in catalogue.requirements {
      guard requirement.isPresent(in: revision), let level = requirement.level(in: revision),
        let source = catalogue.sourceText(of: requirement, in: revision)
      else { continue }
      var checks = citing[requirement.id] ?? []
      // What no check cites itself is judged by the checks of the details that it names.
      let isThrough = checks.isEmpty && !requirement.through.isEmpty
      let ids = isThrough ? requirement.through : [requirement.id]
      if isThrough {
        var seen: Set<String> = []
        checks = ids.flatMap { citing[$0] ?? [] }.filter { seen.insert($0.id).inserted }
      }
      // A statement that was catalogued after its revision was frozen is shown, and does not count.
      let isLater = catalogue.isLater(requirement, in: revision)
      let binding = checks.filter { check in check.requirements.contains { ids.contains($0.id) && ($0.binds || isLater) } }
      let binds = catalogue.binds(requirement, in: revision) { names.contains($0) }
      let isInForce = requirement.isOfTheDraft || binds || !binding.isEmpty
      guard isInForce else {
        absent[requirement.document, default: 0] += 1
        continue
      }
      var finding = Self.finding(requirement, level, source, binding: binding, cited: checks, isThrough: isThrough, catalogue)
      finding.isLater = isLater
      findings.append(finding.answered(by: run.declared, judged: binding.contains { $0.verdict != .skipped }))
    }
    self.findings = Self.sorted(findings, revision)
    notInForce = catalogue.documents.compactMap { document in absent[document.id].map { (document, $0) } }
  }

  private static func finding(
    _ requirement: Requirement, _ level: Level, _ source: String, binding: [CheckResult], cited: [CheckResult], isThrough: Bool,
    _ catalogue: Catalogue
  ) -> RequirementFinding {
    let origin: RequirementOrigin =
      if requirement.isOfTheDraft {
        requirement.delegates.isEmpty ? .own : .delegated
      } else {
        requirement.isPolicy ? .policy : .composed
      }
    var status: RequirementStatus, reason: String
    if requirement.testability == .declared, binding.allSatisfy(\.isNotApplicable) {
      // Whoever supplies no log is not freed from what logs have to hold.
      (status, reason) = uncited(requirement, catalogue)
    } else if !binding.isEmpty {
      (status, reason) =
        isThrough
        ? RequirementFinding.combine(binding, through: requirement.through) : RequirementFinding.combine(binding, level: level)
    } else if let first = cited.first(where: { $0.verdict == .skipped }) ?? cited.first {
      let name = isThrough ? "what it leaves to other texts" : requirement.binds
      (status, reason) = (
        .notApplicable,
        first.verdict == .skipped ? first.reason : "\(name) is not in force: this target neither declares nor advertises it"
      )
    } else {
      (status, reason) = uncited(requirement, catalogue)
    }
    let evidence = (binding.isEmpty ? cited : binding).enumerated()
      .sorted { ($0.element.verdict.urgency, $0.offset) < ($1.element.verdict.urgency, $1.offset) }.map(\.element)
    return RequirementFinding(
      requirement: requirement, level: level, origin: origin, source: source, status: status, reason: reason, evidence: evidence)
  }

  /// What no check of the run bears on.
  private static func uncited(_ requirement: Requirement, _ catalogue: Catalogue) -> (RequirementStatus, String) {
    switch requirement.testability {
    case .notObservable: return (.notTestable, requirement.reason ?? "nobody outside can see it")
    case .declared: return (.undeclared, (requirement.reason.map { "\(sentence($0)) " } ?? "") + "The operator declares nothing about it.")
    case .active, .passive: return (.notTested, catalogue.untested[requirement.id]?.reason ?? "no check of this run cites it")
    }
  }

  /// The draft first, by section; a stable sort keeps the catalogue's order otherwise.
  private static func sorted(_ findings: [RequirementFinding], _ revision: Revision) -> [RequirementFinding] {
    let draft = findings.filter { $0.requirement.isOfTheDraft }.enumerated().sorted { a, b in
      let x = numbers(a.element.requirement.sections[revision] ?? ""), y = numbers(b.element.requirement.sections[revision] ?? "")
      return x == y ? a.offset < b.offset : x.lexicographicallyPrecedes(y)
    }
    return draft.map(\.element) + findings.filter { !$0.requirement.isOfTheDraft }
  }

  /// `10.3.1` as numbers, so that 9 comes before 10.
  private static func numbers(_ section: String) -> [Int] { section.split(separator: ".").map { Int($0) ?? .max } }

  /// How many requirements of an origin and a level have a status, without those that were catalogued after the freeze.
  public func count(_ origin: RequirementOrigin, _ level: Level, _ status: RequirementStatus) -> Int {
    findings.count { $0.origin == origin && $0.level == level && $0.status == status && !$0.isLater }
  }

  /// The report as JSON.
  public var json: JSON {
    .object(of: [
      "format": "aims-gap-report/1",
      "target": .object(of: ["name": .string(run.target.name), "version": .string(run.target.version)]),
      "suite": .object(of: ["version": .string(run.suite.version), "vectors": .string(run.suite.vectors)]),
      "revision": .string(revision.rawValue),
      "draft": .string(revision.draftName),
      "started": .integer(run.started),
      "interrupted": run.interrupted.map(JSON.string),
      "totals": totals,
      "requirements": .array(findings.map(encode)),
      "not-in-force": .array(notInForce.map { .object(of: ["document": .string($0.document.id), "requirements": .integer($0.count)]) }),
    ])
  }

  private var totals: JSON {
    .object(
      RequirementOrigin.allCases.map { origin in
        .init(
          origin.rawValue,
          .object(
            Level.allCases.map { level in
              .init(
                level.rawValue,
                .object(
                  RequirementStatus.allCases.map { status in
                    .init(status.rawValue, .integer(count(origin, level, status)))
                  }))
            }))
      })
  }

  private func encode(_ finding: RequirementFinding) -> JSON {
    .object(of: [
      "id": .string(finding.requirement.id),
      "document": .string(finding.requirement.document),
      "section": finding.requirement.isOfTheDraft
        ? finding.requirement.sections[revision].map(JSON.string) : .string(finding.requirement.section),
      "source": .string(finding.source),
      "level": .string(finding.level.rawValue),
      "origin": .string(finding.origin.rawValue),
      "paraphrase": .string(finding.requirement.paraphrase),
      "delegates": .array(finding.requirement.delegates.map(JSON.string)),
      "through": .array(finding.requirement.through.map(JSON.string)),
      "later": .bool(finding.isLater),
      "status": .string(finding.status.rawValue),
      "reason": .string(finding.reason),
      "declaration": finding.declaration.map(JSONReport.encode),
      "checks": .array(
        finding.evidence.map { check in
          .object(of: [
            "id": .string(check.id), "verdict": .string(check.verdict.rawValue), "reason": .string(check.reason),
            "change": Blocks.expectedAnswer(check.mismatches).map(JSON.string),
          ])
        }),
    ])
  }
}
