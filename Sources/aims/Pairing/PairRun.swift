import Documents
import Foundation
import OrderedJSON
import Pairs
import Results
import Runner
import Scenarios
import Targets

/// Drives a pair: A alone, B alone, A's shape at B, and where both run, the whole way. What it means is decided in `PairFindings`.
struct PairRun {
  let pair: PairFile
  let values: PairValues
  let a: TargetDescription
  let b: TargetDescription
  let joined: TargetDescription
  let library: Library

  /// - Returns: the result in the form `aims-pair/1`, and what finds secrets in it.
  func run() async throws -> (findings: PairFindings, redactor: Redactor) {
    let secrets = SecretStore(joined)
    if let unreadable = secrets.resolveAll().first { throw Failure(.usage, "error: \(unreadable)") }
    func isCallable(_ role: String) -> Bool { !(joined.resources[role]?.url.isEmpty ?? true) }
    var stories = PairStories(
      issuerOfA: joined.servers["home"]?.issuer ?? "", issuerOfB: joined.servers["abroad"]?.issuer ?? "", nameOfB: values.nameOfB,
      hasUser: joined.document["users"]?["alice"] != nil,
      canCallA: isCallable("tool"), canCallB: isCallable("tool-abroad"), tokenEndpointOfB: nil, now: Int(Date().timeIntervalSince1970))
    let there = try await drive([("there", stories.whereabouts)], secrets)
    stories.tokenEndpointOfB =
      there.steps["there"]?.facts["metadata.token_endpoint"]?.string ?? joined.servers["abroad"]?.endpoints["token_endpoint"]
    var findings = PairFindings(head: head, values: values, stories: stories)
    findings.take(alone: try await drive([("emission", stories.emission), ("envelope", stories.envelope)], secrets))
    if let grant = findings.grant {
      var second = [("replay", stories.replay(header: grant.header, claims: grant.claims))]
      if pair.notLive == nil { second.append(("live", stories.live(grant.rung))) }
      findings.take(together: try await drive(second, secrets), notLive: pair.notLive)
    }
    return (findings, secrets.redactor)
  }

  private var head: JSON {
    func side(_ of: TargetDescription) -> JSON { ["name": .string(of.name), "version": .string(of.version)] }
    return .object(of: [
      "format": .string(PairFindings.format), "name": .string(pair.name), "about": pair.about.map(JSON.string),
      "profile": .string(PairFile.profile), "suite": ["version": .string(Library.version), "vectors": .string(library.digest)],
      "a": side(a), "b": side(b), "same": .bool(a.name == b.name && a.version == b.version),
    ])
  }

  /// Drives stories one after the other in one session.
  private func drive(_ stories: [(String, JSON)], _ secrets: SecretStore) async throws -> PairRecord {
    var corpus = try library.sound()
    do throws(Diagnostics) {
      corpus.scenarios = try stories.map { story throws(Diagnostics) in try PairStories.scenario(story.0, story.1) }
    } catch {
      throw Failure(.suiteError, error.description)
    }
    let session = Session(
      corpus: corpus, catalogue: library.catalogue, target: joined, secrets: SecretSource { try secrets.text($0) },
      options: RunOptions(suite: .init(version: Library.version, vectors: library.digest), keepsExchanges: false))
    let result: RunResult
    do { result = try await session.run() } catch { throw Failure(.notJudged, "error: \(error)") }
    var steps: [String: PairRecord.Step] = [:]
    for check in result.checks {
      var facts = Dictionary(check.records.map { ($0.path, $0.value) }, uniquingKeysWith: { $1 })
      // Without records the step was not performed.
      if facts.isEmpty { facts["outcome"] = .string(check.reason) }
      steps[String(check.id.split(separator: "/").last ?? "")] = .init(title: check.title, facts: facts)
    }
    return PairRecord(steps: steps)
  }
}
