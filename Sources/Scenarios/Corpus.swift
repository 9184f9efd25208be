import Documents
import Requirements

/// Everything that scenarios are made of, read from `vectors/`.
public struct Corpus: Sendable {
  /// In the order of their ids.
  public var scenarios: [Scenario]
  public var expectations: [String: NamedExpectation]
  public var roles: RolesFile
  public var capabilities: CapabilitiesFile

  public init(
    scenarios: [Scenario] = [], expectations: [String: NamedExpectation] = [:], roles: RolesFile = .init(),
    capabilities: CapabilitiesFile = .init()
  ) {
    self.scenarios = scenarios
    self.expectations = expectations
    self.roles = roles
    self.capabilities = capabilities
  }

  public subscript(id: String) -> Scenario? { scenarios.first { $0.id == id } }

  /// Reads the corpus. Files that are none of a corpus (requirements, profiles, gaps) are passed over.
  ///
  /// - Parameter files: paths relative to `vectors/`, or ending so.
  /// - Returns: what could be read, and everything that is wrong with the form of the files. `Lint` looks at the rest.
  public static func load(files: [SourceFile], catalogue: Catalogue) -> (Corpus, [Diagnostic]) {
    var corpus = Corpus()
    var diagnostics: [Diagnostic] = []
    for file in files {
      let parts = file.path.split(separator: "/")
      guard let name = parts.last, name.hasSuffix(".yaml") else { continue }
      if isScenario(parts.dropLast()) {
        let (scenario, found) = ScenarioParser.parse(file, id: ScenarioParser.id(path: file.path))
        if let scenario { corpus.scenarios.append(scenario) }
        diagnostics += found
        continue
      }
      let found: [Diagnostic]
      switch name {
      case "expectations.yaml": (corpus.expectations, found) = ExpectationsFile.parse(file)
      case "roles.yaml": (corpus.roles, found) = RolesFile.parse(file)
      case "capabilities.yaml": (corpus.capabilities, found) = CapabilitiesFile.parse(file)
      default: continue
      }
      diagnostics += found
    }
    corpus.scenarios.sort { $0.id < $1.id }
    corpus.bindDocuments(of: catalogue)
    return (corpus, diagnostics)
  }

  /// Whether a folder is one of scenarios. A folder above `vectors/` may be called `scenarios` too.
  private static func isScenario(_ folders: ArraySlice<Substring>) -> Bool {
    guard let start = folders.lastIndex(of: "scenarios") else { return false }
    if let vectors = folders.lastIndex(of: "vectors"), vectors > start { return false }
    let next = folders.dropFirst(start + 1 - folders.startIndex).first
    return next.map { !["requirements", "profiles", "gaps", "schema", "targets", "published", "defects"].contains($0) } ?? false
  }

  /// As `load(files:catalogue:)`, from texts.
  public static func load(files: [(path: String, text: String)], catalogue: Catalogue) -> (Corpus, [Diagnostic]) {
    load(files: files.map { SourceFile(path: $0.path, text: $0.text) }, catalogue: catalogue)
  }

  /// Writes beside each capability which documents the catalogue says it puts in force.
  private mutating func bindDocuments(of catalogue: Catalogue) {
    for index in capabilities.entries.indices {
      let names = capabilities.closure(of: capabilities.entries[index].name)
      capabilities.entries[index].documents = catalogue.documents.filter { document in
        document.impliedBy.contains { names.contains($0) }
      }.map(\.id)
    }
  }
}
