import Documents
import Requirements
import Testing

@testable import Scenarios

@Suite("The corpus") struct CorpusTests {
  /// The corpus that the binary carries, read once.
  static func load() throws -> (Corpus, Catalogue, [Diagnostic]) { try loaded.get() }

  private static let loaded = Result { try read() }

  private static func read() throws -> (Corpus, Catalogue, [Diagnostic]) {
    let files = try Vectors.sourceFiles()
    let catalogue = try Catalogue(
      files: files.filter { file in
        ["requirements", "profiles", "gaps"].contains { file.path.hasPrefix("vectors/\($0)/") }
      })
    let (corpus, diagnostics) = Corpus.load(files: files, catalogue: catalogue)
    return (corpus, catalogue, diagnostics)
  }

  @Test("Every file of the corpus is well-formed")
  func wellFormed() throws {
    let (corpus, _, diagnostics) = try Self.load()
    #expect(diagnostics.map(\.rendered) == [])
    #expect(corpus.expectations.count > 30)
    #expect(corpus.roles.contains("agent", .client))
    #expect(corpus.capabilities["dpop"]?.documents.contains("rfc9449") == true)
    #expect(corpus.capabilities["delegation-depth"]?.takesNumber == true)
  }

  @Test("The linter finds no fault in the corpus")
  func lint() throws {
    let (corpus, catalogue, _) = try Self.load()
    #expect(Lint.check(corpus, catalogue: catalogue).map(\.rendered) == [])
  }

  @Test("Every requirement that could be tested has a check or a reason, every gap a probe or a reason")
  func coverage() throws {
    let (corpus, catalogue, _) = try Self.load()
    for revision in Revision.allCases {
      let found = Lint.checkCoverage(corpus, catalogue: catalogue, revision: revision)
      #expect(found.filter { $0.severity == .error }.map(\.rendered) == [])
    }
    #expect(!catalogue.blocks.isEmpty && catalogue.frozen.count == Revision.allCases.count)
  }

  @Test("Each hole in what the suite reaches is told with its place")
  func holes() throws {
    let files = [
      "requirements/a.yaml": """
      document: rfc1
      name: RFC 1
      title: Host Software
      revision: April 1969
      prefix: RFC1-
      always: true
      sections: ["1"]
      requirements:
        - {id: RFC1-1-1, text: A., level: must, role: [client], section: 1, test: active}
        - {id: RFC1-1-2, text: B., level: must, role: [client], section: 1, test: declared}
      """,
      "requirements/b.yaml": "blocks:\n  - {id: pop.known, area: possession, priority: P1, title: T}\n",
      "gaps/a.yaml": """
      gaps:
        - {id: GAP-A-1, title: A, places: [rfc1], why: B}
        - {id: GAP-A-2, title: A, places: [rfc1], why: B, probes: ["possession.b/none"]}
        - {id: GAP-A-3, title: A, places: [rfc1], why: B, unmeasured: C}
      """,
    ].map { SourceFile(path: $0.key, text: $0.value) }
    let scenario = SourceFile(
      path: "vectors/scenarios/possession/b.yaml", text: "title: A\ncatalogue: [pop.known, pop.knwn]\nrole: issuer\nsteps: []\n")
    let catalogue = try Catalogue(files: files)
    let found = Lint.checkCoverage(Corpus.load(files: [scenario], catalogue: catalogue).0, catalogue: catalogue)
    func place(_ message: String) -> String? { found.first { $0.message.contains(message) }?.place?.description }
    #expect(place("RFC1-1-1 could be tested") == "requirements/a.yaml:9:10")
    #expect(place("nothing measures GAP-A-1") == "gaps/a.yaml:2:10")
    #expect(place("possession.b/none, which is no check") == "gaps/a.yaml:3:62")
    #expect(place("pop.knwn is no block") == "vectors/scenarios/possession/b.yaml:2:24")
    #expect(found.count == 4)
  }

  @Test(
    "Files are told apart by where they stand, whatever stands above them", arguments: ["vectors", "/x/scenarios/vectors", "/x/scenarios"])
  func recognised(folder: String) throws {
    let files = ["roles.yaml", "capabilities.yaml", "requirements/a.yaml", "scenarios/possession/a.yaml"].map {
      SourceFile(path: "\(folder)/\($0)", text: $0.hasPrefix("scen") ? "{title: A, role: issuer, steps: []}" : "{}")
    }
    let (corpus, diagnostics) = Corpus.load(files: files, catalogue: try Self.load().1)
    #expect(diagnostics == [])
    #expect(corpus.scenarios.map(\.id) == ["possession.a"])
  }

  @Test("A named expectation fixes the outcome, and each rung says why it is there")
  func expectations() throws {
    for named in try Self.load().0.expectations.values {
      #expect(named.members.contains { $0.name == "outcome" }, "\(named.name)")
      for rung in named.alsoAccept { #expect(!rung.note.isEmpty && rung.verdict != .failed, "\(named.name)") }
    }
  }

  @Test("An accepted answer is no rung of an expectation that wants a refusal, nor the other way round")
  func outcomesStayApart() throws {
    func outcome(_ members: [Matcher.Entry]) -> String? {
      guard case .equals(let value)? = members.first(where: { $0.name == "outcome" })?.matcher.content else { return nil }
      return value.text
    }
    for named in try Self.load().0.expectations.values {
      for rung in named.alsoAccept {
        let stated = outcome(rung.members)
        #expect(stated == nil || stated == "broke" || stated == outcome(named.members), "\(named.name): \(rung.note)")
      }
    }
  }
}
