import OrderedJSON
import Results

extension Performance {
  /// The performance as a line of the transcript.
  var json: JSON {
    .object(of: [
      "type": "performance", "scenario": .string(scenario), "number": .integer(number), "step": .string(step), "part": .string(part.text),
      "now": .integer(now), "elapsed": .integer(elapsedMilliseconds), "fault": fault.map(Self.json), "facts": facts,
      "sees": .object(sees.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) }),
      "exchanges": .array(exchanges.map(\.json)),
    ])
  }

  init?(_ json: JSON) {
    guard let scenario = json["scenario"]?.string, let number = json["number"]?.integer, let step = json["step"]?.string,
      let part = json["part"]?.string.flatMap(Part.init(text:)), let now = json["now"]?.integer, let facts = json["facts"]
    else { return nil }
    self.init(
      number: number, scenario: scenario, step: step, part: part, now: now, elapsedMilliseconds: json["elapsed"]?.integer ?? 0,
      facts: facts,
      sees: Dictionary((json["sees"]?.members ?? []).compactMap { member in member.value.integer.map { (member.name, $0) } }) { $1 },
      exchanges: (json["exchanges"]?.array ?? []).compactMap(ExchangeSummary.init), fault: json["fault"].flatMap(Self.fault))
  }

  private static func json(_ fault: Fault) -> JSON {
    switch fault {
    case .suite(let text): ["suite": .string(text)]
    case .notVisible(let text): ["not-visible": .string(text)]
    case .missing(let text): ["missing": .string(text)]
    }
  }

  private static func fault(_ json: JSON) -> Fault? {
    if let text = json["suite"]?.string { return .suite(text) }
    if let text = json["not-visible"]?.string { return .notVisible(text) }
    return json["missing"]?.string.map(Fault.missing)
  }
}

extension Performance.Part {
  /// `base`, `row 3`, `control`, `then 3 0`, `sample 3 7`, `again 3`.
  var text: String {
    switch self {
    case .base: "base"
    case .row(let row): "row \(row)"
    case .control: "control"
    case .then(let row, let index): "then \(row) \(index)"
    case .sample(let row, let number): "sample \(row) \(number)"
    case .again(let row): "again \(row)"
    }
  }

  init?(text: String) {
    let words = text.split(separator: " ")
    let numbers = words.dropFirst().compactMap { Int($0) }
    switch (words.first, numbers.count) {
    case ("base", 0): self = .base
    case ("row", 1): self = .row(numbers[0])
    case ("control", 0): self = .control
    case ("then", 2): self = .then(row: numbers[0], index: numbers[1])
    case ("sample", 2): self = .sample(row: numbers[0], number: numbers[1])
    case ("again", 1): self = .again(row: numbers[0])
    default: return nil
    }
  }
}

extension ExchangeSummary {
  var json: JSON {
    func fields(_ fields: [(String, String)]) -> JSON { .array(fields.map { .array([.string($0.0), .string($0.1)]) }) }
    return .object(of: [
      "method": .string(method), "url": .string(url), "request-headers": fields(requestHeaders),
      "request-body": requestBody.map(JSON.string),
      "status": status.map { .integer($0) }, "response-headers": fields(responseHeaders), "response-body": responseBody.map(JSON.string),
      "failure": failure.map(JSON.string),
      "artefacts": artefacts.isEmpty ? nil : .array(artefacts.map { ["name": .string($0.name), "content": $0.content] }),
    ])
  }

  init?(_ json: JSON) {
    guard let method = json["method"]?.string, let url = json["url"]?.string else { return nil }
    func fields(_ json: JSON?) -> [(String, String)] {
      (json?.array ?? []).compactMap { pair in pair[0]?.string.flatMap { name in pair[1]?.string.map { (name, $0) } } }
    }
    self.init(
      method: method, url: url, requestHeaders: fields(json["request-headers"]), requestBody: json["request-body"]?.string,
      status: json["status"]?.integer, responseHeaders: fields(json["response-headers"]), responseBody: json["response-body"]?.string,
      failure: json["failure"]?.string,
      artefacts: (json["artefacts"]?.array ?? []).compactMap { entry in
        entry["name"]?.string.flatMap { name in entry["content"].map { (name, $0) } }
      })
  }
}
