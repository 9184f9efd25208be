/// What a fact is, and what stands below it.
public indirect enum FactType: Sendable {
  case text
  case number
  case flag
  /// Seconds or milliseconds since 1970.
  case time
  /// A token or code: it can be compared, and used as a whole.
  case secret
  /// A secret that the target accepts once.
  case singleUse
  /// Any JSON.
  case json
  case list(FactType)
  case map([Fact])
  /// A token of the JWT family that was sent or received.
  case jwt
  /// A certificate.
  case certificate

  /// The facts below, where they are a closed set.
  var members: [Fact]? {
    switch self {
    case .map(let facts): facts
    case .jwt:
      [
        Fact("compact", .secret), Fact("header", .json), Fact("claims", .json), Fact("thumbprint", .text), Fact("key", .json),
        Fact("verifier", .secret), Fact("params", .json), Fact("components", .json), Fact("label", .text), Fact("challenge", .text),
      ]
    case .certificate:
      [
        Fact("subject", .text), Fact("uri-san", .list(.text)), Fact("dns-san", .list(.text)), Fact("not-before", .time),
        Fact("not-after", .time),
        Fact("lifetime", .number), Fact("ca", .flag), Fact("key-usage", .list(.text)), Fact("key-usage-critical", .flag),
        Fact("extended-key-usage", .list(.text)), Fact("thumbprint", .text), Fact("extensions", .json), Fact("serial", .text),
        Fact("issuer", .text), Fact("signature", .text), Fact("critical", .list(.text)), Fact("problems", .list(.text)),
        Fact("key", .json), Fact("x5t#S256", .text), Fact("chain-length", .number), Fact("evidence-inside", .flag),
      ]
    case .text, .number, .flag, .time, .secret, .singleUse, .json, .list: nil
    }
  }
}

/// A fact that an action yields.
public struct Fact: Sendable {
  public var name: String
  public var type: FactType
  public init(_ name: String, _ type: FactType) {
    self.name = name
    self.type = type
  }
}

/// What a path into facts may be wrong in.
enum FactFault: Error {
  case unknown(String, [String])
  /// The path leads into a secret.
  case secret(String)
  /// The fact has nothing below it.
  case leaf(String)
}

extension [Fact] {
  subscript(name: String) -> Fact? { first { $0.name == name } }

  func type(at path: ArraySlice<Path.Segment>) throws(FactFault) -> FactType {
    guard case .name(let name)? = path.first else { throw .leaf("") }
    guard let fact = self[name] else { throw .unknown(name, map(\.name)) }
    return try fact.type.type(at: path.dropFirst(), below: name)
  }
}

extension FactType {
  func type(at path: ArraySlice<Path.Segment>, below name: String) throws(FactFault) -> FactType {
    guard let next = path.first else { return self }
    if let members { return try members.type(at: path) }
    switch self {
    case .json: return .json
    case .list(let element):
      if case .name(let name) = next { throw .unknown(name, ["[0]"]) }
      return try element.type(at: path.dropFirst(), below: name)
    case .secret, .singleUse: throw .secret(name)
    case .text, .number, .flag, .time, .map, .jwt, .certificate: throw .leaf(name)
    }
  }
}

extension Fact {
  static let common: [Fact] = [
    Fact("outcome", .text), Fact("elapsed", .number), Fact("failure", .text),
    Fact(
      "sent",
      .map([
        Fact("at", .time), Fact("method", .text), Fact("url", .text), Fact("query", .json), Fact("form", .json), Fact("headers", .json),
        Fact("body", .json),
        // Of the client certificate that the connection showed.
        Fact(
          "certificate",
          .map([
            Fact("thumbprint", .text), Fact("base64", .text), Fact("structured", .text), Fact("escaped-pem", .text),
            Fact("forwarded", .text),
          ])),
      ])),
    Fact("answered", .map([Fact("at", .time)])),
  ]
  /// The client's certificate, and what proxies make of one in header fields.
  static let sentCertificate: [Fact] = [
    Fact("thumbprint", .text), Fact("x5t#S256", .text), Fact("base64", .text), Fact("structured", .text), Fact("escaped-pem", .text),
    Fact("forwarded", .text), Fact("subject", .text), Fact("serial", .text),
  ]
  static let http: [Fact] = [
    Fact("status", .number), Fact("headers", .json), Fact("body", .json), Fact("challenge", .json), Fact("content-type", .text), tls,
  ]
  static let tls = Fact(
    "tls",
    .map([
      Fact("version", .text), Fact("cipher", .text), Fact("alpn", .text), Fact("alert", .number), Fact("certificate", .certificate),
    ]))
  static let pkce = Fact("pkce", .map([Fact("verifier", .secret), Fact("challenge", .text), Fact("method", .text)]))
  static let token: [Fact] = [
    Fact("access_token", .secret), Fact("refresh_token", .secret), Fact("view", .json), Fact("expires-at", .time), Fact("signature", .text),
    Fact("token", .map([Fact("header", .json), Fact("claims", .json)])),
  ]
  static let redirect: [Fact] = [
    Fact("code", .singleUse), Fact("state", .text), Fact("iss", .text), Fact("redirect", .map([Fact("query", .json), Fact("url", .text)])),
    Fact("page", .json), pkce,
  ]
  /// What is wrong with a metadata document, as names of members.
  static let metadataProblems = Fact(
    "problems",
    .map([
      Fact("empty", .list(.text)), Fact("insecure", .list(.text)), Fact("not-a-list", .list(.text)), Fact("none-listed", .list(.text)),
      Fact("algorithms-missing", .list(.text)), Fact("issuer-query", .flag),
    ]))
  /// Of a `race` or `repeat`.
  static let copies: [Fact] = [
    Fact("accepted", .number), Fact("refused", .number), Fact("broke", .number), Fact("answers", .list(.json)),
  ]
  /// Of an `await`.
  static let samples: [Fact] = [
    Fact("first-held", .number), Fact("last-not-held", .number), Fact("samples", .number), Fact("flaps", .number),
    Fact("bound", .number),
  ]
}

extension Action {
  /// The facts that an exchange of this action can have.
  public var facts: [Fact] {
    var seen: Set<String> = []
    return (ownFacts + Fact.common + (isHTTP ? Fact.http : []) + artefacts.map { Fact($0, .jwt) } + presentedFacts).filter {
      seen.insert($0.name).inserted
    }
  }

  /// Whether it is one HTTP exchange.
  public var isHTTP: Bool {
    switch self {
    case .receive, .audit, .wait: false
    case .discover, .token, .exchange, .userToken, .authorize, .push, .backchannel, .decide, .introspect, .revoke, .register, .call,
      .handshake, .request, .attest, .signal, .stream, .hook:
      true
    }
  }

  private var presentedFacts: [Fact] { fields["signature"] == nil ? [] : [Fact("signature", .jwt)] }

  private var ownFacts: [Fact] {
    switch self {
    case .discover:
      [
        Fact("metadata", .json), Fact("keys", .list(.json)), Fact("metadata-url", .text), Fact("duplicate-members", .list(.text)),
        Fact("identifier-fits", .flag), Fact.metadataProblems, Fact("list", .json),
        Fact(
          "signed",
          .map([
            Fact("header", .json), Fact("claims", .json), Fact("signature", .text), Fact("nested", .flag),
            Fact("differences", .list(.text)),
          ])),
      ]
    case .token, .exchange: Fact.token
    case .userToken: Fact.token + [Fact("user", .text)] + Fact.redirect
    case .authorize: Fact.redirect
    case .push: [Fact("request_uri", .singleUse), Fact.pkce]
    case .backchannel: [Fact("auth_req_id", .singleUse), Fact("interval", .number), Fact("expires-at", .time)]
    case .decide: [Fact("auth_req_id", .singleUse)]
    case .introspect: [Fact("jwt", .jwt), Fact("signature", .text)]
    case .revoke: [Fact("meanwhile", .map([Fact("outcome", .text), Fact("access_token", .secret), Fact("refresh_token", .secret)]))]
    case .register:
      [
        Fact("client_id", .text), Fact("registration_access_token", .secret), Fact("registration_client_uri", .text),
        Fact("client_secret", .secret), Fact("registered", .json),
      ]
    case .call: [Fact("marker", .flag), Fact("echo", .json), Fact("response-signature", .json)]
    case .handshake: [Fact("marker", .flag)]
    case .request: [Fact("marker", .flag), Fact("echo", .json)]
    case .attest:
      [
        Fact("credential", .secret), Fact("certificate", .certificate), Fact("jwt", .jwt), Fact("key-matches", .text),
        Fact("position", .text),
        Fact("lifetime", .number),
        Fact("challenge", .singleUse), Fact("expires-at", .time), Fact("signature", .text),
        // Of the SPIFFE Workload API.
        Fact("grpc", .map([Fact("status", .number), Fact("name", .text), Fact("message", .text)])), Fact("messages", .number),
        Fact("svids", .list(.json)), Fact("bundles", .list(.json)), Fact("federated", .list(.text)), Fact("validated", .json),
        Fact("key", .text), Fact("earlier", .json), Fact("identifier", .text), Fact("identifiers", .list(.text)),
        Fact("hints-repeated", .flag),
      ]
    case .signal: [Fact("err", .text)]
    case .stream:
      [
        Fact("stream", .text), Fact("poll-url", .text), Fact("err", .text), Fact("sets", .list(.json)), Fact("jtis", .list(.text)),
        Fact("first", .text), Fact("set", .secret), Fact("count", .number), Fact("subject", .json), Fact("authorization", .secret),
      ]
    case .receive:
      [
        Fact("requests", .list(.json)), Fact("count", .number), Fact("sets", .list(.json)), Fact("jtis", .list(.text)),
        Fact("attempts", .number), Fact("different", .number), Fact("shortest-gap", .number), Fact("held", .list(.text)),
      ]
    case .audit:
      [
        Fact("records", .list(.json)), Fact("record", .json), Fact("matched-by", .text), Fact("count", .number), Fact("secrets", .text),
        Fact("log", .json),
      ]
    case .wait: [Fact("waited", .number)]
    case .hook: [Fact("user", .text)]
    }
  }
}

extension Given.Kind {
  /// What can be asked of something given.
  public var facts: [Fact] {
    switch self {
    case .key: [Fact("thumbprint", .text), Fact("jwk", .json)]
    case .certificate: Fact.sentCertificate
    case .jwt, .wit, .evidence, .set: [Fact("compact", .secret), Fact("header", .json), Fact("claims", .json), Fact("thumbprint", .text)]
    case .endpoint: [Fact("url", .text), Fact("authorization", .secret)]
    }
  }
}
