import OrderedJSON

/// What is expected of a grant at a server, from one-at-a-time measurements alone.
public struct PairPrediction: Sendable {
  /// One measurement at the accepting server: a grant that was accepted, changed in this element alone.
  public struct Measurement: Sendable, Hashable {
    public var dimension: PairShape.Dimension
    public var value: String
    public var isAccepted: Bool
    /// The error code of a refusal, if there was one.
    public var error: String?

    public init(dimension: PairShape.Dimension, value: String, isAccepted: Bool, error: String? = nil) {
      self.dimension = dimension
      self.value = value
      self.isAccepted = isAccepted
      self.error = error
    }

    /// A row of the report.
    public var json: JSON {
      .object(of: [
        "dimension": .string(dimension.rawValue), "value": .string(value), "outcome": isAccepted ? "accepted" : "refused",
        "error": isAccepted ? nil : error.map(JSON.string),
      ])
    }
  }

  /// Every dimension in which the server refuses what the other one writes, in their order.
  public private(set) var refusals: [Measurement] = []
  /// Dimensions whose value was never tried at the server.
  public private(set) var unmeasured: [PairShape.Dimension] = []

  /// Holds a shape against an envelope, dimension by dimension.
  /// - Parameter envelope: empty where the server took no grant at all, so that nothing is known of it.
  public init(shape: PairShape, envelope: [Measurement]) {
    for dimension in PairShape.Dimension.allCases {
      let value = shape.values[dimension] ?? "unknown"
      if dimension == .audience, ["another name", "absent"].contains(value) {
        // Nobody may take a grant that is for somebody else (RFC 7523 section 3).
        refusals.append(Measurement(dimension: dimension, value: value, isAccepted: false, error: "invalid_grant"))
      } else if let known = envelope.first(where: { $0.dimension == dimension && $0.value == value }) {
        if !known.isAccepted { refusals.append(known) }
      } else {
        unmeasured.append(dimension)
      }
    }
  }

  /// The refusal that names the expected error: the first.
  public var refused: Measurement? { refusals.first }

  /// Whether enough is known to expect anything.
  public var isKnown: Bool { !refusals.isEmpty || unmeasured.count < PairShape.Dimension.allCases.count }

  /// `ok`, who would refuse and how, or `unknown`.
  public var cell: String { isKnown ? refused.map { "B: \($0.error ?? "refused")" } ?? "ok" : "unknown" }
}
