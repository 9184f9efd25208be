import OrderedJSON

/// Facts are JSON. Two kinds of fact need more than JSON offers, and are objects with one reserved member:
///
/// - a **secret** (`$secret`): a token, proof, assertion or code, of which a fact shows a keyed fingerprint, the length and the
///   alphabet. Equal secrets have equal fingerprints within a run, so the judge can still compare.
/// - an **unknown** (`$unknown`): something that this target does not show, with the reason.
///
/// What comes from a target is escaped when it becomes a fact, so that no server can forge either.
enum SpecialFact {
  static let secretMember = "$secret"
  static let unknownMember = "$unknown"

  static func unknown(_ reason: String) -> JSON { .object([.init(unknownMember, .string(reason))]) }

  static func unknownReason(_ fact: JSON) -> String? {
    guard case .object(let members) = fact, members.count == 1, members[0].name == unknownMember else { return nil }
    return members[0].value.string
  }

  static func fingerprint(_ fact: JSON) -> String? {
    guard case .object(let members) = fact, let first = members.first, first.name == secretMember else { return nil }
    return first.value.string
  }

  /// A fact from data that a target sent.
  static func escape(_ data: JSON) -> JSON {
    switch data {
    case .null, .bool, .number, .string: return data
    case .array(let elements): return .array(elements.map(escape))
    case .object(let members):
      return .object(members.map { .init($0.name.hasPrefix("$") ? "$" + $0.name : $0.name, escape($0.value)) })
    }
  }
}
