extension MarkdownWriter {
  /// What the operator declared; empty where there is nothing. Evidence stands as code: whole, and no link that somebody could plant.
  func declared() -> String {
    if run.declared.isEmpty { return "" }
    var out = "## Declared by the operator\n\nThe suite has not tested these; nothing here counts as passed.\n\n"
    out += Markdown.head(["requirement", "answer", "statement", "by", "evidence"])
    for said in run.declared {
      let cells = [said.requirement, said.answer.words, said.statement, "\(said.by), \(said.date)"].map {
        Markdown.text($0).replacing("\n", with: " ")
      }
      out += Markdown.row(cells + [said.evidence.map { Markdown.code($0, inTable: true) }.joined(separator: " ")])
    }
    return out + "\n"
  }
}
