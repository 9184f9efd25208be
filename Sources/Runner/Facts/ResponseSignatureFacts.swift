import Forge
import OrderedJSON
import Wire

/// What a signed response shows (draft-ietf-wimse-http-signature): verified under the key of the identity token that it carries.
enum ResponseSignatureFacts {
  static let tag = "wimse-workload-to-workload"

  /// Nil if the response carries no signature.
  static func facts(_ response: Response, to draft: MessageDraft) -> JSON? {
    let fields = response.headers.map { MessageField($0.name, $0.value) }
    guard fields.contains(where: { $0.name.lowercased() == "signature-input" }) else { return nil }
    let carried: [MessageSignature.Carried]
    do {
      carried = try MessageSignature.carried(by: fields)
    } catch {
      return ["valid": .bool(false), "reason": .string(error.description)]
    }
    func isTagged(_ one: MessageSignature.Carried) -> Bool { one.parameters["tag"] == .string(tag) }
    guard let one = carried.first(where: isTagged) ?? carried.first else { return nil }
    var facts: JSON = [
      "count": .integer(carried.count), "label": .string(one.label),
      "components": .array(one.parameters.components.map { .string(name($0)) }),
      "params": .object(one.parameters.parameters.map { .init($0.name, value($0.value)) }),
    ]
    let message = SignableResponse(
      status: response.status, fields: fields,
      request: SignableRequest(method: draft.method, url: draft.target, fields: draft.headers.map { MessageField($0.0, $0.1) }))
    let (valid, reason) = verify(message, one)
    facts["valid"] = .bool(valid)
    facts["reason"] = reason.map(JSON.string)
    facts["digest"] = digest(fields, response.body).map(JSON.string)
    return facts
  }

  private static func verify(_ message: SignableResponse, _ one: MessageSignature.Carried) -> (Bool, String?) {
    let tokens = message.fields.filter { $0.name.lowercased() == "workload-identity-token" }
    guard tokens.count == 1, let decoded = try? DecodedJWT.decode(tokens[0].value), let jwk = decoded.claims?["cnf"]?["jwk"],
      let key = try? Key(jwk: jwk)
    else { return (false, "the response has no identity token with a key") }
    switch MessageSignature.verify(.response(message), label: one.label, key: key) {
    case .valid: return (true, nil)
    case .refused(let reason): return (false, reason)
    }
  }

  private static func digest(_ fields: [MessageField], _ body: [UInt8]) -> String? {
    let values = fields.filter { $0.name.lowercased() == "content-digest" }.map(\.value)
    guard !values.isEmpty else { return nil }
    switch ContentDigest.check(values.joined(separator: ", "), body: body) {
    case .matches: return "matches"
    case .differs: return "differs"
    case .unusable: return "unusable"
    }
  }

  /// `@method;req` rather than `"@method";req`.
  private static func name(_ component: SignatureComponent) -> String { component.description.filter { $0 != "\"" } }

  private static func value(_ item: StructuredItem) -> JSON {
    switch item {
    case .integer(let number): .integer(Int(number))
    case .string(let text): .string(text)
    case .boolean(let flag): .bool(flag)
    default: .string(item.text)
    }
  }
}
