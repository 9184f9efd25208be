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
  /// The revision is the one that the run was judged by; the newest if the run names one that the catalogue does not know.
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
      let checks = citing[requirement.id] ?? []
      let binding = checks.filter { check in check.requirements.contains { $0.id == requirement.id && $0.binds } }
      let binds = catalogue.binds(requirement, in: revision) { names.contains($0) }
      let isInForce = requirement.isOfTheDraft || binds || !binding.isEmpty
      guard isInForce else {
        absent[requirement.document, default: 0] += 1
        continue
      }
      findings.append(Self.finding(requirement, level, source, binding: binding, cited: checks, catalogue))
    }
    self.findings = Self.sorted(findings, revision)
    notInForce = catalogue.documents.compactMap { document in absent[document.id].map { (document, $0) } }
  }

  private static func finding(
    _ requirement: Requirement, _ level: Level, _ source: String, binding: [CheckResult], cited: [CheckResult], _ catalogue: Catalogue
  ) -> RequirementFinding {
    let origin: RequirementOrigin =
      if requirement.isOfTheDraft {
        requirement.delegates.isEmpty ? .own : .delegated
      } else {
        requirement.isPolicy ? .policy : .composed
      }
    var status: RequirementStatus, reason: String
    if !binding.isEmpty {
      (status, reason) = RequirementFinding.combine(binding, level: level)
    } else if let skipped = cited.first {
      (status, reason) = (.notApplicable, skipped.verdict == .skipped ? skipped.reason : "no check by which it binds ran on this target")
    } else {
      switch requirement.testability {
      case .notObservable: (status, reason) = (.notTestable, requirement.reason ?? "nobody outside can see it")
      case .declared: (status, reason) = (.declared, requirement.reason ?? "only the operator can say")
      case .active, .passive:
        (status, reason) = (.notTested, catalogue.untested[requirement.id]?.reason ?? "no check of this run cites it")
      }
    }
    let evidence = (binding.isEmpty ? cited : binding).enumerated()
      .sorted { ($0.element.verdict.urgency, $0.offset) < ($1.element.verdict.urgency, $1.offset) }.map(\.element)
    return RequirementFinding(
      requirement: requirement, level: level, origin: origin, source: source, status: status, reason: reason, evidence: evidence)
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

  /// How many requirements of an origin and a level have a status.
  public func count(_ origin: RequirementOrigin, _ level: Level, _ status: RequirementStatus) -> Int {
    findings.count { $0.origin == origin && $0.level == level && $0.status == status }
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
      "status": .string(finding.status.rawValue),
      "reason": .string(finding.reason),
      "checks": .array(
        finding.evidence.map { check in
          .object(of: ["id": .string(check.id), "verdict": .string(check.verdict.rawValue), "reason": .string(check.reason)])
        }),
    ])
  }
}
