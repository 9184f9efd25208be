import Foundation
import OrderedJSON
import Results
import Scenarios
import Targets
import Wire

/// Looks at the target before anything is judged: metadata, published names, the clock.
struct Reconnaissance {
  let context: RunContext
  let capabilities: CapabilitiesFile

  struct Findings {
    var names = NamesInForce()
    var remarks: [String] = []
  }

  private var target: TargetDescription { context.target }

  /// - Throws: `RunError.unreachable` if no server of the target answers at all.
  func run() async throws -> Findings {
    let (findings, documents) = await look()
    let failures = documents.compactMap(\.told)
    if !documents.isEmpty, failures.count == documents.count { throw RunError.unreachable(failures) }
    return findings
  }

  /// The same, whether anything answers or not, with what came of each document.
  func look() async -> (Findings, [Fetched]) {
    var findings = Findings()
    let documents = await fetchAll()
    findings.remarks = documents.compactMap(\.told)
    for entry in documents {
      guard let document = entry.document else { continue }
      switch entry.kind {
      case .authorizationServer: context.learned(document, of: entry.name)
      case .transmitter: context.learned(document, of: RunContext.transmitterKey(entry.name))
      case .protectedResource: break
      }
    }
    if let date = documents.compactMap(\.clockOffset).first, abs(date) > 2_000 {
      context.measured(offset: date)
      findings.remarks.append(
        "the target's clock is \(date > 0 ? "ahead" : "behind") by \(abs(date) / 1000) s; times are corrected by that")
    }
    for name in target.declared { findings.names.add(.init(name: name.name, number: name.number, origin: .declared)) }
    for hook in target.hooks.keys.sorted() { findings.names.add(.init(name: "hook.\(hook)", number: nil, origin: .declared)) }
    for capability in capabilities.entries where capability.kind != .bound {
      let isAdvertised = capability.advertisedBy.contains { rule in
        documents.contains { $0.kind == rule.metadata && $0.document.map(rule.holds) ?? false }
      }
      if isAdvertised { findings.names.add(.init(name: capability.name, number: nil, origin: .advertised)) }
    }
    addImplied(&findings.names)
    return (findings, documents)
  }

  /// What names in force bring with them: other names, and the documents that rule them.
  private func addImplied(_ names: inout NamesInForce) {
    for name in names.all {
      for implied in capabilities.closure(of: name.name).sorted() where implied != name.name {
        names.add(.init(name: implied, number: nil, origin: .implied))
      }
    }
    for name in names.all {
      for document in capabilities[name.name]?.documents ?? [] {
        names.add(.init(name: "doc.\(document)", number: nil, origin: .implied))
      }
    }
  }

  // MARK: Documents

  /// What came of one document.
  struct Fetched: Sendable {
    var kind: Capability.Advertisement.Metadata
    var name: String
    var url: String
    var status: Int?
    var document: JSON?
    var failure: TransferFailure?
    var clockOffset: Int?

    /// Why there was no answer, for a remark.
    var told: String? { failure.map { "\(url): \($0)" } }
  }

  private func fetchAll() async -> [Fetched] {
    var wanted: [(Capability.Advertisement.Metadata, String, String)] = []
    for (name, server) in target.servers.sorted(by: { $0.key < $1.key }) where server.discovers {
      wanted.append(
        (.authorizationServer, name, server.metadataURL ?? WellKnown.inserted("oauth-authorization-server", into: server.issuer)))
    }
    for (name, resource) in target.resources.sorted(by: { $0.key < $1.key }) {
      // A resource that is only named in token requests is not asked for anything.
      guard !resource.url.isEmpty || resource.metadataURL != nil else { continue }
      let url = resource.metadataURL ?? WellKnown.inserted("oauth-protected-resource", into: resource.identifier ?? resource.url)
      wanted.append((.protectedResource, name, url))
    }
    for (name, transmitter) in target.transmitters.sorted(by: { $0.key < $1.key }) {
      let written = transmitter["metadata"]?.string
      guard written != nil || transmitter["endpoints"] == nil, let issuer = transmitter["issuer"]?.string else { continue }
      wanted.append(
        (
          .transmitter, name,
          written == "discover"
            ? WellKnown.inserted("ssf-configuration", into: issuer) : written ?? WellKnown.inserted("ssf-configuration", into: issuer)
        ))
    }
    // Only hosts that the description names; an identifier need not be one.
    let origins = target.allowedOrigins
    let reachable = wanted.filter { origins.contains(url: $0.2) }
    return await withTaskGroup(of: (Int, Fetched).self) { group in
      for (index, entry) in reachable.enumerated() {
        group.addTask { (index, await fetch(kind: entry.0, name: entry.1, url: entry.2)) }
      }
      var out: [(Int, Fetched)] = []
      for await fetched in group { out.append(fetched) }
      return out.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func fetch(kind: Capability.Advertisement.Metadata, name: String, url: String) async -> Fetched {
    var fetched = Fetched(kind: kind, name: name, url: url)
    let request = Request(url: url, headers: [HeaderField("Accept", "application/json")], tls: context.tls(), limits: context.limits)
    let exchange = await context.send(request)
    fetched.failure = exchange.failure
    fetched.status = exchange.response?.status
    guard let response = exchange.response else { return fetched }
    if let date = response.headers.first(where: { $0.name.lowercased() == "date" })?.value, let parsed = HTTPDate.parse(date) {
      // The header has whole seconds: the middle of the second is the best guess.
      fetched.clockOffset = parsed * 1000 + 500 - Int(Date().timeIntervalSince1970 * 1000)
    }
    if response.status == 200, let document = try? JSON.parse(response.body), document.members != nil { fetched.document = document }
    return fetched
  }
}

extension Capability.Advertisement {
  /// Whether a metadata document advertises the capability.
  func holds(_ document: JSON) -> Bool {
    guard let value = document[member] else { return false }
    switch condition {
    case .present: return true
    case .isTrue: return value.bool == true
    case .contains(let text): return value.array?.contains { $0.string == text } ?? (value.string == text)
    }
  }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Unix seconds.
  static func parse(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let month = months.firstIndex(of: String(words[2])),
      let year = Int(words[3])
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    // Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March.
    let m = month + 1
    let y = m <= 2 ? year - 1 : year
    let era = y / 400, yearOfEra = y - era * 400
    let dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    return days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }
}
