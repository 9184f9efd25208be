/// The identifier of a message component (RFC 9421 section 2).
public struct SignatureComponent: Sendable, Hashable, CustomStringConvertible {
  /// Lower-case field name, or a derived name with its `@`.
  public var name: String
  public var parameters: [StructuredParameter]

  public init(name: String, parameters: [StructuredParameter] = []) {
    self.name = name
    self.parameters = parameters
  }

  /// From its text, with or without the quotes: `@method`, `content-digest;req`, `"@query-param";name="Pet"`.
  /// - Throws: `MessageSignatureError.structuredField`.
  public init(_ text: String) throws(MessageSignatureError) {
    var quoted = text
    if !text.hasPrefix("\"") {
      let name = text.prefix { $0 != ";" }
      quoted = "\"\(name)\"\(text[name.endIndex...])"
    }
    var parser = StructuredFieldParser(quoted)
    guard case .string(let name) = try parser.item() else { throw .structuredField("\(text) is not a component identifier") }
    self.name = name
    parameters = try parser.parameters()
    try parser.end()
  }

  /// The strict serialization.
  public var description: String { item.text }

  var item: StructuredItemWithParameters { .init(.string(name), parameters) }

  func flag(_ name: String) -> Bool { parameters.contains { $0.name == name && $0.value == .boolean(true) } }
}

/// What a signature covers, and its metadata: the value of `@signature-params` (RFC 9421 section 2.3).
public struct SignatureParameters: Sendable, Hashable {
  public var components: [SignatureComponent]
  /// `created`, `expires`, `nonce`, `keyid`, `tag` and others, in order.
  public var parameters: [StructuredParameter]

  public init(components: [SignatureComponent], parameters: [StructuredParameter]) {
    self.components = components
    self.parameters = parameters
  }

  /// The strict serialization, which stands in `Signature-Input` and in the signature base.
  public var text: String { member.text }

  var member: StructuredMember { .list(components.map(\.item), parameters) }

  /// From a member of `Signature-Input`.
  init(_ member: StructuredMember) throws(MessageSignatureError) {
    guard case .list(let items, let parameters) = member else { throw .structuredField("not a list of components") }
    components = []
    for one in items {
      guard case .string(let name) = one.item else { throw .structuredField("\(one.text) is not a component identifier") }
      components.append(.init(name: name, parameters: one.parameters))
    }
    self.parameters = parameters
  }

  /// The value of a parameter.
  public subscript(name: String) -> StructuredItem? { parameters.first { $0.name == name }?.value }
}

/// The text that a message signature signs (RFC 9421 section 2.5).
public enum SignatureBase {
  /// Builds the signature base.
  /// - Parameter invalid: whether what the specification forbids is signed as a careless verifier would read it: a component that is
  ///   covered twice, one with parameters that mean nothing here, one that is unknown or not in the message (its value is empty then).
  /// - Throws: `MessageSignatureError.component` for each case in which section 2.5 demands an error.
  public static func text(
    _ message: SignableMessage, _ parameters: SignatureParameters, allowingInvalid invalid: Bool = false
  ) throws(MessageSignatureError) -> String {
    var lines: [String] = []
    var seen: Set<String> = []
    for component in parameters.components {
      let identifier = component.description
      guard seen.insert(identifier).inserted || invalid else { throw .component("\(identifier) is covered twice") }
      let value = invalid ? carelessValue(of: component, in: message) : try value(of: component, in: message)
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) else {
        throw .component("the value of \(identifier) is not plain ASCII")
      }
      lines.append("\(identifier): \(value)")
    }
    lines.append("\"@signature-params\": \(parameters.text)")
    return lines.joined(separator: "\n")
  }

  /// What a verifier takes for the value that does not look at what it does not understand.
  private static func carelessValue(of component: SignatureComponent, in message: SignableMessage) -> String {
    let bare = SignatureComponent(name: component.name.lowercased())
    return (try? value(of: component, in: message)) ?? (try? value(of: bare, in: message)) ?? ""
  }

  /// The value of one component.
  /// - Throws: `MessageSignatureError.component`.
  public static func value(of component: SignatureComponent, in message: SignableMessage) throws(MessageSignatureError) -> String {
    for parameter in component.parameters {
      switch parameter.name {
      case "req", "bs", "key": continue
      case "name" where component.name == "@query-param": continue
      default: throw .component("parameter \(parameter.name) of \(component) is not supported")
      }
    }
    switch message {
    case .request(let request):
      guard !component.flag("req") else { throw .component("\(component): req in the signature of a request") }
      return try value(of: component, in: request)
    case .response(let response):
      if component.flag("req") {
        guard let request = response.request else { throw .component("\(component): the request is not known") }
        return try value(of: component, in: request)
      }
      if component.name == "@status" { return String(response.status) }
      guard !component.name.hasPrefix("@") else { throw .component("\(component) in a response without req") }
      return try field(component, in: response.fields)
    }
  }

  private static func value(of component: SignatureComponent, in request: SignableRequest) throws(MessageSignatureError) -> String {
    guard component.name.hasPrefix("@") else { return try field(component, in: request.fields) }
    guard let value = try request.derived(component.name, parameters: component.parameters) else {
      throw .component("\(component) is not a derived component of a request")
    }
    return value
  }

  private static func field(_ component: SignatureComponent, in fields: [MessageField]) throws(MessageSignatureError) -> String {
    guard component.name == component.name.lowercased() else { throw .component("\(component): field names are lower-case") }
    let values = fields.filter { $0.name.lowercased() == component.name }.map { trimmed($0.value) }
    guard !values.isEmpty else { throw .component("the message has no field \(component.name)") }
    let key = component.parameters.first { $0.name == "key" }
    if component.flag("bs") {
      guard key == nil else { throw .component("\(component): bs and key exclude each other") }
      return values.map { StructuredItem.bytes(Array($0.utf8)).text }.joined(separator: ", ")
    }
    let combined = values.joined(separator: ", ")
    guard let key else { return combined }
    guard case .string(let name) = key.value else { throw .component("\(component): key is not a string") }
    guard let member = try StructuredDictionary(parsing: combined)[name] else {
      throw .component("\(component.name) has no member \(name)")
    }
    return member.text
  }

  /// Without white space at the ends; obsolete line folding becomes one space.
  private static func trimmed(_ value: String) -> String {
    let lines = value.utf8.split { $0 == 0x0A || $0 == 0x0D }
    let inner = lines.map { line -> String in
      let start = line.drop { $0 == 0x20 || $0 == 0x09 }
      let end = start.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
      return String(decoding: end, as: UTF8.self)
    }
    return inner.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
