import Forge
import Foundation
import OrderedJSON
import Scenarios

extension ActionPerformer {
  /// A message signature by the WIMSE profile (draft-ietf-wimse-http-signature), if the recipe speaks of one. Everything else of the
  /// message must be in place, because the signature covers it.
  func addSignature(_ draft: inout MessageDraft, _ overlay: Overlay) throws {
    guard let said = overlay["signature"], !said.isRemoval else { return }
    if let whole = said.whole, overlay["signature"]?.members.isEmpty != false { return try takeOver(whole, into: &draft) }
    try addDigest(&draft, said["digest"])
    guard let keyName = try reader(said).text("key") else { throw RecipeProblem.suite("the signature names no key") }
    let key = try tokens.key(keyName)
    let signer = try said[path: ["sign", "key"]]?.applied(to: nil).first?.string.map { try tokens.key($0) } ?? key
    let algorithm = try said[path: ["sign", "alg"]]?.applied(to: nil).first?.string.flatMap(Algorithm.init(joseName:))
    let label = try reader(said).text("label", default: isEarlier ? "wimse" : "sig1") ?? "sig1"
    let components = try
      (said["components"]?.applied(to: .array(defaultComponents(draft).map(JSON.string))).first?.array
      ?? defaultComponents(draft).map(JSON.string))
      .compactMap(\.string)
    let parameters = try self.parameters(draft.url, said["params"], over: defaultParameters(draft.url))
    let unsigned = draft
    var signed = try sign(unsigned, label, components, parameters, signer, algorithm)
    if try said[path: ["sign", "form"]]?.applied(to: nil).first?.string == "der" {
      signed.signature = try ECDSASignature.der(signed.signature)
    }
    var input = signed.input.value
    let covered = said[path: ["sent", "components"]], stated = said[path: ["sent", "params"]]
    if covered != nil || stated != nil {
      let changed = try self.parameters(draft.url, stated, over: parameters)
      let names = try covered?.applied(to: .array(components.map(JSON.string))).first?.array?.compactMap(\.string) ?? components
      input = "\(label)=\(try signatureParameters(names, changed).text)"
    }
    draft.headers += [("Signature-Input", input), ("Signature", signed.field.value)]
    draft.artefacts.append(("signature", fact(input, signed.field.value, components, parameters)))
    // A second signature of the same message, made anew under a label of its own.
    guard said.layers.contains(where: { if case .duplicate = $0 { true } else { false } }) else { return }
    var again = parameters
    again["nonce"] = .string(Random.identifier())
    let second = try sign(unsigned, label + "-2", components, again, signer, algorithm)
    draft.headers += [("Signature-Input", second.input.value), ("Signature", second.field.value)]
  }

  private var isEarlier: Bool { declares("profile.hs-06") }

  // MARK: What is signed

  private func defaultComponents(_ draft: MessageDraft) -> [String] {
    let present = Set(draft.headers.map { $0.0.lowercased() })
    let target = isEarlier ? ["@method", "@request-target"] : ["@method", "@path", "@query"]
    return target + ["content-type", "content-digest", "authorization", "txn-token", "workload-identity-token"].filter(present.contains)
  }

  private func defaultParameters(_ url: String) -> JSON {
    let now = seconds
    return [
      "created": .integer(now), "expires": .integer(now + 60), "nonce": .string(Random.identifier()),
      "tag": "wimse-workload-to-workload", "wimse-aud": .string(DPoP.target(url)),
    ]
  }

  private func parameters(_ url: String, _ said: Overlay?, over base: JSON) throws -> JSON {
    try said?.applied(to: base).first ?? base
  }

  private func signatureParameters(_ components: [String], _ parameters: JSON) throws -> SignatureParameters {
    SignatureParameters(
      components: try components.map { try SignatureComponent($0) },
      parameters: try (parameters.members ?? []).map { member in
        switch member.value {
        case .bool(let flag): return StructuredParameter(member.name, .boolean(flag))
        case .string(let text): return StructuredParameter(member.name, .string(text))
        case let value:
          guard let integer = value.integer else { throw RecipeProblem.suite("\(member.name) is no value of a signature parameter") }
          return StructuredParameter(member.name, .integer(integer))
        }
      })
  }

  private func sign(
    _ draft: MessageDraft, _ label: String, _ components: [String], _ parameters: JSON, _ key: Key, _ algorithm: Algorithm?
  ) throws -> MessageSignature.Signed {
    let message = SignableRequest(method: draft.method, url: draft.target, fields: draft.headers.map { MessageField($0.0, $0.1) })
    do {
      return try MessageSignature.sign(
        .request(message), label: label, parameters: try signatureParameters(components, parameters), key: key, algorithm: algorithm,
        allowingInvalid: true)
    } catch let error as MessageSignatureError {
      throw RecipeProblem.suite("the message cannot be signed: \(error)")
    }
  }

  // MARK: The digest (RFC 9530)

  /// `digest` is a map from algorithm to `right`, `other` or a value in base64; without it the content is digested with SHA-256.
  private func addDigest(_ draft: inout MessageDraft, _ said: Overlay?) throws {
    guard let content = draft.content else { return }
    let type = draft.contentType ?? (draft.form != nil ? FormCoding.mediaType : nil)
    if let type, !draft.headers.contains(where: { $0.0.lowercased() == "content-type" }) { draft.headers.append(("Content-Type", type)) }
    if said?.isRemoval == true { return }
    guard let wanted = said?.whole?.members else {
      draft.headers.append(("Content-Digest", ContentDigest.value(content)))
      return
    }
    let members = try wanted.map { member -> StructuredDictionaryMember in
      let subject = member.value.string == "other" ? content + [0x20] : content
      let digest: [UInt8]
      switch (member.name, member.value.string) {
      case ("sha-256", "right"?), ("sha-256", "other"?): digest = Digest.sha256(subject)
      case ("sha-512", "right"?), ("sha-512", "other"?): digest = Digest.sha512(subject)
      case (_, let literal?):
        guard let bytes = Data(base64Encoded: literal) else { throw RecipeProblem.suite("\(literal) is no digest in base64") }
        digest = Array(bytes)
      case (_, nil): throw RecipeProblem.suite("a digest is right, other, or a value in base64")
      }
      return StructuredDictionaryMember(member.name, .item(.bytes(digest), []))
    }
    draft.headers.append(("Content-Digest", StructuredDictionary(members).text))
  }

  // MARK: Facts, and replay

  private func fact(_ input: String, _ signature: String, _ components: [String], _ parameters: JSON) -> JSON {
    ["input": .string(input), "value": vault.fact(signature), "components": .array(components.map(JSON.string)), "params": parameters]
  }

  private func takeOver(_ fact: JSON, into draft: inout MessageDraft) throws {
    guard let input = fact["input"]?.string, let value = fact["value"].flatMap(vault.reveal) else {
      throw RecipeProblem.suite("that is no signature of an earlier step")
    }
    draft.headers += [("Signature-Input", input), ("Signature", value)]
    draft.artefacts.append(("signature", fact))
  }
}
