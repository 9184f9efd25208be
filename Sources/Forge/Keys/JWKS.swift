import OrderedJSON

/// A JWK Set (RFC 7517 section 5), read so that one odd key never hides the others.
public struct JWKS: Sendable {
  /// One key of the set.
  public struct Entry: Sendable {
    /// As it was published.
    public var jwk: JSON
    /// The key, if it is of a supported type and well-formed.
    public var key: Key?
    public var kid: String?
    /// `use`: `sig`, `enc`, or a registered value of another specification such as SPIFFE's `jwt-svid`.
    public var use: String?
    /// The algorithm that the key is published for, as it is spelled.
    public var algorithmName: String?
    /// What is wrong with it, in words.
    public var problems: [String]
    /// The certificates of `x5c`, the key's own first (RFC 7517 section 4.7).
    public var certificates: [Certificate]
    /// Whether it holds private or symmetric material, which has no place in a published set.
    public var exposesSecrets: Bool
  }

  public var entries: [Entry]
  /// What is wrong with the set as a whole, in words.
  public var problems: [String]

  /// The keys that can be used.
  public var keys: [Key] { entries.compactMap(\.key) }

  /// A set of these keys' public halves.
  public init(_ keys: [Key]) {
    self.init(.object([.init("keys", .array(keys.map(\.publishedJWK)))]))
  }

  /// Reads a set. Never fails: what is wrong is in `problems`.
  public init(_ json: JSON) {
    problems = json.duplicateMembers.map { "member \($0) occurs twice" }
    guard json.members != nil, let found = json["keys"]?.array else {
      problems.append("not a JWK Set: no array keys")
      entries = []
      return
    }
    entries = found.map(Entry.init)
    var seen: Set<String> = []
    for kid in entries.compactMap(\.kid) where !seen.insert(kid).inserted { problems.append("kid \(kid) occurs twice") }
  }

  /// Reads a set from its text.
  /// - Throws: `JOSEError.encoding` if it is not JSON.
  public init(parsing bytes: [UInt8]) throws(JOSEError) {
    do {
      self.init(try JSON.parse(bytes))
    } catch {
      throw .encoding("\(error)")
    }
  }

  /// The set as JSON, as it was published.
  public var json: JSON { .object([.init("keys", .array(entries.map(\.jwk)))]) }
}

extension JWKS.Entry {
  init(_ jwk: JSON) {
    self.jwk = jwk
    kid = jwk["kid"]?.string
    use = jwk["use"]?.string
    algorithmName = jwk["alg"]?.string
    exposesSecrets = jwk.members?.contains { Key.privateMembers.contains($0.name) } ?? false
    problems = []
    certificates = []
    do {
      let key = try Key(jwk: jwk)
      self.key = key
      if let bits = key.shortModulus { problems.append("an RSA key of \(bits) bits, fewer than 2048") }
    } catch {
      key = nil
      problems.append(error.description)
    }
    if key?.family == .symmetric {
      problems.append("a symmetric key in a published set")
    } else if exposesSecrets {
      problems.append("a private key in a published set")
    }
    readCertificates()
    if let value = jwk["use"], value.string == nil { problems.append("use is \(value.typeName), not a string") }
    if let operations = jwk["key_ops"] {
      if operations.array?.allSatisfy({ $0.string != nil }) != true { problems.append("key_ops is not an array of strings") }
      if use != nil { problems.append("both use and key_ops (RFC 7517 section 4.3)") }
    }
  }

  private mutating func readCertificates() {
    guard let value = jwk["x5c"] else { return }
    guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count, !texts.isEmpty else {
      problems.append("x5c is not an array of at least one string")
      return
    }
    for text in texts {
      do {
        certificates.append(try Certificate.parse(der: try Base64.decode(text)))
      } catch {
        problems.append("x5c: \(error)")
        return
      }
    }
    if let key, let certified = try? certificates[0].publicKey, !certified.isSameKey(as: key) {
      problems.append("x5c certifies another key")
    }
  }

  /// Whether the JWK names no algorithm or this one.
  func isFor(_ algorithm: Algorithm) -> Bool { jwk["alg"] == nil || algorithmName.flatMap(Algorithm.init(joseName:)) == algorithm }

  /// Whether the key may verify signatures by what its JWK says: fit for use, public, and not for something else.
  func mayVerify(uses: Set<String>) -> Bool {
    guard key != nil, !exposesSecrets else { return false }
    if let value = jwk["use"] { guard let use = value.string, uses.contains(use) else { return false } }
    if let operations = jwk["key_ops"] { guard operations.array?.contains("verify") == true else { return false } }
    return true
  }
}
