import Forge
import OrderedJSON

/// A SPIFFE bundle that the suite hosts (SPIFFE Trust Domain and Bundle section 4).
enum HostedBundle {
  /// - Parameters:
  ///   - said: `keys`, names of keys that sign JWT-SVIDs; `other`, `{key, use}` of one that is for something else; `entries`, as they are.
  ///   - keys: the keys of the scenario.
  static func make(_ said: JSON, keys: [String: Key]) throws -> JSON {
    func entry(_ name: String, use: String) throws -> JSON {
      guard let key = keys[name] else { throw RecipeProblem.suite("no key is called \(name)") }
      var jwk = key.publicJWK
      jwk["use"] = .string(use)
      jwk["kid"] = .string(key.thumbprint)
      return jwk
    }
    var entries = try (said["keys"]?.array ?? []).compactMap(\.string).map { try entry($0, use: "jwt-svid") }
    if let other = said["other"], let name = other["key"]?.string {
      entries.append(try entry(name, use: other["use"]?.string ?? "wit-svid"))
    }
    entries += said["entries"]?.array ?? []
    return ["keys": .array(entries), "spiffe_sequence": .integer(said["sequence"]?.integer ?? 1), "spiffe_refresh_hint": 1]
  }
}
