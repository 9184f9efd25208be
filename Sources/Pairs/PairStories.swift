import Documents
import Foundation
import OrderedJSON
import Scenarios

/// The stories that a pair is driven through, in the language of scenarios: the same requests, authentication and facts as everywhere.
public struct PairStories: Sendable {
  /// How A names itself.
  public var issuerOfA: String
  /// How B names itself.
  public var issuerOfB: String
  /// How A names B: what A is asked for.
  public var nameOfB: String
  /// Whether A's description has the user; else the client speaks for itself.
  public var hasUser: Bool
  public var canCallA: Bool
  public var canCallB: Bool
  public var tokenEndpointOfB: String?
  /// Unix seconds.
  public var now: Int

  public init(
    issuerOfA: String, issuerOfB: String, nameOfB: String? = nil, hasUser: Bool, canCallA: Bool, canCallB: Bool,
    tokenEndpointOfB: String?, now: Int
  ) {
    self.issuerOfA = issuerOfA
    self.issuerOfB = issuerOfB
    self.nameOfB = nameOfB ?? issuerOfB
    self.hasUser = hasUser
    self.canCallA = canCallA
    self.canCallB = canCallB
    self.tokenEndpointOfB = tokenEndpointOfB
    self.now = now
  }

  /// A way to ask A for a grant.
  public struct Rung: Sendable {
    public var id: String
    public var title: String
    var form: JSON
    var hasScope = true
    var namesType = true
    /// What an operator or client must know beyond the profile's own example.
    public var knob: String?
  }

  /// From the profile's own example to what some servers want.
  public var rungs: [Rung] {
    let audience: JSON = ["audience": .string(nameOfB)], resource: JSON = ["resource": .string(nameOfB)]
    let untyped = "without requested_token_type"
    return [
      .init(id: "audience", title: "audience is B's name", form: audience),
      .init(id: "resource", title: "resource is B's name", form: resource, knob: "target as resource"),
      .init(id: "audience-untyped", title: "audience, \(untyped)", form: audience, namesType: false, knob: "no requested type"),
      .init(id: "resource-untyped", title: "resource, \(untyped)", form: resource, namesType: false, knob: "resource, no requested type"),
      .init(id: "audience-unscoped", title: "audience, without scope", form: audience, hasScope: false, knob: "no scope at A"),
    ]
  }

  // MARK: Stories

  /// Where B's token endpoint is, by its metadata.
  public var whereabouts: JSON {
    story("Where B is", [probe("there", do: "discover", ["server": "abroad"], record: ["metadata.token_endpoint"])])
  }

  /// A alone.
  public var emission: JSON { story("What A emits", [user] + rungs.map { grant($0.id, $0) }) }

  /// B alone: one element at a time.
  public var envelope: JSON {
    let varied: JSON = ["id": "varied", "vary": "redeem", "cases": .array(envelopeRows)]
    return story("What B accepts", [probe("redeem", do: "token", redeemable, record: Self.answer), varied])
  }

  /// The suite's issuer signs a grant of exactly A's shape.
  /// - Parameters: header and claims of A's grant, in which B is named as B names itself.
  public func replay(header: JSON, claims: JSON) -> JSON {
    var change: [JSON.Member] = [], remove: [JSON] = []
    for name in ["typ", "kid"] where header[name] == nil { remove.append(.string("grant-assertion.header.\(name)")) }
    if let type = header["typ"] { change.append(.init("grant-assertion.type", type)) }
    for name in ["jti", "iat", "scope"] where claims[name] == nil { remove.append(.string("grant-assertion.claims.\(name)")) }
    for member in claims.members ?? [] {
      guard !["iss", "sub", "jti", "iat", "exp", "nbf"].contains(member.name), Self.isPlain(member.name) else { continue }
      change.append(.init("grant-assertion.claims.\(member.name)", member.value))
    }
    if let end = claims["exp"]?.integer, let start = claims["iat"]?.integer {
      change.append(.init("grant-assertion.claims.exp", .string("now+\(max(1, end - start))s")))
    }
    if claims["nbf"] != nil { change.append(.init("grant-assertion.claims.nbf", .integer(now - 5))) }
    var step: JSON = ["id": "replayed", "vary": "base", "probe": "replay", "title": "replay", "question": question]
    if !change.isEmpty { step["change"] = .object(change) }
    if !remove.isEmpty { step["remove"] = .array(remove) }
    step["record"] = .array(Self.answer.map { .string($0) })
    return story("Shape replay", [probe("base", do: "token", redeemable, record: ["outcome"]), step])
  }

  /// The whole way, with both sides, and what must not work.
  public func live(_ rung: Rung) -> JSON {
    func redeem(_ id: String, _ assertion: JSON, scope: Bool = true, resource: Bool = true) -> JSON {
      var recipe: JSON = ["client": "agent-abroad", "grant": "jwt-bearer", "grant-assertion": assertion]
      if resource { recipe["resource"] = "tool-abroad" }
      if scope { recipe["scope"] = ["literal": "$target.resources.tool-abroad.scopes.read"] }
      return probe(id, do: "token", recipe, record: ["outcome", "body.error", "view"])
    }
    func call(_ id: String, _ resource: JSON, _ token: JSON) -> JSON {
      probe(id, do: "call", ["resource": resource, "token": token], record: ["outcome", "status"])
    }
    var steps = [user, grant("grant", rung), redeem("redeem", "$grant.access_token")]
    if canCallB { steps.append(call("call", "tool-abroad", "$redeem.access_token")) }
    steps += [grant("grant-2", rung), redeem("redeem-unscoped", "$grant-2.access_token", scope: false)]
    steps += [grant("grant-3", rung), redeem("redeem-untargeted", "$grant-3.access_token", resource: false)]
    steps += [redeem("not-again", "$grant.access_token"), redeem("not-home-token", "$user.access_token")]
    if canCallB {
      steps += [call("not-grant-at-b", "tool-abroad", "$grant.access_token"), call("not-a-at-b", "tool-abroad", "$user.access_token")]
    }
    if canCallA { steps += [call("not-grant-at-a", "tool", "$grant.access_token"), call("not-b-at-a", "tool", "$redeem.access_token")] }
    return story("Live", steps)
  }

  // MARK: Steps

  private let question: JSON = "GAP-EXCHANGE-36: what must be agreed before two domains work together?"
  private static let answer = ["outcome", "body.error", "view", "grant-assertion.header", "grant-assertion.claims"]

  private func probe(_ id: String, do action: String, _ recipe: JSON, record: [String]) -> JSON {
    [
      "id": .string(id), "do": .string(action), "with": recipe, "probe": .string(id), "title": .string(id), "question": question,
      "record": .array(record.map { .string($0) }),
      // A refusal is an answer; what follows is asked all the same.
      "expect": ["outcome": ["any": ["accepted", "refused"]]],
    ]
  }

  private var user: JSON {
    var recipe: JSON = ["client": "agent", "resource": "tool", "scope": ["read"]]
    if hasUser { recipe["user"] = "alice" } else { recipe["grant"] = "client_credentials" }
    return probe("user", do: hasUser ? "user-token" : "token", recipe, record: ["outcome", "body.error", "view"])
  }

  private func grant(_ id: String, _ rung: Rung) -> JSON {
    var recipe: JSON = [
      "client": "tool", "subject-token": "$user.access_token", "subject-token-type": "access_token", "form": rung.form,
    ]
    if rung.namesType { recipe["requested-token-type"] = "jwt" }
    if rung.hasScope { recipe["scope"] = ["literal": "$target.resources.tool.scopes.read"] }
    let facts = ["outcome", "body.error", "body.issued_token_type", "body.token_type", "token.header", "token.claims", "signature"]
    return probe(id, do: "exchange", recipe, record: facts)
  }

  /// What the suite's issuer writes by itself.
  private var redeemable: JSON {
    [
      "client": "agent-abroad", "grant": "jwt-bearer", "resource": "tool-abroad", "scope": ["read"],
      "grant-assertion": [
        "issuer": "i1", "subject": "alice", "audience": "abroad",
        "claims": ["scope": "$target.resources.tool-abroad.scopes.read", "exp": "now+60s"],
      ],
    ]
  }

  private var envelopeRows: [JSON] {
    var rows: [JSON] = []
    func row(_ dimension: PairShape.Dimension, _ value: String, change: (path: String, value: JSON)? = nil, remove: String? = nil) {
      rows.append(
        .object(of: [
          "probe": .string("v\(rows.count + 1)"), "title": .string("\(dimension.rawValue)|\(value)"), "question": question,
          "change": change.map { .object([.init("grant-assertion." + $0.path, $0.value)]) },
          "remove": remove.map { [.string("grant-assertion." + $0)] }, "record": .array(Self.answer.map { .string($0) }),
        ]))
    }
    func present(_ dimension: PairShape.Dimension, _ claim: String, _ value: JSON) {
      row(dimension, "present", change: ("claims." + claim, value))
    }
    for type in ["jwt", "authorization-grant+jwt", "oauth-id-jag+jwt", "txn-chain+jwt", "at+jwt"] {
      row(.type, type, change: ("type", .string(type)))
    }
    row(.type, "absent", remove: "header.typ")
    row(.keyIdentifier, "absent", remove: "header.kid")
    if let tokenEndpointOfB { row(.audience, "token endpoint", change: ("claims.aud", .string(tokenEndpointOfB))) }
    row(.audience, "list of one: issuer", change: ("claims.aud", [.string(issuerOfB)]))
    row(.audience, "list of several", change: ("claims.aud", [.string(issuerOfB), "https://as.other.example"]))
    present(.client, "client_id", "client-of-another-domain")
    row(.identifier, "absent", remove: "claims.jti")
    row(.issuedAt, "absent", remove: "claims.iat")
    present(.notBefore, "nbf", .integer(now - 5))
    row(.scope, "absent", remove: "claims.scope")
    row(.scope, "list", change: ("claims.scope", ["$target.resources.tool-abroad.scopes.read"]))
    present(.resource, "resource", "$target.resources.tool-abroad.identifier")
    present(.actor, "act", ["sub": "agent-of-another-domain"])
    present(.confirmation, "cnf", ["jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"])
    present(.mail, "email", "alice@suite.example")
    present(.authenticationTime, "auth_time", .integer(now - 60))
    for limit in [300, 3600, 86_400] { row(.lifetime, "up to \(limit) s", change: ("claims.exp", .string("now+\(limit)s"))) }
    return rows
  }

  private func story(_ title: String, _ steps: [JSON]) -> JSON {
    ["title": .string(title), "role": "authorization-server", "steps": .array(steps)]
  }

  /// A claim whose name can stand in a path.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
  }

  /// Reads a story as a scenario. References and times are plain scalars in the language, everything else is quoted.
  /// - Throws: what the language says of it, which is a fault of the suite.
  public static func scenario(_ name: String, _ story: JSON) throws(Diagnostics) -> Scenario {
    let plain = story.pretty.replacing(/"(\$[a-z][A-Za-z0-9_.\-]*|now\+[0-9]+s)"/) { " " + $0.output.1 }
    let (scenario, problems) = ScenarioParser.parse(SourceFile(path: "pair/\(name).yaml", text: plain), id: "exchange.pair.\(name)")
    guard let scenario, !problems.contains(where: { $0.severity == .error }) else { throw Diagnostics(problems) }
    return scenario
  }
}
