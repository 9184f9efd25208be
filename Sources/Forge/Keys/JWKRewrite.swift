import OrderedJSON

/// A change to a JSON Web Key in which it is sent.
public enum JWKRewrite: String, CaseIterable, Sendable {
  /// The private members are added: what no proof may contain (RFC 9449 section 4.3).
  case withPrivateMembers = "with-private-members"
  /// The point is moved off its curve (invalid-curve attack).
  case offCurve = "off-curve"

  /// The rewritten JWK.
  /// - Parameter key: the key behind the JWK; only needed for the private members.
  /// - Throws: `JOSEError.notApplicable` if the JWK or key does not allow it.
  public func apply(to jwk: JSON, key: Key?) throws(JOSEError) -> JSON {
    guard let members = jwk.members else { throw .notApplicable("\(rawValue): a JWK is an object") }
    switch self {
    case .withPrivateMembers:
      let added =
        switch key?.family {
        case .symmetric: key?.essentials.filter { $0.name == "k" } ?? []
        case .ec, .rsa, .ed25519, nil: key?.privateMembers ?? []
        }
      guard !added.isEmpty else { throw .notApplicable("\(rawValue): the private half of the key is not known") }
      return .object(members.filter { !Key.privateMembers.contains($0.name) } + added)
    case .offCurve:
      var jwk = jwk
      switch jwk["kty"]?.string {
      case "EC":
        guard let y = jwk["y"]?.string.flatMap(Base64URL.decodeLeniently)?.bytes, !y.isEmpty else {
          throw .notApplicable("\(rawValue): the JWK has no y")
        }
        // Of all y only two belong to an x, and they differ by more than their last bit.
        jwk["y"] = .string(Base64URL.encode(y.dropLast() + [y[y.count - 1] ^ 1]))
      case "OKP":
        // y = 2 belongs to no point of edwards25519.
        jwk["x"] = .string(Base64URL.encode([2] + [UInt8](repeating: 0, count: 31)))
      default: throw .notApplicable("\(rawValue): only EC and OKP keys are points on a curve")
      }
      return jwk
    }
  }
}
