import Forge
import OrderedJSON
import Testing

@Suite("SPIFFE bundles")
struct SPIFFEBundleTests {
  let now = 1_790_000_000

  @Test("A bundle verifies each kind of credential with the keys that are meant for it")
  func uses() throws {
    let jwtKey = try Key.generate(.es256, kid: "j")
    let witKey = try Key.generate(.es256, kid: "w")
    let rootKey = try Key.generate(.es384)
    let root = try CertificateRecipe.authority(
      "Root", key: rootKey, notBefore: now - 60, notAfter: now + 3600, uri: "spiffe://td.example"
    ).build()
    let json = SPIFFEBundle.make(tokens: [(.jwtSVID, jwtKey), (.witSVID, witKey)], roots: [(root, rootKey)])
    let bundle = SPIFFEBundle(json)
    #expect(bundle.problems.isEmpty && bundle.keys.entries.allSatisfy(\.problems.isEmpty))
    #expect(bundle.sequence == 1 && bundle.refreshHint == 300)
    #expect(bundle.roots == [root])
    let svid = try JWTDefaults.jwtSVID(key: jwtKey, subject: "spiffe://td.example/a", audience: ["x"], issuedAt: now).compact()
    #expect(bundle.verifier(.jwtSVID).verify(svid).isValid)
    #expect(bundle.verifier(.witSVID).verify(svid).refusals == [.noKey(kid: "j")])
    let leaf = try CertificateRecipe.workload(
      "spiffe://td.example/a", key: Key.generate(.es256), issuer: .authority(root, key: rootKey), notBefore: now - 60, notAfter: now + 60
    ).build()
    #expect(leaf.verifyChain(roots: bundle.roots, at: now) == .trusted)
    // A key that does not say what it is for is ignored.
    var silent = json
    silent["keys"] = .array([jwtKey.publicJWK])
    #expect(!SPIFFEBundle(silent).verifier(.jwtSVID).verify(svid).isValid)
  }

  @Test("What is wrong with a bundle or one of its keys is said")
  func problems() throws {
    let key = try Key.generate(.es256)
    let other = try Key.generate(.es256)
    let root = try CertificateRecipe.authority("Root", key: key, notBefore: now, notAfter: now + 60).build()
    func bundle(_ key: JSON, sequence: JSON = 1) -> SPIFFEBundle { SPIFFEBundle(["keys": [key], "spiffe_sequence": sequence]) }
    func entry(_ change: (inout JSON) -> Void) -> JSON {
      var jwk = key.publicJWK
      jwk["use"] = "x509-svid"
      jwk["x5c"] = [.string(Base64.encode(root.der))]
      change(&jwk)
      return jwk
    }
    #expect(bundle(entry { _ in }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { $0["x5c"] = nil }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { $0["x5c"] = [] }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { $0["x5c"] = "AA" }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { $0["x5c"] = ["AA=="] }).keys.entries[0].problems.isEmpty)
    let foreign = entry {
      $0["x"] = other.publicJWK["x"]
      $0["y"] = other.publicJWK["y"]
    }
    #expect(bundle(foreign).keys.entries[0].problems == ["x5c certifies another key"])
    #expect(!bundle(entry { $0["use"] = "jwt-svid" }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { $0["use"] = nil }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { $0["use"] = "sig" }).keys.entries[0].problems.isEmpty)
    #expect(!bundle(entry { _ in }, sequence: "1").problems.isEmpty)
    #expect(!SPIFFEBundle([:]).problems.isEmpty)
  }
}
