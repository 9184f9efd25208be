import Results

extension HTMLWriter {
  /// What the operator declared; empty where there is nothing. Evidence is named, not linked: the page leads nowhere.
  func declared() -> String {
    if run.declared.isEmpty { return "" }
    let head = ["requirement", "answer", "statement", "by", "evidence"].map { tag("th", $0, "scope=\"col\"") }
    let rows = run.declared.map { said in
      let cells = [said.answer.words, said.statement, "\(said.by), \(said.date)"].map { tag("td", attribute(cut($0, to: 4000))) }
      let evidence = tag("td", said.evidence.map { code($0, limit: 2000) }.joined(separator: " "))
      return tag("tr", tag("th", code(said.requirement), "scope=\"row\"") + cells.joined() + evidence)
    }
    var out =
      tag("h2", "Declared by the operator") + tag("p", "The suite has not tested these; nothing here counts as passed.", "class=\"quiet\"")
    out += tag("div", tag("table", tag("thead", tag("tr", head.joined())) + tag("tbody", rows.joined())), "class=\"scroll\"")
    return tag("section", out, "class=\"card\"") + "\n"
  }
}
