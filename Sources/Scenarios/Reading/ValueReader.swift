import Documents
import OrderedJSON

/// Reads values: data, references, times and bytes.
struct ValueReader {
  let findings: Findings

  private static let bytesKeys: Set<String> = ["hex", "base64url", "random", "fill"]

  func value(_ node: Node) -> Value {
    switch node.content {
    case .null: Value(.null, at: node.place)
    case .bool(let flag): Value(.bool(flag), at: node.place)
    case .number(let spelling): Value(.number(spelling), at: node.place)
    case .text(let text, let plain): Value(plain ? scalar(text, at: node.place) : .text(text), at: node.place)
    case .list(let nodes): Value(.list(nodes.map(value)), at: node.place)
    case .map(let entries):
      if entries.count == 1, Self.bytesKeys.contains(entries[0].key) {
        Value(bytes(entries[0]).map(Value.Content.bytes) ?? .null, at: node.place)
      } else {
        Value(.map(members(entries)), at: node.place)
      }
    }
  }

  func members(_ entries: [Node.Entry]) -> [Value.Member] {
    entries.map { .init($0.key, at: $0.keyPlace, value($0.value)) }
  }

  /// A scalar without quotes.
  private func scalar(_ text: String, at place: Place) -> Value.Content {
    if let time = TimeExpression(parsing: text) { return .time(time) }
    guard text.first == "$" else {
      if text.hasPrefix("now+") || text.hasPrefix("now-") {
        findings.error("\(text) is no time", help: "a time is now, now+60s or now-24h; put text in quotes", at: place)
      }
      return .text(text)
    }
    do {
      return .reference(try Reference(parsing: text))
    } catch {
      findings.error("\(text) is no reference: \(error)", help: "put text in quotes", at: place)
      return .text(text)
    }
  }

  private func bytes(_ entry: Node.Entry) -> BytesRecipe? {
    switch entry.key {
    case "random", "fill":
      guard let count = entry.value.integer, count >= 0, count <= 100_000_000 else {
        findings.error("\(entry.key) is a number of bytes up to 100000000", at: entry.value.place)
        return nil
      }
      return entry.key == "random" ? .random(count) : .fill(count)
    case "hex":
      if let bytes = spelling(entry.value).flatMap(Self.bytes(hex:)) { return .literal(bytes) }
      findings.error("hex is an even number of hexadecimal digits in quotes", at: entry.value.place)
    default:
      if let bytes = spelling(entry.value).flatMap(Self.bytes(base64url:)) { return .literal(bytes) }
      findings.error("base64url is text of that alphabet without padding", at: entry.value.place)
    }
    return nil
  }

  private func spelling(_ node: Node) -> String? {
    if case .number(let spelling) = node.content { return spelling }
    return node.text
  }

  private static func bytes(hex text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  private static func bytes(base64url text: String) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var bytes: [UInt8] = []
    var held = 0
    var bits = 0
    for character in text {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      held = held << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(held >> bits & 0xff))
        held &= (1 << bits) - 1
      }
    }
    return bits < 6 && held == 0 ? bytes : nil
  }

  /// A path; nil (and a finding) where the node is none.
  func path(_ node: Node, _ what: String) -> Path? {
    guard let text = Fields.text(node, what, findings) else { return nil }
    return path(text, at: node.place)
  }

  func path(_ text: String, at place: Place) -> Path? {
    do {
      return try Path(parsing: text)
    } catch {
      findings.error("\(text) is no path: \(error)", help: "segments are separated by dots: dpop.claims.htm", at: place)
      return nil
    }
  }

  /// A reference; nil (and a finding) where the node is none.
  func reference(_ node: Node, _ what: String) -> Reference? {
    if let reference = value(node).reference { return reference }
    findings.error("\(what) takes a reference such as $step.fact, found \(node.text ?? node.kind)", at: node.place)
    return nil
  }
}
