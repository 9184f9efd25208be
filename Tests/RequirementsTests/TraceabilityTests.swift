import Documents
import Requirements
import Testing

@Suite("Which requirements have checks") struct TraceabilityTests {
  private func small() throws -> Catalogue {
    let document = """
      document: rfc1
      name: RFC 1
      title: Host Software
      revision: April 1969
      prefix: RFC1-
      sections: ["1"]
      requirements:
        - {id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active}
        - {id: RFC1-1-2, text: B., level: must, role: [client], section: 1, test: passive}
        - {id: RFC1-1-3, text: C., level: must, role: [client], section: 1, test: declared}
        - {id: RFC1-1-4, text: D., level: must, role: [client], section: 1, test: active}
      """
    let untested = "untested:\n  RFC1-1-1: Tested all the same.\n  RFC1-1-4: Needs a second moon.\n"
    return try Catalogue(files: [SourceFile(path: "a.yaml", text: document), SourceFile(path: "b.yaml", text: untested)])
  }

  @Test("Holes, written reasons and reasons that became untrue are told apart") func rows() throws {
    let trace = Traceability(try small(), citedBy: ["RFC1-1-1": ["b.two", "a.one"], "RFC1-9-9": ["a.one"]])
    #expect(trace.rows.first?.checks == ["a.one", "b.two"])
    #expect(trace.untested.map(\.requirement.id) == ["RFC1-1-2", "RFC1-1-3", "RFC1-1-4"])
    #expect(trace.untested.last?.reason == "Needs a second moon.")
    #expect(trace.unexplained.map(\.requirement.id) == ["RFC1-1-2"])
    #expect(trace.staleReasons.map(\.requirement.id) == ["RFC1-1-1"])
    #expect(trace.unknown == ["RFC1-9-9"])
  }

  @Test("A statement that a revision lacks is no hole of that revision") func revisions() throws {
    let catalogue = try catalogue.get()
    let old = Traceability(catalogue, citedBy: [:], revision: .klrc00).rows.map(\.requirement.id)
    #expect(!old.contains("AIMS-PROV-7"))
    #expect(old.contains("AIMS-PROV-1"))
    #expect(old.contains("RFC9449-4.3-6"))
  }
}
