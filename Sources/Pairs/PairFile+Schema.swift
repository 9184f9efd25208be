import OrderedJSON

extension PairFile {
  /// The JSON Schema (2020-12) of pair files, for editors; published as `vectors/schema/pair.schema.json`.
  public static var schema: JSON {
    .object(of: [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A pair of servers as the two domains of identity chaining",
      "description": "Both target descriptions, and the seven values that their operators copy from each other by hand.",
      "type": "object",
      "required": ["pair", "a", "b", "values"],
      "additionalProperties": false,
      "properties": .object(of: [
        "pair": described("The name of the pair.", text),
        "about": described("What it shows, for readers of the report.", text),
        "profile": .object(of: ["const": .string(profile)]),
        "a": described("The domain that issues grants.", side(PairFileReader.keysOfA)),
        "b": described("The domain that takes them.", side(PairFileReader.keysOfB)),
        "values": described("What is copied by hand, as each side has it; $a.… and $b.… stand in the descriptions.", valuesSchema),
        "live": described("Why the whole way is not run.", record(["no": text], required: ["no"])),
      ]),
    ])
  }

  private static let text: JSON = ["type": "string", "minLength": 1]

  private static func side(_ keys: [String]) -> JSON {
    let about = [
      "target": "A target description beside this file, or embedded.", "server": "The role of the authorization server.",
      "client": "The role of the client.", "resource": "The role of the resource.", "agent": "The client that has the user's token.",
      "user": "The role of the user.", "issuer": "The issuer of the suite that B trusts.",
    ]
    return record(keys.map { ($0, described(about[$0] ?? "", text)) }, required: ["target"])
  }

  private static var valuesSchema: JSON {
    let one: JSON = ["anyOf": [text, ["type": "array", "items": text]]]
    let seconds: JSON = ["anyOf": [text, ["type": "integer", "minimum": 0]]]
    let values = ValueName.allCases.map { name -> (String, JSON) in
      let value = name == .lifetime ? seconds : one
      var schema = record(["a": value, "b": value], required: [])
      schema["minProperties"] = 1
      return (name.rawValue, schema)
    }
    return record(values, required: ValueName.allCases.map(\.rawValue))
  }

  private static func record(_ properties: KeyValuePairs<String, JSON>, required: [String]) -> JSON {
    record(properties.map { ($0.key, $0.value) }, required: required)
  }

  private static func record(_ properties: [(String, JSON)], required: [String]) -> JSON {
    .object(of: [
      "type": "object", "required": required.isEmpty ? nil : .array(required.map(JSON.string)), "additionalProperties": false,
      "properties": .object(properties.map { .init($0.0, $0.1) }),
    ])
  }

  private static func described(_ about: String, _ schema: JSON) -> JSON {
    var out: JSON = ["description": .string(about)]
    for member in schema.members ?? [] { out[member.name] = member.value }
    return out
  }
}
