import OrderedJSON
import Scenarios

/// Expectations and facts in words, for reports.
enum Describe {
  static func fact(_ fact: JSON) -> String {
    if let print = SpecialFact.fingerprint(fact) { return "‹secret \(print)›" }
    if let reason = SpecialFact.unknownReason(fact) { return "not visible (\(reason))" }
    let text = fact.compact
    return text.count > 300 ? text.prefix(300) + "…" : text
  }

  static func value(_ value: Value) -> String {
    switch value.content {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let spelling): spelling
    case .text(let text): JSON.string(text).compact
    case .reference(let reference): reference.description
    case .time(let expression): expression.description
    case .bytes(.literal(let bytes)): "\(bytes.count) bytes"
    case .bytes(.random(let count)): "\(count) random bytes"
    case .bytes(.fill(let count)): "\(count) bytes"
    case .list(let values): "[" + values.map(Describe.value).joined(separator: ", ") + "]"
    case .map(let members): "{" + members.map { "\($0.name): \(Describe.value($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  static func entries(_ entries: [Matcher.Entry], _ matching: Matching?) -> String {
    entries.map { "\($0.name) \(matcher($0.matcher, matching))" }.joined(separator: ", ")
  }

  static func matcher(_ matcher: Matcher, _ matching: Matching?) -> String {
    /// The value itself where it is known, with its name.
    func resolved(_ value: Value) -> String {
      guard let matching, case .found(let fact) = matching.scope.resolve(value) else { return Describe.value(value) }
      if case .reference(let reference) = value.content { return "\(Describe.fact(fact)) (\(reference))" }
      return Describe.fact(fact)
    }
    switch matcher.content {
    case .present: return "present"
    case .absent: return "absent"
    case .equals(let value): return resolved(value)
    case .status(let patterns):
      return patterns.map {
        switch $0 {
        case .code(let code): "\(code)"
        case .family(let digit): "\(digit)xx"
        }
      }.joined(separator: " or ")
    case .map(let members): return "{\(entries(members, matching))}"
    case .only(let members): return "only {\(entries(members, matching))}"
    case .ignoringCase(let text): return "\(JSON.string(text).compact) in any case"
    case .oneOf(let values): return values.map(resolved).joined(separator: " or ")
    case .not(let inner): return "not \(Describe.matcher(inner, matching))"
    case .any(let branches): return branches.map { Describe.matcher($0, matching) }.joined(separator: " or ")
    case .all(let parts): return parts.map { Describe.matcher($0, matching) }.joined(separator: " and ")
    case .contains(let inner): return "containing \(Describe.matcher(inner, matching))"
    case .set(let value): return "exactly the elements \(resolved(value))"
    case .subset(let value): return "nothing beyond \(resolved(value))"
    case .count(let inner): return "\(Describe.matcher(inner, matching)) of them"
    case .atLeast(let value): return "at least \(resolved(value))"
    case .atMost(let value): return "at most \(resolved(value))"
    case .before(let value): return "before \(resolved(value))"
    case .after(let value): return "after \(resolved(value))"
    case .type(let type): return "of type \(type)"
    case .pattern(let pattern): return "of the form \(pattern.rawValue)"
    case .sameAs(let reference): return resolved(Value(.reference(reference), at: matcher.place))
    case .length(let inner): return "of length \(Describe.matcher(inner, matching))"
    case .list(let matchers): return "[" + matchers.map { Describe.matcher($0, matching) }.joined(separator: ", ") + "]"
    }
  }

  static func expectation(_ expectation: Expectation, named: [String: NamedExpectation], _ matching: Matching? = nil) -> String {
    var parts: [String] = []
    if let name = expectation.name {
      let own = named[name].map { entries($0.members, matching) } ?? ""
      parts.append(own.isEmpty ? name : "\(name) (\(own))")
    }
    if !expectation.members.isEmpty { parts.append(entries(expectation.members, matching)) }
    if !expectation.any.isEmpty {
      parts.append(expectation.any.map { Describe.expectation($0, named: named, matching) }.joined(separator: " or "))
    }
    return parts.joined(separator: ", ")
  }

  /// The edits of a case, one line each.
  static func edits(_ edits: Edits) -> [String] {
    edits.change.map { "change \($0.path): \(value($0.value))" } + edits.remove.map { "remove \($0.path)" }
      + edits.rewrite.map { "rewrite \($0.path): \(rewrite($0.rewrite))" }
      + edits.duplicate.map { "duplicate \($0.path)" + ($0.value.map { " as \(value($0))" } ?? "") }
  }

  static func rewrite(_ rewrite: Rewrite) -> String {
    switch rewrite {
    case .word(let word): word.rawValue
    case .append(let text): "append \(JSON.string(text).compact)"
    case .secondMember(let name, let json): "second member \(name): \(json.text)"
    }
  }
}
