/// A JSON value (RFC 8259) that keeps what other parsers hide: the order of members, duplicate members, and the spelling of
/// numbers. A conformance suite must see exactly what was sent.
public indirect enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number as it was spelled, for instance `1e300` or `1.0`.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One member of an object. An object may hold two of the same name.
  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSON

    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }
}

extension JSON {
  /// An integer.
  public static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// An object of the members whose value is not nil, in the order given.
  public static func object(of pairs: KeyValuePairs<String, JSON?>) -> JSON {
    .object(pairs.compactMap { name, value in value.map { Member(name, $0) } })
  }

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  public var members: [Member]? { if case .object(let value) = self { value } else { nil } }

  /// The number as an integer, if it is one in spelling (`7`) or in value (`7.0`, `7e0`).
  public var integer: Int? {
    guard case .number(let spelling) = self else { return nil }
    if let value = Int(spelling) { return value }
    guard let value = Double(spelling), value == value.rounded(), abs(value) < 9e15 else { return nil }
    return Int(value)
  }

  public var double: Double? { if case .number(let spelling) = self { Double(spelling) } else { nil } }

  /// The **last** member of that name (what most parsers keep), or nil. Setting replaces the first of that name in its place
  /// and removes any others; setting nil removes all of that name.
  public subscript(name: String) -> JSON? {
    get { members?.last { $0.name == name }?.value }
    set {
      var members = self.members ?? []
      guard let newValue else {
        members.removeAll { $0.name == name }
        self = .object(members)
        return
      }
      if let first = members.firstIndex(where: { $0.name == name }) {
        members[first].value = newValue
        var index = members.count - 1
        while index > first {
          if members[index].name == name { members.remove(at: index) }
          index -= 1
        }
      } else {
        members.append(Member(name, newValue))
      }
      self = .object(members)
    }
  }

  /// The element at an index of an array, or nil.
  public subscript(index: Int) -> JSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// Names that occur more than once in this object or in any below it, as dotted paths.
  public var duplicateMembers: [String] {
    switch self {
    case .null, .bool, .number, .string: return []
    case .array(let elements):
      return elements.enumerated().flatMap { index, element in element.duplicateMembers.map { "[\(index)].\($0)" } }
    case .object(let members):
      var seen = Set<String>()
      var found: [String] = []
      for member in members {
        if !seen.insert(member.name).inserted { found.append(member.name) }
        found += member.value.duplicateMembers.map { "\(member.name).\($0)" }
      }
      return found
    }
  }

  /// "null", "boolean", "number", "string", "array" or "object".
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// Equality as RFC 8259 data: member order does not matter, `1` equals `1.0`.
  public func sameValue(as other: JSON) -> Bool {
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return a == b
    case (.number(let a), .number(let b)): return a == b || (Double(a) != nil && Double(a) == Double(b))
    case (.array(let a), .array(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.sameValue(as: $1) }
    case (.object(let a), .object(let b)):
      guard a.count == b.count else { return false }
      return a.allSatisfy { member in b.contains { $0.name == member.name && $0.value.sameValue(as: member.value) } }
    default: return false
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByStringInterpolation
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .number(String(value)) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { Member($0.0, $0.1) }) }
  public init(nilLiteral: ()) { self = .null }
}
