import Foundation
import OrderedJSON
import Targets
import Wire

/// What is typed into the forms of login and consent, and which button is pressed.
struct FormFilling {
  /// Field name → text, or where a secret is.
  var fields: [(name: String, value: JSON)]
  /// The button of the user's decision.
  var button: [(String, String)]

  init(_ description: JSON, decision: UserDriver.Decision) {
    fields = (description["fields"]?.members ?? []).map { ($0.name, $0.value) }
    button = UserDriver.texts(description[decision.rawValue])
  }

  /// The form of a page that is meant: the one that has most of the described fields and of the button; the first of equals.
  func choose(among forms: [HTMLForm]) -> HTMLForm? {
    func fit(_ form: HTMLForm) -> Int { (fields.map(\.name) + button.map(\.0)).count { form.has($0) } }
    return forms.reduce(HTMLForm?.none) { best, form in best.map { fit(form) > fit($0) } ?? true ? form : best }
  }

  /// Why a form cannot be sent.
  struct Ambiguous: Error, Equatable {
    var buttons: [String]
  }

  /// What the form sends: its own values, what is typed, and the button.
  ///
  /// A page without the described button is one before the decision (a login), and is sent as by the return key: by its first button.
  /// - Throws: `Ambiguous` where several buttons mean different things and the description names none of them.
  func content(of form: HTMLForm, secret: (SecretReference) throws -> String) throws -> [(String, String)] {
    let typed = try fields.filter { form.has($0.name) }.map { field in
      (field.name, try SecretReference(field.value).map(secret) ?? field.value.string ?? "")
    }
    let pressed = button.filter { form.has($0.0) }
    var content: [(String, String)] = []
    for control in form.controls where !control.name.isEmpty && !(typed + pressed).contains(where: { $0.0 == control.name }) {
      switch control.kind {
      case .value, .choice(isChecked: true): content.append((control.name, control.value))
      case .choice(isChecked: false), .button: break
      }
    }
    content += typed + pressed
    guard pressed.isEmpty, let first = form.buttons.first else { return content }
    if typed.isEmpty, form.buttons.count > 1 {
      // A decision that has no name of its own: the form goes without a button.
      if button.isEmpty { return content }
      throw Ambiguous(buttons: form.buttons.map { "\($0.name)=\($0.value)" })
    }
    if !first.name.isEmpty { content.append((first.name, first.value)) }
    return content
  }
}

extension UserDriver {
  /// Pages and redirects that one login may take.
  private static let pageLimit = 12

  func fill(_ filling: FormFilling, _ first: MessageDraft, _ redirects: [String], _ performer: ActionPerformer) async throws -> Arrival {
    var draft = first
    var jar = CookieJar()
    var arrival = Arrival(draft: first, exchange: Exchange(told: Response(status: 0), from: first.url), summaries: [])
    var sent = Set<String>()
    for _ in 0..<Self.pageLimit {
      draft.headers.removeAll { $0.0.lowercased() == "cookie" }
      if let field = jar.field(for: draft.target) { draft.headers.append((field.name, field.value)) }
      let exchange = await performer.context.send(try draft.request(performer.context))
      arrival.draft = draft
      arrival.exchange = exchange
      keepCookies(of: exchange, draft, &jar, performer)
      arrival.summaries.append(performer.exchangeFacts.summary(draft, exchange))
      switch try next(after: draft, exchange, filling, redirects, &sent, performer) {
      case .page(let page): draft = page
      case .end(let remark):
        arrival.remark = remark
        return arrival
      }
    }
    throw RecipeProblem.missing("the way of \(whereabouts) through login and consent did not end after \(Self.pageLimit) pages")
  }

  private func keepCookies(of exchange: Exchange, _ draft: MessageDraft, _ jar: inout CookieJar, _ performer: ActionPerformer) {
    guard let headers = exchange.response?.headers else { return }
    jar.store(headers, from: draft.target)
    for field in headers where field.name.lowercased() == "set-cookie" {
      let value = field.value.prefix { $0 != ";" }.drop { $0 != "=" }.dropFirst()
      if !value.isEmpty { performer.vault.remember(String(value)) }
    }
  }

  private enum Next {
    case page(MessageDraft)
    case end(remark: String?)
  }

  private func next(
    after draft: MessageDraft, _ exchange: Exchange, _ filling: FormFilling, _ redirects: [String], _ sent: inout Set<String>,
    _ performer: ActionPerformer
  ) throws -> Next {
    guard let response = exchange.response else { return .end(remark: nil) }
    if (300..<400).contains(response.status) { return redirect(response, draft, redirects) }
    guard response.status == 200 else { return .end(remark: nil) }
    guard let form = filling.choose(among: HTMLForm.all(in: response.body)) else {
      return .end(remark: "the server shows a page without a form, where \(whereabouts) should go on")
    }
    // A page is known by what it asks for: a login that comes again was refused.
    let page = "\(form.method) \(form.action ?? draft.url) " + form.controls.map(\.name).sorted().joined(separator: " ")
    guard sent.insert(page).inserted else {
      throw RecipeProblem.missing(
        "the page at \(place(draft)) came again after it was sent with \(told(filling, form)), as after a wrong password; see the fields of \(whereabouts)"
      )
    }
    let content: [(String, String)]
    do {
      content = try filling.content(of: form) { try performer.context.secret($0) }
    } catch let ambiguous as FormFilling.Ambiguous {
      throw RecipeProblem.missing(
        "the page at \(place(draft)) has the buttons \(ambiguous.buttons.joined(separator: ", ")), and \(whereabouts) names none of them "
          + "under \(decision.rawValue)")
    }
    let action = form.action.flatMap { URL(string: $0, relativeTo: URL(string: draft.target))?.absoluteString } ?? draft.target
    if let refusal = target.allowedOrigins.refusal(of: action) { return .end(remark: "a form leads elsewhere: \(refusal)") }
    var next = MessageDraft(method: form.method, url: form.method == "GET" ? String(action.prefix { $0 != "?" }) : action)
    if form.method == "GET" { next.query = content } else { next.form = content }
    return .page(next)
  }

  private func redirect(_ response: Response, _ draft: MessageDraft, _ redirects: [String]) -> Next {
    guard let location = response.headers.first(where: { $0.name.lowercased() == "location" })?.value else { return .end(remark: nil) }
    if Self.answer(in: location, from: draft.target, redirects: redirects) != nil { return .end(remark: nil) }
    guard let url = URL(string: location, relativeTo: URL(string: draft.target))?.absoluteString else { return .end(remark: nil) }
    if Self.origin(url) != Self.origin(draft.target), let refusal = target.allowedOrigins.refusal(of: url) {
      return .end(remark: "a redirect leads elsewhere: \(refusal)")
    }
    var next = MessageDraft(url: url)
    if response.status == 307 || response.status == 308 {
      next.method = draft.method
      next.form = draft.form
    }
    return .page(next)
  }

  private func place(_ draft: MessageDraft) -> String { String(draft.url.prefix { $0 != "?" && $0 != "#" }) }

  private func told(_ filling: FormFilling, _ form: HTMLForm) -> String {
    let names = filling.fields.map(\.name).filter(form.has)
    return names.isEmpty ? "nothing typed" : names.joined(separator: " and ")
  }
}
