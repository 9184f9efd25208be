import ArgumentParser
import Documents
import Requirements
import Scenarios
import Targets

/// Everything that the suite knows before it meets a target: requirements, scenarios and the vocabularies.
struct Library {
  static let version = "0.1.0"

  let files: [SourceFile]
  /// Those of them that make the catalogue of requirements.
  let catalogueFiles: [SourceFile]
  let catalogue: Catalogue
  let corpus: Corpus
  /// What is wrong with the form of the files.
  let diagnostics: [Diagnostic]

  /// Reads the vectors; faults of scenarios are kept, faults of the catalogue end it.
  /// - Parameter directory: nil for the vectors that the binary carries.
  /// - Throws: `Failure`.
  init(directory: String?) throws {
    do throws(Diagnostic) {
      files = try Vectors.sourceFiles(directory: directory)
    } catch {
      throw Failure([error])
    }
    catalogueFiles = files.filter { file in
      ["/requirements/", "/profiles/", "/gaps/"].contains { file.path.contains($0) } && file.path.hasSuffix(".yaml")
    }
    do throws(Diagnostics) {
      catalogue = try Catalogue(files: catalogueFiles)
    } catch {
      throw Failure(error.all)
    }
    (corpus, diagnostics) = Corpus.load(files: files, catalogue: catalogue)
  }

  /// The corpus, where nothing is wrong with it.
  /// - Throws: `Failure` with every fault.
  func sound() throws -> Corpus {
    if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(diagnostics) }
    return corpus
  }

  /// A digest of all files, so that two results can be compared: FNV-1a over names and texts, 64 bits.
  var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for file in files {
      for byte in file.path.split(separator: "/").last.map(String.init).map({ $0 + "\0" + file.text + "\0" })?.utf8 ?? "".utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Every name that a target description may put in force.
  var names: [String] {
    corpus.capabilities.namesInForce + catalogue.profiles.map(\.id) + catalogue.requirements.filter(\.isPolicy).map(\.id)
  }

  /// A parser of target descriptions that knows the vocabularies.
  func targetParser() throws -> TargetParser {
    guard let file = files.first(where: { $0.path.hasSuffix("/roles.yaml") }) else { return TargetParser(names: names) }
    do throws(Diagnostics) {
      return TargetParser(roles: try TargetParser.roles(in: file), names: names)
    } catch {
      throw Failure(error.all)
    }
  }
}

/// `--vectors`, shared by commands.
struct VectorOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A folder of vectors to use instead of those in the binary.", valueName: "dir"), completion: .directory)
  var vectors: String?

  func library() throws -> Library { try Library(directory: vectors.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }) }
}
