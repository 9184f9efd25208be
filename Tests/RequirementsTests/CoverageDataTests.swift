import Documents
import Requirements
import Testing

@Suite("Mistakes in what says how far the suite reaches") struct CoverageDataTests {
  private static let requirements = """
    document: rfc1
    name: RFC 1
    title: Host Software
    revision: April 1969
    prefix: RFC1-
    sections: ["1"]
    requirements:
      - {id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active}
      - {id: RFC1-1-2, text: B., level: must, role: [client], section: 1, test: active, through: [RFC1-1-9]}
    """

  private func complaints(_ text: String, beside document: String = requirements) -> [Diagnostic] {
    do throws(Diagnostics) {
      _ = try Catalogue(files: [SourceFile(path: "0.yaml", text: document), SourceFile(path: "1.yaml", text: text)])
      return []
    } catch {
      return error.all
    }
  }

  @Test(
    "Each is told with its place",
    arguments: [
      ("untested:\n  - {reason: R., requirements: [RFC1-1-3]}", "no requirement RFC1-1-3", "1.yaml:2:33"),
      ("untested:\n  - {reason: R., requirements: [RFC1-1-1, RFC1-1-1]}", "RFC1-1-1 has two reasons", "1.yaml:2:43"),
      ("untested:\n  - {requirements: [RFC1-1-1]}", "reason is missing", "1.yaml:2:5"),
      ("frozen:\n  aims-00: {on: now, requirements: [RFC1-1-3]}", "no requirement RFC1-1-3", "1.yaml:2:37"),
      ("frozen:\n  aims-00: {on: now, requirements: [RFC1-1-1]}", "does not stand in aims-00", "1.yaml:2:37"),
      ("frozen:\n  aims-01: {on: now, requirements: []}", "unknown revision aims-01", "1.yaml:2:3"),
      ("blocks:\n  - {id: a.b, area: x, priority: P4, title: T}", "unknown priority P4", "1.yaml:2:34"),
      (
        "blocks:\n  - {id: a.b, area: x, priority: P1, title: T}\n  - {id: a.b, area: x, priority: P1, title: T}", "stands twice",
        "1.yaml:3:10"
      ),
      ("gaps:\n  - {id: GAP-1, title: A, places: [rfc1], why: B, probes: [a/b], unmeasured: C}", "says why it is not", "1.yaml:2:10"),
      ("gaps: []", "no requirement RFC1-1-9", "0.yaml:9:95"),
    ])
  func mistakes(text: String, says: String, place: String) throws {
    let found = complaints(text)
    let match = try #require(found.first { $0.message.contains(says) }, "found \(found.map(\.rendered))")
    #expect(match.place?.description == place, "\(match.rendered)")
  }

  @Test("One reason may stand for several requirements") func groups() throws {
    let document = Self.requirements.replacing(", through: [RFC1-1-9]", with: "")
    let catalogue = try Catalogue(files: [
      SourceFile(path: "0.yaml", text: document),
      SourceFile(path: "1.yaml", text: "untested:\n  - {reason: Needs a moon., requirements: [RFC1-1-1, RFC1-1-2]}"),
    ])
    #expect(catalogue.untested.mapValues(\.reason) == ["RFC1-1-1": "Needs a moon.", "RFC1-1-2": "Needs a moon."])
  }
}
