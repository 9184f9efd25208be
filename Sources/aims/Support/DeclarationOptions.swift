import ArgumentParser
import Requirements
import Results
import Targets

/// What the operator declares, for everything that writes the reports of a result.
struct DeclarationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The operator's declarations (aims declarations prints the questions).", valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var declarations: String?

  /// Reads and checks them.
  /// - Parameters:
  ///   - described: the file that the target description names, which counts where the option is absent.
  ///   - redactor: knows the secrets of the target. What it finds is taken out, and said: whoever wrote the file did not mean it.
  /// - Throws: `Failure` with status 2.
  func read(_ catalogue: Catalogue, described: String? = nil, redactor: Redactor? = nil) throws -> [Declaration] {
    guard let path = declarations ?? described else { return [] }
    let said = try DescriptionFile.declarations(path, catalogue: catalogue)
    guard let redactor else { return said }
    let found = Set(said.flatMap { $0.texts.flatMap(redactor.find) }).sorted()
    if !found.isEmpty { Terminal.error.print("warning: \(path) holds a secret of \(found.joined(separator: ", ")), which no report shows") }
    return said.map { $0.changingTexts(redactor.redact) }
  }
}
