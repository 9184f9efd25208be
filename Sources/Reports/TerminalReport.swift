import Results

/// A run as a terminal shows it.
public struct TerminalReport: Sendable {
  /// Whether to colour; otherwise plain text, for pipes.
  public var colour: Bool
  /// How wide lines may become, in characters.
  public var width: Int

  public init(colour: Bool = false, width: Int = 100) {
    self.colour = colour
    self.width = max(40, width)
  }

  private enum Paint: String {
    case red = "31", green = "32", yellow = "33", blue = "34", magenta = "35", cyan = "36", bold = "1", dim = "2"
  }

  private func paint(_ text: String, _ paints: Paint...) -> String {
    guard colour, !text.isEmpty else { return text }
    return "\u{1B}[\(paints.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }

  private func hue(_ verdict: Verdict) -> Paint {
    switch verdict {
    case .passed: .green
    case .failed, .errored: .red
    case .unproven: .magenta
    case .warning: .yellow
    case .noted: .cyan
    case .skipped: .dim
    }
  }

  /// Everything: a block for each thing that is wrong, then the table and the verdict on the whole.
  public func render(_ run: RunResult, baseline: BaselineOutcome? = nil) -> String {
    let known = baseline?.knownIDs ?? []
    var out = ""
    for verdict in [Verdict.warning, .unproven, .errored, .failed] {
      for check in run.checks where check.verdict == verdict && !known.contains(check.id) { out += block(check) + "\n" }
    }
    return out + summary(run, baseline: baseline)
  }

  /// A check as one line, for progress: sign, id and, unless it passed, the reason.
  public func line(_ check: CheckResult) -> String {
    let verdict = paint("\(check.verdict.sign) \(check.verdict.rawValue.padded(to: 8))", hue(check.verdict))
    let reason = check.verdict == .passed ? "" : paint("  " + cut(visible(check.reason), to: width), .dim)
    return "\(verdict) \(visible(check.id))\(reason)\n"
  }

  /// A check that is not right, as a compiler reports an error: what, where, what was expected and seen, and what to do.
  public func block(_ check: CheckResult) -> String {
    let word = paint(check.verdict.rawValue, hue(check.verdict), .bold)
    var out = "\(word)\(paint(": " + visible(check.title), .bold))\n"
    out += "  \(paint("-->", .blue)) \(visible(check.place))  \(paint(visible(check.id), .dim))\n"
    let bar = paint("   |", .blue)
    func add(_ text: String) {
      for line in visible(text, multiline: true).split(separator: "\n", omittingEmptySubsequences: false) {
        out += line.isEmpty ? "\(bar)\n" : "\(bar) \(line)\n"
      }
    }
    add("")
    add(check.reason)
    if !check.mismatches.isEmpty {
      add("")
      for line in Blocks.mismatches(check.mismatches, width: width - 5).split(separator: "\n") { add("  " + line) }
    } else if !check.expected.isEmpty || !check.seen.isEmpty {
      add("")
      if !check.expected.isEmpty { add("  expected  \(check.expected)") }
      if !check.seen.isEmpty { add("  seen      \(cut(check.seen, to: 600))") }
    }
    add("")
    for edit in check.edits { out += field("changed", edit) }
    for requirement in check.governing {
      out += field(requirement.severity.rawValue, "\(requirement.id), \(requirement.source): \(requirement.paraphrase)")
    }
    for control in check.controls where !control.isMet { out += field("control", Blocks.control(control)) }
    for exchange in check.exchanges.prefix(3) {
      let answer = exchange.status.map { "\($0)" } ?? exchange.failure ?? "no answer"
      out += field("exchange", "\(exchange.method) \(exchange.url) → \(answer)")
    }
    if let note = check.note { out += field("note", note) }
    if check.verdict == .unproven || check.verdict == .errored {
      for remedy in Blocks.remedies(check) { out += field("help", remedy) }
    }
    return out
  }

  private func field(_ name: String, _ text: String) -> String {
    let lines = wrapped(visible(text), to: width - 8 - name.count)
    let indent = String(repeating: " ", count: 7 + name.count)
    return lines.enumerated().map { index, line in
      index == 0 ? "   \(paint("=", .blue)) \(paint(name + ":", .bold)) \(line)\n" : "\(indent)\(line)\n"
    }.joined()
  }

  private func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > max(20, width) {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines.isEmpty || !line.isEmpty ? lines + [line] : lines
  }

  /// The table of areas and verdicts, and the verdict on the whole.
  public func summary(_ run: RunResult, baseline: BaselineOutcome? = nil) -> String {
    let columns = Verdict.byUrgency.filter { run.count($0) > 0 }
    let names = run.areas.map { visible($0) } + ["all"]
    let nameWidth = (names.map(\.count).max() ?? 0) + 2
    let widths = columns.map { max($0.rawValue.count, 4) + 2 }
    func row(_ name: String, _ checks: [CheckResult]) -> String {
      let tally = Tally(checks)
      var line = name.padded(to: nameWidth)
      for (verdict, width) in zip(columns, widths) {
        let count = tally[verdict]
        let cell = (count == 0 ? "·" : "\(count)").leftPadded(to: width)
        line += count == 0 ? paint(cell, .dim) : paint(cell, hue(verdict))
      }
      return line + "\n"
    }
    var out = ""
    if !columns.isEmpty {
      out += paint("".padded(to: nameWidth) + zip(columns, widths).map { $0.rawValue.leftPadded(to: $1) }.joined(), .bold) + "\n"
      for area in run.areas { out += row(visible(area), run.checks(in: area)) }
      if run.areas.count > 1 { out += row("all", run.checks) }
      out += "\n"
    }
    out += skipped(run)
    let tally = Tally(run.checks)
    let bad = tally[.failed] + tally[.errored] + tally[.unproven]
    let subject = visible("\(run.target.name) \(run.target.version)")
    let line = "\(subject), judged by \(visible(run.revision)): \(tally.sentence)"
    out += paint(line, bad > 0 ? .red : .green, .bold)
    out += paint("  (\(counted(run.exchangeCount, "exchange")) in \(Time.span(run.elapsed)))", .dim) + "\n"
    if let interrupted = run.interrupted { out += paint("The run was cut off: \(visible(interrupted))", .red) + "\n" }
    for remark in run.remarks { out += paint("remark: ", .yellow) + visible(remark) + "\n" }
    return out + news(baseline)
  }

  /// Why most of it was skipped, a line for each of the largest reasons.
  private func skipped(_ run: RunResult) -> String {
    let limit = 6
    let groups = run.skippedGroups.sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    guard !groups.isEmpty else { return "" }
    let sum = run.count(.skipped)
    var out = "\(sum) of \(counted(run.checks.count, "check")) skipped, for \(counted(groups.count, "reason")):\n"
    for group in groups.prefix(limit) {
      let reason = cut(visible(group.reason), to: max(160, width - 9))
      out += paint("\(group.count)".leftPadded(to: 7), .dim) + "  \(reason)\n"
    }
    if groups.count > limit {
      let rest = groups.dropFirst(limit).reduce(0) { $0 + $1.count }
      out += paint("\(rest)".leftPadded(to: 7), .dim) + "  for \(counted(groups.count - limit, "other reason")); report.md has them all\n"
    }
    return out + "\n"
  }

  private func news(_ baseline: BaselineOutcome?) -> String {
    guard let baseline else { return "" }
    var out = ""
    if !baseline.known.isEmpty { out += "\(counted(baseline.known.count, "known failure")) of the baseline not counted\n" }
    func add(_ entry: Baseline.Entry, _ text: String) {
      let place = entry.place.map { "\($0): " } ?? ""
      out += paint("baseline: ", .yellow) + "\(visible(place))\(visible(entry.check)) \(text)\n"
    }
    for entry in baseline.repaired { add(entry, "is right again: take it out") }
    for change in baseline.changed { add(change.entry, "was known as \(change.entry.verdict.rawValue), is \(change.now.rawValue) now") }
    for entry in baseline.expired { add(entry, "has expired\(entry.expires.map { " on \($0)" } ?? "")") }
    if !baseline.absent.isEmpty { out += "\(counted(baseline.absent.count, "entry", "entries")) of the baseline did not run\n" }
    return out
  }
}
