/// Things that are handed out, expire, and are taken once: codes, pushed requests, challenges.
final class SingleUseTable<Value: Sendable>: Sendable {
  private let entries = Locked<[String: (value: Value, expiry: Int)]>([:])

  func put(_ value: Value, key: String, expiry: Int) { entries.withLock { $0[key] = (value, expiry) } }

  /// Looks without taking.
  func peek(_ key: String, now: Int) -> Value? {
    entries.withLock { $0[key].flatMap { $0.expiry > now ? $0.value : nil } }
  }

  /// Takes it away and gives it, if it is there and has not expired; of two callers at once one gets it.
  func take(_ key: String, now: Int) -> Value? {
    entries.withLock { entries in
      guard let entry = entries.removeValue(forKey: key) else { return nil }
      return entry.expiry > now ? entry.value : nil
    }
  }
}
