/// An authorization server of somebody else as the other domain of identity chaining: the first domain issues grants for it, the second
/// takes its grants. Set up by hand, as operators do.
public struct Partner: Sendable {
  /// Its issuer identifier.
  public let issuer: String
  let keys: [PublicKey]
  /// Its subject → the hint of the user here.
  let subjects: [String: String]

  /// What is wrong with a partner's file.
  public struct Problem: Error, CustomStringConvertible, Sendable {
    public let description: String
    public init(description: String) { self.description = description }
  }

  /// Reads `{"issuer": …, "jwks": {"keys": […]}, "subjects": {"their-name": "alice"}}`. Without keys its grants are not taken.
  /// - Throws: `Problem`.
  public init(json text: String) throws(Problem) {
    guard let document = (try? JSONValue(parsing: text))?.object else { throw Problem(description: "a partner is a JSON object") }
    guard let issuer = document["issuer"]?.string, issuer.hasPrefix("https://") else {
      throw Problem(description: "issuer of a partner is an https URL")
    }
    self.issuer = issuer
    var keys: [PublicKey] = []
    for jwk in document["jwks"]?.object?["keys"]?.array ?? [] {
      guard let jwk = jwk.object, let key = try? PublicKey(jwk: jwk) else {
        throw Problem(description: "a key of the partner is not usable")
      }
      keys.append(key)
    }
    self.keys = keys
    var subjects: [String: String] = [:]
    for member in document["subjects"]?.object?.members ?? [] {
      guard let hint = member.value.string, Roster.users[hint] != nil else {
        throw Problem(description: "subjects of a partner lead to users, who are \(Roster.users.keys.sorted().joined(separator: " and "))")
      }
      subjects[member.name] = hint
    }
    self.subjects = subjects
  }

  /// It as an issuer of grants for the second domain.
  var trusted: TrustedIssuer {
    let local = subjects.compactMapValues { Roster.users[$0].map { "abroad-" + $0.subject } }
    return TrustedIssuer(issuer: issuer, keys: keys, subjects: local, scopes: ["read"])
  }
}
