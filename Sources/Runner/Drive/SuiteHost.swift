import Forge
import Foundation
import OrderedJSON
import Targets
import Wire

/// What the suite itself serves during a run: endpoints to which a target pushes events, and documents that it fetches.
///
/// Where it listens stands in the section `suite` of the target description: `listen` (loopback and any free port if absent), the
/// certificate, and the address under which the target reaches it (`reachable-at`). Behind a proxy that ends TLS it listens in the
/// clear. Every endpoint has an address that nobody can guess, so scenarios that run at the same time do not meet.
///
/// `@unchecked Sendable`: everything that changes is guarded by `lock`.
final class SuiteHost: @unchecked Sendable {
  /// How an endpoint presents itself.
  enum Face: String, CaseIterable, Sendable {
    /// As the operator set it up.
    case proper
    /// With a certificate that nobody has reason to trust.
    case untrusted
    /// With a certificate of the right authority for another name.
    case misnamed
    /// Without TLS.
    case plain
    /// At an address of special use, from which nothing may be fetched.
    case specialUse = "special-use"
  }

  private struct Site {
    var listener: Listener
    var base: String
  }

  private let context: Unowned
  private let lock = NSLock()
  private var sites: [Face: Site] = [:]
  private var endpoints: [String: HostedEndpoint] = [:]

  /// The run that it belongs to, which outlives it.
  struct Unowned: @unchecked Sendable {
    // Sendable: the context is, and it owns the host.
    unowned let context: RunContext
  }

  init(_ context: RunContext) { self.context = Unowned(context: context) }

  /// Why a face cannot be shown at this target; nil if it can.
  static func missing(_ face: Face, _ target: TargetDescription) -> String? {
    let suite = target.suite
    switch face {
    case .proper:
      return suite["certificate"] == nil && suite["reachable-at"] == nil
        ? "fixture missing: suite.certificate and key, or suite.reachable-at of a proxy that ends TLS" : nil
    case .misnamed, .specialUse:
      return suite[face.rawValue]?["certificate"] == nil ? "fixture missing: suite.\(face.rawValue).certificate" : nil
    case .untrusted, .plain:
      return suite["reachable-at"] != nil && suite[face.rawValue] == nil ? "fixture missing: suite.\(face.rawValue)" : nil
    }
  }

  /// Opens an endpoint.
  /// - Parameters:
  ///   - ending: what its address has at the end, such as a fragment, which is not asked for.
  ///   - user: what stands before an at sign in its address.
  ///   - answers: for the first request, the second and so on, made with its address; the last also for all that follow.
  func open(
    _ face: Face, ending: String = "", user: String? = nil, answers: (_ url: String) throws -> [ScriptedResponse]
  ) throws -> HostedEndpoint {
    if let missing = Self.missing(face, context.context.target) { throw RecipeProblem.missing(missing) }
    let path = "/hosted/" + Random.identifier() + ending
    return try guarded {
      var base = try site(face).base
      if let user, let scheme = base.range(of: "://") { base.insert(contentsOf: user + "@", at: scheme.upperBound) }
      let endpoint = HostedEndpoint(
        url: base + path, authorization: "Bearer " + Random.identifier(bytes: 24), answers: try answers(base + path))
      endpoints[String(path.prefix { $0 != "#" && $0 != "?" })] = endpoint
      return endpoint
    }
  }

  /// Ends all listeners.
  func stop() async {
    let open = guarded {
      defer { sites = [:] }
      return sites.values.map(\.listener)
    }
    for listener in open { await listener.stop() }
  }

  private func guarded<T>(_ body: () throws -> T) rethrows -> T {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  // MARK: Listeners

  private func site(_ face: Face) throws -> Site {
    if let known = sites[face] { return known }
    let suite = context.context.target.suite
    let section = face == .proper ? suite : suite[face.rawValue] ?? .object([])
    var settings = Listener.Settings()
    if let text = section["listen"]?.string, let origin = Origin(hostAndPort: text) {
      settings.address = origin.host == "localhost" ? "127.0.0.1" : origin.host
      settings.port = UInt16(origin.port)
    }
    settings.tls = try tls(face, section)
    let listener: Listener
    do {
      listener = try Listener(settings) { [weak self] request in self?.answer(request) ?? ScriptedResponse(status: 404) }
    } catch {
      throw RecipeProblem.suite("the suite cannot listen at \(settings.address):\(settings.port): \(error)")
    }
    // Without an address of the operator's the target is on this machine, and certificates are for names.
    let own = (settings.tls == nil ? "http" : "https") + "://\(section["host"]?.string ?? "localhost"):\(listener.port)"
    let base = section["reachable-at"]?.string ?? own
    let site = Site(listener: listener, base: base.hasSuffix("/") ? String(base.dropLast()) : base)
    sites[face] = site
    return site
  }

  private func tls(_ face: Face, _ section: JSON) throws -> Listener.TLS? {
    let context = context.context
    switch face {
    case .plain: return nil
    case .proper, .misnamed, .specialUse:
      guard let certificate = SecretReference(section["certificate"] ?? .null), let key = SecretReference(section["key"] ?? .null) else {
        return nil
      }
      return Listener.TLS(certificate: try context.secret(certificate), privateKey: try context.secret(key))
    case .untrusted:
      let key = try Key.generate(.es256)
      let now = Int(Date().timeIntervalSince1970)
      var recipe = CertificateRecipe(
        subject: .init(commonName: "untrusted"), key: key, issuer: .itself, notBefore: now - 3600, notAfter: now + 86_400)
      let host = section["reachable-at"]?.string.flatMap { Origin(url: $0)?.host }
      recipe.alternativeNames = [.dns(host ?? "localhost")]
      recipe.keyUsage = [.digitalSignature]
      recipe.extendedKeyUsage = [ExtendedKeyUsage.serverAuth]
      return Listener.TLS(certificate: try recipe.build().pem, privateKey: try key.privatePEM)
    }
  }

  /// Runs on a thread of the listener.
  private func answer(_ request: ReceivedRequest) -> ScriptedResponse {
    // Behind a proxy that adds a prefix of its own the end of the path still names the endpoint.
    let endpoint = guarded { endpoints.first { request.path == $0.key || request.path.hasSuffix($0.key) }?.value }
    return endpoint?.take(request, at: context.context.now) ?? ScriptedResponse(status: 404)
  }
}

/// One endpoint that the suite hosts, with what has come in.
///
/// `@unchecked Sendable`: everything that changes is guarded by `lock`.
final class HostedEndpoint: @unchecked Sendable {
  let url: String
  /// What a transmitter is told to show in Authorization.
  let authorization: String
  private let answers: [ScriptedResponse]
  private let lock = NSLock()
  private var taken: [(request: ReceivedRequest, at: Int)] = []
  /// Which answer holds until another is chosen; nil: one after the other.
  private var chosen: Int?

  init(url: String, authorization: String, answers: [ScriptedResponse]) {
    self.url = url
    self.authorization = authorization
    self.answers = answers
  }

  /// The requests so far, each with the target's time (Unix milliseconds) at which it came.
  var requests: [(request: ReceivedRequest, at: Int)] {
    lock.lock()
    defer { lock.unlock() }
    return taken
  }

  /// From now on every request gets this answer, counted from 0.
  func turn(to answer: Int) {
    lock.lock()
    defer { lock.unlock() }
    chosen = answer
  }

  func take(_ request: ReceivedRequest, at now: Int) -> ScriptedResponse {
    lock.lock()
    defer { lock.unlock() }
    taken.append((request, now))
    return answers.isEmpty ? ScriptedResponse(status: 202) : answers[min(chosen.map { $0 + 1 } ?? taken.count, answers.count) - 1]
  }
}
