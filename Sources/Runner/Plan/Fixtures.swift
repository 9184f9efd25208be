import OrderedJSON
import Results
import Scenarios
import Targets

/// What a scenario needs without saying so: every role, hook and address that it names.
struct Fixtures {
  var target: TargetDescription
  var names: NamesInForce

  /// What the scenario's steps need that the target description leaves out; only what the story cannot do without.
  func missing(_ scenario: Scenario) -> Skip? {
    for given in scenario.given {
      if given.kind == .endpoint, let face = SuiteHost.Face(rawValue: given.recipe["presents"]?.text ?? SuiteHost.Face.proper.rawValue),
        let missing = SuiteHost.missing(face, target)
      {
        return Skip(.fixture, missing)
      }
      if let skip = missing(in: given.recipe) { return skip }
    }
    return nil
  }

  /// A server that the suite plays is not under test.
  func playedByTheSuite(_ scenario: Scenario) -> Skip? {
    guard scenario.role == .authorizationServer, target.servers["home"]?.suiteIssuer != nil else { return nil }
    return Skip(.capability, "the authorization server of this target is the suite itself")
  }

  /// What a server that the suite plays does not do: all but issuing access tokens for client credentials.
  private func missingServer(_ step: Step) -> Skip? {
    func text(_ field: String) -> String? { step.with.first { $0.name == field }?.value.text }
    switch step.action {
    case .token?: if text("grant") == "client_credentials" { return nil }
    case .discover?: if text("server") == nil { return nil }
    case .exchange?, .userToken?, .authorize?, .push?, .backchannel?, .introspect?, .revoke?, .register?: break
    case .request?, .call?, .handshake?, .attest?, .signal?, .stream?, .receive?, .audit?, .wait?, .hook?, .decide?, nil: return nil
    }
    let server =
      text("server") ?? text("client").flatMap { target.clients[$0]?.server } ?? text("resource").flatMap { target.resources[$0]?.server }
      ?? "home"
    guard target.servers[server]?.suiteIssuer != nil else { return nil }
    return Skip(.capability, "the server \(server) is the suite itself, which only issues access tokens for client credentials")
  }

  func missing(_ step: Step) -> Skip? {
    if let skip = missingServer(step) { return skip }
    for member in step.with {
      if let role = member.value.text, let skip = missing(role: member.name, role) { return skip }
      if let skip = missing(in: member.value) { return skip }
    }
    switch step.action {
    case .call?, .handshake?:
      if step.action == .handshake, let skip = missingTLS(step) { return skip }
      guard let role = step.with.first(where: { $0.name == "resource" })?.value.text, target.resources[role]?.url == "" else { break }
      return Skip(.fixture, "fixture missing: url of resource \(role)")
    case .wait? where !names.contains("hook.set-clock"):
      return nil
    case .hook?:
      guard let run = step.with.first(where: { $0.name == "run" })?.value.text else { return nil }
      return target.hooks[run] == nil ? Skip(.fixture, "fixture missing: hook \(run)") : nil
    case .audit?:
      let source = step.with.first { $0.name == "source" }?.value.text ?? ""
      return target.audit?[source] == nil ? Skip(.fixture, "fixture missing: audit log \(source)") : nil
    case .decide?:
      if target.hooks["decide"] == nil { return Skip(.fixture, "fixture missing: hook decide") }
    default: break
    }
    for change in step.edits.change { if let skip = missing(in: change.value) { return skip } }
    return nil
  }

  /// A server that speaks plain HTTP, as on loopback behind a proxy, has no handshake to look at.
  private func missingTLS(_ step: Step) -> Skip? {
    func role(_ field: String) -> String? { step.with.first { $0.name == field }?.value.text }
    let url = role("resource").flatMap { target.resources[$0]?.url } ?? role("server").flatMap { target.servers[$0]?.issuer } ?? ""
    return url.lowercased().hasPrefix("http:")
      ? Skip(.fixture, "fixture missing: an https address; the target is described at \(url)") : nil
  }

  func missing(_ edits: Edits) -> Skip? {
    for change in edits.change {
      if case .name(let field)? = change.path.segments.last, let role = change.value.text, change.path.segments.count == 1,
        let skip = missing(role: field, role)
      {
        return skip
      }
      if let skip = missing(in: change.value) { return skip }
    }
    return nil
  }

  private func missing(role field: String, _ role: String) -> Skip? {
    // An address stands for itself.
    if role.contains(":") { return nil }
    let isThere: Bool
    switch field {
    case "client": isThere = target.clients[role] != nil
    case "server": isThere = target.servers[role] != nil
    case "resource": isThere = target.resources[role] != nil
    case "user": isThere = target.users[role] != nil
    case "attester": isThere = target.attesters[role] != nil
    case "issuer": isThere = target.issuers[role] != nil || target.suite["issuers"]?[role] != nil
    case "transmitter": isThere = target.suite["transmitters"]?[role] != nil || target.transmitters[role] != nil
    case "trust-domain": isThere = target.suite["trust-domains"]?[role] != nil
    default: return nil
    }
    return isThere ? nil : Skip(.fixture, "fixture missing: \(field) \(role)")
  }

  private func missing(in value: Value) -> Skip? {
    for reference in value.references {
      switch reference.root {
      case .target:
        if case .found = Lookup.find(reference.path, in: target.document) { continue }
        return Skip(.fixture, "fixture missing: \(reference.path)")
      case .bounds:
        // A bound that nobody promised is measured, not demanded.
        continue
      case .step, .given, .variant: continue
      }
    }
    return nil
  }
}

extension PlannedScenario {
  /// Why a step under `then` cannot look at an effect; nil if it can.
  func missing(effect: Step, _ fixtures: Fixtures) -> Skip? {
    switch effect.head {
    case .vary(let base): skippedSteps[base] ?? fixtures.missing(effect.edits)
    case .perform: fixtures.missing(effect)
    }
  }

  /// Why the cases of a step mean nothing here: their effect, which decides, cannot be looked at.
  func missingEffect(of step: Step, _ fixtures: Fixtures) -> Skip? {
    step.then.lazy.filter { $0.judgement.id == nil }.compactMap { missing(effect: $0, fixtures) }.first
  }
}
