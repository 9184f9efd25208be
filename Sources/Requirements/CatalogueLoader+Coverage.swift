import Documents

/// Reading of what says how far the suite reaches: written reasons, frozen sets, blocks of the catalogue of tests.
extension CatalogueLoader {
  /// `untested: {ID: reason}`, or where one reason holds for several, a list of `{reason, requirements}`.
  mutating func readUntested(_ file: Record) {
    guard let entries = file["untested"] else { return }
    for entry in entries.map ?? [] {
      guard let reason = Record.text(entry.value, problems) else { continue }
      noteUntested(entry.key, reason, entry.keyPlace)
    }
    for group in entries.list ?? [] {
      guard let record = Record(group, keys: ["reason", "requirements"], problems: problems) else { continue }
      let reason = record.text("reason")
      for node in record.nodes("requirements") {
        guard let id = Record.text(node, problems) else { continue }
        noteUntested(id, reason, node.place)
      }
    }
  }

  private mutating func noteUntested(_ id: String, _ reason: String, _ place: Place) {
    if let first = untested[id] { problems.add("\(id) has two reasons", help: "the other is at \(first.place)", at: place) }
    untested[id] = .init(reason: reason, place: place)
  }

  func readFrozen(_ node: Node) -> FrozenSet? {
    guard let record = Record(node, keys: ["on", "requirements"], problems: problems) else { return nil }
    var places: [String: Place] = [:]
    for entry in record.nodes("requirements") {
      guard let id = Record.text(entry, problems) else { continue }
      if places[id] != nil { problems.add("\(id) stands twice in a frozen set", at: entry.place) }
      places[id] = entry.place
    }
    return FrozenSet(on: record.text("on"), places: places)
  }

  mutating func readBlock(_ node: Node) {
    guard let record = Record(node, keys: ["id", "area", "priority", "title", "otherwise"], problems: problems) else { return }
    guard let priority: CatalogueBlock.Priority = record.choice("priority") else {
      if record["priority"] == nil { problems.add("priority is missing", at: node.place) }
      return
    }
    blocks.append(
      CatalogueBlock(
        id: record.text("id"), area: record.text("area"), priority: priority, title: record.text("title"),
        otherwise: record["otherwise"].flatMap { Record.text($0, problems) },
        place: record["id"]?.place ?? node.place))
  }

  /// What holds between these and the requirements.
  func checkCoverageData(ids: Set<String>) {
    for (revision, set) in frozen.sorted(by: { $0.key < $1.key }) {
      for (id, place) in set.places.sorted(by: { $0.key < $1.key }) {
        guard let requirement = requirements.first(where: { $0.id == id }) else {
          problems.add("no requirement \(id)", help: nearest(id, among: ids).map { "did you mean \($0)?" }, at: place)
          continue
        }
        if !requirement.isOfTheDraft || !requirement.isPresent(in: revision) {
          problems.add("\(id) does not stand in \(revision.rawValue)", help: "a frozen set does not change", at: place)
        }
      }
    }
    for requirement in requirements {
      for detail in requirement.through {
        guard let other = requirements.first(where: { $0.id == detail }) else {
          let help = nearest(detail, among: ids).map { "did you mean \($0)?" }
          problems.add("no requirement \(detail)", help: help, at: places["\(requirement.id) through \(detail)"])
          continue
        }
        if other.isOfTheDraft {
          problems.add(
            "\(requirement.id) is judged through \(detail), which the draft itself states", help: "cite it in the check instead",
            at: places["\(requirement.id) through \(detail)"])
        }
      }
    }
  }
}
