/// What may stand in a field of a recipe, and below it.
public indirect enum FieldType: Sendable {
  case text
  case integer
  case flag
  /// A point in time; a number is taken as it is written.
  case time
  /// Any JSON value.
  case json
  /// A list of scope roles, or `{literal: text}`.
  case scope
  /// The name of a role of one of these kinds.
  case role([RoleKind])
  /// The name of an entry in `given` of one of these kinds, or of a party of the target description that has such a thing.
  case given([Given.Kind])
  /// A token, code or other secret: a reference to one, or text.
  case token
  /// One of these words.
  case words([String])
  /// One of these short names, or text that goes on the wire as it is.
  case shortNames([String])
  /// Members of any name: headers, form, query.
  case open(FieldType)
  /// A recipe with these fields.
  case recipe([Field])
  /// A token of the JWT family: a recipe, or a whole token of an earlier step.
  case jwt([Field])
  case list(FieldType)
}

/// A field of a recipe.
public struct Field: Sendable {
  public var name: String
  public var type: FieldType
  public var about: String

  public init(_ name: String, _ type: FieldType, _ about: String) {
    self.name = name
    self.type = type
    self.about = about
  }
}

extension FieldType {
  /// The fields below, where they are a closed set.
  public var fields: [Field]? {
    switch self {
    case .recipe(let fields), .jwt(let fields): fields
    case .text, .integer, .flag, .time, .json, .scope, .role, .given, .token, .words, .shortNames, .open, .list: nil
    }
  }

  /// Whether a path may lead on from here to a member of any name, and what stands there.
  var openMember: FieldType? {
    switch self {
    case .open(let member): member
    case .json: .json
    case .list(let element): element
    case .text, .integer, .flag, .time, .scope, .role, .given, .token, .words, .shortNames, .recipe, .jwt: nil
    }
  }

  /// For messages.
  public var description: String {
    switch self {
    case .text, .token: "text"
    case .integer: "an integer"
    case .flag: "true or false"
    case .time: "a time"
    case .json: "any value"
    case .scope: "a list of scopes"
    case .role(let kinds): "a " + kinds.map(\.noun).joined(separator: " or ")
    case .given(let kinds): "a given " + kinds.map(\.rawValue).joined(separator: " or ")
    case .words(let words): "one of \(words.joined(separator: ", "))"
    case .shortNames(let names): "text, or one of \(names.joined(separator: ", "))"
    case .open, .recipe: "a map"
    case .jwt: "a map, or a token of an earlier step"
    case .list(let element): "a list of \(element.description)"
    }
  }
}

/// What a path into the fields of an action may be wrong in.
enum PathFault: Error {
  /// No such field; the names that are known there.
  case unknown(String, [String])
  /// The field has nothing below it.
  case leaf(String)
}

extension [Field] {
  subscript(name: String) -> Field? { first { $0.name == name } }

  /// The type at a path.
  func type(at path: ArraySlice<Path.Segment>) throws(PathFault) -> FieldType {
    guard case .name(let name)? = path.first else { throw .leaf("") }
    guard let field = self[name] else { throw .unknown(name, map(\.name)) }
    return try field.type.type(at: path.dropFirst(), below: name)
  }
}

extension FieldType {
  func type(at path: ArraySlice<Path.Segment>, below name: String) throws(PathFault) -> FieldType {
    guard !path.isEmpty else { return self }
    if let fields { return try fields.type(at: path) }
    guard let member = openMember else { throw .leaf(name) }
    let next =
      switch path.first! {
      case .name(let name): name
      case .index(let index): "[\(index)]"
      case .element(let text): text
      }
    return try member.type(at: path.dropFirst(), below: next)
  }
}
