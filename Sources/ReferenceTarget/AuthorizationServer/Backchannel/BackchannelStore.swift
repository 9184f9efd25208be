/// A request that somebody decides elsewhere.
struct BackchannelRequest: Sendable {
  enum State: Sendable { case pending, approved, denied, redeemed }

  var grant: GrantRecord
  var hint: String
  var state = State.pending
  var expiry: Int
  /// When the client asked last.
  var polled: Int?
}

/// Requests out of band, by their `auth_req_id`.
final class BackchannelStore: Sendable {
  private let requests = Locked<[String: BackchannelRequest]>([:])

  /// Seconds between two polls.
  static let interval = 1

  func add(_ request: BackchannelRequest, id: String) { requests.withLock { $0[Digest.thumbprint(id)] = request } }

  /// What the person says; false if there is nothing to decide any more.
  func decide(_ id: String, approve: Bool) -> Bool {
    requests.withLock { requests in
      let key = Digest.thumbprint(id)
      guard requests[key]?.state == .pending else { return false }
      requests[key]?.state = approve ? .approved : .denied
      return true
    }
  }

  /// The request as it stands now. An approved one is used up by `redeeming`: of two polls at once one finds it.
  func poll(_ id: String, now: Int, redeeming: (BackchannelRequest) -> Bool) -> (request: BackchannelRequest, isTooFast: Bool)? {
    requests.withLock { requests in
      let key = Digest.thumbprint(id)
      guard let found = requests[key] else { return nil }
      let isTooFast = found.polled.map { now - $0 < Self.interval } ?? false
      requests[key]?.polled = now
      if found.state == .approved, redeeming(found) { requests[key]?.state = .redeemed }
      return (found, isTooFast)
    }
  }
}
