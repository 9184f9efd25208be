import CCurl
import CCurlShims
import Foundation

/// The thread that drives all transfers of a client over one libcurl multi handle.
///
/// `@unchecked Sendable`: `multi`, `active`, `pool` and `keys` are touched by the driving thread alone once it runs, and it is
/// started once; all else goes through `inbox`. `curl_multi_wakeup` may be called from any thread, and is called under the
/// inbox's lock only while `running`, that is before the thread frees the handle.
final class CurlDriver: @unchecked Sendable {
  private struct Inbox {
    var submitted: [CurlTransfer] = []
    var cancelled: [CurlTransfer] = []
    var running = false
    var stopped = false
  }

  private let inbox = Locked(Inbox())
  private let maxConnections: Int
  private var multi: UnsafeMutableRawPointer?
  private var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
  private var pool: [UnsafeMutableRawPointer] = []
  /// For each client certificate the private key it was first used with: libcurl's connection reuse compares certificates only.
  private var keys: [String: String] = [:]

  init(maxConnections: Int) {
    initialiseLibraries()
    self.maxConnections = maxConnections
  }

  /// Runs a transfer to its end, or to the cancellation of the task.
  func perform(_ transfer: CurlTransfer) async -> Exchange {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.continuation = continuation
        submit(transfer)
      }
    } onCancel: {
      inbox.withLock { inbox in
        inbox.cancelled.append(transfer)
        if inbox.running { curl_multi_wakeup(multi) }
      }
    }
  }

  func shutdown() {
    inbox.withLock { inbox in
      inbox.stopped = true
      if inbox.running { curl_multi_wakeup(multi) }
    }
  }

  private func submit(_ transfer: CurlTransfer) {
    let refused = inbox.withLock { inbox in
      guard !inbox.stopped else { return true }
      inbox.submitted.append(transfer)
      if inbox.running {
        if inbox.submitted.count == 1 { curl_multi_wakeup(multi) }
      } else {
        inbox.running = start()
        if !inbox.running { inbox.submitted.removeLast() }
        return !inbox.running
      }
      return false
    }
    if refused { transfer.finish(.cancelled) }
  }

  private func start() -> Bool {
    guard let handle = curl_multi_init() else { return false }
    multi = handle
    // No two exchanges share a connection at a time: what one of them does to it must not show in the other.
    wire_multi_set_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    wire_multi_set_long(handle, CURLMOPT_MAX_TOTAL_CONNECTIONS, maxConnections)
    wire_multi_set_long(handle, CURLMOPT_MAXCONNECTS, maxConnections)
    return startThread { self.run() }
  }

  private func run() {
    while true {
      let (submitted, cancelled, stopped) = inbox.withLock { inbox in
        let work = (inbox.submitted, inbox.cancelled, inbox.stopped)
        inbox.submitted = []
        inbox.cancelled = []
        if inbox.stopped { inbox.running = false }
        return work
      }
      if stopped { return finish(cancelling: submitted) }
      for transfer in cancelled { cancel(transfer) }
      for transfer in submitted { begin(transfer) }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      collect()
      // The poll ends by itself when a socket is ready, a timer of libcurl is due, or somebody calls `curl_multi_wakeup`.
      curl_multi_poll(multi, nil, 0, 1000, nil)
    }
  }

  private func begin(_ transfer: CurlTransfer) {
    if transfer.isCancelled { return transfer.finish(.cancelled) }
    guard let easy = pool.popLast() ?? curl_easy_init() else { return transfer.finish(.other(code: 27, "out of memory")) }
    var fresh = transfer.request.connection == .fresh
    if let certificate = transfer.request.tls.certificate, let key = transfer.request.tls.privateKey {
      if keys[certificate, default: key] != key { fresh = true }
      keys[certificate] = keys[certificate] ?? key
    }
    do throws(TransferFailure) {
      try transfer.configure(easy, fresh: fresh)
    } catch {
      recycle(easy)
      return transfer.finish(error)
    }
    let code = curl_multi_add_handle(multi, easy)
    guard code == CURLM_OK else {
      recycle(easy)
      return transfer.finish(.other(code: Int(code.rawValue), String(cString: curl_multi_strerror(code))))
    }
    active[easy] = transfer
  }

  private func cancel(_ transfer: CurlTransfer) {
    transfer.isCancelled = true
    guard let easy = transfer.easy, active[easy] === transfer else { return }
    remove(easy)
    transfer.conclude(nil)
    recycle(easy)
    transfer.finish(.cancelled)
  }

  private func collect() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      var easy: UnsafeMutableRawPointer?
      var code = CURLE_OK
      guard wire_message_done(message, &easy, &code) == 1, let easy, let transfer = active[easy] else { continue }
      // The message dangles once its handle is removed: everything of it has been copied above.
      transfer.conclude(code)
      remove(easy)
      recycle(easy)
      transfer.finish(nil)
    }
  }

  private func remove(_ easy: UnsafeMutableRawPointer) {
    active[easy] = nil
    curl_multi_remove_handle(multi, easy)
  }

  private func recycle(_ easy: UnsafeMutableRawPointer) {
    curl_easy_reset(easy)
    if pool.count < 64 { pool.append(easy) } else { curl_easy_cleanup(easy) }
  }

  private func finish(cancelling submitted: [CurlTransfer]) {
    for (easy, transfer) in active {
      curl_multi_remove_handle(multi, easy)
      transfer.conclude(nil)
      curl_easy_cleanup(easy)
      transfer.finish(.cancelled)
    }
    active = [:]
    for transfer in submitted { transfer.finish(.cancelled) }
    for easy in pool { curl_easy_cleanup(easy) }
    pool = []
    curl_multi_cleanup(multi)
    multi = nil
  }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a detached thread. Threads, and not tasks, for whatever waits in a system call: the cooperative pool is small.
func startThread(_ run: @escaping @Sendable () -> Void) -> Bool {
  var thread = pthread_t()
  let body = Unmanaged.passRetained(ThreadBody(run))
  let code = pthread_create(
    &thread, nil,
    { argument in
      let body = Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue()
      body.run()
      return nil
    }, body.toOpaque())
  guard code == 0 else {
    body.release()
    return false
  }
  pthread_detach(thread)
  return true
}
