import Foundation
import X509

/// What the application asks of a certificate that a client presented. TLS has only shown that the client holds its key.
struct CertificateFacts: Sendable {
  let certificate: Certificate
  let der: [UInt8]

  init?(der: [UInt8]) {
    guard let certificate = try? Certificate(derEncoded: der) else { return nil }
    self.certificate = certificate
    self.der = der
  }

  /// RFC 8705 section 3.1.
  var thumbprint: String { Digest.thumbprint(der) }

  /// In hexadecimal, lower case, without leading zeros.
  var serial: String {
    certificate.serialNumber.bytes.drop { $0 == 0 }.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  var uriNames: [String] {
    guard let names = try? certificate.extensions.subjectAlternativeNames else { return [] }
    return names.compactMap { if case .uniformResourceIdentifier(let uri) = $0 { uri } else { nil } }
  }

  /// Unreadable constraints count as an authority's, to be on the safe side.
  var isAuthority: Bool {
    do {
      switch try certificate.extensions.basicConstraints {
      case .isCertificateAuthority: return true
      case .notCertificateAuthority, nil: return false
      }
    } catch {
      return true
    }
  }

  func isCurrent(at date: Date) -> Bool { certificate.notValidBefore <= date && date < certificate.notValidAfter }

  /// X.509-SVID section 4.3: digitalSignature, and neither keyCertSign nor cRLSign.
  var isSigningLeaf: Bool {
    guard let usage = try? certificate.extensions.keyUsage else { return false }
    return usage.digitalSignature && !usage.keyCertSign && !usage.cRLSign
  }

  /// Without the extension every use is allowed (RFC 5280 section 4.2.1.12).
  var mayAuthenticateClients: Bool {
    do {
      guard let usages = try certificate.extensions.extendedKeyUsage else { return true }
      return usages.contains(.clientAuth) || usages.contains(.any)
    } catch {
      return false
    }
  }

  /// Whether the authority signed it; one step, as the target's client authority issues leaves only.
  func isIssued(by authority: Certificate) -> Bool {
    certificate.issuer == authority.subject && authority.publicKey.isValidSignature(certificate.signature, for: certificate)
  }
}
