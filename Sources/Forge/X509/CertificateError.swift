/// Why a certificate or request could not be read or made.
public enum CertificateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not a certificate: what is wrong with its encoding.
  case malformed(String)
  /// A recipe that cannot be followed.
  case impossible(String)

  public var description: String {
    switch self {
    case .malformed(let text): "malformed: \(text)"
    case .impossible(let text): "impossible: \(text)"
    }
  }
}
