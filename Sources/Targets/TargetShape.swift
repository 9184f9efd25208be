extension Shape {
  /// The whole target description.
  static let target = Shape.record([
    Field("target", .record(identity), needed: true, "What is tested."),
    Field("declares", .list(declaredName), "Capabilities that the operator claims; each claimed one must work."),
    Field("profiles", .list(.prefixed("profile.")), "Draft revisions and profiles that are pinned; nothing is guessed."),
    Field("policies", .list(.prefixed("policy.")), "Promises of the operator; each turns the matching warnings into failures."),
    Field("servers", .map(.role("servers"), .record(server)), "Authorization servers, by role."),
    Field("resources", .map(.role("resources"), .record(resource)), "Protected resources, by role."),
    Field("clients", .map(.role("clients"), .record(client)), "Clients as the target knows them, by role."),
    Field("users", .map(.role("users"), .record(user)), "People whose consent the suite can obtain, by role."),
    Field("issuers", .map(.role("issuers"), .record(issuer)), "Issuers of workload credentials, by role."),
    Field("attesters", .map(.role("attesters"), .record(attester)), "How a workload gets its credential, by role."),
    Field("workloads", .map(.role("workloads"), .record(workload)), "Workloads and their identifiers, by role."),
    Field("transmitters", .map(.role("transmitters"), .record(transmitter)), "Signals transmitters under test, by role."),
    Field("suite", .record(suite), "What the target has been configured to trust beforehand, with stable keys and addresses."),
    Field("audit", .map(.free, .record(auditLog)), "Audit logs that the suite may read, by name."),
    Field("declarations", .file, "What the operator declares of requirements that nobody can see from outside."),
    Field("hooks", .map(.free, hook), "What the suite may ask of the operator's set-up."),
    Field("bounds", .map(.free, .duration), "Promised durations; a missing one is measured, not judged."),
    Field("limits", .record(limits), "How hard the suite may press."),
    Field("dialects", .any, "What preflight would learn, written down."),
    Field(
      "tls", .record([Field("ca", .secret, needed: true, "PEM of the authorities that sign the target's certificates.")]),
      "How the target's certificates are verified."),
    Field("allow", .list(.origin), "Hosts beyond those of the URLs here that the suite may speak to."),
    Field("proxy", .url, "A forward proxy; those of the environment are ignored."),
  ])

  private static let identity = [
    Field("name", .text, needed: true, "The name of the product, for reports."),
    Field("version", .text, needed: true, "Its version, for reports."),
    Field("contact", .text, "Who answers questions about this description."),
    Field("about", .text, "A sentence for reports."),
  ]

  private static let declaredName = Shape.either([.text, .map(.free, .integer)])

  private static let server = [
    Field("issuer", .url, needed: true, "The issuer identifier (RFC 8414)."),
    Field("metadata", .either([.keyword(["discover"]), .url]), "`discover`, or where the metadata document is."),
    Field("endpoints", .map(.free, .url), "Endpoints by their metadata names; they win over discovered ones."),
    Field("accepts-issuers", .list(.text), "Issuers whose grants it accepts, of suite.issuers or by URL."),
    Field("trust-domain", .text, "The trust domain that it serves (transaction tokens)."),
    Field("realm", .text, "The realm in its challenges."),
    Field(
      "registration",
      .record([
        Field("token", .secret, "The initial access token, where registration wants or takes one (RFC 7591 section 3).")
      ]), "How clients register themselves."),
    Field("suite", .reference(.suiteIssuers), "The issuer of the suite that plays it: it issues access tokens, and does nothing else."),
  ]

  private static let resource = [
    Field("server", .reference(.servers), needed: true, "The server whose tokens it accepts."),
    Field("url", .url, "A protected address that answers a harmless request; absent where nothing can be called, only tokens asked for."),
    Field("identifier", .text, "Its identifier: audience, and `resource` of RFC 8707."),
    Field("method", .keyword(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]), "The method of a harmless request; GET if absent."),
    Field("scopes", .map(.role("scopes"), .text), "Scope role to the target's own spelling."),
    Field("marker", .text, "Text that only a served answer contains."),
    Field("echo", .map(.free, .pointer), "Fact to the place in the answer that shows it."),
    Field("introspected-by", .reference(.clients), "The client that may introspect tokens for it."),
    Field("named-by", .keyword(["resource", "audience", "both", "none"]), "How a token request names it; `resource` if absent."),
    Field("body", .text, "The body of the harmless request."),
    Field("objects", .map(.role("users"), .url), "For each user the address of something that is that user's alone."),
    Field("headers", .map(.free, .text), "Request headers that it needs; no secrets."),
    Field("metadata", .url, "Its metadata document (RFC 9728), if it is not at the usual address."),
    Field(
      "details",
      .record([
        Field("sample", .text, needed: true, "A list that the client may ask for, as JSON."),
        Field("larger", .text, "The same with more than the sample allows."),
        Field("unknown-field", .text, "The sample with a field that its type does not have."),
        Field("wrong-type", .text, "The sample with a field of the wrong type."),
        Field("missing-field", .text, "The sample without a field that its type demands."),
      ]), "Authorization details for it (RFC 9396)."),
  ]

  private static let client = [
    Field("server", .reference(.servers), needed: true, "The server that knows it."),
    Field("id", .text, needed: true, "Its client_id."),
    Field("authentication", .record(authentication), needed: true, "How it authenticates."),
    Field("scopes", .list(.text), "Scope roles that it may ask for."),
    Field("redirect-uri", .text, "A registered redirect URI."),
    Field("workload", .reference(.workloads), "The workload that it is."),
  ]

  private static let authentication = [
    Field("method", .keyword(Client.Method.allCases.map(\.rawValue)), needed: true, "The method, by its registered name."),
    Field("key", .secret, "Its private key, JWK or PEM."),
    Field("certificate", .secret, "Its certificate and chain, PEM."),
    Field("secret", .secret, "Its client secret."),
    Field("alg", .text, "The signature algorithm; by the key if absent."),
    Field("kid", .text, "The key id that the target knows; by the key if absent."),
    Field("trust-domain", .reference(.suiteTrustDomains), "The suite's trust domain that signs its SVIDs."),
    Field("attester", .text, "The issuer of its client attestations, which the suite makes."),
    Field("attester-key", .secret, "The key that signs its client attestations."),
    Field("assertion-type", .text, "The client_assertion_type, where the target wants another."),
    Field("typ", .text, "The typ of its assertions, where the target wants another."),
    Field("client-id", .flag, "Whether client_id goes with its assertions, which RFC 7521 section 4.2 leaves open; no if absent."),
    Field("audience", .text, "The audience of its assertions, where the target wants one of its own."),
    Field("subject", .text, "The subject of its SVIDs, where that is not its client_id."),
    Field("beside", .text, "An identifier beside those that its wildcard matches: the same text, another path segment."),
    Field("above", .text, "The identifier that its wildcard stands below, and does not match."),
  ]

  private static let user = [
    Field("hint", .text, "login_hint that names the user."),
    Field("subject", .text, "The subject identifier in tokens."),
    Field("size", .integer, "How many fresh users a pool holds."),
    Field(
      "driver",
      .either([
        .record([
          Field(
            "form",
            .record([
              Field("fields", .map(.free, .either([.text, .secret])), "Names of form fields, and what is typed into them."),
              Field("approve", .map(.free, .text), "The button that approves, by its name and value."),
              Field("deny", .map(.free, .text), "The button that denies, by its name and value."),
            ]), needed: true, "How the login and consent pages are filled in.")
        ]),
        .record([
          Field(
            "hook", .reference(.hooks), needed: true, "The hook that goes to the server as the user, and tells where the browser was sent.")
        ]),
        .record([
          Field("auto", .flag, needed: true, "The target approves without asking."),
          Field("deny", .map(.free, .text), "Parameters of the authorization request by which the user denies."),
        ]),
        .record([Field("manual", .flag, needed: true, "A person decides; the run waits.")]),
      ]), "Who clicks."),
    Field("restore", .reference(.hooks), "The hook that gives access back."),
  ]

  private static let issuer = [
    Field("endpoint", .url, "Where credentials are asked for."),
    Field("challenge", .url, "Where attestation challenges come from."),
    Field("jwks", .url, "Keys of the JWT credentials that it issues."),
    Field("bundle", .url, "The trust bundle of its trust domain."),
    Field("trust-domain", .text, "The trust domain that it issues for."),
    Field("forms", .list(.text), "Forms of credentials that it issues."),
    Field("identifier", .text, "Its own identifier (issuer)."),
  ]

  private static let attester = [
    Field("kind", .keyword(["jwt-evidence", "spiffe-workload-api", "projected-token", "command"]), needed: true, "How it attests."),
    Field("position", .keyword(["A", "B", "C"]), "Where the suite stands: A hands in evidence."),
    Field("address", .either([.text, .secret]), "The socket or file, or the variable that names it."),
    Field("endpoint", .url, "Where evidence is handed in, if not at the issuer's."),
    Field("audience", .text, "The audience of evidence."),
    Field("challenge", .url, "Where challenges come from, if not from the issuer."),
    Field("credential-issuer", .text, "The issuer's role; `credentials` if absent."),
    Field("issuer", .text, "The issuer in evidence."),
    Field("typ", .text, "The typ of evidence."),
    Field(
      "root",
      .either([
        .record([Field("suite", .reference(.suiteRoots), needed: true, "The suite's root that signs evidence.")]), .secret,
      ]), "Who signs evidence: a root of the suite, or its key."),
    Field("claims", .any, "Claims of good evidence."),
    Field("forms", .list(.text), "Forms of credentials that it can fetch."),
    Field("workload", .reference(.workloads), "The workload that it attests."),
    Field("run", .list(.text), "The command that prints a credential."),
  ]

  private static let workload = [
    Field("identifier", .text, needed: true, "Its identifier, a URI."),
    Field("about", .text, "A sentence for reports."),
  ]

  private static let transmitter = [
    Field("issuer", .url, needed: true, "Its issuer identifier (SSF)."),
    Field("metadata", .either([.keyword(["discover"]), .url]), "`discover`, or where its configuration is."),
    Field("endpoints", .map(.free, .url), "Endpoints by their metadata names."),
    Field("client", .reference(.clients), "The client that manages streams."),
    Field("scopes", .list(.text), "Scopes of the token that manages streams, in the target's spelling."),
    Field("resource", .text, "What the token request names as resource, where it has to."),
    Field("authorization", .secret, "A token that manages streams, where no client gets one."),
    Field("subjects", .map(.free, .any), "User role to the subject identifier in its events."),
  ]

  /// A further address at which the suite listens.
  private static let site = [
    Field("reachable-at", .url, "The address under which the target reaches it."),
    Field("host", .text, "The host under which the target reaches it, at the port where it listens."),
    Field("listen", .origin, "Where the suite listens; loopback and any free port if absent."),
    Field("certificate", .secret, "The certificate that it presents, PEM."),
    Field("key", .secret, "Its key, PEM."),
  ]

  private static let suite = [
    Field("reachable-at", .url, "The address under which the target reaches the suite."),
    Field("listen", .origin, "Where the suite listens; loopback and any free port if absent."),
    Field(
      "certificate", .secret,
      "The certificate that the suite's listener presents, PEM; without one it listens in the clear, for a proxy that ends TLS."),
    Field("key", .secret, "Its key, PEM."),
    Field("untrusted", .record(site), "Where the suite listens with a certificate that it made itself, which the target must not trust."),
    Field("misnamed", .record(site), "Where the suite listens with a certificate that the target trusts, for another name."),
    Field("plain", .record(site), "Where the suite listens without TLS, for what must not be sent in the clear."),
    Field(
      "special-use", .record(site), "Where the suite listens at an address of special use that is not the target's own loopback (RFC 6890)."
    ),
    Field(
      "issuers",
      .map(
        .role("suite-issuers"),
        .record([
          Field("issuer", .text, "Its issuer identifier; under reachable-at if absent."),
          Field("key", .secret, needed: true, "The key that signs grants."),
          Field("subjects", .map(.free, .text), "User role to the subject that the target knows."),
          Field("audience", .text, "The audience of its grants."),
        ])), "The suite as issuer of grants."),
    Field(
      "transmitters",
      .map(
        .role("transmitters"),
        .record([
          Field("issuer", .text, needed: true, "Its issuer identifier."),
          Field("receiver", .url, needed: true, "Where the target takes events."),
          Field("audience", .text, needed: true, "The audience of events."),
          Field("authorization", .secret, "The bearer token of pushes."),
          Field("key", .secret, "The key that signs events."),
          Field("subjects", .map(.free, .any), "User role to the subject identifier in events."),
          Field("devices", .map(.free, .any), "User role to the identifier of the device that the user works with."),
        ])), "The suite as transmitter of signals."),
    Field(
      "trust-domains",
      .map(
        .role("trust-domains"),
        .record([
          Field("name", .text, "The trust domain's name."),
          Field("key", .secret, needed: true, "The key that signs JWT credentials."),
          Field("ca", .secret, "The authority that signs X.509 credentials, PEM."),
          Field("ca-key", .secret, "The authority's key, PEM."),
          Field("issuer", .text, "The issuer in JWT credentials."),
        ])), "Trust domains of the suite."),
    Field(
      "roots",
      .map(
        .free,
        .record([
          Field("key", .secret, needed: true, "The key that signs evidence."),
          Field("certificate", .secret, "Its certificate, PEM."),
          Field("issuer", .text, "The issuer in evidence."),
        ])), "Roots of evidence that the issuer under test trusts."),
    Field(
      "client-authority",
      .record([
        Field("certificate", .secret, needed: true, "The authority of client certificates, PEM."),
        Field("key", .secret, needed: true, "Its key, PEM."),
      ]), "An authority whose client certificates the target accepts."),
  ]

  private static let auditLog = [
    Field("file", .file, "The log, JSON Lines."),
    Field("url", .url, "Where the log is read."),
    Field("hook", .reference(.hooks), "The hook that prints the log."),
    Field("authorization", .secret, "The bearer token for the URL."),
    Field("map", .either([AuditMapping.shape, .file]), "Where the records have what the suite looks for, or a file that says so."),
    Field(
      "integrity",
      .record([
        Field("previous", .pointer, needed: true, "Where a record holds the digest of the line before it; the first one holds none."),
        Field("digest", .keyword(["sha-256"]), "The digest; SHA-256 if absent."),
        Field("encoding", .keyword(["base64url", "hex"]), "How it is written; base64url if absent."),
      ]), "The chain of digests that makes tampering evident."),
    Field("identity", .map(.free, .text), "The agent as the log names it, to its client_id."),
    Field("flush-delay", .duration, "How long a record may take to appear."),
    Field("clock-skew", .duration, "How far its clock may be off."),
  ]

  private static let hook = Shape.either([
    .record([
      Field("post", .url, needed: true, "Where a JSON body is posted."),
      Field("authorization", .secret, "The bearer token."),
    ]),
    .record([Field("run", .either([.text, .list(.text)]), needed: true, "A program, with its arguments; JSON on its input.")]),
  ])

  private static let limits = [
    Field("max-wait", .duration, "The longest wait in real time for one thing."),
    Field("rate", .rate, "Requests a second."),
    Field("parallel", .integer, "Exchanges at a time."),
    Field("connect-timeout", .duration, "Until a connection must stand."),
    Field("timeout", .duration, "Until an exchange must end."),
    Field("hook-timeout", .duration, "Until the program of a hook must end; 30s if absent."),
  ]
}
