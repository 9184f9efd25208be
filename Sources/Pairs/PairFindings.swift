import OrderedJSON

/// What was recorded while the stories of a pair were driven: facts by step or case.
public struct PairRecord: Sendable {
  /// The facts of one step or case.
  public struct Step: Sendable {
    public var title: String
    public var facts: [String: JSON]

    public init(title: String, facts: [String: JSON]) {
      self.title = title
      self.facts = facts
    }

    /// `accepted`, `refused`, or why there was no answer.
    var outcome: String { facts["outcome"]?.string ?? "not run" }
    var isAccepted: Bool { outcome == "accepted" }
    var error: String? { facts["body.error"]?.string }

    /// A row of the report under a name of its own.
    func answer(_ key: String, _ name: String) -> JSON {
      .object(of: [key: .string(name), "outcome": .string(outcome), "error": isAccepted ? nil : error.map(JSON.string)])
    }
  }

  public var steps: [String: Step]

  public init(steps: [String: Step] = [:]) { self.steps = steps }

  subscript(id: String) -> Step? { steps[id] }
}

/// Makes the result of a pair (`aims-pair/1`) from what was recorded, first of each side alone, then of both together. Pure.
public struct PairFindings: Sendable {
  /// A grant of A, as its claims show it.
  public struct Grant: Sendable {
    public var rung: PairStories.Rung
    public var header: JSON
    /// B is named as B names itself, so that the shape can be replayed.
    public var claims: JSON
  }

  /// The form of the result.
  public static let format = "aims-pair/1"

  public private(set) var result: JSON
  /// A's grant, if it issued one.
  public private(set) var grant: Grant?
  private var evidence = PairAttribution.Evidence()
  private var prediction: PairPrediction?
  private let stories: PairStories

  /// - Parameter head: what stands before the findings: names, versions, the suite.
  public init(head: JSON, values: PairValues, stories: PairStories) {
    result = head
    result["values"] = values.json
    self.stories = stories
    evidence.differingValues = values.differing
  }

  /// Whether the pair could be tried at all: without a token of A there is nothing to exchange.
  public var isTried: Bool { result["not-attempted"] == nil }

  // MARK: Each side alone

  /// Takes what A emitted and what B accepted.
  public mutating func take(alone: PairRecord) {
    let envelope = Self.envelope(alone, stories)
    evidence.baselineAccepted = alone["redeem"].map(\.isAccepted)
    result["envelope"] = .array(envelope.map(\.json))
    let issued = stories.rungs.first { alone[$0.id]?.isAccepted == true }
    result["emission"] = emission(alone, issued)
    if let user = alone["user"], !user.isAccepted {
      return end(cell: "–", notAttempted: "no token of A could be had that might be exchanged (\(user.error ?? user.outcome))")
    }
    guard let issued, let facts = alone[issued.id]?.facts, let header = facts["token.header"], let claims = facts["token.claims"] else {
      let first = alone["audience"]
      let error = issued == nil ? first?.error ?? first?.outcome ?? "nothing" : "a grant that is no JWT"
      evidence.refusedByA = error
      return end(cell: "A: \(error)")
    }
    let shape = PairShape(header: header, claims: claims, issuer: stories.nameOfB, tokenEndpoint: stories.tokenEndpointOfB)
    result["emission"]?["shape"] = shape.json
    let prediction = PairPrediction(shape: shape, envelope: envelope)
    self.prediction = prediction
    evidence.predicted = prediction.refusals
    evidence.namesA = claims["iss"]?.string == stories.issuerOfA
    evidence.isSignedByA = facts["signature"]?.string.map { $0 == "valid" }
    result["prediction"] = [
      "cell": .string(prediction.cell), "not-tried": .array(prediction.unmeasured.map { .string($0.rawValue) }),
    ]
    var renamed = claims
    renamed["aud"] = Self.renamed(claims["aud"], stories.nameOfB, stories.issuerOfB)
    grant = Grant(rung: issued, header: header, claims: renamed)
  }

  private static func renamed(_ audience: JSON?, _ from: String, _ to: String) -> JSON? {
    if let names = audience?.array { return .array(names.map { $0.string == from ? .string(to) : $0 }) }
    return audience?.string == from ? .string(to) : audience
  }

  private func emission(_ record: PairRecord, _ issued: PairStories.Rung?) -> JSON {
    let rungs = stories.rungs.map { rung in (record[rung.id] ?? .init(title: "", facts: [:])).answer("request", rung.title) }
    let facts = issued.flatMap { record[$0.id]?.facts } ?? [:]
    return .object(of: [
      "rungs": .array(rungs), "knob": issued?.knob.map(JSON.string), "issued-token-type": facts["body.issued_token_type"],
      "token-type": facts["body.token_type"], "signature": facts["signature"], "algorithm": facts["token.header"]?["alg"],
      "claims": facts["token.claims"]?.members.map { .array($0.map { .string($0.name) }) },
    ])
  }

  /// What B accepts: the accepted baseline says something about each element too. Without an accepted baseline a refusal says nothing
  /// about the element that was changed, and nothing is known.
  static func envelope(_ record: PairRecord, _ stories: PairStories) -> [PairPrediction.Measurement] {
    guard let base = record["redeem"], base.isAccepted else { return [] }
    let shape = PairShape(
      header: base.facts["grant-assertion.header"] ?? .object([]), claims: base.facts["grant-assertion.claims"] ?? .object([]),
      issuer: stories.issuerOfB, tokenEndpoint: stories.tokenEndpointOfB)
    var rows = PairShape.Dimension.allCases.map { dimension in
      PairPrediction.Measurement(dimension: dimension, value: shape.values[dimension] ?? "unknown", isAccepted: true)
    }
    for number in 1...100 {
      guard let row = record["v\(number)"] else { break }
      let parts = row.title.split(separator: "|", maxSplits: 1).map(String.init)
      guard parts.count == 2, let dimension = PairShape.Dimension(rawValue: parts[0]) else { continue }
      // What broke or was not run is no refusal.
      guard row.isAccepted || row.outcome == "refused" else { continue }
      rows.append(.init(dimension: dimension, value: parts[1], isAccepted: row.isAccepted, error: row.error))
    }
    return rows
  }

  // MARK: Both together

  /// Takes what came of A's shape at B and, where it was run, of the whole way.
  /// - Parameter notLive: why the whole way was not run; nil: it was.
  public mutating func take(together: PairRecord, notLive: String?) {
    guard let grant else { return }
    let replay = together["replay"] ?? .init(title: "", facts: [:])
    result["replay"] = .object(of: [
      "outcome": .string(replay.outcome), "error": replay.isAccepted ? nil : replay.error.map(JSON.string),
    ])
    evidence.replayAccepted = together["replay"].map(\.isAccepted)
    guard let notLive else { return takeLive(together, grant) }
    result["live"] = ["not-attempted": .string(notLive)]
    let isAccepted = replay.isAccepted
    end(cell: marked(isAccepted ? "(ok)" : "(B: \(replay.error ?? "refused"))", works: isAccepted))
  }

  private static let redemptions: [(id: String, knob: String?)] = [
    ("redeem", nil), ("redeem-unscoped", "no scope at B"), ("redeem-untargeted", "no resource at B"),
  ]
  private static let stages = [
    ("user", "the user's token at A"), ("grant", "a grant of A"), ("redeem", "redeemed at B"),
    ("redeem-unscoped", "redeemed at B without scope"), ("redeem-untargeted", "redeemed at B without resource"),
    ("call", "a call at B's resource"),
  ]
  private static let attempts = [
    ("not-again", "the same grant a second time"), ("not-home-token", "A's access token as a grant at B"),
    ("not-grant-at-b", "the grant at B's resource"), ("not-a-at-b", "A's access token at B's resource"),
    ("not-grant-at-a", "the grant at A's resource"), ("not-b-at-a", "B's access token at A's resource"),
  ]

  private mutating func takeLive(_ record: PairRecord, _ grant: Grant) {
    let end = Self.redemptions.first { record[$0.id]?.isAccepted == true }
    let knobs = [grant.rung.knob, end?.knob].compactMap { $0 }
    let called = record["redeem"]?.isAccepted == true ? record["call"] : nil
    evidence.liveAccepted = end != nil
    evidence.resourceRefused = called.map { !$0.isAccepted } ?? false
    let stages = Self.stages.compactMap { id, name in record[id]?.answer("stage", name) }
    result["live"] = ["stages": .array(stages), "knobs": .array(knobs.map(JSON.string))]
    result["negatives"] = .array(Self.attempts.compactMap { id, name in record[id]?.answer("attempt", name) })
    let atB = end.flatMap { record[$0.id]?.facts["view"] }
    result["survival"] =
      PairSurvival(atA: record["user"]?.facts["view"], grant: record["grant"]?.facts["token.claims"], atB: atB).json
    self.end(cell: liveCell(record, knobs))
  }

  private func liveCell(_ record: PairRecord, _ knobs: [String]) -> String {
    if evidence.resourceRefused { return "RS-B: \(record["call"]?.facts["status"]?.integer.map(String.init) ?? "refused")" }
    if evidence.liveAccepted == true { return marked((["ok"] + knobs).joined(separator: ", "), works: true) }
    guard record["grant"]?.isAccepted == true else { return "A: \(record["grant"]?.error ?? "refused")" }
    return marked("B: \(record["redeem"]?.error ?? "refused")", works: false)
  }

  /// `≠` where the prediction and what happened differ: a dimension that nobody measures.
  private func marked(_ cell: String, works: Bool) -> String {
    guard let prediction, prediction.isKnown else { return cell }
    return works == prediction.refusals.isEmpty ? cell : cell + " ≠"
  }

  private mutating func end(cell: String, notAttempted: String? = nil) {
    result["cell"] = .string(cell)
    if let notAttempted {
      result["not-attempted"] = .string(notAttempted)
    } else if let attribution = PairAttribution(evidence) {
      result["attribution"] = attribution.json
    }
  }
}
