/// Where each path leads, and with which methods.
struct Endpoints: Sendable {
  typealias Handler = @Sendable (Incoming) async throws -> Outgoing

  private var handlers: [String: [String: Handler]] = [:]

  init() {}

  mutating func add(_ method: String, _ path: String, _ handler: @escaping Handler) { handlers[path, default: [:]][method] = handler }

  /// Answers; an unknown path is 404, a known one with another method 405. HEAD is GET without its body.
  func answer(_ request: Incoming) async -> Outgoing {
    guard let methods = handlers[request.path] else { return .json(["error": "not_found"], status: 404) }
    let isHead = request.method == "HEAD" && methods["HEAD"] == nil
    guard let handler = methods[isHead ? "GET" : request.method] else {
      let allowed = methods.keys.sorted() + (methods["GET"] == nil ? [] : ["HEAD"])
      return .json(["error": "method_not_allowed"], status: 405, headers: [("Allow", allowed.joined(separator: ", "))])
    }
    var answer: Outgoing
    do {
      answer = try await handler(request)
    } catch let error as OAuthError {
      answer = error.outgoing
    } catch {
      answer = OAuthError(.serverError, "unexpected condition", status: 500).outgoing
    }
    if isHead { answer.body = [] }
    return answer
  }
}
