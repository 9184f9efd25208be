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
    case "jwt-evidence"?: return try await attestWithEvidence(overlay, attester)
    case let kind: throw RecipeProblem.missing("attesters of kind \(kind ?? "(none)") are not driven by this version of the runner")
    }
  }

  private func attestWithEvidence(_ overlay: Overlay, _ attester: JSON) async throws -> Performed {
    let reader = reader(overlay)
    guard let endpoint = attester["endpoint"]?.string, let rootReference = rootReference(of: attester) else {
      throw RecipeProblem.missing("fixture missing: endpoint and root of the attester")
    }
    let root = try context.key(rootReference)
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
      draft.body = JSON.object(body).bytes
      draft.contentType = "application/json"
      draft.headers.append(("Accept", "application/json"))
      try self.applyTLS(&draft, overlay)
      try draft.apply(overlay, reader: reader)
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
    if let said = overlay["challenge"] { return try said.applied(to: nil).first.map(reader(overlay).sendable) }
    let issuer = context.target.issuers[attester["credential-issuer"]?.string ?? "credentials"]
    guard let url = attester["challenge"]?.string ?? issuer?["challenge"]?.string else { return nil }
    let draft = MessageDraft(method: "POST", url: url)
    let exchange = await context.send(try draft.request(context))
    summaries.append(.init(summary: exchangeFacts.summary(draft, exchange)))
    let answer = exchange.response.flatMap { try? JSON.parse($0.body) }
    return answer?["challenge"]?.string ?? answer?["attestation_challenge"]?.string
  }

  private func evidence(_ overlay: Overlay, _ attester: JSON, root: Key, bound: Key?, challenge: String?) throws -> [TokenArtefact] {
    let now = seconds
    let claims = attester["claims"] ?? .object([])
    // `evidence.key` names the key that is bound; the attester's root signs, unless `evidence.sign.key` says otherwise.
    var said = overlay["evidence"] ?? .empty
    var boundKey = bound
    if let name = try said["key"]?.applied(to: nil).first?.string { boundKey = try tokens.key(name) }
    if case .node(let members) = said { said = .node(members.filter { $0.name != "key" }) }
    let type = attester["typ"]?.string ?? "JWT"
    return try tokens.build(said, defaultKey: root) { key in
      var content = claims
      for (name, value) in [
        ("iss", attester["issuer"] ?? suiteRoot(of: attester)?["issuer"]), ("aud", attester["audience"]), ("iat", .integer(now)), ("nbf", .integer(now - 1)),
        ("exp", .integer(now + 120)), ("jti", .string(Random.identifier())), ("eat_nonce", challenge.map(JSON.string)),
        ("cnf", boundKey.map { ["jwk": $0.publicJWK] }),
      ] where value != nil && content[name] == nil {
        content[name] = value
      }
      let header: JSON = ["typ": .string(type), "alg": .string(key.algorithm.rawValue)]
      return (header.adding("kid", root.kid), content)
    }
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
      facts["certificate"] = certificateFacts(leaf, chainLength: certificates.count)
      facts["key-matches"] = keyMatches((try? leaf.publicKey)?.thumbprint)
      return facts
    }
    guard let decoded = try? DecodedJWT.decode(chain[0]) else { return facts }
    facts["jwt"] = ["header": SpecialFact.escape(decoded.header), "claims": SpecialFact.escape(decoded.claims ?? .object([]))]
    if let iat = decoded.claims?["iat"]?.integer, let exp = decoded.claims?["exp"]?.integer {
      facts["lifetime"] = .integer(exp - iat)
    } else if let exp = decoded.claims?["exp"]?.integer {
      facts["lifetime"] = .integer(exp - seconds)
    }
    if let jwk = decoded.claims?["cnf"]?["jwk"] { facts["key-matches"] = keyMatches((try? Key(jwk: jwk))?.thumbprint) }
    facts["signature"] = await issuerSignature(of: decoded, attester)
    return facts
  }

  private func issuerSignature(of token: DecodedJWT, _ attester: JSON) async -> JSON {
    let role = attester["credential-issuer"]?.string ?? "credentials"
    guard let url = context.target.issuers[role]?["jwks"]?.string, let keys = await context.keySet(at: url, name: "issuer.\(role)") else {
      return SpecialFact.unknown("the issuer publishes no keys")
    }
    let refusals = JWTVerifier(keys: .set(keys), uses: ["sig", "wit-svid", "jwt-svid"]).verify(token).refusals
    return .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
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

  private func certificateFacts(_ leaf: Certificate, chainLength: Int) -> JSON {
    let usage = (leaf.keyUsage ?? []).map(\.name).sorted().map(JSON.string)
    return .object(of: [
      "uri-san": .array(leaf.uriSANs.map(JSON.string)), "dns-san": .array(leaf.dnsSANs.map(JSON.string)),
      "ca": .bool(leaf.isCA ?? false), "key-usage": .array(usage),
      "key-usage-critical": .bool(leaf.keyUsageCritical),
      "extended-key-usage": .array((leaf.extendedKeyUsage ?? []).map(JSON.string)), "subject": .string("\(leaf.subject)"),
      "not-before": .integer(leaf.notBefore), "not-after": .integer(leaf.notAfter), "lifetime": .integer(leaf.notAfter - leaf.notBefore),
      "x5t#S256": .string(leaf.thumbprintSHA256), "chain-length": .integer(chainLength),
    ])
  }
}
