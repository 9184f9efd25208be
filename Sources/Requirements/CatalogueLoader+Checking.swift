import Documents

extension CatalogueLoader {
  /// Checks everything that holds between entries.
  func check() {
    checkUnique(requirements.map { ($0.id, $0.place) }, what: "requirement")
    checkUnique(profiles.map { ($0.id, $0.place) }, what: "profile")
    checkUnique(gaps.map { ($0.id, $0.place) }, what: "gap")
    let byID = Dictionary(documents.map { ($0.id, $0) }) { first, _ in first }
    let ids = Set(requirements.map(\.id))
    for requirement in requirements { check(requirement, documents: byID, ids: ids) }
    checkUnique(blocks.map { ($0.id, $0.place) }, what: "block")
    checkCoverageData(ids: ids)
    for profile in profiles { check(profile, documents: byID) }
    for gap in gaps { check(gap, documents: byID) }
    for (id, reason) in untested.sorted(by: { $0.key < $1.key }) where !ids.contains(id) {
      problems.add("no requirement \(id)", help: nearest(id, among: ids).map { "did you mean \($0)?" }, at: reason.place)
    }
  }

  private func checkUnique(_ entries: [(id: String, place: Place)], what: String) {
    var seen: [String: Place] = [:]
    for entry in entries {
      if let first = seen[entry.id] {
        problems.add("the \(what) \(entry.id) stands twice", help: "it stands at \(first) too", at: entry.place)
      }
      seen[entry.id] = entry.place
    }
  }

  private func check(_ requirement: Requirement, documents: [String: SpecDocument], ids: Set<String>) {
    let id = requirement.id
    guard let document = documents[requirement.document] else {
      let help = nearest(requirement.document, among: documents.keys).map { "did you mean \($0)?" }
      problems.add("unknown document \(requirement.document)", help: help, at: places["\(id) document"] ?? requirement.place)
      return
    }
    if !document.prefixes.contains(where: { id.hasPrefix($0) }) {
      let prefixes = document.prefixes.joined(separator: " or ")
      problems.add("an id of \(document.name) begins with \(prefixes)", at: requirement.place)
    }
    checkKeyword(requirement)
    if let partner = requirement.sharesKeywordWith, !ids.contains(partner) {
      problems.add("no requirement \(partner)", at: places["\(id) shares"])
    }
    checkBinding(requirement, documents: documents)
    if requirement.isOfTheDraft {
      checkDraftSections(requirement, document)
    } else if !requirement.isPolicy {
      checkSections(requirement, document)
    }
  }

  private func checkKeyword(_ requirement: Requirement) {
    if let keyword = requirement.keyword, keyword.level != requirement.level {
      problems.add(
        "\(keyword.rawValue) is of level \(keyword.level.rawValue), not \(requirement.level.rawValue)",
        at: places["\(requirement.id) level"])
    }
    for (revision, keyword) in requirement.keywords {
      guard let level = requirement.level(in: revision) else { continue }
      if let keyword, keyword.level != level {
        problems.add(
          "\(keyword.rawValue) is of level \(keyword.level.rawValue), but \(revision.rawValue) has \(level.rawValue)",
          at: requirement.place)
      }
    }
  }

  private func checkBinding(_ requirement: Requirement, documents: [String: SpecDocument]) {
    let name = requirement.binds
    let known: Bool
    if name.hasPrefix("doc.") {
      known = documents[String(name.dropFirst(4))] != nil
    } else if name.hasPrefix("policy.") {
      known = requirements.contains { $0.id == name }
    } else {
      known = profiles.contains { $0.id == name }
    }
    if !known {
      let names = documents.keys.map { "doc.\($0)" } + profiles.map(\.id) + requirements.filter(\.isPolicy).map(\.id)
      let help = nearest(name, among: names).map { "did you mean \($0)?" } ?? "a doc., policy. or profile. name"
      problems.add("nothing is called \(name)", help: help, at: places["\(requirement.id) binds"])
    }
  }

  private func checkDraftSections(_ requirement: Requirement, _ document: SpecDocument) {
    let id = requirement.id
    if requirement.sections.isEmpty, requirement.proposed == nil {
      problems.add("in which revisions does it stand?", help: "sections: {aims-00: 10.3}, or proposed: where", at: requirement.place)
    }
    for (revision, section) in requirement.sections.sorted(by: { $0.key < $1.key }) {
      let place = places["\(id) sections \(revision.rawValue)"]
      guard let outline = document.revisions[revision] else {
        problems.add("the outline of \(revision.rawValue) is missing", at: place)
        continue
      }
      if outline.sections[section] == nil { problems.add("\(revision.rawValue) has no section \(section)", at: place) }
    }
    for revision in requirement.changes.keys.sorted() where requirement.sections[revision] == nil {
      // Saying how a statement went away is allowed in the revision that dropped it.
      guard let last = requirement.until, revision > last else {
        problems.add("a change in \(revision.rawValue), which lacks the statement", at: requirement.place)
        continue
      }
    }
  }

  private func checkSections(_ requirement: Requirement, _ document: SpecDocument) {
    let known = document.editions[requirement.binds]?.sections ?? document.sections
    let name = document.editions[requirement.binds]?.name ?? document.name
    if requirement.section.isEmpty {
      problems.add("section is missing", at: requirement.place)
    } else if !known.contains(requirement.section) {
      problems.add("\(name) has no section \(requirement.section)", at: places["\(requirement.id) section"])
    }
    for section in requirement.alsoIn where !known.contains(section) {
      problems.add("\(name) has no section \(section)", at: places["\(requirement.id) also"])
    }
  }

  private func check(_ profile: Profile, documents: [String: SpecDocument]) {
    if !profile.id.hasPrefix("profile.") { problems.add("a profile's id begins with profile.", at: profile.place) }
    if documents[profile.document] == nil { problems.add("unknown document \(profile.document)", at: profile.place) }
    for other in profile.excludes where !profiles.contains(where: { $0.id == other }) {
      problems.add("no profile \(other)", help: nearest(other, among: profiles.map(\.id)).map { "did you mean \($0)?" }, at: profile.place)
    }
  }

  private func check(_ gap: Gap, documents: [String: SpecDocument]) {
    if let reason = gap.unmeasured, !gap.probes.isEmpty {
      problems.add("\(gap.id) is measured by \(gap.probes[0]), and says why it is not: \(reason)", help: "keep one", at: gap.place)
    }
    if gap.places.isEmpty { problems.add("which sections leave it open?", at: gap.place) }
    for location in gap.places {
      let place = places["\(gap.id) place \(location)"]
      guard let document = documents[location.document] else {
        let help = nearest(location.document, among: documents.keys).map { "did you mean \($0)?" }
        problems.add("unknown document \(location.document)", help: help, at: place)
        continue
      }
      guard let section = location.section else { continue }
      let known =
        document.revisions[.newest].map { Array($0.sections.keys) }
        ?? document.sections + document.editions.values.flatMap(\.sections)
      if !known.contains(section) { problems.add("\(document.name) has no section \(section)", at: place) }
    }
  }
}
