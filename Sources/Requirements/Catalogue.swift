import Documents

/// Everything that the suite knows about what texts require: documents, requirements, profiles, gaps, and why some requirements
/// have no check. Read from files whose kind shows in their keys, so that people may arrange them as they like.
public struct Catalogue: Sendable {
  /// In the order of the files.
  public let documents: [SpecDocument]
  /// In the order of the files.
  public let requirements: [Requirement]
  public let profiles: [Profile]
  public let gaps: [Gap]
  /// Why a requirement has no check, by its id.
  public let untested: [String: UntestedReason]
  /// The statements of the draft that count, by revision; a revision without a set is not frozen.
  public let frozen: [Revision: FrozenSet]
  /// What the catalogue of tests plans, in the order of the files; empty where no file lists it.
  public let blocks: [CatalogueBlock]
  private let requirementIndex: [String: Int]
  private let documentIndex: [String: Int]
  private let aliasIndex: [String: [String]]

  /// A written reason for having no check.
  public struct UntestedReason: Sendable, Hashable {
    public var reason: String
    public var place: Place
  }

  /// Reads the catalogue.
  /// - Throws: everything that is wrong, with places; nothing is left out because something else was wrong before.
  public init(files: [SourceFile]) throws(Diagnostics) {
    let problems = Problems()
    var loader = CatalogueLoader(problems: problems)
    for file in files {
      do {
        loader.read(try Node.parse(file))
      } catch {
        problems.all += error.all
      }
    }
    loader.check()
    if !problems.all.isEmpty { throw Diagnostics(problems.all) }
    documents = loader.documents
    requirements = loader.requirements
    profiles = loader.profiles
    gaps = loader.gaps
    untested = loader.untested
    frozen = loader.frozen
    blocks = loader.blocks
    requirementIndex = Dictionary(uniqueKeysWithValues: requirements.indices.map { (loader.requirements[$0].id, $0) })
    documentIndex = Dictionary(uniqueKeysWithValues: documents.indices.map { (loader.documents[$0].id, $0) })
    aliasIndex = requirements.reduce(into: [:]) { index, requirement in
      for alias in requirement.aliases { index[alias, default: []].append(requirement.id) }
    }
  }

  /// The requirement with an id.
  public subscript(id: String) -> Requirement? { requirementIndex[id].map { requirements[$0] } }

  /// The document with an id.
  public func document(_ id: String) -> SpecDocument? { documentIndex[id].map { documents[$0] } }

  /// All requirement ids, in the order of the files.
  public var ids: [String] { requirements.map(\.id) }

  /// What the draft itself says in a revision, in the order of the files.
  public func requirements(in revision: Revision) -> [Requirement] {
    requirements.filter { $0.isOfTheDraft && $0.isPresent(in: revision) }
  }

  /// Whether a statement was catalogued after the set of its revision was frozen: it is reported, and does not count.
  public func isLater(_ requirement: Requirement, in revision: Revision) -> Bool {
    guard requirement.isOfTheDraft, requirement.isPresent(in: revision), let set = frozen[revision] else { return false }
    return set.places[requirement.id] == nil
  }

  /// The requirements of one document.
  public func requirements(of document: String) -> [Requirement] { requirements.filter { $0.document == document } }

  /// What somebody who wrote an unknown id may have meant: the requirement that research notes know under that name, or the one
  /// with the nearest id.
  public func suggestion(for id: String) -> String? {
    if let known = aliasIndex[id] { return known.joined(separator: " or ") }
    return nearest(id, among: requirementIndex.keys)
  }

  /// Where a reader finds the requirement: "RFC 9449, section 4.3". Nil where that revision of the draft lacks it.
  public func sourceText(of requirement: Requirement, in revision: Revision = .newest) -> String? {
    if requirement.isPolicy { return "policy \(requirement.id.dropFirst("policy.".count)), declared by the operator" }
    if requirement.isOfTheDraft {
      if let section = requirement.sections[revision] { return "\(revision.draftName), section \(section)" }
      return requirement.sections.isEmpty ? requirement.proposed : nil
    }
    guard let document = document(requirement.document) else { return nil }
    return "\(document.editions[requirement.binds]?.name ?? document.name), section \(requirement.section)"
  }
}
