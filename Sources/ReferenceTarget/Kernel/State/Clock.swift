import Foundation

/// The target's time for everything that tokens, proofs and credentials say: the machine's time plus an offset that the control
/// port moves. TLS itself stays on the machine's time.
final class Clock: Sendable {
  private let offset = Locked(0)
  private let base: @Sendable () -> Int

  init(base: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }) { self.base = base }

  /// Seconds since 1970.
  var now: Int { offset.withLock { base() + $0 } }
  var date: Date { Date(timeIntervalSince1970: Double(now)) }

  static let limit = 100 * 366 * 86_400

  /// Moves by `seconds`; absurd values are held within a century.
  func advance(by seconds: Int) {
    offset.withLock { $0 = min(max($0 + min(max(seconds, -Self.limit), Self.limit), -Self.limit), Self.limit) }
  }

  func set(to seconds: Int) {
    let wanted = min(max(seconds, -1_000_000_000_000), 1_000_000_000_000)
    offset.withLock { $0 = min(max(wanted - base(), -Self.limit), Self.limit) }
  }

  /// Back to the machine's time.
  func reset() { offset.withLock { $0 = 0 } }
}
