/// Why a key, a token or a rewrite of one could not be read or made.
public enum JOSEError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A text is not base64url or not JSON.
  case encoding(String)
  /// The parts are not what the format asks for.
  case structure(String)
  /// A key is malformed, incomplete, or does not fit.
  case key(String)
  /// An algorithm, curve or key type that is not supported here.
  case unsupported(String)
  /// OpenSSL refused an operation.
  case crypto(String)
  /// An edit that cannot be applied to this input.
  case notApplicable(String)

  public var description: String {
    switch self {
    case .encoding(let text): "encoding: \(text)"
    case .structure(let text): "structure: \(text)"
    case .key(let text): "key: \(text)"
    case .unsupported(let text): "not supported: \(text)"
    case .crypto(let text): "cryptography: \(text)"
    case .notApplicable(let text): "not applicable: \(text)"
    }
  }
}
