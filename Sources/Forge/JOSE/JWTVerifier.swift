import OrderedJSON

/// A strict verifier of compact tokens: signature, algorithm, key and form. Claims are for others to judge.
public struct JWTVerifier: Sendable {
  /// Where the key comes from.
  public enum KeySource: Sendable {
    /// A published set: the key that `kid` names, or without `kid` any key that fits the algorithm.
    case set(JWKS)
    /// One key, whatever `kid` says.
    case key(Key)
    /// The public key in the header's `jwk` (proofs of possession).
    case header
  }

  /// The algorithms that are allowed. `none` is refused even if it is listed.
  public var algorithms: Set<Algorithm>
  public var keys: KeySource
  /// Extensions that may stand in `crit`.
  public var understood: Set<String>
  /// The media type that `typ` must name (case and `application/` do not matter), or nil.
  public var type: String?
  /// Values of `use` that allow a key of the set to verify.
  public var uses: Set<String>

  /// - Parameter algorithms: all asymmetric ones unless told otherwise.
  public init(
    keys: KeySource, algorithms: Set<Algorithm> = Set(Algorithm.allCases.filter(\.isAsymmetric)), type: String? = nil,
    understood: Set<String> = [], uses: Set<String> = ["sig"]
  ) {
    self.keys = keys
    self.algorithms = algorithms
    self.type = type
    self.understood = understood
    self.uses = uses
  }

  /// Why a token is refused.
  public enum Refusal: Sendable, Hashable, CustomStringConvertible {
    /// Not a compact token.
    case malformed(String)
    /// It could be read, but not by the letter: base64 that is not canonical, a payload that is not a JSON object.
    case notCanonical(String)
    case duplicateMember(String)
    case wrongType(expected: String, found: String?)
    case noAlgorithm
    case unsigned
    case algorithmNotAllowed(String)
    case badCritical(String)
    case notUnderstood(String)
    case noKey(kid: String?)
    case unusableKey(String)
    case keyDoesNotFit(String)
    case wrongSignature

    public var description: String {
      switch self {
      case .malformed(let text): text
      case .notCanonical(let text): text
      case .duplicateMember(let path): "member \(path) occurs twice"
      case .wrongType(let expected, let found): "typ is \(found ?? "absent"), not \(expected)"
      case .noAlgorithm: "the header has no alg"
      case .unsigned: "the token is not signed (alg none)"
      case .algorithmNotAllowed(let name): "alg \(name) is not allowed"
      case .badCritical(let text): "crit: \(text)"
      case .notUnderstood(let name): "crit lists \(name), which is not understood"
      case .noKey(let kid): kid.map { "no usable key \($0)" } ?? "no usable key for this algorithm"
      case .unusableKey(let text): "the key cannot be used: \(text)"
      case .keyDoesNotFit(let text): text
      case .wrongSignature: "the signature does not verify"
      }
    }
  }

  /// What became of a token.
  public enum Outcome: Sendable {
    /// The signature is right; `key` made it.
    case valid(DecodedJWT, key: Key, algorithm: Algorithm)
    /// Refused, with every reason that was found.
    case refused([Refusal])

    /// The reasons, empty if valid.
    public var refusals: [Refusal] {
      switch self {
      case .valid: []
      case .refused(let reasons): reasons
      }
    }

    public var isValid: Bool { refusals.isEmpty }
  }

  /// Verifies a token in compact form.
  public func verify(_ compact: String) -> Outcome {
    do {
      return verify(try DecodedJWT.decode(compact))
    } catch {
      return .refused([.malformed(error.description)])
    }
  }

  /// Verifies a token that was taken apart.
  public func verify(_ token: DecodedJWT) -> Outcome {
    var reasons: [Refusal] = token.duplicates.map { .duplicateMember($0) }
    let duplicateNotes = token.duplicates.map { "member \($0) occurs twice" }
    reasons += token.problems.filter { !duplicateNotes.contains($0) && $0 != "header: no alg" }.map { .notCanonical($0) }
    reasons += criticalRefusals(token.header)
    if let type, !Self.sameMediaType(token.type, type) { reasons.append(.wrongType(expected: type, found: token.type)) }
    guard let name = token.algorithmName else { return .refused(reasons + [.noAlgorithm]) }
    guard let algorithm = Algorithm(joseName: name), algorithm == .unsigned || algorithms.contains(algorithm) else {
      return .refused(reasons + [.algorithmNotAllowed(name)])
    }
    guard algorithm != .unsigned else { return .refused(reasons + [.unsigned]) }
    let candidates: [Key]
    switch found(algorithm, token.header) {
    case .success(let keys): candidates = keys
    case .failure(let refused): return .refused(reasons + [refused.reason])
    }
    if let weak = candidates.lazy.compactMap(\.shortModulus).first {
      reasons.append(.unusableKey("an RSA key of \(weak) bits, fewer than 2048 (RFC 7518 section 3.3)"))
    }
    let input = Array(token.signingInput.utf8)
    guard let key = candidates.first(where: { $0.verify(token.signature, over: input, as: algorithm) }) else {
      return .refused(reasons + [.wrongSignature])
    }
    return reasons.isEmpty ? .valid(token, key: key, algorithm: algorithm) : .refused(reasons)
  }

  private struct Refused: Error { var reason: Refusal }

  private func found(_ algorithm: Algorithm, _ header: JSON) -> Result<[Key], Refused> {
    switch keys {
    case .key(let key):
      guard key.family.fits(algorithm) else {
        return .failure(.init(reason: .keyDoesNotFit("\(algorithm.rawValue) does not fit the key")))
      }
      return .success([key])
    case .header: return foundInHeader(algorithm, header)
    case .set(let set): return found(algorithm, header, in: set)
    }
  }

  private func foundInHeader(_ algorithm: Algorithm, _ header: JSON) -> Result<[Key], Refused> {
    guard let jwk = header["jwk"] else { return .failure(.init(reason: .noKey(kid: nil))) }
    if let secret = jwk.members?.first(where: { Key.privateMembers.contains($0.name) }) {
      return .failure(.init(reason: .unusableKey("the header's jwk holds private or symmetric material (\(secret.name))")))
    }
    let entry = JWKS.Entry(jwk)
    guard let key = entry.key, entry.mayVerify(uses: uses) else {
      return .failure(.init(reason: .unusableKey(entry.problems.first ?? "the header's jwk is not for verifying")))
    }
    guard key.family.fits(algorithm), entry.isFor(algorithm) else {
      return .failure(.init(reason: .keyDoesNotFit("\(algorithm.rawValue) does not fit the header's jwk")))
    }
    return .success([key])
  }

  private func found(_ algorithm: Algorithm, _ header: JSON, in set: JWKS) -> Result<[Key], Refused> {
    let kid = header["kid"]?.string
    if let value = header["kid"], value.string == nil {
      return .failure(.init(reason: .malformed("kid is \(value.typeName), not a string")))
    }
    let named = kid == nil ? set.entries : set.entries.filter { $0.kid == kid }
    guard !named.isEmpty else { return .failure(.init(reason: .noKey(kid: kid))) }
    let usable = named.filter { $0.mayVerify(uses: uses) }
    guard !usable.isEmpty else {
      let why = named.flatMap(\.problems).first ?? "its use or key_ops does not allow verifying"
      return .failure(.init(reason: .unusableKey(why)))
    }
    let fitting = usable.filter { $0.isFor(algorithm) && $0.key?.family.fits(algorithm) == true }
    guard !fitting.isEmpty else {
      return .failure(.init(reason: .keyDoesNotFit("\(algorithm.rawValue) does not fit the key\(kid.map { " \($0)" } ?? "s of the set")")))
    }
    return .success(fitting.compactMap(\.key))
  }

  /// RFC 7515 section 4.1.11.
  private func criticalRefusals(_ header: JSON) -> [Refusal] {
    guard let value = header["crit"] else { return [] }
    guard let names = value.array, !names.isEmpty else { return [.badCritical("not an array of at least one name")] }
    var reasons: [Refusal] = []
    var seen: Set<String> = []
    for element in names {
      guard let name = element.string else {
        reasons.append(.badCritical("\(element.typeName) is not a name"))
        continue
      }
      if !seen.insert(name).inserted { reasons.append(.badCritical("\(name) is listed twice")) }
      if header[name] == nil { reasons.append(.badCritical("\(name) is not in the header")) }
      if Self.registered.contains(name) { reasons.append(.badCritical("\(name) is defined by the base specification")) }
      if !understood.contains(name) { reasons.append(.notUnderstood(name)) }
    }
    return reasons
  }

  /// Header parameters of RFC 7515 section 4.1 and RFC 7518, which must not be listed in `crit`.
  private static let registered: Set<String> = [
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
    "enc", "zip",
  ]

  /// Whether `typ` names the media type (RFC 7515 section 4.1.9: `application/` may be left out, case does not matter).
  public static func sameMediaType(_ found: String?, _ expected: String) -> Bool {
    func normal(_ text: String) -> String {
      let lower = text.lowercased()
      return lower.hasPrefix("application/") ? String(lower.dropFirst(12)) : lower
    }
    return found.map(normal) == normal(expected)
  }
}
