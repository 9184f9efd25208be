import Foundation

/// The SPIFFE Workload API as one workload sees it: the socket, which the orchestrator placed, says who calls (SPIFFE Workload
/// Endpoint section 5). Nothing that the caller sends changes that.
struct WorkloadAPI: Sendable {
  let issuer: CredentialIssuer
  /// The identifier of the workload that the socket belongs to; nil: it has none.
  let workload: String?
  let store: WorkloadStore
  /// Bundles of other trust domains, by their names.
  let federated: [FederatedDomain]

  static let service = "/SpiffeWorkloadAPI/"
  static let securityHeader = "workload.spiffe.io"

  private var environment: Environment { issuer.environment }
  private var defects: Defects { environment.defects }

  /// Why a call is not answered.
  struct Refusal: Error {
    var status: GRPCStatus
    var reason: String
  }

  func answer(_ call: GRPCCall) -> GRPCAnswer {
    do throws(Refusal) {
      try checkSecurityHeader(call)
      guard call.path.hasPrefix(Self.service), let method = Method(rawValue: String(call.path.dropFirst(Self.service.count))) else {
        if defects.has(.unknownMethodAnswered) { return .message([]) }
        throw Refusal(status: .unimplemented, reason: "unknown method")
      }
      return try answer(method, call)
    } catch {
      return .failure(error.status, error.reason)
    }
  }

  enum Method: String, Sendable {
    case fetchX509SVID = "FetchX509SVID", fetchX509Bundles = "FetchX509Bundles", fetchJWTSVID = "FetchJWTSVID"
    case fetchJWTBundles = "FetchJWTBundles", validateJWTSVID = "ValidateJWTSVID", fetchWITSVID = "FetchWITSVID"
    case fetchWITBundles = "FetchWITBundles"
  }

  /// SPIFFE Workload Endpoint section 3: the value is exactly `true`, once.
  private func checkSecurityHeader(_ call: GRPCCall) throws(Refusal) {
    if defects.has(.headerUnchecked) { return }
    let values = call.values(Self.securityHeader)
    if defects.has(.headerAnyValue), !values.isEmpty { return }
    guard values == ["true"] else {
      let status = defects.has(.headerStatus) && values.isEmpty ? GRPCStatus.unauthenticated : .invalidArgument
      throw Refusal(status: status, reason: "security header missing from request")
    }
  }

  private func answer(_ method: Method, _ call: GRPCCall) throws(Refusal) -> GRPCAnswer {
    let request: [(number: Int, content: [UInt8])]
    do { request = try ProtobufReader.fields(call.message) } catch { throw Refusal(status: .internalError, reason: "malformed message") }
    let identifier = try identifier(call)
    if isMissing(method) { throw Refusal(status: .unimplemented, reason: "unknown method") }
    switch method {
    case .fetchX509SVID: return try certificates(identifier)
    case .fetchX509Bundles: return .stream(constant(WorkloadBundles(api: self).certificates))
    case .fetchJWTBundles: return .stream(constant(WorkloadBundles(api: self).jwt))
    case .fetchJWTSVID: return try tokens(identifier, request)
    case .validateJWTSVID: return try SVIDValidation(api: self).answer(request)
    case .fetchWITSVID: return try identityTokens(identifier, request)
    case .fetchWITBundles: return .stream(constant(WorkloadBundles(api: self).identity))
    }
  }

  /// What only defects leave out.
  private func isMissing(_ method: Method) -> Bool {
    switch method {
    case .fetchX509Bundles: defects.has(.bundlesMissing)
    case .fetchJWTBundles: defects.has(.bundlesMissing) || defects.has(.jwtBundlesMissing)
    case .fetchWITBundles: defects.has(.bundlesMissing) || defects.has(.witHalf)
    case .fetchJWTSVID, .fetchWITSVID: defects.has(.tokensMissing)
    case .fetchX509SVID, .validateJWTSVID: false
    }
  }

  /// Whose identity the caller has.
  private func identifier(_ call: GRPCCall) throws(Refusal) -> String {
    if defects.has(.claimBelieved), let claimed = call.values("spiffe-id").first { return claimed }
    guard let own = workload ?? (defects.has(.strangerServed) ? store.first : nil) else {
      throw Refusal(status: defects.has(.strangerStatus) ? .failedPrecondition : .permissionDenied, reason: "no identity issued")
    }
    return issuer.broken(own, [:])
  }

  private func constant(_ message: [UInt8]) -> @Sendable (Int?) -> GRPCUpdate? {
    { sent in sent == nil ? .message(version: 0, message) : nil }
  }

  // MARK: X.509-SVIDs

  /// A stream that is told of each renewal.
  private func certificates(_ identifier: String) throws(Refusal) -> GRPCAnswer {
    if defects.has(.emptyList) { return .message([]) }
    do { _ = try store.certificate(for: identifier) } catch { throw Refusal(status: .internalError, reason: error.description) }
    let opened = Date()
    return .stream { [self] sent in
      if defects.has(.firstMessageLate), Date().timeIntervalSince(opened) < 6 { return nil }
      guard let held = try? store.certificate(for: identifier), held.version != sent else { return nil }
      return .message(version: held.version, message(held, isRenewal: sent != nil))
    }
  }

  private func message(_ held: WorkloadStore.Held, isRenewal: Bool) -> [UInt8] {
    let svid = entry(held, isRenewal: isRenewal)
    let isPartial = isRenewal && defects.has(.renewalPartial)
    return ProtobufWriter.message { writer in
      writer.element(1, svid)
      if defects.has(.hintRepeated) { writer.element(1, svid) }
      guard !isPartial else { return }
      for domain in federated { writer.entry(3, "spiffe://" + domain.name, domain.authority.der) }
    }
  }

  private func entry(_ held: WorkloadStore.Held, isRenewal: Bool) -> [UInt8] {
    let key = defects.has(.keyOfAnother) ? PrivateKey() : held.key
    let bundle = defects.has(.bundleOfAnother) ? federated.first?.authority.der ?? [] : issuer.authority.certificate.der
    return ProtobufWriter.message { writer in
      writer.field(1, defects.has(.identifierMismatch) ? held.identifier + "/instance" : held.identifier)
      writer.field(2, defects.has(.certificatePEM) ? Array(held.certificate.pem.utf8) : held.certificate.der)
      writer.field(3, defects.has(.keyNotPKCS8) ? key.sec1 : Array(key.key.derRepresentation))
      if !defects.has(.bundleMissing), !(isRenewal && defects.has(.renewalPartial)) { writer.field(4, bundle) }
      writer.field(5, "main")
    }
  }

  // MARK: Tokens

  private func tokens(_ identifier: String, _ request: [(number: Int, content: [UInt8])]) throws(Refusal) -> GRPCAnswer {
    let audiences = try texts(1, request)
    let identifier = try entitled(identifier, try texts(2, request).last)
    let order = CredentialOrder(request: ["audience": .array(audiences.map { .string($0) })], key: PrivateKey().publicKey)
    // A field with its default counts as absent (SPIFFE Workload API section 4.5).
    guard audiences.allSatisfy({ !$0.isEmpty }) || defects.has(.svidDefaultAudience) else {
      throw Refusal(status: .invalidArgument, reason: "audience must be specified")
    }
    let svid: String
    do { svid = try CredentialFactory(issuer: issuer).svid(identifier, order) } catch {
      throw Refusal(status: .invalidArgument, reason: "audience must be specified")
    }
    return .message(
      ProtobufWriter.message { writer in
        writer.element(
          1,
          ProtobufWriter.message { entry in
            entry.field(1, identifier)
            entry.field(2, svid)
            entry.field(3, "main")
          })
      })
  }

  private func identityTokens(_ identifier: String, _ request: [(number: Int, content: [UInt8])]) throws(Refusal) -> GRPCAnswer {
    let identifier = try entitled(identifier, try texts(1, request).last)
    let key = defects.has(.witKeyKept) ? issuer.authority.key : PrivateKey()
    let token = CredentialFactory(issuer: issuer).wit(identifier, CredentialOrder(request: [:], key: key.publicKey))
    let given = defects.has(.witKeyOfAnother) ? PrivateKey() : key
    return .stream(
      constant(
        ProtobufWriter.message { writer in
          writer.element(
            1,
            ProtobufWriter.message { entry in
              entry.field(1, identifier)
              entry.field(2, token)
              entry.field(3, JSONValue.object(given.privateJWK).text)
              entry.field(4, "main")
            })
        }))
  }

  /// The identifier that was asked for, if the workload is entitled to it; its own where none was.
  private func entitled(_ own: String, _ wish: String?) throws(Refusal) -> String {
    guard let wish, !wish.isEmpty else { return own }
    if defects.has(.anyIdentifier) { return wish }
    guard wish == own else { throw Refusal(status: .permissionDenied, reason: "no identity issued") }
    return own
  }

  func texts(_ number: Int, _ fields: [(number: Int, content: [UInt8])]) throws(Refusal) -> [String] {
    do { return try ProtobufReader.texts(number, in: fields) } catch { throw Refusal(status: .internalError, reason: "malformed message") }
  }
}

extension PrivateKey {
  /// RFC 5915, which is what is inside PKCS#8: for P-256 the last 121 octets of it.
  fileprivate var sec1: [UInt8] {
    let pkcs8 = Array(key.derRepresentation)
    return Array(pkcs8.suffix(121))
  }
}
