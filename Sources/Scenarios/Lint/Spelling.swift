import Documents

/// Values, matchers and edits as one line each: equal text, equal meaning. For comparisons, not for people.
extension Value {
  var spelling: String {
    switch content {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let number): number
    case .text(let text): "'\(text)'"
    case .reference(let reference): reference.description
    case .time(let time): time.description
    case .bytes(let bytes): "\(bytes)"
    case .list(let values): "[\(values.map(\.spelling).joined(separator: ","))]"
    case .map(let members): "{\(members.map { "\($0.name):\($0.value.spelling)" }.sorted().joined(separator: ","))}"
    }
  }

  /// The value and all values in it.
  var all: [Value] {
    switch content {
    case .list(let values): [self] + values.flatMap(\.all)
    case .map(let members): [self] + members.flatMap(\.value.all)
    case .null, .bool, .number, .text, .reference, .time, .bytes: [self]
    }
  }

  /// The reference in it, alone or as the base of a time.
  var anyReference: Reference? {
    switch content {
    case .reference(let reference): reference
    case .time(let time): time.base
    case .null, .bool, .number, .text, .bytes, .list, .map: nil
    }
  }
}

extension Matcher {
  var spelling: String {
    switch content {
    case .equals(let value): "=\(value.spelling)"
    case .status(let patterns): "status\(patterns)"
    case .map(let entries): "{\(Self.spelling(entries))}"
    case .only(let entries): "only{\(Self.spelling(entries))}"
    case .present: "present"
    case .absent: "absent"
    case .ignoringCase(let text): "~'\(text)'"
    case .oneOf(let values): "one-of[\(values.map(\.spelling).joined(separator: ","))]"
    case .not(let inner): "not(\(inner.spelling))"
    case .any(let inner): "any[\(inner.map(\.spelling).joined(separator: ","))]"
    case .all(let inner): "all[\(inner.map(\.spelling).joined(separator: ","))]"
    case .contains(let inner): "contains(\(inner.spelling))"
    case .set(let value): "set(\(value.spelling))"
    case .subset(let value): "subset(\(value.spelling))"
    case .count(let inner): "count(\(inner.spelling))"
    case .atLeast(let value): ">=\(value.spelling)"
    case .atMost(let value): "<=\(value.spelling)"
    case .before(let value): "before(\(value.spelling))"
    case .after(let value): "after(\(value.spelling))"
    case .type(let name): "type(\(name))"
    case .pattern(let pattern): "pattern(\(pattern.rawValue))"
    case .sameAs(let reference): "same-as(\(reference))"
    case .length(let inner): "length(\(inner.spelling))"
    case .list(let inner): "[\(inner.map(\.spelling).joined(separator: ","))]"
    }
  }

  private static func spelling(_ entries: [Entry]) -> String {
    entries.map { "\($0.name):\($0.matcher.spelling)" }.sorted().joined(separator: ",")
  }

  /// The values and references in the matcher, each as a value with its place.
  var values: [Value] {
    switch content {
    case .equals(let value), .set(let value), .subset(let value), .atLeast(let value), .atMost(let value), .before(let value),
      .after(let value):
      [value]
    case .oneOf(let values): values
    case .sameAs(let reference): [Value(.reference(reference), at: place)]
    case .map(let entries), .only(let entries): entries.flatMap(\.matcher.values)
    case .not(let inner), .contains(let inner), .count(let inner), .length(let inner): inner.values
    case .any(let inner), .all(let inner), .list(let inner): inner.flatMap(\.values)
    case .status, .present, .absent, .ignoringCase, .type, .pattern: []
    }
  }

  /// Whether everything that meets `other` meets this matcher; false where that cannot be told.
  func isMetByAll(_ other: Matcher) -> Bool {
    if spelling == other.spelling { return true }
    switch (content, other.content) {
    case (.present, .absent), (.present, .not): return false
    case (.present, _): return true
    case (.status(let mine), .status(let theirs)):
      return theirs.allSatisfy { pattern in
        switch pattern {
        case .code(let code): mine.contains { $0.matches(code) }
        case .family: mine.contains(pattern)
        }
      }
    case (.oneOf(let values), .equals(let value)): return values.contains { $0.spelling == value.spelling }
    case (.oneOf(let mine), .oneOf(let theirs)):
      return theirs.allSatisfy { value in mine.contains { $0.spelling == value.spelling } }
    case (.map(let mine), .map(let theirs)), (.map(let mine), .only(let theirs)): return Matcher.areMetByAll(mine, theirs)
    default: return false
    }
  }

  static func areMetByAll(_ mine: [Entry], _ theirs: [Entry]) -> Bool {
    mine.allSatisfy { entry in theirs.contains { $0.name == entry.name && entry.matcher.isMetByAll($0.matcher) } }
  }
}

extension Edits {
  var spelling: String {
    (change.map { "\($0.path)=\($0.value.spelling)" } + remove.map { "-\($0.path)" } + rewrite.map { "\($0.path)~\($0.rewrite)" }
      + duplicate.map { "\($0.path)+\($0.value?.spelling ?? "")" }).sorted().joined(separator: ";")
  }

  /// Each edited path with its place.
  var places: [(path: Path, place: Place)] {
    change.map { ($0.path, $0.place) } + remove.map { ($0.path, $0.place) } + rewrite.map { ($0.path, $0.place) }
      + duplicate.map { ($0.path, $0.place) }
  }

  var values: [Value] { change.map(\.value) + duplicate.compactMap(\.value) }
}

extension Expectation {
  /// The values in the expectation and its branches.
  var values: [Value] { members.flatMap(\.matcher.values) + any.flatMap(\.values) }
}

extension Need {
  var spelling: String {
    switch self {
    case .name(let name, _): name
    case .atLeast(let name, let number, _): "\(name)>=\(number)"
    case .any(let branches): "any(\(branches.map(\.spelling).sorted().joined(separator: ",")))"
    case .not(let name, _): "not(\(name))"
    }
  }
}
