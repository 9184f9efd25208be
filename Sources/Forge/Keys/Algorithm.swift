/// A JWS algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1).
public enum Algorithm: String, CaseIterable, Sendable, Hashable {
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  /// EdDSA with Ed25519.
  case edDSA = "EdDSA"
  case hs256 = "HS256"
  case hs384 = "HS384"
  case hs512 = "HS512"
  /// `none`: no signature at all. Not called `none` because that would mean "no value" wherever an `Algorithm?` is expected.
  case unsigned = "none"

  /// The algorithm of that exact name; `Ed25519` (RFC 9864) is the newer name of EdDSA with that curve.
  public init?(joseName: String) {
    if let known = Algorithm(rawValue: joseName) {
      self = known
    } else if joseName == "Ed25519" {
      self = .edDSA
    } else {
      return nil
    }
  }

  /// How an algorithm signs.
  enum Scheme: Sendable, Hashable {
    case ecdsa, pkcs1, pss, edDSA, hmac, nothing
  }

  var scheme: Scheme {
    switch self {
    case .es256, .es384, .es512: .ecdsa
    case .rs256, .rs384, .rs512: .pkcs1
    case .ps256, .ps384, .ps512: .pss
    case .edDSA: .edDSA
    case .hs256, .hs384, .hs512: .hmac
    case .unsigned: .nothing
    }
  }

  /// The digest, where the algorithm names one.
  var digest: Digest? {
    switch self {
    case .es256, .rs256, .ps256, .hs256: .sha256
    case .es384, .rs384, .ps384, .hs384: .sha384
    case .es512, .rs512, .ps512, .hs512: .sha512
    case .edDSA, .unsigned: nil
    }
  }

  /// Whether the holder of the verification key could have signed as well (an HMAC), or nobody needs a key (`none`).
  public var isAsymmetric: Bool {
    switch scheme {
    case .ecdsa, .pkcs1, .pss, .edDSA: true
    case .hmac, .nothing: false
    }
  }
}

/// An elliptic curve for ECDSA (RFC 7518 section 6.2.1.1).
public enum Curve: String, CaseIterable, Sendable, Hashable {
  case p256 = "P-256"
  case p384 = "P-384"
  case p521 = "P-521"

  /// Bytes of one coordinate.
  public var width: Int {
    switch self {
    case .p256: 32
    case .p384: 48
    case .p521: 66
    }
  }

  /// The only algorithm that RFC 7518 allows with it.
  public var algorithm: Algorithm {
    switch self {
    case .p256: .es256
    case .p384: .es384
    case .p521: .es512
    }
  }

  init?(groupName: String) {
    switch groupName {
    case "prime256v1", "P-256": self = .p256
    case "secp384r1", "P-384": self = .p384
    case "secp521r1", "P-521": self = .p521
    default: return nil
    }
  }
}
