import Forge
import OrderedJSON
import Scenarios

/// Makes the overlay of a step from what the scenario says, with references and times put in.
struct RecipeResolver {
  var scope: JudgementScope

  /// `with` and the edits of a case as one tree. Edits with a step prefix belong to another step and are left out.
  func overlay(with members: [Value.Member], edits: Edits, step: String?) throws -> Overlay {
    var overlay = Overlay.node(try members.map { ($0.name, try convert($0.value, at: [$0.name])) })
    func mine(_ path: Path) -> Bool { path.step == nil ? step == nil : path.step == step }
    for change in edits.change where mine(change.path) {
      let names = Self.names(change.path)
      overlay = overlay.inserting(try convert(change.value, at: names), at: names[...])
    }
    for removal in edits.remove where mine(removal.path) { overlay = overlay.inserting(.remove, at: Self.names(removal.path)[...]) }
    for rewriting in edits.rewrite where mine(rewriting.path) {
      overlay = overlay.inserting(.rewrite(rewriting.rewrite), at: Self.names(rewriting.path)[...])
    }
    for duplication in edits.duplicate where mine(duplication.path) {
      overlay = overlay.inserting(.duplicate(try duplication.value.map(data)), at: Self.names(duplication.path)[...])
    }
    return overlay
  }

  /// The names of a path; a list element is `[x]`.
  static func names(_ path: Path) -> [String] {
    path.segments.map {
      switch $0 {
      case .name(let name): name
      case .index(let index): "[\(index)]"
      case .element(let text): "[\(text)]"
      }
    }
  }

  /// Maps that are recipes rather than data: every member of them is a field of its own.
  private static func isRecipe(_ path: [String]) -> Bool {
    let artefacts: Set = [
      "dpop", "assertion", "grant-assertion", "evidence", "attestation", "attestation-proof", "wit", "wpt", "signature", "set",
      "certificate",
      "subject-assertion", "actor-assertion", "request-object", "software-statement", "txn-token",
      "access-token", "svid",
    ]
    let groups: Set = ["header", "claims", "sign", "sent", "params", "headers", "form", "query", "tls", "metadata", "members", "as"]
    guard let last = path.last else { return true }
    return artefacts.contains(last) && path.count <= 2 || groups.contains(last)
  }

  private func convert(_ value: Value, at path: [String]) throws -> Overlay {
    if case .map(let members) = value.content, Self.isRecipe(path) {
      return .node(try members.map { ($0.name, try convert($0.value, at: path + [$0.name])) })
    }
    return .set(try data(value))
  }

  /// A value as data. Bytes are made here, anew each time.
  func data(_ value: Value) throws -> JSON {
    switch value.content {
    case .bytes(.random(let count)): return .string(Base64URL.encode(Random.bytes(count)))
    case .bytes(.fill(let count)): return .string(String(repeating: "a", count: count))
    case .bytes(.literal(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
    case .list(let values): return .array(try values.map(data))
    case .map(let members): return .object(try members.map { .init($0.name, try data($0.value)) })
    case .null, .bool, .number, .text, .reference, .time:
      switch scope.resolve(value) {
      case .found(let data): return data
      case .unknown(let reason): throw RecipeProblem.notVisible(reason)
      // What an operator left out of the description is a gap there, no fault of the target.
      case .missing where value.references.contains(where: { $0.root == .target }):
        throw RecipeProblem.notVisible("fixture missing: \(Describe.value(value))")
      case .missing: throw RecipeProblem.missing("\(Describe.value(value)) is not there")
      }
    }
  }
}

/// Reads the fields of a recipe.
struct RecipeReader {
  let overlay: Overlay
  let vault: SecretVault

  func has(_ name: String) -> Bool { overlay[name].map { !$0.isRemoval } ?? false }

  /// A field as it is used, nil if it is absent or removed.
  func value(_ name: String, default original: JSON? = nil) throws -> JSON? {
    guard let said = overlay[name] else { return original }
    return try said.applied(to: original) { .string(try sendable($0)) }.first
  }

  func text(_ name: String, default original: String? = nil) throws -> String? {
    try value(name, default: original.map(JSON.string)).map(sendable)
  }

  /// The text that goes on the wire for a value: a secret is revealed, an artefact is its compact form.
  func sendable(_ value: JSON) throws -> String {
    if let secret = vault.reveal(value) { return secret }
    if SpecialFact.fingerprint(value) != nil { throw RecipeProblem.suite("a secret of this run is not known any more") }
    if let compact = value["compact"], let secret = vault.reveal(compact) { return secret }
    return value.string ?? value.compact
  }
}
