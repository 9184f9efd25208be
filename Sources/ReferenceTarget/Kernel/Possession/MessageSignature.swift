import Crypto
import Foundation

/// Verifies signed requests by the WIMSE profile of RFC 9421 (draft-ietf-wimse-http-signature): -07, or -06 with the preset for it.
struct MessageSignatureVerifier: Sendable {
  let environment: Environment
  let replays: ReplayCache

  static let tag = "wimse-workload-to-workload"
  /// Seconds for which a signature may be valid.
  static let maximumLifetime = 600

  private var defects: Defects { environment.defects }
  private var isEarlierProfile: Bool { environment.presets.has(.messageSignature06) }

  /// A signature as it stands in the two fields.
  struct Candidate: Sendable {
    var label: String
    var components: [FieldItem]
    var parameters: FieldParameters
    var signature: [UInt8]
  }

  func verify(_ request: Incoming, _ token: WorkloadToken) throws(WorkloadRefusal) {
    let candidate = try select(request)
    try checkParameters(candidate.parameters, request)
    try checkCoverage(candidate.components, request)
    try checkContent(request)
    let base = try signatureBase(candidate, request)
    guard verifies(candidate.signature, base, token) || defects.has(.messageSignatureUnchecked) else {
      throw refusal("signature")
    }
    try checkReplay(candidate.parameters, token)
  }

  private func refusal(_ reason: String) -> WorkloadRefusal { WorkloadRefusal(.signature, reason) }

  private func verifies(_ signature: [UInt8], _ base: String, _ token: WorkloadToken) -> Bool {
    let text = Array(base.utf8)
    if token.verifies(signature, of: text) { return true }
    if defects.has(.signatureAbsent), signature.isEmpty { return true }
    if defects.has(.signatureAlgorithmGuessed), Algorithm.allCases.contains(where: { token.key.verifies(signature, of: text, by: $0) }) {
      return true
    }
    return defects.has(.signatureDER) && BrokenProofReading.verifiesDER(signature, text, token.key)
  }

  // MARK: which signature

  private func select(_ request: Incoming) throws(WorkloadRefusal) -> Candidate {
    guard let inputs = FieldDictionary(lines: request.values("signature-input")),
      let values = FieldDictionary(lines: request.values("signature"))
    else { throw refusal("malformed fields") }
    if defects.has(.signatureAbsent), values.names.isEmpty, let input = inputs.members.first,
      case .list(let components, let parameters) = input.1
    {
      return Candidate(label: input.0, components: components, parameters: parameters, signature: [])
    }
    if defects.has(.signatureLabelsIgnored), let found = pairedByPlace(inputs, values) { return found }
    guard Set(inputs.names) == Set(values.names), !inputs.names.isEmpty else { throw refusal("labels") }
    var candidates: [Candidate] = []
    for (label, member) in inputs.members {
      guard case .list(let components, let parameters) = member, case .item(let item)? = values[label], let bytes = item.value.bytes else {
        throw refusal("malformed signature")
      }
      candidates.append(Candidate(label: label, components: components, parameters: parameters, signature: bytes))
    }
    let tagged = candidates.filter { $0.parameters["tag"]?.string == Self.tag || defects.has(.signatureTagIgnored) }
    if isEarlierProfile, candidates.count > 1, let named = tagged.first(where: { $0.label == "wimse" }) { return named }
    if defects.has(.signatureByLabel) {
      guard let named = tagged.first(where: { $0.label == "sig1" || $0.label == "wimse" }) else { throw refusal("label") }
      return named
    }
    guard let chosen = tagged.first else { throw refusal("no signature of this profile") }
    guard tagged.count == 1 || defects.has(.signatureFirstTaken) else { throw refusal("more than one signature of this profile") }
    return chosen
  }

  /// The first of each field belong together, whatever they are called.
  private func pairedByPlace(_ inputs: FieldDictionary, _ values: FieldDictionary) -> Candidate? {
    guard let input = inputs.members.first, case .list(let components, let parameters) = input.1, let value = values.members.first,
      case .item(let item) = value.1, let bytes = item.value.bytes
    else { return nil }
    return Candidate(label: input.0, components: components, parameters: parameters, signature: bytes)
  }

  // MARK: parameters

  private func checkParameters(_ parameters: FieldParameters, _ request: Incoming) throws(WorkloadRefusal) {
    for name in ["keyid", "alg"] where parameters[name] != nil && !defects.has(.signatureForbiddenParameters) { throw refusal(name) }
    try checkTimes(parameters)
    if parameters["nonce"]?.string?.isEmpty ?? true, !defects.has(.signatureParametersOptional) { throw refusal("nonce") }
    try checkAudience(parameters, request)
  }

  private func checkTimes(_ parameters: FieldParameters) throws(WorkloadRefusal) {
    let now = environment.now
    let optional = defects.has(.signatureParametersOptional)
    let created = time(parameters["created"]), expires = time(parameters["expires"])
    if !optional {
      guard created != nil else { throw refusal("created") }
      guard expires != nil else { throw refusal("expires") }
    }
    if let created, created > now + Claims.skew, !defects.has(.signatureCreatedIgnored) { throw refusal("created") }
    guard let expires else { return }
    guard expires > now || defects.has(.signatureExpiryIgnored) else { throw refusal("expires") }
    guard expires <= (created ?? now) + Self.maximumLifetime || defects.has(.signatureLifetimeUnlimited) else { throw refusal("expires") }
    if let created, expires < created, !defects.has(.signatureExpiryIgnored) { throw refusal("expires") }
  }

  private func time(_ item: BareItem?) -> Int? {
    item?.integer ?? (defects.has(.signatureTimesAsText) ? item?.string.flatMap { Int($0) } : nil)
  }

  private func checkAudience(_ parameters: FieldParameters, _ request: Incoming) throws(WorkloadRefusal) {
    guard let member = parameters["wimse-aud"] else {
      if defects.has(.signatureParametersOptional) { return }
      throw refusal("wimse-aud")
    }
    if defects.has(.signatureAudienceIgnored) { return }
    guard let audience = member.string.flatMap({ URIReference($0) }), let own = URIReference(request.url),
      audience.isSameIgnoringQuery(as: own)
    else { throw refusal("wimse-aud") }
  }

  private func checkReplay(_ parameters: FieldParameters, _ token: WorkloadToken) throws(WorkloadRefusal) {
    guard let nonce = parameters["nonce"]?.string, !defects.has(.signatureNoReplayCache), !environment.presets.has(.noReplayCache) else {
      return
    }
    let name = Digest.thumbprint(token.subject + "\u{0}" + nonce)
    guard replays.firstUse(of: name, until: environment.now + 2 * Self.maximumLifetime, now: environment.now) else {
      throw refusal("nonce was used before")
    }
  }

  // MARK: coverage and content

  private func checkCoverage(_ components: [FieldItem], _ request: Incoming) throws(WorkloadRefusal) {
    guard Set(components).count == components.count || defects.has(.signatureComponentTwice) else { throw refusal("a component twice") }
    if defects.has(.signatureCoverageIgnored) { return }
    var wanted = isEarlierProfile ? ["@method", "@request-target"] : ["@method", "@path", "@query"]
    if defects.has(.signatureMethodNotRequired) { wanted.removeFirst() }
    for name in ["content-type", "content-digest", "authorization", "txn-token", "workload-identity-token"]
    where !request.values(name).isEmpty {
      wanted.append(name)
    }
    let lax = defects.has(.signatureUnknownComponents)
    let covered = Set(
      components.filter { lax || $0.parameters.all.isEmpty }.compactMap { lax ? $0.value.string?.lowercased() : $0.value.string })
    for name in wanted where !covered.contains(name) { throw refusal("\(name) is not covered") }
  }

  /// Digests that count in an adversarial setting (RFC 9530 section 5); any of them that is there must be right.
  private func checkContent(_ request: Incoming) throws(WorkloadRefusal) {
    let fields = request.values("content-digest")
    if fields.isEmpty {
      guard request.body.isEmpty || defects.has(.digestOptional) else { throw refusal("no digest") }
      return
    }
    if defects.has(.digestUnchecked) { return }
    guard let digests = FieldDictionary(lines: fields) else { throw refusal("malformed digest") }
    let data = Data(request.body)
    var verified = 0
    for (name, member) in digests.members {
      let right: [UInt8]
      switch name {
      case "sha-256": right = Array(SHA256.hash(data: data))
      case "sha-512": right = Array(SHA512.hash(data: data))
      case "md5" where defects.has(.digestDeprecatedAccepted): right = Array(Insecure.MD5.hash(data: data))
      case "sha" where defects.has(.digestDeprecatedAccepted): right = Array(Insecure.SHA1.hash(data: data))
      default: continue
      }
      guard case .item(let item) = member, item.value.bytes == right else {
        if defects.has(.digestAnyRight) { continue }
        throw refusal("digest")
      }
      verified += 1
    }
    guard verified > 0 else { throw refusal("no digest that can be verified") }
  }

  // MARK: the base (RFC 9421 section 2.5)

  private func signatureBase(_ candidate: Candidate, _ request: Incoming) throws(WorkloadRefusal) -> String {
    var lines: [String] = []
    for component in candidate.components {
      guard let name = component.value.string, component.parameters.all.isEmpty || defects.has(.signatureUnknownComponents) else {
        throw refusal("a component that is not understood")
      }
      lines.append("\(component.text): \(try value(of: name, request))")
    }
    if defects.has(.signatureParametersRaw), let raw = request.values("signature-input").first?.split(separator: "=", maxSplits: 1).last {
      return (lines + ["\"@signature-params\": \(raw)"]).joined(separator: "\n")
    }
    lines.append("\"@signature-params\": \(FieldMember.list(candidate.components, candidate.parameters).text)")
    return lines.joined(separator: "\n")
  }

  private func value(of name: String, _ request: Incoming) throws(WorkloadRefusal) -> String {
    switch name {
    case "@method": return request.method
    case "@path": return request.path.isEmpty ? "/" : request.path
    case "@query": return "?" + (request.query ?? "")
    case "@request-target": return request.path + (request.query.map { "?" + $0 } ?? "")
    case "@authority": return URIReference(request.url).map { uri in Self.authority(uri) } ?? ""
    case "@scheme": return URIReference(request.url)?.scheme ?? ""
    case "@target-uri": return request.url + (request.query.map { "?" + $0 } ?? "")
    default: break
    }
    let fields = request.values(name)
    if defects.has(.signatureUnknownComponents) { return fields.map(\.trimmingSpaces).joined(separator: ", ") }
    guard !name.hasPrefix("@"), name == name.lowercased() else { throw refusal("an unknown component") }
    guard !fields.isEmpty else { throw refusal("a component that is not there") }
    return fields.map(\.trimmingSpaces).joined(separator: ", ")
  }

  private static func authority(_ uri: URIReference) -> String {
    let isDefault = uri.port == nil || (uri.scheme == "https" && uri.port == 443) || (uri.scheme == "http" && uri.port == 80)
    return isDefault ? uri.host : "\(uri.host):\(uri.port ?? 0)"
  }
}
