import Documents
import Reports
import Results
import Testing

@Suite("Defects that the suite must notice") struct DefectTests {
  private func run(_ verdicts: [(String, Verdict, Severity)]) -> RunResult {
    let checks = verdicts.map { id, verdict, severity in
      CheckResult(id: id, kind: .check, title: id, severity: severity, verdict: verdict, reason: "", place: "a.yaml:1")
    }
    return RunResult(
      suite: .init(version: "1", vectors: "0"), target: .init(name: "t", version: "1"), revision: "aims-00", started: 0, finished: 1,
      scenarios: [.init(id: "a.b", area: "a", title: "t", role: "r", file: "a.yaml", checks: checks)])
  }

  private var sound: RunResult {
    run([("a.b/one", .passed, .must), ("a.b/two[alg=X]", .passed, .should), ("a.b/three", .passed, .must), ("a.b/four", .noted, .may)])
  }

  private func entry(_ text: String) throws -> DefectEntry {
    try #require(try DefectEntry.parse(SourceFile(path: "d.yaml", text: text)).first)
  }

  @Test("designated checks must turn, and only they") func designated() throws {
    let entry = try entry("defects: [{defect: d, about: x, turns: [a.b/one, a.b/two], unproves: [a.b/th*]}]")
    let broken = run([
      ("a.b/one", .failed, .must), ("a.b/two[alg=X]", .warning, .should), ("a.b/three", .unproven, .must), ("a.b/four", .noted, .may),
    ])
    let comparison = DefectComparison(entry, sound: sound, broken: broken)
    #expect(comparison.problems.isEmpty)
    #expect(comparison.turned == ["a.b/one", "a.b/two[alg=X]"])
    #expect(comparison.unproven == ["a.b/three"])
  }

  @Test("a defect that nothing notices is a problem") func unnoticed() throws {
    let comparison = DefectComparison(try entry("[{defect: d, turns: [a.b/one]}]"), sound: sound, broken: sound)
    #expect(comparison.problems == [.notTurned(check: "a.b/one", was: .passed, now: .passed)])
    #expect(!comparison.isNoticed)
  }

  @Test("a MUST that only warns has not turned") func weak() throws {
    let broken = run([
      ("a.b/one", .warning, .must), ("a.b/two[alg=X]", .passed, .should), ("a.b/three", .passed, .must), ("a.b/four", .noted, .may),
    ])
    let comparison = DefectComparison(try entry("[{defect: d, turns: [a.b/one]}]"), sound: sound, broken: broken)
    #expect(comparison.problems == [.notTurned(check: "a.b/one", was: .passed, now: .warning)])
  }

  @Test("any other change is a problem, a check that vanished too") func collateral() throws {
    let broken = run([("a.b/one", .failed, .must), ("a.b/two[alg=X]", .unproven, .should), ("a.b/four", .noted, .may)])
    let comparison = DefectComparison(try entry("[{defect: d, turns: [a.b/one]}]"), sound: sound, broken: broken)
    #expect(
      comparison.problems == [
        .changed(check: "a.b/two[alg=X]", was: .passed, now: .unproven), .changed(check: "a.b/three", was: .passed, now: nil),
      ])
  }

  @Test("what notices by chance says nothing, whichever way it goes", arguments: [Verdict.passed, .failed, .unproven])
  func chance(verdict: Verdict) throws {
    let broken = run([
      ("a.b/one", .failed, .must), ("a.b/two[alg=X]", .passed, .should), ("a.b/three", verdict, .must), ("a.b/four", .noted, .may),
    ])
    let comparison = DefectComparison(try entry("[{defect: d, turns: [a.b/one], may: [a.b/three]}]"), sound: sound, broken: broken)
    #expect(comparison.isSound)
    #expect(comparison.turned == ["a.b/one"])
    let typo = DefectComparison(try entry("[{defect: d, turns: [a.b/one], may: [a.b/tree]}]"), sound: sound, broken: broken)
    #expect(typo.problems.contains(.matchesNothing("a.b/tree")))
  }

  @Test("a pattern that names no check is a problem") func typo() throws {
    let comparison = DefectComparison(try entry("[{defect: d, turns: [a.b/one, a.b/onne]}]"), sound: sound, broken: sound)
    #expect(comparison.problems.contains(.matchesNothing("a.b/onne")))
  }

  @Test("where a defect reaches everywhere nothing designated may pass") func everywhere() throws {
    let broken = run([
      ("a.b/one", .failed, .must), ("a.b/two[alg=X]", .unproven, .should), ("a.b/three", .passed, .must), ("a.b/four", .noted, .may),
    ])
    let comparison = DefectComparison(try entry("[{defect: d, turns: ['*'], anywhere: true}]"), sound: sound, broken: broken)
    #expect(comparison.problems == [.passes(check: "a.b/three")])
  }

  @Test("checks that nothing turned are found; one variant speaks for all") func coverage() {
    let presets = run([("a.b/one", .passed, .must), ("a.b/five", .skipped, .must)])
    let coverage = DefectCoverage(soundRuns: [sound, presets], turned: ["a.b/two[alg=Y]"])
    #expect(coverage.neverTurned == ["a.b/one", "a.b/three"])
    #expect(coverage.neverRun == ["a.b/five"])
  }

  @Test(
    "mistakes in a file of defects come with their place",
    arguments: [
      ("defects: [{defect: d, turn: [x]}]", "unknown key turn"), ("[{about: x, turns: [a]}]", "names its defect"),
      ("[{defect: d, turns: []}]", "turns no check"), ("[{defect: d, turns: a}]", "list of globs"), ("x: 1", "is a list"),
    ]) func mistakes(text: String, message: String)
  {
    do {
      _ = try DefectEntry.parse(SourceFile(path: "d.yaml", text: text))
      Issue.record("\(text) was read")
    } catch {
      #expect(error.description.contains(message), "\(error)")
      #expect(error.all.allSatisfy { $0.place != nil })
    }
  }
}
