import ArgumentParser
import Documents
import Foundation
import OrderedJSON
import Reports
import Results

struct SelfTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Test the suite itself: run it against every defect of the reference target.",
    discussion: """
      On the sound target and under every lawful leniency (preset) nothing may fail; of each defect the designated checks, and only \
      they, must take notice; and every check must have been seen to fail. vectors/defects/ says which checks are designated.
      """)

  @Option(help: ArgumentHelp("Only these defects; * stands for anything.", valueName: "glob"))
  var defect: [String] = []

  @Option(help: "How many targets at a time.")
  var jobs: Int = 2

  @Flag(help: "Hold every defect against the whole suite, not only against the areas that it is designated in (half an hour on two cores).")
  var whole = false

  @Option(help: ArgumentHelp("Write there, a JSON object a line, what every defect changed.", valueName: "file"), completion: .file())
  var matrix: String?

  @OptionGroup var vectors: VectorOptions

  @Flag(help: "Also list checks that never ran on the reference target.")
  var verbose = false

  func validate() throws {
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs must lie between 1 and 64") }
  }

  func run() async throws {
    let library = try vectors.library()
    _ = try library.sound()
    let entries = try Self.entries(library)
    let chosen = entries.filter { entry in defect.isEmpty || defect.contains { matches($0, entry.defect) } }
    if chosen.isEmpty { throw Failure(.usage, "error: no defect in vectors/defects/ is called \(defect.joined(separator: " or "))") }
    let tester = SelfTester(library: library, entries: entries, jobs: jobs, isWhole: whole)
    let known = try SelfTester.names("--list-defects")
    var problems = undescribed(known, entries)
    // Presets first: they are also what some defects are compared with.
    let presets = try defect.isEmpty ? SelfTester.names("--list-presets").map { [$0] } : []
    let wanted = unique([[]] + presets + chosen.map(\.presets))
    Terminal.output.print("the sound target, and \(wanted.count - 1) presets, on which nothing may fail")
    let soundFindings = await tester.each(wanted, { await tester.sound(presets: $0) }, done: show)
    let sound = Dictionary(soundFindings.compactMap { finding in finding.run.map { (finding.name, $0) } }, uniquingKeysWith: { a, _ in a })
    Terminal.output.print("\(chosen.count) defects, of which the designated checks must take notice")
    let findings = await tester.each(
      chosen,
      { entry in
        let name = entry.presets.isEmpty ? "sound" : "preset " + entry.presets.joined(separator: ", ")
        guard let run = sound[name] else { return .init(name: entry.name, problems: ["there is no sound run to compare with"]) }
        return await tester.defect(entry, sound: run)
      }, done: show)
    if let matrix { try write(findings, to: matrix) }
    problems += coverage(Array(sound.values), findings, try Self.unturned(library), isWhole: defect.isEmpty)
    let bad = (soundFindings + findings).filter { !$0.problems.isEmpty }
    for problem in problems { Terminal.output.print(Terminal.output.paint("✗ ", .red) + problem) }
    Terminal.output.print(
      "\(findings.count { $0.problems.isEmpty }) of \(findings.count) defects noticed as designated, "
        + "\(soundFindings.count { $0.problems.isEmpty }) of \(soundFindings.count) sound targets without a failure, \(problems.count) other problems"
    )
    if !bad.isEmpty || !problems.isEmpty { throw ExitStatus.failure }
  }

  /// The matrix as data: defect by defect, the checks that changed.
  private func write(_ findings: [SelfTester.Finding], to path: String) throws {
    let lines = findings.sorted { $0.name < $1.name }.map { finding -> String in
      let changes = finding.changes.map { change -> JSON in
        .object(of: [
          "check": .string(change.check), "was": .string(change.was.rawValue), "now": change.now.map { .string($0.rawValue) },
          "must": .bool(change.isMust),
        ])
      }
      let line: JSON = [
        "defect": .string(finding.name), "changes": .array(changes), "problems": .array(finding.problems.map(JSON.string)),
      ]
      return line.compact + "\n"
    }
    do {
      try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw Failure(.usage, "error: \(path) cannot be written: \(error.localizedDescription)")
    }
  }

  private static func entries(_ library: Library) throws -> [DefectEntry] {
    var entries: [DefectEntry] = []
    for file in library.files
    where file.path.contains("/defects/") && file.path.hasSuffix(".yaml") && !file.path.hasSuffix("/unturned.yaml") {
      do throws(Diagnostics) { entries += try DefectEntry.parse(file) } catch { throw Failure(error.all) }
    }
    return entries
  }

  private static func unturned(_ library: Library) throws -> [UnturnedCheck] {
    var checks: [UnturnedCheck] = []
    for file in library.files where file.path.hasSuffix("/defects/unturned.yaml") {
      do throws(Diagnostics) { checks += try UnturnedCheck.parse(file) } catch { throw Failure(error.all) }
    }
    return checks
  }

  /// Defects without an entry, entries without a defect, and entries that stand twice.
  private func undescribed(_ known: [String], _ entries: [DefectEntry]) -> [String] {
    let described = Set(entries.map(\.defect))
    var problems = entries.filter { !known.contains($0.defect) }
      .map {
        "\($0.place): the reference target has no defect \($0.defect)"
          + (nearest($0.defect, among: known).map { "; did you mean \($0)?" } ?? "")
      }
    // Once for each preset under which it matters: a profile of its own has checks of its own.
    let twice = Dictionary(grouping: entries, by: \.name).filter { $0.value.count > 1 }
    problems += twice.keys.sorted().map { "the defect \($0) is described twice" }
    guard defect.isEmpty else { return problems }
    return problems + known.filter { !described.contains($0) }.map { "vectors/defects/ does not say what must notice the defect \($0)" }
  }

  private func coverage(_ sound: [RunResult], _ findings: [SelfTester.Finding], _ unturned: [UnturnedCheck], isWhole: Bool) -> [String] {
    guard isWhole else { return [] }
    let coverage = DefectCoverage(soundRuns: sound, turned: Set(findings.flatMap(\.turned)))
    if !coverage.neverRun.isEmpty {
      Terminal.output.print(
        "\(coverage.neverRun.count) checks never ran on the reference target" + (verbose ? ":" : " (--verbose lists them)"))
      if verbose { for check in coverage.neverRun { Terminal.output.print("    \(check)") } }
    }
    let known = coverage.neverTurned.filter { check in unturned.contains { Glob($0.check).matches(check) } }
    if !known.isEmpty { Terminal.output.print("\(known.count) checks that no defect turns; vectors/defects/unturned.yaml says why") }
    let stale = unturned.filter { entry in !coverage.neverTurned.contains { Glob(entry.check).matches($0) } }
    return coverage.neverTurned.filter { !known.contains($0) }.map { "no defect turns \($0)" }
      + stale.map { "\($0.place): every check that \($0.check) names is turned by a defect; take the entry out" }
  }

  private func show(_ finding: SelfTester.Finding) {
    let out = Terminal.output
    let sign = finding.problems.isEmpty ? out.paint("✓", .green) : out.paint("✗", .red)
    var line = "\(sign) \(finding.name.padded(44))"
    if finding.run == nil, !finding.turned.isEmpty || finding.problems.isEmpty {
      line += " \(finding.turned.count) turned" + (finding.unproven.isEmpty ? "" : ", \(finding.unproven.count) unproven")
    }
    out.print(line + "  (\(String(format: "%.1f", finding.seconds)) s)")
    for problem in finding.problems.prefix(12) { out.print(wrapped(problem, indent: 4, width: max(out.width, 100))) }
    if finding.problems.count > 12 { out.print("    … and \(finding.problems.count - 12) more") }
  }

  private func unique(_ lists: [[String]]) -> [[String]] {
    var seen = Set<[String]>()
    return lists.filter { seen.insert($0).inserted }
  }

  private func matches(_ pattern: String, _ name: String) -> Bool { Glob(pattern).matches(name) }
}
