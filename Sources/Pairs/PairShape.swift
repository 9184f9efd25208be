import OrderedJSON

/// The shape of a JWT authorization grant: what of it an accepting server may mind, one value for each dimension. Subjects, identifiers
/// and keys are not part of it: they differ between any two issuers.
public struct PairShape: Sendable, Hashable {
  /// What two domains may disagree about without either breaking a rule that it names.
  public enum Dimension: String, Sendable, CaseIterable {
    case type, keyIdentifier = "kid", audience, client, identifier = "jti", issuedAt = "iat", notBefore = "nbf"
    case scope, resource, actor = "act", confirmation = "cnf", mail = "email", authenticationTime = "auth_time", lifetime
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

  /// Dimensions in which two shapes differ, in their order.
  public func differences(from other: PairShape) -> [Dimension] {
    Dimension.allCases.filter { values[$0] != other.values[$0] }
  }

  /// The shape as rows of the report.
  public var json: JSON {
    .array(Dimension.allCases.map { ["dimension": .string($0.rawValue), "value": .string(values[$0] ?? "unknown")] })
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
