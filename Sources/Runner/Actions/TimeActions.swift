import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

extension ActionPerformer {
  /// Lets time pass until a point: by the target's clock hook if there is one, otherwise really, within the operator's limit.
  func wait(_ overlay: Overlay) async throws -> Performed {
    guard let until = try reader(overlay).value("until")?.double else { throw RecipeProblem.suite("wait needs a time") }
    let milliseconds = Int(JudgementScope.unixMilliseconds(until)) + 1000 - context.now
    guard milliseconds > 0 else { return Performed(facts: ["outcome": "accepted", "waited": 0]) }
    if let hook = context.target.hooks["set-clock"] {
      let performed = try await call(hook, body: ["advance": .integer((milliseconds + 999) / 1000)])
      if performed.facts["outcome"]?.string == "accepted" { context.moved(by: (milliseconds + 999) / 1000 * 1000) }
      return performed
    }
    guard milliseconds <= context.target.limits.maxWait else {
      throw RecipeProblem.notVisible(
        "it takes \(milliseconds / 1000) s of waiting, more than limits.max-wait allows, and there is no hook set-clock")
    }
    try await Task.sleep(for: .milliseconds(milliseconds))
    return Performed(facts: ["outcome": "accepted", "waited": .integer(milliseconds)])
  }

  /// Asks something of the operator's set-up.
  func hook(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let name = try reader.text("run"), let hook = context.target.hooks[name] else {
      throw RecipeProblem.missing("fixture missing: hook \(try reader.text("run") ?? "")")
    }
    return try await call(hook, body: try reader.value("arguments") ?? .object([]))
  }

  func call(_ hook: Hook, body: JSON) async throws -> Performed {
    switch hook {
    case .post(let url, let authorization):
      return try await transact(.none) { _ in
        var draft = MessageDraft(method: "POST", url: url)
        draft.body = body.bytes
        draft.contentType = "application/json"
        if let authorization { draft.headers.append(("Authorization", "Bearer \(try self.context.secret(authorization))")) }
        return draft
      } interpret: {
        self.plainFacts($0, $1)
      }
    case .run(let command):
      let output: String
      switch await context.program(command).output(for: body.compact) {
      case .success(let text): output = text
      case .failure(let failure):
        return Performed(facts: ["outcome": "broke", "failure": .string("the hook failed: \(failure.reason)")])
      }
      let answer = try? JSON.parse(output.trimmingCharacters(in: .whitespacesAndNewlines))
      return Performed(facts: .object(of: ["outcome": "accepted", "body": answer.map { exchangeFacts.conceal(SpecialFact.escape($0)) }]))
    }
  }
}
