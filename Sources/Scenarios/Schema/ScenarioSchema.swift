import OrderedJSON

/// JSON Schemas (2020-12) of the files that authors write, for editors and for checks outside of Swift. They are made from the tables
/// that the parser and the linter use, so they say no more than those: names of roles, capabilities, requirements and expectations
/// are the linter's business.
public enum ScenarioSchema {
  /// The schemas by the names of their files in `vectors/schema/`.
  public static var documents: [(name: String, schema: JSON)] {
    [
      ("scenario.schema.json", scenario), ("expectations.schema.json", expectations), ("roles.schema.json", roles),
      ("capabilities.schema.json", capabilities),
    ]
  }

  static func document(_ title: String, _ about: String, _ schema: JSON, _ definitions: JSON? = nil) -> JSON {
    var document: JSON = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title), "description": .string(about),
    ]
    for member in schema.members ?? [] { document[member.name] = member.value }
    if let definitions { document["$defs"] = definitions }
    return document
  }

  // MARK: - Building blocks

  static func ref(_ name: String) -> JSON { ["$ref": .string("#/$defs/\(name)")] }
  static let text: JSON = ["type": "string", "minLength": 1]
  static let integer: JSON = ["type": "integer"]
  static let flag: JSON = ["type": "boolean"]

  static func words(_ words: [String]) -> JSON { ["type": "string", "enum": .array(words.map(JSON.string))] }
  static func words<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> JSON where T.RawValue == String {
    words(T.allCases.map(\.rawValue))
  }
  static func list(_ items: JSON) -> JSON { ["type": "array", "items": items] }
  static func oneOrMore(_ item: JSON) -> JSON { ["anyOf": [item, list(item)]] }
  static func map(of value: JSON) -> JSON { ["type": "object", "additionalProperties": value] }
  static func described(_ about: String, _ schema: JSON) -> JSON {
    var out: JSON = ["description": .string(about)]
    for member in schema.members ?? [] { out[member.name] = member.value }
    return out
  }

  /// A map with these keys and no others.
  static func record(_ properties: [(String, JSON)], required: [String] = []) -> JSON {
    var out: JSON = [
      "type": "object", "properties": .object(properties.map { .init($0.0, $0.1) }), "additionalProperties": false,
    ]
    if !required.isEmpty { out["required"] = .array(required.map(JSON.string)) }
    return out
  }

  // MARK: - The smaller files

  private static var expectations: JSON {
    document(
      "Named expectations", "vectors/expectations.yaml",
      map(of: record([("about", text), ("expect", ref("facts")), ("also-accept", list(ref("rung")))], required: ["about", "expect"])),
      .object(judgementDefinitions.map { .init($0.0, $0.1) }))
  }

  private static var roles: JSON {
    let role = record(
      [("about", text), ("server", text), ("must", list(text)), ("must-not", list(text)), ("scopes", list(text))], required: ["about"])
    return document("Roles", "vectors/roles.yaml", record(RoleKind.allCases.map { ($0.rawValue, map(of: role)) }))
  }

  private static var capabilities: JSON {
    let advertisement = record(
      [("metadata", words(Capability.Advertisement.Metadata.self)), ("member", text), ("contains", text), ("is", ["const": true])],
      required: ["member"])
    let entry = record([("about", text), ("advertised-by", list(advertisement))], required: ["about"])
    let capability = record(
      [("about", text), ("advertised-by", list(advertisement)), ("number", flag), ("implies", list(text))], required: ["about"])
    return document(
      "Names in force", "vectors/capabilities.yaml",
      record(Capability.Kind.allCases.map { ($0.rawValue, map(of: $0 == .capability ? capability : entry)) }))
  }
}
