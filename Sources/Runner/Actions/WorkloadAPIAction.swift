import Forge
import Foundation
import OrderedJSON
import Results
import Scenarios
import Targets
import Wire

/// `attest` at a SPIFFE Workload API (position B: the suite is the workload, and shows no evidence). Each call has a connection of its
/// own: HTTP/2 with prior knowledge over the Unix socket.
extension ActionPerformer {
  func attestAtWorkloadAPI(_ overlay: Overlay, _ attester: JSON) async throws -> Performed {
    let reader = reader(overlay)
    guard let socket = try workloadSocket(of: attester) else {
      throw RecipeProblem.missing("fixture missing: address of the attester, unix:///path")
    }
    let credential = try reader.text("credential")
    guard let name = try reader.text("rpc") ?? credential.flatMap(WorkloadAPIMethod.init(credential:))?.rawValue else {
      throw RecipeProblem.missing("the Workload API does not issue \(credential ?? "(nothing)")")
    }
    let method = WorkloadAPIMethod(rawValue: name)
    let path = "/SpiffeWorkloadAPI/\(name)"
    let message = try workloadRequest(method, overlay)
    var draft = MessageDraft(method: "POST", url: "http://localhost\(path)")
    draft.artefacts = message.artefacts
    let security = try overlay["security"].map { try $0.applied(to: "true") } ?? ["true"]
    draft.headers = try security.map { ("workload.spiffe.io", try reader.sendable($0)) }
    try draft.apply(overlay, reader: reader)
    let advance = try reader.value("advance")?.integer
    let wanted = method?.isStream == true ? (advance == nil ? 1 : 2) : nil
    var request = GRPC.request(
      unixSocket: socket, path: path, message: message.bytes, headers: draft.headers.map { HeaderField($0.0, $0.1) }, messages: wanted,
      limits: context.limits)
    let exchange: Exchange
    if let advance, let method {
      exchange = await sendWhileTimePasses(&request, percent: advance, method)
    } else {
      exchange = await context.send(request)
    }
    return try await workloadAnswer(draft, exchange, method, attester, wanted: wanted)
  }

  /// The socket of an attester; the address may be the name of a variable, as in `{env: SPIFFE_ENDPOINT_SOCKET}`.
  func workloadSocket(of attester: JSON) throws -> String? {
    guard let address = attester["address"] else { return nil }
    let text = try SecretReference(address).map { try context.secret($0) } ?? address.string
    return text.flatMap(WorkloadEndpoint.socket)
  }

  // MARK: Requests

  private func workloadRequest(
    _ method: WorkloadAPIMethod?, _ overlay: Overlay
  ) throws -> (bytes: [UInt8], artefacts: [(name: String, fact: JSON)]) {
    let reader = reader(overlay)
    let audiences = try reader.value("audience").map { $0.array ?? [$0] } ?? []
    let identifier = try reader.text("identifier")
    func texts(_ number: Int, _ texts: [String]) -> [(number: Int, content: [UInt8])] { texts.map { (number, Array($0.utf8)) } }
    switch method {
    case .fetchJWTSVID:
      let audience = texts(1, try audiences.map(reader.sendable))
      return (Protobuf.message(audience + texts(2, identifier.map { [$0] } ?? [])), [])
    case .fetchWITSVID: return (Protobuf.message(texts(1, identifier.map { [$0] } ?? [])), [])
    case .validateJWTSVID:
      let svids = try presentedSVIDs(overlay["svid"], audience: audiences.first)
      let fields = texts(1, try audiences.prefix(1).map(reader.sendable)) + texts(2, svids.map(\.compact))
      return (Protobuf.message(fields), svids.map { ("svid", $0.fact(vault)) })
    case .fetchX509SVID, .fetchX509Bundles, .fetchJWTBundles, .fetchWITBundles, nil: return ([], [])
    }
  }

  /// JWT-SVIDs that are to be validated: of an earlier step, or signed by a trust domain of the suite.
  private func presentedSVIDs(_ said: Overlay?, audience: JSON?) throws -> [TokenArtefact] {
    guard let said else { return [] }
    let reader = reader(said)
    let role = try reader.text("trust-domain", default: "td1") ?? "td1"
    let domain = context.target.suite["trust-domains"]?[role]
    let signer = try reader.text("signed-by") ?? role
    let reference = SecretReference(context.target.suite["trust-domains"]?[signer]?["key"] ?? .null)
    let key = try reference.map { try context.key($0) }
    let workload = try reader.text("workload", default: "agent") ?? "agent"
    let now = seconds
    return try tokens.build(said.without(["trust-domain", "signed-by", "workload"]), defaultKey: key) { key in
      guard let name = domain?["name"]?.string else { throw RecipeProblem.missing("fixture missing: trust domain \(role)") }
      let recipe = JWTDefaults.jwtSVID(key: key, subject: "spiffe://\(name)/\(workload)", audience: audience ?? "audience", issuedAt: now)
      return (recipe.header, recipe.claims)
    }
  }

  // MARK: Time

  /// Sends, and once the first message is there moves the target's clock by a part of the first credential's life, so that the next
  /// message is that of its renewal.
  private func sendWhileTimePasses(_ request: inout Request, percent: Int, _ method: WorkloadAPIMethod) async -> Exchange {
    let (firsts, continuation) = AsyncStream<[UInt8]>.makeStream()
    request.isEnough = { content in
      let messages = GRPC.wholeMessages(in: content).messages
      if let first = messages.first { continuation.yield(first) }
      return messages.count >= 2
    }
    let (sent, shared) = (request, context)
    async let exchange = shared.send(sent)
    let mover = Task { [context] in
      var iterator = firsts.makeAsyncIterator()
      guard let first = await iterator.next(), method == .fetchX509SVID, let hook = context.target.hooks["set-clock"] else { return }
      let facts = WorkloadAPIFacts(vault: context.vault, now: context.now / 1000)
      guard let leaf = try? facts.certificates(first).svids.first?.chain.first else { return }
      let seconds = max(1, (leaf.notAfter - context.now / 1000) * percent / 100)
      let mover = ActionPerformer(context: context, given: GivenStore(), looksAtView: false)
      let performed = try? await mover.call(hook, body: ["advance": .integer(seconds)])
      if performed?.facts["outcome"]?.string == "accepted" { context.moved(by: seconds * 1000) }
    }
    let answer = await exchange
    continuation.finish()
    await mover.value
    return answer
  }

  // MARK: Answers

  private func workloadAnswer(
    _ draft: MessageDraft, _ exchange: Exchange, _ method: WorkloadAPIMethod?, _ attester: JSON, wanted: Int?
  ) async throws -> Performed {
    let content = exchange.response?.body ?? []
    let messages = GRPC.wholeMessages(in: content).messages
    // The content holds private keys: facts and reports get what is read out of it, never itself.
    var shown = exchange
    shown.response?.body = []
    shown.response?.bodyTruncated = false
    let status = exchange.response.flatMap(GRPC.status(of:))
    var facts = facts(draft, shown) { response in
      if response.status != 200 { return response.status >= 500 ? "broke" : "refused" }
      switch status.flatMap(GRPC.Status.init(rawValue:)) {
      case .ok?: return messages.isEmpty ? "broke" : "accepted"
      // A stream that was ended here once it had said enough has no status.
      case nil: return status == nil && messages.count >= (wanted ?? 1) ? "accepted" : "broke"
      case .unknown?, .internalError?, .dataLoss?: return "broke"
      case .cancelled?, .invalidArgument?, .deadlineExceeded?, .notFound?, .alreadyExists?, .permissionDenied?, .resourceExhausted?,
        .failedPrecondition?, .aborted?, .outOfRange?, .unimplemented?, .unavailable?, .unauthenticated?:
        return "refused"
      }
    }
    if let status {
      let text = exchange.response.flatMap { response in
        (response.trailers + response.headers).first { $0.name.lowercased() == "grpc-message" }?.value
      }
      facts["grpc"] = .object(of: [
        "status": .integer(status), "name": GRPC.Status(rawValue: status).map { .string($0.name) },
        "message": text.map { .string(vault.redact($0)) },
      ])
    }
    facts["messages"] = .integer(messages.count)
    facts["position"] = attester["position"] ?? "B"
    if let method, facts["outcome"]?.string == "accepted", let last = messages.last {
      do {
        try await addFacts(&facts, method, last, earlier: messages.count > 1 ? messages.first : nil, attester)
      } catch is Protobuf.Malformed {
        facts["outcome"] = "broke"
        facts["failure"] = "the response is no message of Protocol Buffers"
      }
    }
    return Performed(
      facts: facts, exchanges: [exchangeFacts.summary(draft, shown)],
      elapsedMilliseconds: exchangeFacts.milliseconds(exchange.timings.total))
  }

  private func addFacts(
    _ facts: inout JSON, _ method: WorkloadAPIMethod, _ message: [UInt8], earlier: [UInt8]?, _ attester: JSON
  ) async throws {
    let read = WorkloadAPIFacts(vault: vault, now: seconds, trustDomain: trustDomain(of: attester))
    switch method {
    case .fetchX509SVID:
      let (svids, federated) = try read.certificates(message)
      addSVIDs(&facts, svids.map(\.fact))
      facts["federated"] = .array(federated.map(JSON.string))
      if let chain = svids.first?.chain, let leaf = chain.first {
        let shown = CertificateFacts.issued(leaf, chainLength: chain.count)
        facts["certificate"] = shown
        facts["lifetime"] = shown["lifetime"]
        facts["key"] = (try? leaf.publicKey).map { .string($0.thumbprint) }
        facts["credential"] = vault.fact(chain.map(\.pem).joined())
      }
      if let earlier, let first = try read.certificates(earlier).svids.first, let leaf = first.chain.first {
        facts["earlier"] = .object(of: [
          "identifier": first.fact["identifier"], "key": (try? leaf.publicKey).map { .string($0.thumbprint) },
          "not-after": .integer(leaf.notAfter), "serial": CertificateFacts.issued(leaf, chainLength: 1)["serial"],
        ])
      }
    case .fetchJWTSVID, .fetchWITSVID:
      let svids = try read.tokens(message, isWorkloadToken: method == .fetchWITSVID)
      addSVIDs(&facts, svids.map(\.fact))
      guard let first = svids.first else { return }
      addTokenFacts(&facts, first.compact)
      guard let decoded = try? DecodedJWT.decode(first.compact) else { return }
      let bundles = method == .fetchJWTSVID ? WorkloadAPIMethod.fetchJWTBundles : .fetchWITBundles
      facts["signature"] = await signature(of: decoded, identifier: first.fact["identifier"]?.string ?? "", under: bundles, attester)
    case .fetchX509Bundles, .fetchJWTBundles, .fetchWITBundles:
      facts["bundles"] = .array(try read.bundles(message, method).map(\.fact))
    case .validateJWTSVID: facts["validated"] = try read.validated(message)
    }
  }

  private func addSVIDs(_ facts: inout JSON, _ svids: [JSON]) {
    facts["svids"] = .array(svids)
    facts["identifier"] = svids.first?["identifier"]
    facts["identifiers"] = .array(svids.compactMap { $0["identifier"] })
    let hints = svids.compactMap { $0["hint"]?.string }.filter { !$0.isEmpty }
    facts["hints-repeated"] = .bool(Set(hints).count < hints.count)
  }

  /// The SPIFFE ID of the trust domain whose credentials the attester fetches.
  private func trustDomain(of attester: JSON) -> String? {
    let issuer = context.target.issuers[attester["credential-issuer"]?.string ?? "credentials"]
    if let name = issuer?["trust-domain"]?.string { return name.hasPrefix("spiffe://") ? name : "spiffe://" + name }
    let workload = attester["workload"]?.string.flatMap { context.target.workloads[$0] }
    guard let identifier = workload?["identifier"]?.string, identifier.hasPrefix("spiffe://") else { return nil }
    return "spiffe://" + identifier.dropFirst("spiffe://".count).prefix { $0 != "/" }
  }

  /// "valid" or the reasons, under the bundle that the same Workload API gives for the trust domain of the identifier.
  private func signature(
    of token: DecodedJWT, identifier: String, under method: WorkloadAPIMethod, _ attester: JSON
  ) async -> JSON {
    guard let socket = try? workloadSocket(of: attester) else { return SpecialFact.unknown("there is no socket") }
    let exchange = await context.send(
      GRPC.request(
        unixSocket: socket, path: "/SpiffeWorkloadAPI/\(method.rawValue)", message: [],
        headers: [HeaderField("workload.spiffe.io", "true")], messages: 1, limits: context.limits))
    let read = WorkloadAPIFacts(vault: vault, now: seconds)
    guard let message = GRPC.wholeMessages(in: exchange.response?.body ?? []).messages.first,
      let bundles = try? read.bundles(message, method)
    else { return "the Workload API gives no bundles" }
    let domain = "spiffe://" + identifier.dropFirst("spiffe://".count).prefix { $0 != "/" }
    guard let set = bundles.first(where: { $0.name == domain })?.set else { return .string("there is no bundle for \(domain)") }
    let refusals = JWTVerifier(keys: .set(set), uses: ["sig", "jwt-svid", "wit-svid"]).verify(token).refusals
    return .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
  }
}
