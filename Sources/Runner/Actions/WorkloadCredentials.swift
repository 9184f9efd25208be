import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets

extension ActionPerformer {
  /// A workload identity token and its proof token, as far as the recipe speaks of them (draft-ietf-wimse-workload-creds,
  /// draft-ietf-wimse-wpt). Where they stand in the message is the profile's business.
  func addWorkloadCredentials(_ draft: inout MessageDraft, _ overlay: Overlay, accessToken: String?) throws {
    let transactions = try transactionTokens(overlay["txn-token"])
    for token in transactions {
      draft.headers.append(("Txn-Token", token.compact))
      draft.artefacts.append(("txn-token", token.fact(vault)))
    }
    guard overlay["wit"] != nil || overlay["wpt"] != nil else { return }
    let tokens = try identityTokens(overlay["wit"])
    for token in tokens {
      draft.headers.append(("Workload-Identity-Token", token.compact))
      draft.artefacts.append(("wit", token.fact(vault)))
    }
    try addWorkloadProofs(
      &draft, overlay["wpt"], identityToken: tokens.first?.compact ?? "", accessToken: accessToken,
      transactionToken: transactions.first?.compact)
  }

  /// Transaction tokens that the suite issues in the part of a token service (draft-ietf-oauth-transaction-tokens).
  private func transactionTokens(_ said: Overlay?) throws -> [TokenArtefact] {
    guard let said else { return [] }
    let role = try reader(said).text("issuer", default: "i1") ?? "i1"
    guard let issuer = context.target.suite["issuers"]?[role], let reference = SecretReference(issuer["key"] ?? .null) else {
      throw RecipeProblem.missing("fixture missing: suite issuer \(role)")
    }
    let now = seconds
    return try tokens.build(said.without(["issuer"]), defaultKey: context.key(reference)) { key in
      let claims = JSON.object(of: [
        "iss": issuer["issuer"], "iat": .integer(now), "exp": .integer(now + 60), "txn": .string(Random.identifier()), "sub": "user",
        "scope": "read",
      ])
      return (JWTDefaults.header(key, type: "txntoken+jwt"), claims)
    }
  }

  /// `trust-domain` names the suite's domain whose key signs, `workload` the workload, `key` the key that is confirmed.
  private func identityTokens(_ said: Overlay?) throws -> [TokenArtefact] {
    guard let said else { return [] }
    let reader = reader(said)
    let role = try reader.text("trust-domain", default: "td1") ?? "td1"
    guard let domain = context.target.suite["trust-domains"]?[role], let reference = SecretReference(domain["key"] ?? .null) else {
      throw RecipeProblem.missing("fixture missing: trust domain \(role)")
    }
    var signer = try context.key(reference)
    if let other = try reader.text("signed-by") {
      guard let reference = SecretReference(context.target.suite["trust-domains"]?[other]?["key"] ?? .null) else {
        throw RecipeProblem.missing("fixture missing: trust domain \(other)")
      }
      signer = try context.key(reference)
    }
    let workload = try reader.text("workload", default: "agent") ?? "agent"
    // Within the suite's own domain the workload goes by its role; a domain without a name vouches for the target's identifier.
    let subject =
      domain["name"]?.string.map { "spiffe://\($0)/\(workload)" } ?? context.target.workloads[workload]?["identifier"]?.string ?? workload
    let confirmed = try reader.text("key").map { try tokens.key($0) }
    let now = seconds
    // `key` is the workload's; the issuer's key signs, unless `sign.key` says otherwise.
    return try tokens.build(said.without(["trust-domain", "signed-by", "workload", "key"]), defaultKey: signer) { key in
      guard let confirmed else { throw RecipeProblem.suite("the identity token names no key to confirm") }
      let recipe = JWTDefaults.workloadIdentityToken(
        key: key, issuer: domain["issuer"]?.string, subject: subject, workload: confirmed, issuedAt: now)
      return (recipe.header, recipe.claims)
    }
  }

  private func addWorkloadProofs(
    _ draft: inout MessageDraft, _ said: Overlay?, identityToken: String, accessToken: String?, transactionToken: String?
  ) throws {
    guard let said else { return }
    let profile: WorkloadProofTokenProfile = declares("profile.wpt-01") ? .wpt01 : .wpt02
    let now = seconds
    let url = draft.url
    let scheme = try reader(said).text("scheme")
    let proofs = try tokens.build(said.without(["scheme"]), defaultKey: nil) { key in
      let recipe = JWTDefaults.workloadProof(
        profile, key: key, url: url, identityToken: identityToken, accessToken: accessToken, transactionToken: transactionToken,
        issuedAt: now)
      return (recipe.header, recipe.claims)
    }
    for proof in proofs {
      let field = profile.field(carrying: proof.compact)
      draft.headers.append((field.name, scheme.map { "\($0) \(proof.compact)" } ?? field.value))
      draft.artefacts.append(("wpt", proof.fact(vault)))
    }
  }

  /// Whether the target description puts a name in force.
  func declares(_ name: String) -> Bool { context.target.declared.contains { $0.name == name } }
}

extension Overlay {
  /// Without members that are no part of the token itself.
  func without(_ names: Set<String>) -> Overlay {
    switch self {
    case .node(let members): .node(members.filter { !names.contains($0.name) })
    case .layered(let layers): .layered(layers.map { $0.without(names) })
    case .set, .remove, .rewrite, .duplicate: self
    }
  }
}
