import Documents
import Foundation
import OrderedJSON
import Targets
import Testing

@Suite struct TargetSchemaFile {
  static let vectors = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors").standardizedFileURL.path

  @Test("the published schema is the one that the parser's table makes") func current() throws {
    let text = try String(contentsOfFile: Self.vectors + "/roles.yaml", encoding: .utf8)
    let roles = try TargetParser.roles(in: SourceFile(path: "roles.yaml", text: text))
    let published = try String(contentsOfFile: Self.vectors + "/schema/target.schema.json", encoding: .utf8)
    #expect(published == TargetSchema.document(roles: roles).pretty + "\n", "run: aims schema > vectors/schema/target.schema.json")
  }
}
