import Foundation
import X509

/// `tls_client_auth` and `self_signed_tls_client_auth` (RFC 8705 sections 2.1 and 2.2). TLS took any certificate; here it is judged.
struct CertificateAuthentication: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }

  func authenticate(_ client: Client, _ request: Incoming) throws(OAuthError) -> AuthenticatedClient {
    if defects.has(.certificateOptional), request.certificate == nil { return AuthenticatedClient(client: client) }
    guard let presented = presentedCertificate(request), let facts = CertificateFacts(der: presented) else {
      throw server.invalidClient("no client certificate")
    }
    switch client.method {
    case .tlsClientAuth(let uri): try checkIssued(facts, uri)
    case .selfSigned(let registered):
      guard registered.contains(facts.der) || defects.has(.selfSignedAnyKey) else { throw server.invalidClient("another certificate") }
    case .privateKeyJWT, .secretBasic, .spiffeJWT, .spiffeX509, .attestation, .none:
      throw server.invalidClient("another method is registered")
    }
    return AuthenticatedClient(client: client, certificateThumbprint: facts.thumbprint)
  }

  private func checkIssued(_ facts: CertificateFacts, _ uri: String) throws(OAuthError) {
    guard facts.isIssued(by: server.clientAuthority) || defects.has(.certificateSubjectOnly) else { throw server.invalidClient("issuer") }
    guard facts.isCurrent(at: server.environment.clock.date) || defects.has(.certificateExpiryIgnored) else {
      throw server.invalidClient("the certificate is not valid now")
    }
    guard !server.store.hasEnded(certificate: facts.serial, defects: server.environment.defects) else {
      throw server.invalidClient("the certificate was revoked")
    }
    guard !facts.isAuthority, facts.mayAuthenticateClients else { throw server.invalidClient("not a client's certificate") }
    guard facts.uriNames == [uri] || defects.has(.certificateNameUnchecked) else {
      throw server.invalidClient("the certificate names somebody else")
    }
  }

  /// The certificate of the connection; header fields that proxies use mean nothing here.
  private func presentedCertificate(_ request: Incoming) -> [UInt8]? { ForwardedCertificate.certificate(of: request, defects) }
}

/// The defect of believing a certificate in a header field (RFC 9440 warns of it), in the one place where requests are asked for theirs.
enum ForwardedCertificate {
  static func certificate(of request: Incoming, _ defects: Defects) -> [UInt8]? {
    if defects.has(.mtlsForwardedHeaderTrusted), let field = request.values("client-cert").first {
      let url = field.trimmingSpaces.filter { $0 != ":" && $0 != "=" }.replacing("+", with: "-").replacing("/", with: "_")
      if let der = Base64URL.decode(url) { return der }
    }
    if defects.has(.mtlsProxyFieldsBelieved), let der = proxied(request) { return der }
    return request.certificate
  }

  /// A certificate in one of the fields that proxies of several makes use.
  private static func proxied(_ request: Incoming) -> [UInt8]? {
    for name in ["x-client-cert", "x-ssl-client-cert", "ssl-client-cert", "x-arr-clientcert", "x-forwarded-client-cert"] {
      guard let field = request.values(name).first else { continue }
      let cut = field.split(separator: ";").first { $0.hasPrefix("Cert=") }?.dropFirst(5).filter { $0 != "\"" } ?? field
      let text = cut.removingPercentEncoding ?? cut
      let lines = text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
      if let der = Base64.decode(lines.filter { !$0.isWhitespace }) { return der }
    }
    return nil
  }
}
