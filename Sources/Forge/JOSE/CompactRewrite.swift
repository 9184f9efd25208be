import COpenSSLShims
import OrderedJSON

/// A change to a finished token in compact form. Each really changes the bytes, or throws `JOSEError.notApplicable`.
public enum CompactRewrite: String, CaseIterable, Sendable {
  /// One bit of the signature is flipped.
  case flipSignatureBit = "flip-signature-bit"
  /// The signature is taken away, the dot before it stays.
  case dropSignature = "drop-signature"
  /// The signature and the dot before it are taken away.
  case stripSignaturePart = "strip-signature-part"
  /// The ECDSA signature in DER instead of R||S (RFC 7518 section 3.4).
  case derSignature = "der-signature"
  /// All bytes of the signature are zero (for ECDSA: r = s = 0).
  case zeroSignature = "zero-signature"
  /// The last byte of the signature is cut off.
  case truncateSignature = "truncate-signature"
  /// The parts are padded with `=` (RFC 7515 section 2 forbids it).
  case padBase64 = "pad-base64"
  /// Bits of the last character that carry nothing are set: other text, same bytes.
  case nonCanonicalBase64 = "non-canonical-base64"
  /// The signature in the alphabet of standard base64.
  case standardAlphabet = "standard-alphabet"
  /// A line feed after the token.
  case trailingNewline = "trailing-newline"
  /// A fourth, empty part.
  case extraPart = "extra-part"
  /// The flattened JSON serialization (RFC 7515 section 7.2.2).
  case flattened
  /// The general JSON serialization (RFC 7515 section 7.2.1).
  case general

  /// The rewritten token.
  /// - Throws: `JOSEError.structure` if the input is not a compact token, `JOSEError.notApplicable` if the change is impossible.
  public func apply(to compact: String) throws(JOSEError) -> String {
    let parts = compact.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { throw .structure("a compact token has three parts, not \(parts.count)") }
    let (header, payload, last) = (parts[0], parts[1], parts[2])
    let input = "\(header).\(payload)"
    switch self {
    case .flipSignatureBit:
      var bytes = try signature(last)
      bytes[bytes.count / 2] ^= 1
      return "\(input).\(Base64URL.encode(bytes))"
    case .dropSignature:
      _ = try signature(last)
      return "\(input)."
    case .stripSignaturePart: return input
    case .derSignature: return "\(input).\(Base64URL.encode(try der(try signature(last), header: header)))"
    case .zeroSignature:
      return "\(input).\(Base64URL.encode([UInt8](repeating: 0, count: try signature(last).count)))"
    case .truncateSignature: return "\(input).\(Base64URL.encode(try signature(last).dropLast()))"
    case .padBase64:
      let padded = parts.map { $0 + String(repeating: "=", count: (4 - $0.utf8.count % 4) % 4) }.joined(separator: ".")
      guard padded != compact else { throw .notApplicable("no part of this token needs padding") }
      return padded
    case .nonCanonicalBase64: return try withStrayBit(parts)
    case .standardAlphabet: return try inStandardAlphabet(parts)
    case .trailingNewline: return compact + "\n"
    case .extraPart: return compact + "."
    case .flattened:
      return JSON.object([.init("payload", .string(payload)), .init("protected", .string(header)), .init("signature", .string(last))])
        .compact
    case .general:
      let one = JSON.object([.init("protected", .string(header)), .init("signature", .string(last))])
      return JSON.object([.init("payload", .string(payload)), .init("signatures", .array([one]))]).compact
    }
  }

  private func signature(_ part: String) throws(JOSEError) -> [UInt8] {
    guard let bytes = Base64URL.decodeLeniently(part)?.bytes, !bytes.isEmpty else {
      throw .notApplicable("\(rawValue): the token has no signature")
    }
    return bytes
  }

  private func der(_ signature: [UInt8], header: String) throws(JOSEError) -> [UInt8] {
    let bytes = Base64URL.decodeLeniently(header)?.bytes ?? []
    let name = (try? JSON.parse(bytes))?["alg"]?.string ?? ""
    guard Algorithm(rawValue: name)?.scheme == .ecdsa else { throw .notApplicable("\(rawValue): \(name) is not an ECDSA algorithm") }
    return try ECDSASignature.der(signature)
  }

  private func withStrayBit(_ parts: [String]) throws(JOSEError) -> String {
    // Only in the signature: the other two parts are signed as text, there a stray bit is an ordinary change.
    guard let last = Self.strayBit(parts[2]) else {
      throw .notApplicable("\(rawValue): the signature's last character has no unused bits")
    }
    return "\(parts[0]).\(parts[1]).\(last)"
  }

  private static func strayBit(_ text: String) -> String? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    guard text.utf8.count % 4 > 1, let last = text.utf8.last, let value = alphabet.firstIndex(of: last) else { return nil }
    return String(text.dropLast()) + String(Character(Unicode.Scalar(alphabet[value ^ 1])))
  }

  private func inStandardAlphabet(_ parts: [String]) throws(JOSEError) -> String {
    let last = String(parts[2].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    guard last != parts[2] else { throw .notApplicable("\(rawValue): the signature looks the same in both alphabets") }
    return "\(parts[0]).\(parts[1]).\(last)"
  }
}

/// The two forms of an ECDSA signature.
public enum ECDSASignature {
  /// R||S (RFC 7518 section 3.4) to the DER of X.509 and TLS.
  public static func der(_ raw: [UInt8]) throws(JOSEError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: raw.count + 16)
    let length = forge_ecdsa_to_der(raw, raw.count, &out, out.count)
    guard length > 0 else { throw .notApplicable("not an ECDSA signature in the form R||S") }
    return Array(out.prefix(length))
  }

  /// DER to R||S, each half as wide as the curve's coordinates.
  public static func raw(_ der: [UInt8], curve: Curve) throws(JOSEError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 2 * curve.width)
    guard forge_ecdsa_to_raw(der, der.count, &out, Int32(curve.width)) == 1 else { throw .notApplicable("not an ECDSA signature in DER") }
    return out
  }
}
