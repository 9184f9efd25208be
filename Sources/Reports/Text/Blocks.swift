import OrderedJSON
import Results

/// Plain text of several lines that more than one report shows. Nothing here is escaped: that is done where it is put.
enum Blocks {
  /// Differences in aligned columns; stacked where they would be too wide to read.
  static func mismatches(_ mismatches: [CheckResult.Mismatch], width: Int = 110) -> String {
    let rows = mismatches.map { mismatch in
      [visible(mismatch.path), visible(mismatch.expected), cut(visible(mismatch.seen), to: 600)]
    }
    guard !rows.isEmpty else { return "" }
    let head = ["fact", "expected", "seen"]
    let widths = (0..<2).map { column in max(head[column].count, rows.map { $0[column].count }.max() ?? 0) }
    let last = max(head[2].count, rows.map { $0[2].count }.max() ?? 0)
    if widths[0] + widths[1] + last + 4 <= width {
      return ([head] + rows).map { "\($0[0].padded(to: widths[0]))  \($0[1].padded(to: widths[1]))  \($0[2])" }
        .joined(separator: "\n")
    }
    return rows.map { "\($0[0])\n  expected  \($0[1])\n  seen      \($0[2])" }.joined(separator: "\n")
  }

  /// One exchange as it went over the wire, secrets already replaced.
  static func exchange(_ exchange: ExchangeSummary) -> String {
    var out = "\(exchange.method) \(exchange.url)\n"
    for (name, value) in exchange.requestHeaders { out += "\(name): \(value)\n" }
    if let body = exchange.requestBody, !body.isEmpty { out += "\n\(body)\n" }
    out += "\n"
    if let status = exchange.status {
      out += "→ \(status)\n"
      for (name, value) in exchange.responseHeaders { out += "\(name): \(value)\n" }
      if let body = exchange.responseBody, !body.isEmpty { out += "\n\(body)\n" }
    }
    if let failure = exchange.failure { out += "→ no answer: \(failure)\n" }
    return out
  }

  /// All exchanges of a check and what was decoded from them.
  static func exchanges(_ check: CheckResult) -> String {
    check.exchanges.map { each in
      exchange(each) + each.artefacts.map { "\n\($0.name):\n\($0.content.pretty)\n" }.joined()
    }.joined(separator: "\n")
  }

  /// A control in words.
  static func control(_ control: CheckResult.Control) -> String {
    let position =
      switch control.position {
      case .before: "before"
      case .after: "after"
      case .twin: "as the untampered twin"
      case .provenBy: "as proof"
      }
    return "step \(control.step) \(position): \(control.isMet ? "met" : "not met")"
  }

  /// Everything about a check in plain text, for reports that have no markup of their own.
  static func plain(_ check: CheckResult, withExchanges: Bool) -> String {
    var parts = [check.reason]
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { parts.append("\(name): \(value)") }
    }
    for requirement in check.requirements {
      let bound = requirement.binds ? "" : ", does not bind here"
      let head = "\(requirement.id) (\(requirement.severity.keyword)\(bound)), \(requirement.source)"
      parts.append("requirement: \(head): \(requirement.paraphrase)")
    }
    add("why", check.why)
    add("question", check.question)
    add("expected", check.expected)
    add("seen", check.seen)
    if !check.mismatches.isEmpty { parts.append(mismatches(check.mismatches)) }
    add("latitude", check.note)
    for edit in check.edits { add("changed against the control", edit) }
    for each in check.controls { add("control", control(each)) }
    for record in check.records { parts.append("\(record.path) = \(record.value.compact)") }
    if withExchanges, !check.exchanges.isEmpty { parts.append(exchanges(check)) }
    return parts.joined(separator: "\n")
  }

  /// What somebody who is responsible for the target can do about a check that is not right: sentences.
  static func remedies(_ check: CheckResult) -> [String] {
    switch check.verdict {
    case .passed, .noted: return []
    case .skipped: return check.skipReason.map { [$0.advice] } ?? []
    case .errored: return ["Nothing on the target: the suite could not do what the scenario says. Report it with this check's id."]
    case .unproven:
      let unmet = check.controls.filter { !$0.isMet }
      if unmet.isEmpty { return ["Make what comes before it in the scenario work, then run it again."] }
      return unmet.map { control in
        "Make step \(control.step) work first: until what must succeed does succeed, a refusal proves nothing."
      }
    case .failed, .warning:
      let strength = check.verdict == .failed ? "must" : "should"
      var lines = check.governing.map { "\($0.id) \(strength) be met: \(sentence($0.paraphrase))" }
      if let answer = expectedAnswer(check.mismatches) { lines.append(answer) }
      return lines
    }
  }

  /// What the answer has to be like instead: one sentence over all differences.
  static func expectedAnswer(_ mismatches: [CheckResult.Mismatch]) -> String? {
    let outcome = mismatches.first { $0.path == "outcome" }
    let others = mismatches.filter { $0.path != "outcome" }.map { "\($0.path): \($0.expected)" }
    // Expectations are written as JSON, texts in quotation marks.
    switch (outcome?.expected.filter { $0 != "\"" }, others.isEmpty) {
    case (nil, true): return nil
    case (nil, false): return sentence("What the answer has to show: \(others.joined(separator: "; "))")
    case ("refused"?, let isAlone):
      return sentence("Refuse this message" + (isAlone ? "" : ", with \(others.joined(separator: "; "))"))
    case ("accepted"?, let isAlone):
      return sentence("Accept this message" + (isAlone ? "" : ", with \(others.joined(separator: "; "))"))
    case (let expected?, let isAlone):
      return sentence("The outcome has to be \(expected)" + (isAlone ? "" : ", with \(others.joined(separator: "; "))"))
    }
  }
}
