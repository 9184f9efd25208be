import Documents

/// `vectors/expectations.yaml`: the named expectations, in which latitude that several cases share is written once.
public enum ExpectationsFile {
  /// Reads the file; never stops at the first fault.
  public static func parse(_ file: SourceFile) -> ([String: NamedExpectation], [Diagnostic]) {
    let findings = Findings()
    let node: Node
    do {
      node = try Node.parse(file)
    } catch {
      return ([:], error.all)
    }
    guard let entries = node.map else {
      findings.error("the file of expectations is a map, found \(node.kind)", at: node.place)
      return ([:], findings.all)
    }
    let reader = ExpectationReader(findings: findings)
    var result: [String: NamedExpectation] = [:]
    for entry in entries {
      let keys = ["about", "expect", "also-accept"]
      guard let fields = Fields(entry.value, entry.key, keys: keys, findings) else { continue }
      guard let expect = fields["expect"], let members = expect.map else {
        findings.error("\(entry.key) has no expect, a map over facts", at: entry.keyPlace)
        continue
      }
      for member in members where member.key == "is" || member.key == "any" {
        findings.error("\(member.key) does not go into a named expectation", at: member.keyPlace)
      }
      if ExpectationReader.outcomes.contains(entry.key) {
        findings.error("\(entry.key) is an outcome and cannot name an expectation", at: entry.keyPlace)
      }
      result[entry.key] = NamedExpectation(
        name: entry.key, about: fields.text("about"), members: reader.facts(members),
        alsoAccept: reader.rungs(fields["also-accept"]), at: entry.keyPlace)
    }
    return (result, findings.all)
  }
}
