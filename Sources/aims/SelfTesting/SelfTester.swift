import Foundation
import OrderedJSON
import Reports
import Results
import Runner
import Scenarios

/// Runs the suite against the sound target, under every preset and against every defect.
struct SelfTester: Sendable {
  let library: Library
  let entries: [DefectEntry]
  let jobs: Int
  /// Whether a defect is held against every scenario, or against those of the areas that it is designated in.
  let isWhole: Bool

  /// A configuration of the embedded target and what became of it.
  struct Finding: Sendable {
    /// `dpop-ath-unchecked`, `wpt-ath-ignored under wpt-01`, `preset dpop-nonce` or `sound`.
    var name: String
    var turned: [String] = []
    var unproven: [String] = []
    var problems: [String] = []
    /// Every check whose verdict is another than on the sound target.
    var changes: [DefectComparison.Change] = []
    var seconds: Double = 0
    var run: RunResult?
  }

  /// The target without defects: no check may be failed, unproven or errored. As with defects, a problem must show twice.
  func sound(presets: [String]) async -> Finding {
    let first = await attempt(presets: presets)
    return first.problems.isEmpty ? first : await attempt(presets: presets)
  }

  private func attempt(presets: [String]) async -> Finding {
    let start = Date()
    var finding = Finding(name: presets.isEmpty ? "sound" : "preset " + presets.joined(separator: ", "))
    do {
      let run = try await EmbeddedRun(library: library).run(presets: presets)
      finding.run = run
      finding.problems = run.checks.filter { [.failed, .unproven, .errored].contains($0.verdict) }
        .map { "\($0.id) is \($0.verdict.rawValue): \($0.reason)" }
      if let interrupted = run.interrupted { finding.problems.append(interrupted) }
    } catch {
      finding.problems = [Self.text(error)]
    }
    finding.seconds = Date().timeIntervalSince(start)
    return finding
  }

  /// A defect against the sound run under the same presets. What is not as designated must show twice: a busy machine may let one
  /// exchange time out, and that says nothing about the suite.
  func defect(_ entry: DefectEntry, sound: RunResult) async -> Finding {
    let first = await attempt(entry, sound: sound)
    if first.problems.isEmpty { return first }
    let second = await attempt(entry, sound: sound)
    return second.problems.isEmpty || second.problems == first.problems ? second : first
  }

  private func attempt(_ entry: DefectEntry, sound: RunResult) async -> Finding {
    let start = Date()
    var finding = Finding(name: entry.name)
    do {
      let areas = isWhole ? [] : entry.areas
      let broken = try await EmbeddedRun(library: library).run(
        defects: [entry.defect], presets: entry.presets, selection: Selection(areas: Set(areas.compactMap(Area.init(rawValue:)))))
      var held = sound
      if !areas.isEmpty { held.scenarios.removeAll { !areas.contains($0.area) } }
      let comparison = DefectComparison(entry, sound: held, broken: broken)
      finding.turned = comparison.turned
      finding.unproven = comparison.unproven
      finding.changes = comparison.changes
      finding.problems = comparison.problems.map(\.description)
      if !comparison.isNoticed { finding.problems.append("no check noticed the defect") }
    } catch {
      finding.problems = [Self.text(error)]
    }
    finding.seconds = Date().timeIntervalSince(start)
    return finding
  }

  /// Works on several at a time; findings are handed over as they come.
  func each<Item: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) async -> Finding, done: (Finding) -> Void
  ) async -> [Finding] {
    await withTaskGroup(of: Finding.self) { group in
      var waiting = items.makeIterator()
      var findings: [Finding] = []
      for _ in 0..<max(1, jobs) {
        if let item = waiting.next() { group.addTask { await work(item) } }
      }
      while let finding = await group.next() {
        findings.append(finding)
        done(finding)
        if !Task.isCancelled, let item = waiting.next() { group.addTask { await work(item) } }
      }
      return findings
    }
  }

  private static func text(_ error: any Error) -> String {
    if let failure = error as? Failure { return failure.message }
    return "\(error)"
  }

  /// Names that the reference target lists under an option such as `--list-defects`.
  static func names(_ option: String) throws -> [String] {
    let text = try ReferenceProgram.output([option, "--json"])
    guard let list = (try? JSON.parse(text.trimmingCharacters(in: .whitespacesAndNewlines)))?.array else {
      throw Failure(.suiteError, "error: the reference target lists nothing under \(option)")
    }
    return list.compactMap { $0["name"]?.string }
  }
}
