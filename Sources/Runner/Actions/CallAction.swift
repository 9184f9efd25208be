import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

extension ActionPerformer {
  func callDraft(_ overlay: Overlay, nonce: String?) throws -> MessageDraft {
    let reader = reader(overlay)
    guard let role = try reader.text("resource"), let resource = context.target.resources[role] else {
      throw RecipeProblem.missing("fixture missing: resource \(try reader.text("resource") ?? "")")
    }
    var draft = MessageDraft(method: resource.method, url: resource.url)
    draft.headers = resource.headers
    if let body = resource.body { draft.body = Array(body.utf8) }
    var token = try reader.text("token")
    if let said = overlay["access-token"] {
      let made = try accessTokens(said, resource: role, resource)
      token = made.first?.compact
      draft.artefacts += made.map { ("access-token", $0.fact(vault)) }
    }
    let carrier = try reader.text("carrier", default: "header")
    if let token {
      switch carrier {
      case "query": draft.query.append(("access_token", token))
      case "form":
        draft.method = "POST"
        draft.form = [("access_token", token)]
      case "header":
        let scheme = try reader.text("scheme", default: reader.has("dpop") ? "DPoP" : "Bearer") ?? "Bearer"
        draft.headers.append(("Authorization", "\(scheme) \(token)"))
      case let other: throw RecipeProblem.suite("a token is carried in header, query or form, not in \(other ?? "nothing")")
      }
    }
    try applyTLS(&draft, overlay)
    if overlay[path: ["tls", "certificate"]] == nil, let (_, client) = try client(overlay), usesMutualTLS(client) {
      draft.certificate = try certificate(of: client)
    }
    try draft.apply(overlay, reader: reader)
    try addProofs(&draft, overlay, accessToken: token, nonce: nonce)
    try addWorkloadCredentials(&draft, overlay, accessToken: token)
    try addSignature(&draft, overlay)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  func callFacts(_ draft: MessageDraft, _ exchange: Exchange, _ overlay: Overlay) -> JSON {
    let resource = (try? reader(overlay).text("resource")).flatMap { context.target.resources[$0] }
    let text = exchange.response.map { String(decoding: $0.body, as: UTF8.self) } ?? ""
    let isServed = resource?.marker.map { text.contains($0) }
    var facts = facts(draft, exchange) { response in
      // What counts is whether the protected content was seen, whatever the status says.
      if let isServed {
        return isServed
          ? "accepted" : response.status < 300 && draft.method != "HEAD" ? "broke" : response.status < 300 ? "accepted" : "refused"
      }
      return response.status < 300 ? "accepted" : "refused"
    }
    if let isServed { facts["marker"] = .bool(isServed) }
    // By it an audit log is searched for the record of this call.
    if let value = draft.headers.last(where: { $0.0.lowercased() == "authorization" })?.1, let token = value.split(separator: " ").last {
      facts["presented"] = vault.fact(String(token))
    }
    if let response = exchange.response, let signature = ResponseSignatureFacts.facts(response, to: draft) {
      facts["response-signature"] = SpecialFact.escape(signature)
    }
    if let echo = resource?.echo, !echo.isEmpty, let answer = exchange.response.flatMap({ try? JSON.parse($0.body) }) {
      facts["echo"] = .object(
        echo.sorted { $0.key < $1.key }.compactMap { name, pointer in
          answer.pointed(pointer).map { .init(name, exchangeFacts.conceal(SpecialFact.escape($0))) }
        })
    } else {
      facts["echo"] = SpecialFact.unknown("the resource echoes nothing")
    }
    return facts
  }

  func requestDraft(_ overlay: Overlay) throws -> MessageDraft {
    let reader = reader(overlay)
    let server = try server(overlay)
    var url: String
    if let endpoint = try reader.text("endpoint") {
      url = try context.endpoint(endpoint, of: server)
    } else if let role = try reader.text("resource"), let resource = context.target.resources[role] {
      url = resource.url
    } else if let literal = try reader.text("url") {
      url = literal
    } else {
      throw RecipeProblem.suite("a request needs an endpoint, a resource or a url")
    }
    if let path = try reader.text("path"), let end = url.range(of: "://").flatMap({ url[$0.upperBound...].firstIndex(of: "/") }) {
      url = url[..<end] + path
    }
    var draft = MessageDraft(method: "GET", url: url)
    if overlay["client"] != nil { try authenticate(&draft, overlay, server: server) }
    try applyTLS(&draft, overlay)
    let withoutURL = Overlay.node(overlay.members.filter { $0.name != "url" })
    try draft.apply(withoutURL, reader: reader)
    if draft.form?.isEmpty == true { draft.form = nil }
    try addProofs(&draft, overlay, accessToken: nil, nonce: nil)
    try draft.applySent(overlay["sent"], reader: reader)
    return draft
  }

  /// A bare TLS handshake with the host of a server or resource; one request is sent to read one byte.
  func handshake(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    let url: String
    if let role = try reader.text("resource"), let resource = context.target.resources[role] {
      url = resource.url
    } else {
      url = context.target.servers[try server(overlay)]?.issuer ?? ""
    }
    return try await transact(.none) { _ in
      var draft = MessageDraft(method: "GET", url: url)
      draft.isFresh = true
      try self.applyTLS(&draft, overlay)
      return draft
    } interpret: { draft, exchange in
      self.facts(draft, exchange) { _ in "accepted" }
    }
  }
}

extension JSON {
  /// The value at a JSON pointer (RFC 6901).
  func pointed(_ pointer: String) -> JSON? {
    pointer.split(separator: "/").reduce(Optional(self)) { value, part in
      let name = part.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")
      return value?[name] ?? Int(name).flatMap { value?[$0] }
    }
  }
}
