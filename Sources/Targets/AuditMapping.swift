import Documents
import OrderedJSON

/// How the records of an audit log are read: the suite's names of fields, each with the place where the operator's records have it.
public enum AuditMapping {
  /// Reads a mapping that stands in a file of its own, YAML or JSON.
  /// - Throws: everything that is wrong with it, with places.
  public static func read(_ file: SourceFile) throws(Diagnostics) -> JSON {
    let node = try Node.parse(file)
    var checker = ShapeChecker(roles: [:], sections: [:])
    checker.check(node, shape, "the mapping")
    if !checker.problems.isEmpty { throw Diagnostics(checker.problems) }
    return node.json
  }

  static let shape = Shape.record([
    Field("time", place, "When: seconds or milliseconds since 1970, or RFC 3339 with its zone."),
    Field("component", place, "Which party wrote it: as, rs."),
    Field("agent", place, "The agent that was authenticated."),
    Field("subject", place, "For whom it acts."),
    Field("resource", place, "The resource or tool."),
    Field("action", place, "What was asked for; revoke where a token was ended."),
    Field("decision", place, "What came of it: permit, deny."),
    Field("correlation", place, "What the records of one transaction or request share."),
    Field("token", place, "The token that was issued, used or ended: its jti, or base64url of its SHA-256 digest."),
    Field("request", place, "The request: jti of the client assertion, proof, evidence or event that came with it."),
    Field("parent", place, "The token that was handed in to be exchanged."),
    Field("actor", place, "The chain of actors."),
    Field("cause", place, "Why access was ended."),
    Field("posture", place, "What was known of the state of the agent, or of a risk, when it was decided."),
  ])

  private static let place = Shape.either([
    .pointer,
    .record([
      Field(
        "pointer", .either([.pointer, .list(.pointer)]), needed: true,
        "Where the record has it (RFC 6901); of several the first that is there."),
      Field("values", .map(.free, .text), "The operator's word to that of the suite; * is any other."),
      Field("absent", .text, "What it means that a record does not have it, such as permit where only refusals have an error."),
    ]),
  ])
}
