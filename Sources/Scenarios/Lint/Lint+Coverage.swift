import Documents
import Requirements

extension Lint {
  /// What holds of the suite as a whole: no hole in what it could test, no gap without probe or reason, no reason that has become
  /// untrue, no block of the catalogue that nobody knows.
  public static func checkCoverage(_ corpus: Corpus, catalogue: Catalogue, revision: Revision = .newest) -> [Diagnostic] {
    let findings = Findings()
    let rows = Traceability(catalogue, citedBy: corpus.citations, revision: revision)
    for row in rows.unexplained {
      findings.error(
        "\(row.requirement.id) could be tested and no check cites it", help: "write a check, or a reason under untested",
        at: row.requirement.place)
    }
    for row in rows.staleReasons {
      findings.warning(
        "\(row.requirement.id) has a reason for having no check, and \((row.checks + row.through)[0]) cites it", help: "remove the reason",
        at: catalogue.untested[row.requirement.id]?.place)
    }
    let judged = Set(corpus.scenarios.flatMap { scenario in scenario.allJudgements.compactMap { $0.id.map { "\(scenario.id)/\($0)" } } })
    for gap in catalogue.gaps { check(gap, judged, findings) }
    checkBlocks(corpus, catalogue, findings)
    return findings.all
  }

  private static func check(_ gap: Gap, _ judged: Set<String>, _ findings: Findings) {
    if gap.probes.isEmpty, gap.unmeasured == nil {
      findings.error("nothing measures \(gap.id), and nobody says why", help: "probes: [ids], or unmeasured: reason", at: gap.place)
    }
    for probe in gap.probes where !judged.contains(where: { matches(glob: probe, $0) }) {
      findings.error(
        "\(gap.id) is measured by \(probe), which is no check and no probe",
        help: nearest(probe, among: judged).map { "did you mean \($0)?" }, at: gap.place(of: probe))
    }
  }

  private static func checkBlocks(_ corpus: Corpus, _ catalogue: Catalogue, _ findings: Findings) {
    let known = Set(catalogue.blocks.map(\.id))
    guard !known.isEmpty else { return }
    for scenario in corpus.scenarios {
      for name in scenario.catalogue where !known.contains(name) {
        let nodes = (try? Node.parse(scenario.file))?["catalogue"].map { $0.list ?? [$0] } ?? []
        findings.error(
          "\(name) is no block of the catalogue", help: nearest(name, among: known).map { "did you mean \($0)?" },
          at: nodes.first { $0.text == name }?.place ?? Place(file: scenario.file, line: 1, column: 1))
      }
    }
  }
}
