import ArgumentParser
import Documents
import OrderedJSON
import Pairs
import Reports
import Scenarios
import Targets

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of target descriptions or of another kind of file, for editors.",
    discussion: "It is made from the tables that the parser checks by; vectors/schema/NAME.schema.json holds the same.")

  private static let others: [(name: String, schema: JSON)] =
    ScenarioSchema.documents.map { (name: String($0.name.prefix { $0 != "." }), schema: $0.schema) } + [
      (name: "pair", schema: PairFile.schema), (name: "report", schema: JSONReport.schema),
      (name: "pair-report", schema: PairReport.schema),
    ]

  @Argument(help: "target, \(others.map(\.name).joined(separator: ", ")).")
  var name = "target"

  @OptionGroup var options: VectorOptions

  func validate() throws {
    guard name != "target", !Self.others.contains(where: { $0.name == name }) else { return }
    throw ValidationError("there is no schema \(name); there are target, \(Self.others.map(\.name).joined(separator: ", "))")
  }

  func run() throws {
    if let other = Self.others.first(where: { $0.name == name }) { return Terminal.output.print(other.schema.pretty) }
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
