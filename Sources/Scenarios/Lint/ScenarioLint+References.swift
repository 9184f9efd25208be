import Documents

/// References (rule 4) and facts that are named (rule 1).
extension ScenarioLint {
  func checkReferences(_ step: Step, at index: Int) {
    for value in step.with.flatMap(\.value.all) { check(value, at: index, of: step, isJudged: false) }
    for edits in [step.edits] + step.cases.map(\.edits) + step.ladder.map(\.edits) {
      for value in edits.values.flatMap(\.all) { check(value, at: index, of: step, isJudged: false) }
    }
    if case .await(let mode)? = step.mode { check(mode.span, at: index, of: step, isJudged: false) }
    let judgements = [step.judgement] + step.checks + step.cases.flatMap { [$0.judgement] + $0.checks }
    for judgement in judgements {
      let members = (judgement.expect?.values ?? []) + judgement.alsoAccept.flatMap { $0.members.flatMap(\.matcher.values) }
      for value in members.flatMap(\.all) { check(value, at: index, of: step, isJudged: true) }
      checkFacts(judgement, of: step)
    }
  }

  /// - Parameter isJudged: whether the exchange of the step itself may be named.
  private func check(_ value: Value, at index: Int, of step: Step, isJudged: Bool) {
    guard let reference = value.anyReference else { return }
    let isTime = if case .time = value.content { true } else { false }
    switch reference.root {
    case .step(let id): checkStep(id, reference, value.place, at: index, of: step, isJudged: isJudged, isTime: isTime)
    case .given:
      guard case .name(let name)? = reference.path.segments.first, let given = scenario.given.first(where: { $0.name == name }) else {
        let known = scenario.given.map(\.name)
        findings.error(
          "\(reference) names nothing given", help: firstName(reference).flatMap { suggestion(for: $0, among: known) }, at: value.place)
        return
      }
      let rest = reference.path.segments.dropFirst()
      if !rest.isEmpty { resolve(reference, rest, given.kind.facts, "given \(given.kind.rawValue)", value.place) }
    case .bounds:
      let name = firstName(reference) ?? ""
      if !corpus.capabilities.bounds.contains(name) {
        findings.error("unknown bound \(name)", help: suggestion(for: name, among: corpus.capabilities.bounds), at: value.place)
      }
    case .variant:
      let name = firstName(reference) ?? ""
      if !scenario.variants.contains(where: { $0.name == name }) {
        findings.error("no variant axis \(name)", help: suggestion(for: name, among: scenario.variants.map(\.name)), at: value.place)
      }
    case .target: checkTarget(reference, value.place)
    }
  }

  private func firstName(_ reference: Reference) -> String? {
    if case .name(let name)? = reference.path.segments.first { name } else { nil }
  }

  private func checkStep(
    _ id: String, _ reference: Reference, _ place: Place, at index: Int, of step: Step, isJudged: Bool, isTime: Bool
  ) {
    guard let position = positions[id], let action = action(of: scenario.steps[position]) else {
      findings.error("\(reference) names no step", help: suggestion(for: id, among: positions.keys.sorted()), at: place)
      return
    }
    let isOwn = id == step.id && isJudged
    let isBase = id == step.varied
    let isProof = step.provenBy.contains(id)
    if position >= index, !isOwn, !isBase, !isProof {
      findings.error("\(reference) names \(id), which comes later", help: "a reference points to an earlier step", at: place)
    }
    if scenario.steps[position].cases.isEmpty == false {
      findings.error("\(reference) names \(id), which has several cases", help: "name a step with one exchange", at: place)
    }
    if reference.path.segments.isEmpty {
      findings.error("\(reference) names a whole step", help: "name a fact of it", at: place)
      return
    }
    let facts = action.facts + (scenario.steps[position].mode == nil ? [] : Fact.copies + Fact.samples)
    guard let type = resolve(reference, reference.path.segments[...], facts, action.rawValue, place), isTime else { return }
    switch type {
    case .time, .number, .json: break
    case .text, .flag, .secret, .singleUse, .list, .map, .jwt, .certificate:
      findings.error("\(reference) is no time", at: place)
    }
  }

  @discardableResult
  private func resolve(
    _ reference: Reference, _ path: ArraySlice<Path.Segment>, _ facts: [Fact], _ what: String, _ place: Place
  ) -> FactType? {
    do {
      return try facts.type(at: path)
    } catch {
      report(error, "\(reference)", what, place)
      return nil
    }
  }

  private func report(_ fault: FactFault, _ subject: String, _ what: String, _ place: Place) {
    switch fault {
    case .unknown(let name, let known):
      findings.error("\(subject): \(what) has no fact \(name)", help: suggestion(for: name, among: known), at: place)
    case .secret(let name):
      findings.error("\(subject) leads into \(name), a secret", help: "a secret is used as a whole; what it says is under view", at: place)
    case .leaf(let name): findings.error("\(subject): nothing stands below \(name)", at: place)
    }
  }

  // MARK: - The target description

  private static let targetSections: [String: RoleKind] = [
    "servers": .server, "resources": .resource, "clients": .client, "users": .user, "attesters": .attester, "issuers": .issuer,
    "workloads": .workload, "transmitters": .transmitter,
  ]
  private static let suiteSections: [String: RoleKind] = [
    "issuers": .suiteIssuer, "transmitters": .transmitter, "trust-domains": .trustDomain,
  ]

  private func checkTarget(_ reference: Reference, _ place: Place) {
    let names = reference.path.segments.map { segment in if case .name(let name) = segment { name } else { "" } }
    guard let section = names.first else {
      findings.error("$target names a whole target", at: place)
      return
    }
    var kind = Self.targetSections[section]
    var role = names.dropFirst().first
    if section == "suite" {
      guard let part = role, part != "reachable-at" else { return }
      kind = Self.suiteSections[part]
      role = names.dropFirst(2).first
      if kind == nil, part != "authorities" {
        findings.error(
          "\(reference): the suite has no \(part)", help: suggestion(for: part, among: Self.suiteSections.keys.sorted()), at: place)
      }
    } else if kind == nil, !["target", "audit", "hooks", "bounds", "limits", "dialects"].contains(section) {
      findings.error(
        "\(reference): a target description has no \(section)", help: suggestion(for: section, among: Self.targetSections.keys.sorted()),
        at: place)
    }
    guard let kind, let role else { return }
    if !corpus.roles.contains(role, kind) {
      findings.error(
        "\(reference): unknown \(kind.noun) \(role)", help: suggestion(for: role, among: corpus.roles.names(of: kind)), at: place)
    }
  }

  // MARK: - Facts that are judged or recorded

  private func checkFacts(_ judgement: Judgement, of step: Step) {
    guard let action = action(of: step) else { return }
    let facts = facts(of: step, action)
    for path in judgement.record {
      do {
        _ = try facts.type(at: path.segments[...])
      } catch {
        report(error, "record \(path)", action.rawValue, judgement.place)
      }
    }
    func check(_ expectation: Expectation) {
      self.check(expectation.members, facts, action.rawValue)
      for branch in expectation.any { check(branch) }
    }
    if let expect = judgement.expect { check(expect) }
    for rung in judgement.alsoAccept { self.check(rung.members, facts, action.rawValue) }
  }

  func facts(of step: Step, _ action: Action) -> [Fact] {
    switch step.mode {
    case nil: action.facts
    case .race?, .repeat?: Fact.copies + action.facts
    case .await?: action.facts + Fact.samples
    }
  }

  /// Checks that the members of a matcher are facts.
  private func check(_ entries: [Matcher.Entry], _ facts: [Fact], _ what: String) {
    for entry in entries {
      guard let fact = facts[entry.name] else {
        findings.error("\(what) has no fact \(entry.name)", help: suggestion(for: entry.name, among: facts.map(\.name)), at: entry.place)
        continue
      }
      if let members = fact.type.members { check(entry.matcher, members, entry.name) }
    }
  }

  private func check(_ matcher: Matcher, _ facts: [Fact], _ what: String) {
    switch matcher.content {
    case .map(let entries), .only(let entries): check(entries, facts, what)
    case .not(let inner), .contains(let inner): check(inner, facts, what)
    case .any(let inner), .all(let inner): for matcher in inner { check(matcher, facts, what) }
    case .equals, .status, .present, .absent, .ignoringCase, .oneOf, .set, .subset, .count, .atLeast, .atMost, .before, .after, .type,
      .pattern, .sameAs, .length, .list:
      break
    }
  }
}
