import OrderedJSON

/// The trust bundle of a SPIFFE trust domain (SPIFFE Trust Domain and Bundle section 4): a JWK Set whose keys say what they are for.
public struct SPIFFEBundle: Sendable {
  public var keys: JWKS
  /// `spiffe_sequence`.
  public var sequence: Int?
  /// `spiffe_refresh_hint`, in seconds.
  public var refreshHint: Int?
  /// What is wrong with the bundle, in words; what is wrong with one key stands with that key.
  public var problems: [String]

  /// What a key of a bundle is for: the values of `use` that SPIFFE defines.
  public enum Use: String, CaseIterable, Sendable, Hashable {
    case jwtSVID = "jwt-svid"
    case x509SVID = "x509-svid"
    case witSVID = "wit-svid"
  }

  /// Reads a bundle. Never fails: what is wrong is in `problems`.
  public init(_ json: JSON) {
    keys = JWKS(json)
    problems = keys.problems
    sequence = json["spiffe_sequence"]?.integer
    refreshHint = json["spiffe_refresh_hint"]?.integer
    for name in ["spiffe_sequence", "spiffe_refresh_hint"] where json[name] != nil && json[name]?.integer == nil {
      problems.append("\(name) is not an integer of 64 bits")
    }
    for index in keys.entries.indices {
      let entry = keys.entries[index]
      switch entry.use.flatMap(Use.init(rawValue:)) {
      case .x509SVID:
        if entry.certificates.count != 1 { keys.entries[index].problems.append("an x509-svid key has exactly one certificate in x5c") }
      case .jwtSVID, .witSVID:
        if entry.kid == nil { keys.entries[index].problems.append("a \(entry.use ?? "") key has a kid") }
      case nil: keys.entries[index].problems.append("use is \(entry.use ?? "absent"), not one that SPIFFE defines")
      }
    }
  }

  /// The roots for X.509-SVIDs.
  public var roots: [Certificate] {
    keys.entries.filter { $0.use == Use.x509SVID.rawValue }.compactMap(\.certificates.first)
  }

  /// A verifier of the domain's tokens of one kind.
  public func verifier(_ use: Use) -> JWTVerifier {
    var meant = keys
    // A key without `use` is to be ignored (section 4.2.2), where plain JWK Sets allow it.
    meant.entries.removeAll { $0.use != use.rawValue }
    return JWTVerifier(keys: .set(meant), uses: [use.rawValue])
  }

  /// A bundle of these keys and roots.
  public static func make(
    tokens: [(use: Use, key: Key)], roots: [(certificate: Certificate, key: Key)], sequence: Int? = 1, refreshHint: Int? = 300
  ) -> JSON {
    let tokenKeys = tokens.map { entry in
      var jwk = entry.key.publishedJWK
      jwk["use"] = .string(entry.use.rawValue)
      return jwk
    }
    let rootKeys = roots.map { entry in
      var jwk = entry.key.publicJWK
      jwk["use"] = .string(Use.x509SVID.rawValue)
      jwk["x5c"] = [.string(Base64.encode(entry.certificate.der))]
      return jwk
    }
    return .object(of: [
      "keys": .array(tokenKeys + rootKeys), "spiffe_sequence": sequence.map(JSON.integer),
      "spiffe_refresh_hint": refreshHint.map(JSON.integer),
    ])
  }
}
