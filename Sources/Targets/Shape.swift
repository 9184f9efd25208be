/// What a value in a target description must look like. One table of shapes (`TargetShape.swift`) drives the checker, which
/// finds every mistake with its place, and the JSON Schema that editors use, so that the two cannot disagree.
indirect enum Shape: Sendable {
  /// Any text.
  case text
  /// A whole number from 0 on.
  case integer
  case flag
  /// `500ms`, `60s`, `10m`, `24h`.
  case duration
  /// `20/s`.
  case rate
  /// An absolute `http` or `https` URL.
  case url
  /// `host:port`.
  case origin
  /// A JSON pointer (RFC 6901).
  case pointer
  /// A file beside the description.
  case file
  /// One of a closed list.
  case keyword([String])
  /// Text that begins so.
  case prefixed(String)
  /// Where a secret is found, never the secret.
  case secret
  /// Data that the suite passes on as it is.
  case any
  case list(Shape)
  /// Names that the operator or the roles' vocabulary chooses, each with a value of one shape.
  case map(Keys, Shape)
  /// A closed list of keys.
  case record([Field])
  /// One of several; tried in this order.
  case either([Shape])
  /// A name of something that stands elsewhere in the description.
  case reference(Section)
}

/// Which names a map may hold.
enum Keys: Sendable, Hashable {
  case free
  /// A kind of role of `vectors/roles.yaml`.
  case role(String)
}

/// Parts of a description whose entries are named in other parts.
enum Section: String, Sendable, CaseIterable {
  case servers, resources, clients, users, hooks, workloads
  case suiteIssuers = "suite.issuers"
  case suiteTrustDomains = "suite.trust-domains"
  case suiteRoots = "suite.roots"
}

/// One key of a record.
struct Field: Sendable {
  var name: String
  var shape: Shape
  var isNeeded: Bool
  /// A sentence for the schema and for messages.
  var about: String

  init(_ name: String, _ shape: Shape, needed: Bool = false, _ about: String) {
    self.name = name
    self.shape = shape
    isNeeded = needed
    self.about = about
  }
}

extension Shape {
  /// "a URL", "a list": for messages.
  var description: String {
    switch self {
    case .text: "text"
    case .integer: "a whole number"
    case .flag: "true or false"
    case .duration: "a duration such as 500ms, 60s, 10m or 24h"
    case .rate: "a rate such as 20/s"
    case .url: "an absolute http or https URL"
    case .origin: "a host and a port, host:port"
    case .pointer: "a JSON pointer such as /act/sub"
    case .file: "the path of a file"
    case .keyword(let words): words.count == 1 ? words[0] : "one of \(words.joined(separator: ", "))"
    case .prefixed(let prefix): "a name that begins with \(prefix)"
    case .secret: "{file: PATH}, {env: NAME} or {hook: NAME}"
    case .any: "anything"
    case .list: "a list"
    case .map: "a map"
    case .record: "a map"
    case .either(let shapes): shapes.map(\.description).joined(separator: " or ")
    case .reference(let section): "a name from \(section.rawValue)"
    }
  }
}
