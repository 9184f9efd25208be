import Documents
import OrderedJSON
import Targets
import Testing

/// The description that the language's own documentation prints, plus what an operator adds to it.
let wholeDescription = """
  target: {name: Example AS, version: 4.2.1, contact: conformance@example.com}
  declares: [dpop, client-credentials, token-exchange, delegation, ssf-receiver, {delegation-depth: 3}]
  profiles: [profile.wpt-02, profile.hs-07, profile.chaining-17]     # draft revisions, pinned; nothing is guessed
  policies: [policy.never-widen]
  servers:
    home:   {issuer: https://as.example, metadata: discover}
    abroad: {issuer: https://as-b.example, accepts-issuers: [i1, i2], endpoints: {token_endpoint: "https://as-b.example/t"}}
  resources:
    tool:  {server: home, url: https://rs.example/echo, identifier: https://rs.example, method: GET, scopes: {read: r, write: w},
            marker: "demo-4711", echo: {sub: /who, actor: /act/sub}, introspected-by: rs-a, headers: {X-Tenant: one}}
  clients:
    agent: {server: home, id: spiffe://example/agent, authentication: {method: private_key_jwt, key: {file: agent.jwk}}, scopes: [read, write]}
    rs-a:  {server: home, id: rs-a, authentication: {method: client_secret_basic, secret: {env: RS_A_SECRET}}}
  users:
    alice: {hint: alice@example.com, subject: u-1, driver: {form: {fields: {user: alice, pass: {env: ALICE_PASSWORD}}, approve: {ok: yes}}}}
    pool:  {size: 20, driver: {hook: make-user}, restore: restore-user}
  attesters:
    agent:    {kind: spiffe-workload-api, address: {env: SPIFFE_ENDPOINT_SOCKET}}
    appraised: {kind: jwt-evidence, position: A, audience: https://issuer.example, root: {suite: r1}, claims: {swname: agent}, forms: [x509-svid]}
  workloads: {agent: {identifier: spiffe://example/agent}}
  issuers: {credentials: {endpoint: https://issuer.example/credentials, jwks: https://issuer.example/jwks, trust-domain: example}}
  suite:
    reachable-at: https://tck.example:8443
    issuers:      {i1: {key: {file: i1.jwk}, subjects: {alice: u1}}, i2: {key: {file: i2.jwk}}}
    transmitters: {tx-1: {issuer: https://tck.example:8443/tx-1, receiver: https://rs.example/events, audience: https://rs.example, authorization: {env: PUSH_TOKEN}}}
    trust-domains: {td1: {key: {file: td1.jwk}, ca: {file: td1-ca.pem}}}
    roots: {r1: {key: {file: r1.jwk}}}
  audit:  {as: {file: as-audit.jsonl, map: as-map.json, flush-delay: 30s, clock-skew: 5s}}
  hooks:  {set-clock: {post: "http://127.0.0.1:9/clock"}, make-user: {run: ./make-user}, restore-user: {run: [./restore, now]}}
  bounds: {introspection: 0s, resource: 60s, signal-to-resource: 60s}
  limits: {max-wait: 90s, rate: 20/s, parallel: 8}
  dialects: {client-assertion: {aud: token-endpoint}}
  tls: {ca: {file: ca.pem}}
  allow: ["login.example:8443"]
  """

let roles = [
  "servers": ["home", "abroad"], "resources": ["tool", "other-tool"], "clients": ["agent", "rs-a", "agent-mtls"],
  "users": ["alice", "bob", "pool"], "scopes": ["read", "write"], "workloads": ["agent"], "issuers": ["credentials"],
  "attesters": ["agent", "appraised"], "transmitters": ["tx-1", "home"], "suite-issuers": ["i1", "i2"], "trust-domains": ["td1"],
]

func parse(_ text: String) -> (TargetDescription?, [Diagnostic]) {
  TargetParser(roles: roles).parse(SourceFile(path: "folder/target.yaml", text: text))
}

@Suite struct TargetParsing {
  @Test("a whole description is read without a complaint") func whole() throws {
    let (parsed, problems) = parse(wholeDescription)
    #expect(problems.isEmpty, "\(Diagnostics(problems))")
    let description = try #require(parsed)
    #expect(description.name == "Example AS")
    #expect(description.version == "4.2.1")
    #expect(description.declared.first { $0.name == "delegation-depth" }?.number == 3)
    #expect(description.declared.contains { $0.name == "hook.set-clock" })
    #expect(description.declared.contains { $0.name == "policy.never-widen" })
    #expect(description.servers["home"]?.discovers == true)
    #expect(description.servers["abroad"]?.discovers == false)
    #expect(description.servers["abroad"]?.endpoints == ["token_endpoint": "https://as-b.example/t"])
    #expect(description.resources["tool"]?.scopes == ["read": "r", "write": "w"])
    #expect(description.resources["tool"]?.introspectedBy == "rs-a")
    #expect(description.resources["tool"]?.headers.first?.1 == "one")
    #expect(description.clients["agent"]?.method == .privateKeyJWT)
    #expect(description.clients["agent"]?.key == .file("agent.jwk"))
    #expect(description.clients["rs-a"]?.secret == .environment("RS_A_SECRET"))
    #expect(description.hooks["make-user"] == .run(["./make-user"]))
    #expect(description.hooks["restore-user"] == .run(["./restore", "now"]))
    #expect(description.hooks["set-clock"] == .post(url: "http://127.0.0.1:9/clock", authorization: nil))
    #expect(description.bounds == ["introspection": 0, "resource": 60_000, "signal-to-resource": 60_000])
    #expect(description.limits.rate == 20)
    #expect(description.limits.parallel == 8)
    #expect(description.authorities == .file("ca.pem"))
  }

  @Test("a path of names finds what scenarios refer to") func paths() throws {
    let description = try #require(parse(wholeDescription).0)
    #expect(description.value(at: ["workloads", "agent", "identifier"]) == "spiffe://example/agent")
    #expect(description.value(at: ["servers", "abroad", "accepts-issuers", "1"]) == "i2")
    #expect(description.value(at: ["suite", "transmitters", "tx-2", "issuer"]) == nil)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var replacement: String
    /// Where the caret must point, found in the mistaken text.
    var caret: String
    var message: String
    var help: String?
    var testDescription: String { replacement.isEmpty ? "without \(text)" : replacement }

    init(_ text: String, _ replacement: String, caret: String, _ message: String, help: String? = nil) {
      (self.text, self.replacement, self.caret, self.message, self.help) = (text, replacement, caret, message, help)
    }

    var mistaken: String { wholeDescription.replacing(text, with: replacement, maxReplacements: 1) }

    /// `line:column` of the caret.
    var place: String? {
      guard let range = mistaken.firstRange(of: caret) else { return nil }
      let before = mistaken[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
      return "\(before.count):\((before.last?.count ?? 0) + 1)"
    }
  }

  static let mistakes: [Mistake] = [
    .init("declares:", "declare:", caret: "declare:", "unknown key declare", help: "did you mean declares?"),
    .init("metadata: discover", "metdata: discover", caret: "metdata", "unknown key metdata", help: "did you mean metadata?"),
    .init("version: 4.2.1, ", "", caret: "{name: Example", "target has no version", help: "add `version`"),
    .init("version: 4.2.1", "version: 4.2", caret: "4.2,", "must be text, and this is a number", help: "\"4.2\""),
    .init(
      "issuer: https://as.example,", "issuer: as.example,", caret: "as.example,", "an absolute http or https URL",
      help: "did you mean https://as.example?"),
    .init("https://rs.example/echo", "https://u:p@rs.example/echo", caret: "https://u:p", "absolute http or https URL", help: "user name"),
    .init(
      "https://rs.example/echo", "\"https://rs.example/echo#x\"", caret: "\"https://rs.example/echo#x", "absolute http or https URL",
      help: "fragment"),
    .init("private_key_jwt", "private_key_jvt", caret: "private_key_jvt", "one of private_key_jwt", help: "did you mean private_key_jwt?"),
    .init("tool:  {server: home", "tool:  {server: hom", caret: "hom,", "names \"hom\"", help: "did you mean home?"),
    .init("introspected-by: rs-a", "introspected-by: rs-q", caret: "rs-q", "does not stand under clients", help: "did you mean rs-a?"),
    .init("alice: {hint", "alise: {hint", caret: "alise:", "\"alise\" is no role", help: "did you mean alice?"),
    .init("key: {file: agent.jwk}", "key: hunter2hunter2", caret: "hunter2", "is a secret and is written out", help: "{file: PATH}"),
    .init("key: {file: agent.jwk}", "key: {kty: EC, d: hunter2hunter2}", caret: "{kty", "must be {file: PATH}", help: "never stands"),
    .init("secret: {env: RS_A_SECRET}", "client_secret: hunter2hunter2", caret: "client_secret:", "unknown key client_secret"),
    .init(", key: {file: agent.jwk}", "", caret: "{method: private_key_jwt}", "with private_key_jwt and has no key", help: "add `key`"),
    .init("resource: 60s", "resource: 60", caret: "60,", "must be a duration"),
    .init("resource: 60s", "resource: 1 minute", caret: "1 minute", "must be a duration"),
    .init("rate: 20/s", "rate: 0/s", caret: "0/s", "must be a rate"),
    .init("parallel: 8", "parallel: many", caret: "many", "a whole number"),
    .init("profile.hs-07", "hs-07", caret: "hs-07", "begins with profile.", help: "write profile.hs-07"),
    .init("driver: {hook: make-user}", "driver: {huk: make-user}", caret: "{huk", "users.pool.driver must be"),
    .init("hook: make-user}", "hook: make-usr}", caret: "make-usr", "does not stand under hooks", help: "did you mean make-user?"),
    .init("root: {suite: r1}", "root: {suite: r2}", caret: "r2}", "does not stand under suite.roots", help: "r1"),
    .init("echo: {sub: /who", "echo: {sub: who", caret: "who,", "a JSON pointer", help: "write /who"),
    .init("login.example:8443", "login.example", caret: "\"login.example", "a host and a port"),
    .init("clients:", "clients:\n  agent: {}", caret: "agent: {}", "the key agent stands twice"),
  ]

  @Test("a mistake is reported at its place, with what to do", arguments: mistakes) func mistake(_ mistake: Mistake) throws {
    #expect(mistake.mistaken != wholeDescription)
    let (description, problems) = parse(mistake.mistaken)
    #expect(description == nil)
    let all = Diagnostics(problems).description
    let fitting = problems.filter { problem in
      problem.message.contains(mistake.message) && (mistake.help.map { problem.help?.contains($0) == true } ?? true)
    }
    let places = fitting.compactMap { $0.place.map { "\($0.line):\($0.column)" } }
    #expect(places.contains(try #require(mistake.place)), "\(all)")
    #expect(!all.contains("hunter2"), "a message shows a secret: \(all)")
  }

  @Test("a secret in a file that is no YAML is not shown") func brokenYAML() {
    let (_, problems) = parse("clients:\n  agent: {client_secret: hunter2hunter2, : [}\n  x: ]")
    #expect(!problems.isEmpty)
    #expect(!Diagnostics(problems).description.contains("hunter2"))
  }

  @Test("names that nothing knows are an error with the nearest that is known") func names() {
    let parser = TargetParser(names: ["dpop", "profile.hs-07"])
    let text = "target: {name: a, version: b}\ndeclares: [dpob]\nprofiles: [profile.hs-07]\n"
    let (description, problems) = parser.parse(SourceFile(path: "t.yaml", text: text))
    #expect(description == nil)
    #expect(problems.map(\.help) == ["did you mean dpop?"])
    #expect(problems.first?.place?.description == "t.yaml:2:12")
  }
}

@Suite struct Origins {
  @Test("every URL of a description may be spoken to, and nothing else") func allowed() throws {
    let origins = try #require(parse(wholeDescription).0).allowedOrigins
    for url in ["https://as.example/x", "https://AS.example:443/", "https://login.example:8443/l", "http://127.0.0.1:9/clock"] {
      #expect(origins.contains(url: url), "\(url)")
      #expect(origins.refusal(of: url) == nil)
    }
    for url in [
      "http://as.example/", "https://as.example:444/", "https://as.example.evil.example/", "ftp://as.example/", "https://x@as.example/",
    ] {
      #expect(!origins.contains(url: url), "\(url)")
      #expect(origins.refusal(of: url) != nil)
    }
  }

  @Test(
    "URLs are cut into host and port",
    arguments: [
      ("https://[::1]:8443/a", "[::1]:8443"), ("http://a", "a:80"), ("https://a?x", "a:443"), ("HTTPS://A:1/", "a:1"),
    ]) func origin(url: String, expected: String)
  {
    #expect(Origin(url: url)?.description == expected)
  }

  @Test(
    "what is no URL has no origin",
    arguments: [
      "https://", "https:///x", "https://a:0/", "https://a:99999/", "https://a b/", "//a", "https://a\u{7f}/", "https://[zz]/",
    ]) func noOrigin(url: String)
  {
    #expect(Origin(url: url) == nil)
  }
}
