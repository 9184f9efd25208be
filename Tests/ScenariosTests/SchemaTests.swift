import Foundation
import OrderedJSON
import Testing

@testable import Scenarios

@Suite("Schemas for authors") struct SchemaTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors/schema").standardizedFileURL.path

  @Test("The committed schemas are those of the model", arguments: ScenarioSchema.documents.map(\.name))
  func current(name: String) throws {
    let schema = try #require(ScenarioSchema.documents.first { $0.name == name }?.schema)
    let path = Self.folder + "/" + name
    // AIMS_WRITE_SCHEMAS=1 swift test --filter SchemaTests writes them anew.
    if ProcessInfo.processInfo.environment["AIMS_WRITE_SCHEMAS"] == "1" {
      try (schema.pretty + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOfFile: path, encoding: .utf8) == schema.pretty + "\n", "print it with: aims schema \(name.prefix { $0 != "." })")
  }

  @Test("Every reference inside a schema leads to a definition", arguments: ScenarioSchema.documents.map(\.name))
  func references(name: String) throws {
    let schema = try #require(ScenarioSchema.documents.first { $0.name == name }?.schema)
    let definitions = Set(schema["$defs"]?.members?.map(\.name) ?? [])
    func visit(_ json: JSON) {
      switch json {
      case .object(let members):
        for member in members {
          if member.name == "$ref", let target = member.value.string {
            #expect(definitions.contains(String(target.dropFirst("#/$defs/".count))), "\(target)")
          }
          visit(member.value)
        }
      case .array(let elements): elements.forEach(visit)
      case .null, .bool, .number, .string: break
      }
    }
    visit(schema)
  }
}
