/// A service that knows its callers as workloads: by a workload identity token with a workload proof or a message signature.
struct WorkloadResource: Sendable {
  let environment: Environment
  /// `/rs/peer`
  let path: String
  let marker: String
  let responses: ResponseSigner
  private let tokens: WorkloadTokenValidator
  private let proofs: WorkloadProofValidator
  private let signatures: MessageSignatureVerifier
  private let certificates: WorkloadCertificateValidator

  /// The one workload that it serves.
  private let admission: WorkloadAdmission

  /// - Parameter admitted: the identifier of the workload that it serves.
  init(
    environment: Environment, path: String, marker: String, anchors: TrustAnchors, issuer: PrivateKey, trustDomain: String, admitted: String
  ) {
    admission = WorkloadAdmission(admitted: admitted, defects: environment.defects)
    self.environment = environment
    self.path = path
    self.marker = marker
    responses = ResponseSigner(environment: environment, key: PrivateKey(), issuer: issuer, subject: "spiffe://\(trustDomain)/peer")
    tokens = WorkloadTokenValidator(environment: environment, anchors: anchors)
    proofs = WorkloadProofValidator(environment: environment, replays: ReplayCache())
    certificates = WorkloadCertificateValidator(environment: environment, anchors: anchors)
    signatures = MessageSignatureVerifier(environment: environment, replays: ReplayCache())
  }

  private var defects: Defects { environment.defects }

  func mount(on endpoints: inout Endpoints) {
    for method in ["GET", "POST", "DELETE"] { endpoints.add(method, path) { answer($0) } }
  }

  private func answer(_ request: Incoming) -> Outgoing {
    let answer = unsigned(request)
    guard let nonce = ResponseSigner.demand(of: request) else { return answer }
    return responses.sign(answer, to: request, nonce: nonce)
  }

  private func unsigned(_ request: Incoming) -> Outgoing {
    do throws(WorkloadRefusal) {
      if defects.has(.refusesEverything) || defects.has(.resourceRefuses) { throw WorkloadRefusal(.identityToken, "refused") }
      return serve(try authenticate(request))
    } catch {
      if defects.has(.acceptsEverything) || defects.has(.resourceAccepts) { return serve("") }
      return refuse(error)
    }
  }

  /// The identity token first: nothing else is looked at before it is known to be good (workload-creds, section 3).
  private func authenticate(_ request: Incoming) throws(WorkloadRefusal) -> String {
    if defects.has(.witAsBearer), let subject = carelessSubject(request) { return subject }
    if defects.has(.workloadFieldBelieved), let subject = request.values("x-workload-id").first { return subject }
    // A connection that shows a certificate is one way to say who calls, a token another; never half of each.
    if let certificate = request.certificate, request.values("workload-identity-token").isEmpty {
      return try certificates.validate(certificate)
    }
    let token: WorkloadToken
    do throws(WorkloadRefusal) {
      token = try tokens.validate(request)
    } catch {
      if defects.has(.proofNeedsKey), error.reason == "cnf", let subject = unprovenSubject(request) { return subject }
      throw error
    }
    try refuseLawful(request, defects)
    if !request.values("signature-input").isEmpty {
      try signatures.verify(request, token)
    } else {
      do throws(WorkloadRefusal) {
        try proofs.validate(request, token)
      } catch {
        guard error.part == .missing, defects.has(.witWithoutProof) else { throw error }
      }
    }
    guard admission.admits(token.subject) else { throw WorkloadRefusal(.admission, "this workload is not served here") }
    return token.subject
  }

  private func unprovenSubject(_ request: Incoming) -> String? {
    request.values("workload-identity-token").first.flatMap { try? CompactJWT($0) }?.claims["sub"]?.string
  }

  private func carelessSubject(_ request: Incoming) -> String? {
    guard let value = request.values("authorization").first, value.lowercased().hasPrefix("bearer ") else { return nil }
    return (try? CompactJWT(value.dropFirst(7).trimmingSpaces))?.claims["sub"]?.string
  }

  private func serve(_ subject: String) -> Outgoing {
    .privateJSON(.object(["marker": .string(marker), "sub": .string(subject)]))
  }

  /// 400, as the drafts advise for identity tokens and signatures; 401 with a challenge where the proof is at fault and -02 of the
  /// proof draft is in force, or where nothing was tried.
  private func refuse(_ refusal: WorkloadRefusal) -> Outgoing {
    let body: JSONValue = .object(["type": "about:blank", "title": "workload authentication failed", "detail": .string(refusal.reason)])
    let isScheme = !environment.presets.has(.workloadProof01)
    let challenge = defects.has(.wptChallengeMissing) ? [] : [("WWW-Authenticate", "WPT")]
    switch refusal.part {
    case .proof where isScheme, .missing where isScheme:
      return .json(body, status: 401, headers: challenge, type: "application/problem+json")
    case .admission: return .json(body, status: 403, type: "application/problem+json")
    case .missing, .identityToken, .proof, .signature, .certificate:
      return .json(body, status: 400, type: "application/problem+json")
    }
  }
}
