import Results
import Scenarios
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
  /// What came of trying its servers and clients.
  public var checkup: [CheckupFinding] = []
}

extension Session {
  /// Looks at the target: metadata, names in force, the clock, and which scenarios apply.
  /// - Throws: `RunError` where no server answers.
  public func survey() async throws -> Survey {
    let client = Wire.Client(allowing: AllowedHosts(origins: target.allowedOrigins.origins.map { "\($0)" }), proxy: target.proxy)
    defer { client.shutdown() }
    let context: RunContext
    do {
      context = try RunContext(target: target, client: client, secrets: secrets)
    } catch {
      throw RunError.invalid("\(error)")
    }
    let findings = try await Reconnaissance(context: context, capabilities: corpus.capabilities).run()
    let planned = Planner.plan(corpus.scenarios, target: target, names: findings.names, selection: options.selection)
    let checkup = await Checkup(context: context, names: findings.names).run()
    return Survey(
      names: findings.names, remarks: findings.remarks, clockOffset: context.clockOffset, planned: planned, checkup: checkup)
  }
}
