import ArgumentParser
import Reports
import Requirements

struct Declarations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the questions that only an operator can answer, or check a file of answers.",
    discussion:
      "Fill in what you can answer of what is printed, and name the file with `aims run --declarations FILE` (judge and merge take it too) or as `declarations` in the target description."
  )

  @Argument(help: ArgumentHelp("A file of answers to check.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("The draft revision.", valueName: "rev"))
  var draft: Revision = .newest

  @OptionGroup var vectors: VectorOptions

  func run() throws {
    let library = try vectors.library()
    _ = try library.sound()
    guard let file else { return Terminal.output.write(DeclarationFile.template(library.catalogue, revision: draft)) }
    let answers = try DescriptionFile.declarations(file, catalogue: library.catalogue)
    Terminal.output.print("\(file): \(answers.count) answers, nothing wrong")
  }
}
