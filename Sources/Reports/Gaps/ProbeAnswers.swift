import OrderedJSON
import Requirements
import Results

/// What several implementations answered to one probe, or to a check that a gap names, in the order of the runs.
struct ProbeAnswers {
  struct Answer {
    /// Values by path, as compact JSON.
    var values: [String: String]
    /// What stands where a value is missing.
    var missing: String
  }

  var id: String
  var question: String
  /// The paths that any run recorded, in order of appearance.
  var paths: [String]
  /// Nil where the run does not have the probe.
  var answers: [Answer?]

  var answered: Int { answers.count { $0?.values.isEmpty == false } }

  /// Whether two runs recorded different values under the same path. A run that could not answer says nothing.
  var diverges: Bool {
    // What was judged is told beside what was seen; a verdict alone is no behaviour.
    paths.contains { path in path != "verdict" && Set(answers.compactMap { $0?.values[path].map(Self.comparable) }).count > 1 }
  }

  /// A value without what differs between any two servers and means nothing: hosts, random strings, times, prose for developers.
  static func comparable(_ value: String) -> String {
    value
      .replacing(/"error_description":"(?:[^"\\]|\\.)*",?/, with: "")
      // Where a server stands is its own affair; whether its name ends with a slash is what two others trip over.
      .replacing(/https?:\/\/[^"\s]*?(\/?)(?=["\s]|$)/) { "url\($0.output.1)" }
      // Any success is one; the number of a redirect is no difference of meaning.
      .replacing(/^outcome accepted, status [23][0-9]{2}/, with: "outcome accepted")
      .replacing(/\b1[5-9][0-9]{8}\b/, with: "time")
      .replacing(/"[A-Za-z0-9_-]{20,}"/, with: "\"random\"")
  }

  /// Whether the probe bears on a gap.
  func feeds(_ gap: Gap) -> Bool {
    if gap.probes.contains(where: { Glob($0).matches(id) }) { return true }
    return ([gap.id] + gap.experiments).contains { names($0) }
  }

  /// Whether the question contains a name as a whole word: EV-1 is not named by EV-12.
  private func names(_ name: String) -> Bool {
    question.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }.contains { $0 == name || $0 == name + "." }
  }

  /// All probes of some runs, and the checks that a gap names, in order of first appearance.
  static func collect(_ runs: [RunResult], gaps: [Gap] = []) -> [ProbeAnswers] {
    let globs = gaps.flatMap(\.probes).map(Glob.init)
    func isWanted(_ check: CheckResult) -> Bool { check.kind == .probe || globs.contains { $0.matches(check.id) } }
    var order: [String] = []
    var all: [String: ProbeAnswers] = [:]
    for (index, run) in runs.enumerated() {
      for check in run.checks where isWanted(check) {
        if all[check.id] == nil {
          order.append(check.id)
          all[check.id] = ProbeAnswers(
            id: check.id, question: check.question ?? check.title, paths: [], answers: Array(repeating: nil, count: runs.count))
        }
        let (answer, paths) = Self.answer(of: check)
        for path in paths where all[check.id]?.paths.contains(path) == false { all[check.id]?.paths.append(path) }
        all[check.id]?.answers[index] = answer
      }
    }
    return order.compactMap { all[$0] }.map { probe in
      var probe = probe
      if probe.paths.isEmpty { probe.paths = ["seen"] }
      return probe
    }
  }

  /// What a run says, and the paths in their order.
  private static func answer(of check: CheckResult) -> (Answer, [String]) {
    var answer = Answer(values: [:], missing: "not recorded")
    var paths: [String] = []
    func add(_ path: String, _ value: String) {
      if answer.values.updateValue(value, forKey: path) == nil { paths.append(path) }
    }
    switch check.verdict {
    case .noted, .passed, .warning, .failed:
      if check.seen.hasPrefix("withheld") {
        answer.missing = "withheld until it is disclosed"
      } else if check.kind == .check {
        add("verdict", check.verdict.rawValue)
        add("seen", check.seen)
      } else {
        for record in check.records { add(record.path, record.value.compact) }
        if check.records.isEmpty, !check.seen.isEmpty { add("seen", check.seen) }
      }
    case .skipped, .unproven, .errored: answer.missing = "\(check.verdict.rawValue): \(cut(check.reason, to: 160))"
    }
    return (answer, paths)
  }
}

/// A name for each run, in which two runs of the same target are told apart.
func displayNames(_ runs: [RunResult]) -> [String] {
  var seen: [String: Int] = [:]
  return runs.map { run in
    let name = "\(run.target.name) \(run.target.version)"
    seen[name, default: 0] += 1
    return seen[name]! == 1 ? name : "\(name) (\(seen[name]!))"
  }
}
