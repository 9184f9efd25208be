extension MarkdownWriter {
  /// What the operator declared; empty where there is nothing.
  func declared() -> String {
    if run.declared.isEmpty { return "" }
    var out = "## Declared by the operator\n\nThe suite has not tested these; nothing here counts as passed.\n\n"
    out += "| requirement | answer | statement | by | evidence |\n| --- | --- | --- | --- | --- |\n"
    for said in run.declared {
      let cells = [said.requirement, said.answer.words, said.statement, "\(said.by), \(said.date)", said.evidence.joined(separator: ", ")]
      out += "| " + cells.map { Markdown.text($0).replacing("\n", with: " ") }.joined(separator: " | ") + " |\n"
    }
    return out + "\n"
  }
}
