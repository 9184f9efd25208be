import Foundation
import OrderedJSON
import Reports
import Results
import Runner
import Scenarios
import Targets

/// Drives a pair: A alone, B alone, A's shape at B, and where both run, the whole way.
struct PairRun {
  let pair: PairFile
  let a: TargetDescription
  let b: TargetDescription
  let joined: TargetDescription
  let library: Library
  let folder: ReportFolder

  /// What was recorded of each step or case, by its id.
  private typealias Facts = [String: (title: String, facts: [String: JSON])]

  /// - Returns: the result in the form `aims-pair/1`.
  func run() async throws -> (result: JSON, redactor: Redactor) {
    let secrets = SecretStore(joined)
    if let unreadable = secrets.resolveAll().first { throw Failure(.usage, "error: \(unreadable)") }
    var result = head
    let values = pair.compared(a, b)
    result["values"] = .array(values)
    let asked = pair.values["name-of-b"].flatMap { _ in values.first { $0["value"] == "name-of-b" }?["at-a"] }.flatMap { $0.string ?? $0[0]?.string }
    let stories = PairScenarios(
      issuerOfB: b.servers[pair.b.server]?.issuer ?? "", hasUser: a.document["users"]?[pair.a.user] != nil,
      canCallA: !(joined.resources["tool"]?.url.isEmpty ?? true), canCallB: !(joined.resources["tool-abroad"]?.url.isEmpty ?? true),
      tokenEndpointOfB: try await tokenEndpoint(secrets), now: Int(Date().timeIntervalSince1970))
    let asking = stories.asking(asked ?? stories.issuerOfB)
    let alone = try await drive([("emission", asking.emission), ("envelope", stories.envelope)], secrets)
    var evidence = PairAttribution.Evidence()
    evidence.differingValue = values.first { $0["agree"]?.bool == false }?["value"]?.string
    let envelope = envelope(alone)
    result["envelope"] = .array(envelope.map(json))
    let issued = asking.rungs.first { alone[$0.id]?.facts["outcome"] == "accepted" }
    result["emission"] = emission(alone, asking, issued)
    guard let issued, let facts = alone[issued.id]?.facts, let header = facts["token.header"], var claims = facts["token.claims"] else {
      evidence.refusedByA = alone["audience"]?.facts["body.error"]?.string ?? alone["user"]?.facts["outcome"]?.string ?? "nothing"
      return (concluded(result, evidence, cell: "A: \(evidence.refusedByA ?? "")"), secrets.redactor)
    }
    let shape = PairShape(header: header, claims: claims, issuer: asking.issuerOfB, tokenEndpoint: stories.tokenEndpointOfB)
    result["emission"]?["shape"] = .object(shape.values.sorted { $0.key.rawValue < $1.key.rawValue }.map { .init($0.key.rawValue, .string($0.value)) })
    let prediction = PairPrediction(shape: shape, envelope: envelope)
    evidence.predicted = prediction.refused
    evidence.isSignedByA = facts["signature"]?.string.map { $0 == "valid" }
    result["prediction"] = ["cell": .string(prediction.cell), "not-tried": .array(prediction.unmeasured.map { .string($0.rawValue) })]
    claims["aud"] = Self.renamed(claims["aud"], asking.issuerOfB, stories.issuerOfB)
    var second = [("replay", stories.replay(header: header, claims: claims))]
    if pair.notLive == nil { second.append(("live", stories.live(issued))) }
    let together = try await drive(second, secrets)
    let replay = together["replay"]?.facts ?? [:]
    result["replay"] = answer(replay)
    evidence.replayAccepted = replay["outcome"] == "accepted"
    if let reason = pair.notLive { result["live"] = ["not-attempted": .string(reason)] } else { live(together, stories, issued, &result, &evidence) }
    return (concluded(result, evidence, cell: cell(prediction, evidence, together, issued)), secrets.redactor)
  }

  private var head: JSON {
    func side(_ of: TargetDescription) -> JSON { ["name": .string(of.name), "version": .string(of.version)] }
    return .object(of: [
      "format": .string(PairReport.format), "name": .string(pair.name), "about": pair.about.map(JSON.string), "profile": .string(pair.profile),
      "suite": ["version": .string(Library.version), "vectors": .string(library.digest)], "a": side(a), "b": side(b),
      "same": .bool(a.name == b.name && a.version == b.version),
    ])
  }

  private static func renamed(_ audience: JSON?, _ from: String, _ to: String) -> JSON? {
    if let names = audience?.array { return .array(names.map { $0.string == from ? .string(to) : $0 }) }
    return audience?.string == from ? .string(to) : audience
  }

  // MARK: Driving

  /// Drives stories one after the other in one session.
  private func drive(_ stories: [(String, JSON)], _ secrets: SecretStore) async throws -> Facts {
    var corpus = try library.sound()
    corpus.scenarios = try stories.map { try PairScenarios.scenario($0.0, $0.1) }
    let session = Session(
      corpus: corpus, catalogue: library.catalogue, target: joined, secrets: SecretSource { try secrets.text($0) },
      options: RunOptions(suite: .init(version: Library.version, vectors: library.digest), keepsExchanges: false))
    let result: RunResult
    do { result = try await session.run() } catch { throw Failure(.notJudged, "error: \(error)") }
    var facts: Facts = [:]
    for check in result.checks {
      let id = String(check.id.split(separator: "/").last ?? "")
      var values = Dictionary(check.records.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 })
      if values.isEmpty { values["outcome"] = .string(check.reason) }
      facts[id] = (check.title, values)
    }
    return facts
  }

  /// B's token endpoint, as its metadata or description says.
  private func tokenEndpoint(_ secrets: SecretStore) async throws -> String? {
    let step: JSON = [
      "title": "Where B is", "role": "authorization-server",
      "steps": [["id": "there", "do": "discover", "with": ["server": "abroad"], "probe": "there", "title": "there", "question": "GAP-EXCHANGE-30: discovery", "record": ["metadata.token_endpoint"]]],
    ]
    return try await drive([("there", step)], secrets)["there"]?.facts["metadata.token_endpoint"]?.string
      ?? joined.servers["abroad"]?.endpoints["token_endpoint"]
  }

  // MARK: Reading what was recorded

  private func answer(_ facts: [String: JSON]) -> JSON {
    .object(of: ["outcome": .string(facts["outcome"]?.string ?? "not run"), "error": facts["body.error"]?.string.map(JSON.string)])
  }

  private func emission(_ facts: Facts, _ stories: PairScenarios, _ issued: PairScenarios.Rung?) -> JSON {
    let rungs = stories.rungs.map { rung -> JSON in
      var row = answer(facts[rung.id]?.facts ?? [:])
      row["request"] = .string(rung.title)
      return row
    }
    let chosen = issued.flatMap { facts[$0.id]?.facts } ?? [:]
    return .object(of: [
      "rungs": .array(rungs), "knob": issued?.knob.map(JSON.string), "issued-token-type": chosen["body.issued_token_type"],
      "token-type": chosen["body.token_type"], "signature": chosen["signature"], "algorithm": chosen["token.header"]?["alg"],
      "claims": chosen["token.claims"]?.members.map { .array($0.map { .string($0.name) }) },
    ])
  }

  /// The accepted baseline says something about each element too.
  private func envelope(_ facts: Facts) -> [PairPrediction.Measurement] {
    guard let base = facts["redeem"]?.facts else { return [] }
    let accepted = base["outcome"] == "accepted"
    var rows = PairShape(
      header: base["grant-assertion.header"] ?? .object([]), claims: base["grant-assertion.claims"] ?? .object([]),
      issuer: b.servers[pair.b.server]?.issuer ?? "", tokenEndpoint: nil
    ).values.sorted { $0.key.rawValue < $1.key.rawValue }.map { dimension, value in
      PairPrediction.Measurement(dimension: dimension, value: value, isAccepted: accepted, error: base["body.error"]?.string)
    }
    // Without an accepted baseline a refusal says nothing about the element that was changed.
    guard accepted else { return rows }
    for number in 1...100 {
      guard let row = facts["v\(number)"] else { break }
      let parts = row.title.split(separator: "|", maxSplits: 1).map(String.init)
      guard parts.count == 2, let dimension = PairShape.Dimension(rawValue: parts[0]), row.facts["outcome"] != nil else { continue }
      rows.append(
        .init(dimension: dimension, value: parts[1], isAccepted: row.facts["outcome"] == "accepted", error: row.facts["body.error"]?.string))
    }
    return rows
  }

  private func json(_ row: PairPrediction.Measurement) -> JSON {
    .object(of: [
      "dimension": .string(row.dimension.rawValue), "value": .string(row.value), "outcome": row.isAccepted ? "accepted" : "refused",
      "error": row.isAccepted ? nil : row.error.map(JSON.string),
    ])
  }

  private static let redemptions = [("redeem", nil), ("redeem-unscoped", "no scope at B"), ("redeem-untargeted", "no resource at B")] as [(String, String?)]

  private func redeemed(_ facts: Facts) -> (id: String, knob: String?)? {
    Self.redemptions.first { facts[$0.0]?.facts["outcome"] == "accepted" }.map { ($0.0, $0.1) }
  }

  private func live(_ facts: Facts, _ stories: PairScenarios, _ rung: PairScenarios.Rung, _ result: inout JSON, _ evidence: inout PairAttribution.Evidence) {
    let names = [
      ("user", "the user's token at A"), ("grant", "a grant of A"), ("redeem", "redeemed at B"), ("redeem-unscoped", "redeemed at B without scope"),
      ("redeem-untargeted", "redeemed at B without resource"), ("call", "a call at B's resource"),
    ]
    let stages = names.compactMap { id, name -> JSON? in
      guard let step = facts[id]?.facts else { return nil }
      var row = answer(step)
      row["stage"] = .string(name)
      return row
    }
    let end = redeemed(facts)
    evidence.liveAccepted = end != nil
    evidence.resourceRefused = facts["call"].map { $0.facts["outcome"] != "accepted" } ?? false && facts["redeem"]?.facts["outcome"] == "accepted"
    result["live"] = .object(of: ["stages": .array(stages), "knobs": .array([rung.knob, end?.knob].compactMap { $0.map(JSON.string) })])
    let attempts = [
      ("not-again", "the same grant a second time"), ("not-home-token", "A's access token as a grant at B"), ("not-grant-at-b", "the grant at B's resource"),
      ("not-a-at-b", "A's access token at B's resource"), ("not-grant-at-a", "the grant at A's resource"), ("not-b-at-a", "B's access token at A's resource"),
    ]
    result["negatives"] = .array(
      attempts.compactMap { id, name in
        guard let step = facts[id]?.facts else { return nil }
        var row = answer(step)
        row["attempt"] = .string(name)
        return row
      })
    result["survival"] = .array(survival(facts, end?.id))
  }

  /// Claims that say who, for whom, by whom and how long, at each hop.
  private func survival(_ facts: Facts, _ end: String?) -> [JSON] {
    let claims = ["sub", "client_id", "azp", "act", "may_act", "scope", "authorization_details", "aud", "cnf", "auth_time", "acr", "amr", "txn", "tenant", "email", "groups"]
    return claims.compactMap { claim in
      let first = facts["user"]?.facts["view"]?[claim], grant = facts["grant"]?.facts["token.claims"]?[claim]
      let last = end.flatMap { facts[$0]?.facts["view"]?[claim] }
      guard first != nil || grant != nil || last != nil else { return nil }
      let fate =
        switch (first ?? grant, last) {
        case (nil, _?): "added"
        case (_?, nil): "dropped"
        case (let before?, let after?): before.sameValue(as: after) ? "kept" : "changed"
        case (nil, nil): ""
        }
      return .object(of: ["claim": .string(claim), "at-a": first, "grant": grant, "at-b": last, "fate": .string(fate)])
    }
  }

  private func cell(_ prediction: PairPrediction, _ evidence: PairAttribution.Evidence, _ facts: Facts, _ rung: PairScenarios.Rung) -> String {
    let refusal = { (id: String) in facts[id]?.facts["body.error"]?.string ?? "refused" }
    guard let accepted = evidence.liveAccepted else {
      let replayed = evidence.replayAccepted == true ? "(ok)" : "(B: \(refusal("replay")))"
      return (evidence.replayAccepted == true) == (prediction.refused == nil) ? replayed : replayed + " ≠"
    }
    if evidence.resourceRefused { return "RS-B: refused" }
    let knobs = [rung.knob, redeemed(facts)?.knob].compactMap { $0 }
    let cell = accepted ? (["ok"] + knobs).joined(separator: ", ") : facts["grant"]?.facts["outcome"] == "accepted" ? "B: \(refusal("redeem"))" : "A: \(refusal("grant"))"
    return accepted == (prediction.refused == nil) ? cell : cell + " ≠"
  }

  private func concluded(_ result: JSON, _ evidence: PairAttribution.Evidence, cell: String) -> JSON {
    var result = result
    result["cell"] = .string(cell)
    if let attribution = PairAttribution(evidence) {
      result["attribution"] = .object(of: [
        "to": .string(attribution.party.rawValue), "why": .string(attribution.why), "cites": attribution.cites.map(JSON.string),
      ])
    }
    return result
  }
}
