extension Field {
  /// The fields of every token of the JWT family.
  static let jwt: [Field] = [
    Field("key", .given([.key, .certificate]), "the key that signs, and that is embedded or confirmed"),
    Field("header", .open(.json), "members of the header"),
    Field("claims", .open(.json), "members of the claims"),
    Field(
      "sign",
      .recipe([
        Field("key", .given([.key, .certificate]), "the key that signs, and nothing else"),
        Field("alg", .text, "the algorithm, also in the header: a JOSE name, none, or HS256 with the public key as secret"),
      ]), "only how it is signed"),
    Field("payload", .text, "other content than claims"),
    Field("compact", .text, "the whole token as it is sent"),
    Field(
      "sent",
      .recipe([
        Field("header", .open(.json), "members of the header, changed after signing"),
        Field("claims", .open(.json), "members of the claims, changed after signing"),
      ]), "the finished token"),
  ]

  static func jwt(_ name: String, _ about: String, _ more: [Field] = []) -> Field { Field(name, .jwt(more + jwt), about) }

  /// A token that the suite issues in the part of another party.
  static func issued(_ name: String, _ about: String) -> Field {
    jwt(
      name, about,
      [
        Field("issuer", .role([.suiteIssuer]), "the issuer of the suite that signs it"),
        Field("subject", .role([.user, .client]), "whom it is about"),
        Field("audience", .role([.server, .resource]), "for whom it is"),
        Field("client", .role([.client]), "the client it names"),
        Field("type", .text, "typ in the header"),
      ])
  }

  static let http: [Field] = [
    Field("method", .text, "the method"),
    Field("url", .text, "the whole address"),
    Field("query", .open(.text), "parameters of the query"),
    Field("headers", .open(.text), "header fields"),
    Field("form", .open(.text), "parameters of the form"),
    Field("body", .json, "the content: text, bytes, or {json: value}"),
    Field("http", .words(["1.1", "2"]), "the version of HTTP"),
    tls,
    Field(
      "sent",
      .recipe([
        Field("method", .text, "the method, after signing"),
        Field("url", .text, "the address, after signing"),
        Field("query", .open(.text), "parameters of the query, after signing"),
        Field("headers", .open(.text), "header fields, after signing"),
        Field("form", .open(.text), "parameters of the form, after signing"),
        Field("body", .json, "the content, under digest and signature of the old"),
        Field("raw", .text, "the request line and all header fields, byte for byte"),
      ]), "the finished message"),
  ]

  static let tls = Field(
    "tls",
    .recipe([
      Field("certificate", .given([.certificate]), "the client's certificate; none sends none"),
      Field("versions", .list(.words(["1.0", "1.1", "1.2", "1.3"])), "the versions that are offered"),
    ]), "the connection")

  static let client = Field("client", .role([.client]), "who asks, and by which authentication")
  static let server = Field("server", .role([.server]), "the server that is asked, if not that of the client")
  static let resource = Field("resource", .role([.resource]), "the resource that is asked for, or called")
  static let scope = Field("scope", .scope, "what is asked for")
  static let user = Field("user", .role([.user]), "whose access it is")
  static let pkce = Field("pkce", .words(["S256", "plain", "none"]), "the code challenge")
  static let dpop = jwt(
    "dpop", "a DPoP proof (RFC 9449 4.2)",
    [
      Field("nonce", .text, "the nonce; none sends none, and a demand for one is not answered"),
      Field("carrier", .text, "the header field it stands in"),
    ])

  /// Authentication of a client.
  static let authentication: [Field] = [
    client, server,
    Field(
      "as",
      .recipe([
        Field("client-id", .text, "its identifier"), Field("key", .given([.key]), "the key that signs its assertions"),
        Field("method", .words(["private_key_jwt", "client_secret_basic", "client_secret_post", "none"]), "how it authenticates"),
        Field("secret", .token, "its secret"), Field("redirect", .text, "where it is redirected to"),
      ]), "a client that the scenario made itself, in place of one of the target description"),
    jwt("assertion", "the client's assertion (RFC 7523 3)"),
    jwt("attestation", "the client's attestation"),
    jwt("attestation-proof", "the proof that goes with the attestation", [Field("challenge", .text, "the challenge; none sends none")]),
  ]

  static let tokenTypes = ["access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt", "id-jag", "txn_token"]

  static let authorizationRequest: [Field] =
    authentication + [
      user, resource, scope, pkce, dpop,
      Field("decision", .words(["approve", "deny", "ignore"]), "what the scripted user does"),
      Field("state", .text, "the state, if not a fresh one"),
      Field("redirect", .text, "the redirect URI, if not the registered one"),
      Field("request_uri", .token, "a pushed request"),
    ]

  static let signature = Field(
    "signature",
    .recipe([
      Field("key", .given([.key]), "the key that signs, and that the identity token confirms"),
      Field(
        "sign",
        .recipe([
          Field("key", .given([.key]), "the key that signs, and nothing else"), Field("alg", .text, "the algorithm, by its JOSE name"),
          Field("form", .words(["der"]), "an ECDSA signature in DER, where two numbers side by side are meant"),
        ]), "only how it is signed"),
      Field("components", .list(.text), "what is covered, in order"),
      Field("params", .open(.json), "parameters of the signature"),
      Field("label", .text, "the label"),
      Field("digest", .json, "the content digest: {sha-256: right} or {sha-256: other}"),
      Field(
        "sent",
        .recipe([
          Field("params", .open(.json), "parameters, changed after signing"),
          Field("components", .list(.text), "what is said to be covered, changed after signing"),
        ]), "the finished signature"),
    ]), "an HTTP message signature (RFC 9421, WIMSE profile)")

  /// What a request to a resource presents.
  static let presented: [Field] = [
    Field("token", .token, "the access token"),
    jwt(
      "access-token", "a JWT access token that the suite issues in the part of the resource's server (RFC 9068)",
      [
        Field("client", .role([.client]), "the client it names"), scope,
        Field("audience", .role([.resource]), "for which resource it is, if not the one that is called"),
      ]),
    Field("scheme", .text, "the scheme in Authorization; with a proof DPoP, else Bearer"),
    Field("carrier", .words(["header", "query", "form"]), "where the token stands"),
    dpop,
    jwt(
      "wit", "a workload identity token that the suite issues",
      [
        Field("trust-domain", .role([.trustDomain]), "the trust domain of the suite that signs it"),
        Field("signed-by", .role([.trustDomain]), "another trust domain that signs it"),
        Field("workload", .role([.workload]), "the workload it names"),
      ]),
    jwt("wpt", "a workload proof token", [Field("scheme", .text, "the scheme in Authorization, where the profile has one")]),
    signature,
    jwt("txn-token", "a transaction token that the suite issues", [Field("issuer", .role([.suiteIssuer]), "the issuer of the suite")]),
  ]
}

extension Action {
  /// The fields of the action's recipe.
  public var fields: [Field] {
    switch self {
    case .discover:
      [
        Field.server, Field.resource, Field("issuer", .role([.issuer]), "the issuer of credentials that is asked"),
        Field("transmitter", .role([.transmitter]), "the transmitter that is asked"),
        Field(
          "document",
          .words([
            "oauth-authorization-server", "oauth-authorization-server-appended", "openid-configuration", "openid-configuration-inserted",
            "jwks", "protected-resource", "bundle", "issuer-jwks",
            "ssf-configuration", "ssf-configuration-appended",
            "status-list", "client-metadata",
          ]), "which document"),
        Field("index", .integer, "the place in a status list that is looked at"),
      ] + Field.http
    case .token: Field.authentication + Action.tokenFields + Field.http
    case .exchange: Field.authentication + Action.exchangeFields + Field.http
    case .userToken: Field.authorizationRequest + Field.http
    case .authorize: Field.authorizationRequest + Field.http
    case .push: Field.authorizationRequest + Field.http
    case .backchannel:
      Field.authentication + [
        Field.user, Field.resource, Field.scope, Field.dpop,
        Field("notify", .given([.endpoint]), "where the client is notified"),
        Field("binding-message", .text, "what both devices show"),
        Field("hint", .text, "the login hint, if not that of the user"),
      ] + Field.http
    case .decide:
      [
        Field.user, Field("auth_req_id", .token, "the request that is decided"),
        Field("decision", .words(["approve", "deny", "ignore"]), "what the user decides"),
      ]
    case .introspect, .revoke:
      Field.authentication + [
        Field("token", .token, "the token that is asked about"), Field("hint", .text, "token_type_hint"),
        Field("accept", .text, "the media type that is asked for"), Field.resource,
        Field("meanwhile", .words(["refresh"]), "redeems the refresh token at the same instant as it is revoked"),
      ] + Field.http
    case .register:
      [
        Field.server, Field("operation", .words(["register", "read", "update", "delete"]), "what is done; register if absent"),
        Field("client-id", .text, "the registration that is managed"),
        Field("key", .given([.key]), "the key that the client registers"), Field.resource, Field.scope,
        Field("metadata", .open(.json), "the client's metadata"),
        Field("token", .token, "the token, if not that of the description or the latest of the registration; none sends none"),
        Field("at", .token, "the address of a registration that is managed, if not the one that came with it"),
        Field.jwt(
          "software-statement", "a software statement (RFC 7591 2.3)",
          [Field("issuer", .role([.suiteIssuer]), "the issuer of the suite that signs it")]),
      ] + Field.http
    case .call: [Field.resource, Field.client] + Field.presented + Field.http
    case .handshake: [Field.server, Field.resource, Field.client, Field.tls]
    case .request:
      Field.authentication + [
        Field.resource, Field("endpoint", .text, "the metadata name of an endpoint"),
        Field("path", .text, "the path, if not that of the address"),
        Field.dpop, Field("token", .token, "an access token"),
      ] + Field.http
    case .attest: Action.attestFields + Field.http
    case .signal: Action.signalFields + Field.http
    case .stream: Action.streamFields + Field.http
    case .receive:
      [
        Field("at", .given([.endpoint]), "the endpoint that listens"),
        Field("turn", .integer, "the answer that the endpoint gives from now on, counted from 0"),
        Field("transmitter", .role([.transmitter]), "the transmitter, for the keys of what it sends"),
        Field("event", .text, "only tokens with this event, by its name in capabilities.yaml without signal."),
        Field("holds", .token, "what is looked for in everything that came"),
      ]
    case .audit:
      [
        Field("source", .text, "which log, by its name in the target description"),
        Field("for", .text, "the step whose exchange is looked up"),
      ]
    case .wait: [Field("until", .time, "until when")]
    case .hook: [Field("run", .text, "the hook's name"), Field("arguments", .open(.json), "what it is told")]
    }
  }

  private static let tokenFields: [Field] = [
    Field(
      "grant",
      .shortNames(["client_credentials", "authorization_code", "refresh_token", "jwt-bearer", "token-exchange", "ciba", "password"]),
      "the grant"),
    Field.resource, Field.scope, Field.dpop,
    Field("user", .role([.user]), "whose access it is: what the grant needs (a code, a refresh token, a decision) is then got first"),
    Field("code", .token, "the authorization code"), Field("code_verifier", .token, "the code verifier (RFC 7636)"),
    Field("redirect", .text, "the redirect URI, if not the registered one"),
    Field("refresh-token", .token, "the refresh token"), Field("auth_req_id", .token, "the request that was decided (CIBA)"),
    Field.issued("grant-assertion", "the assertion of a JWT grant (RFC 7523 2.1), or a grant of an earlier step"),
  ]

  private static let exchangeFields: [Field] = [
    Field.resource, Field.scope, Field.dpop,
    Field("subject-token", .token, "whose authority it is"),
    Field("subject-token-type", .shortNames(Field.tokenTypes), "its type (RFC 8693 3)"),
    Field("actor-token", .token, "who acts"), Field("actor-token-type", .shortNames(Field.tokenTypes), "its type (RFC 8693 3)"),
    Field.issued("subject-assertion", "a subject token that the suite issues"),
    Field.issued("actor-assertion", "an actor token that the suite issues"),
    Field("requested-token-type", .shortNames(Field.tokenTypes), "what is asked for (RFC 8693 3)"),
    Field("audience", .role([.server, .resource, .client]), "for whom, by its logical name"),
    Field("kind", .words(["txn-token", "id-jag"]), "a profile of the exchange"),
    Field("purpose", .text, "the purpose of a transaction"),
    Field("context", .open(.json), "request_context of a transaction token"),
    Field("details", .open(.json), "request_details of a transaction token"),
  ]

  private static let attestFields: [Field] = [
    Field("attester", .role([.attester]), "who attests"), Field("workload", .role([.workload]), "which workload"),
    Field("credential", .shortNames(["x509-svid", "jwt-svid", "wit", "wit-svid", "wic", "x509", "jwt"]), "the form that is asked for"),
    Field("key", .given([.key]), "the key that is to be certified or confirmed"),
    Field("audience", .json, "for whom"), Field.dpop,
    Field.jwt("evidence", "the evidence", [Field("challenge", .text, "the challenge; none leaves it out")]),
    Field("challenge", .text, "the challenge of an earlier step; none asks for none"),
    Field("rpc", .text, "the method of the SPIFFE Workload API, if not the one that fetches the credential"),
    Field("identifier", .text, "the SPIFFE ID that is asked for at the Workload API"),
    Field("security", .text, "the value of the security metadata workload.spiffe.io, true; removed, it is not sent"),
    Field(
      "advance", .integer,
      "after the first message the target's clock moves by so many percent of the credential's life; the next message is waited for"),
    Field.jwt(
      "svid", "a JWT-SVID that is to be validated: of an earlier step, or signed by a trust domain of the suite",
      [
        Field("trust-domain", .role([.trustDomain]), "the trust domain of the suite in the subject, which signs"),
        Field("signed-by", .role([.trustDomain]), "another trust domain that signs it"),
        Field("workload", .text, "the last part of the subject"),
      ]),
    Field(
      "csr",
      .recipe([
        Field("key", .given([.key]), "the key"),
        Field("sign", .recipe([Field("key", .given([.key]), "the key that signs")]), "only how it is signed"),
      ]), "the certificate request"),
  ]

  private static let streamFields: [Field] = [
    Field("transmitter", .role([.transmitter]), "the transmitter under test"),
    Field(
      "operation",
      .words([
        "create", "read", "update", "replace", "delete", "status", "set-status", "add-subject", "remove-subject", "verify", "poll",
      ]),
      "what is done to the stream"),
    Field.client, Field("token", .token, "the access token, if not one that the action gets for the client; none sends none"),
    Field("stream", .token, "the stream"), Field("user", .role([.user]), "the subject"),
    Field("subject", .json, "the subject, if not the user"),
    Field("at", .given([.endpoint]), "where events are delivered; without it they are polled"),
    Field("events", .list(.text), "the events that are asked for, by their names or as URIs"),
    Field("members", .open(.json), "members of the content"),
  ]

  private static let signalFields: [Field] = [
    Field("transmitter", .role([.transmitter]), "the suite as this transmitter"),
    Field("event", .text, "the event, by its name in capabilities.yaml without signal."), Field.user,
    Field("subject", .json, "the subject, if not the user"), Field("about", .token, "the token that the event is about"),
    Field("receiver", .role([.resource, .server]), "who is told"),
    Field("state", .open(.json), "members of the event"),
    Field.jwt("set", "the security event token"),
  ]

  /// The names under which the action's artefacts stand among the facts.
  public var artefacts: [String] {
    fields.compactMap { field in
      switch field.type {
      case .jwt: field.name
      case .text, .integer, .flag, .time, .json, .scope, .role, .given, .token, .words, .shortNames, .open, .recipe, .list: nil
      }
    }
  }

  /// Whether performing it changes the target for good, so that its base cannot prove anything afterwards.
  public var hasLastingEffect: Bool {
    switch self {
    case .revoke, .signal, .hook, .wait, .decide: true
    // Another registration is another client.
    case .register, .discover, .token, .exchange, .userToken, .authorize, .push, .backchannel, .introspect, .call, .handshake, .request,
      .attest,
      .stream, .receive, .audit:
      false
    }
  }

  /// Whether it may be performed again and again until an expectation holds.
  public var mayBeAwaited: Bool {
    switch self {
    case .discover, .introspect, .call, .handshake, .request, .receive, .audit, .token, .exchange: true
    case .stream: true
    case .userToken, .authorize, .push, .backchannel, .decide, .revoke, .register, .attest, .signal, .wait, .hook: false
    }
  }
}
