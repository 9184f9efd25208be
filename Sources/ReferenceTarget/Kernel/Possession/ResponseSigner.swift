/// Signs responses to requests that asked for it (draft-ietf-wimse-http-signature, section on signing the response), with a workload
/// identity token of the service's own.
struct ResponseSigner: Sendable {
  let environment: Environment
  /// The service's key, and the key of the issuer that vouches for it.
  let key: PrivateKey
  let issuer: PrivateKey
  let subject: String

  private var defects: Defects { environment.defects }

  /// Whether the request demands a signature: then the nonce that ties the response to it.
  static func demand(of request: Incoming) -> String? {
    guard let inputs = FieldDictionary(lines: request.values("signature-input")) else { return nil }
    for (_, member) in inputs.members {
      guard case .list(_, let parameters) = member, parameters["tag"]?.string == MessageSignatureVerifier.tag,
        parameters["wimse-sign-response"]?.boolean == true, let nonce = parameters["nonce"]?.string
      else { continue }
      return nonce
    }
    return nil
  }

  func sign(_ answer: Outgoing, to request: Incoming, nonce requestNonce: String) -> Outgoing {
    if defects.has(.responseUnsigned) { return answer }
    var answer = answer
    let now = environment.now
    answer.headers.append(("Workload-Identity-Token", identityToken(at: now)))
    let body = defects.has(.responseDigestOfNothing) ? [] : answer.body
    answer.headers.append(("Content-Digest", "sha-256=:\(Base64.encode(Digest.sha256(body))):"))
    var parameters = FieldParameters()
    parameters.set("created", .integer(now))
    parameters.set("expires", .integer(now + 60))
    parameters.set("nonce", .string(defects.has(.responseNonceEchoed) ? requestNonce : Random.identifier()))
    parameters.set("tag", .string(MessageSignatureVerifier.tag))
    if !defects.has(.responseUntied) { parameters.set("wimse-req-nonce", .string(requestNonce)) }
    if defects.has(.responseNamesKey) { parameters.set("keyid", .string(key.kid)) }
    let components = components()
    let input = FieldMember.list(components, parameters).text
    let lines = components.map { "\($0.text): \(value(of: $0, answer, request))" } + ["\"@signature-params\": \(input)"]
    let signer = defects.has(.responseSignedByOther) ? PrivateKey() : key
    answer.headers.append(("Signature-Input", "sig1=\(input)"))
    answer.headers.append(("Signature", "sig1=:\(Base64.encode(signer.sign(Array(lines.joined(separator: "\n").utf8)))):"))
    return answer
  }

  private func identityToken(at now: Int) -> String {
    let confirmation: JSONObject = ["jwk": .object(key.publicKey.jwk(alg: Algorithm.es256.rawValue))]
    return JWTBuilder.sign(
      ["sub": .string(subject), "iat": .integer(now), "exp": .integer(now + 3600), "cnf": .object(confirmation)], by: issuer, typ: "wit+jwt"
    )
  }

  private func components() -> [FieldItem] {
    var tied = FieldParameters()
    tied.set("req", .boolean(true))
    let target = environment.presets.has(.messageSignature06) ? ["@request-target"] : ["@path", "@query"]
    let ofRequest = defects.has(.responseCoversNoRequest) ? [] : ["@method"] + target
    var names = ["@status", "content-type", "content-digest", "workload-identity-token"]
    if defects.has(.responseCoversNoStatus) { names.removeFirst() }
    return names.map { FieldItem(value: .string($0)) } + ofRequest.map { FieldItem(value: .string($0), parameters: tied) }
  }

  private func value(of component: FieldItem, _ answer: Outgoing, _ request: Incoming) -> String {
    switch component.value.string ?? "" {
    case "@status": String(answer.status)
    case "@method": request.method
    case "@path": request.path
    case "@query": "?" + (request.query ?? "")
    case "@request-target": request.path + (request.query.map { "?" + $0 } ?? "")
    case let name: answer.headers.filter { $0.0.lowercased() == name }.map(\.1.trimmingSpaces).joined(separator: ", ")
    }
  }
}
