/// A form of an HTML page: enough of HTML to log in and to consent, no more. Scripts do not run.
struct HTMLForm: Equatable {
  /// Something that the form may send.
  struct Control: Equatable {
    enum Kind: Equatable {
      /// Text of any sort, hidden or not, and the chosen option of a list.
      case value
      case choice(isChecked: Bool)
      case button
    }

    var kind: Kind
    /// Empty where it is never sent.
    var name: String
    var value: String
  }

  /// As it is written; nil: the address of the page.
  var action: String?
  /// `GET` or `POST`.
  var method: String
  var controls: [Control] = []

  var buttons: [Control] { controls.filter { $0.kind == .button } }

  func has(_ name: String) -> Bool { controls.contains { $0.name == name } }

  /// All forms of a page, in its order.
  static func all(in page: some Sequence<UInt8>) -> [HTMLForm] {
    var reader = HTMLReader(page)
    var forms: [HTMLForm] = []
    var isOpen = false
    /// The list whose options follow, with whether one of them was marked.
    var list: (index: Int, isChosen: Bool)?
    while let tag = reader.nextTag() {
      switch tag.name {
      case "form":
        forms.append(
          HTMLForm(action: tag["action"].flatMap { $0.isEmpty ? nil : $0 }, method: tag["method"]?.uppercased() == "POST" ? "POST" : "GET"))
        isOpen = true
      case "/form": isOpen = false
      case _ where !isOpen || tag["disabled"] != nil: continue
      case "input", "button": if let control = Control(tag) { forms[forms.count - 1].controls.append(control) }
      case "textarea":
        forms[forms.count - 1].controls.append(Control(kind: .value, name: tag["name"] ?? "", value: reader.text()))
      case "select":
        list = (forms[forms.count - 1].controls.count, false)
        forms[forms.count - 1].controls.append(Control(kind: .value, name: tag["name"] ?? "", value: ""))
      case "/select": list = nil
      case "option":
        guard let open = list else { continue }
        let isMarked = tag["selected"] != nil
        let isFirst = !open.isChosen && forms[forms.count - 1].controls[open.index].value.isEmpty
        let value = tag["value"] ?? reader.text().trimmingBlanks
        if isMarked || isFirst { forms[forms.count - 1].controls[open.index].value = value }
        if isMarked { list?.isChosen = true }
      default: continue
      }
    }
    return forms
  }
}

extension HTMLForm.Control {
  /// An `input` or `button` element; nil for one that sends nothing.
  fileprivate init?(_ tag: HTMLReader.Tag) {
    let type = tag["type"]?.lowercased() ?? (tag.name == "button" ? "submit" : "text")
    let name = tag["name"] ?? ""
    switch type {
    case "submit", "image": self.init(kind: .button, name: name, value: tag["value"] ?? "")
    case "reset", "button", "file": return nil
    case "checkbox", "radio": self.init(kind: .choice(isChecked: tag["checked"] != nil), name: name, value: tag["value"] ?? "on")
    default: self.init(kind: .value, name: name, value: tag["value"] ?? "")
    }
  }
}

/// Reads the tags of a page one after the other; what stands in comments, scripts and styles is passed over.
struct HTMLReader {
  struct Tag {
    /// In lower case, with the slash of an end tag.
    var name: String
    var attributes: [(name: String, value: String)] = []

    subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ page: some Sequence<UInt8>) { bytes = Array(page) }

  mutating func nextTag() -> Tag? {
    while let start = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      at = start + 1
      if starts(with: "!--") {
        skip(past: "-->")
        continue
      }
      guard let first = bytes[at...].first, first == UInt8(ascii: "/") || Self.isLetter(first) else { continue }
      let tag = readTag()
      if ["script", "style", "template"].contains(tag.name) { skip(past: "</\(tag.name)") }
      return tag
    }
    at = bytes.count
    return nil
  }

  /// The text up to the next tag, with its references put in.
  mutating func text() -> String {
    let end = bytes[at...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    defer { at = end }
    return Self.unescape(String(decoding: bytes[at..<end], as: UTF8.self))
  }

  private mutating func readTag() -> Tag {
    var tag = Tag(name: take { !Self.isBlank($0) && $0 != UInt8(ascii: ">") && ($0 != UInt8(ascii: "/")) })
    if tag.name.isEmpty, bytes[at...].first == UInt8(ascii: "/") {
      at += 1
      tag.name = "/" + take { !Self.isBlank($0) && $0 != UInt8(ascii: ">") }
    }
    tag.name = tag.name.lowercased()
    while at < bytes.count {
      _ = take { Self.isBlank($0) || $0 == UInt8(ascii: "/") }
      guard at < bytes.count else { break }
      if bytes[at] == UInt8(ascii: ">") {
        at += 1
        break
      }
      let name = take { !Self.isBlank($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
      _ = take(while: Self.isBlank)
      guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
        // A stray sign would stop here for ever.
        if name.isEmpty { at += 1 } else { tag.attributes.append((name.lowercased(), "")) }
        continue
      }
      at += 1
      _ = take(while: Self.isBlank)
      tag.attributes.append((name.lowercased(), Self.unescape(attributeValue())))
    }
    return tag
  }

  private mutating func attributeValue() -> String {
    guard at < bytes.count else { return "" }
    let quote = bytes[at]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return take { !Self.isBlank($0) && $0 != UInt8(ascii: ">") } }
    at += 1
    let value = take { $0 != quote }
    at = min(at + 1, bytes.count)
    return value
  }

  private mutating func take(while belongs: (UInt8) -> Bool) -> String {
    let end = bytes[at...].firstIndex { !belongs($0) } ?? bytes.count
    defer { at = end }
    return String(decoding: bytes[at..<end], as: UTF8.self)
  }

  private func starts(with text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  private mutating func skip(past text: String) {
    let wanted = Array(text.utf8)
    while at < bytes.count {
      // Names of elements count in either case.
      if bytes[at...].prefix(wanted.count).elementsEqual(wanted, by: { ($0 | 0x20) == ($1 | 0x20) }), at + wanted.count <= bytes.count {
        at += wanted.count
        return
      }
      at += 1
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Character references: the five that every page knows, and numbers.
  static func unescape(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var out = "", rest = Substring(text)
    while let ampersand = rest.firstIndex(of: "&") {
      out += rest[..<ampersand]
      rest = rest[ampersand...]
      guard let end = rest.prefix(12).firstIndex(of: ";"), let character = character(rest[rest.index(after: rest.startIndex)..<end]) else {
        out.append("&")
        rest = rest.dropFirst()
        continue
      }
      out.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }

  private static func character(_ name: Substring) -> Character? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return "\u{A0}"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let number = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init).map(Character.init)
    }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
