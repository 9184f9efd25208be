import Forge
import Foundation
import OrderedJSON
import Targets

/// Keys and certificates for a target that is not there: each file name has its own, made when it is first asked for.
///
/// `@unchecked Sendable`: everything that changes is guarded by `lock`.
final class DrySecrets: @unchecked Sendable {
  private let lock = NSLock()
  private var keys: [String: Key] = [:]
  private var texts: [String: String] = [:]

  func text(_ reference: SecretReference) throws -> String {
    lock.lock()
    defer { lock.unlock() }
    let name: String
    switch reference {
    case .file(let file): name = file
    case .environment(let variable): name = variable
    case .hook(let hook): name = hook
    }
    if let known = texts[name] { return known }
    let text = try make(name)
    texts[name] = text
    return text
  }

  /// `agent.jwk`, `td1-ca-key.pem`, `td1-ca.pem`, or anything else.
  private func make(_ name: String) throws -> String {
    if name.hasSuffix(".jwk") { return try key(String(name.dropLast(4))).privateJWK.compact }
    if name.hasSuffix("-key.pem") { return try key(String(name.dropLast(8))).privatePEM }
    if name.hasSuffix(".pem") {
      let stem = String(name.dropLast(4)), now = Int(Date().timeIntervalSince1970)
      var recipe = CertificateRecipe(
        subject: .init(commonName: stem), key: try key(stem), issuer: .itself, notBefore: now - 3600, notAfter: now + 86_400)
      recipe.isCA = stem.hasSuffix("ca")
      return try recipe.build().pem
    }
    return "dry-secret-of-\(name)"
  }

  private func key(_ stem: String) throws -> Key {
    if let known = keys[stem] { return known }
    let key = try Key.generate(.es256).withKid(stem)
    keys[stem] = key
    return key
  }
}
