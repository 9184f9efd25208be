import Forge
import Foundation
import OrderedJSON
import Results
import Scenarios
import Targets
import Wire

extension ActionPerformer {
  /// Obtains a workload credential: evidence that the suite signs is handed to the issuer (position A).
  func attest(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let role = try reader.text("attester"), let attester = context.target.attesters[role] else {
      throw RecipeProblem.missing("fixture missing: attester \(try reader.text("attester") ?? "")")
    }
    switch attester["kind"]?.string {
    case "jwt-evidence"?, "projected-token"?: return try await attestWithEvidence(overlay, attester)
    case "spiffe-workload-api"?: return try await attestAtWorkloadAPI(overlay, attester)
    case let kind: throw RecipeProblem.missing("attesters of kind \(kind ?? "(none)") are not driven by this version of the runner")
    }
  }

  private func attestWithEvidence(_ overlay: Overlay, _ attester: JSON) async throws -> Performed {
    let reader = reader(overlay)
    guard let endpoint = attester["endpoint"]?.string else { throw RecipeProblem.missing("fixture missing: endpoint of the attester") }
    let root = try rootReference(of: attester).map { try context.key($0) }
    let keyName = try reader.text("key")
    let key = try keyName.map { try tokens.key($0) }
    let form = try reader.text("credential") ?? "wit"
    var summaries: [ExchangeSummaryBox] = []
    let challenge = try await freshChallenge(overlay, attester, &summaries)
    let performed = try await transact(.none) { _ in
      var draft = MessageDraft(method: "POST", url: endpoint)
      var body: [JSON.Member] = [.init("credential", .string(form))]
      let evidences = try self.evidence(overlay, attester, root: root, bound: key, challenge: challenge)
      for evidence in evidences {
        body.append(.init("evidence", .string(evidence.compact)))
        draft.artefacts.append(("evidence", evidence.fact(self.vault)))
      }
      if let key { body.append(.init("key", key.publicJWK)) }
      if let audience = try reader.value("audience") { body.append(.init("audience", audience)) }
      // What the requester wishes to be called, which an issuer must not rely upon.
      if let workload = try reader.text("workload") {
        body.append(.init("identifier", self.context.target.workloads[workload]?["identifier"] ?? .string(workload)))
      }
      draft.body = JSON.object(body).bytes
      draft.contentType = "application/json"
      draft.headers.append(("Accept", "application/json"))
      try self.applyTLS(&draft, overlay)
      try draft.apply(overlay, reader: reader)
      // A proof of possession of the key, where the recipe speaks of one.
      try self.addProofs(&draft, overlay, accessToken: nil, nonce: nil)
      try draft.applySent(overlay["sent"], reader: reader)
      return draft
    } interpret: { draft, exchange in
      try await self.credentialFacts(draft, exchange, attester, form: form)
    }
    return Performed(
      facts: performed.facts, exchanges: summaries.map(\.summary) + performed.exchanges, elapsedMilliseconds: performed.elapsedMilliseconds)
  }

  /// The key that signs evidence: that of a root of the suite, or a secret that stands with the attester.
  private func rootReference(of attester: JSON) -> SecretReference? {
    SecretReference(suiteRoot(of: attester)?["key"] ?? attester["root"] ?? .null)
  }

  private func suiteRoot(of attester: JSON) -> JSON? {
    attester["root"]?["suite"]?.string.flatMap { context.target.suite["roots"]?[$0] }
  }

  /// A challenge of the issuer, where the attester or the issuer has a place that gives them, unless the scenario brings its own.
  private func freshChallenge(_ overlay: Overlay, _ attester: JSON, _ summaries: inout [ExchangeSummaryBox]) async throws -> String? {
    if attester["kind"]?.string == "projected-token" { return nil }
    if let said = overlay["challenge"] { return try said.applied(to: nil).first.map(reader(overlay).sendable) }
    let issuer = context.target.issuers[attester["credential-issuer"]?.string ?? "credentials"]
    guard let url = attester["challenge"]?.string ?? issuer?["challenge"]?.string else { return nil }
    let draft = MessageDraft(method: "POST", url: url)
    let exchange = await context.send(try draft.request(context))
    summaries.append(.init(summary: exchangeFacts.summary(draft, exchange)))
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    return answer?["challenge"]?.string ?? answer?["attestation_challenge"]?.string
  }

  private func evidence(_ overlay: Overlay, _ attester: JSON, root: Key?, bound: Key?, challenge: String?) throws -> [TokenArtefact] {
    let now = seconds
    guard let root else { return [try projected(attester, overlay["evidence"])] }
    let isProjected = attester["kind"]?.string == "projected-token"
    let claims = attester["claims"] ?? .object([])
    // `evidence.key` names the key that is bound; the attester's root signs, unless `evidence.sign.key` says otherwise.
    var said = overlay["evidence"] ?? .empty
    var boundKey = bound
    if let name = try said["key"]?.applied(to: nil).first?.string { boundKey = try tokens.key(name) }
    if case .node(let members) = said { said = .node(members.filter { $0.name != "key" }) }
    // A cluster writes no type, and knows neither key nor challenge of the workload.
    let type = attester["typ"]?.string ?? (isProjected ? nil : "JWT")
    return try tokens.build(said, defaultKey: root) { key in
      var content = claims
      for (name, value) in [
        ("iss", attester["issuer"] ?? suiteRoot(of: attester)?["issuer"]),
        ("aud", isProjected ? attester["audience"].map { JSON.array([$0]) } : attester["audience"]), ("iat", .integer(now)),
        ("nbf", .integer(now - 1)), ("exp", .integer(now + (isProjected ? 600 : 120))), ("jti", .string(Random.identifier())),
        ("eat_nonce", challenge.map(JSON.string)), ("cnf", isProjected ? nil : boundKey.map { ["jwk": $0.publicJWK] }),
      ] where value != nil && content[name] == nil {
        content[name] = value
      }
      let header: JSON = ["alg": .string(key.algorithm.rawValue)]
      return (header.adding("typ", type).adding("kid", root.kid), content)
    }
  }

  /// The token that a cluster projected into this pod, as it stands in its file (position B). It can be edited, and not made anew.
  private func projected(_ attester: JSON, _ said: Overlay?) throws -> TokenArtefact {
    guard let address = attester["address"], let reference = SecretReference(address) ?? address.string.map(SecretReference.file) else {
      throw RecipeProblem.missing("fixture missing: address or root of the attester")
    }
    if let said, said.members.contains(where: { !["compact", "sent", "key"].contains($0.name) }) || said.isRemoval {
      throw RecipeProblem.notVisible("a cluster makes the token, and the suite cannot make another")
    }
    let compact = try context.secret(reference).trimmingCharacters(in: .whitespacesAndNewlines)
    let edited = try said?["compact"]?.applied(to: .string(compact)).first?.string
    vault.remember(compact)
    return TokenArtefact(compact: edited ?? compact, key: nil)
  }

  private struct ExchangeSummaryBox {
    var summary: ExchangeSummary
  }

  // MARK: Facts of a credential

  private func credentialFacts(_ draft: MessageDraft, _ exchange: Exchange, _ attester: JSON, form: String) async throws -> JSON {
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    let credential = answer?["credential"] ?? answer?["wit"] ?? answer?["svid"] ?? answer?["certificate"]
    var facts = facts(draft, exchange) { response in
      guard response.status < 300 else { return "refused" }
      return credential == nil ? "broke" : "accepted"
    }
    guard facts["outcome"]?.string == "accepted", let credential else { return facts }
    facts["position"] = attester["position"] ?? "A"
    let chain = credential.array?.compactMap(\.string) ?? [credential.string ?? ""]
    facts["credential"] = vault.fact(chain.joined(separator: "\n"))
    if form == "x509-svid" || form == "wic" {
      let certificates = chain.flatMap { text in (try? Self.certificates(text)) ?? [] }
      guard let leaf = certificates.first else { return facts }
      var shown = CertificateFacts.issued(leaf, chainLength: certificates.count)
      shown["evidence-inside"] = .bool(draft.artefacts.contains { $0.name == "evidence" && isInside($0.fact, leaf) })
      facts["certificate"] = shown
      facts["lifetime"] = shown["lifetime"]
      facts["key-matches"] = keyMatches((try? leaf.publicKey)?.thumbprint)
      facts["signature"] = await chainVerdict(leaf, Array(certificates.dropFirst()), attester)
      return facts
    }
    guard let decoded = try? DecodedJWT.decode(chain[0]) else { return facts }
    addTokenFacts(&facts, chain[0])
    if let jwk = decoded.claims?["cnf"]?["jwk"] { facts["key-matches"] = keyMatches((try? Key(jwk: jwk))?.thumbprint) }
    facts["signature"] = await issuerSignature(of: decoded, attester)
    return facts
  }

  /// A token that was issued: the credential, what is in it, and how long it lives.
  func addTokenFacts(_ facts: inout JSON, _ compact: String) {
    facts["credential"] = vault.fact(compact)
    guard let decoded = try? DecodedJWT.decode(compact) else { return }
    facts["jwt"] = ["header": SpecialFact.escape(decoded.header), "claims": SpecialFact.escape(decoded.claims ?? .object([]))]
    if let exp = decoded.claims?["exp"]?.integer { facts["lifetime"] = .integer(exp - (decoded.claims?["iat"]?.integer ?? seconds)) }
  }

  /// "valid" or the reasons, under the keys that the trust domain publishes for this kind of token.
  private func issuerSignature(of token: DecodedJWT, _ attester: JSON) async -> JSON {
    let role = attester["credential-issuer"]?.string ?? "credentials"
    let issuer = context.target.issuers[role]
    let isWorkloadToken = token.header["typ"]?.string?.lowercased().hasSuffix("wit+jwt") ?? false
    if let bundle = await bundle(of: issuer) {
      let use: SPIFFEBundle.Use = isWorkloadToken ? .witSVID : .jwtSVID
      if bundle.keys.entries.contains(where: { $0.use == use.rawValue }) { return verdict(bundle.verifier(use).verify(token).refusals) }
    }
    guard let url = issuer?["jwks"]?.string, let keys = await context.keySet(at: url, name: "issuer.\(role)") else {
      return SpecialFact.unknown("the issuer publishes no keys for this kind of credential")
    }
    return verdict(JWTVerifier(keys: .set(keys), uses: ["sig", "wit-svid", "jwt-svid"]).verify(token).refusals)
  }

  private func verdict(_ refusals: [JWTVerifier.Refusal]) -> JSON {
    .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
  }

  /// "valid" or the reason, under the authorities in the bundle of the trust domain.
  private func chainVerdict(_ leaf: Certificate, _ intermediates: [Certificate], _ attester: JSON) async -> JSON {
    guard let bundle = await bundle(of: context.target.issuers[attester["credential-issuer"]?.string ?? "credentials"]) else {
      return SpecialFact.unknown("the issuer publishes no bundle")
    }
    switch leaf.verifyChain(roots: bundle.roots, intermediates: intermediates, at: seconds) {
    case .trusted: return "valid"
    case .refused(let reason): return .string(reason)
    }
  }

  private func bundle(of issuer: JSON?) async -> SPIFFEBundle? {
    guard let url = issuer?["bundle"]?.string else { return nil }
    var draft = MessageDraft(method: "GET", url: url)
    draft.headers.append(("Accept", "application/json"))
    guard let request = try? draft.request(context) else { return nil }
    let exchange = await context.send(request)
    guard let response = exchange.response, response.status == 200, let json = try? JSON.parse(response.body) else { return nil }
    return SPIFFEBundle(json)
  }

  /// Whether the certificate repeats the claims of the evidence that was handed in.
  private func isInside(_ evidence: JSON, _ leaf: Certificate) -> Bool {
    guard let compact = evidence["compact"].flatMap(vault.reveal) else { return false }
    let parts = compact.split(separator: ".")
    guard parts.count > 1 else { return false }
    return leaf.extensions.contains { String(decoding: $0.value, as: UTF8.self).contains(parts[1]) }
  }

  /// The name of the scenario's key with that thumbprint.
  private func keyMatches(_ thumbprint: String?) -> JSON {
    given.keys.sorted { $0.key < $1.key }.first { $0.value.thumbprint == thumbprint }.map { .string($0.key) } ?? .null
  }

  /// A certificate chain in PEM, or DER in base64.
  static func certificates(_ text: String) throws -> [Certificate] {
    if text.contains("-----BEGIN") { return try Certificate.parse(pem: text) }
    return [try Certificate.parse(der: try Base64.decode(text))]
  }
}
