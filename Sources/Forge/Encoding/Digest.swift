import COpenSSL
import COpenSSLShims

/// SHA-2 digests.
public enum Digest: String, CaseIterable, Sendable {
  case sha256 = "SHA256"
  case sha384 = "SHA384"
  case sha512 = "SHA512"

  /// Length of the digest in bytes.
  public var length: Int {
    switch self {
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// The digest of the bytes.
  public func of(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let input = Array(bytes)
    var out = [UInt8](repeating: 0, count: length)
    var written = out.count
    let good = EVP_Q_digest(nil, rawValue, nil, input, input.count, &out, &written)
    // These digests are part of every provider that OpenSSL can be built with; without them nothing here could work.
    precondition(good == 1 && written == length, "OpenSSL offers no \(rawValue)")
    return out
  }

  public static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] { Digest.sha256.of(bytes) }
  public static func sha384(_ bytes: some Sequence<UInt8>) -> [UInt8] { Digest.sha384.of(bytes) }
  public static func sha512(_ bytes: some Sequence<UInt8>) -> [UInt8] { Digest.sha512.of(bytes) }
  /// The digest of a text's UTF-8 bytes.
  public static func sha256(_ text: String) -> [UInt8] { Digest.sha256.of(text.utf8) }
}

/// Keyed-hash message authentication (RFC 2104) over a SHA-2 digest.
public enum HMAC {
  /// The authentication code of the bytes under the key, as long as the digest.
  public static func code(_ digest: Digest, key: [UInt8], over bytes: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: digest.length)
    var written = out.count
    // An empty key is lawful here, but OpenSSL wants a pointer that is not NULL.
    let good = (key.isEmpty ? [0] : key).withUnsafeBufferPointer { key_ in
      EVP_Q_mac(nil, "HMAC", nil, digest.rawValue, nil, key_.baseAddress, key.count, bytes, bytes.count, &out, out.count, &written) != nil
    }
    precondition(good && written == digest.length, "OpenSSL offers no HMAC with \(digest.rawValue)")
    return out
  }

  /// Whether two codes are equal, in time that does not depend on where they differ.
  public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for (x, y) in zip(a, b) { difference |= x ^ y }
    return difference == 0
  }
}

/// Randomness of the operating system, through OpenSSL.
public enum Random {
  /// In a task that builds messages to compare them: bytes that are the same each time, and signatures that depend on nothing but key
  /// and content (`Key.sign`). Never set where anything is sent.
  @TaskLocal public static var fixed: FixedRandom?

  /// That many random bytes.
  public static func bytes(_ count: Int) -> [UInt8] {
    if let fixed { return fixed.next(count) }
    var out = [UInt8](repeating: 0, count: count)
    precondition(RAND_bytes(&out, Int32(count)) == 1, "OpenSSL has no randomness")
    return out
  }

  /// A fresh identifier for `jti`, `state` or a nonce: base64url of that many random bytes.
  public static func identifier(bytes count: Int = 16) -> String { Base64URL.encode(bytes(max(count, 16))) }
}

/// Bytes that look random and are the same for the same seed.
///
/// `@unchecked Sendable`: `used` is only touched in `next`, by the one task that it is bound to.
public final class FixedRandom: @unchecked Sendable {
  private let seed: [UInt8]
  private var used: UInt64 = 0

  public init(seed: String) { self.seed = Array(seed.utf8) }

  func next(_ count: Int) -> [UInt8] {
    var out: [UInt8] = []
    while out.count < count {
      used += 1
      out += Digest.sha256(seed + withUnsafeBytes(of: used.bigEndian, Array.init))
    }
    return Array(out.prefix(count))
  }
}
