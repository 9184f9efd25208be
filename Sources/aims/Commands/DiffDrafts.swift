import ArgumentParser
import OrderedJSON
import Requirements

struct DiffDrafts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff-drafts", abstract: "Say what changed for implementers from one revision of the draft to another.")

  @Argument(help: "The older revision.")
  var from: Revision = Revision.allCases.dropLast().last ?? .newest

  @Argument(help: "The newer revision.")
  var to: Revision = .newest

  @OptionGroup var options: VectorOptions

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let library = try options.library()
    let changes = library.catalogue.diff(from: from, to: to)
    let citations = library.corpus.citations
    if json {
      return Terminal.output.print(
        JSON.array(
          changes.map { change in
            [
              "requirement": .string(change.id), "change": .string(described(change.kind)),
              "checks": .array((citations[change.id] ?? []).map { .string($0) }),
            ]
          }
        ).pretty)
    }
    let out = Terminal.output
    out.print("from \(from.draftName) to \(to.draftName)\n")
    for change in changes {
      out.print("\(out.paint(change.id, .bold))  \(described(change.kind))")
      if let requirement = library.catalogue[change.id] { out.print(wrapped(requirement.paraphrase, indent: 4, width: out.width)) }
      let checks = citations[change.id] ?? []
      if !checks.isEmpty { out.print("    checks: \(checks.joined(separator: ", "))") }
    }
    out.print("\n\(changes.count) changes")
  }

  private func described(_ kind: RequirementChange.Kind) -> String {
    switch kind {
    case .added(let section): "added, section \(section)"
    case .removed(let section): "removed, was section \(section)"
    case .moved(let from, let to): "moved from section \(from) to \(to)"
    case .levelChanged(let from, let to): "level changed from \(from.rawValue) to \(to.rawValue)"
    case .textChanged(let revision, let note): "changed in \(revision.rawValue): \(note)"
    }
  }
}
