import Documents
import Testing

@Suite("Source documents") struct DocumentsTests {
  private func parse(_ text: String) throws -> Node { try Node.parse(SourceFile(path: "a.yaml", text: text)) }

  @Test("Scalars are typed by the core schema of YAML 1.2") func scalars() throws {
    let node = try parse("a: yes\nb: 010\nc: 10\nd: \"10\"\ne: true\nf: ~\ng: now-24h\n")
    #expect(node["a"]?.text == "yes")
    #expect(node["b"]?.text == "010")
    #expect(node["c"]?.integer == 10)
    #expect(node["d"]?.text == "10")
    #expect(node["e"]?.bool == true)
    if case .null = node["f"]?.content {} else { Issue.record("f is not null") }
    if case .text("now-24h", plain: true) = node["g"]?.content {} else { Issue.record("g is not plain text") }
  }

  @Test("A place names line and column, and the caret stands under it") func places() throws {
    let node = try parse("steps:\n  - {id: one, expect: 4xx}\n")
    let value = try #require(node["steps"]?.list?.first?["expect"])
    #expect(value.place.description == "a.yaml:2:23")
    let text = Diagnostic(.error, "wrong", help: "mend it", at: value.place).rendered
    #expect(text == "a.yaml:2:23: error: wrong\n 2 |   - {id: one, expect: 4xx}\n   |                       ^^^\n  help: mend it")
  }

  @Test(
    "What the language leaves out is an error with a place",
    arguments: [
      ("a: 1\na: 2\n", "twice"), ("a: &x 1\nb: *x\n", "anchors"), ("a: !x 1\n", "tags"), ("a: [1\n", "not YAML"), ("", "empty"),
      ("a: {<<: {b: 1}}", "merge"),
    ])
  func refused(text: String, says: String) {
    let error = #expect(throws: Diagnostics.self) { try parse(text) }
    #expect(error?.description.contains(says) == true)
    #expect(error?.all.first?.place != nil)
  }

  @Test("A mistyped name finds its neighbour") func neighbours() {
    #expect(nearest("requirment", among: ["requirement", "record"]) == "requirement")
    #expect(nearest("zebra", among: ["requirement", "record"]) == nil)
  }
}
