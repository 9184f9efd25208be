/// RFC 8936: hands out what waits in a stream, again and again until it is acknowledged.
struct PollDelivery: Sendable {
  let transmitter: SignalTransmitter

  private var defects: Defects { transmitter.defects }
  static let path = SignalTransmitter.path + "/poll"
  /// How often a poll without `returnImmediately` looks again, each time after 20 ms.
  static let patience = 35

  func mount(on endpoints: inout Endpoints) {
    endpoints.add("POST", Self.path) { await answer($0) }
  }

  private func answer(_ request: Incoming) async -> Outgoing {
    do throws(StreamRefusal) {
      let access = StreamAccess(transmitter: transmitter)
      let receiver = defects.has(.pollOpen) ? nil : try access.receiver(request, scope: "ssf.read")
      let name = (try? FormParameters(queryOf: request))?["stream"]
      let id = try access.stream(name, of: receiver).id
      let order = try order(request)
      let known = Set(transmitter.streams.withLock { $0[id]?.queue.map(\.jti) ?? [] })
      if defects.has(.pollUnknownRefused), !known.isSuperset(of: order.acknowledged) {
        throw StreamRefusal.malformed("an acknowledged event is not known")
      }
      settle(order, id)
      var events = waiting(id)
      // Section 2.5: without returnImmediately the answer waits for something to tell.
      if events.isEmpty, !order.immediately, order.limit != 0 {
        for _ in 0..<Self.patience where events.isEmpty && !defects.has(.pollNeverWaits) {
          try? await Task.sleep(nanoseconds: 20_000_000)
          events = waiting(id)
        }
      }
      return handOut(events, order, id)
    } catch {
      return (defects.has(.pollChallengeMissing) ? error.bare : error).outgoing
    }
  }

  private struct Order {
    var limit: Int?
    var immediately: Bool
    var acknowledged: [String]
    var refused: [String]
  }

  private func order(_ request: Incoming) throws(StreamRefusal) -> Order {
    guard case .object(let object)? = try? JSONValue(parsing: request.body) else {
      if defects.has(.pollTakesAnything) { return Order(limit: nil, immediately: true, acknowledged: [], refused: []) }
      throw .malformed("a JSON object is needed")
    }
    let limit = object["maxEvents"].map { $0.integer }
    let acknowledged = object["ack"].map { $0.array?.compactMap(\.string) }
    let refused = object["setErrs"].map { $0.object?.names }
    let isWellFormed =
      limit.map { $0 != nil && $0! >= 0 } ?? true && object["returnImmediately"].map { $0.bool != nil } ?? true
      && acknowledged.map { $0 != nil } ?? true && refused.map { $0 != nil } ?? true
    guard isWellFormed || defects.has(.pollTakesAnything) else { throw .malformed("a member has the wrong type") }
    return Order(
      limit: limit ?? nil, immediately: object["returnImmediately"]?.bool ?? false, acknowledged: (acknowledged ?? nil) ?? [],
      refused: (refused ?? nil) ?? [])
  }

  private func settle(_ order: Order, _ id: String) {
    let done = Set(order.acknowledged + order.refused)
    guard !done.isEmpty, !defects.has(.pollIgnoresAcknowledgement) else { return }
    transmitter.streams.withLock { streams in streams[id]?.queue.removeAll { done.contains($0.jti) } }
  }

  private func waiting(_ id: String) -> [OutgoingEvent] {
    transmitter.streams.withLock { $0[id].map(transmitter.deliverable) ?? [] }
  }

  private func handOut(_ events: [OutgoingEvent], _ order: Order, _ id: String) -> Outgoing {
    let limit = defects.has(.pollIgnoresLimit) ? Int.max : order.limit ?? Int.max
    let batch = Array(events.prefix(limit))
    if defects.has(.pollForgets) {
      let given = Set(batch.map(\.jti))
      transmitter.streams.withLock { streams in streams[id]?.queue.removeAll { given.contains($0.jti) } }
    }
    var sets = JSONObject()
    for (index, event) in batch.enumerated() { sets[defects.has(.pollNumbered) ? "set-\(index)" : event.jti] = .string(event.compact) }
    var answer: JSONObject = ["sets": .object(sets)]
    if defects.has(.pollEmptyLeftOut), sets.isEmpty { answer = [:] }
    if events.count > batch.count, limit > 0, !defects.has(.pollSilentAboutMore) { answer["moreAvailable"] = true }
    return .privateJSON(.object(answer))
  }
}
