import OrderedJSON

/// The shape of a JWT authorization grant: what of it an accepting server may mind, one value for each dimension. Subjects, identifiers
/// and keys are not part of it.
public struct PairShape: Sendable, Hashable {
  /// What two domains may disagree about without either breaking a rule that it names.
  public enum Dimension: String, Sendable, CaseIterable {
    case type, keyIdentifier = "kid", audience, client, identifier = "jti", issuedAt = "iat", notBefore = "nbf", scope, resource, actor = "act"
    case confirmation = "cnf", mail = "email", authenticationTime = "auth_time", lifetime

    /// The claim whose presence alone is the value; nil where the form matters.
    public var claim: String? {
      switch self {
      case .identifier, .issuedAt, .notBefore, .resource, .actor, .confirmation, .mail, .authenticationTime: rawValue
      case .type, .keyIdentifier, .audience, .client, .scope, .lifetime: nil
      }
    }
  }

  /// Dimension → value, for instance `audience` → `issuer`.
  public private(set) var values: [Dimension: String] = [:]

  /// Reads the shape of a grant.
  /// - Parameters:
  ///   - issuer: the issuer identifier of the server that it is for.
  ///   - tokenEndpoint: that server's token endpoint, if known.
  public init(header: JSON, claims: JSON, issuer: String, tokenEndpoint: String?) {
    for dimension in Dimension.allCases {
      values[dimension] =
        switch dimension {
        case .type: header["typ"]?.string?.lowercased() ?? "absent"
        case .keyIdentifier: header["kid"] == nil ? "absent" : "present"
        case .audience: Self.audience(claims["aud"], issuer, tokenEndpoint)
        case .client: claims["client_id"] == nil ? "absent" : "present"
        case .scope: claims["scope"].map { $0.array == nil ? "text" : "list" } ?? "absent"
        case .lifetime: Self.lifetime(claims)
        case .identifier, .issuedAt, .notBefore, .resource, .actor, .confirmation, .mail, .authenticationTime:
          claims[dimension.rawValue] == nil ? "absent" : "present"
        }
    }
  }

  private static func audience(_ claim: JSON?, _ issuer: String, _ tokenEndpoint: String?) -> String {
    func one(_ name: String) -> String { name == issuer ? "issuer" : name == tokenEndpoint ? "token endpoint" : "another name" }
    if let name = claim?.string { return one(name) }
    guard let names = claim?.array?.compactMap(\.string), let first = names.first else { return "absent" }
    return names.count == 1 ? "list of one: \(one(first))" : "list of several"
  }

  private static func lifetime(_ claims: JSON) -> String {
    guard let end = claims["exp"]?.integer, let start = claims["iat"]?.integer else { return "unknown" }
    for limit in [60, 300, 3600, 86_400] where end - start <= limit { return "up to \(limit) s" }
    return "longer than a day"
  }
}

/// What is expected of a grant at a server, from one-at-a-time measurements alone.
public struct PairPrediction: Sendable {
  /// One measurement at the accepting server.
  public struct Measurement: Sendable {
    public var dimension: PairShape.Dimension
    public var value: String
    public var isAccepted: Bool
    public var error: String?
    public init(dimension: PairShape.Dimension, value: String, isAccepted: Bool, error: String?) {
      self.dimension = dimension
      self.value = value
      self.isAccepted = isAccepted
      self.error = error
    }
  }

  /// The first dimension in which the server refuses what the other one writes.
  public private(set) var refused: Measurement?
  /// Dimensions whose value was never tried at the server.
  public private(set) var unmeasured: [PairShape.Dimension] = []

  /// Holds a shape against an envelope, dimension by dimension.
  public init(shape: PairShape, envelope: [Measurement]) {
    for dimension in PairShape.Dimension.allCases {
      let value = shape.values[dimension] ?? "unknown"
      if dimension == .audience, ["another name", "absent"].contains(value) {
        // Nobody may take a grant that is for somebody else (RFC 7523 section 3).
        refused = refused ?? Measurement(dimension: dimension, value: value, isAccepted: false, error: "invalid_grant")
        continue
      }
      guard let known = envelope.first(where: { $0.dimension == dimension && $0.value == value }) else {
        unmeasured.append(dimension)
        continue
      }
      if !known.isAccepted, refused == nil { refused = known }
    }
  }

  /// `ok`, or who would refuse and how.
  public var cell: String { refused.map { "B: \($0.error ?? "refused")" } ?? "ok" }
}

/// Whose it is that a pair does not work: exactly one of four.
public struct PairAttribution: Sendable, Hashable {
  public enum Party: String, Sendable { case `operator`, a = "A", b = "B", texts }
  public var party: Party
  public var why: String
  /// A requirement or a gap of the texts.
  public var cites: String?

  /// Where the values of a pair stop: what is known when a cell is not ok.
  public struct Evidence: Sendable {
    public init() {}
    /// The first of the values copied by hand in which the sides differ.
    public var differingValue: String?
    /// A issued no grant; with the error.
    public var refusedByA: String?
    public var predicted: PairPrediction.Measurement?
    public var replayAccepted: Bool?
    public var liveAccepted: Bool?
    public var resourceRefused = false
    /// The grant's signature verifies under the keys that A publishes; nil: not known.
    public var isSignedByA: Bool?
  }

  public init(party: Party, why: String, cites: String? = nil) {
    self.party = party
    self.why = why
    self.cites = cites
  }

  /// Decides; nil where nothing went wrong.
  public init?(_ evidence: Evidence) {
    let wentWrong = evidence.refusedByA != nil || evidence.liveAccepted == false || evidence.resourceRefused
      || (evidence.liveAccepted == nil && evidence.replayAccepted == false)
    guard wentWrong else { return nil }
    if let value = evidence.differingValue {
      self.init(party: .operator, why: "the value \"\(value)\", which operators copy by hand, is not the same on both sides")
    } else if let error = evidence.refusedByA {
      self.init(party: .a, why: "it declares the profile and answers every form of its request with \(error)", cites: "IC-01")
    } else if evidence.resourceRefused {
      self.init(party: .b, why: "its resource refuses a token that its own server has just issued", cites: "RFC9068-4-5")
    } else if evidence.isSignedByA == false {
      self.init(party: .a, why: "its grant does not verify under the keys that it publishes", cites: "RFC7523-3-9")
    } else if let predicted = evidence.predicted {
      self = Self.of(predicted)
    } else if evidence.replayAccepted == true {
      self.init(
        party: .operator,
        why: "the same shape from the suite's issuer is accepted: what differs is who signs, so trust, keys or the mapping of subjects")
    } else {
      self.init(party: .b, why: "it accepts each element of the grant by itself and not all of them together", cites: "IC-04")
    }
  }

  private static func of(_ refused: PairPrediction.Measurement) -> PairAttribution {
    let what = "\(refused.dimension.rawValue): \(refused.value)"
    switch refused.dimension {
    case .audience:
      guard refused.value != "another name", refused.value != "absent" else {
        return .init(party: .a, why: "its grant does not name the server that was asked for", cites: "IC-03")
      }
      return .init(party: .texts, why: "both forms are allowed, and B takes another (\(what))", cites: "GAP-EXCHANGE-10")
    case .type: return .init(party: .texts, why: "no text gives the grant a type (\(what))", cites: "GAP-EXCHANGE-11")
    case .identifier: return .init(party: .texts, why: "the claim is optional, and B needs it or not (\(what))", cites: "GAP-EXCHANGE-13")
    case .client, .actor: return .init(party: .texts, why: "no text says what becomes of it (\(what))", cites: "GAP-EXCHANGE-14")
    case .scope, .resource: return .init(party: .texts, why: "the names belong to B, and A writes them (\(what))", cites: "GAP-EXCHANGE-6")
    case .lifetime: return .init(party: .operator, why: "A's grants live longer than B takes (\(what))")
    case .confirmation: return .init(party: .texts, why: "how a key crosses the border is open (\(what))", cites: "GAP-EXCHANGE-12")
    case .keyIdentifier, .issuedAt: return .init(party: .texts, why: "the member is optional, and B needs it or not (\(what))")
    case .notBefore, .mail, .authenticationTime:
      return .init(party: .b, why: "a claim that it need not understand makes it refuse (\(what); RFC 7519 section 4)", cites: "RFC7523-3-9")
    }
  }
}
