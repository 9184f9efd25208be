import Documents
import Foundation
import OrderedJSON
import Targets

/// Makes one description of the two sides of a pair, under the roles that the pair's stories use.
public struct PairTarget {
  let pair: PairFile
  let a: TargetDescription
  let b: TargetDescription

  public init(pair: PairFile, a: TargetDescription, b: TargetDescription) {
    self.pair = pair
    self.a = a
    self.b = b
  }

  /// The description, the authorities of both sides joined in `folder`.
  /// - Throws: `Diagnostics`: a role that a description lacks, at its place in the pair file.
  public func description(folder: String, parser: TargetParser) throws -> TargetDescription {
    let document = try document(authorities: try authorities(folder))
    let (description, problems) = parser.parse(SourceFile(path: folder + "/pair.yaml", text: document.pretty))
    guard let description else { throw Diagnostics(problems) }
    return description
  }

  /// The document; pure but for the folders of the two descriptions.
  func document(authorities: String?) throws(Diagnostics) -> JSON {
    var home = try part(a, "servers", pair.a.server, pair.a), abroad = try part(b, "servers", pair.b.server, pair.b)
    home["accepts-issuers"] = nil
    abroad["accepts-issuers"] = nil
    let issuer = b.document["suite"]?["issuers"]?[pair.b.issuer]
    guard let issuer else { throw missing(b, "suite.issuers", pair.b.issuer, pair.b) }
    var document: JSON = [
      "target": ["name": .string("\(a.name) and \(b.name)"), "version": .string("\(a.version), \(b.version)")],
      "servers": ["home": home, "abroad": abroad],
      "resources": [
        "tool": placed(try part(a, "resources", pair.a.resource, pair.a), at: "home", introspector: "rs-a"),
        "tool-abroad": placed(try part(b, "resources", pair.b.resource, pair.b), at: "abroad", introspector: "rs-b"),
      ],
      "clients": [
        "agent": placed(try part(a, "clients", pair.a.agent, pair.a), at: "home"),
        "tool": placed(try part(a, "clients", pair.a.client, pair.a), at: "home"),
        "agent-abroad": placed(try part(b, "clients", pair.b.client, pair.b), at: "abroad"),
      ],
      "suite": ["issuers": ["i1": absolute(issuer, b)]],
      "limits": ["parallel": 1, "timeout": "30000ms"],
    ]
    // Opaque tokens are looked into by those who may.
    for (role, side, of, server) in [("rs-a", pair.a, a, "home"), ("rs-b", pair.b, b, "abroad")] {
      guard let introspector = of.document["resources"]?[side.resource]?["introspected-by"]?.string else { continue }
      document["clients"]?[role] = placed(try part(of, "clients", introspector, side), at: server)
    }
    if let user = a.document["users"]?[pair.a.user] { document["users"] = ["alice": absolute(user, a)] }
    if let authorities { document["tls"] = ["ca": ["file": .string(authorities)]] }
    return document
  }

  private func part(_ of: TargetDescription, _ section: String, _ role: String, _ side: PairFile.Side) throws(Diagnostics) -> JSON {
    guard let value = of.document[section]?[role] else { throw missing(of, section, role, side) }
    return absolute(value, of)
  }

  private func missing(_ of: TargetDescription, _ section: String, _ role: String, _ side: PairFile.Side) -> Diagnostics {
    Diagnostics([.init(.error, "\(of.file.path) has no \(section).\(role), which the pair needs", at: side.place)])
  }

  /// A party at its server of the pair; what refers to roles of its description refers to those of the pair, or goes.
  private func placed(_ value: JSON, at server: String, introspector: String? = nil) -> JSON {
    var value = value
    value["server"] = .string(server)
    value["workload"] = nil
    if value["introspected-by"] != nil { value["introspected-by"] = introspector.map(JSON.string) }
    return value
  }

  /// The authorities of both sides in one file; nil where both are verified against those of the system.
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
    if case .file(let name)? = SecretReference(value) {
      return ["file": .string(URL(fileURLWithPath: SecretStore(of).path(of: name)).standardizedFileURL.path)]
    }
    switch value {
    case .object(let members): return .object(members.map { .init($0.name, absolute($0.value, of)) })
    case .array(let elements): return .array(elements.map { absolute($0, of) })
    case .null, .bool, .number, .string: return value
    }
  }
}
