import OrderedJSON

/// Whose it is that a pair does not work: exactly one of four, with what the suite cannot tell apart.
///
/// What one side shows by itself comes first: a grant that does not verify under A's own keys, or a resource of B that refuses B's own
/// token, is that side's whatever operators wrote. Then the values that operators copied, as far as they bear on the step that failed.
/// Then the elements of the grant, and last what is left over, where the attribution is the weakest and says so.
public struct PairAttribution: Sendable, Hashable {
  /// Who has to change something.
  public enum Party: String, Sendable, CaseIterable { case `operator`, a = "A", b = "B", texts }

  public var party: Party
  public var why: String
  /// A requirement or a gap of the texts.
  public var cites: String?
  /// What the evidence does not exclude; nil where it is conclusive.
  public var doubt: String?

  /// What is known of a pair when its cell is not ok.
  public struct Evidence: Sendable {
    public init() {}
    /// Those of the values copied by hand in which the sides differ.
    public var differingValues: [PairFile.ValueName] = []
    /// A issued no grant; with the error.
    public var refusedByA: String?
    /// B took a grant of the suite's issuer; nil: not known.
    public var baselineAccepted: Bool?
    /// The elements of A's grant that B refuses one at a time.
    public var predicted: [PairPrediction.Measurement] = []
    public var replayAccepted: Bool?
    public var liveAccepted: Bool?
    public var resourceRefused = false
    /// The grant's signature verifies under the keys that A publishes; nil: not known.
    public var isSignedByA: Bool?
    /// The grant names A as its issuer; nil: not known.
    public var namesA: Bool?
  }

  public init(party: Party, why: String, cites: String? = nil, doubt: String? = nil) {
    self.party = party
    self.why = why
    self.cites = cites
    self.doubt = doubt
  }

  /// Decides; nil where nothing went wrong.
  public init?(_ evidence: Evidence) {
    let refusedByB = evidence.liveAccepted == false || (evidence.liveAccepted == nil && evidence.replayAccepted == false)
    guard evidence.refusedByA != nil || evidence.resourceRefused || refusedByB else { return nil }
    self = Self.shownBySide(evidence) ?? Self.copied(evidence) ?? Self.element(evidence) ?? Self.leftOver(evidence)
  }

  /// What a side shows by itself.
  private static func shownBySide(_ evidence: Evidence) -> PairAttribution? {
    if evidence.resourceRefused {
      return .init(party: .b, why: "its resource refuses a token that its own server has just issued", cites: "RFC6749-7-1")
    }
    if evidence.isSignedByA == false {
      return .init(party: .a, why: "its grant does not verify under the keys that it publishes", cites: "RFC7523-3-9")
    }
    if evidence.namesA == false {
      return .init(party: .a, why: "its grant names another issuer than itself", cites: "RFC7523-3-1")
    }
    guard let audience = evidence.predicted.first(where: { $0.dimension == .audience }) else { return nil }
    guard ["another name", "absent"].contains(audience.value) else { return nil }
    return .init(party: .a, why: "its grant does not name the server that was asked for (audience: \(audience.value))", cites: "IC-03")
  }

  /// Values that bear on the step that failed. What B expects of a grant cannot make A refuse to write one.
  private static func copied(_ evidence: Evidence) -> PairAttribution? {
    let bearing: [PairFile.ValueName] =
      evidence.refusedByA == nil ? PairFile.ValueName.allCases : [.nameOfB, .scope, .client, .subject]
    let differing = evidence.differingValues.filter(bearing.contains)
    guard let first = differing.first else { return nil }
    let others = differing.dropFirst().map(\.rawValue).joined(separator: ", ")
    var doubt = "a fault of a server behind it shows only once the values agree"
    if !others.isEmpty { doubt = "so are not: \(others); " + doubt }
    return .init(
      party: .operator, why: "the value \"\(first.rawValue)\", which operators copy by hand, is not the same on both sides", doubt: doubt)
  }

  /// An element of the grant that B refuses by itself.
  private static func element(_ evidence: Evidence) -> PairAttribution? {
    guard evidence.refusedByA == nil, let first = evidence.predicted.first else { return nil }
    var found = of(first)
    let others = evidence.predicted.dropFirst().map { "\($0.dimension.rawValue): \($0.value)" }.joined(separator: ", ")
    if !others.isEmpty { found.doubt = "B refuses these by themselves too: \(others)" }
    return found
  }

  private static func leftOver(_ evidence: Evidence) -> PairAttribution {
    if let error = evidence.refusedByA {
      return .init(
        party: .a, why: "it declares the profile and answers every form of its request with \(error)", cites: "IC-01",
        doubt: "a client or a target that its operator did not set up looks the same")
    }
    if evidence.replayAccepted == true {
      return .init(
        party: .operator,
        why: "the same shape from the suite's issuer is accepted: what differs is who signs, so trust, keys or the mapping of subjects",
        doubt: "a fault of B with that issuer's keys or subjects alone looks the same")
    }
    if evidence.baselineAccepted == false {
      return .init(
        party: .b, why: "it takes no grant of the suite's issuer either, so nothing is known of what it accepts", cites: "IC-04",
        doubt: "if its operator did not set up trust in that issuer, it is the operator's")
    }
    return .init(
      party: .b, why: "it accepts each element of the grant by itself and not all of them together", cites: "IC-04",
      doubt: "an element that the suite does not vary looks the same")
  }

  private static func of(_ refused: PairPrediction.Measurement) -> PairAttribution {
    let what = "\(refused.dimension.rawValue): \(refused.value)"
    func texts(_ why: String, _ gap: String? = nil) -> PairAttribution {
      .init(party: .texts, why: "\(why) (\(what))", cites: gap.map { "GAP-EXCHANGE-" + $0 })
    }
    switch refused.dimension {
    case .audience: return texts("both forms are allowed, and B takes another", "10")
    case .type: return texts("no text gives the grant a type", "11")
    case .identifier: return texts("the claim is optional, and B needs it or not", "13")
    case .client, .actor: return texts("no text says what becomes of it", "14")
    case .scope, .resource: return texts("the names belong to B, and A writes them", "6")
    case .confirmation: return texts("how a key crosses the border is open", "12")
    case .keyIdentifier, .issuedAt: return texts("the member is optional, and B needs it or not")
    case .lifetime: return .init(party: .operator, why: "A's grants live longer than B takes (\(what))")
    case .notBefore, .mail, .authenticationTime:
      // Further claims are allowed, and the time in nbf had come.
      return .init(party: .b, why: "a claim that says nothing against the grant makes it refuse (\(what))", cites: "RFC7523-3-8")
    }
  }

  /// The attribution as the report has it.
  public var json: JSON {
    .object(of: [
      "to": .string(party.rawValue), "why": .string(why), "cites": cites.map(JSON.string), "doubt": doubt.map(JSON.string),
    ])
  }
}
