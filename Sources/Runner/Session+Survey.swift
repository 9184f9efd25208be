import OrderedJSON
import Results
import Scenarios
import Targets
import Wire

/// What the suite finds out about a target without judging anything.
public struct Survey: Sendable {
  public var names: NamesInForce
  /// Documents that did not come, and other things that the operator should know.
  public var remarks: [String]
  /// Milliseconds by which the target's clock is ahead; 0 if it is not worth a correction.
  public var clockOffset: Int
  /// What would be run, and what would not and why.
  public var planned: [PlannedScenario]
  /// What came of trying everything that the description names.
  public var checkup: [CheckupFinding] = []
  /// What has to be registered at the server, by the party.
  public var registrations: [(party: String, text: String)] = []
}

extension Session {
  /// Looks at the target: secrets, keys, reach, metadata, the clock, clients, resources and users, and which scenarios apply. Whatever
  /// is wrong is a finding, with the place in the description and the scenarios that need it.
  /// - Throws: `RunError` where the description is good for nothing.
  public func survey() async throws -> Survey {
    let client = Wire.Client(allowing: AllowedHosts(origins: target.allowedOrigins.origins.map { "\($0)" }), proxy: target.proxy)
    defer { client.shutdown() }
    let context: RunContext
    do {
      context = try RunContext(target: target, client: client, secrets: secrets)
    } catch {
      // The authorities cannot be read, which the checkup says; nothing is trusted then but what the system trusts.
      var trusting = target
      trusting.authorities = nil
      context = try RunContext(target: trusting, client: client, secrets: secrets)
    }
    let (findings, documents) = await Reconnaissance(context: context, capabilities: corpus.capabilities).look()
    let planned = Planner.plan(corpus.scenarios, target: target, names: findings.names, selection: options.selection)
    let checkup = Checkup(context: context, names: findings.names, documents: documents)
    let needers = Needers(corpus.scenarios)
    let found = await checkup.run().map { finding in
      var finding = finding
      finding.neededBy = needers.scenarios(needing: finding.path, in: target.document)
      return finding
    }
    await context.host.stop()
    return Survey(
      names: findings.names, remarks: findings.remarks, clockOffset: context.clockOffset, planned: planned, checkup: found,
      registrations: target.clients.sorted { $0.key < $1.key }.filter { target.servers[$0.value.server]?.suiteIssuer == nil }.map {
        ("client \($0.key)", checkup.registration($0.value))
      })
  }
}
