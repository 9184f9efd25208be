import Forge
import Foundation
import OrderedJSON

/// How a certificate is spoken of: by its thumbprint, and in the forms in which proxies pass it on.
enum CertificateFacts {
  /// `thumbprint` is that of RFC 8705 section 3.1; `structured` is the form of RFC 9440, `forwarded` that of Envoy.
  static func passedOn(_ certificate: Certificate) -> JSON {
    let base64 = Base64.encode(certificate.der)
    let escaped = FormCoding.escape(certificate.pem).replacingOccurrences(of: "+", with: "%20")
    let hash = Digest.sha256(certificate.der).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return [
      "thumbprint": .string(certificate.thumbprintSHA256), "base64": .string(base64), "structured": .string(":\(base64):"),
      "escaped-pem": .string(escaped), "forwarded": .string("Hash=\(hash);Cert=\"\(escaped)\""),
      "serial": .string(certificate.serial.drop { $0 == 0 }.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()),
    ]
  }

  /// An issued certificate, as far as scenarios ask about it. Serial number and names are those of the leaf.
  static func issued(_ leaf: Certificate, chainLength: Int) -> JSON {
    let usage = (leaf.keyUsage ?? []).map(\.name).sorted().map(JSON.string)
    return .object(of: [
      "uri-san": .array(leaf.uriSANs.map(JSON.string)), "dns-san": .array(leaf.dnsSANs.map(JSON.string)),
      "ca": .bool(leaf.isCA ?? false), "key-usage": .array(usage), "key-usage-critical": .bool(leaf.keyUsageCritical),
      "extended-key-usage": leaf.extendedKeyUsage.map { .array($0.map(JSON.string)) }, "subject": .string("\(leaf.subject)"),
      "issuer": .string("\(leaf.issuer)"), "not-before": .integer(leaf.notBefore), "not-after": .integer(leaf.notAfter),
      "lifetime": .integer(leaf.notAfter - leaf.notBefore), "x5t#S256": .string(leaf.thumbprintSHA256),
      "serial": .string(leaf.serial.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()),
      "critical": .array(leaf.extensions.filter(\.critical).map { .string($0.oid) }),
      "problems": .array(leaf.problems.map(JSON.string)), "chain-length": .integer(chainLength),
    ])
  }
}
