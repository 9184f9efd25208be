import Forge
import Foundation
import OrderedJSON
import Results
import Targets
import Wire

/// Plays a user at the authorization endpoint, by the way that the target description gives: `{auto: true}` (the server redirects at
/// once), `{form: {...}}` (log in and consent in HTML forms), `{hook: name}` (a program of the operator goes there).
struct UserDriver {
  enum Decision: String {
    case approve, deny
  }

  enum Way {
    /// What the request carries so that the server denies; nil where it cannot be made to.
    case auto(deny: [(String, String)]?)
    case form(FormFilling)
    case hook(String)
  }

  let role: String
  let hint: String?
  let decision: Decision
  let way: Way
  let target: TargetDescription

  /// - Throws: `RecipeProblem` for a user that is not described, and for a decision that is none.
  init(role: String, decision: String, target: TargetDescription) throws {
    guard let description = target.users[role] else { throw RecipeProblem.missing("fixture missing: user \(role)") }
    guard let decided = Decision(rawValue: decision) else { throw RecipeProblem.suite("a decision is approve or deny, not \(decision)") }
    self.role = role
    self.target = target
    self.decision = decided
    hint = description["hint"]?.string
    let driver = description["driver"]
    if let form = driver?["form"] {
      way = .form(FormFilling(form, decision: decided))
    } else if let hook = driver?["hook"]?.string {
      way = .hook(hook)
    } else {
      way = .auto(deny: driver?["deny"].map(Self.texts))
    }
  }

  static func texts(_ json: JSON?) -> [(String, String)] {
    (json?.members ?? []).compactMap { member in member.value.string.map { (member.name, $0) } }
  }

  /// `user alice (target.yaml:14)`: where the way is described.
  var whereabouts: String { "user \(role) (\(target.whereabouts(of: ["users", role, "driver"])))" }

  /// Parameters that the authorization request carries for this user.
  func parameters() throws -> [(String, String)] {
    let hints = hint.map { [("login_hint", $0)] } ?? []
    switch (way, decision) {
    case (.form, _), (.hook, _), (.auto, .approve): return hints
    case (.auto(let deny?), .deny): return hints + deny
    case (.auto(nil), .deny): throw RecipeProblem.notVisible("\(whereabouts) cannot be made to deny")
    }
  }

  /// How the way ended.
  struct Arrival {
    /// The message whose answer ended it.
    var draft: MessageDraft
    var exchange: Exchange
    /// All exchanges, for the report.
    var summaries: [ExchangeSummary]
    /// Why the user got no further, where nobody was sent back to the client.
    var remark: String?
    /// Whether a program of the operator was there, which tells only where the browser was sent.
    var isTold = false
    /// Whether it also told the status.
    var showsStatus = true
  }

  /// Goes to the server with an authorization request, and to where it leads until the browser is sent back to the client.
  /// - Parameter redirects: where the client expects its answer.
  func walk(_ first: MessageDraft, redirects: [String], _ performer: ActionPerformer) async throws -> Arrival {
    let redirects = redirects.filter { !$0.isEmpty }
    switch way {
    case .hook(let name): return try await ask(name, first, redirects, performer)
    case .form(let filling): return try await fill(filling, first, redirects, performer)
    case .auto:
      let exchange = await performer.context.send(try first.request(performer.context))
      let arrival = Arrival(draft: first, exchange: exchange, summaries: [performer.exchangeFacts.summary(first, exchange)])
      return remarked(arrival)
    }
  }

  /// A page where a redirect was due: most likely the server wants to ask somebody.
  private func remarked(_ arrival: Arrival) -> Arrival {
    guard let response = arrival.exchange.response, response.status == 200, !HTMLForm.all(in: response.body).isEmpty else { return arrival }
    var arrival = arrival
    arrival.remark =
      "the server shows a form, and \(whereabouts) is described as one whom it does not ask; describe driver: {form: {…}} or {hook: …}"
    return arrival
  }
}

extension UserDriver {
  /// The answer that a redirect brings to a client: its parameters, nil where it leads the user on.
  static func answer(in location: String, from url: String, redirects: [String]) -> [(String, String)]? {
    let parameters = parameters(of: location)
    // Wherever the browser is sent: what counts is that an answer goes there, not that the address is the right one.
    let isAnswer = parameters.contains { ["code", "error", "access_token", "id_token"].contains($0.0) }
    let isKnown = redirects.contains { !$0.isEmpty && location.hasPrefix($0) }
    return isKnown || (isAnswer && origin(location) != origin(url)) ? parameters : nil
  }

  /// The parameters of an address, of its query and of its fragment.
  private static func parameters(of url: String) -> [(String, String)] {
    // A careless server may put its answer behind a fragment that was smuggled in.
    url.split { $0 == "?" || $0 == "#" }.dropFirst().flatMap { FormCoding.decode($0) }
  }

  static func origin(_ url: String) -> String {
    guard let scheme = url.range(of: "://") else { return "" }
    return String(url[..<scheme.upperBound] + url[scheme.upperBound...].prefix { !"/?#".contains($0) })
  }
}
