import Forge
import Foundation
import OrderedJSON
import Targets
import Wire

extension ActionPerformer {
  /// Reads an audit log: with `for`, the records of that step's exchange; otherwise what can be said of the log as a whole.
  func audit(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let name = try reader.text("source"), let log = context.target.audit?[name] else {
      throw RecipeProblem.missing("fixture missing: audit log \(try reader.text("source") ?? "")")
    }
    let text: String
    do {
      text = try await auditText(log)
    } catch let error as AuditProblem {
      return Performed(facts: ["outcome": "broke", "failure": .string(error.description)])
    }
    let mapping = try auditMapping(log)
    let reading = AuditReading(text: text, log: log, map: mapping, now: context.now)
    guard try reader.text("for") != nil else {
      return Performed(
        facts: .object(of: ["outcome": "accepted", "secrets": .string(vault.kindsOfSecrets(in: text)), "log": reading.summary]))
    }
    guard let audited else { throw RecipeProblem.suite("the step that a record is looked up for was not performed") }
    let found = reading.records(naming: vault.references(in: audited))
    return Performed(
      facts: .object(of: [
        "outcome": "accepted", "count": .integer(found.count), "matched-by": .string(found.isEmpty ? "nothing" : "token or request"),
        "records": found.isEmpty ? nil : JSON.array(found.map { vault.redacting(SpecialFact.escape($0)) }),
        "record": found.first.map { vault.redacting(SpecialFact.escape($0)) },
      ]))
  }

  private func auditText(_ log: JSON) async throws -> String {
    if let file = log["file"]?.string {
      guard let data = FileManager.default.contents(atPath: besideDescription(file)) else { throw AuditProblem("the audit log \(file) cannot be read") }
      return String(decoding: data, as: UTF8.self)
    }
    if let name = log["hook"]?.string, case .run(let command)? = context.target.hooks[name] {
      let folder = besideDescription(".")
      do {
        return try await withCheckedThrowingContinuation { continuation in
          Thread { continuation.resume(with: Result { try HookProgram(command: command, folder: folder).run(input: "{}") }) }.start()
        }
      } catch {
        throw AuditProblem("the hook \(name) failed: \(error)")
      }
    }
    guard let url = log["url"]?.string else { throw RecipeProblem.missing("fixture missing: file, url or program of the audit log") }
    var headers: [HeaderField] = []
    if let reference = SecretReference(log["authorization"] ?? .null) {
      headers.append(HeaderField("Authorization", "Bearer \(try context.secret(reference))"))
    }
    let exchange = await context.send(Request(url: url, headers: headers, tls: context.tls(), limits: context.limits))
    guard let response = exchange.response, response.status == 200 else { throw AuditProblem("the audit log could not be fetched") }
    return String(decoding: response.body, as: UTF8.self)
  }

  private func auditMapping(_ log: JSON) throws -> JSON {
    guard let file = log["map"]?.string else { return log["map"] ?? .object([]) }
    guard let data = FileManager.default.contents(atPath: besideDescription(file)), let map = try? JSON.parse(Array(data)) else {
      throw RecipeProblem.missing("fixture missing: the mapping \(file) of the audit log, as JSON")
    }
    return map
  }

  private func besideDescription(_ file: String) -> String {
    let folder = (context.target.file.path as NSString).deletingLastPathComponent
    return file.hasPrefix("/") ? file : "\(folder.isEmpty ? "." : folder)/\(file)"
  }
}

/// Why a log could not be had.
private struct AuditProblem: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

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
      return own.contains(where: references.contains) ? record : nil
    }
  }

  /// Number of lines, of unreadable ones, and whether the chain of digests holds.
  var summary: JSON {
    let unreadable = lines.count { (try? JSON.parse(String($0)))?.members == nil }
    return .object(of: ["lines": .integer(lines.count), "unreadable": .integer(unreadable), "chain": .string(chain(of: lines))])
  }

  /// `intact`, `broken` or `undeclared`.
  func chain(of lines: [Substring]) -> String {
    guard let pointer = log["integrity"]?["previous"]?.string else { return "undeclared" }
    let isHex = log["integrity"]?["encoding"]?.string == "hex"
    for (before, line) in zip(lines, lines.dropFirst()) {
      let digest = Digest.sha256.of(Array(before.utf8))
      let expected = isHex ? digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() : Base64URL.encode(digest)
      guard (try? JSON.parse(String(line)))?.pointed(pointer)?.string == expected else { return "broken" }
    }
    return "intact"
  }

  /// A record under the suite's names. A field is mapped by a pointer, or by `{pointer, values: {theirs: ours}}`.
  private func canonical(_ line: Substring) -> JSON? {
    guard let record = try? JSON.parse(String(line)), record.members != nil else { return nil }
    var members: [(String, JSON)] = []
    for field in map.members ?? [] {
      guard let pointer = field.value.string ?? field.value["pointer"]?.string, var value = record.pointed(pointer), value != .null else { continue }
      if let text = value.string, let ours = field.value["values"]?[text] ?? field.value["values"]?["*"] { value = ours }
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
    let skew = log["clock-skew"]?.string.flatMap { Int($0.prefix { $0.isNumber }) } ?? 5
    return abs(milliseconds - now) <= 60_000 + skew * 1000 ? "right" : "off"
  }
}

extension SecretVault {
  /// `none`, or which kinds of secrets of this run stand in a text.
  func kindsOfSecrets(in text: String) -> String {
    let redacted = redact(text)
    let kinds = ["secret", "token"].filter { redacted.contains("‹\($0) ") }
    return kinds.isEmpty ? "none" : kinds.joined(separator: ", ")
  }

  /// A record without the secrets that it may hold. Members are not judged by their names: `token` is an identifier in a log.
  func redacting(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): .string(redact(text))
    case .array(let elements): .array(elements.map(redacting))
    case .object(let members): .object(members.map { .init($0.name, redacting($0.value)) })
    case .null, .bool, .number: json
    }
  }

  /// By what a log may refer to an exchange: `jti` of its own assertions, proofs and tokens, and digests of those tokens. Tokens that
  /// were handed in to be exchanged are not among them: they belong to the exchange that made them.
  func references(in facts: JSON) -> Set<String> {
    var found: Set<String> = []
    for member in facts.members ?? [] where !["sent", "echo", "body", "headers"].contains(member.name) { collect(member.value, into: &found) }
    return found
  }

  private func collect(_ fact: JSON, into found: inout Set<String>) {
    if let print = SpecialFact.fingerprint(fact) { return refer(to: print, into: &found) }
    for member in fact.members ?? [] {
      if member.name == "jti", let text = member.value.string { found.insert(text) } else { collect(member.value, into: &found) }
    }
    for element in fact.array ?? [] { collect(element, into: &found) }
  }

  private func refer(to print: String, into found: inout Set<String>) {
    guard let secret = reveal(.object([.init(SpecialFact.secretMember, .string(print))])) else { return }
    found.insert(Base64URL.encode(Digest.sha256(secret)))
    let parts = secret.split(separator: ".")
    if parts.count == 3, let claims = try? Base64URL.decode(String(parts[1])), let jti = (try? JSON.parse(claims))?["jti"]?.string { found.insert(jti) }
  }
}
