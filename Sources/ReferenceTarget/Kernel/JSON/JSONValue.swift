/// A JSON value as the reference target sees it: members in order, none twice, numbers as they were written.
enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The number if it is a whole one that fits; `1e300` and `1.5` give nil.
  var integer: Int? { if case .number(let value) = self { value.integer } else { nil } }
  /// A NumericDate (RFC 7519 section 2) in seconds; fractions are lawful there. Not finite or absurdly large: nil.
  var numericDate: Double? {
    guard case .number(let value) = self, let seconds = Double(value.text), seconds.isFinite, abs(seconds) < 1e12 else { return nil }
    return seconds
  }
}

/// A number in its own spelling.
struct JSONNumber: Sendable, Hashable {
  let text: String
  init(_ value: Int) { text = String(value) }
  init(text: String) { self.text = text }
  var integer: Int? {
    if let value = Int(text) { return value }
    guard let value = Double(text), value.isFinite, value == value.rounded(), abs(value) < 9_007_199_254_740_992 else { return nil }
    return Int(value)
  }
}

/// An object whose members keep their order.
struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  private(set) var members: [(name: String, value: JSONValue)]

  init() { members = [] }
  init(dictionaryLiteral elements: (String, JSONValue)...) { members = elements.map { ($0.0, $0.1) } }

  var names: [String] { members.map(\.name) }
  var isEmpty: Bool { members.isEmpty }

  /// Setting nil removes the member.
  subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Adds a member that the caller knows to be new: the parser's way, so that many members cost no search.
  mutating func append(new name: String, _ value: JSONValue) { members.append((name, value)) }

  static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count && left.members.allSatisfy { right[$0.name] == $0.value }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(Set(names)) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (name, value) in elements { object[name] = value }
    self = .object(object)
  }
}
