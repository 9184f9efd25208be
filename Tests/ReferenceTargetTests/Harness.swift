import Foundation
import Testing

@testable import ReferenceTarget

/// The whole deployment in this process, spoken to without sockets, on a clock that stands where the test puts it.
struct Harness {
  let deployment: Deployment
  let clock: Clock
  let cast: Cast

  static let base = "https://localhost:1"

  init(defects: [String] = [], presets: [String] = []) throws {
    let clock = Clock()
    let cast = try Cast(now: clock.date)
    self.clock = clock
    self.cast = cast
    let environment = Environment(
      base: Self.base, clock: clock, defects: try Defects(names: defects), presets: try Presets(names: presets))
    let push = try PushClient(authority: cast.serverAuthority.certificate.pem, verifies: true, verifiesName: true)
    deployment = Deployment(environment: environment, cast: cast, push: push, log: false)
  }

  /// An answer with its body read.
  struct Answer {
    let status: Int
    let headers: [(String, String)]
    let json: JSONObject
    /// The body as text.
    let text: String

    subscript(name: String) -> JSONValue? { json[name] }
    func header(_ name: String) -> [String] { headers.filter { $0.0 == name }.map(\.1) }
  }

  func send(
    _ method: String, _ target: String, headers: [(String, String)] = [], body: String = "", certificate: [UInt8]? = nil
  ) async -> Answer {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    let request = Incoming(
      method: method, path: parts[0], query: parts.count == 2 ? parts[1] : nil, headers: headers, body: Array(body.utf8),
      certificate: certificate, base: "")
    let answer = await deployment.answerer(request)
    return Answer(
      status: answer.status, headers: answer.headers, json: (try? JSONValue(parsing: answer.body))?.object ?? [:],
      text: String(decoding: answer.body, as: UTF8.self))
  }

  static func form(_ fields: [(String, String)]) -> String {
    fields.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }.joined(separator: "&")
  }

  func post(_ path: String, _ fields: [(String, String)], headers: [(String, String)] = [], certificate: [UInt8]? = nil) async -> Answer {
    await send(
      "POST", path, headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers, body: Self.form(fields),
      certificate: certificate)
  }

  func assertion(_ role: Cast.Role, at path: String = "/home", _ change: (inout JSONObject) -> Void = { _ in }) throws -> String {
    var claims: JSONObject = [
      "iss": .string(role.clientID), "sub": .string(role.clientID), "aud": .string(Self.base + path), "jti": .string(Random.identifier()),
      "iat": .integer(clock.now), "exp": .integer(clock.now + 60),
    ]
    change(&claims)
    return JWTBuilder.sign(claims, by: try #require(cast.keys[role]), typ: nil)
  }

  func authenticated(_ role: Cast.Role, at path: String = "/home", _ fields: [(String, String)]) throws -> [(String, String)] {
    [("client_assertion_type", PrivateKeyJWT.assertionType), ("client_assertion", try assertion(role, at: path))] + fields
  }

  func token(
    _ role: Cast.Role = .agent, at path: String = "/home", headers: [(String, String)] = [], _ fields: [(String, String)]
  ) async throws -> Answer {
    await post(path + "/token", try authenticated(role, at: path, fields), headers: headers)
  }

  /// An access token by client credentials.
  func accessToken(_ role: Cast.Role = .agent, resource: String = "tool", scope: String = "read") async throws -> String {
    let answer = try await token(
      role, [("grant_type", "client_credentials"), ("resource", Self.base + "/rs/" + resource), ("scope", scope)])
    return try #require(answer["access_token"]?.string)
  }

  func call(_ resource: String, _ token: String, scheme: String = "Bearer", certificate: [UInt8]? = nil) async -> Answer {
    await send("GET", "/rs/" + resource, headers: [("Authorization", "\(scheme) \(token)")], certificate: certificate)
  }
}
