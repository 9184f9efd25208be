import Forge
import Foundation
import OrderedJSON
import Results
import Targets
import Wire

/// Plays a user at the authorization endpoint, by the way that the target description gives: `{auto: true}` (the server decides by
/// parameters), `{form: {...}}` (log in and consent in HTML forms), `{hook: name}` (a program of the operator).
struct UserDriver {
  var description: JSON
  /// `approve` or `deny`.
  var decision: String

  private var driver: JSON { description["driver"] ?? ["auto": true] }

  /// Parameters that the authorization request carries for this user.
  func parameters() throws -> [(String, String)] {
    var out: [(String, String)] = []
    if let hint = description["hint"]?.string { out.append(("login_hint", hint)) }
    if decision == "deny" {
      guard let deny = driver["deny"], let members = deny.members else {
        if driver["form"] != nil { return out }
        throw RecipeProblem.notVisible("this user cannot be made to deny")
      }
      out += members.compactMap { member in member.value.string.map { (member.name, $0) } }
    }
    return out
  }

  /// Follows the server's pages until it redirects to the client.
  /// - Returns: the last message and its exchange, and all exchanges for the report.
  func walk(_ first: MessageDraft, _ performer: ActionPerformer) async throws -> (MessageDraft, Exchange, [ExchangeSummary]) {
    var draft = first
    var jar = CookieJar()
    var summaries: [ExchangeSummary] = []
    for _ in 0..<8 {
      jar.apply(to: &draft)
      let exchange = await performer.context.send(try draft.request(performer.context))
      summaries.append(performer.exchangeFacts.summary(draft, exchange))
      jar.take(from: exchange, performer.vault)
      guard let next = try nextPage(after: draft, exchange, performer) else { return (draft, exchange, summaries) }
      draft = next
    }
    throw RecipeProblem.suite("the user's way through login and consent did not end after eight pages")
  }

  /// The page that the form driver answers with, nil at the end of the way.
  private func nextPage(after draft: MessageDraft, _ exchange: Exchange, _ performer: ActionPerformer) throws -> MessageDraft? {
    guard let form = driver["form"], let response = exchange.response else { return nil }
    if (300..<400).contains(response.status) {
      guard let location = response.headers.first(where: { $0.name.lowercased() == "location" })?.value,
        let url = URL(string: location, relativeTo: URL(string: draft.url))?.absoluteString
      else { return nil }
      // A redirect that leaves the server is the answer to the client.
      guard URL(string: url)?.host == URL(string: draft.url)?.host, URL(string: url)?.port == URL(string: draft.url)?.port else { return nil }
      return MessageDraft(url: url)
    }
    guard response.status == 200, let page = HTMLForm.first(in: String(decoding: response.body, as: UTF8.self)) else { return nil }
    var fields = page.fields
    for (name, value) in (form["fields"]?.members ?? []).map({ ($0.name, $0.value) }) where fields.contains(where: { $0.0 == name }) {
      let text: String
      if let reference = SecretReference(value) {
        text = try performer.context.secret(reference)
      } else {
        text = value.string ?? ""
      }
      fields = fields.map { $0.0 == name ? (name, text) : $0 }
    }
    let button = decision == "deny" ? form["deny"] : form["approve"]
    for member in button?.members ?? [] { fields.append((member.name, member.value.string ?? "")) }
    let action = URL(string: page.action ?? draft.target, relativeTo: URL(string: draft.target))?.absoluteString ?? draft.url
    var next = MessageDraft(method: page.method, url: action)
    if page.method == "GET" { next.query = fields } else { next.form = fields }
    return next
  }
}

/// Cookies of one walk; all pages belong to one server, so names suffice.
struct CookieJar {
  private var cookies: [(String, String)] = []

  func apply(to draft: inout MessageDraft) {
    draft.headers.removeAll { $0.0.lowercased() == "cookie" }
    guard !cookies.isEmpty else { return }
    draft.headers.append(("Cookie", cookies.map { "\($0.0)=\($0.1)" }.joined(separator: "; ")))
  }

  mutating func take(from exchange: Exchange, _ vault: SecretVault) {
    for field in exchange.response?.headers ?? [] where field.name.lowercased() == "set-cookie" {
      let pair = field.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = pair.first?.trimmingCharacters(in: .whitespaces) else { continue }
      cookies.removeAll { $0.0 == name }
      if pair.count > 1 {
        cookies.append((name, pair[1]))
        vault.remember(pair[1])
      }
    }
  }
}

/// The first form of a page: enough of HTML to log in, no more.
struct HTMLForm {
  var action: String?
  var method: String
  var fields: [(String, String)]

  static func first(in page: String) -> HTMLForm? {
    guard let start = page.range(of: "<form", options: .caseInsensitive) else { return nil }
    let rest = page[start.lowerBound...]
    let end = rest.range(of: "</form", options: .caseInsensitive)?.lowerBound ?? rest.endIndex
    let body = rest[..<end]
    let head = attributes(body.prefix { $0 != ">" })
    var form = HTMLForm(action: head["action"], method: (head["method"] ?? "GET").uppercased(), fields: [])
    var position = body.startIndex
    while let input = body[position...].range(of: "<input", options: .caseInsensitive) {
      let tag = body[input.lowerBound...].prefix { $0 != ">" }
      let found = attributes(tag)
      let type = found["type"]?.lowercased() ?? "text"
      if let name = found["name"], type != "submit", type != "button", type != "checkbox" || tag.contains("checked") {
        form.fields.append((name, found["value"] ?? ""))
      }
      position = tag.endIndex
    }
    return form
  }

  private static func attributes(_ tag: some StringProtocol) -> [String: String] {
    var out: [String: String] = [:]
    var rest = Substring(String(tag))
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].split(whereSeparator: \.isWhitespace).last.map { $0.lowercased() } ?? ""
      rest = rest[rest.index(after: equals)...]
      guard let quote = rest.first else { break }
      let value: Substring
      if quote == "\"" || quote == "'" {
        value = rest.dropFirst().prefix { $0 != quote }
        rest = rest.dropFirst(value.count + 2)
      } else {
        value = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(value.count)
      }
      out[name] = value.replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
        .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
    }
    return out
  }
}
