import Forge
import OrderedJSON
import Scenarios

/// What a scenario says about a message, as a tree laid over the message that the suite would build by itself.
///
/// `with` and the edits of a case become one tree. A builder asks the tree, field by field, what becomes of its default.
indirect enum Overlay: Sendable {
  /// Something deeper is said.
  case node([(name: String, overlay: Overlay)])
  /// The whole value.
  case set(JSON)
  case remove
  case rewrite(Rewrite)
  /// A second copy: equal, or as given.
  case duplicate(JSON?)
  /// Several sayings about one place, in order.
  case layered([Overlay])

  static let empty = Overlay.node([])

  /// What is said about a member.
  subscript(name: String) -> Overlay? {
    switch self {
    case .node(let members): return members.last { $0.name == name }?.overlay
    case .layered(let layers):
      let found = layers.compactMap { $0[name] }
      return found.isEmpty ? nil : found.count == 1 ? found[0] : .layered(found)
    case .set, .remove, .rewrite, .duplicate: return nil
    }
  }

  subscript(path path: [String]) -> Overlay? {
    path.reduce(Optional(self)) { overlay, name in overlay?[name] }
  }

  var isRemoval: Bool {
    switch self {
    case .remove: true
    case .layered(let layers): layers.last?.isRemoval ?? false
    case .node, .set, .rewrite, .duplicate: false
    }
  }

  /// The whole value that is set, if one is.
  var whole: JSON? {
    switch self {
    case .set(let value): value
    case .layered(let layers): layers.lazy.reversed().compactMap(\.whole).first
    case .node, .remove, .rewrite, .duplicate: nil
    }
  }

  /// The members of a node, layers joined.
  var members: [(name: String, overlay: Overlay)] {
    switch self {
    case .node(let members): members
    case .layered(let layers): layers.flatMap(\.members)
    case .set, .remove, .rewrite, .duplicate: []
    }
  }

  /// The sayings at this very place, in order: rewrites and duplicates for those who apply them themselves.
  var layers: [Overlay] { if case .layered(let layers) = self { layers } else { [self] } }

  /// Lays something at a path. What is set or removed there replaces what was said before; the rest comes on top of it.
  func inserting(_ overlay: Overlay, at path: ArraySlice<String>) -> Overlay {
    guard let first = path.first else {
      switch overlay {
      case .set, .remove, .node: return overlay
      case .rewrite, .duplicate, .layered: return .layered(layers + [overlay])
      }
    }
    var members: [(name: String, overlay: Overlay)]
    var others: [Overlay] = []
    switch self {
    case .node(let own): members = own
    case .layered(let layers):
      members = layers.flatMap(\.members)
      others = layers.filter { if case .node = $0 { false } else { true } }
    case .set(.object(let own)) where own.first?.name != SpecialFact.secretMember:
      members = own.map { ($0.name, .set($0.value)) }
    case .set, .rewrite, .duplicate:
      members = []
      others = [self]
    case .remove: members = []
    }
    let rest = path.dropFirst()
    if let index = members.lastIndex(where: { $0.name == first }) {
      members[index].overlay = members[index].overlay.inserting(overlay, at: rest)
    } else {
      members.append((first, rest.isEmpty ? overlay : Overlay.empty.inserting(overlay, at: rest)))
    }
    return others.isEmpty ? .node(members) : .layered(others + [.node(members)])
  }
}

/// Why a recipe cannot be made.
enum RecipeProblem: Error {
  /// The scenario asks for something impossible: a fault of the suite.
  case suite(String)
  /// An earlier answer did not bring what is needed.
  case missing(String)
  /// The target does not show what is needed.
  case notVisible(String)
}

extension Overlay {
  /// The values that a field ends up with: none if it was removed, two if it was duplicated.
  ///
  /// - Parameter reveal: makes of a secret among the facts the text that it stands for, so that it can be rewritten.
  func applied(to original: JSON?, revealing reveal: (JSON) throws -> JSON = { $0 }) throws -> [JSON] {
    switch self {
    case .set(let value): return [value]
    case .remove: return []
    case .rewrite(let rewrite):
      guard let original else { throw RecipeProblem.suite("there is nothing to rewrite (\(Describe.rewrite(rewrite)))") }
      return [try rewrite.applied(to: try reveal(original))]
    case .duplicate(let copy):
      guard let original else { throw RecipeProblem.suite("there is nothing to duplicate") }
      return [original, copy ?? original]
    case .layered(let layers):
      var values = original.map { [$0] } ?? []
      for layer in layers {
        switch layer {
        case .duplicate(let copy): if let last = values.last { values.append(copy ?? last) }
        case .node, .set, .remove, .rewrite, .layered: values = try layer.applied(to: values.first, revealing: reveal)
        }
      }
      return values
    case .node(let members): return [try Self.merge(members, into: original)]
    }
  }

  private static func merge(_ members: [(name: String, overlay: Overlay)], into original: JSON?) throws -> JSON {
    if case .array(var elements)? = original, members.allSatisfy({ $0.name.hasPrefix("[") }) {
      for (name, overlay) in members {
        let key = String(name.dropFirst().dropLast())
        guard let index = Int(key) ?? elements.firstIndex(where: { $0.string == key }) else {
          if case .set(let value) = overlay { elements.append(value) }
          continue
        }
        guard elements.indices.contains(index) else { continue }
        elements.replaceSubrange(index...index, with: try overlay.applied(to: elements[index]))
      }
      return .array(elements)
    }
    var object = original?.members ?? []
    for (name, overlay) in members {
      let present = object.last { $0.name == name }?.value
      let values = try overlay.applied(to: present)
      let place = object.firstIndex { $0.name == name } ?? object.count
      object.removeAll { $0.name == name }
      object.insert(contentsOf: values.map { JSON.Member(name, $0) }, at: min(place, object.count))
    }
    return .object(object)
  }

  /// A list of name-value fields (form, query, headers) with what is said about them.
  func applied(to fields: [(String, String)], text: (JSON) throws -> String, ignoringCase: Bool = false) throws -> [(String, String)] {
    var fields = fields
    func same(_ a: String, _ b: String) -> Bool { ignoringCase ? a.lowercased() == b.lowercased() : a == b }
    for (name, overlay) in members {
      let present = fields.first { same($0.0, name) }
      let values = try overlay.applied(to: present.map { .string($0.1) }) { .string(try text($0)) }
      let place = fields.firstIndex { same($0.0, name) } ?? fields.count
      fields.removeAll { same($0.0, name) }
      // A list of values is sent as that many fields of one name.
      let texts = try values.flatMap { value in try value.array.map { try $0.map(text) } ?? [try text(value)] }
      fields.insert(contentsOf: texts.map { (present?.0 ?? name, $0) }, at: min(place, fields.count))
    }
    return fields
  }
}
