/// Server-provided DPoP nonces (RFC 9449 sections 8 and 9): unpredictable, renewed every minute, good for two periods.
final class NonceService: Sendable {
  private struct State {
    var current = Random.identifier()
    var previous: String?
    var since: Int
  }

  private let clock: Clock
  private let state: Locked<State>
  static let period = 60

  init(clock: Clock) {
    self.clock = clock
    state = Locked(State(since: clock.now))
  }

  /// The nonce to hand out now.
  var current: String {
    state.withLock {
      refresh(&$0); return $0.current
    }
  }

  func accepts(_ nonce: String) -> Bool {
    state.withLock {
      refresh(&$0); return nonce == $0.current || nonce == $0.previous
    }
  }

  private func refresh(_ state: inout State) {
    let age = clock.now - state.since
    guard age >= Self.period || age < 0 else { return }
    state.previous = (0..<2 * Self.period).contains(age) ? state.current : nil
    state.current = Random.identifier()
    state.since = clock.now
  }
}
