import Forge
import Foundation
import OrderedJSON
import Targets

/// A log in JSON Lines, read through the operator's mapping.
struct AuditReading {
  private let lines: [Substring]
  private let log: JSON
  private let map: JSON
  private let now: Int

  /// - Parameter now: Unix milliseconds by the target's clock.
  init(text: String, log: JSON, map: JSON, now: Int) {
    // A last line without its end is still being written.
    let whole = text.lastIndex(where: \.isNewline).map { text[..<$0] } ?? ""
    lines = whole.split(whereSeparator: \.isNewline)
    self.log = log
    self.map = map
    self.now = now
  }

  /// Records that refer to one of the values as their own token or request.
  func records(naming references: Set<String>) -> [JSON] {
    lines.compactMap { line in
      guard references.contains(where: { line.contains($0) }), let record = canonical(line) else { return nil }
      let own = [record["token"]?.string, record["request"]?.string].compactMap { $0 }
      // Not nil, which would be a JSON null.
      return own.contains(where: references.contains) ? record : JSON?.none
    }
  }

  /// Number of lines, of unreadable ones, fields of the mapping that no record has, whether the chain of digests holds, and which
  /// ways of tampering it would not show.
  var summary: JSON {
    let records = lines.map { try? JSON.parse(String($0)) }
    let unseen = (map.members ?? []).filter { field in
      !records.contains { record in record.map { Self.value(of: field.value, in: $0) != nil } ?? false }
    }
    return .object(of: [
      "lines": .integer(lines.count), "unreadable": .integer(records.count { $0?.members == nil }),
      "unseen": .array(unseen.map { .string($0.name) }), "chain": .string(chain(of: lines)),
      "undetected": .array(undetected.map(JSON.string)),
    ])
  }

  /// `intact`, `broken` or `undeclared`.
  func chain(of lines: [Substring]) -> String {
    guard let pointer = log["integrity"]?["previous"]?.string else { return "undeclared" }
    for (before, line) in zip(lines, lines.dropFirst()) {
      guard (try? JSON.parse(String(line)))?.pointed(pointer)?.string == digest(of: before) else { return "broken" }
    }
    return "intact"
  }

  private func digest(of line: Substring) -> String {
    let digest = Digest.sha256.of(Array(line.utf8))
    guard log["integrity"]?["encoding"]?.string == "hex" else { return Base64URL.encode(digest) }
    return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  // MARK: Tampering

  /// Ways of tampering with a copy of the log after which its chain still verifies. A chain of digests without a key shows no cut at
  /// the end, and nothing to whoever can write all of it anew.
  var undetected: [String] {
    guard lines.count >= 4, chain(of: lines) == "intact" else { return [] }
    let middle = lines.count / 2
    var copies: [(String, [Substring])] = []
    func copy(_ name: String, _ change: (inout [Substring]) -> Void) {
      var copy = lines
      change(&copy)
      copies.append((name, copy))
    }
    copy("changed") { $0[middle] = Self.altered($0[middle]) }
    copy("removed") { $0.remove(at: middle) }
    copy("moved") { $0.swapAt(middle, middle - 1) }
    copy("repeated") { $0.insert($0[middle], at: middle) }
    copy("inserted") { $0.insert(forged(after: $0[middle - 1], like: $0[middle]), at: middle) }
    copy("cut") { $0.removeLast() }
    copies.append(("rebuilt", rebuilt(from: middle)))
    return copies.filter { chain(of: $0.1) == "intact" }.map(\.0)
  }

  /// With one space more: the least that can be done to a record.
  private static func altered(_ line: Substring) -> Substring { line.dropLast() + " }" }

  /// A record with the right digest of the line before it.
  private func forged(after line: Substring, like other: Substring) -> Substring {
    guard let pointer = log["integrity"]?["previous"]?.string, let old = (try? JSON.parse(String(other)))?.pointed(pointer)?.string else {
      return other
    }
    return Substring(String(other).replacingOccurrences(of: old, with: digest(of: line)) + " ")
  }

  /// With a changed record, and every digest after it made anew.
  private func rebuilt(from place: Int) -> [Substring] {
    var copy = lines
    copy[place] = Self.altered(copy[place])
    for index in copy.indices.dropFirst(place + 1) {
      copy[index] = Substring(copy[index].replacingOccurrences(of: digest(of: lines[index - 1]), with: digest(of: copy[index - 1])))
    }
    return copy
  }

  // MARK: Records

  /// What a record has where a field is mapped to: by a pointer, or by `{pointer, values, absent}` with one pointer or several.
  private static func value(of field: JSON, in record: JSON) -> JSON? {
    let place = field["pointer"] ?? field
    let pointers = place.string.map { [$0] } ?? (place.array ?? []).compactMap(\.string)
    return pointers.lazy.compactMap { record.pointed($0) }.first { $0 != .null }
  }

  /// A record under the suite's names.
  private func canonical(_ line: Substring) -> JSON? {
    guard let record = try? JSON.parse(String(line)), record.members != nil else { return nil }
    var members: [(String, JSON)] = []
    for field in map.members ?? [] {
      guard var value = Self.value(of: field.value, in: record) else {
        if let meaning = field.value["absent"] { members.append((field.name, meaning)) }
        continue
      }
      // Their word may be a number or a flag.
      if let ours = field.value["values"]?[value.string ?? value.compact] ?? field.value["values"]?["*"] { value = ours }
      if field.name == "agent", let text = value.string, let known = log["identity"]?[text] { value = known }
      members.append((field.name, value))
    }
    var canonical = JSON.object(members.map { .init($0.0, $0.1) })
    if let time = canonical["time"] { canonical["clock"] = .string(quality(of: time)) }
    return canonical
  }

  /// `right`, `off`, `without-zone` or `unreadable`. A minute is left for what lies between the event and the look at it.
  private func quality(of time: JSON) -> String {
    var milliseconds: Int?
    if let number = time.double { milliseconds = Int(number > 1e11 ? number : number * 1000) }
    if let text = time.string {
      let plain = ISO8601DateFormatter(), fractions = ISO8601DateFormatter()
      fractions.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
      if let date = plain.date(from: text) ?? fractions.date(from: text) {
        milliseconds = Int(date.timeIntervalSince1970 * 1000)
      } else if plain.date(from: text + "Z") != nil || fractions.date(from: text + "Z") != nil {
        return "without-zone"
      }
    }
    guard let milliseconds else { return "unreadable" }
    let skew = log["clock-skew"]?.string.flatMap(Spelling.milliseconds) ?? 5000
    return abs(milliseconds - now) <= 60_000 + skew ? "right" : "off"
  }
}
