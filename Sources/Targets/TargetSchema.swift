import OrderedJSON

/// The JSON Schema (2020-12) of target descriptions, for editors. It is made from the table that the parser checks by.
public enum TargetSchema {
  /// The schema.
  /// - Parameter roles: names of roles by kind; kinds that are missing allow any name.
  public static func document(roles: [String: [String]]) -> JSON {
    var schema: JSON = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A target of the agent authentication suite",
      "description": "What an operator says about a server under test. Secrets stand here only by reference.",
    ]
    for member in Shape.target.schema(roles: roles).members ?? [] { schema[member.name] = member.value }
    return schema
  }
}

extension Shape {
  fileprivate func schema(roles: [String: [String]]) -> JSON {
    switch self {
    case .text, .file, .reference: ["type": "string", "minLength": 1]
    case .integer: ["type": "integer", "minimum": 0]
    case .flag: ["type": "boolean"]
    case .duration: ["type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h)$"]
    case .rate: ["type": "string", "pattern": "^[1-9][0-9]*/s$"]
    case .url: ["type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+[^#\\s]*$"]
    case .origin: ["type": "string", "pattern": "^[^/?#@\\s]+:[0-9]+$"]
    case .pointer: ["type": "string", "pattern": "^(/|$)"]
    case .keyword(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
    case .prefixed(let prefix): ["type": "string", "pattern": .string("^\(prefix.replacing(".", with: "\\."))[^ ]+$")]
    case .secret:
      [
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        "properties": [
          "file": Shape.text.schema(roles: roles), "env": Shape.text.schema(roles: roles), "hook": Shape.text.schema(roles: roles),
        ],
      ]
    case .any: .object([])
    case .list(let element): ["type": "array", "items": element.schema(roles: roles)]
    case .map(let keys, let value): mapSchema(keys, value, roles)
    case .record(let fields): recordSchema(fields, roles)
    case .either(let shapes): ["anyOf": .array(shapes.map { $0.schema(roles: roles) })]
    }
  }

  private func mapSchema(_ keys: Keys, _ value: Shape, _ roles: [String: [String]]) -> JSON {
    var schema: JSON = ["type": ["object", "null"], "additionalProperties": value.schema(roles: roles)]
    if case .role(let kind) = keys, let names = roles[kind] { schema["propertyNames"] = ["enum": .array(names.map { .string($0) })] }
    return schema
  }

  private func recordSchema(_ fields: [Field], _ roles: [String: [String]]) -> JSON {
    let properties = fields.map { field -> JSON.Member in
      var schema: JSON = ["description": .string(field.about)]
      for member in field.shape.schema(roles: roles).members ?? [] { schema[member.name] = member.value }
      return .init(field.name, schema)
    }
    var schema: JSON = ["type": "object", "properties": .object(properties), "additionalProperties": false]
    let needed = fields.filter(\.isNeeded).map { JSON.string($0.name) }
    if !needed.isEmpty { schema["required"] = .array(needed) }
    return schema
  }
}
