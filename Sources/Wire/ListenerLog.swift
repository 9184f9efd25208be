import Foundation

/// The requests of a listener and those who wait for them.
final class ListenerLog: Sendable {
  private struct Waiter {
    var fits: @Sendable (ReceivedRequest) -> Bool
    var continuation: CheckedContinuation<ReceivedRequest?, Never>
  }

  private struct State {
    var requests: [ReceivedRequest] = []
    var taken: Set<Int> = []
    var waiters: [(key: Int, waiter: Waiter)] = []
    var cancelled: Set<Int> = []
    var keys = 0
    var rejected = 0
    var ended = false
  }

  private let state = Locked(State())

  func requests() -> [ReceivedRequest] { state.withLock { $0.requests } }
  var rejected: Int { state.withLock { $0.rejected } }

  func reject() { state.withLock { $0.rejected += 1 } }

  /// Numbers and keeps a request, and hands it to the first who waits for it. Nil when there are `limit` already.
  func record(_ request: ReceivedRequest, limit: Int) -> ReceivedRequest? {
    let (recorded, waiter) = state.withLock { state -> (ReceivedRequest?, Waiter?) in
      guard state.requests.count < limit else {
        state.rejected += 1
        return (nil, nil)
      }
      var request = request
      request.index = state.requests.count
      state.requests.append(request)
      guard let place = state.waiters.firstIndex(where: { $0.waiter.fits(request) }) else { return (request, nil) }
      state.taken.insert(request.index)
      return (request, state.waiters.remove(at: place).waiter)
    }
    if let recorded { waiter?.continuation.resume(returning: recorded) }
    return recorded
  }

  func next(within patience: Duration, where fits: @escaping @Sendable (ReceivedRequest) -> Bool) async -> ReceivedRequest? {
    let key = state.withLock { state in
      state.keys += 1
      return state.keys
    }
    let timer = Task {
      guard (try? await Task.sleep(for: patience)) != nil else { return }
      give(up: key)
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (answered, request) = state.withLock { state -> (Bool, ReceivedRequest?) in
          if let request = state.requests.first(where: { !state.taken.contains($0.index) && fits($0) }) {
            state.taken.insert(request.index)
            return (true, request)
          }
          if state.ended || state.cancelled.remove(key) != nil { return (true, nil) }
          state.waiters.append((key, Waiter(fits: fits, continuation: continuation)))
          return (false, nil)
        }
        if answered { continuation.resume(returning: request) }
      }
    } onCancel: {
      give(up: key)
    }
  }

  /// Ends one wait without a request; one that has not begun yet ends at once when it does.
  private func give(up key: Int) {
    let waiter = state.withLock { state -> Waiter? in
      guard let place = state.waiters.firstIndex(where: { $0.key == key }) else {
        state.cancelled.insert(key)
        return nil
      }
      return state.waiters.remove(at: place).waiter
    }
    waiter?.continuation.resume(returning: nil)
  }

  /// Ends all waits, now and later.
  func endWaiting() {
    let waiters = state.withLock { state in
      defer { state.waiters = [] }
      state.ended = true
      return state.waiters
    }
    for (_, waiter) in waiters { waiter.continuation.resume(returning: nil) }
  }
}

/// Counts running threads, so that somebody can wait for the last to end.
final class ThreadCount: Sendable {
  private struct State {
    var running = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Locked(State())

  var running: Int { state.withLock { $0.running } }

  /// Starts a counted thread.
  func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { $0.running += 1 }
    let started = startThread { [self] in
      work()
      end()
    }
    if !started { end() }
    return started
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let done = state.withLock { state in
        if state.running > 0 { state.waiting.append(continuation) }
        return state.running == 0
      }
      if done { continuation.resume() }
    }
  }

  private func end() {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.running -= 1
      guard state.running == 0 else { return [] }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
