import CCurlShims
import COpenSSL

/// A version of TLS.
public enum TLSVersion: String, Sendable, Hashable, CaseIterable, Comparable {
  case tls10 = "1.0", tls11 = "1.1", tls12 = "1.2", tls13 = "1.3"

  public static func < (one: TLSVersion, other: TLSVersion) -> Bool { one.rawValue < other.rawValue }

  /// The number on the wire (`SSL_version` returns it too).
  var number: Int32 {
    switch self {
    case .tls10: 0x0301
    case .tls11: 0x0302
    case .tls12: 0x0303
    case .tls13: 0x0304
    }
  }

  init?(number: Int32) {
    guard let version = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = version
  }
}

/// How a client speaks TLS: whom it trusts and who it says it is. Everything is PEM in memory; no file is touched.
public struct TLSSettings: Sendable, Hashable {
  /// PEM of the trusted authorities; nil: those of the system.
  public var authorities: String?
  /// PEM of the client's certificate, with its chain after it.
  public var certificate: String?
  /// PEM of the private key to `certificate`.
  public var privateKey: String?
  /// The lowest version offered; nil: TLS 1.2.
  public var minimum: TLSVersion?
  /// The highest version offered; nil: TLS 1.3.
  public var maximum: TLSVersion?
  /// Whether the server's chain is verified.
  public var verifiesPeer: Bool
  /// Whether the server's certificate must name the host.
  public var verifiesHost: Bool
  /// Cipher suites in OpenSSL's notation (TLS 1.2 and before), or suites of TLS 1.3 by their names (`TLS_…`), joined by colons.
  public var ciphers: String?

  public init(
    authorities: String? = nil, certificate: String? = nil, privateKey: String? = nil, minimum: TLSVersion? = nil,
    maximum: TLSVersion? = nil,
    verifiesPeer: Bool = true, verifiesHost: Bool = true, ciphers: String? = nil
  ) {
    self.authorities = authorities
    self.certificate = certificate
    self.privateKey = privateKey
    self.minimum = minimum
    self.maximum = maximum
    self.verifiesPeer = verifiesPeer
    self.verifiesHost = verifiesHost
    self.ciphers = ciphers
  }

  /// The lowest version really offered: never above an explicit maximum.
  var lowest: TLSVersion { minimum ?? min(.tls12, maximum ?? .tls13) }
  var highest: TLSVersion { max(maximum ?? .tls13, lowest) }

  /// The suites up to TLS 1.2. OpenSSL offers the old versions at security level 0 only.
  var oldCiphers: String? {
    if let ciphers, !ciphers.hasPrefix("TLS_") { return ciphers }
    return lowest < .tls12 ? "DEFAULT@SECLEVEL=0" : nil
  }

  var newCiphers: String? {
    guard let ciphers, ciphers.hasPrefix("TLS_") else { return nil }
    return ciphers
  }
}

/// What is known about the TLS connection that an exchange used. After a failed handshake only the alerts are known.
public struct TLSFacts: Sendable, Hashable {
  public var version: TLSVersion?
  /// The cipher suite by its IANA name.
  public var cipher: String?
  /// The protocol agreed by ALPN (RFC 7301).
  public var alpn: String?
  /// Whether the TLS session was resumed. Always false here: sessions are not cached.
  public var sessionReused = false
  /// The certificates that the peer sent in DER, its own first.
  public var peerChain: [[UInt8]] = []
  /// Number of the fatal alert received (RFC 8446 section 6).
  public var alertReceived: Int?
  /// Number of the fatal alert sent by this side.
  public var alertSent: Int?
  /// The `tls-exporter` channel binding, 32 octets (RFC 9266).
  public var exporter: [UInt8]?

  init() {}

  /// Reads an established connection.
  init(ssl: OpaquePointer) {
    version = TLSVersion(number: SSL_version(ssl))
    if let current = SSL_get_current_cipher(ssl), let name = SSL_CIPHER_standard_name(current) { cipher = String(cString: name) }
    var pointer: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    SSL_get0_alpn_selected(ssl, &pointer, &count)
    if let pointer { alpn = String(decoding: UnsafeBufferPointer(start: pointer, count: Int(count)), as: UTF8.self) }
    sessionReused = SSL_session_reused(ssl) == 1
    peerChain = Self.chain(ssl)
    var binding = [UInt8](repeating: 0, count: 32)
    if wire_ssl_exporter(ssl, &binding) == 1 { exporter = binding }
  }

  /// The certificates of the peer in DER, its own first.
  static func chain(_ ssl: OpaquePointer) -> [[UInt8]] {
    (0..<wire_ssl_chain_count(ssl)).compactMap { index in
      var der: UnsafeMutablePointer<UInt8>?
      let count = wire_ssl_chain_der(ssl, index, &der)
      defer { wire_free(der) }
      guard count > 0, let der else { return nil }
      return Array(UnsafeBufferPointer(start: der, count: Int(count)))
    }
  }
}

/// Names of TLS alerts (RFC 8446 section 6, RFC 5246 section 7.2), for messages.
public func nameOfAlert(_ number: Int) -> String {
  switch number {
  case 10: "unexpected_message"
  case 20: "bad_record_mac"
  case 22: "record_overflow"
  case 40: "handshake_failure"
  case 42: "bad_certificate"
  case 43: "unsupported_certificate"
  case 44: "certificate_revoked"
  case 45: "certificate_expired"
  case 46: "certificate_unknown"
  case 47: "illegal_parameter"
  case 48: "unknown_ca"
  case 49: "access_denied"
  case 50: "decode_error"
  case 51: "decrypt_error"
  case 70: "protocol_version"
  case 71: "insufficient_security"
  case 80: "internal_error"
  case 86: "inappropriate_fallback"
  case 90: "user_canceled"
  case 109: "missing_extension"
  case 110: "unsupported_extension"
  case 112: "unrecognized_name"
  case 113: "bad_certificate_status_response"
  case 115: "unknown_psk_identity"
  case 116: "certificate_required"
  case 120: "no_application_protocol"
  default: "alert \(number)"
  }
}

/// The alerts of the connection that a transfer uses. Released with the transfer; the connection keeps its own reference.
///
/// `@unchecked Sendable`: the slot is changed by the thread that drives the transfer alone; the numbers in it are atomic.
final class AlertSlot: @unchecked Sendable {
  let pointer: OpaquePointer

  init() { pointer = wire_tls_slot_new() }
  deinit { wire_tls_slot_free(pointer) }

  /// Whether TCP is up and TLS has begun.
  var hasBegun: Bool { wire_tls_slot_watches(pointer) == 1 }

  var received: Int? {
    let number = wire_tls_slot_received(pointer)
    return number < 0 ? nil : Int(number)
  }

  var sent: Int? {
    let number = wire_tls_slot_sent(pointer)
    return number < 0 ? nil : Int(number)
  }
}
