import Documents

/// Reads files into the parts of a catalogue, then checks what holds between them.
struct CatalogueLoader {
  let problems: Problems
  var documents: [SpecDocument] = []
  var requirements: [Requirement] = []
  var profiles: [Profile] = []
  var gaps: [Gap] = []
  var untested: [String: Catalogue.UntestedReason] = [:]
  var frozen: [Revision: FrozenSet] = [:]
  var blocks: [CatalogueBlock] = []
  /// Where a value that has to be checked later was written, by requirement id and what it is.
  var places: [String: Place] = [:]

  private static let fileKeys = [
    "document", "name", "title", "revision", "url", "prefix", "implied-by", "always", "note", "sections", "editions", "revisions",
    "requirements", "policies", "profiles", "gaps", "untested", "frozen", "blocks",
  ]

  /// Reads one file.
  mutating func read(_ node: Node) {
    guard let file = Record(node, keys: Self.fileKeys, problems: problems) else { return }
    let kinds = ["document", "policies", "profiles", "gaps", "untested", "frozen", "blocks"].filter { file[$0] != nil }
    guard kinds.count == 1 else {
      let message = kinds.isEmpty ? "nothing that the catalogue knows" : "a file is of one kind, found \(kinds.joined(separator: " and "))"
      problems.add(message, help: "a file has one of document, policies, profiles, gaps, untested, frozen, blocks", at: node.place)
      return
    }
    switch kinds[0] {
    case "policies": readPolicies(file)
    case "profiles": for entry in file.nodes("profiles") { readProfile(entry) }
    case "gaps": for entry in file.nodes("gaps") { readGap(entry) }
    case "untested": readUntested(file)
    case "frozen": frozen = file.byRevision("frozen", readFrozen)
    case "blocks": for entry in file.nodes("blocks") { readBlock(entry) }
    default: readDocument(file)
    }
  }

  private mutating func readDocument(_ file: Record) {
    let id = file.text("document")
    // A document may be spread over several files; the one with a title describes it.
    if file["title"] != nil {
      if let other = documents.first(where: { $0.id == id }) {
        problems.add("the document \(id) is described twice", help: "the other place is \(other.place)", at: file["document"]?.place)
      }
      documents.append(
        SpecDocument(
          id: id, name: file.text("name"), title: file.text("title"), revision: file.text("revision"), url: file.optionalText("url"),
          prefixes: file.texts("prefix"), impliedBy: file.texts("implied-by"), isAlwaysInForce: file.flag("always"),
          note: file.optionalText("note"), sections: file.texts("sections"), editions: readEditions(file["editions"]),
          revisions: file.byRevision("revisions", readOutline), place: file["document"]?.place ?? file.node.place))
    } else if file["requirements"] == nil {
      problems.add("neither a title nor requirements", at: file.node.place)
    }
    for entry in file.nodes("requirements") { readRequirement(entry, document: id, at: file["document"]?.place) }
  }

  private func readEditions(_ node: Node?) -> [String: SpecDocument.Edition] {
    var editions: [String: SpecDocument.Edition] = [:]
    for entry in node?.map ?? [] {
      guard let record = Record(entry.value, keys: ["name", "sections"], problems: problems) else { continue }
      editions[entry.key] = .init(name: record.text("name"), sections: record.texts("sections"))
    }
    return editions
  }

  private func readOutline(_ node: Node) -> RevisionOutline? {
    guard let record = Record(node, keys: ["date", "sections", "keywords"], problems: problems) else { return nil }
    var sections: [String: String] = [:]
    for entry in record["sections"]?.map ?? [] { sections[entry.key] = Record.text(entry.value, problems) }
    var keywords: [String: [Keyword: Int]] = [:]
    for entry in record["keywords"]?.map ?? [] {
      if sections[entry.key] == nil { problems.add("no section \(entry.key) in this revision", at: entry.keyPlace) }
      for use in entry.value.map ?? [] {
        let name = Node(.text(use.key, plain: true), at: use.keyPlace)
        guard let keyword: Keyword = Record.choice(name, what: "keyword", problems) else { continue }
        guard let count = use.value.integer else {
          problems.add("expected a count, found \(use.value.kind)", at: use.value.place)
          continue
        }
        keywords[entry.key, default: [:]][keyword] = count
      }
    }
    return RevisionOutline(date: record.text("date"), sections: sections, keywords: keywords)
  }

  private mutating func readPolicies(_ file: Record) {
    if !documents.contains(where: { $0.id == SpecDocument.policyID }) {
      documents.append(
        SpecDocument(
          id: SpecDocument.policyID, name: "policies", title: "Promises of the operator", revision: "of this suite", url: nil,
          prefixes: ["policy."], impliedBy: [], isAlwaysInForce: false, note: nil, sections: [], editions: [:], revisions: [:],
          place: file.node.place))
    }
    for entry in file.nodes("policies") {
      let keys = ["id", "promise", "about", "role", "test"]
      guard let record = Record(entry, keys: keys, problems: problems) else { continue }
      let id = record.text("id")
      note(id, record)
      requirements.append(
        Requirement(
          id: id, paraphrase: record.text("promise"), level: .must, parties: parties(record), document: SpecDocument.policyID,
          section: "", alsoIn: [], sections: [:], levels: [:], changes: [:], delegates: [], through: [],
          testability: record.choice("test") ?? .active, reason: record.optionalText("about"), binds: id, keyword: nil, keywords: [:],
          sharesKeywordWith: nil, aliases: [], proposed: nil, place: places[id] ?? entry.place))
    }
  }

  private mutating func readProfile(_ node: Node) {
    let keys = ["id", "document", "revision", "about", "excludes", "note"]
    guard let record = Record(node, keys: keys, problems: problems) else { return }
    profiles.append(
      Profile(
        id: record.text("id"), document: record.text("document"), revision: record.text("revision"), about: record.text("about"),
        excludes: record.texts("excludes"), note: record.optionalText("note"), place: record["id"]?.place ?? node.place))
  }

  private mutating func readGap(_ node: Node) {
    let keys = ["id", "title", "places", "why", "probes", "unmeasured", "issues", "experiments", "suggestion"]
    guard let record = Record(node, keys: keys, problems: problems) else { return }
    var locations: [Gap.Location] = []
    for place in record.nodes("places") {
      guard let text = Record.text(place, problems) else { continue }
      let parts = text.split(separator: "#", maxSplits: 1)
      locations.append(.init(document: String(parts[0]), section: parts.count == 2 ? String(parts[1]) : nil))
      places["\(record.text("id")) place \(text)"] = place.place
    }
    let issues = record.nodes("issues").compactMap { issue -> Int? in
      if issue.integer == nil { problems.add("an issue is a number, found \(issue.kind)", at: issue.place) }
      return issue.integer
    }
    gaps.append(
      Gap(
        id: record.text("id"), title: record.text("title"), places: locations, why: record.text("why"), probes: record.texts("probes"),
        unmeasured: record.optionalText("unmeasured"), issues: issues, experiments: record.texts("experiments"),
        suggestion: record.optionalText("suggestion"),
        place: record["id"]?.place ?? node.place,
        probePlaces: Dictionary(record.nodes("probes").map { ($0.text ?? "", $0.place) }) { first, _ in first }))
  }

  mutating func note(_ id: String, _ record: Record) {
    places[id] = record["id"]?.place ?? record.node.place
  }

  func parties(_ record: Record) -> [Party] {
    let parties: [Party] = record.nodes("role").compactMap { Record.choice($0, what: "role", problems) }
    if record["role"] == nil { problems.add("role is missing", at: record.node.place) }
    return parties
  }
}
