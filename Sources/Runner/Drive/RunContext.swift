import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

/// Where the secrets of a target description come from.
public struct SecretSource: Sendable {
  /// The content behind a reference.
  /// - Throws: an error that names the place and not the secret.
  public var resolve: @Sendable (SecretReference) throws -> String

  public init(resolve: @escaping @Sendable (SecretReference) throws -> String) { self.resolve = resolve }
}

/// What all scenarios of a run share: the wire, what is known of the target, the clock, and the secrets.
///
/// `@unchecked Sendable`: everything that changes is guarded by `lock`.
final class RunContext: @unchecked Sendable {
  let target: TargetDescription
  let client: Wire.Client
  let vault = SecretVault()
  /// Whether exchanges are kept for reports.
  let keepsExchanges: Bool
  let limits: Request.Limits
  /// PEM of the authorities for the target's servers.
  let authorities: String?
  private let secrets: SecretSource
  private let lock = NSLock()
  private var texts: [SecretReference: String] = [:]
  private var keys: [SecretReference: Key] = [:]
  private var metadata: [String: JSON] = [:]
  private var keySets: [String: JWKS] = [:]
  private var shift = 0
  private var offset = 0
  private var exchanges = 0
  private var dialects: JSON
  private var hosting: SuiteHost?
  private var left: [String] = []
  /// In a dry build: what answers in place of the network, and the time at which it stands still.
  private let dry: (answer: @Sendable (Request) -> Exchange, now: Int)?

  init(
    target: TargetDescription, client: Wire.Client, secrets: SecretSource, keepsExchanges: Bool = true,
    dry: (answer: @Sendable (Request) -> Exchange, now: Int)? = nil
  ) throws {
    self.dry = dry
    self.keepsExchanges = keepsExchanges
    self.target = target
    self.client = client
    self.secrets = secrets
    dialects = target.dialects
    limits = Request.Limits(
      connect: .milliseconds(target.limits.connectTimeout), total: .milliseconds(target.limits.timeout), maxBodyBytes: 4 << 20)
    authorities = try target.authorities.map { try secrets.resolve($0) }
  }

  private func guarded<T>(_ body: () throws -> T) rethrows -> T {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  /// What the suite serves itself; its listeners start with the first endpoint.
  var host: SuiteHost {
    guarded {
      let host = hosting ?? SuiteHost(self)
      hosting = host
      return host
    }
  }

  // MARK: Secrets

  /// The text behind a reference, remembered as a secret that no output may show.
  func secret(_ reference: SecretReference) throws -> String {
    if let known = guarded({ texts[reference] }) { return known }
    let text: String
    do {
      text = try secrets.resolve(reference)
    } catch {
      throw RecipeProblem.suite("\(error)")
    }
    guarded { texts[reference] = text }
    return text
  }

  /// A private key: a JWK, or PEM.
  func key(_ reference: SecretReference) throws -> Key {
    if let known = guarded({ keys[reference] }) { return known }
    let text = try secret(reference)
    let key: Key
    if text.drop(while: \.isWhitespace).first == "{" {
      key = try Key(jwk: JSON.parse(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    } else {
      key = try Key(pem: text)
    }
    guarded { keys[reference] = key }
    return key
  }

  // MARK: The clock

  /// Unix milliseconds by the target's clock: the suite's, corrected by the measured offset and by what hooks moved.
  var now: Int { (dry?.now ?? Int(Date().timeIntervalSince1970 * 1000)) + guarded { offset + shift } }
  var clockOffset: Int { guarded { offset } }
  func measured(offset: Int) { guarded { self.offset = offset } }
  func moved(by milliseconds: Int) { guarded { shift += milliseconds } }
  /// By how much hooks have moved the target's clock.
  var clockShift: Int { guarded { shift } }

  // MARK: What is known of the target

  func metadata(of server: String) -> JSON? { guarded { metadata[server] } }
  func learned(_ document: JSON, of server: String) { guarded { metadata[server] = document } }
  var dialect: JSON { guarded { dialects } }
  func learned(dialect: JSON, named name: String) { guarded { if dialects[name] == nil { dialects[name] = dialect } } }

  /// An endpoint of a server, by its name in metadata (RFC 8414 section 2). Under mutual TLS the alias counts (RFC 8705 section 5).
  func endpoint(_ name: String, of server: String, mutualTLS: Bool = false) throws -> String {
    guard let description = target.servers[server] else { throw RecipeProblem.missing("fixture missing: server \(server)") }
    if let written = description.endpoints[name] { return written }
    let document = metadata(of: server)
    if mutualTLS, let alias = document?["mtls_endpoint_aliases"]?[name]?.string { return alias }
    guard let url = document?[name]?.string else {
      throw RecipeProblem.missing("server \(server) has no \(name): its metadata does not name it")
    }
    return url
  }

  /// The published keys of a server; fetched once, and again where a token names a key that they lack.
  func keySet(of server: String, lacking kid: String? = nil) async -> JWKS? {
    if let known = guarded({ keySets[server] }), kid == nil || known.entries.contains(where: { $0.kid == kid }) { return known }
    guard let url = try? endpoint("jwks_uri", of: server) else { return nil }
    return await keySet(at: url, name: server)
  }

  /// A key set at a URL of the target.
  func keySet(at url: String, name: String) async -> JWKS? {
    let exchange = await send(Request(url: url, headers: [HeaderField("Accept", "application/json")], tls: tls(), limits: limits))
    guard let response = exchange.response, response.status == 200, let set = try? JWKS(parsing: response.body) else { return nil }
    guarded { keySets[name] = set }
    return set
  }

  /// An endpoint of a transmitter of events, by its name in its configuration (SSF section 7.1).
  func endpoint(_ name: String, ofTransmitter role: String) throws -> String {
    guard let description = target.transmitters[role] else { throw RecipeProblem.missing("fixture missing: transmitter \(role)") }
    guard let url = description["endpoints"]?[name]?.string ?? metadata(of: Self.transmitterKey(role))?[name]?.string else {
      throw RecipeProblem.missing("transmitter \(role) has no \(name): its configuration does not name it")
    }
    return url
  }

  /// The published keys of a transmitter.
  func keySet(ofTransmitter role: String, lacking kid: String? = nil) async -> JWKS? {
    let name = Self.transmitterKey(role)
    if let known = guarded({ keySets[name] }), kid == nil || known.entries.contains(where: { $0.kid == kid }) { return known }
    guard let url = try? endpoint("jwks_uri", ofTransmitter: role) else { return nil }
    return await keySet(at: url, name: name)
  }

  /// The name under which the configuration of a transmitter is remembered, apart from those of servers.
  static func transmitterKey(_ role: String) -> String { "transmitter \(role)" }

  // MARK: The wire

  func tls(certificate: String? = nil, privateKey: String? = nil) -> TLSSettings {
    TLSSettings(authorities: authorities, certificate: certificate, privateKey: privateKey)
  }

  func send(_ request: Request) async -> Exchange {
    guarded { exchanges += 1 }
    if let dry { return dry.answer(request) }
    return await client.send(request)
  }

  var exchangeCount: Int { guarded { exchanges } }

  /// Notes what stays behind at the target when the run is over.
  func leave(_ what: String) { guarded { left.append(what) } }
  /// What stays behind, each thing once.
  var leftBehind: [String] { guarded { Array(Set(left)).sorted() } }
}
