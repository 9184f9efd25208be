/// Knows a workload by the certificate of the connection (workload-creds section 6.1, draft-ietf-wimse-mutual-tls sections 3.2 and 5).
/// TLS has only shown that the caller holds its key; everything else is judged here.
struct WorkloadCertificateValidator: Sendable {
  let environment: Environment
  let anchors: TrustAnchors

  private var defects: Defects { environment.defects }

  /// The identifier of the workload.
  func validate(_ der: [UInt8]) throws(WorkloadRefusal) -> String {
    guard let facts = CertificateFacts(der: der) else { throw refusal("not a certificate") }
    guard facts.uriNames.count == 1 || (defects.has(.wicFirstNameTaken) && !facts.uriNames.isEmpty),
      let identifier = URIReference(facts.uriNames[0]), !identifier.hasUserInfo
    else { throw refusal("not exactly one identifier") }
    let authorities =
      defects.has(.wicAnchorsPooled) ? Array(anchors.authorities.values) : [anchors.authorities[identifier.host]].compactMap { $0 }
    guard authorities.contains(where: facts.isIssued(by:)) || defects.has(.wicIssuerUnchecked) else {
      throw refusal("no anchor of the trust domain signed it")
    }
    guard facts.isCurrent(at: environment.clock.date) || defects.has(.wicExpiryIgnored) else { throw refusal("it is not valid now") }
    guard !facts.isAuthority else { throw refusal("the certificate of an authority") }
    guard facts.mayAuthenticateClients || defects.has(.wicPurposeIgnored) else { throw refusal("not for clients") }
    return facts.uriNames[0]
  }

  private func refusal(_ reason: String) -> WorkloadRefusal { WorkloadRefusal(.certificate, reason) }
}
