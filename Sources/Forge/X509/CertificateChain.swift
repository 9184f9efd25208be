import COpenSSLShims

/// Whether a chain leads to a trusted root.
public enum ChainVerdict: Sendable, Hashable {
  case trusted
  /// OpenSSL's reason in words.
  case refused(String)

  public var isTrusted: Bool { self == .trusted }
}

extension Certificate {
  /// Verifies this certificate up to one of the roots (RFC 5280 section 6, by OpenSSL): signatures, names, validity, basic
  /// constraints and key usage of the authorities. What the leaf is used for and whom it names is for others to judge.
  /// - Parameter time: Unix seconds at which all must be valid.
  public func verifyChain(roots: [Certificate], intermediates: [Certificate] = [], at time: Int) -> ChainVerdict {
    let all = [self] + intermediates + roots
    let bytes = all.flatMap(\.der)
    let lengths = all.map(\.der.count)
    var reason = [CChar](repeating: 0, count: 256)
    let good = forge_verify_chain(bytes, lengths, intermediates.count, roots.count, Int64(time), &reason, reason.count)
    if good == 1 { return .trusted }
    return .refused(String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
  }
}
