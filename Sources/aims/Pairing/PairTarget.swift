import Documents
import Foundation
import OrderedJSON
import Targets

/// Makes one description of the two sides of a pair, under the roles that the pair's steps use.
struct PairTarget {
  let pair: PairFile
  let a: TargetDescription
  let b: TargetDescription

  /// The description, its certificates joined in `folder`.
  func description(folder: String, parser: TargetParser) throws -> TargetDescription {
    let document = try document(folder: folder)
    let path = folder + "/pair.yaml"
    let (description, problems) = parser.parse(SourceFile(path: path, text: document.pretty))
    guard let description else { throw Failure(problems) }
    return description
  }

  private func document(folder: String) throws -> JSON {
    func part(_ of: TargetDescription, _ section: String, _ role: String) throws -> JSON {
      guard let value = of.document[section]?[role] else {
        throw Failure(.usage, "error: \(of.file.path) has no \(section).\(role), which the pair file names")
      }
      return absolute(value, of)
    }
    func placed(_ value: JSON, at server: String) -> JSON {
      var value = value
      value["server"] = .string(server)
      value["introspected-by"] = nil
      value["workload"] = nil
      return value
    }
    var home = try part(a, "servers", pair.a.server), abroad = try part(b, "servers", pair.b.server)
    home["accepts-issuers"] = nil
    abroad["accepts-issuers"] = nil
    var document: JSON = [
      "target": ["name": .string("\(a.name) and \(b.name)"), "version": .string("\(a.version), \(b.version)")],
      "servers": ["home": home, "abroad": abroad],
      "resources": [
        "tool": placed(try part(a, "resources", pair.a.resource), at: "home"),
        "tool-abroad": placed(try part(b, "resources", pair.b.resource), at: "abroad"),
      ],
      "clients": [
        "agent": placed(try part(a, "clients", pair.a.agent), at: "home"), "tool": placed(try part(a, "clients", pair.a.client), at: "home"),
        "agent-abroad": placed(try part(b, "clients", pair.b.client), at: "abroad"),
      ],
      "suite": ["issuers": ["i1": absolute(b.document["suite"]?["issuers"]?[pair.b.issuer] ?? .null, b)]],
      "limits": ["parallel": 1, "timeout": "30000ms"],
    ]
    if let user = a.document["users"]?[pair.a.user] { document["users"] = ["alice": absolute(user, a)] }
    if let authorities = try authorities(folder) { document["tls"] = ["ca": ["file": .string(authorities)]] }
    return document
  }

  /// The authorities of both sides in one file.
  private func authorities(_ folder: String) throws -> String? {
    var texts: [String] = []
    for side in [a, b] {
      guard let reference = side.authorities else { continue }
      let text = try SecretStore(side).text(reference)
      if !texts.contains(text) { texts.append(text) }
    }
    guard !texts.isEmpty else { return nil }
    let path = folder + "/authorities.pem"
    try texts.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// `{file: …}` with a path that holds from everywhere.
  private func absolute(_ value: JSON, _ of: TargetDescription) -> JSON {
    if case .file(let name)? = SecretReference(value) { return ["file": .string(SecretStore(of).path(of: name))] }
    switch value {
    case .object(let members): return .object(members.map { .init($0.name, absolute($0.value, of)) })
    case .array(let elements): return .array(elements.map { absolute($0, of) })
    case .null, .bool, .number, .string: return value
    }
  }
}
