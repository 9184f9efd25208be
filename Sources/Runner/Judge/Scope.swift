import OrderedJSON
import Scenarios

/// What the words of an expectation mean while one exchange is judged: the facts that references reach, and the time.
struct JudgementScope: Sendable {
  /// The facts of the exchange that is judged.
  var own: JSON
  /// The id of the step whose exchange that is, under which it can name itself.
  var ownStep: String?
  /// Facts of the steps that were in force when it was performed.
  var steps: [String: JSON]
  var given: JSON
  var target: JSON
  /// Name → milliseconds.
  var bounds: [String: Int]
  var variant: [String: String]
  /// Unix milliseconds by the target's clock when the message was built.
  var now: Int

  func find(_ reference: Reference) -> Lookup {
    switch reference.root {
    case .step(let id):
      guard let facts = id == ownStep ? own : steps[id] else { return .missing }
      return Lookup.find(reference.path, in: facts)
    case .given: return Lookup.find(reference.path, in: given)
    case .target: return Lookup.find(reference.path, in: target)
    case .bounds:
      guard case .name(let name)? = reference.path.segments.first, let bound = bounds[name] else { return .missing }
      return .found(.integer(bound))
    case .variant:
      guard case .name(let name)? = reference.path.segments.first, let value = variant[name] else { return .missing }
      return .found(.string(value))
    }
  }

  /// A value with its references and times put in: the data, or why there is none.
  func resolve(_ value: Value) -> Lookup {
    switch value.content {
    case .null: return .found(.null)
    case .bool(let flag): return .found(.bool(flag))
    case .number(let spelling): return .found(.number(spelling))
    case .text(let text): return .found(.string(text))
    case .reference(let reference): return find(reference)
    case .time(let expression):
      return milliseconds(expression).map { .found(.integer(Int(($0 / 1000).rounded(.down)))) } ?? .missing
    case .bytes(.literal(let bytes)): return .found(.string(String(decoding: bytes, as: UTF8.self)))
    case .bytes: return .missing
    case .list(let values):
      var elements: [JSON] = []
      for value in values {
        switch resolve(value) {
        case .found(let element): elements.append(element)
        case let other: return other
        }
      }
      return .found(.array(elements))
    case .map(let members):
      var out: [JSON.Member] = []
      for member in members {
        switch resolve(member.value) {
        case .found(let element): out.append(.init(member.name, element))
        case let other: return other
        }
      }
      return .found(.object(out))
    }
  }

  /// Unix milliseconds of a time.
  func milliseconds(_ expression: TimeExpression) -> Double? {
    guard let base = expression.base else { return Double(now + expression.offsetMilliseconds) }
    guard case .found(let fact) = find(base), let value = fact.double else { return nil }
    return Self.unixMilliseconds(value) + Double(expression.offsetMilliseconds)
  }

  /// Facts are seconds where a protocol counts seconds, and milliseconds where the suite measured.
  static func unixMilliseconds(_ value: Double) -> Double { value < 1e11 ? value * 1000 : value }
}
