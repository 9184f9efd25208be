/// Remembers what may be used once, until it is no longer valid anyhow.
final class ReplayCache: Sendable {
  private let seen = Locked<[String: Int]>([:])
  private static let sweepAbove = 20_000

  /// True the first time `key` comes; the key is kept until `expiry` (seconds on the target's clock).
  func firstUse(of key: String, until expiry: Int, now: Int) -> Bool {
    seen.withLock { seen in
      if seen.count > Self.sweepAbove { seen = seen.filter { $0.value > now } }
      if let known = seen[key], known > now { return false }
      seen[key] = expiry
      return true
    }
  }
}
