import Results

/// JUnit XML as continuous integration reads it: a suite for each area, a test case for each check.
///
/// There is no standard. What is written here is the common ground of Jenkins, GitLab and the reporters on GitHub Actions.
/// Warnings and notes are passes there, told apart by a property and by text in `system-out`.
public enum JUnitReport {
  public enum Dialect: Sendable, CaseIterable {
    /// With `file`, `line` and properties on each test case.
    case common
    /// Only what the XML schema junit-10 of Jenkins' xUnit plugin allows: no attributes or properties beyond it; what they would
    /// say stands in `system-out`.
    case jenkinsXUnit
  }

  /// Renders a run.
  public static func render(_ run: RunResult, dialect: Dialect = .common) -> String {
    let all = Tally(run.checks)
    var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let named = [
      ("name", "\(run.suite.name) \(run.target.name) \(run.target.version)"), ("tests", "\(all.total)"),
      ("failures", "\(all[.failed])"), ("errors", "\(errors(all))"), ("time", Time.seconds(run.elapsed)),
    ]
    out += "<testsuites\(attributes(named))>\n"
    for (index, area) in run.areas.enumerated() { out += suite(area, index, run, dialect) }
    out += declared(run)
    return out + "</testsuites>\n"
  }

  private static func errors(_ tally: Tally) -> Int { tally[.unproven] + tally[.errored] }

  private static func suite(_ area: String, _ index: Int, _ run: RunResult, _ dialect: Dialect) -> String {
    let checks = run.checks(in: area)
    let tally = Tally(checks)
    let named = [
      ("name", area), ("id", "\(index)"), ("tests", "\(tally.total)"), ("failures", "\(tally[.failed])"),
      ("errors", "\(errors(tally))"), ("skipped", "\(tally[.skipped])"),
      ("time", Time.seconds(checks.reduce(0) { $0 + max(0, $1.elapsedMilliseconds) })),
      // Without a zone, as most readers want it; it is UTC.
      ("timestamp", String(Time.moment(run.started).dropLast())),
    ]
    var out = "  <testsuite\(attributes(named))>\n"
    out += properties(
      [
        ("target", "\(run.target.name) \(run.target.version)"), ("revision", run.revision),
        ("profiles", run.profiles.joined(separator: " ")), ("suite", "\(run.suite.name) \(run.suite.version)"),
        ("vectors", run.suite.vectors), ("reproduce", run.reproduce), ("interrupted", run.interrupted ?? ""),
      ], indent: "    ")
    for scenario in run.scenarios(in: area) {
      for check in scenario.checks { out += testCase(check, scenario, dialect) }
    }
    return out + "  </testsuite>\n"
  }

  /// What the operator declares: properties of a suite without a test case, so that nothing of it can be counted as passed.
  private static func declared(_ run: RunResult) -> String {
    if run.declared.isEmpty { return "" }
    let named = [
      ("name", "declared by the operator"), ("id", "\(run.areas.count)"), ("tests", "0"), ("failures", "0"), ("errors", "0"),
      ("skipped", "0"),
      ("time", Time.seconds(0)), ("timestamp", String(Time.moment(run.started).dropLast())),
    ]
    let answers = run.declared.map { ($0.requirement, cut($0.sentence, to: 4000)) }
    return "  <testsuite\(attributes(named))>\n\(properties(answers, indent: "    "))  </testsuite>\n"
  }

  /// The scenario id begins with the area; a full stop inside a variant would be read as another level.
  private static func className(_ scenario: ScenarioResult) -> String {
    let parts = scenario.id.split(separator: "[", maxSplits: 1)
    let stem = parts.first.map(String.init) ?? scenario.id
    let variant = parts.count == 2 ? "[" + parts[1].split(separator: ".", omittingEmptySubsequences: false).joined(separator: "-") : ""
    return (stem.hasPrefix(scenario.area + ".") ? stem : "\(scenario.area).\(stem)") + variant
  }

  private static func testCase(_ check: CheckResult, _ scenario: ScenarioResult, _ dialect: Dialect) -> String {
    let location = check.location
    var named = [
      ("name", "\(check.localID): \(check.title)"), ("classname", className(scenario)),
      ("time", Time.seconds(check.elapsedMilliseconds)),
    ]
    if dialect == .common {
      if !location.file.isEmpty { named.append(("file", location.file)) }
      if let line = location.line { named.append(("line", "\(line)")) }
    }
    var facts = [
      ("check", check.id), ("verdict", check.verdict.rawValue), ("level", check.severity?.rawValue ?? "none"),
      ("skip-reason", check.skipReason?.rawValue ?? ""),
    ]
    for requirement in check.requirements {
      facts.append(("requirement", requirement.id))
      facts.append(("section", requirement.source))
    }
    var out = "    <testcase\(attributes(named))>\n"
    if dialect == .common { out += properties(facts, indent: "      ") }
    out += outcome(check)
    out += "      <system-out>\(xml(systemOut(check, facts, dialect)))</system-out>\n"
    return out + "    </testcase>\n"
  }

  private static func outcome(_ check: CheckResult) -> String {
    func element(_ name: String, type: String, content: Bool) -> String {
      let head = "      <\(name)\(attributes([("type", type), ("message", cut(check.reason, to: 1000))]))"
      guard content else { return head + "/>\n" }
      return head + ">\(xml(cut(Blocks.plain(check, withExchanges: false), to: 20_000)))</\(name)>\n"
    }
    switch check.verdict {
    case .passed, .warning, .noted: return ""
    case .failed: return element("failure", type: "failed", content: true)
    case .unproven: return element("error", type: "unproven", content: true)
    case .errored: return element("error", type: "errored", content: true)
    case .skipped: return element("skipped", type: check.skipReason?.rawValue ?? "skipped", content: false)
    }
  }

  private static func systemOut(_ check: CheckResult, _ facts: [(String, String)], _ dialect: Dialect) -> String {
    var out = ""
    switch dialect {
    case .common: break
    case .jenkinsXUnit:
      out += facts.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)\n" }.joined() + "place: \(check.place)\n"
    }
    switch check.verdict {
    case .passed: out += check.reason
    case .skipped: out += check.reason
    case .warning: out += "WARNING: " + Blocks.plain(check, withExchanges: true)
    case .noted: out += "NOTED: " + Blocks.plain(check, withExchanges: true)
    case .failed, .unproven, .errored: out += Blocks.exchanges(check)
    }
    return cut(out, to: 40_000)
  }

  private static func attributes(_ pairs: [(String, String)]) -> String {
    pairs.map { " \($0.0)=\"\(attribute($0.1))\"" }.joined()
  }

  private static func properties(_ pairs: [(String, String)], indent: String) -> String {
    let lines = pairs.filter { !$0.1.isEmpty }.map { "\(indent)  <property\(attributes([("name", $0.0), ("value", $0.1)]))/>\n" }
    return lines.isEmpty ? "" : "\(indent)<properties>\n\(lines.joined())\(indent)</properties>\n"
  }
}
