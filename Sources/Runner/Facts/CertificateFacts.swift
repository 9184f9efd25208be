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
    ]
  }
}
