import OrderedJSON

extension ScenarioSchema {
  static var scenario: JSON {
    let properties: [String: JSON] = [
      "title": described("A sentence about a correct target.", text), "about": text, "catalogue": oneOrMore(text), "role": words(Role.self),
      "needs": ref("needs"),
      "variants": map(of: [
        "anyOf": [
          list(text), record([("of", ref("path")), ("among", ["anyOf": [list(text), map(of: variantValue)]])], required: ["among"]),
        ]
      ]),
      "given": map(of: ref("given")), "steps": list(ref("step")), "watch": ref("watch"), "preflight": text,
    ]
    var schema = record(ScenarioParser.scenarioKeys.map { ($0, properties[$0]!) }, required: ["title", "role"])
    schema["oneOf"] = [["required": ["steps"]], ["required": ["watch"]]]
    return document(
      "A scenario", "A story that somebody could implement on its own, and the checks it carries: vectors/scenarios/.", schema,
      .object((judgementDefinitions + stepDefinitions + fieldDefinitions).map { .init($0.0, $0.1) }))
  }

  /// A value of an axis.
  private static var variantValue: JSON {
    let properties: [String: JSON] = [
      "needs": ref("needs"), "with": described("Fields of steps, by step/path.", ["type": "object", "minProperties": 1]),
      "without": map(of: oneOrMore(text)),
    ]
    return ["anyOf": [["type": "null"], record(ScenarioParser.variantValueKeys.map { ($0, properties[$0]!) })]]
  }

  // MARK: - Judgements

  static var judgementDefinitions: [(String, JSON)] {
    let operators: [(String, JSON)] = [
      ("ignoring-case", text), ("one-of", ["type": "array", "minItems": 1]), ("not", ref("matcher")),
      ("any", ["type": "array", "minItems": 1]),
      ("contains", ref("matcher")), ("subset-of", ["anyOf": [["type": "array"], ref("reference")]]),
      ("at-least", ["anyOf": [["type": "number"], ref("reference")]]), ("at-most", ["anyOf": [["type": "number"], ref("reference")]]),
      ("pattern", words(NamedPattern.self)), ("same-as", ref("reference")),
    ]
    let status: JSON = [
      "anyOf": [["type": "integer", "minimum": 100, "maximum": 599], ["type": "string", "pattern": "^([1-5]xx|present|absent)$"]]
    ]
    return [
      ("id", ["type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"]),
      ("path", ["type": "string", "minLength": 1, "pattern": "^[^\\s]"]),
      ("reference", ["type": "string", "pattern": "^\\$[a-z]"]),
      (
        "need",
        [
          "anyOf": [
            text,
            [
              "type": "object", "minProperties": 1, "maxProperties": 1, "properties": ["any": list(ref("need")), "not": text],
              "additionalProperties": integer,
            ],
          ]
        ]
      ),
      ("needs", oneOrMore(ref("need"))),
      (
        "matcher",
        [
          "description": "A value, a list, members, present, absent, or a map of operators.",
          "properties": .object(operators.map { .init($0.0, $0.1) }),
        ]
      ),
      (
        "facts",
        [
          "type": "object", "properties": ["status": ["anyOf": [status, list(status), ["type": "object"]]]],
          "additionalProperties": ref("matcher"),
        ]
      ),
      (
        "rung",
        [
          "type": "object", "required": ["verdict", "note"],
          "properties": ["verdict": words(Rung.Verdict.self), "note": text, "when": ref("needs")], "additionalProperties": ref("matcher"),
        ]
      ),
      (
        "expectation",
        [
          "anyOf": [
            described("accepted, refused, broke, or a name of expectations.yaml", text),
            [
              "type": "object", "minProperties": 1, "properties": ["is": text, "any": list(ref("expectation"))],
              "additionalProperties": ref("matcher"),
            ],
          ]
        ]
      ),
      ("judgement", record([("needs", ref("needs"))] + judgementProperties.filter { $0.0 != "checks" })),
    ]
  }

  /// What stands on steps, cases and entries of `checks`.
  static var judgementProperties: [(String, JSON)] {
    let properties: [String: JSON] = [
      "check": ref("id"), "probe": ref("id"), "question": text, "title": text, "why": text, "requirement": oneOrMore(text),
      "expect": ref("expectation"), "also-accept": list(ref("rung")), "record": oneOrMore(ref("path")), "checks": list(ref("judgement")),
    ]
    return ScenarioParser.judgementKeys.map { ($0, properties[$0]!) }
  }

  // MARK: - Steps

  private static var editProperties: [(String, JSON)] {
    [
      ("change", described("Set these paths.", ["type": "object", "minProperties": 1])), ("remove", oneOrMore(ref("path"))),
      ("rewrite", map(of: ref("rewrite"))),
      ("duplicate", ["anyOf": [ref("path"), list(ref("path")), ["type": "object", "minProperties": 1]]]),
    ]
  }

  private static var stepDefinitions: [(String, JSON)] {
    let count: JSON = ["type": "integer", "minimum": 2, "maximum": 100]
    let properties: [String: JSON] = [
      "id": ref("id"), "do": words(Action.self), "vary": ref("id"), "with": ["type": "object"], "needs": ref("needs"), "from": ref("id"),
      "proven-by": oneOrMore(ref("id")), "control": ["const": "before"], "race": count, "repeat": count, "await": ref("await"),
      "cases": ["type": "array", "minItems": 1, "items": ref("case")], "then": list(ref("then")), "ladder": list(ref("ladder-rung")),
    ]
    let others = editProperties + judgementProperties
    let all = ScenarioParser.stepKeys.map { key in (key, properties[key] ?? others.first { $0.0 == key }!.1) }
    var step = record(all, required: ["id"])
    step["oneOf"] = [["required": ["do"]], ["required": ["vary"]]]
    step["allOf"] = .array(Action.allCases.map(fieldRule))
    var then = record(all.filter { !["cases", "then", "from", "control", "ladder"].contains($0.0) })
    then["oneOf"] = step["oneOf"]
    then["allOf"] = step["allOf"]
    let span: JSON = ["anyOf": [["type": "string", "pattern": "^[0-9]+(ms|s|m|h|d)$"], ref("reference")]]
    var awaiting = record([("within", span), ("throughout", span), ("since", ref("id")), ("beside", ref("id"))])
    awaiting["oneOf"] = [["required": ["within"]], ["required": ["throughout"]]]
    return [
      ("step", step), ("then", then), ("await", awaiting),
      ("case", record([("needs", ref("needs"))] + editProperties + judgementProperties)),
      ("ladder-rung", record([("needs", ref("needs")), ("note", text)] + editProperties, required: ["note"])),
      (
        "rewrite",
        [
          "anyOf": [
            words(Rewrite.Word.self), record([("append", text)], required: ["append"]),
            record([("second-member", ["type": "object", "minProperties": 1, "maxProperties": 1])], required: ["second-member"]),
          ]
        ]
      ),
      (
        "given",
        [
          "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
          "properties": .object(Given.Kind.allCases.map { .init($0.rawValue, true) }),
        ]
      ),
      (
        "watch",
        record(
          [
            ("action", words(Action.self)), ("outcome", words(ExpectationReader.outcomes)), ("checks", list(ref("judgement"))),
          ], required: ["action", "checks"])
      ),
    ]
  }

  // MARK: - Fields of actions

  /// `with` of a step that does this action.
  private static func fieldRule(_ action: Action) -> JSON {
    [
      "if": ["properties": ["do": ["const": .string(action.rawValue)]], "required": ["do"]],
      "then": ["properties": ["with": ref("with-\(action.rawValue)")]],
    ]
  }

  private static var fieldDefinitions: [(String, JSON)] {
    var shared = SharedDefinitions()
    let actions = Action.allCases.map { action in ("with-\(action.rawValue)", fields(action.fields, &shared)) }
    return actions + shared.definitions
  }

  /// Recipes that several fields have in common, each written once.
  private struct SharedDefinitions {
    var definitions: [(String, JSON)] = []

    mutating func reference(_ schema: JSON, _ name: String) -> JSON {
      if let known = definitions.first(where: { $0.1 == schema }) { return ref(known.0) }
      let namesakes = definitions.count { $0.0 == "field-\(name)" || $0.0.hasPrefix("field-\(name)-of-") }
      let definition = "field-\(name)" + (namesakes == 0 ? "" : "-of-\(namesakes + 1)")
      definitions.append((definition, schema))
      return ref(definition)
    }
  }

  private static func fields(_ fields: [Field], _ shared: inout SharedDefinitions) -> JSON {
    record(fields.map { ($0.name, described($0.about, schema($0.type, $0.name, &shared))) })
  }

  private static func schema(_ type: FieldType, _ name: String, _ shared: inout SharedDefinitions) -> JSON {
    switch type {
    case .text, .token, .json, .time: return .object([])
    case .integer: return orReference(integer)
    case .flag: return orReference(flag)
    case .scope: return ["anyOf": [ref("reference"), list(text), record([("literal", ["type": "string"])], required: ["literal"])]]
    case .role, .given, .shortNames: return text
    case .words(let words): return orReference(ScenarioSchema.words(words))
    case .open(let member): return orReference(map(of: schema(member, name, &shared)))
    case .recipe(let inner): return orReference(shared.reference(fields(inner, &shared), name))
    // A whole token, of an earlier step or as text.
    case .jwt(let inner): return ["anyOf": [text, shared.reference(fields(inner, &shared), name)]]
    case .list(let element): return orReference(list(schema(element, name, &shared)))
    }
  }

  private static func orReference(_ schema: JSON) -> JSON { ["anyOf": [ref("reference"), ["const": "none"], schema]] }
}
