import OrderedJSON
import Yams

/// A YAML 1.2 value with its place in the file. Types follow the core schema, read by ourselves (the parser underneath types by
/// YAML 1.1, in which `010` is 8 and `yes` is true).
public struct Node: Sendable {
  public indirect enum Content: Sendable {
    case null
    case bool(Bool)
    /// As it was spelled.
    case number(String)
    /// `plain` is true where the text stood without quotes, so that a field's type may read `now+60s` or `60s` in it.
    case text(String, plain: Bool)
    case list([Node])
    case map([Entry])
  }

  /// One `key: value` of a map.
  public struct Entry: Sendable {
    public var key: String
    public var keyPlace: Place
    public var value: Node
    public init(key: String, keyPlace: Place, value: Node) {
      self.key = key
      self.keyPlace = keyPlace
      self.value = value
    }
  }

  public var content: Content
  public var place: Place

  public init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }
}

extension Node {
  public var map: [Entry]? { if case .map(let entries) = content { entries } else { nil } }
  public var list: [Node]? { if case .list(let nodes) = content { nodes } else { nil } }
  /// The text of a string scalar (quoted or plain).
  public var text: String? { if case .text(let text, _) = content { text } else { nil } }
  public var bool: Bool? { if case .bool(let value) = content { value } else { nil } }
  public var integer: Int? { if case .number(let spelling) = content { Int(spelling) } else { nil } }
  public subscript(key: String) -> Node? { map?.first { $0.key == key }?.value }
  public func entry(_ key: String) -> Entry? { map?.first { $0.key == key } }

  /// "a map", "a list", "text", "a number", "true or false", "nothing": for messages.
  public var kind: String {
    switch content {
    case .null: "nothing"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "text"
    case .list: "a list"
    case .map: "a map"
    }
  }

  /// The value as JSON, places forgotten.
  public var json: JSON {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let spelling): .number(spelling)
    case .text(let text, _): .string(text)
    case .list(let nodes): .array(nodes.map(\.json))
    case .map(let entries): .object(entries.map { .init($0.key, $0.value.json) })
    }
  }
}

extension Node {
  /// Reads a file of one YAML document: no anchors, aliases, tags or merge keys; duplicate keys are an error.
  public static func parse(_ file: SourceFile) throws(Diagnostics) -> Node {
    let composed: Yams.Node?
    do {
      composed = try Yams.compose(yaml: file.text)
    } catch let error as YamlError {
      throw Diagnostics([diagnostic(error, in: file)])
    } catch {
      throw Diagnostics([.init(.error, "not YAML: \(error)", at: Place(file: file, line: 1, column: 1))])
    }
    guard let composed else { throw Diagnostics([.init(.error, "the file is empty", at: Place(file: file, line: 1, column: 1))]) }
    var problems: [Diagnostic] = []
    let node = convert(composed, file, &problems, depth: 0)
    if !problems.isEmpty { throw Diagnostics(problems) }
    return node
  }

  private static func diagnostic(_ error: YamlError, in file: SourceFile) -> Diagnostic {
    func place(_ mark: Mark) -> Place { Place(file: file, line: mark.line, column: mark.column) }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      return .init(.error, "not YAML: \(problem)", at: place(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.sorted().joined(separator: ", ")
      return .init(.error, "the key \(names) stands twice", help: "keep one of them", at: place(context.mark))
    default:
      return .init(.error, "not YAML: \(String(String(describing: error).prefix(200)))", at: Place(file: file, line: 1, column: 1))
    }
  }

  private static func convert(_ node: Yams.Node, _ file: SourceFile, _ problems: inout [Diagnostic], depth: Int) -> Node {
    var place = Place(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    guard depth < 64 else {
      problems.append(.init(.error, "nested too deeply", at: place))
      return Node(.null, at: place)
    }
    // A value with an anchor or a tag begins with that sign, and nothing else can. Refused while walking down, so that nothing
    // is ever expanded.
    switch file.line(place.line).dropFirst(place.column - 1).first {
    case "&", "*":
      problems.append(.init(.error, "anchors and aliases are not used here", help: "write the value out", at: place))
      return Node(.null, at: place)
    case "!":
      problems.append(.init(.error, "tags are not used here", help: "leave the tag out", at: place))
      return Node(.null, at: place)
    default: break
    }
    switch node {
    case .alias:
      problems.append(.init(.error, "anchors and aliases are not used here", help: "write the value out", at: place))
      return Node(.null, at: place)
    case .scalar(let scalar):
      place.length = scalar.style == .plain ? scalar.string.count : scalar.string.count + 2
      let isPlain = scalar.style == .plain || scalar.style == .any
      return Node(isPlain ? plain(scalar.string) : .text(scalar.string, plain: false), at: place)
    case .sequence(let sequence):
      return Node(.list(sequence.map { convert($0, file, &problems, depth: depth + 1) }), at: place)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        let keyMark = (line: key.mark?.line ?? place.line, column: key.mark?.column ?? place.column)
        guard case .scalar(let scalar) = key else {
          problems.append(.init(.error, "a key must be text", at: Place(file: file, line: keyMark.line, column: keyMark.column)))
          continue
        }
        let keyPlace = Place(file: file, line: keyMark.line, column: keyMark.column, length: scalar.string.count)
        if scalar.string == "<<" {
          problems.append(.init(.error, "merge keys are not used here", help: "write the members out", at: keyPlace))
        }
        if entries.contains(where: { $0.key == scalar.string }) {
          problems.append(.init(.error, "the key \(scalar.string) stands twice", help: "keep one of them", at: keyPlace))
        }
        entries.append(.init(key: scalar.string, keyPlace: keyPlace, value: convert(value, file, &problems, depth: depth + 1)))
      }
      return Node(.map(entries), at: place)
    }
  }

  /// The core schema of YAML 1.2 for a scalar without quotes.
  private static func plain(_ text: String) -> Content {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if (try? JSON.parse(text)).map({ if case .number = $0 { true } else { false } }) == true { return .number(text) }
    return .text(text, plain: true)
  }
}
