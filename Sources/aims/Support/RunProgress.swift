import Foundation
import Results
import Runner

/// Shows how far a run has come: one live line where a person watches, otherwise a line for each scenario.
///
/// `@unchecked Sendable`: everything that changes is touched while `lock` is held.
final class RunProgress: @unchecked Sendable {
  private let terminal: Terminal
  private let lock = NSLock()
  private let start = Date()
  private var total = 0
  private var done = 0
  private var bad = 0
  private var checks = 0
  private var current = ""
  private var lastDrawn = Date.distantPast

  init(_ terminal: Terminal = .error) { self.terminal = terminal }

  func take(_ event: RunEvent) {
    lock.lock()
    defer { lock.unlock() }
    switch event {
    case .planned(let scenarios, let skipped):
      total = scenarios
      if !terminal.isInteractive {
        terminal.print("\(scenarios) scenarios apply" + (skipped > 0 ? ", \(skipped) do not" : ""))
      }
    case .started(let scenario):
      current = scenario
      draw(force: false)
    case .finished(let result):
      finished(result)
    }
  }

  private func finished(_ result: ScenarioResult) {
    let judged = result.checks.filter { $0.verdict != .skipped }
    guard !judged.isEmpty else { return }
    done += 1
    checks += judged.count
    bad += judged.count { [.failed, .unproven, .errored].contains($0.verdict) }
    if terminal.isInteractive { return draw(force: false) }
    let counts = Verdict.allCases.compactMap { verdict -> String? in
      let count = result.checks.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    terminal.print("\(result.id): \(counts.joined(separator: ", "))")
  }

  private func draw(force: Bool) {
    guard terminal.isInteractive, force || Date().timeIntervalSince(lastDrawn) > 0.05 else { return }
    lastDrawn = Date()
    let seconds = Int(Date().timeIntervalSince(start))
    let head = "[\(done)/\(max(total, done))] \(checks) checks"
    let wrong = bad > 0 ? ", " + terminal.paint("\(bad) not right", .red) : ""
    let room = terminal.width - head.count - 30
    terminal.write("\r\u{1B}[K\(head)\(wrong), \(seconds) s  \(terminal.paint(String(current.prefix(max(0, room))), .dim))")
  }

  /// Takes the live line away.
  func finish() {
    lock.lock()
    defer { lock.unlock() }
    if terminal.isInteractive { terminal.write("\r\u{1B}[K") }
  }
}
