import Documents
import Forge
import Foundation
import OrderedJSON
import Requirements
import Scenarios
import Targets
import Testing

@testable import Runner

@Suite("The dry build") struct DryBuildTests {
  private static let vectors = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors").standardizedFileURL
    .path

  /// What is published, read once.
  private static let published: Result<(corpus: Corpus, target: TargetDescription), any Error> = Result {
    let files = try Vectors.sourceFiles(directory: vectors)
    let catalogue = try Catalogue(
      files: files.filter { file in ["/requirements/", "/profiles/", "/gaps/"].contains { file.path.contains($0) } })
    let target = try #require(files.first { $0.path.hasSuffix("/lint/target.yaml") })
    return (corpus: Corpus.load(files: files, catalogue: catalogue).0, target: try #require(TargetParser.parse(target).0))
  }

  /// The published vocabulary and one scenario.
  private func findings(_ text: String) async throws -> [String] {
    var corpus = try Self.published.get().corpus
    let target = try Self.published.get().target
    let (scenario, problems) = ScenarioParser.parse(SourceFile(path: "x.yaml", text: text), id: "possession.x")
    #expect(problems.isEmpty, "\(Diagnostics(problems))")
    corpus.scenarios = [try #require(scenario)]
    return await DryBuild(corpus: corpus, target: target).check().map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0): \($0.message)" }
  }

  private func scenario(_ cases: String, given: String = "own: {key: ES256}, other: {key: ES256}") -> String {
    """
    title: A target answers
    role: resource-server
    given: {\(given)}
    steps:
      - {id: token, do: token, with: {client: agent, grant: client_credentials, resource: tool, scope: [read], dpop: {key: own}}}
      - {id: call, do: call, with: {resource: tool, token: $token.access_token, dpop: {key: own}}}
      - id: tampered
        vary: call
        expect: refused
        cases:
          - \(cases)
    """
  }

  @Test(
    "an edit that changes nothing is found, with its place",
    arguments: [
      ("{check: a, requirement: X-1, remove: [dpop.claims.nothing]}", "11:45: this edit changes nothing that is sent"),
      ("{check: a, requirement: X-1, change: {dpop.key: own}}", "11:45: this edit changes nothing that is sent"),
      ("{check: a, requirement: X-1, change: {method: GET}}", "11:45: this edit changes nothing that is sent"),
      ("{check: a, requirement: X-1, remove: [headers.X-Nothing]}", "11:45: this edit changes nothing that is sent"),
      ("{check: a, requirement: X-1, change: {dpop.sent.claims.htm: GET}}", "11:45: this edit changes nothing that is sent"),
    ])
  func nothing(row: String, expected: String) async throws {
    let found = try await findings(scenario(row))
    #expect(found.map { $0.replacing(/^11:\d+/, with: "11:45") } == [expected])
  }

  @Test(
    "a recipe that cannot be built is found, with its place",
    arguments: [
      ("{check: a, requirement: X-1, rewrite: {dpop.claims.nothing: other-host}}", "there is nothing to rewrite"),
      ("{check: a, requirement: X-1, rewrite: {dpop.claims.iat: other-host}}", "does not apply to"),
      ("{check: a, requirement: X-1, duplicate: [sent.headers.X-Nothing]}", "there is nothing to duplicate"),
      ("{check: a, requirement: X-1, change: {http: \"3\"}}", "neither 1.1 nor 2"),
    ])
  func impossible(row: String, expected: String) async throws {
    let found = try await findings(scenario(row))
    #expect(
      found.count == 1 && found[0].hasPrefix("11:") && found[0].contains("this cannot be built: ") && found[0].contains(expected),
      "\(found)")
  }

  @Test(
    "what changes a message is none of it",
    arguments: [
      "{check: a, requirement: X-1, remove: [dpop.claims.jti]}", "{check: a, requirement: X-1, change: {dpop.sign.key: other}}",
      "{check: a, requirement: X-1, change: {dpop.sign.alg: none}}", "{check: a, requirement: X-1, rewrite: {dpop.claims.htu: other-host}}",
      "{check: a, requirement: X-1, duplicate: [sent.headers.DPoP]}", "{check: a, requirement: X-1, remove: [dpop]}",
      "{check: a, requirement: X-1, change: {tls.versions: [\"1.1\"]}}",
      "{check: a, requirement: X-1, rewrite: {dpop.compact: flip-signature-bit}}",
      "{check: a, requirement: X-1, change: {dpop: $call.dpop}}", "{check: a, requirement: X-1, remove: [dpop.claims.nonce]}",
    ])
  func effective(row: String) async throws { #expect(try await findings(scenario(row)) == []) }

  @Test("an edit that matters under one profile is no fault, under none it is") func profiles() async throws {
    func text(_ path: String) -> String {
      """
      title: A target answers
      role: resource-server
      given: {own: {key: ES256}}
      steps:
        - {id: call, do: call, with: {resource: peer, wit: {trust-domain: td1, workload: agent, key: own}, wpt: {key: own}}}
        - {id: a, vary: call, check: a, requirement: X-1, expect: refused, remove: [\(path)]}
      """
    }
    #expect(try await findings(text("sent.headers.Workload-Identity-Token")) == [])
    #expect(try await findings(text("wpt.claims.nothing")).count == 1)
  }

  @Test("the published scenarios are without fault") func published() async throws {
    let (corpus, target) = try Self.published.get()
    let found = await DryBuild(corpus: corpus, target: target).check()
    #expect(found.isEmpty, "\(Diagnostics(found))")
  }

  @Test("under fixed random bytes messages are the same, whoever signs shows") func fixed() async throws {
    let own = try Key.generate(.es256), other = try Key.generate(.es256)
    func made(_ key: Key) throws -> String {
      try Random.$fixed.withValue(FixedRandom(seed: "a")) {
        try JWTRecipe(header: ["alg": "ES256"], claims: ["jti": .string(Random.identifier())], key: key).compact()
      }
    }
    #expect(try made(own) == made(own))
    #expect(try made(own) != made(other))
    #expect(Random.identifier() != Random.identifier())
  }
}
