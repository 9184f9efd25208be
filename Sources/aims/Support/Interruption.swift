import Dispatch
import Foundation

/// Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends at once.
///
/// `@unchecked Sendable`: the sources are constant and only cancelled, which is thread-safe.
final class Interruption: @unchecked Sendable {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter handler: called once, on a background queue.
  init(_ handler: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "interruption")
    let count = Counter()
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if count.next() == 1 { handler() } else { _exit(128 + number) }
      }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// `@unchecked Sendable`: touched on the one serial queue only.
  private final class Counter: @unchecked Sendable {
    private var value = 0
    func next() -> Int {
      value += 1
      return value
    }
  }
}
