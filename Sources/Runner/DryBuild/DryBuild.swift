import Documents
import Forge
import Foundation
import OrderedJSON
import Results
import Scenarios
import Targets
import Wire

/// Builds every recipe of every scenario without sending it, against a target that has everything: what cannot be built, and an edit
/// that changes nothing of what would be sent, is found with its place before a run (rule 9 of the language).
///
/// Each case is built twice under the same random bytes and at the same time, once without its edits. An edit is at fault only if it is
/// so under every set of names in which it applies.
public struct DryBuild {
  let corpus: Corpus
  let target: TargetDescription
  private let secrets = DrySecrets()

  /// - Parameter target: a description that has every role; nothing in it is reached.
  public init(corpus: Corpus, target: TargetDescription) {
    self.corpus = corpus
    self.target = target
  }

  /// What was found at one place.
  private struct Found {
    var place: Place
    var isSound = false
    var fault: String?
    var help: String?
  }

  /// What is wrong, in the order of files and lines.
  public func check() async -> [Diagnostic] {
    var found: [Place: Found] = [:]
    for (target, names) in settings {
      for scenario in corpus.scenarios where scenario.watch == nil && !scenario.given.contains(where: { $0.kind == .endpoint }) {
        // What has been seen to be sound once need not be built under other names.
        if scenario.editPlaces.allSatisfy({ found[$0]?.isSound == true }), !found.isEmpty { continue }
        let planned = Planner.plan([scenario], target: target, names: names, selection: Selection())
        for plan in planned where plan.skip == nil { await build(plan, target, names, &found) }
      }
    }
    return found.values.filter { !$0.isSound && $0.fault != nil }.map { Diagnostic(.error, $0.fault ?? "", help: $0.help, at: $0.place) }
      .sorted {
        ($0.place?.file.path ?? "", $0.place?.line ?? 0, $0.place?.column ?? 0) < (
          $1.place?.file.path ?? "", $1.place?.line ?? 0, $1.place?.column ?? 0
        )
      }
  }

  /// The target as it is described, with the earlier drafts in place of the newer, and with everything in force.
  private var settings: [(TargetDescription, NamesInForce)] {
    let earlier = ["profile.wpt-02": "profile.wpt-01", "profile.hs-07": "profile.hs-06"]
    var older = target
    older.declared = target.declared.map { DeclaredName(name: earlier[$0.name] ?? $0.name, number: $0.number, place: $0.place) }
    func names(_ target: TargetDescription, _ more: [String]) -> NamesInForce {
      let own = target.declared.map { RunResult.NameInForce(name: $0.name, number: $0.number, origin: .declared) }
      return NamesInForce(own + more.map { RunResult.NameInForce(name: $0, number: 9, origin: .declared) })
    }
    let everything = corpus.capabilities.namesInForce + Set(corpus.scenarios.flatMap(\.namesItNeeds)).sorted()
    return [(target, names(target, [])), (older, names(older, [])), (target, names(target, everything))]
  }

  private func build(_ plan: PlannedScenario, _ target: TargetDescription, _ names: NamesInForce, _ found: inout [Place: Found]) async {
    do {
      let builder = try DryScenario(plan, target: target, names: names.inVariant(plan.variant), secrets: secrets)
      await builder.run()
      for result in builder.results {
        var entry = found[result.place] ?? Found(place: result.place)
        switch result.outcome {
        case .sound: entry.isSound = true
        case .fault(let reason): (entry.fault, entry.help) = ("this cannot be built: \(reason)", nil)
        case .without:
          entry.fault = entry.fault ?? "this edit changes nothing that is sent"
          entry.help = "is what its path names in the message at all, and another value there?"
        }
        found[result.place] = entry
      }
    } catch {
      let place = Place(file: plan.scenario.file, line: 1, column: 1)
      found[place] = Found(place: place, fault: "what is given cannot be made: \(Checkup.words(error))")
    }
  }
}

extension Step {
  /// Where the edits of a row stand, or the row where it has none of its own.
  func place(of row: Case) -> Place { row.edits.places.first ?? edits.places.first ?? row.place }
}

extension Scenario {
  /// The places of all its edits; the first line where it has none.
  fileprivate var editPlaces: [Place] {
    let places = steps.flatMap { step in step.base == nil ? [step.place] : step.rows.map(step.place) }
    return places.isEmpty ? [Place(file: file, line: 1, column: 1)] : places
  }

  /// Every name that a need of the file speaks of.
  var namesItNeeds: [String] {
    func names(_ need: Need) -> [String] {
      switch need {
      case .name(let name, _), .atLeast(let name, _, _): [name]
      case .any(let branches): branches.flatMap(names)
      case .not: []
      }
    }
    func needs(_ step: Step) -> [Need] { step.needs + step.cases.flatMap(\.needs) + step.then.flatMap(needs) }
    return (self.needs + variants.flatMap { $0.values.flatMap(\.needs) } + steps.flatMap(needs)).flatMap(names).filter {
      !$0.hasPrefix("variant.")
    }
  }
}

/// One scenario in one variant, built and not sent.
final class DryScenario {
  enum Outcome {
    case sound
    case fault(String)
    /// What is sent is the same without the edit.
    case without
  }

  struct Result {
    var place: Place
    var outcome: Outcome
  }

  private(set) var results: [Result] = []
  private let plan: PlannedScenario
  private let names: NamesInForce
  private let context: RunContext
  private let network: DryNetwork
  private let given: GivenStore
  private let performer: ActionPerformer
  private var facts: [String: JSON] = [:]

  init(_ plan: PlannedScenario, target: TargetDescription, names: NamesInForce, secrets: DrySecrets) throws {
    self.plan = plan
    self.names = names
    let network = DryNetwork(target)
    self.network = network
    context = try RunContext(
      target: target, client: Wire.Client(allowing: AllowedHosts(origins: [])), secrets: SecretSource { try secrets.text($0) },
      dry: ({ network.answer($0) }, Self.now))
    for (name, server) in target.servers { context.learned(Self.metadata(server.issuer), of: name) }
    for (name, transmitter) in target.transmitters {
      context.learned(Self.metadata(transmitter["issuer"]?.string ?? ""), of: RunContext.transmitterKey(name))
    }
    given = try GivenStore.make(plan.scenario.given, variant: plan.variant, context: context)
    performer = ActionPerformer(context: context, given: given, looksAtView: false)
  }

  /// The same instant in each build, in milliseconds.
  private static let now = Int(Date().timeIntervalSince1970) * 1000

  private static func metadata(_ issuer: String) -> JSON {
    let endpoints = [
      "authorization_endpoint": "authorize", "token_endpoint": "token", "introspection_endpoint": "introspect",
      "revocation_endpoint": "revoke",
      "pushed_authorization_request_endpoint": "par", "jwks_uri": "jwks", "backchannel_authentication_endpoint": "backchannel",
      "registration_endpoint": "register", "userinfo_endpoint": "userinfo", "configuration_endpoint": "stream", "status_endpoint": "status",
      "add_subject_endpoint": "add", "remove_subject_endpoint": "remove", "verification_endpoint": "verify",
      "challenge_endpoint": "challenge",
    ]
    return .object(
      [.init("issuer", .string(issuer))] + endpoints.sorted { $0.key < $1.key }.map { .init($0.key, .string("\(issuer)/\($0.value)")) })
  }

  /// Actions that listen, read files, or take their time: there is no message to be built.
  private static func isBuilt(_ action: Action, _ with: [Value.Member]) -> Bool {
    switch action {
    case .receive, .audit, .wait, .register: false
    case .attest: !with.contains { $0.name == "advance" || $0.name == "rpc" }
    case .discover, .token, .exchange, .userToken, .authorize, .push, .backchannel, .decide, .introspect, .revoke, .call, .handshake,
      .request,
      .signal, .stream, .hook:
      true
    }
  }

  func run() async {
    for step in plan.scenario.steps {
      guard let id = step.id, plan.skippedSteps[id] == nil else { continue }
      switch step.head {
      case .perform(let action):
        guard Self.isBuilt(action, step.with) else { continue }
        // What is sent again later is not what is made anew then.
        context.moved(by: 1000)
        do {
          facts[id] = try await perform(action, step.with, Edits(), seed: "story").facts
          results.append(Result(place: step.place, outcome: .sound))
        } catch {
          note(error, at: step.place)
        }
      case .vary(let base): await vary(step, base)
      }
    }
  }

  private func vary(_ step: Step, _ base: String) async {
    guard let baseStep = plan.scenario.steps.first(where: { $0.id == base }), let action = baseStep.action,
      Self.isBuilt(action, baseStep.with)
    else { return }
    // Later than the story: what is sent again is not what would be made anew.
    context.moved(by: 1000)
    for row in step.rows where names.unmet(row.needs) == nil {
      let edits = step.edits.merging(row.edits)
      guard !edits.isEmpty, !edits.change.contains(where: { Self.isConduct($0.path) }) else { continue }
      let place = step.place(of: row)
      let plain: [Request]
      do {
        // Once before, so that nonces and tokens of the suite's own are there both times.
        _ = try await whole(step, baseStep, action, Edits())
        plain = try await whole(step, baseStep, action, Edits())
      } catch {
        // What the base lacks is not the case's doing.
        continue
      }
      do {
        let edited = try await whole(step, baseStep, action, edits)
        let isSame = edited.map(\.whole) == plain.map(\.whole)
        results.append(Result(place: place, outcome: isSame ? .without : .sound))
      } catch {
        note(error, at: place)
      }
    }
  }

  /// What the suite does rather than what it sends.
  private static func isConduct(_ path: Path) -> Bool {
    guard case .name(let name)? = path.segments.first else { return false }
    return ["advance", "meanwhile", "decision", "index", "until", "at"].contains(name)
  }

  /// Everything that is sent for a case, with what `from` does again.
  private func whole(_ step: Step, _ base: Step, _ action: Action, _ edits: Edits) async throws -> [Request] {
    let kept = facts
    defer { facts = kept }
    _ = network.take()
    if let from = step.from, let start = plan.scenario.steps.firstIndex(where: { $0.id == from }),
      let end = plan.scenario.steps.firstIndex(where: { $0.id == base.id }), start < end
    {
      let needed = plan.scenario.dependencies(of: base)
      for inner in plan.scenario.steps[start..<end] {
        guard let id = inner.id, let own = inner.action, needed.contains(id) || id == from, Self.isBuilt(own, inner.with) else { continue }
        facts[id] = try await perform(own, inner.with, edits, step: id, seed: id).facts
      }
    }
    _ = try await perform(action, base.with, edits, seed: "case")
    return network.take()
  }

  private func perform(_ action: Action, _ with: [Value.Member], _ edits: Edits, step: String? = nil, seed: String) async throws
    -> Performed
  {
    let scope = JudgementScope(
      own: .object([]), steps: facts, given: given.facts, target: context.target.document, bounds: context.target.bounds,
      variant: plan.variant,
      now: context.now)
    // Random bytes that a case writes are others than those that the message would have by itself.
    let overlay = try Random.$fixed.withValue(FixedRandom(seed: "\(seed), as written")) {
      try RecipeResolver(scope: scope).overlay(with: with, edits: edits, step: step)
    }
    return try await Random.$fixed.withValue(FixedRandom(seed: seed)) { try await performer.perform(action, overlay) }
  }

  /// What only a real answer would bring is no fault of the recipe.
  private func note(_ error: any Error, at place: Place) {
    switch ScenarioRun.fault(error) {
    case .suite(let reason): results.append(Result(place: place, outcome: .fault(reason)))
    case .missing, .notVisible: break
    }
  }
}

extension Edits {
  /// Where its parts stand.
  var places: [Place] { change.map(\.place) + remove.map(\.place) + rewrite.map(\.place) + duplicate.map(\.place) }
}
