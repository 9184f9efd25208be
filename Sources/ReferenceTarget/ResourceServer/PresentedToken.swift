/// The access token of a request: from the Authorization header field alone. A token in the query or in a form is not one here.
struct PresentedToken: Sendable {
  var scheme: TokenScheme
  var token: String
  /// It came in a field of proxies, which one defect trusts.
  var isForwarded = false

  init(_ request: Incoming, _ defects: Defects) throws(ResourceRefusal) {
    let values = request.values("authorization")
    if values.isEmpty, defects.has(.resourceQueryToken), let form = try? FormParameters(queryOf: request), let token = form["access_token"]
    {
      self.init(scheme: .bearer, token: token)
      return
    }
    if values.isEmpty, defects.has(.resourceTrustsForwarded), let token = request.values("x-forwarded-authorization").first {
      // As proxies forward it, with or without the scheme.
      self.init(scheme: .bearer, token: token.split(separator: " ").last.map(String.init) ?? token)
      isForwarded = true
      return
    }
    guard let value = defects.has(.twoCredentials) ? values.last : values.first else { throw .noCredential }
    guard values.count == 1 || defects.has(.twoCredentials) else { throw .request("more than one Authorization header field") }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { throw .noCredential }
    let token = parts[1].trimmingSpaces
    let scheme: TokenScheme
    switch defects.has(.schemeCase) && parts[0] != "DPoP" && parts[0] != "Bearer" ? "" : parts[0].lowercased() {
    case "bearer": scheme = .bearer
    case "dpop": scheme = .dpop
    default: throw .noCredential
    }
    guard !token.isEmpty, token.utf8.allSatisfy(Self.isTokenCharacter) else { throw .token(scheme, "the token is malformed") }
    self.init(scheme: scheme, token: token)
  }

  private init(scheme: TokenScheme, token: String) {
    self.scheme = scheme
    self.token = token
  }

  /// `token68` of RFC 9110 section 11.2.
  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
