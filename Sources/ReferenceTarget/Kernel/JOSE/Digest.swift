import Crypto
import Foundation

/// SHA-256, in the spellings of the protocols.
enum Digest {
  static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Data(bytes))) }
  /// base64url of SHA-256: `ath`, `x5t#S256`, `jkt`, `S256` code challenges.
  static func thumbprint(_ bytes: some Sequence<UInt8>) -> String { Base64URL.encode(sha256(bytes)) }
  static func thumbprint(_ text: String) -> String { thumbprint(Array(text.utf8)) }
}

/// Compares secrets without an early exit.
func equalInConstantTime(_ left: String, _ right: String) -> Bool {
  let a = Digest.sha256(left.utf8)
  let b = Digest.sha256(right.utf8)
  return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
