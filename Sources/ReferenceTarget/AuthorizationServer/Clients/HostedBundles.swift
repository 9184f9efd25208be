import Foundation

/// Bundles of trust domains that are fetched from where the operator said (SPIFFE Federation section 5.2, profile https_web), each for
/// its own trust domain and for no other (section 7.3 there).
final class HostedBundles: Sendable {
  private struct Source: Sendable {
    var url: String
    var keys: [PublicKey] = []
    /// When it is to be fetched again.
    var until = 0
  }

  private let client: DocumentClient
  private let sources = Locked<[String: Source]>([:])

  static let sizeLimit = 256 * 1024
  /// Seconds until it is fetched again where it does not say.
  static let hint = 300

  init(client: DocumentClient) { self.client = client }

  /// Takes the bundle of a trust domain from an address from now on; nothing that was there before counts any more.
  func set(_ domain: String, url: String) { sources.withLock { $0[domain] = Source(url: url) } }

  /// The keys that JWT-SVIDs of the domain are signed with; nil if its bundle comes from nowhere.
  func keys(of domain: String) -> [PublicKey]? { sources.withLock { $0[domain]?.keys } }

  /// Keys of all domains, which only a broken server throws together.
  var all: [PublicKey] { sources.withLock { $0.values.flatMap(\.keys) } }

  /// Fetches the bundle if its time has come. One that cannot be had leaves the last one in force.
  func refresh(_ domain: String, _ environment: Environment) async {
    let now = environment.now
    let defects = environment.defects
    guard let source = sources.withLock({ $0[domain] }), source.until <= now else { return }
    if defects.has(.bundleKeptForever), source.until > 0 { return }
    guard let parts = URLComponents(string: source.url), parts.scheme == "https", let host = parts.host,
      let address = client.address(of: host, port: parts.port ?? 443),
      let answer = await client.get(parts, at: address, limit: Self.sizeLimit), answer.status == 200,
      case .object(let bundle)? = try? JSONValue(parsing: answer.body), let entries = bundle["keys"]?.array
    else { return }
    var keys = entries.compactMap { Self.key($0, defects) }
    if defects.has(.bundleUnknownDiscards), keys.count < entries.count { return }
    if defects.has(.bundleEmptyIgnored), entries.isEmpty { return }
    if defects.has(.bundleRemovedTrusted) {
      let known = Set(keys.compactMap(\.kid))
      keys += source.keys.filter { !known.contains($0.kid ?? "") }
    }
    let seconds = max(bundle["spiffe_refresh_hint"]?.integer ?? Self.hint, 1)
    sources.withLock {
      // Meanwhile the operator may have named another address.
      guard $0[domain]?.url == source.url else { return }
      $0[domain]?.keys = keys
      $0[domain]?.until = now + seconds
    }
  }

  /// A key for JWT-SVIDs: its use says so, and it is named (JWT-SVID section 6.1). Anything else is passed over.
  private static func key(_ entry: JSONValue, _ defects: Defects) -> PublicKey? {
    guard let jwk = entry.object, let use = jwk["use"]?.string, use == "jwt-svid" || defects.has(.bundleUseIgnored),
      jwk["kid"]?.string != nil
    else {
      return nil
    }
    var plain = jwk
    // What a key is for was looked at; it verifies signatures.
    plain["use"] = "sig"
    return try? PublicKey(jwk: plain)
  }
}
