import Crypto
import Foundation

/// The defects of reading client assertions, away from the rules that they break.
enum BrokenAssertionReading {
  /// A flattened JSON serialization as compact text.
  static func compact(_ text: String, _ defects: Defects) -> String {
    guard defects.has(.assertionJSON), case .object(let object)? = try? JSONValue(parsing: text), let head = object["protected"]?.string,
      let payload = object["payload"]?.string, let signature = object["signature"]?.string
    else { return text }
    return head + "." + payload + "." + signature
  }

  /// Whether a signature that no rule allows is believed.
  static func accepts(_ assertion: CompactJWT, _ registered: [PublicKey], _ defects: Defects) -> Bool {
    let name = assertion.header["alg"]?.string
    if defects.has(.noneAccepted), name?.lowercased() == "none", assertion.signature.isEmpty { return true }
    guard defects.has(.algorithmConfused), name == "HS256" else { return false }
    return registered.contains { key in
      guard case .p256(let material) = key.material else { return false }
      return ["", "\n"].contains { end in
        let secret = SymmetricKey(data: Data((material.pemRepresentation + end).utf8))
        return HMAC<SHA256>.isValidAuthenticationCode(assertion.signature, authenticating: assertion.signingInput, using: secret)
      }
    }
  }

  /// The key of `jwk`, or of the certificate in `x5c`.
  static func embeddedKey(_ assertion: CompactJWT) -> PublicKey? {
    if let jwk = assertion.header["jwk"]?.object, let key = try? PublicKey(publicMembersOf: jwk) { return key }
    guard let text = assertion.header["x5c"]?.array?.first?.string, let der = Data(base64Encoded: text),
      let facts = CertificateFacts(der: Array(der)), let key = P256.Signing.PublicKey(facts.certificate.publicKey)
    else { return nil }
    let point = Array(key.x963Representation.dropFirst())
    return try? PublicKey(publicMembersOf: [
      "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(Array(point[..<32]))), "y": .string(Base64URL.encode(Array(point[32...]))),
    ])
  }

  /// The client whom a token of this server names, if tokens count as assertions.
  static func clientOfAnyKind(_ assertion: CompactJWT, _ server: AuthorizationServer) -> Client? {
    guard server.environment.defects.has(.assertionKindUnchecked), (try? assertion.verify(under: server.verificationKeys)) != nil else {
      return nil
    }
    return assertion.claims["sub"]?.string.flatMap { server.clients[$0] }
  }

  /// Whether something that the texts allow is refused.
  static func refusesLawful(_ assertion: CompactJWT, _ form: FormParameters, _ defects: Defects) -> Bool {
    let header: Set = ["alg", "kid", "typ", "jwk", "x5c", "crit"], claims: Set = ["iss", "sub", "aud", "exp", "iat", "nbf", "jti"]
    if defects.has(.unknownHeaderRefused), !header.isSuperset(of: assertion.header.names) { return true }
    if defects.has(.unknownClaimRefused), !claims.isSuperset(of: assertion.claims.names) { return true }
    if defects.has(.explicitTypeRefused), assertion.hasType("client-authentication+jwt") { return true }
    if defects.has(.untypedRefused), assertion.header["typ"] == nil { return true }
    return defects.has(.clientIDBesideRefused) && form["client_id"] != nil
  }

  /// Further texts that count as the name of the server.
  static func audiences(_ claims: Claims, _ request: Incoming, _ server: AuthorizationServer) -> Set<String> {
    let defects = server.environment.defects
    var accepted = Set<String>()
    if defects.has(.audienceNormalised), let audience = claims.text("aud") {
      func plain(_ text: String) -> String { (text.hasSuffix("/") ? String(text.dropLast()) : text).lowercased() }
      if plain(audience) == plain(server.issuer) { accepted.insert(audience) }
    }
    if defects.has(.audienceFromHost), let host = (request.values("x-forwarded-host") + request.values("host")).first {
      let name = host.prefix { $0 != ":" }
      let port = server.issuer.split(separator: ":").last.map { ":" + $0.prefix { $0 != "/" } } ?? ""
      accepted.insert("https://" + name + port + server.path)
    }
    return accepted
  }
}
