import Foundation
import OrderedJSON
import Testing

/// What the doctor says of descriptions that are wrong in one way each.
extension EndToEnd {
  @Suite("The doctor", .serialized) struct DoctorTests {
    /// A description of the reference target as a small server.
    static func text(_ base: String) -> String {
      """
      target: {name: Plain server, version: "1"}
      declares: [client-credentials, private-key-jwt, bearer-tokens, authorization-code, pkce]
      profiles: []
      tls: {ca: {file: ca.pem}}
      servers:
        home: {issuer: "\(base)/home", metadata: discover}
      resources:
        tool: {server: home, url: "\(base)/rs/tool", identifier: "\(base)/rs/tool", scopes: {read: read}, marker: reference-tool, introspected-by: rs-a}
      clients:
        agent: {server: home, id: "spiffe://agents.example/agent", authentication: {method: private_key_jwt, key: {file: agent.jwk}}, scopes: [read], redirect-uri: "https://agent.example/callback"}
        agent-mtls: {server: home, id: "spiffe://agents.example/agent-mtls", authentication: {method: tls_client_auth, certificate: {file: agent-mtls.pem}, key: {file: agent-mtls.jwk}}, scopes: [read]}
        rs-a: {server: home, id: rs-a, authentication: {method: client_secret_basic, secret: {file: rs-a.secret}}}
      users:
        alice: {hint: alice, driver: {auto: true}}
      hooks:
        spare: {run: [cat]}
      """
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
      var name: String
      var right: String
      var wrong: String
      /// The line of the description that is named.
      var line: Int
      var says: [String]
      var status: Int32 = 2
      var testDescription: String { name }
    }

    static let mistakes: [Mistake] = [
      .init(
        name: "no issuer", right: "issuer: \"BASE/home\", ", wrong: "", line: 6,
        says: ["servers.home has no issuer", "needed by", "scenarios: "]),
      .init(
        name: "a wrong port", right: "BASE/home\", metadata", wrong: "https://localhost:9/home\", metadata", line: 6,
        says: [
          "server home: https://localhost:9/.well-known/oauth-authorization-server/home does not answer", "host and port are right",
          "needed by",
        ], status: 3),
      .init(
        name: "a wrong issuer path", right: "BASE/home\", metadata", wrong: "BASE/hoem\", metadata", line: 6,
        says: ["there is no metadata", "answers 404", "correct issuer", "needed by"]),
      .init(
        name: "another issuer than the metadata's", right: "BASE/home\", metadata: discover", wrong: "BASE/home/\", metadata: discover",
        line: 6,
        says: ["its metadata is that of the issuer BASE/home", "character by character"]),
      .init(
        name: "a key file that is not there", right: "file: agent.jwk", wrong: "file: agnt.jwk", line: 10,
        says: ["client agent: the secret in file agnt.jwk cannot be read: there is no such file", "relative to the folder", "needed by"]),
      .init(
        name: "a certificate in place of a key", right: "file: agent.jwk", wrong: "file: agent-mtls.pem", line: 10,
        says: ["client agent: file agent-mtls.pem holds a certificate and no private key", "the certificate's private key", "needed by"]),
      .init(
        name: "another client's key", right: "file: agent.jwk", wrong: "file: agent-2.jwk", line: 10,
        says: [
          "client agent: is refused with invalid_client", "register at the server: client_id spiffe://agents.example/agent",
          "ES256 key with the thumbprint",
        ]),
      .init(
        name: "a wrong client id", right: "agents.example/agent\"", wrong: "agents.example/agnet\"", line: 10,
        says: ["client agent: is refused with invalid_client", "client_id spiffe://agents.example/agnet", "needed by"]),
      .init(
        name: "a certificate for another key", right: "certificate: {file: agent-mtls.pem}",
        wrong: "certificate: {file: agent-self-signed.pem}", line: 11,
        says: ["client agent-mtls: the certificate in file agent-self-signed.pem is for another key than that in file agent-mtls.jwk"]),
      .init(
        name: "a secret in a variable that is not set", right: "{file: rs-a.secret}", wrong: "{env: NO_SUCH_SECRET}", line: 12,
        says: [
          "client rs-a: the secret in environment variable NO_SUCH_SECRET cannot be read: the variable is not set",
          "set it for this command",
        ]),
      .init(
        name: "an unknown profile", right: "profiles: []", wrong: "profiles: [profile.wpt-2]", line: 3,
        says: ["knows the name profile.wpt-2", "did you mean profile.wpt-02?"]),
      .init(
        name: "a resource that does not answer", right: "url: \"BASE/rs/tool\"", wrong: "url: \"https://localhost:9/rs/tool\"", line: 8,
        says: ["resource tool: https://localhost:9/rs/tool does not answer", "needed by"]),
      .init(
        name: "a resource at another path", right: "url: \"BASE/rs/tool\"", wrong: "url: \"BASE/rs/toll\"", line: 8,
        says: ["is answered with 404 without a token", "correct url or method"]),
      .init(
        name: "a wrong marker", right: "marker: reference-tool", wrong: "marker: nonsense", line: 8,
        says: ["the text \"nonsense\" does not stand in the answer"]),
      .init(
        name: "an address that is not protected", right: "url: \"BASE/rs/tool\"", wrong: "url: \"BASE/home/jwks\"", line: 8,
        says: ["without a token", "name an address that is protected"]),
      .init(
        name: "a scope that the server does not know", right: "scopes: {read: read}", wrong: "scopes: {read: raed}", line: 10,
        says: ["is refused with invalid_scope", "compare scopes"]),
      .init(
        name: "an authority that did not sign the certificates", right: "ca: {file: ca.pem}", wrong: "ca: {file: client-ca.pem}", line: 6,
        says: ["the certificate is not trusted: file client-ca.pem (tls.ca) must hold the authority"], status: 3),
      .init(
        name: "a root that is no certificate", right: "ca: {file: ca.pem}", wrong: "ca: {file: agent.jwk}", line: 4,
        says: ["file agent.jwk holds no certificate in PEM"], status: 3),
      .init(
        name: "a redirect URI that is not registered", right: "agent.example/callback", wrong: "agent.example/other", line: 14,
        says: ["user alice: an authorization request brings no code", "redirect URI and scopes that are registered"]),
      .init(
        name: "a capability without an address", right: "metadata: discover", wrong: "endpoints: {token_endpoint: \"BASE/home/token\"}",
        line: 6,
        says: ["authorization-code is declared, and no authorization_endpoint is known", "take authorization-code out of declares"]),
      .init(
        name: "a hook whose program is not there", right: "run: [cat]", wrong: "run: ./nothing", line: 16,
        says: ["hook spare: ./nothing is not there"]),
      .init(
        name: "a role that does not exist", right: "  agent-mtls:", wrong: "  agent-mtsl:", line: 11,
        says: ["\"agent-mtsl\" is no role", "did you mean agent-mtls?"]),
    ]

    private func base(_ served: Served) throws -> String {
      let text = try served.folder.read("target.yaml")
      return try #require(text.firstMatch(of: /issuer: "(https:\/\/[^\/]+)\/home"/).map { String($0.1) })
    }

    @Test("a mistake is told with its line, what to do and what needs it") func mistakes() throws {
      let served = try Served()
      let base = try base(served)
      for mistake in Self.mistakes {
        let (right, wrong) = (mistake.right.replacing("BASE", with: base), mistake.wrong.replacing("BASE", with: base))
        let sound = Self.text(base)
        #expect(sound.contains(right), "\(mistake.name)")
        let file = try served.folder.write("mine.yaml", sound.replacing(right, with: wrong, maxReplacements: 1))
        let outcome = try Program.aims(["doctor", "--target", file])
        let told = outcome.output + outcome.errors
        #expect(outcome.status == mistake.status, "\(mistake.name): \(told.suffix(3000))")
        #expect(told.contains("mine.yaml:\(mistake.line):"), "\(mistake.name): \(told.suffix(3000))")
        for part in mistake.says {
          #expect(told.contains(part.replacing("BASE", with: base)), "\(mistake.name), \(part): \(told.suffix(4000))")
        }
        #expect(outcome.seconds < 30)
      }
    }

    @Test("of a sound description nothing is wrong, and what the server must know is printed") func sound() throws {
      let served = try Served()
      let file = try served.folder.write("mine.yaml", Self.text(try base(served)))
      let outcome = try Program.aims(["doctor", "--target", file])
      #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
      for part in [
        "nothing is wrong with the set-up", "serves a token of its server, and nobody without", "signs in and consents without a person",
        "the server must know", "client agent: client_id spiffe://agents.example/agent, method private_key_jwt",
        "what it must be able to do",
      ] {
        #expect(outcome.output.contains(part), "\(part): \(outcome.output)")
      }
      let secrets = try served.secrets()
      for (source, secret) in secrets where outcome.output.contains(secret) { Issue.record("the secret of \(source) is shown") }
    }

    @Test("of the whole description of the reference target nothing is wrong either", arguments: [[], ["--preset", "sign-in-form"]])
    func embedded(options: [String]) throws {
      let served = try Served(options)
      let outcome = try Program.aims(["doctor", "--target", served.description])
      #expect(outcome.status == 0, "\(outcome.output.suffix(4000)) \(outcome.errors)")
    }

    @Test("a server without metadata of its own scenarios gets a short report") func short() throws {
      let served = try Served()
      let base = try base(served)
      let text = """
        target: {name: Plain server, version: "1"}
        declares: [client-credentials, private-key-jwt, bearer-tokens]
        tls: {ca: {file: ca.pem}}
        servers: {home: {issuer: "\(base)/home", endpoints: {token_endpoint: "\(base)/home/token", jwks_uri: "\(base)/home/jwks"}}}
        resources: {tool: {server: home, url: "\(base)/rs/tool", identifier: "\(base)/rs/tool", scopes: {read: read, write: write}, marker: reference-tool}}
        clients: {agent: {server: home, id: "spiffe://agents.example/agent", authentication: {method: private_key_jwt, key: {file: agent.jwk}}, scopes: [read, write]}}
        """
      let file = try served.folder.write("plain.yaml", text)
      let folder = try Folder()
      let outcome = try Program.aims(["run", "--target", file, "--reports", folder.path])
      #expect(outcome.status == 0, "\(outcome.output.suffix(3000))")
      let report = try folder.read("report.md"), checks = try verdicts(folder.read("report.json"))
      #expect(report.utf8.count < 60_000, "\(report.utf8.count)")
      #expect(outcome.output.split(separator: "\n").count < 60)
      let skipped = checks.values.count { $0 == "skipped" }
      #expect(skipped > 1000 && report.contains("\(skipped) of \(checks.count) checks were skipped"))
      #expect(report.contains("`declares: [token-exchange]`"))
    }
  }
}
