import Forge
import Foundation
import OrderedJSON
import Scenarios
import Wire

/// What has come to an endpoint that the suite hosts. The action looks and does not wait: waiting is `await`, which says for how long.
extension ActionPerformer {
  func receive(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let name = try reader.text("at"), let endpoint = given.endpoints[name] else {
      throw RecipeProblem.suite("receive needs an endpoint that is given")
    }
    if let answer = try reader.value("turn")?.integer { endpoint.turn(to: max(0, answer)) }
    let role = try reader.text("transmitter") ?? context.target.transmitters.keys.min() ?? ""
    let wanted = try reader.text("event").map { SignalEvent(rawValue: $0)?.uri ?? $0 }
    let needle = try reader.text("holds")
    var held: [JSON] = []
    var requests: [JSON] = []
    var sets: [JSON] = []
    var times: [String: [Int]] = [:]
    for (request, at) in endpoint.requests {
      let text = String(decoding: request.body, as: UTF8.self)
      let isToken = text.split(separator: ".", omittingEmptySubsequences: false).count == 3 && !text.contains("{")
      var set: JSON?
      if isToken { set = await eventFact(text, role) }
      if let wanted, set?["claims"]?["events"]?[wanted] == nil { continue }
      if let set {
        sets.append(set)
        let jti = set["claims"]?["jti"]?.string ?? text
        times[jti, default: []].append(at)
      }
      if let needle { held += Self.places(of: needle, in: request).map(JSON.string) }
      requests.append(self.request(request, at: at, set))
    }
    let gaps = times.values.flatMap { times in zip(times, times.dropFirst()).map { $1 - $0 } }
    return Performed(
      facts: .object(of: [
        "outcome": "accepted", "requests": .array(requests), "sets": .array(sets), "count": .integer(requests.count),
        "jtis": .array(sets.compactMap { $0["claims"]?["jti"] }), "different": .integer(times.count),
        "attempts": .integer(times.values.map(\.count).max() ?? 0), "shortest-gap": gaps.min().map { .integer($0) },
        "held": needle.map { _ in .array(held) },
      ]))
  }

  /// Where in a request a text stands: `query`, `path`, `body`, or the name of a header field. Empty text stands nowhere.
  static func places(of text: String, in request: ReceivedRequest) -> [String] {
    guard !text.isEmpty else { return [] }
    var places: [String] = []
    if request.path.contains(text) { places.append("path") }
    if request.target.dropFirst(request.path.count).contains(text) { places.append("query") }
    places += request.headers.filter { $0.value.contains(text) }.map { $0.name.lowercased() }
    if String(decoding: request.body, as: UTF8.self).contains(text) { places.append("body") }
    return places
  }

  /// The token after a scheme in `Authorization`.
  private func bearer(_ request: ReceivedRequest) -> String? {
    let shown = request.headers.filter { $0.name.lowercased() == "authorization" }
    guard shown.count == 1, let parts = shown.first?.value.split(separator: " ", maxSplits: 1), parts.count == 2 else { return nil }
    return String(parts[1])
  }

  private func request(_ request: ReceivedRequest, at: Int, _ set: JSON?) -> JSON {
    func only(_ name: String) -> String? { request.headers.first { $0.name.lowercased() == name }?.value }
    let text = String(decoding: request.body.prefix(4000), as: UTF8.self)
    var body: JSON?
    if set == nil, !text.isEmpty {
      let json = try? JSON.parse(request.body)
      body = json.map { exchangeFacts.conceal(SpecialFact.escape($0)) } ?? JSON.string(vault.redact(text))
    }
    let token = bearer(request)
    let claims = token.flatMap { try? DecodedJWT.decode($0) }?.claims
    let query = request.target.dropFirst(request.path.count).dropFirst().split(separator: "&").map { $0.prefix { $0 != "=" } }
    return .object(of: [
      "bearer": token.map(vault.fact), "claims": claims.map { SpecialFact.escape($0) }, "txn-token": only("txn-token").map(vault.fact),
      "query": .array(query.map { .string(String($0)) }),
      "at": .integer(at), "method": .string(request.method), "headers": exchangeFacts.headers(request.headers),
      "content-type": only("content-type").map {
        .string(String($0.prefix { $0 != ";" }).trimmingCharacters(in: .whitespaces).lowercased())
      },
      "accept": only("accept").map(JSON.string), "authorization": only("authorization").map(vault.fact), "body": body, "set": set,
      "tls": request.tlsVersion.map { .string($0.rawValue) },
    ])
  }
}
