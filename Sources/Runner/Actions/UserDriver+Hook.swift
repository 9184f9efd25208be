import Foundation
import OrderedJSON
import Targets
import Wire

/// What a hook says of its visit to the server.
enum HookAnswer: Equatable {
  /// Where the browser was sent, and by which status where the hook says so.
  case redirect(String, status: Int?)
  /// The server showed a page and sent nobody anywhere.
  case page(status: Int)

  /// Reads what a hook printed: an address, or `{"redirect": address, "status": number}`, of which either may be missing.
  /// - Throws: what is wrong with it. The text itself is not repeated: it may hold a code.
  init(_ output: String) throws(HookFailure) {
    let expected = "expected is the address to which the browser was sent, or {\"status\": number} where a page was shown"
    let text = output.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { throw HookFailure(reason: "it printed nothing; \(expected)") }
    if text.first == "{" {
      guard let json = try? JSON.parse(text) else { throw HookFailure(reason: "it printed what begins like JSON and is none; \(expected)") }
      let status = json["status"]?.integer
      guard status.map({ (100...599).contains($0) }) ?? true else { throw HookFailure(reason: "its status is none of HTTP; \(expected)") }
      switch (json["redirect"], status) {
      case (.string(let location)?, let status):
        guard Self.isAddress(location) else { throw HookFailure(reason: "its redirect is no absolute address; \(expected)") }
        self = .redirect(location, status: status)
      case (nil, let status?), (.null?, let status?): self = .page(status: status)
      default: throw HookFailure(reason: "it printed an object with neither redirect nor status; \(expected)")
      }
      return
    }
    let lines = text.split(whereSeparator: \.isNewline).count
    guard lines == 1 else { throw HookFailure(reason: "it printed \(lines) lines; \(expected)") }
    guard Self.isAddress(text) else {
      throw HookFailure(reason: "it printed \(text.count) characters that are no absolute address; \(expected)")
    }
    self = .redirect(text, status: nil)
  }

  /// A scheme, and no blanks: clients on devices have addresses of schemes of their own (RFC 8252 section 7.1).
  private static func isAddress(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCII, first.isLetter else { return false }
    let scheme = text[..<colon]
    return scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) } && !text.contains(where: \.isWhitespace)
      && text[colon...].count > 1
  }
}

extension UserDriver {
  /// Hands the authorization request to a hook, which goes to the server with it, and takes from it where the browser was sent.
  func ask(_ name: String, _ draft: MessageDraft, _ redirects: [String], _ performer: ActionPerformer) async throws -> Arrival {
    let whereabouts = "hook \(name) (\(target.whereabouts(of: ["hooks", name]))), which decides for user \(role)"
    guard let hook = target.hooks[name] else { throw RecipeProblem.missing("fixture missing: \(whereabouts)") }
    let started = ContinuousClock.now
    let answer: HookAnswer
    do throws(HookFailure) {
      answer = try HookAnswer(try await output(of: hook, input(name, draft, redirects), performer))
    } catch {
      throw RecipeProblem.missing("\(whereabouts): \(error.reason)")
    }
    var response: Response
    var showsStatus = true
    switch answer {
    case .page(let status): response = Response(status: status)
    case .redirect(let location, let status):
      guard Self.answer(in: location, from: draft.target, redirects: redirects) != nil else {
        let address = String(location.prefix { $0 != "?" && $0 != "#" })
        throw RecipeProblem.missing(
          "\(whereabouts): it stopped at \(performer.vault.redact(address)), which carries neither code nor error")
      }
      showsStatus = status != nil
      response = Response(status: status ?? 302, headers: [HeaderField("Location", location)])
    }
    var exchange = Exchange(told: response, from: draft.target)
    exchange.timings.total = ContinuousClock.now - started
    return Arrival(
      draft: draft, exchange: exchange, summaries: [performer.exchangeFacts.summary(draft, exchange)], remark: nil, isTold: true,
      showsStatus: showsStatus)
  }

  /// What the hook learns: who the user is, what they decide, and the request that a browser would make.
  func input(_ name: String, _ draft: MessageDraft, _ redirects: [String]) -> JSON {
    .object(of: [
      "hook": .string(name), "user": .string(role), "hint": hint.map(JSON.string),
      "subject": target.users[role]?["subject"], "decision": .string(decision.rawValue), "method": .string(draft.method),
      "url": .string(draft.target),
      "headers": .object(draft.headers.map { .init($0.0, .string($0.1)) }),
      "body": draft.content.map { .string(String(decoding: $0, as: UTF8.self)) }, "redirect-uri": redirects.first.map(JSON.string),
    ])
  }

  private func output(of hook: Hook, _ input: JSON, _ performer: ActionPerformer) async throws(HookFailure) -> String {
    switch hook {
    case .run(let command): return try await performer.context.program(command).output(for: input.compact).get()
    case .post(let url, let authorization):
      let context = performer.context
      var headers = [HeaderField("Content-Type", "application/json"), HeaderField("Accept", "application/json")]
      if let authorization {
        do {
          headers.append(HeaderField("Authorization", "Bearer \(try context.secret(authorization))"))
        } catch {
          throw HookFailure(reason: "its authorization cannot be read")
        }
      }
      var limits = context.limits
      limits.total = .milliseconds(target.limits.hookTimeout)
      let exchange = await context.send(
        Request(method: "POST", url: url, headers: headers, body: input.bytes, tls: context.tls(), limits: limits))
      guard let response = exchange.response, exchange.failure == nil else {
        throw HookFailure(reason: exchange.failure.map { "\($0)" } ?? "it does not answer")
      }
      guard (200..<300).contains(response.status) else { throw HookFailure(reason: "it answered with status \(response.status)") }
      return String(decoding: response.body, as: UTF8.self)
    }
  }
}
