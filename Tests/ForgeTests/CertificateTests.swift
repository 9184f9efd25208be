import Forge
import Testing

@Suite("Certificates")
struct CertificateTests {
  let now = 1_790_000_000
  let hour = 3600

  struct Authority {
    let key: Key
    let certificate: Certificate
    var issuer: CertificateRecipe.Issuer { .authority(certificate, key: key) }

    init(_ name: String, algorithm: Algorithm = .es256, from: Int, to: Int) throws {
      key = try Key.generate(algorithm)
      certificate = try CertificateRecipe.authority(name, key: key, notBefore: from, notAfter: to).build()
    }
  }

  func authority(_ name: String = "Root", algorithm: Algorithm = .es256) throws -> Authority {
    try Authority(name, algorithm: algorithm, from: now - hour, to: now + 24 * hour)
  }

  func workload(_ issuer: CertificateRecipe.Issuer, key: Key? = nil) throws -> CertificateRecipe {
    CertificateRecipe.workload(
      "spiffe://example.org/agent", key: try key ?? Key.generate(.es256), issuer: issuer, notBefore: now - 60, notAfter: now + hour)
  }

  @Test(
    "A workload's certificate is read back as it was made and leads to its root",
    arguments: [Algorithm.es256, .es384, .es512, .rs256, .ps256, .rs512, .edDSA])
  func roundTrip(algorithm: Algorithm) throws {
    let root = try authority(algorithm: algorithm)
    let key = try Key.generate(algorithm)
    let leaf = try workload(root.issuer, key: key).build()
    #expect(leaf.uriSANs == ["spiffe://example.org/agent"])
    #expect(leaf.notBefore == now - 60 && leaf.notAfter == now + hour)
    #expect(leaf.isCA == false && leaf.pathLength == nil)
    #expect(leaf.keyUsage == [.digitalSignature] && leaf.keyUsageCritical)
    #expect(leaf.extendedKeyUsage == [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth])
    #expect(leaf.subject.attributes.isEmpty && leaf.issuer.commonName == "Root")
    #expect(try leaf.publicKey.isSameKey(as: key))
    #expect(leaf.problems.isEmpty)
    #expect(leaf.isSigned(by: root.key) && leaf.isIssued(by: root.certificate))
    #expect(root.certificate.isCA == true && root.certificate.isSelfIssued && root.certificate.isSigned(by: root.key))
    #expect(leaf.verifyChain(roots: [root.certificate], at: now) == .trusted)
    #expect(try Certificate.parse(pem: leaf.pem + root.certificate.pem) == [leaf, root.certificate])
    #expect(try Base64URL.decode(leaf.thumbprintSHA256) == Digest.sha256(leaf.der))
  }

  @Test("A chain over an intermediate authority holds; without it, or past a path length of 0, it does not")
  func intermediates() throws {
    let root = try authority()
    let middleKey = try Key.generate(.es384)
    func middle(_ change: (inout CertificateRecipe) -> Void) throws -> Certificate {
      var recipe = CertificateRecipe.authority("Middle", key: middleKey, notBefore: now - hour, notAfter: now + hour)
      recipe.issuer = root.issuer
      change(&recipe)
      return try recipe.build()
    }
    let good = try middle { _ in }
    let leaf = try workload(.authority(good, key: middleKey)).build()
    #expect(leaf.verifyChain(roots: [root.certificate], intermediates: [good], at: now) == .trusted)
    #expect(!leaf.verifyChain(roots: [root.certificate], at: now).isTrusted)
    #expect(!leaf.verifyChain(roots: [try authority().certificate], intermediates: [good], at: now).isTrusted)
    let noAuthority = try middle { $0.isCA = false }
    #expect(!leaf.verifyChain(roots: [root.certificate], intermediates: [noAuthority], at: now).isTrusted)
    let noUsage = try middle { $0.keyUsage = [.digitalSignature] }
    #expect(!leaf.verifyChain(roots: [root.certificate], intermediates: [noUsage], at: now).isTrusted)
    var short = CertificateRecipe.authority("Root", key: root.key, notBefore: now - hour, notAfter: now + hour)
    short.pathLength = 0
    let shortRoot = try short.build()
    #expect(shortRoot.pathLength == 0)
    #expect(!leaf.verifyChain(roots: [shortRoot], intermediates: [good], at: now).isTrusted)
  }

  @Test("Time, names and signature decide")
  func refusals() throws {
    let root = try authority()
    let leaf = try workload(root.issuer).build()
    #expect(!leaf.verifyChain(roots: [root.certificate], at: now + 2 * hour).isTrusted)
    #expect(!leaf.verifyChain(roots: [root.certificate], at: now - hour / 2).isTrusted)
    #expect(!leaf.verifyChain(roots: [], at: now).isTrusted)
    var forged = try workload(root.issuer)
    forged.signingKey = try Key.generate(.es256)
    let wrong = try forged.build()
    #expect(wrong.issuer == root.certificate.subject && !wrong.isSigned(by: root.key) && !wrong.isIssued(by: root.certificate))
    #expect(!wrong.verifyChain(roots: [root.certificate], at: now).isTrusted)
    var flipped = leaf.der
    flipped[flipped.count - 1] ^= 1
    #expect(!(try Certificate.parse(der: flipped)).isSigned(by: root.key))
    let namesake = try Authority("Root", from: now - hour, to: now + hour)
    #expect(!leaf.verifyChain(roots: [namesake.certificate], at: now).isTrusted)
  }

  @Test("What the SPIFFE rules forbid can be made")
  func malformedLeaves() throws {
    let root = try authority()
    var recipe = try workload(root.issuer)
    recipe.uriSANs = ["spiffe://a.example/1", "spiffe://a.example/2"]
    recipe.dnsSANs = ["host.example"]
    recipe.emailSANs = ["a@b.example"]
    recipe.ipSANs = [[127, 0, 0, 1]]
    recipe.isCA = true
    recipe.keyUsage = [.digitalSignature, .keyCertSign, .decipherOnly]
    recipe.keyUsageCritical = false
    recipe.subject = try DistinguishedName("CN=an\\, agent,OU=Ä,O=Example,C=DE")
    recipe.extensions = [.init(oid: "1.3.6.1.4.1.99999.1", critical: true, value: [5, 0])]
    recipe.serial = [0x80, 1]
    let leaf = try recipe.build()
    #expect(leaf.uriSANs.count == 2 && leaf.dnsSANs == ["host.example"] && leaf.emailSANs == ["a@b.example"])
    #expect(leaf.ipSANs == [[127, 0, 0, 1]])
    #expect(leaf.isCA == true && leaf.keyUsage == [.digitalSignature, .keyCertSign, .decipherOnly] && !leaf.keyUsageCritical)
    #expect(leaf.subject.description == "CN=an\\, agent,OU=Ä,O=Example,C=DE")
    #expect(leaf.subject.commonName == "an, agent")
    #expect(leaf.serial == [0, 0x80, 1])
    #expect(leaf.extensions.last?.critical == true)
    // OpenSSL reads it, and refuses it only for the critical extension.
    #expect(leaf.verifyChain(roots: [root.certificate], at: now) == .refused("unhandled critical extension"))
    recipe.extensions = []
    #expect(try recipe.build().verifyChain(roots: [root.certificate], at: now) == .trusted)
    (recipe.isCA, recipe.keyUsage, recipe.alternativeNames, recipe.extendedKeyUsage) = (nil, nil, [], [])
    let bare = try recipe.build()
    #expect(bare.isCA == nil && bare.keyUsage == nil && bare.extendedKeyUsage == nil && bare.alternativeNames.isEmpty)
    recipe.extensions = (0..<2).map { _ in .init(oid: "2.5.29.17", critical: false, value: [0x30, 0]) }
    #expect(try recipe.build().problems == ["extension 2.5.29.17 occurs twice"])
    recipe.extendedKeyUsage = ["no such purpose"]
    #expect(throws: CertificateError.self) { try recipe.build() }
  }

  @Test(
    "Times are exact across leap days and the change of form in 2050",
    arguments: [0, 951_782_399, 951_782_400, 1_709_164_800, 2_524_607_999, 2_524_608_000, 4_107_542_400, 253_402_300_799, -1])
  func times(moment: Int) throws {
    let key = try Key.generate(.es256)
    let made = try CertificateRecipe(key: key, issuer: .itself, notBefore: moment, notAfter: moment).build()
    #expect(made.notBefore == moment && made.notAfter == moment)
  }

  @Test("A certification request shows its key, and a wrong signature is seen")
  func requests() throws {
    let recipe = try workload(.itself)
    let request = try CertificateRequest.make(recipe)
    #expect(request.provesPossession)
    #expect(request.alternativeNames == [.uri("spiffe://example.org/agent")])
    #expect(try request.publicKey.isSameKey(as: recipe.key))
    #expect(try CertificateRequest(der: request.der) == request)
    let stolen = try CertificateRequest.make(recipe, signingKey: try Key.generate(.es256))
    #expect(!stolen.provesPossession)
    #expect(try stolen.publicKey.isSameKey(as: recipe.key))
  }

  @Test("Cut, flipped and random certificates are read or refused, never a trap")
  func hostile() throws {
    let leaf = try workload(authority().issuer).build()
    for count in 0..<leaf.der.count { #expect(throws: CertificateError.self) { try Certificate.parse(der: Array(leaf.der.prefix(count))) } }
    for index in leaf.der.indices {
      for value: UInt8 in [0, 0x7F, 0x84] {
        var changed = leaf.der
        changed[index] = value
        guard let read = try? Certificate.parse(der: changed) else { continue }
        _ = read.subject.description
        _ = try? read.publicKey
        if index % 32 == 0 { _ = read.verifyChain(roots: [read], at: now) }
      }
    }
    for _ in 0..<500 { #expect(throws: CertificateError.self) { try Certificate.parse(der: Random.bytes(40)) } }
    for text in ["", "-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
      #expect(throws: CertificateError.self) { try Certificate.parse(pem: text) }
    }
  }
}
