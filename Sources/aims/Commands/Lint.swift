import ArgumentParser
import Documents
import Foundation
import OrderedJSON
import Pairs
import Reports
import Requirements
import Runner
import Scenarios
import Targets

struct Lint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find mistakes in scenarios, requirements, target descriptions and pair files before anything is sent.",
    discussion: """
      Without files, everything is checked. Each fault comes with file, line, column, a caret and what to do. Every message of a scenario \
      is built, and not sent, to find edits that cannot be made or change nothing. Status 2 if anything is wrong.
      """)

  @Argument(
    help: "Scenarios, target descriptions, pair files or other vectors; all vectors if none is named.",
    completion: .file(extensions: ["yaml"]))
  var files: [String] = []

  @OptionGroup var options: VectorOptions

  @Flag(help: "Print the files as JSON, as the suite reads them, and check nothing but their form.")
  var printJSON = false

  func run() async throws {
    if printJSON { return try printAsJSON() }
    let library = try options.library()
    let parser = try library.targetParser()
    let problems = files.isEmpty ? try await everything(library, parser) : try await named(library, parser)
    for problem in problems { Terminal.error.print(problem.rendered) }
    let errors = problems.count { $0.severity == .error }
    let warnings = problems.count - errors
    let checked =
      files.isEmpty
      ? "\(library.corpus.scenarios.count) scenarios, \(library.catalogue.requirements.count) requirements" : "\(files.count) files"
    Terminal.output.print("\(checked): \(errors) errors, \(warnings) warnings")
    if errors > 0 { throw ExitStatus.usage }
  }

  private func everything(_ library: Library, _ parser: TargetParser) async throws -> [Diagnostic] {
    var problems = library.diagnostics + Scenarios.Lint.check(library.corpus, catalogue: library.catalogue)
    problems += Scenarios.Lint.checkCoverage(library.corpus, catalogue: library.catalogue)
    for file in library.files where file.path.hasSuffix(".yaml") {
      if ["/targets/", "/lint/"].contains(where: file.path.contains) { problems += parser.parse(file).1 }
      if file.path.contains("/pairs/") { problems += PairFile.parse(file).1 }
    }
    return problems + (await dryBuild(library.corpus, library, parser, after: problems))
  }

  /// What only building the messages shows; where something else is wrong it would only say the same again.
  private func dryBuild(_ corpus: Corpus, _ library: Library, _ parser: TargetParser, after problems: [Diagnostic]) async -> [Diagnostic] {
    guard !problems.contains(where: { $0.severity == .error }),
      let file = library.files.first(where: { $0.path.hasSuffix("/lint/target.yaml") }),
      let target = parser.parse(file).0
    else { return [] }
    return await DryBuild(corpus: corpus, target: target).check()
  }

  /// The named files, checked against the whole vocabulary.
  private func named(_ library: Library, _ parser: TargetParser) async throws -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for path in files {
      let file = try DescriptionFile.source(path)
      switch Kind(of: file) {
      case .target: problems += parser.parse(file).1
      case .pair: problems += PairFile.parse(file).1
      case .catalogue:
        // Requirements refer to each other, so the file replaces its namesake among all of them.
        let others = library.catalogueFiles.filter { !Self.isSame($0.path, path) }
        do throws(Diagnostics) { _ = try Catalogue(files: others + [file]) } catch { problems += error.all }
      case .scenario, .vocabulary:
        let others = library.files.filter { !Self.isSame($0.path, path) }
        let (corpus, form) = Corpus.load(files: others + [file], catalogue: library.catalogue)
        let found = form + Scenarios.Lint.check(corpus, catalogue: library.catalogue)
        let mine = found.filter { $0.place == nil || $0.place?.file === file }
        var alone = corpus
        alone.scenarios = corpus.scenarios.filter { $0.file === file }
        problems += mine + (await dryBuild(alone, library, parser, after: mine))
      }
    }
    return problems
  }

  /// Whether two paths mean the same vector: equal from `vectors/` on.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    func tail(_ path: String) -> String { path.components(separatedBy: "vectors/").last ?? path }
    return tail(a) == tail(b)
  }

  private func printAsJSON() throws {
    guard !files.isEmpty else { throw Failure(.usage, "error: --print-json needs a file") }
    for path in files {
      do throws(Diagnostics) {
        Terminal.output.print(try Node.parse(try readSource(path)).json.pretty)
      } catch {
        throw Failure(error.all)
      }
    }
  }

  private func readSource(_ path: String) throws(Diagnostics) -> SourceFile {
    do { return try DescriptionFile.source(path) } catch { throw Diagnostics([.init(.error, "\(path) cannot be read", at: nil)]) }
  }

  /// What a file is, by where it stands and what it holds.
  private enum Kind {
    case target, scenario, catalogue, vocabulary, pair

    init(of file: SourceFile) {
      let path = file.path
      let keys = ((try? Node.parse(file))?.map ?? []).map(\.key)
      if keys.contains("pair") {
        self = .pair
      } else if keys.contains("target") {
        self = .target
      } else if path.contains("scenarios/") || keys.contains("steps") || keys.contains("watch") {
        self = .scenario
      } else if ["requirements/", "profiles/", "gaps/"].contains(where: path.contains) {
        self = .catalogue
      } else if ["roles.yaml", "capabilities.yaml", "expectations.yaml"].contains(where: path.hasSuffix) {
        self = .vocabulary
      } else {
        self = keys.contains("title") ? .scenario : .target
      }
    }
  }
}
