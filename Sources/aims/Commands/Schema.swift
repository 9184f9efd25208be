import ArgumentParser
import Documents
import OrderedJSON
import Targets

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of target descriptions, for editors.",
    discussion: "It is made from the table that the parser checks by; vectors/schema/target.schema.json holds the same.")

  @OptionGroup var options: VectorOptions

  func run() throws {
    let roles: [String: [String]]
    do {
      let files = try Vectors.sourceFiles(directory: options.vectors)
      roles = try files.first { $0.path.hasSuffix("/roles.yaml") }.map { try TargetParser.roles(in: $0) } ?? [:]
    } catch let problem as Diagnostic {
      throw Failure([problem])
    } catch let problems as Diagnostics {
      throw Failure(problems.all)
    }
    Terminal.output.print(TargetSchema.document(roles: roles).pretty)
  }
}
