import CCurl
import CCurlShims
import Foundation

// libcurl's callbacks: functions of C type that capture nothing. The transfer travels as their data pointer; it is alive, since the
// driver keeps it while its handle is in the multi handle.

private func transfer(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer {
  Unmanaged<CurlTransfer>.fromOpaque(pointer!).takeUnretainedValue()
}

let onHeaderLine: curl_write_callback = { bytes, size, count, pointer in
  let transfer = transfer(pointer)
  let total = size * count
  let line = UnsafeRawBufferPointer(start: bytes, count: total)
  transfer.exchange.bytesReceived += total
  if let failure = transfer.response.take(line: line) {
    transfer.reason = failure
    return 0
  }
  if transfer.response.isHead && transfer.response.isHeadComplete {
    transfer.response.isEnough = true
    return 0
  }
  // A server that broke often closes without saying so; the next request must not run into that.
  if transfer.response.isHeadComplete, transfer.response.status >= 500 { transfer.forbidReuse() }
  return total
}

let onContent: curl_write_callback = { bytes, size, count, pointer in
  let transfer = transfer(pointer)
  let total = size * count
  transfer.exchange.bytesReceived += total
  if let failure = transfer.response.take(content: UnsafeRawBufferPointer(start: bytes, count: total)) {
    transfer.reason = failure
    return 0
  }
  if let isEnough = transfer.request.isEnough, isEnough(transfer.response.body) {
    transfer.response.isEnough = true
    return 0
  }
  return total
}

let onDebug: curl_debug_callback = { _, kind, bytes, count, pointer in
  if kind == CURLINFO_HEADER_OUT {
    transfer(pointer).sentHead.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
  }
  return 0
}

/// Runs when the connection is up and the request is about to be sent, on a reused connection too.
let onConnected: curl_prereq_callback = { pointer, address, _, _, _ in
  let transfer = transfer(pointer)
  transfer.prerequests += 1
  if transfer.prerequests > 1 {
    // libcurl found the reused connection dead after it had sent the request, and is about to send it once more.
    transfer.reason = .wouldResend
    return CURL_PREREQFUNC_ABORT
  }
  if let address { transfer.exchange.primaryIP = String(cString: address) }
  if let easy = transfer.easy, let ssl = wire_get_ssl(easy) {
    wire_tls_slot_adopt(transfer.alerts.pointer, ssl)
    if transfer.request.captureTLS { transfer.exchange.tls = TLSFacts(ssl: ssl) }
  }
  return CURL_PREREQFUNC_OK
}
