import OrderedJSON
import Results
import Scenarios

/// Asks facts the questions of an expectation. Pure.
struct Matching {
  var scope: JudgementScope

  /// Every listed member of a map of facts.
  func entries(_ entries: [Matcher.Entry], in facts: JSON, at path: String = "", headers: Bool = false) -> Truth {
    .all(
      entries.map { entry in
        let name = path.isEmpty ? entry.name : "\(path).\(entry.name)"
        let isHeaders = entry.name == "headers" && path.isEmpty
        let fact: Lookup
        if let reason = SpecialFact.unknownReason(facts) {
          fact = .unknown(reason)
        } else if let value = Lookup.member(entry.name, of: facts, ignoringCase: headers) {
          fact = SpecialFact.unknownReason(value).map(Lookup.unknown) ?? .found(value)
        } else {
          fact = .missing
        }
        return match(entry.matcher, fact, at: name, isHeaders: isHeaders, isHeaderValue: headers)
      })
  }

  func match(_ matcher: Matcher, _ lookup: Lookup, at path: String, isHeaders: Bool = false, isHeaderValue: Bool = false) -> Truth {
    let fact: JSON
    switch lookup {
    case .unknown(let reason): return .unknown(reason)
    case .missing: return missing(matcher, at: path)
    case .found(let found): fact = found
    }
    func fail(_ expected: String? = nil) -> Truth {
      .fails([.init(path: path, expected: expected ?? Describe.matcher(matcher, self), seen: Describe.fact(fact))])
    }
    func truth(_ holds: Bool) -> Truth { holds ? .holds : fail() }
    /// Resolves a value, and asks about it.
    func with(_ value: Value, _ question: (JSON) -> Bool) -> Truth {
      switch scope.resolve(value) {
      case .found(let expected): truth(question(expected))
      case .unknown(let reason): .unknown(reason)
      case .missing: fail("\(Describe.value(value)), which is not there")
      }
    }

    switch matcher.content {
    case .present: return .holds
    case .absent: return fail("nothing")
    case .equals(let value): return with(value) { same(fact, $0, isHeaderValue: isHeaderValue) }
    case .status(let patterns): return truth(fact.integer.map { status in patterns.contains { $0.matches(status) } } ?? false)
    case .map(let members):
      // A list of maps (challenges) fits where one of them fits; header values are lists already.
      if case .array(let elements) = fact {
        if elements.isEmpty { return fail() }
        return Truth.any(elements.map { entries(members, in: $0, at: path) })
      }
      guard case .object = fact else { return fail() }
      return entries(members, in: fact, at: path, headers: isHeaders)
    case .only(let members):
      guard case .object(let present) = fact else { return fail() }
      let others = present.map(\.name).filter { name in !members.contains { $0.name == name } }
      if !others.isEmpty { return .fails([.init(path: path, expected: "no other members", seen: others.joined(separator: ", "))]) }
      return entries(members, in: fact, at: path)
    case .ignoringCase(let text):
      return truth(text.lowercased() == single(fact, isHeaderValue)?.string?.lowercased())
    case .oneOf(let values):
      return .any(values.map { value in with(value) { same(fact, $0, isHeaderValue: isHeaderValue) } }).orElse(fail)
    case .not(let inner):
      switch match(inner, lookup, at: path, isHeaders: isHeaders, isHeaderValue: isHeaderValue) {
      case .holds: return fail()
      case .fails: return .holds
      case .unknown(let reason): return .unknown(reason)
      }
    case .any(let branches):
      return .any(branches.map { match($0, lookup, at: path, isHeaders: isHeaders, isHeaderValue: isHeaderValue) }).orElse(fail)
    case .all(let parts):
      return .all(parts.map { match($0, lookup, at: path, isHeaders: isHeaders, isHeaderValue: isHeaderValue) })
    case .contains(let inner): return contains(inner, fact, at: path, fail: fail)
    case .set(let value): return with(value) { sameSet(elements(fact), $0.array ?? [$0]) }
    case .subset(let value):
      return with(value) { allowed in
        let all = elements(allowed)
        return elements(fact).allSatisfy { element in all.contains { $0.sameValue(as: element) } }
      }
    case .count(let inner):
      let count = fact.array?.count ?? fact.members?.count ?? 1
      return match(inner, .found(.integer(count)), at: "\(path).count")
    case .atLeast(let value): return with(value) { compare(number, fact, $0, >=) }
    case .atMost(let value): return with(value) { compare(number, fact, $0, <=) }
    case .before(let value): return with(value) { compare(time, fact, $0, <) }
    case .after(let value): return with(value) { compare(time, fact, $0, >) }
    case .type(let type): return truth(type == "integer" ? fact.integer != nil : fact.typeName == type)
    case .pattern(let pattern): return truth((single(fact, isHeaderValue)?.string).map(pattern.matches) ?? false)
    case .sameAs(let reference):
      switch scope.find(reference) {
      case .unknown(let reason): return .unknown(reason)
      case .missing: return fail("the same as \(reference), which is not there")
      case .found(let other): return truth(same(fact, other, isHeaderValue: isHeaderValue))
      }
    case .length(let inner):
      guard let length = fact["length"] ?? fact.string.map({ .integer($0.count) }) else { return fail() }
      return match(inner, .found(length), at: "\(path).length")
    case .list(let matchers):
      guard let elements = fact.array, elements.count == matchers.count else { return fail() }
      return .all(
        zip(matchers, elements).enumerated().map { index, pair in
          match(pair.0, .found(pair.1), at: "\(path)[\(index)]")
        })
    }
  }

  /// What a matcher says of a fact that is not there.
  private func missing(_ matcher: Matcher, at path: String) -> Truth {
    switch matcher.content {
    case .absent: return .holds
    case .not(let inner):
      if case .fails = missing(inner, at: path) { return .holds }
      return .fails([.init(path: path, expected: Describe.matcher(matcher, self), seen: "nothing")])
    case .any(let branches): return .any(branches.map { missing($0, at: path) })
    case .all(let parts): return .all(parts.map { missing($0, at: path) })
    case .count(let inner): return match(inner, .found(0), at: "\(path).count")
    case .subset: return .holds
    case .map(let members) where !members.isEmpty:
      return .all(members.map { missing($0.matcher, at: "\(path).\($0.name)") })
    default: return .fails([.init(path: path, expected: Describe.matcher(matcher, self), seen: "nothing")])
    }
  }

  private func contains(_ inner: Matcher, _ fact: JSON, at path: String, fail: (String?) -> Truth) -> Truth {
    switch fact {
    case .array(let elements):
      let truths = elements.map { match(inner, .found($0), at: path) }
      if case .unknown(let reason) = Truth.any(truths) { return .unknown(reason) }
      return truths.contains { $0.isMet } ? .holds : fail(nil)
    case .string(let text):
      if case .equals(let value) = inner.content, case .found(let part) = scope.resolve(value), let part = part.string {
        // A scope or another list in one text is asked for its words, any other text for a part.
        return text.split(separator: " ").contains { $0 == part } || text.contains(part) ? .holds : fail(nil)
      }
      return match(inner, .found(fact), at: path)
    case .object, .null, .bool, .number: return match(inner, .found(fact), at: path)
    }
  }

  /// A header is a list of values; a scalar is compared with the only one.
  private func single(_ fact: JSON, _ isHeaderValue: Bool) -> JSON? {
    guard isHeaderValue, case .array(let values) = fact else { return fact }
    return values.count == 1 ? values[0] : nil
  }

  private func same(_ fact: JSON, _ expected: JSON, isHeaderValue: Bool) -> Bool {
    if let a = SpecialFact.fingerprint(fact) { return a == SpecialFact.fingerprint(expected) }
    if isHeaderValue, case .array(let values) = fact, case .string = expected {
      return values.count == 1 && values[0].sameValue(as: expected)
    }
    return fact.sameValue(as: expected)
  }

  /// The elements of a list, or the words of a scope.
  private func elements(_ fact: JSON) -> [JSON] {
    switch fact {
    case .array(let elements): elements
    case .string(let text): text.split(separator: " ").map { .string(String($0)) }
    case .null: []
    case .bool, .number, .object: [fact]
    }
  }

  private func sameSet(_ a: [JSON], _ b: [JSON]) -> Bool {
    a.allSatisfy { x in b.contains { $0.sameValue(as: x) } } && b.allSatisfy { x in a.contains { $0.sameValue(as: x) } }
  }

  private func compare(_ read: (JSON) -> Double?, _ a: JSON, _ b: JSON, _ order: (Double, Double) -> Bool) -> Bool {
    guard let a = read(a), let b = read(b) else { return false }
    return order(a, b)
  }

  private func number(_ value: JSON) -> Double? { value.double }
  private func time(_ value: JSON) -> Double? { value.double.map(JudgementScope.unixMilliseconds) }
}

extension Truth {
  /// A choice that failed is told as one mismatch, not as one for each branch.
  fileprivate func orElse(_ fail: (String?) -> Truth) -> Truth {
    if case .fails = self { fail(nil) } else { self }
  }
}
