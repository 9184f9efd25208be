/// The status of every access token of a server, as a list that resources fetch (draft-ietf-oauth-status-list).
struct StatusList: Sendable {
  let server: AuthorizationServer

  private var defects: Defects { server.environment.defects }
  /// Seconds that a fetched list may be used.
  static let timeToLive = 60
  static let mediaType = "application/statuslist+jwt"

  var address: String { server.issuer + "/status" }

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("GET", server.path + "/status") { _ in
      if defects.has(.listMissing) { return .json(["error": "not_found"], status: 404) }
      let media = defects.has(.listMediaType) ? "application/jwt" : Self.mediaType
      return Outgoing(status: 200, headers: [("Content-Type", media), ("Cache-Control", "max-age=86400")], body: Array(token().utf8))
    }
  }

  /// What a new token says of its status (section 6.2).
  func reference(for jti: String) -> JSONValue {
    let index = server.listed.withLock { listed in
      // What stands at the wrong places is nobody's, so that what notices is no chance.
      if defects.has(.indexShared), listed.isEmpty { listed.append("") }
      listed.append(jti)
      let index = listed.count - 1
      if defects.has(.listBitOrder) || defects.has(.listIndexOff) { listed += Array(repeating: "", count: 7) }
      return index
    }
    let place = defects.has(.indexShared) ? 0 : defects.has(.listIndexOff) ? index + 1 : index
    return ["status_list": ["idx": defects.has(.indexText) ? .string(String(place)) : .integer(place), "uri": .string(address)]]
  }

  /// Section 5.1.
  func token() -> String {
    let now = server.environment.now
    let bits = defects.has(.listBits) ? 3 : 1
    var claims: JSONObject = [
      "sub": .string(defects.has(.listSubject) ? server.issuer : address), "iat": .integer(now), "exp": .integer(now + 600),
      "ttl": .integer(Self.timeToLive), "status_list": ["bits": .integer(bits), "lst": .string(Base64URL.encode(Self.packed(bytes)))],
    ]
    if defects.has(.listUnpacked) { claims["status_list"] = ["bits": 1, "lst": .string(Base64URL.encode(bytes))] }
    if defects.has(.listTimeless) { for name in ["iat", "exp", "ttl"] { claims[name] = nil } }
    if defects.has(.listUnsigned) { return BrokenAnswers.unsigned(claims) }
    return JWTBuilder.sign(claims, by: server.signingKey, typ: defects.has(.listUntyped) ? "JWT" : "statuslist+jwt")
  }

  /// One bit for each token, least significant first (section 4.1).
  private var bytes: [UInt8] {
    let listed = server.listed.withLock { $0 }
    var bytes = [UInt8](repeating: 0, count: max(128, listed.count / 8 + 1))
    guard !defects.has(.listNeverChanges) else { return bytes }
    for (index, jti) in listed.enumerated() where server.store.accessToken(jti: jti)?.revoked == true {
      let place = defects.has(.listBitOrder) ? 7 - index % 8 : index % 8
      bytes[index / 8] |= 1 << UInt8(place)
    }
    return bytes
  }

  /// ZLIB with stored blocks (RFC 1950, RFC 1951 section 3.2.4): what every inflater reads.
  private static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let count = UInt16(block.count)
      out += [rest.isEmpty ? 1 : 0, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8)] + block
    } while !rest.isEmpty
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    let sum = b << 16 | a
    return out + [UInt8(sum >> 24), UInt8(sum >> 16 & 0xFF), UInt8(sum >> 8 & 0xFF), UInt8(sum & 0xFF)]
  }
}

/// A resource that knows of revocations by the status list alone, and keeps the list for as long as it may.
final class StatusChecker: Sendable {
  private let cache = Locked<(bits: [UInt8], until: Int)?>(nil)

  /// Whether the token's status is that it stands (section 8.3). What cannot be told is not taken for standing.
  func stands(_ claims: Claims, _ server: AuthorizationServer) -> Bool {
    let defects = server.environment.defects
    if defects.has(.statusUnasked) { return true }
    guard let reference = claims["status"]?.object?["status_list"]?.object, let index = reference["idx"]?.integer,
      reference["uri"]?.string == StatusList(server: server).address, index >= 0, let bits = current(server)
    else { return false }
    guard index / 8 < bits.count else { return false }
    if defects.has(.statusNeighbours), index > 0, bits[(index - 1) / 8] >> UInt8((index - 1) % 8) & 1 == 1 { return false }
    return bits[index / 8] >> UInt8(index % 8) & 1 == 0
  }

  private func current(_ server: AuthorizationServer) -> [UInt8]? {
    let now = server.environment.now
    if let known = cache.withLock({ $0 }), known.until > now { return known.bits }
    guard let token = try? CompactJWT(StatusList(server: server).token()), token.hasType("statuslist+jwt"),
      (try? token.verify(under: server.verificationKeys)) != nil, token.claims["sub"]?.string == StatusList(server: server).address,
      Claims(token.claims).isCurrent(at: now, expiryRequired: false), let list = token.claims["status_list"]?.object,
      list["bits"]?.integer == 1,
      let packed = list["lst"]?.string.flatMap({ Base64URL.decode(Substring($0)) }), packed.count > 11
    else { return nil }
    // Lists of this deployment have one stored block.
    let bits = Array(packed[7..<(packed.count - 4)])
    let life = server.environment.defects.has(.statusKept) ? 86_400 : token.claims["ttl"]?.integer ?? 0
    cache.withLock { $0 = (bits, now + life) }
    return bits
  }
}
