/// A strict reader of the XML that reports write: elements, attributes, character data, the five named entities and numeric
/// references. Anything else, and every character that XML 1.0 forbids, is an error.
struct XMLReader {
  final class Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var text = ""
    init(name: String, attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }
    func children(named name: String) -> [Element] { children.filter { $0.name == name } }
  }

  struct Malformed: Error { var problem: String }

  private let scalars: [Unicode.Scalar]
  private var at = 0
  /// Elements without an end tag, for HTML.
  private let void: Set<String>

  static func parse(_ text: String, void: Set<String> = []) throws -> Element {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: break
      default: throw Malformed(problem: "forbidden character \(scalar.value)")
      }
    }
    var reader = XMLReader(scalars: Array(text.unicodeScalars), void: void)
    if text.hasPrefix("<?xml") { reader.at = try reader.find("?>") + 2 }
    if text.hasPrefix("<!DOCTYPE html>") { reader.at = 15 }
    reader.skipSpace()
    let root = try reader.element()
    reader.skipSpace()
    guard reader.at == reader.scalars.count else { throw Malformed(problem: "something follows the root") }
    return root
  }

  private init(scalars: [Unicode.Scalar], void: Set<String>) {
    self.scalars = scalars
    self.void = void
  }

  private func find(_ text: String) throws -> Int {
    let wanted = Array(text.unicodeScalars)
    var index = at
    while index + wanted.count <= scalars.count {
      if Array(scalars[index..<index + wanted.count]) == wanted { return index }
      index += 1
    }
    throw Malformed(problem: "\(text) does not follow")
  }

  private mutating func skipSpace() { while at < scalars.count, scalars[at].properties.isWhitespace { at += 1 } }

  private mutating func take(_ scalar: Unicode.Scalar) throws {
    guard at < scalars.count, scalars[at] == scalar else {
      let around = String(String.UnicodeScalarView(scalars[max(0, at - 60)..<min(scalars.count, at + 20)]))
      throw Malformed(problem: "expected \(scalar) at \(at): \(around)")
    }
    at += 1
  }

  private mutating func name() throws -> String {
    var out = ""
    while at < scalars.count,
      scalars[at].properties.isAlphabetic || scalars[at].properties.numericType != nil || "-_:".unicodeScalars.contains(scalars[at])
    {
      out.unicodeScalars.append(scalars[at])
      at += 1
    }
    if out.isEmpty { throw Malformed(problem: "expected a name at \(at)") }
    return out
  }

  private mutating func element() throws -> Element {
    try take("<")
    let name = try name()
    var attributes: [String: String] = [:]
    while true {
      skipSpace()
      guard at < scalars.count else { throw Malformed(problem: "\(name) is not closed") }
      if scalars[at] == "/" {
        at += 1
        try take(">")
        return Element(name: name, attributes: attributes)
      }
      if scalars[at] == ">" {
        at += 1
        break
      }
      let key = try self.name()
      guard attributes[key] == nil else { throw Malformed(problem: "\(key) stands twice") }
      // HTML's attributes without a value.
      if !void.isEmpty, at < scalars.count, scalars[at] != "=" {
        attributes[key] = ""
        continue
      }
      try take("=")
      try take("\"")
      var value = ""
      while at < scalars.count, scalars[at] != "\"" {
        if scalars[at] == "<" { throw Malformed(problem: "< in an attribute") }
        try character(into: &value)
      }
      try take("\"")
      attributes[key] = value
    }
    let element = Element(name: name, attributes: attributes)
    if void.contains(name) { return element }
    while true {
      guard at + 1 < scalars.count else { throw Malformed(problem: "\(name) is not closed") }
      if scalars[at] == "<", scalars[at + 1] == "/" {
        at += 2
        let end = try self.name()
        guard end == name else { throw Malformed(problem: "\(name) is closed by \(end)") }
        try take(">")
        return element
      }
      if scalars[at] == "<" { element.children.append(try self.element()) } else { try character(into: &element.text) }
    }
  }

  private mutating func character(into out: inout String) throws {
    guard scalars[at] == "&" else {
      out.unicodeScalars.append(scalars[at])
      at += 1
      return
    }
    var entity = ""
    at += 1
    while at < scalars.count, scalars[at] != ";", entity.count < 10 {
      entity.unicodeScalars.append(scalars[at])
      at += 1
    }
    try take(";")
    guard let text = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"][entity] else {
      throw Malformed(problem: "entity \(entity)")
    }
    out += text
  }
}
