/// Why a structured field or a message signature could not be read or made.
public enum MessageSignatureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not a structured field (RFC 8941): where and why.
  case structuredField(String)
  /// A covered component that this message has not, or that makes no sense (RFC 9421 section 2.5).
  case component(String)
  /// The key cannot sign, or the algorithm is unknown.
  case signature(String)

  public var description: String {
    switch self {
    case .structuredField(let text): "structured field: \(text)"
    case .component(let text): "component: \(text)"
    case .signature(let text): "signature: \(text)"
    }
  }
}

/// A bare item of a structured field (RFC 8941 section 3.3).
public enum StructuredItem: Sendable, Hashable {
  case integer(Int)
  /// As it is spelled.
  case decimal(String)
  case string(String)
  case token(String)
  case bytes([UInt8])
  case boolean(Bool)

  /// The strict serialization (RFC 8941 section 4.1.3.1).
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .decimal(let spelling): spelling
    case .string(let text): StructuredItem.quote(text)
    case .token(let text): text
    case .bytes(let bytes): ":\(Base64.encode(bytes)):"
    case .boolean(let value): value ? "?1" : "?0"
    }
  }

  private static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { out.unicodeScalars.append("\\") }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}

/// A parameter of an item or inner list. The order counts.
public struct StructuredParameter: Sendable, Hashable {
  public var name: String
  public var value: StructuredItem

  public init(_ name: String, _ value: StructuredItem) {
    self.name = name
    self.value = value
  }

  /// The strict serialization, with its semicolon: a true boolean is its name alone.
  public var text: String { value == .boolean(true) ? ";\(name)" : ";\(name)=\(value.text)" }
}

/// A member of a structured dictionary: an item or an inner list, with its parameters.
public enum StructuredMember: Sendable, Hashable {
  case item(StructuredItem, [StructuredParameter])
  case list([StructuredItemWithParameters], [StructuredParameter])

  /// The strict serialization of the value, without its name.
  public var text: String {
    switch self {
    case .item(let item, let parameters): item.text + parameters.map(\.text).joined()
    case .list(let items, let parameters): "(\(items.map(\.text).joined(separator: " ")))" + parameters.map(\.text).joined()
    }
  }
}

/// An item of an inner list.
public struct StructuredItemWithParameters: Sendable, Hashable {
  public var item: StructuredItem
  public var parameters: [StructuredParameter]

  public init(_ item: StructuredItem, _ parameters: [StructuredParameter] = []) {
    self.item = item
    self.parameters = parameters
  }

  public var text: String { item.text + parameters.map(\.text).joined() }
}

/// A structured dictionary (RFC 8941 section 3.2) in its order. A later member of the same name replaces the earlier one, as the
/// specification says; `repeated` tells which did.
public struct StructuredDictionary: Sendable, Hashable {
  public var members: [StructuredDictionaryMember] = []
  public var repeated: [String] = []

  public subscript(name: String) -> StructuredMember? { members.first { $0.name == name }?.value }

  /// Reads the combined value of a field.
  /// - Throws: `MessageSignatureError.structuredField`.
  public init(parsing text: String) throws(MessageSignatureError) {
    var parser = StructuredFieldParser(text)
    try parser.dictionary(into: &self)
  }

  public init(_ members: [StructuredDictionaryMember] = []) { self.members = members }

  /// The strict serialization.
  public var text: String {
    members.map { member in
      if case .item(.boolean(true), let parameters) = member.value { return member.name + parameters.map(\.text).joined() }
      return "\(member.name)=\(member.value.text)"
    }.joined(separator: ", ")
  }
}

/// A named member of a structured dictionary.
public struct StructuredDictionaryMember: Sendable, Hashable {
  public var name: String
  public var value: StructuredMember

  public init(_ name: String, _ value: StructuredMember) {
    self.name = name
    self.value = value
  }
}
