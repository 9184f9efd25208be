/// RFC 8935: pushes what waits in a stream, one after the other.
///
/// A push that fails in a way that looks passing is repeated, with growing pauses on the target's clock.
struct PushDelivery: Sendable {
  let transmitter: SignalTransmitter

  private var defects: Defects { transmitter.defects }
  private var clock: Clock { transmitter.environment.clock }
  static let attempts = 4
  /// Seconds before the first repetition; doubled each time.
  static let pause = 2

  func drain(_ id: String) async {
    while let (event, url, authorization) = next(id) {
      await deliver(event, url, authorization)
      transmitter.streams.withLock { $0[id]?.queue.removeAll { $0.jti == event.jti } }
    }
  }

  /// The next event; if there is none, the stream is free for another task.
  private func next(_ id: String) -> (OutgoingEvent, String, String?)? {
    transmitter.streams.withLock { streams in
      guard let stream = streams[id], case .push(let url, let authorization) = stream.delivery,
        let event = transmitter.deliverable(stream).first
      else {
        streams[id]?.isDraining = false
        return nil
      }
      return (event, url, authorization)
    }
  }

  private func deliver(_ event: OutgoingEvent, _ url: String, _ authorization: String?) async {
    for attempt in 0..<Self.attempts {
      if attempt > 0, !defects.has(.retryAtOnce) { await pause(Self.pause << (attempt - 1)) }
      var headers = [
        ("Content-Type", defects.has(.pushMediaType) ? "application/jwt" : "application/secevent+jwt"),
        ("Accept", defects.has(.pushAccept) ? "*/*" : "application/json"),
      ]
      let isForgotten = defects.has(.pushAuthorizationMissing) || attempt > 0 && defects.has(.retryWithoutAuthorization)
      if let authorization, !isForgotten { headers.append(("Authorization", authorization)) }
      if authorization == nil, defects.has(.pushUnaskedAuthorization) { headers.append(("Authorization", "Bearer transmitter")) }
      var body = event.compact
      if attempt > 0, defects.has(.retryNewIdentifier) { body = renamed(event) }
      if defects.has(.pushWrapped) { body = JSONValue.object(["set": .string(event.compact)]).text }
      let status = await transmitter.push.post(url, headers: headers, body: Array(body.utf8))
      // Section 2.4 and 4: what the receiver refused is not sent again.
      let isPassing = status.map { $0 >= 500 || $0 == 429 } ?? true
      if !isPassing, !(defects.has(.retryRefused) && status == 400) { return }
    }
  }

  private func renamed(_ event: OutgoingEvent) -> String {
    guard var claims = (try? CompactJWT(event.compact))?.claims else { return event.compact }
    claims["jti"] = .string(Random.identifier())
    return JWTBuilder.sign(claims, by: transmitter.key, typ: "secevent+jwt")
  }

  /// By the target's clock, which a test may move; ten minutes of real time at most.
  private func pause(_ seconds: Int) async {
    let until = clock.now + seconds
    for _ in 0..<30_000 where clock.now < until { try? await Task.sleep(nanoseconds: 20_000_000) }
  }
}
