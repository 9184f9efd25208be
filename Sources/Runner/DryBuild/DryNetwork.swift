import Forge
import Foundation
import OrderedJSON
import Targets
import Wire

/// Answers in place of the network, and keeps what was to be sent.
///
/// `@unchecked Sendable`: everything that changes is guarded by `lock`.
final class DryNetwork: @unchecked Sendable {
  private let lock = NSLock()
  private var requests: [Request] = []
  private var count = 0
  private let markers: [String]

  init(_ target: TargetDescription) {
    markers = target.resources.values.compactMap(\.marker).sorted()
  }

  /// What has been sent since the last call.
  func take() -> [Request] {
    lock.lock()
    defer { lock.unlock() }
    defer { requests = [] }
    return requests
  }

  /// One answer for everything: it has each member that an action looks for, so that the story goes on.
  func answer(_ request: Request) -> Exchange {
    lock.lock()
    requests.append(request)
    count += 1
    let number = count
    lock.unlock()
    let headers = [HeaderField("DPoP-Nonce", "dry-nonce"), HeaderField("Content-Type", "application/json")]
    if request.url.contains("/authorize?") || request.url.hasSuffix("/authorize") {
      let parameters = FormCoding.decode(request.url.drop { $0 != "?" }.dropFirst())
      let redirect = parameters.last { $0.0 == "redirect_uri" }?.1 ?? "https://agent.example/callback"
      let state = parameters.last { $0.0 == "state" }?.1 ?? ""
      let location = "\(redirect)?code=dry-code-\(number)&state=\(FormCoding.escape(state))&iss=https%3A%2F%2Ftarget.example%2Fhome"
      return Exchange(told: Response(status: 303, headers: headers + [HeaderField("Location", location)]), from: request.url)
    }
    let token = Self.token(number)
    let body: JSON = [
      "access_token": .string(token), "token_type": "DPoP", "expires_in": 300, "scope": "read",
      "issued_token_type": "urn:ietf:params:oauth:token-type:access_token", "refresh_token": .string("dry-refresh-\(number)"),
      "request_uri": .string("urn:ietf:params:oauth:request_uri:\(number)"), "auth_req_id": .string("dry-request-\(number)"), "interval": 0,
      "active": true, "sub": "user-alice", "client_id": "spiffe://agents.example/agent", "credential": .string(token),
      "challenge": .string("dry-challenge-\(number)"), "attestation_challenge": .string("dry-challenge-\(number)"),
      "stream_id": .string("dry-stream-\(number)"),
      "markers": .array(markers.map(JSON.string)), "status": "enabled",
    ]
    return Exchange(told: Response(status: 200, headers: headers, body: body.bytes), from: request.url)
  }

  /// A token like no other, with a signature that nobody looks at.
  private static func token(_ number: Int) -> String {
    let claims: JSON = [
      "iss": "https://target.example/home", "sub": .string("user-\(number)"), "client_id": .string("client-\(number)"),
      "jti": .string("dry-\(number)"), "scope": "read", "exp": 4_000_000_000,
    ]
    let header: JSON = ["alg": "ES256", "typ": "at+jwt", "kid": "dry"]
    let signature = [UInt8](repeating: UInt8(truncatingIfNeeded: number | 1), count: 64)
    return [header.bytes, claims.bytes, signature].map { Base64URL.encode($0) }.joined(separator: ".")
  }
}

extension Request {
  /// All that a server could tell two requests apart by.
  var whole: String {
    let fields = headers.map { "\($0.name): \($0.value)" }
    let connection = [
      tls.certificate ?? "", tls.privateKey ?? "", "\(String(describing: tls.minimum))", "\(String(describing: tls.maximum))",
      version.rawValue,
    ]
    return
      ([method, url] + fields + ["", String(decoding: body ?? [], as: UTF8.self), String(decoding: raw ?? [], as: UTF8.self)] + connection)
      .joined(separator: "\n")
  }
}
