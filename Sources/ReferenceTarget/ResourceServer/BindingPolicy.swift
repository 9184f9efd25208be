/// Whether the request comes from the holder of the key that a token is bound to: `cnf.jkt` (RFC 9449 section 7) and `cnf.x5t#S256`
/// (RFC 8705 section 3). Every member of `cnf` must be understood and met.
struct BindingPolicy: Sendable {
  let environment: Environment
  let proofs: DPoPValidator
  /// The defect of an endpoint that nobody thought of when proofs came in.
  var isLax = false

  private var defects: Defects { environment.defects }

  func check(_ claims: Claims, _ presented: PresentedToken, _ request: Incoming) throws(ResourceRefusal) {
    if isLax { return }
    let member = claims["cnf"]
    guard member == nil || member?.object != nil else { throw .token(presented.scheme, "cnf is malformed") }
    let confirmation = member?.object ?? [:]
    guard member == nil || !confirmation.isEmpty else { throw .token(presented.scheme, "cnf is empty") }
    for name in confirmation.names where name != "jkt" && name != "x5t#S256" {
      throw .token(presented.scheme, "the token is bound in an unknown way")
    }
    try checkProof(confirmation["jkt"], presented, request)
    try checkCertificate(confirmation["x5t#S256"], presented, request)
  }

  private func checkProof(_ bound: JSONValue?, _ presented: PresentedToken, _ request: Incoming) throws(ResourceRefusal) {
    switch (presented.scheme, bound) {
    case (.bearer, nil): return
    case (.bearer, _):
      // Section 7.2: a bound token is never a bearer token, not even beside a proof.
      if defects.has(.dpopResourceDowngrade) { return }
      if defects.has(.bearerBesideProof), !request.values("dpop").isEmpty { return }
      throw ResourceRefusal(status: 401, scheme: .dpop, code: .invalidToken, description: "the token is bound to a key")
    case (.dpop, nil):
      if defects.has(.unboundToken) { return }
      throw .token(.dpop, "the token is not bound to a key")
    case (.dpop, let value?):
      guard let expected = value.string else { throw .token(.dpop, "cnf.jkt is malformed") }
      if defects.has(.proofOptional), request.values("dpop").isEmpty { return }
      let proven = try provenKey(presented, request)
      let thumbprint = defects.has(.wholeKeyThumbprint) ? wholeThumbprint(proven) : proven.key.confirmationThumbprint(defects)
      guard thumbprint == expected || defects.has(.dpopResourceIgnoresBinding) else {
        throw .token(.dpop, "the token is bound to another key")
      }
    }
  }

  private func provenKey(_ presented: PresentedToken, _ request: Incoming) throws(ResourceRefusal) -> ProvenKey {
    do {
      guard let key = try proofs.validate(request, accessToken: presented.token) else { throw ProofError.invalid("there is none") }
      return key
    } catch let error as ProofError {
      switch error {
      case .unreadable(let what), .invalid(let what): throw .proof("the DPoP proof is not valid: \(what)")
      case .nonceRequired:
        throw ResourceRefusal(
          status: 401, scheme: .dpop, code: .useDPoPNonce, description: "a nonce is needed", fields: proofs.nonceFields)
      }
    } catch {
      throw .proof("the DPoP proof is not valid")
    }
  }

  /// The right members if nothing else is there, and another thumbprint if there is.
  private func wholeThumbprint(_ proven: ProvenKey) -> String {
    let others = proven.jwk.names.filter { !["kty", "crv", "x", "y", "n", "e"].contains($0) }
    return others.isEmpty ? proven.thumbprint : Digest.thumbprint(JSONValue.object(proven.jwk).text)
  }

  private func checkCertificate(_ bound: JSONValue?, _ presented: PresentedToken, _ request: Incoming) throws(ResourceRefusal) {
    guard let bound, !defects.has(.mtlsResourceIgnoresBinding) else { return }
    guard let expected = bound.string, let der = ForwardedCertificate.certificate(of: request, defects), Digest.thumbprint(der) == expected
    else {
      throw .token(presented.scheme, "the token is bound to another certificate")
    }
  }
}
