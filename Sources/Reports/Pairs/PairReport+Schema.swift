import OrderedJSON

extension PairReport {
  /// The JSON Schema (draft 2020-12) of `pair.json`; published as `vectors/schema/pair-report.schema.json`.
  public static var schema: JSON {
    .object(of: [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:aims:schema:pair-report:1",
      "title": "Result of a pair of servers as the two domains of identity chaining",
      "description": "What one emits, what the other accepts, and what came of the whole way. Claims stand here, tokens never.",
      "type": "object",
      "required": texts(["format", "name", "profile", "suite", "a", "b", "same", "values", "envelope", "emission", "cell"]),
      "additionalProperties": false,
      "properties": .object(of: [
        "format": .object(of: ["const": .string(format)]),
        "name": text, "about": text, "profile": described("The profile of identity chaining."),
        "suite": object([("version", text), ("vectors", described("A digest of the vectors that were used."))]),
        "a": reference("side"), "b": reference("side"),
        "same": .object(of: ["type": "boolean", "description": "One product on both sides."]),
        "values": list(
          object(
            [("value", text), ("at-a", any), ("at-b", any), ("agree", .object(of: ["type": "boolean"]))],
            optional: ["at-a", "at-b", "agree"])),
        "envelope": list(object([("dimension", text), ("value", text), ("outcome", outcome), ("error", text)], optional: ["error"])),
        "emission": emissionSchema,
        "prediction": object([("cell", text), ("not-tried", list(text))]),
        "replay": object([("outcome", outcome), ("error", text)], optional: ["error"]),
        "live": object(
          [("not-attempted", text), ("stages", list(named("stage"))), ("knobs", list(text))],
          optional: ["not-attempted", "stages", "knobs"]),
        "negatives": list(named("attempt")),
        "survival": list(
          object(
            [("claim", text), ("at-a", any), ("grant", any), ("at-b", any), ("outward", fate), ("inward", fate)],
            optional: ["at-a", "grant", "at-b"])),
        "cell": described("ok, or where it stopped."),
        "not-attempted": described("Why nothing could be exchanged."),
        "attribution": object(
          [
            ("to", choice(["operator", "A", "B", "texts"])), ("why", text), ("cites", text), ("doubt", described("What is not excluded.")),
          ],
          optional: ["cites", "doubt"]),
      ]),
      "$defs": .object(of: ["side": object([("name", text), ("version", text)])]),
    ])
  }

  private static var emissionSchema: JSON {
    object(
      [
        ("rungs", list(named("request"))), ("knob", text), ("issued-token-type", any), ("token-type", any), ("signature", any),
        ("algorithm", any), ("claims", list(text)), ("shape", list(object([("dimension", text), ("value", text)]))),
      ], optional: ["knob", "issued-token-type", "token-type", "signature", "algorithm", "claims", "shape"])
  }

  private static let text: JSON = ["type": "string"]
  private static let any: JSON = true
  /// `accepted`, `refused`, or why there was no answer.
  private static let outcome: JSON = ["type": "string"]
  private static let fate = choice(["kept", "changed", "dropped", "added", "absent", "unknown"])

  /// An answer under a name.
  private static func named(_ key: String) -> JSON { object([(key, text), ("outcome", outcome), ("error", text)], optional: ["error"]) }
  private static func described(_ about: String) -> JSON { .object(of: ["type": "string", "description": .string(about)]) }
  private static func list(_ items: JSON) -> JSON { .object(of: ["type": "array", "items": items]) }
  private static func choice(_ values: [String]) -> JSON { .object(of: ["enum": texts(values)]) }
  private static func texts(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }
  private static func reference(_ name: String) -> JSON { .object(of: ["$ref": .string("#/$defs/\(name)")]) }
  private static func object(_ properties: [(String, JSON)], optional: Set<String> = []) -> JSON {
    .object(of: [
      "type": "object", "required": texts(properties.map(\.0).filter { !optional.contains($0) }), "additionalProperties": false,
      "properties": .object(properties.map { .init($0.0, $0.1) }),
    ])
  }
}
