/// The bundles that the Workload API hands out: those of the own trust domain and of federated ones, by the SPIFFE ID of each.
struct WorkloadBundles: Sendable {
  let api: WorkloadAPI

  private var defects: Defects { api.issuer.environment.defects }

  /// - Parameter field: the number of the map's field, which differs in `X509BundlesResponse`.
  private func message(_ field: Int, _ bundles: [(name: String, content: [UInt8])]) -> [UInt8] {
    let own = api.issuer.trustDomain
    return ProtobufWriter.message { writer in
      for bundle in bundles where !(defects.has(.ownBundleMissing) && bundle.name == own) {
        writer.entry(field, (defects.has(.bundleNamesBare) ? "" : "spiffe://") + bundle.name, bundle.content)
      }
    }
  }

  /// `X509BundlesResponse`.
  var certificates: [UInt8] {
    let leaf = defects.has(.bundleLeaf) ? (try? api.store.certificate(for: "spiffe://leaf"))?.certificate.der ?? [] : []
    return message(
      2, [(api.issuer.trustDomain, api.issuer.authority.certificate.der + leaf)] + api.federated.map { ($0.name, $0.authority.der) })
  }

  /// `JWTBundlesResponse`: keys for JWT-SVIDs, and no others.
  var jwt: [UInt8] {
    let issuer = api.issuer
    var keys = [key(issuer.svidKey, "jwt-svid")]
    if defects.has(.jwtBundlePrivate) { keys[0]["d"] = issuer.svidKey.privateJWK["d"] }
    if defects.has(.jwtBundleAllKeys) { keys.append(key(issuer.witKey, "wit-svid")) }
    let others = api.federated.map { ($0.name, set([$0.jwk])) }
    return message(1, [(issuer.trustDomain, set(keys))] + others)
  }

  /// `WITBundlesResponse`.
  var identity: [UInt8] { message(1, [(api.issuer.trustDomain, set([key(api.issuer.witKey, "wit-svid")]))]) }

  private func key(_ key: PrivateKey, _ use: String) -> JSONObject {
    key.publicKey.jwk(alg: "ES256", use: use, kid: defects.has(.jwtBundleWithoutKid) ? nil : key.kid)
  }

  private func set(_ keys: [JSONObject]) -> [UInt8] {
    Array(JSONValue.object(["keys": .array(keys.map { .object($0) })]).text.utf8)
  }
}
