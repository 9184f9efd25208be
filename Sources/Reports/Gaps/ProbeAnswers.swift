import OrderedJSON
import Requirements
import Results

/// What several implementations answered to one probe, in the order of the runs.
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
    paths.contains { path in Set(answers.compactMap { $0?.values[path] }).count > 1 }
  }

  /// Whether the probe bears on a gap.
  func feeds(_ gap: Gap) -> Bool {
    if gap.probes.contains(where: { matches(glob: $0, id) || matches(glob: $0, withoutVariant) }) { return true }
    return ([gap.id] + gap.experiments).contains { names($0) }
  }

  private var withoutVariant: String { id.firstIndex(of: "[").map { String(id[..<$0]) } ?? id }

  /// Whether the question contains a name as a whole word: EV-1 is not named by EV-12.
  private func names(_ name: String) -> Bool {
    question.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }.contains { $0 == name || $0 == name + "." }
  }

  /// All probes of some runs, in order of first appearance.
  static func collect(_ runs: [RunResult]) -> [ProbeAnswers] {
    var order: [String] = []
    var all: [String: ProbeAnswers] = [:]
    for (index, run) in runs.enumerated() {
      for check in run.checks where check.kind == .probe {
        if all[check.id] == nil {
          order.append(check.id)
          all[check.id] = ProbeAnswers(
            id: check.id, question: check.question ?? check.title, paths: [], answers: Array(repeating: nil, count: runs.count))
        }
        var answer = Answer(values: [:], missing: "not recorded")
        switch check.verdict {
        case .noted, .passed, .warning, .failed:
          for record in check.records { answer.values[record.path] = record.value.compact }
          if check.records.isEmpty, !check.seen.isEmpty { answer.values["seen"] = check.seen }
        case .skipped, .unproven, .errored: answer.missing = "\(check.verdict.rawValue): \(cut(check.reason, to: 160))"
        }
        for path in check.records.map(\.path) + (check.records.isEmpty && !check.seen.isEmpty ? ["seen"] : [])
        where all[check.id]?.paths.contains(path) == false {
          all[check.id]?.paths.append(path)
        }
        all[check.id]?.answers[index] = answer
      }
    }
    return order.compactMap { all[$0] }.map { probe in
      var probe = probe
      if probe.paths.isEmpty { probe.paths = ["seen"] }
      return probe
    }
  }
}

/// Whether a text fits a pattern in which `*` stands for anything.
func matches(glob: String, _ text: String) -> Bool {
  let pattern = Array(glob.utf8), bytes = Array(text.utf8)
  var p = 0, t = 0
  var star: (pattern: Int, text: Int)?
  while t < bytes.count {
    if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
      star = (p, t)
      p += 1
    } else if p < pattern.count, pattern[p] == bytes[t] {
      p += 1
      t += 1
    } else if let last = star {
      star = (last.pattern, last.text + 1)
      p = last.pattern + 1
      t = last.text + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
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
