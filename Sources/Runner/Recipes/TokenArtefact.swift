import Forge
import OrderedJSON
import Scenarios

/// A token of the JWT family as it was made or taken over, and the facts that show it.
struct TokenArtefact {
  var compact: String
  /// Header and claims as they stand in the compact form; nil if they cannot be read.
  var header: JSON?
  var claims: JSON?
  /// The key it speaks of (that `key` names), for thumbprints.
  var key: Key?

  /// The fact under the artefact's name. The compact form is a secret; what is in it is not.
  func fact(_ vault: SecretVault) -> JSON {
    var out = JSON.object(of: ["compact": vault.fact(compact), "header": header, "claims": claims])
    if let key { out["thumbprint"] = .string(key.thumbprint) }
    return out
  }

  init(compact: String, key: Key?) {
    self.compact = compact
    self.key = key
    if let decoded = try? DecodedJWT.decode(compact) {
      header = decoded.header
      claims = decoded.claims
    }
  }
}

/// Builds tokens of the JWT family from a default and what a scenario says about it.
struct TokenBuilder {
  let vault: SecretVault
  /// The keys that the scenario made, and those of the target description, by name.
  let key: (String) throws -> Key

  /// All copies of the artefact that are to be sent: none if it was removed, two if it was duplicated.
  /// - Parameters:
  ///   - overlay: what is said about it; nil: the default.
  ///   - defaultKey: the key that signs and is embedded, unless `key` names another.
  ///   - content: header and claims for a key.
  func build(
    _ overlay: Overlay?, defaultKey: Key?, content: (Key) throws -> (header: JSON, claims: JSON)
  ) throws -> [TokenArtefact] {
    guard let overlay else { return [try make(.empty, defaultKey, content)] }
    var made: [TokenArtefact] = []
    for layer in ordered(overlay) {
      switch layer {
      case .remove: made = []
      case .set(let value): made = [try takeOver(value)]
      case .node: made = [try make(layer, defaultKey, content)]
      case .rewrite(let rewrite):
        guard let first = made.first else { throw RecipeProblem.suite("there is nothing to rewrite") }
        made[0] = TokenArtefact(compact: try rewrite.applied(to: .string(first.compact)).string ?? "", key: first.key)
      case .duplicate(let copy):
        // As given, or freshly built: two proofs of one request differ in their identifiers.
        if let copy { made.append(try takeOver(copy)) } else { made.append(try make(.node(overlay.members), defaultKey, content)) }
      case .layered: break
      }
    }
    return made
  }

  /// The sayings in order, with the default first where nothing replaces it.
  private func ordered(_ overlay: Overlay) -> [Overlay] {
    let layers = overlay.layers
    let replaces = layers.contains {
      switch $0 {
      case .set, .remove, .node: true
      case .rewrite, .duplicate, .layered: false
      }
    }
    let isNode: (Overlay) -> Bool = { if case .node = $0 { true } else { false } }
    return replaces ? layers.filter(isNode) + layers.filter { !isNode($0) } : [.empty] + layers
  }

  /// Those very bytes: replay.
  private func takeOver(_ value: JSON) throws -> TokenArtefact {
    let reader = RecipeReader(overlay: .empty, vault: vault)
    return TokenArtefact(compact: try reader.sendable(value), key: nil)
  }

  private func make(_ overlay: Overlay, _ defaultKey: Key?, _ content: (Key) throws -> (header: JSON, claims: JSON)) throws -> TokenArtefact
  {
    let named = try overlay["key"]?.applied(to: nil).first?.string
    guard let key = try named.map(key) ?? defaultKey else { throw RecipeProblem.suite("the artefact names no key") }
    var (header, claims) = try content(key)
    // The signer first: a scenario that signs in another way says so in the header too, unless it says otherwise.
    let signer = try overlay[path: ["sign", "key"]]?.applied(to: nil).first?.string.map(self.key) ?? key
    let algorithmName = try overlay[path: ["sign", "alg"]]?.applied(to: nil).first?.string
    if let algorithmName { header["alg"] = .string(algorithmName) }
    if let jwk = overlay[path: ["header", "jwk"]] {
      let others = overlay.members.filter { $0.name == "header" }.flatMap(\.overlay.members).filter { $0.name != "jwk" }
      header = try applied(.node(others), to: header)
      header = try rewriteJWK(jwk, key: key, header: header)
    } else {
      header = try applied(overlay["header"], to: header)
    }
    claims = try applied(overlay["claims"], to: claims)
    let payload: [UInt8]? = try overlay["payload"]?.applied(to: nil).first.map { Array(($0.string ?? $0.compact).utf8) }
    let compact = try sign(header, reveal(claims), payload, signer: signer, algorithmName: algorithmName)
    return try finish(compact, overlay, key)
  }

  private func applied(_ overlay: Overlay?, to object: JSON) throws -> JSON {
    guard let overlay else { return object }
    guard let result = try overlay.applied(to: object).first else { return .object([]) }
    return result
  }

  /// Secrets that a claim refers to are put in.
  func reveal(_ value: JSON) -> JSON {
    if let secret = vault.reveal(value) { return .string(secret) }
    if let compact = value["compact"], let secret = vault.reveal(compact) { return .string(secret) }
    switch value {
    case .object(let members): return .object(members.map { .init($0.name, reveal($0.value)) })
    case .array(let elements): return .array(elements.map(reveal))
    case .null, .bool, .number, .string: return value
    }
  }

  private func rewriteJWK(_ overlay: Overlay, key: Key, header: JSON) throws -> JSON {
    var header = header
    for layer in overlay.layers {
      if case .rewrite(.word(let word)) = layer, let rewrite = JWKRewrite(rawValue: word.rawValue) {
        header["jwk"] = try rewrite.apply(to: header["jwk"] ?? .object([]), key: key)
      } else if case .set(let value) = layer, let name = value.string, let other = try? self.key(name) {
        // A key of the scenario by its name.
        header["jwk"] = other.publicJWK
      } else {
        header["jwk"] = try layer.applied(to: header["jwk"]).first
      }
    }
    return header
  }

  private func sign(_ header: JSON, _ claims: JSON, _ payload: [UInt8]?, signer: Key, algorithmName: String?) throws -> String {
    switch algorithmName {
    case nil: return try JWTRecipe(header: header, claims: claims, payload: payload, key: signer).compact()
    case "none": return try JWTRecipe(header: header, claims: claims, payload: payload, key: nil).compact()
    case "HS256":
      // The published key taken for a shared secret.
      let confused = signer.family == .symmetric ? signer : try signer.confused()
      return try JWTRecipe(header: header, claims: claims, payload: payload, key: confused, algorithm: .hs256).compact()
    case let name?:
      guard let algorithm = Algorithm(joseName: name), signer.family.fits(algorithm) else {
        // An algorithm that the key cannot do: only the header can say so.
        return try JWTRecipe(header: header, claims: claims, payload: payload, key: signer).compact()
      }
      return try JWTRecipe(header: header, claims: claims, payload: payload, key: signer, algorithm: algorithm).compact()
    }
  }

  /// `compact` and `sent`: what is done to the finished token.
  private func finish(_ compact: String, _ overlay: Overlay, _ key: Key) throws -> TokenArtefact {
    var compact = compact
    if let sent = overlay["sent"], let decoded = try? DecodedJWT.decode(compact) {
      let header = try sent["header"].map { try applied($0, to: decoded.header) }
      let claims = try sent["claims"].map { try reveal(applied($0, to: decoded.claims ?? .object([]))) }
      compact = try JWTRecipe.replacing(header: header, claims: claims, in: compact)
    }
    if let said = overlay["compact"] { compact = try said.applied(to: .string(compact)).first?.string ?? "" }
    return TokenArtefact(compact: compact, key: key)
  }
}
