import Documents
import Foundation
import OrderedJSON
import Requirements
import Results
import Scenarios
import Targets
import Wire

/// What a run is asked to do.
public struct RunOptions: Sendable {
  public var selection: Selection
  public var revision: Revision
  /// Where the transcript goes; nil: nowhere.
  public var transcriptPath: String?
  /// The version of the suite and the digest of its vectors.
  public var suite: RunResult.Suite
  /// The command that makes this run again.
  public var reproduce: String
  /// Whether exchanges are kept for reports and the transcript.
  public var keepsExchanges: Bool

  public init(
    selection: Selection = Selection(), revision: Revision = .newest, transcriptPath: String? = nil, suite: RunResult.Suite,
    reproduce: String = "",
    keepsExchanges: Bool = true
  ) {
    self.keepsExchanges = keepsExchanges
    self.selection = selection
    self.revision = revision
    self.transcriptPath = transcriptPath
    self.suite = suite
    self.reproduce = reproduce
  }
}

/// What happens during a run, for progress on a terminal.
public enum RunEvent: Sendable {
  /// So many scenarios will be driven.
  case planned(scenarios: Int, skipped: Int)
  case started(scenario: String)
  case finished(ScenarioResult)
}

/// Why a run could not be made.
public enum RunError: Error, Sendable, CustomStringConvertible {
  /// No server of the target answers.
  case unreachable([String])
  /// Nothing is left to judge.
  case nothingToJudge(String)
  /// Wrong input.
  case invalid(String)

  public var description: String {
    switch self {
    case .unreachable(let reasons): "the target cannot be reached:\n" + reasons.map { "  \($0)" }.joined(separator: "\n")
    case .nothingToJudge(let reason): "nothing could be judged: \(reason)"
    case .invalid(let reason): reason
    }
  }
}

/// One run of the suite against a target.
public struct Session: Sendable {
  public let corpus: Corpus
  public let catalogue: Catalogue
  public let target: TargetDescription
  public let secrets: SecretSource
  public let options: RunOptions

  public init(corpus: Corpus, catalogue: Catalogue, target: TargetDescription, secrets: SecretSource, options: RunOptions) {
    self.corpus = corpus
    self.catalogue = catalogue
    self.target = target
    self.secrets = secrets
    self.options = options
  }

  /// Runs the suite. Cancelling the task ends the run after the exchanges in flight; what was measured is judged and returned.
  /// - Throws: `RunError` where nothing was measured.
  public func run(events: @escaping @Sendable (RunEvent) -> Void = { _ in }) async throws -> RunResult {
    let started = Int(Date().timeIntervalSince1970 * 1000)
    let allowed = AllowedHosts(origins: target.allowedOrigins.origins.map { "\($0)" }, unixSockets: workloadSockets)
    let client = Wire.Client(allowing: allowed, proxy: target.proxy)
    defer { client.shutdown() }
    let context: RunContext
    do {
      context = try RunContext(target: target, client: client, secrets: secrets, keepsExchanges: options.keepsExchanges)
    } catch {
      throw RunError.invalid("\(error)")
    }
    let reconnaissance = try await Reconnaissance(context: context, capabilities: corpus.capabilities).run()
    let planned = Planner.plan(corpus.scenarios, target: target, names: reconnaissance.names, selection: options.selection)
    if planned.isEmpty { throw RunError.nothingToJudge("no scenario matches the selection") }
    let header = TranscriptHeader(
      suite: options.suite, description: target.file, revision: options.revision, names: reconnaissance.names, started: started,
      clockOffset: context.clockOffset, reproduce: options.reproduce, remarks: reconnaissance.remarks, selection: options.selection)
    let writer = try TranscriptWriter(path: options.transcriptPath)
    defer { writer.close() }
    writer.write(header.json)
    let judging = JudgeContext(
      expectations: corpus.expectations, names: reconnaissance.names, target: target,
      binding: RequirementBinding(catalogue: catalogue, names: reconnaissance.names, revision: options.revision),
      selection: options.selection)
    events(.planned(scenarios: planned.count { $0.skip == nil }, skipped: planned.count { $0.skip != nil }))
    let driver = Driver(context: context, judging: judging, writer: writer, events: events)
    var scenarios = await driver.drive(planned)
    await context.restoreClock()
    await context.host.stop()
    scenarios.sort { a, b in
      planned.firstIndex { $0.id == a.id } ?? 0 < planned.firstIndex { $0.id == b.id } ?? 0
    }
    let finished = Int(Date().timeIntervalSince1970 * 1000)
    let interrupted = Task.isCancelled ? "interrupted by the user" : nil
    writer.write(
      .object(of: [
        "type": "end", "finished": .integer(finished), "exchanges": .integer(context.exchangeCount),
        "interrupted": interrupted.map(JSON.string),
      ]))
    var result = result(header, scenarios: scenarios, finished: finished, exchanges: context.exchangeCount, interrupted: interrupted)
    result.remarks += context.leftBehind
    return result
  }

  /// The sockets of the attesters.
  private var workloadSockets: [String] {
    target.attesters.values.compactMap { attester in
      guard let address = attester["address"] else { return nil }
      let text = SecretReference(address).flatMap { try? secrets.resolve($0) } ?? address.string
      return text.flatMap(WorkloadEndpoint.socket)
    }
  }

  private func result(
    _ header: TranscriptHeader, scenarios: [ScenarioResult], finished: Int, exchanges: Int, interrupted: String?
  ) -> RunResult {
    RunResult(
      suite: header.suite, target: .init(name: target.name, version: target.version), revision: header.revision.rawValue,
      profiles: header.names.all.map(\.name).filter { $0.hasPrefix("profile.") }, namesInForce: header.names.all, started: header.started,
      finished: finished, exchangeCount: exchanges, clockOffset: header.clockOffset, interrupted: interrupted, remarks: header.remarks,
      reproduce: header.reproduce, scenarios: scenarios)
  }

  /// Judges a transcript again: the same verdicts, without the network.
  public static func judge(
    transcript text: String, path: String, corpus: Corpus, catalogue: Catalogue
  ) throws -> RunResult {
    let transcript = try Transcript(text: text, path: path)
    let (parsed, diagnostics) = TargetParser.parse(transcript.header.description)
    guard let target = parsed else { throw RunError.invalid(diagnostics.map(\.rendered).joined(separator: "\n")) }
    let header = transcript.header
    let judging = JudgeContext(
      expectations: corpus.expectations, names: header.names, target: target,
      binding: RequirementBinding(catalogue: catalogue, names: header.names, revision: header.revision), selection: header.selection)
    let planned = Planner.plan(corpus.scenarios, target: target, names: header.names, selection: header.selection)
    var seen: [(performance: Performance, action: Action)] = []
    for plan in planned {
      for performance in transcript.performances[plan.id] ?? [] {
        if let action = plan.scenario.action(of: performance) { seen.append((performance, action)) }
      }
    }
    let scenarios = planned.map { plan in
      if let watch = plan.scenario.watch { return WatchJudge(planned: plan, watch: watch, context: judging, performances: seen).judge() }
      return ScenarioJudge(
        planned: plan, performances: transcript.performances[plan.id] ?? [], given: transcript.given[plan.id] ?? .object([]),
        context: judging
      ).judge()
    }
    let session = Session(
      corpus: corpus, catalogue: catalogue, target: target,
      secrets: SecretSource { _ in throw RunError.invalid("judging needs no secret") },
      options: RunOptions(suite: header.suite))
    var result = session.result(
      header, scenarios: scenarios, finished: transcript.finished ?? header.started, exchanges: transcript.exchangeCount,
      interrupted: transcript.interrupted ?? (transcript.finished == nil ? "the transcript ends before the run did" : nil))
    result.remarks += transcript.remarks
    return result
  }
}

extension Scenario {
  /// The action that a performance performed.
  func action(of performance: Performance) -> Action? {
    guard let step = steps.first(where: { $0.id == performance.step }) else { return nil }
    if case .then(_, let index) = performance.part, step.then.indices.contains(index) {
      let inner = step.then[index]
      return inner.action ?? inner.base.flatMap { base in steps.first { $0.id == base }?.action }
    }
    return step.action ?? step.base.flatMap { base in steps.first { $0.id == base }?.action }
  }
}
