import Documents

extension CatalogueLoader {
  private static let requirementKeys = [
    "id", "text", "level", "levels", "keyword", "keywords", "shares", "role", "section", "also", "sections", "changes", "delegates",
    "through", "test", "reason", "binds", "aliases", "proposed",
  ]

  mutating func readRequirement(_ node: Node, document: String, at documentPlace: Place?) {
    guard let record = Record(node, keys: Self.requirementKeys, problems: problems) else { return }
    let id = record.text("id")
    note(id, record)
    for key in ["section", "sections", "binds", "keyword", "shares", "also", "level"] {
      places["\(id) \(key)"] = record[key]?.place ?? record.node.place
    }
    places["\(id) document"] = documentPlace
    let sections = record.byRevision("sections") { Record.text($0, problems) }
    for node in record.nodes("through") { places["\(id) through \(node.text ?? "")"] = node.place }
    for entry in record["sections"]?.map ?? [] { places["\(id) sections \(entry.key)"] = entry.value.place }
    if record["level"] == nil { problems.add("level is missing", at: record.node.place) }
    if record["test"] == nil { problems.add("test is missing", at: record.node.place) }
    let newest = sections.keys.max().flatMap { sections[$0] }
    requirements.append(
      Requirement(
        id: id, paraphrase: record.text("text"), level: record.choice("level") ?? .statement, parties: parties(record),
        document: document, section: newest ?? record.optionalText("section") ?? "", alsoIn: record.texts("also"), sections: sections,
        levels: record.byRevision("levels") { Record.choice($0, what: "level", problems) },
        changes: record.byRevision("changes") { Record.text($0, problems) }, delegates: record.texts("delegates"),
        through: record.texts("through"),
        testability: record.choice("test") ?? .notObservable, reason: record.optionalText("reason"),
        binds: record.optionalText("binds") ?? "doc.\(document)", keyword: record.choice("keyword"), keywords: keywords(record),
        sharesKeywordWith: record.optionalText("shares"), aliases: record.texts("aliases"), proposed: record.optionalText("proposed"),
        place: places[id] ?? node.place))
  }

  /// `keywords: {klrc-02: SHOULD, klrc-03: none}`.
  private func keywords(_ record: Record) -> [Revision: Keyword?] {
    record.byRevision("keywords") { node -> Keyword?? in
      if node.text == "none" { return .some(nil) }
      guard let keyword: Keyword = Record.choice(node, what: "keyword", problems) else { return nil }
      return .some(keyword)
    }
  }
}
