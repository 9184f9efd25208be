import Documents
import Results
import Testing

@testable import Reports

@Suite("Baselines and the exit status") struct BaselineTests {
  let old = "possession.dpop.resource-server/old"
  let scope = "exchange.agents.narrowing/scope-regained[depth=2.0]"
  let today = CalendarDate("2026-11-25")!

  @Test("A file that was written is read again, and then nothing is new") func roundTrip() throws {
    let run = Fixture.run { $0.verdict != .errored }
    let text = Baseline.write(from: run, includingWarnings: true)
    let baseline = try Baseline(file: SourceFile(path: "baseline.yaml", text: text))
    #expect(baseline.entries.map(\.verdict) == [.failed, .unproven, .warning])
    let outcome = baseline.apply(to: run, today: today)
    #expect(outcome.known.count == 3)
    #expect(!outcome.isOutdated)
    #expect(ExitStatus.of(run, baseline: outcome, strict: true) == 0)
  }

  @Test("Hostile reasons are written so that they can be read", arguments: Hostile.texts) func hostile(text: String) throws {
    let written = Baseline.write(from: Hostile.run(text), includingWarnings: true)
    do {
      let baseline = try Baseline(file: SourceFile(path: "baseline.yaml", text: written))
      #expect(baseline.entries.count == 3)
    } catch {
      // Only a reason of nothing but spaces is refused, and then with that message.
      #expect(text.allSatisfy { $0 == " " }, "\(error)")
    }
  }

  @Test("Nothing wrong gives an empty list that can be read") func empty() throws {
    let text = Baseline.write(from: Fixture.run { $0.verdict == .passed })
    #expect(try Baseline(file: SourceFile(path: "b", text: text)).entries.isEmpty)
  }

  @Test("Entries fall into the heap that they belong to") func heaps() {
    let baseline = Baseline(entries: [
      .init(check: old, verdict: .failed, reason: "known", expires: CalendarDate("2026-11-25")),
      .init(check: scope, verdict: .failed, reason: "became something else"),
      .init(check: "discovery.metadata.server/dpop-algorithms", verdict: .warning, reason: "expired", expires: CalendarDate("2026-11-24")),
      .init(check: "possession.dpop.resource-server/good-proof[alg=ES256]", verdict: .failed, reason: "works again"),
      .init(check: "no.such/check", verdict: .failed, reason: "gone"),
      .init(check: "possession.dpop.resource-server/nonce-missing", verdict: .failed, reason: "skipped now"),
    ])
    let outcome = baseline.apply(to: Fixture.run, today: today)
    #expect(outcome.known.map(\.check) == [old])
    #expect(outcome.changed.map(\.now) == [.unproven])
    #expect(outcome.expired.map(\.reason) == ["expired"])
    #expect(outcome.repaired.map(\.reason) == ["works again"])
    #expect(outcome.absent.map(\.reason) == ["gone", "skipped now"])
  }

  @Test(
    "What is wrong with a file is said with its place",
    arguments: [
      ("baseline:\n  - check: a/b\n    verdict: failed\n", "reason is missing"),
      ("baseline:\n  - {check: a/b, verdict: faild, reason: x}\n", "unknown verdict faild"),
      ("baseline:\n  - {check: a/b, verdict: errored, reason: x}\n", "no known failure of a target"),
      ("baseline:\n  - {check: a/b, verdict: passed, reason: x}\n", "passed is no failure"),
      ("baseline:\n  - {check: a/b, verdict: failed, reason: x, expires: 2026-02-30}\n", "expected a day"),
      ("baseline:\n  - {check: a/b, verdict: failed, reason: x, expire: 2026-02-03}\n", "did you mean expires?"),
      ("baseline:\n  - {check: a/b, verdict: failed, reason: x}\n  - {check: a/b, verdict: failed, reason: y}\n", "stands twice"),
      ("known: []\n", "the key baseline is missing"), ("baseline: {}\n", "baseline is a list, found a map"), ("- x\n", "expected a map"),
      ("baseline: [x]\n", "an entry is a map"),
    ])
  func mistakes(text: String, message: String) {
    do {
      _ = try Baseline(file: SourceFile(path: "baseline.yaml", text: text))
      Issue.record("accepted")
    } catch {
      #expect(error.description.contains(message), "\(error)")
      #expect(error.description.contains("baseline.yaml:"))
    }
  }

  @Test(
    "The exit status follows the verdicts",
    arguments: [
      ([Verdict.passed], false, 0), ([.passed, .skipped, .noted], true, 0), ([.passed, .warning], false, 0),
      ([.passed, .warning], true, 1),
      ([.passed, .failed], false, 1), ([.passed, .unproven], false, 1), ([.unproven], false, 3), ([.skipped], false, 3), ([], false, 3),
      ([.passed, .errored], false, 4), ([.failed, .errored], false, 1), ([.passed, .unproven, .errored], false, 4),
    ])
  func status(verdicts: [Verdict], strict: Bool, expected: Int32) {
    #expect(ExitStatus.of(Fixture.run { verdicts.contains($0.verdict) && $0.kind == .check }, strict: strict) == expected)
  }

  @Test("A run that was cut off is never a success") func interrupted() {
    #expect(ExitStatus.of(Fixture.run(where: { $0.verdict == .passed }, interrupted: "killed")) == 3)
    #expect(ExitStatus.of(Fixture.run(where: { $0.verdict == .failed }, interrupted: "killed")) == 1)
  }

  @Test("A strict run fails on entries that are true no longer, another does not") func outdated() {
    let run = Fixture.run { $0.verdict == .passed }
    let entry = Baseline.Entry(check: "possession.dpop.resource-server/good-proof[alg=ES256]", verdict: .failed, reason: "x")
    let outcome = Baseline(entries: [entry]).apply(to: run, today: today)
    #expect(ExitStatus.of(run, baseline: outcome) == 0)
    #expect(ExitStatus.of(run, baseline: outcome, strict: true) == 1)
  }

  @Test(
    "Days of the calendar",
    arguments: [
      (0, "1970-01-01"), (951_782_400_000, "2000-02-29"), (1_795_574_536_000, "2026-11-25"), (-1, "1969-12-31"),
      (4_107_542_399_999, "2100-02-28"),
      (4_107_542_400_000, "2100-03-01"),
    ])
  func days(milliseconds: Int, text: String) {
    #expect(CalendarDate(unixMilliseconds: milliseconds).description == text)
    #expect(CalendarDate(text) == CalendarDate(unixMilliseconds: milliseconds))
  }

  @Test(
    "What is no day is refused",
    arguments: ["2026-13-01", "2026-00-10", "2026-02-29", "26-01-01", "2026-1-01", "2026-01-01 ", "+026-01-01", ""])
  func noDays(text: String) { #expect(CalendarDate(text) == nil) }
}
