import OrderedJSON
import Results

/// A run as one self-contained HTML file: no scripts, nothing loaded from elsewhere, light and dark, filters by verdict and area.
///
/// The filters are check boxes that the style sheet looks at, so that they work where scripts are forbidden, and the policy in the
/// head forbids scripts altogether, whatever a server may have sent.
public enum HTMLReport {
  /// Renders a run.
  public static func render(_ run: RunResult, baseline: BaselineOutcome? = nil) -> String {
    var writer = HTMLWriter(run: run, baseline: baseline)
    return writer.document()
  }
}

/// Writes one report.
struct HTMLWriter {
  let run: RunResult
  let baseline: BaselineOutcome?
  let known: [String: Baseline.Entry]
  let areas: [String]
  var anchors = Anchors()

  init(run: RunResult, baseline: BaselineOutcome?) {
    self.run = run
    self.baseline = baseline
    areas = run.areas
    known = Dictionary((baseline?.known ?? []).map { ($0.check, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// An element with content that is HTML already.
  func tag(_ name: String, _ content: String, _ attributes: String = "") -> String {
    "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>\(content)</\(name)>"
  }

  func code(_ text: String, limit: Int = 400) -> String { tag("code", attribute(cut(text, to: limit))) }
  func pre(_ text: String, limit: Int = 8000) -> String { tag("pre", xml(cut(text, to: limit)), "tabindex=\"0\"") }
  func badge(_ verdict: Verdict) -> String {
    tag("span", "<span aria-hidden=\"true\">\(verdict.sign)</span> \(verdict.rawValue)", "class=\"badge v-\(verdict.rawValue)\"")
  }
  /// The class that stands for an area, whatever characters its name has.
  func areaClass(_ area: String) -> String { "area-\(areas.firstIndex(of: area) ?? areas.count)" }

  mutating func document() -> String {
    let title = attribute("\(run.target.name) \(run.target.version): conformance report")
    var out = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
    out += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"/>"
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/>"
    out += "<title>\(title)</title><style>\(HTMLStyle.sheet(areaCount: areas.count))</style></head>\n<body>"
    out += tag("a", "Skip to the results", "class=\"skip\" href=\"#results\"") + "\n"
    out += tag("header", header()) + "\n"
    out += filters() + "\n"
    out += tag("main", "\n" + results(), "id=\"results\"") + "\n"
    out += tag("footer", legend())
    return out + "</body></html>\n"
  }

  // MARK: Head of the page

  private func header() -> String {
    let tally = Tally(run.checks)
    var out = tag("p", attribute("\(run.suite.name) \(run.suite.version) · conformance report"), "class=\"kicker\"")
    out += tag("h1", attribute("\(run.target.name) \(run.target.version)"))
    out += tag("p", headline(tally), "class=\"headline\"")
    if let interrupted = run.interrupted {
      out += tag("p", tag("strong", "The run was cut off: ") + attribute(sentence(interrupted)), "class=\"alert\"")
    }
    out += bar(tally)
    out += tag("div", tag("div", table(), "class=\"scroll\"") + about(), "class=\"columns\"")
    return out + baselineNews()
  }

  private func headline(_ tally: Tally) -> String {
    let fresh = Tally(run.checks.filter { known[$0.id] == nil })
    let suffix = known.isEmpty ? "" : " \(counted(known.count, "known failure")) not counted."
    let sentence: String
    if fresh.judged == 0 && known.isEmpty {
      sentence = "Nothing could be judged."
    } else if fresh[.failed] > 0 {
      sentence = "\(counted(fresh[.failed], "check")) of \(run.checks.count) failed."
    } else if fresh[.errored] > 0 {
      sentence = "The suite itself failed on \(counted(fresh[.errored], "check"))."
    } else if fresh[.unproven] > 0 {
      sentence = "Nothing failed, but \(counted(fresh[.unproven], "check")) could not be proven."
    } else if fresh[.warning] > 0 {
      sentence = "No MUST was broken; \(counted(fresh[.warning], "warning"))."
    } else {
      sentence = "Nothing failed."
    }
    return attribute(sentence + suffix)
  }

  private func bar(_ tally: Tally) -> String {
    let parts = [Verdict.passed, .noted, .warning, .unproven, .errored, .failed, .skipped].filter { tally[$0] > 0 }.map { verdict in
      tag(
        "span", "", "class=\"v-\(verdict.rawValue)\" style=\"flex-grow:\(tally[verdict])\" title=\"\(tally[verdict]) \(verdict.rawValue)\"")
    }
    let why = tally[.skipped] > 0 ? " (" + tag("a", "why", "href=\"#skipped\"") + ")" : ""
    return tag("div", parts.joined(), "class=\"bar\" aria-hidden=\"true\"") + tag("p", attribute(tally.sentence) + why, "class=\"quiet\"")
  }

  private func table() -> String {
    let columns = Verdict.byUrgency.filter { run.count($0) > 0 }
    func row(_ name: String, _ checks: [CheckResult]) -> String {
      let tally = Tally(checks)
      let cells = columns.map { verdict in
        tally[verdict] == 0 ? tag("td", "0", "class=\"zero\"") : tag("td", "\(tally[verdict])", "class=\"v-\(verdict.rawValue)\"")
      }
      return tag("tr", tag("th", name, "scope=\"row\"") + cells.joined())
    }
    var out = tag("caption", "Checks by area and verdict")
    out += tag("thead", tag("tr", tag("td", "") + columns.map { tag("th", $0.rawValue, "scope=\"col\"") }.joined()))
    // An area of which everything was skipped has no section to lead to.
    let rows = areas.map { area in
      let checks = run.checks(in: area)
      let isShown = checks.contains(where: \.hasRow)
      return row(isShown ? tag("a", attribute(area), "href=\"#\(areaClass(area))\"") : attribute(area), checks)
    }
    out += tag("tbody", rows.joined())
    if areas.count > 1 { out += tag("tfoot", row("all", run.checks)) }
    return tag("table", out, "class=\"numbers\"")
  }

  private func about() -> String {
    var pairs: [(String, String)] = [
      ("Judged by", attribute(([run.revision] + run.profiles).joined(separator: ", "))),
      ("Run", "\(Time.moment(run.started)), \(Time.span(run.elapsed)), \(counted(run.exchangeCount, "exchange"))"),
      ("Vectors", code(run.suite.vectors)),
    ]
    if run.clockOffset != 0 {
      pairs.append(("Target’s clock", "\(Time.span(abs(run.clockOffset))) \(run.clockOffset > 0 ? "ahead of" : "behind") the suite’s"))
    }
    for origin in [RunResult.NameInForce.Origin.declared, .advertised, .implied] {
      let names = run.namesInForce.filter { $0.origin == origin }.map { name in name.number.map { "\(name.name): \($0)" } ?? name.name }
      if !names.isEmpty { pairs.append((origin.rawValue.capitalizedFirst, names.map { code($0) }.joined(separator: " "))) }
    }
    if !run.reproduce.isEmpty { pairs.append(("To run it again", pre(run.reproduce))) }
    if !run.remarks.isEmpty {
      pairs.append(("Remarks", tag("ul", run.remarks.map { tag("li", attribute($0)) }.joined())))
    }
    return tag("dl", pairs.map { tag("dt", $0.0) + tag("dd", $0.1) }.joined(), "class=\"about\"")
  }

  private func baselineNews() -> String {
    guard let baseline else { return "" }
    var items = baseline.repaired.map { "\(code($0.check)) is right again: take it out of the baseline." }
    items += baseline.changed.map { "\(code($0.entry.check)) was known as \($0.entry.verdict.rawValue), is \($0.now.rawValue) now." }
    items += baseline.expired.map { "\(code($0.check)): the entry has expired, so the check counts again." }
    if items.isEmpty { return "" }
    return tag("section", tag("h2", "Baseline") + tag("ul", items.map { tag("li", $0) }.joined()), "class=\"card\"")
  }

  // MARK: Filters

  private func filters() -> String {
    func box(_ id: String, _ label: String) -> String {
      tag("label", "<input type=\"checkbox\" id=\"\(id)\" checked=\"checked\"/> \(label)")
    }
    let tally = Tally(run.checks)
    let verdicts = Verdict.byUrgency.filter { tally[$0] > 0 }.map { verdict in
      box("show-\(verdict.rawValue)", "\(badge(verdict)) <span class=\"quiet\">\(tally[verdict])</span>")
    }
    var out = tag("fieldset", tag("legend", "Verdicts") + verdicts.joined(separator: " "))
    if areas.count > 1 {
      let boxes = areas.map { box("show-\(areaClass($0))", attribute($0)) }
      out += tag("fieldset", tag("legend", "Areas") + boxes.joined(separator: " "))
    }
    return tag("form", out, "class=\"filters\" aria-label=\"What is shown\"")
  }

  private func legend() -> String {
    let items = Verdict.byUrgency.map { tag("dt", badge($0)) + tag("dd", $0.meaning) }.joined()
    return tag("dl", items, "class=\"legend\"")
      + tag("p", "Tokens, proofs and secrets are replaced by fingerprints; the same fingerprint is the same value.", "class=\"quiet\"")
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
