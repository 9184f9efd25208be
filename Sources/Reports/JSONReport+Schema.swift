import OrderedJSON
import Results

extension JSONReport {
  /// The JSON Schema (draft 2020-12) of what `encode` writes; published as `vectors/schema/report.schema.json`, and kept in step
  /// with the writer by tests.
  public static var schema: JSON {
    .object(of: [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:aims:schema:report:1",
      "title": "Result of a run of aims",
      "description": "Verdicts with their reasons. Times are Unix milliseconds, spans are milliseconds. Secrets are fingerprints.",
      "type": "object",
      "required": [
        "format", "suite", "target", "revision", "profiles", "names-in-force", "started", "finished", "exchange-count",
        "clock-offset", "remarks", "reproduce", "summary", "scenarios",
      ],
      "additionalProperties": false,
      "properties": .object(of: [
        "format": .object(of: ["const": .string(format)]),
        "suite": object(["name": text, "version": text, "vectors": described("A digest of the vectors that were used.")]),
        "target": object(["name": text, "version": text]),
        "revision": described("The draft revision that was judged."),
        "profiles": list(text),
        "names-in-force": list(
          object(
            ["name": text, "origin": choice(["declared", "advertised", "implied"]), "number": integer], optional: ["number"])),
        "started": integer, "finished": integer, "exchange-count": count,
        "clock-offset": .object(of: ["type": "integer", "description": "The target's clock against the suite's."]),
        "interrupted": described("Set where the run ended early: the reason."),
        "remarks": list(text), "reproduce": text,
        "summary": object(KeyedSchemas(Verdict.allCases.map { ($0.rawValue, count) })),
        "declared": list(
          object(
            [
              "requirement": text, "answer": choice(Declaration.Answer.allCases.map(\.rawValue)), "statement": text, "by": text,
              "date": text, "evidence": list(text),
            ])),
        "scenarios": list(reference("scenario")),
      ]),
      "$defs": .object(of: [
        "scenario": scenarioSchema, "check": checkSchema, "requirement": requirementSchema, "exchange": exchangeSchema,
        "headers": list(object(["name": text, "value": text])),
      ]),
    ])
  }

  private static var scenarioSchema: JSON {
    object(
      [
        "id": text, "area": text, "title": text, "about": text, "role": text, "catalogue": list(text), "file": text,
        "variant": list(object(["axis": text, "value": text])),
        "checks": list(reference("check")),
      ], optional: ["about", "variant"])
  }

  private static var checkSchema: JSON {
    object(
      [
        "id": text, "kind": choice(["check", "probe"]), "title": text, "why": text, "requirements": list(reference("requirement")),
        "severity": choice(Severity.allCases.map(\.rawValue)), "verdict": choice(Verdict.allCases.map(\.rawValue)),
        "skip-reason": choice(SkipReason.allCases.map(\.rawValue)), "reason": text, "note": text, "question": text,
        "expected": text, "seen": text, "mismatches": list(object(["path": text, "expected": text, "seen": text])),
        "records": list(object(["path": text, "value": .bool(true)])),
        "controls": list(
          object(
            ["step": text, "position": choice(["before", "after", "twin", "proven-by"]), "met": .object(of: ["type": "boolean"])])),
        "exchanges": list(reference("exchange")), "edits": list(text), "place": text, "elapsed": count,
      ], optional: ["why", "severity", "skip-reason", "note", "question"])
  }

  private static var requirementSchema: JSON {
    object([
      "id": text, "paraphrase": text, "severity": choice(Severity.allCases.map(\.rawValue)), "source": text,
      "binds": .object(of: ["type": "boolean", "description": "Whether its document or policy is in force."]),
    ])
  }

  private static var exchangeSchema: JSON {
    object(
      [
        "method": text, "url": text, "request-headers": reference("headers"), "request-body": text, "status": integer,
        "response-headers": reference("headers"), "response-body": text, "failure": text,
        "artefacts": list(object(["name": text, "content": .bool(true)])),
      ], optional: ["request-body", "status", "response-body", "failure"])
  }

  private struct KeyedSchemas: ExpressibleByDictionaryLiteral {
    var pairs: [(String, JSON)]
    init(_ pairs: [(String, JSON)]) { self.pairs = pairs }
    init(dictionaryLiteral elements: (String, JSON)...) { pairs = elements }
  }

  private static var text: JSON { ["type": "string"] }
  private static var integer: JSON { ["type": "integer"] }
  private static var count: JSON { .object(of: ["type": "integer", "minimum": 0]) }
  private static func described(_ description: String) -> JSON {
    .object(of: ["type": "string", "description": .string(description)])
  }
  private static func list(_ items: JSON) -> JSON { .object(of: ["type": "array", "items": items]) }
  private static func choice(_ values: [String]) -> JSON { .object(of: ["enum": .array(values.map(JSON.string))]) }
  private static func reference(_ name: String) -> JSON { .object(of: ["$ref": .string("#/$defs/\(name)")]) }
  private static func object(_ properties: KeyedSchemas, optional: Set<String> = []) -> JSON {
    .object(of: [
      "type": "object",
      "required": .array(properties.pairs.map(\.0).filter { !optional.contains($0) }.map(JSON.string)),
      "additionalProperties": false,
      "properties": .object(properties.pairs.map { .init($0.0, $0.1) }),
    ])
  }
}
