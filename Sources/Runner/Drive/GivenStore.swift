import Forge
import Foundation
import OrderedJSON
import Scenarios
import Targets
import Wire

/// What the suite made for one run of a scenario: keys, certificates, tokens.
final class GivenStore {
  private(set) var keys: [String: Key] = [:]
  private(set) var certificates: [String: (chain: String, key: String)] = [:]
  private(set) var endpoints: [String: HostedEndpoint] = [:]
  /// What the judge may see of it: thumbprints, never keys.
  private(set) var facts = JSON.object([])

  func add(key: Key, named name: String) {
    keys[name] = key
    facts[name] = ["thumbprint": .string(key.thumbprint), "jwk": key.publicJWK]
  }

  func add(certificate: Certificate, chain: String, key: Key, named name: String) throws {
    let pem = try key.privatePEM
    keys[name] = keys[name] ?? key
    certificates[name] = (chain, pem)
    facts[name] = CertificateFacts.passedOn(certificate).adding("key-thumbprint", key.thumbprint)
  }

  func add(fact: JSON, named name: String) { facts[name] = fact }

  /// Makes what a scenario's `given` asks for.
  static func make(_ given: [Given], variant: [String: String], context: RunContext) throws -> GivenStore {
    let store = GivenStore()
    for entry in given {
      switch entry.kind {
      case .key:
        let scope = JudgementScope(
          own: .null, steps: [:], given: store.facts, target: context.target.document, bounds: [:], variant: variant, now: context.now)
        guard case .found(let word) = scope.resolve(entry.recipe), let name = word.string, let algorithm = Algorithm(joseName: name) else {
          throw RecipeProblem.suite("given \(entry.name): a key is made by the name of an algorithm")
        }
        store.add(key: try Key.generate(algorithm), named: entry.name)
      case .certificate: try store.makeCertificate(entry, context: context)
      case .endpoint: try store.openEndpoint(entry, context: context)
      case .jwt, .wit, .evidence, .set: break
      }
    }
    return store
  }

  private static func keyUsage(_ name: String) throws -> KeyUsage {
    guard let usage = KeyUsage(name: name) else { throw RecipeProblem.suite("\(name) is no key usage") }
    return usage
  }

  /// `{answers: [{status, headers, body, document, bundle, does: close, reset or hang}], presents: untrusted, misnamed, plain or special-use,
  /// ending, user}`: an endpoint that the suite hosts. The last answer holds for all further requests; without any it is 202.
  /// `document` makes of the answer the metadata of a client that is named by the endpoint's address; `padding` adds so many spaces.
  /// `bundle` makes of it a SPIFFE bundle with keys of the scenario.
  private func openEndpoint(_ entry: Given, context: RunContext) throws {
    func wrong(_ what: String) -> RecipeProblem { .suite("given \(entry.name): \(what)") }
    let face = entry.recipe["presents"]?.text ?? SuiteHost.Face.proper.rawValue
    guard let face = SuiteHost.Face(rawValue: face) else { throw wrong("an endpoint cannot present itself as \(face)") }
    let scope = JudgementScope(
      own: .null, steps: [:], given: facts, target: context.target.document, bounds: context.target.bounds, variant: [:], now: context.now)
    var said = JSON.array([])
    if let recipe = entry.recipe["answers"] {
      guard case .found(let list) = scope.resolve(recipe) else { throw wrong("answers cannot be made") }
      said = list.array == nil ? [list] : list
    }
    func answers(_ url: String) throws -> [ScriptedResponse] {
      try (said.array ?? []).map { answer in
        var made = ScriptedResponse(status: answer["status"]?.integer ?? (answer["document"] == nil ? 202 : 200))
        if let document = answer["document"] {
          made.body = ClientDocument.make(url, document).bytes
          if answer["headers"]?["Content-Type"] == nil { made.headers.append(HeaderField("Content-Type", "application/json")) }
        }
        if let bundle = answer["bundle"] {
          made.status = answer["status"]?.integer ?? 200
          made.body = try HostedBundle.make(bundle, keys: keys).bytes
          made.headers.append(HeaderField("Content-Type", "application/json"))
        }
        made.headers += (answer["headers"]?.members ?? []).map {
          HeaderField($0.name, $0.value.string ?? ClientDocument.spelling(url, $0.value) ?? "")
        }
        if let body = answer["body"] {
          made.body = body.string.map { Array($0.utf8) } ?? body.bytes
          if body.string == nil { made.headers.append(HeaderField("Content-Type", "application/json")) }
        }
        if let padding = answer["padding"]?.integer { made.body += [UInt8](repeating: 0x20, count: padding) }
        switch answer["does"]?.string {
        case nil: break
        case "close": made.action = .close
        case "reset": made.action = .reset
        case "hang": made.action = .hang
        case let other?: throw wrong("an endpoint cannot \(other)")
        }
        return made
      }
    }
    let endpoint = try context.host.open(face, ending: text(entry, "ending") ?? "", user: text(entry, "user"), answers: answers)
    endpoints[entry.name] = endpoint
    facts[entry.name] = ["url": .string(endpoint.url), "authorization": context.vault.fact(endpoint.authorization)]
  }

  private func text(_ entry: Given, _ name: String) -> String? { entry.recipe[name]?.text }

  private static func usage(_ name: String) throws -> String {
    guard let oid = ExtendedKeyUsage.oid(name) else { throw RecipeProblem.suite("\(name) is no extended key usage") }
    return oid
  }

  /// `{key, like, subject, uri-san, dns-san, not-before, not-after, ca, signed-by}`: self-signed unless `signed-by` names a client
  /// authority (`client-authority`) or a trust domain of the target description's `suite`.
  private func makeCertificate(_ entry: Given, context: RunContext) throws {
    let scope = JudgementScope(
      own: .null, steps: [:], given: facts, target: context.target.document, bounds: context.target.bounds, variant: [:], now: context.now)
    func text(_ name: String) -> String? {
      guard let value = entry.recipe[name] else { return nil }
      if let text = value.text { return text }
      if case .found(let data) = scope.resolve(value) { return data.string }
      return nil
    }
    func seconds(_ name: String, _ fallback: Int) throws -> Int {
      guard let value = entry.recipe[name] else { return fallback }
      guard case .found(let time) = scope.resolve(value), let integer = time.integer else {
        throw RecipeProblem.suite("given \(entry.name): \(name) is no time")
      }
      return integer
    }
    func list(_ name: String) throws -> [String] {
      guard let value = entry.recipe[name] else { return [] }
      guard case .found(let data) = scope.resolve(value) else { throw RecipeProblem.suite("given \(entry.name): \(name) is not there") }
      return (data.array ?? [data]).compactMap(\.string)
    }
    let like = text("like")
    let key: Key
    if let name = text("key") ?? (like.flatMap { keys[$0] == nil ? nil : $0 }), let known = keys[name] {
      key = known
    } else if let name = text("key"), let reference = context.target.clients[name]?.key {
      key = try context.key(reference)
    } else {
      key = try Key.generate(.es256)
    }
    let now = context.now / 1000
    var issuer = CertificateRecipe.Issuer.itself
    var chain = ""
    if let name = text("signed-by") {
      // The target's client authority, or the authority of a trust domain of the suite.
      let authority = context.target.suite[name] ?? context.target.suite["trust-domains"]?[name]
      guard let certificate = SecretReference(authority?["certificate"] ?? authority?["ca"] ?? .null),
        let reference = SecretReference((authority?["ca"] == nil ? authority?["key"] : authority?["ca-key"]) ?? .null)
      else { throw RecipeProblem.missing("fixture missing: suite authority \(name)") }
      let pem = try context.secret(certificate)
      guard let parsed = try Certificate.parse(pem: pem).first else {
        throw RecipeProblem.suite("suite authority \(name) has no certificate")
      }
      issuer = .authority(parsed, key: try context.key(reference))
      chain = pem
    }
    var recipe = CertificateRecipe(
      subject: .init(commonName: text("subject") ?? entry.name), key: key, issuer: issuer, notBefore: try seconds("not-before", now - 60),
      notAfter: try seconds("not-after", now + 3600))
    recipe.alternativeNames = try list("uri-san").map(AlternativeName.uri) + list("dns-san").map(AlternativeName.dns)
    if let value = entry.recipe["ca"], case .bool(let flag) = value.content { recipe.isCA = flag }
    let usages = try list("extended-key-usage")
    recipe.extendedKeyUsage = usages.isEmpty ? [ExtendedKeyUsage.clientAuth] : try usages.map(Self.usage)
    let bits = try list("key-usage")
    recipe.keyUsage = bits.isEmpty ? [.digitalSignature] : Set(try bits.map(Self.keyUsage))
    let made = try recipe.build()
    try add(certificate: made, chain: made.pem + chain, key: key, named: entry.name)
  }
}
